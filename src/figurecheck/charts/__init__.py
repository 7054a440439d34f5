"""Charts and tables for the notebooks: one call makes all that the report needs of each."""

from figurecheck.charts.bars import Bars
from figurecheck.charts.claims_page import ClaimCard, Claims, Piece, claims
from figurecheck.charts.drawing import Chart, Described, Plot, draw
from figurecheck.charts.dumbbell import Dumbbell
from figurecheck.charts.lines import Lines
from figurecheck.charts.maps import Map, stops
from figurecheck.charts.registers import Entry, Register, register
from figurecheck.charts.segments import Intervals
from figurecheck.charts.tables import Table, table
from figurecheck.charts.themes import DARK, LIGHT, Theme
from figurecheck.charts.timeline import Timeline

__all__ = [
    "DARK",
    "LIGHT",
    "Bars",
    "Chart",
    "ClaimCard",
    "Claims",
    "Described",
    "Dumbbell",
    "Entry",
    "Intervals",
    "Lines",
    "Map",
    "Piece",
    "Plot",
    "Register",
    "Table",
    "Theme",
    "Timeline",
    "claims",
    "draw",
    "register",
    "stops",
    "table",
]
