"""How two builds differ: the rows, charts and values, and what moved them."""

from figurecheck.changes.difference import Difference, difference
from figurecheck.changes.rows import Cell, Change, Table, compare
from figurecheck.changes.screen import SCREEN, report
from figurecheck.changes.states import State, compare_tables, read_state

__all__ = [
    "SCREEN",
    "Cell",
    "Change",
    "Difference",
    "State",
    "Table",
    "compare",
    "compare_tables",
    "difference",
    "read_state",
    "report",
]
