"""The two themes of a chart: the same places, so that one drawing serves both pages."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any

import matplotlib as mpl
import seaborn as sns  # type: ignore[import-untyped]
from matplotlib import font_manager

from figurecheck.publishing.material import assets

FAMILY = "Figurecheck Sans"


@dataclass(frozen=True)
class Theme:
    """The colours of a chart, all different, and whether it is drawn for a narrow screen.

    The five series colours keep 4.5:1 against the page, so that labels may bear them, and
    stay apart for the colour-blind by lightness as well as hue (after Okabe and Ito, 2008).
    """

    page: str
    ink: str
    mute: str
    grid: str
    band: str
    series: tuple[str, ...]
    narrow: bool = False

    @property
    def width(self) -> float:
        """Inches."""
        return 3.2 if self.narrow else 6.4

    @property
    def size(self) -> float:
        """The type size in points."""
        return 9.6 if self.narrow else 8.8


LIGHT = Theme(
    page="#ffffff",
    ink="#1b1f24",
    mute="#545e69",
    grid="#d9dee4",
    band="#e9dfc6",
    series=("#0a5aa8", "#b8430a", "#0b6b5d", "#7a4699", "#7d6000"),
)
DARK = Theme(
    page="#14171b",
    ink="#e6e9ec",
    mute="#a9b3be",
    grid="#38404a",
    band="#46402e",
    series=("#6cb2ff", "#ff9a62", "#4fd1b5", "#cba6f3", "#e0c04a"),
)


def _colours(theme: Theme) -> tuple[str, ...]:
    return (theme.page, theme.ink, theme.mute, theme.grid, theme.band, *theme.series)


_DARKENED = dict(zip(_colours(LIGHT), _colours(DARK), strict=True))
_ANY = re.compile("|".join(_DARKENED))


def darkened(svg: str) -> str:
    """The drawing in the colours of the dark theme."""
    return _ANY.sub(lambda match: _DARKENED[match[0]], svg)


@cache
def _register_fonts() -> None:
    for path in sorted((assets() / "fonts").glob("*Sans*.ttf")):
        font_manager.fontManager.addfont(str(path))


@contextmanager
def drawn_in(theme: Theme, label: str) -> Iterator[None]:
    """The settings of matplotlib and seaborn under which a chart is drawn."""
    _register_fonts()
    settings: dict[Any, Any] = {
        "font.family": [FAMILY, "Noto Sans Arabic", "Noto Sans SC", "DejaVu Sans", "sans-serif"],
        "font.size": theme.size,
        "svg.fonttype": "none",
        "svg.hashsalt": label,
        "text.parse_math": False,  # dollars are money here
        "text.color": theme.ink,
        "axes.labelcolor": theme.mute,
        "axes.edgecolor": theme.mute,
        "axes.facecolor": "none",
        "figure.facecolor": "none",
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.spines.left": False,
        "axes.axisbelow": True,
        "axes.unicode_minus": True,
        "axes.linewidth": 0.8,
        "grid.color": theme.grid,
        "grid.linewidth": 0.6,
        "xtick.color": theme.mute,
        "ytick.color": theme.mute,
        "xtick.labelsize": theme.size,
        "ytick.labelsize": theme.size,
        "ytick.major.size": 0,
        "xtick.major.size": 3,
        "path.simplify": False,
    }
    # The other scripts come in one weight, and matplotlib would warn of that on every chart.
    log = logging.getLogger("matplotlib.font_manager")
    before = log.level
    log.setLevel(logging.ERROR)
    with mpl.rc_context(), sns.axes_style("ticks"), mpl.rc_context(settings):
        try:
            yield
        finally:
            log.setLevel(before)
