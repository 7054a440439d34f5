"""What the plots share: quiet axes, labels that keep their distance, whiskers."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Container, Iterable, Sequence
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator

from figurecheck.charts.themes import Theme
from figurecheck.charts.words import number

_WIDE = 36  # characters of a name beside its row
_LINE = 46  # characters of a name above its row


def quiet(ax: Axes, values: str) -> None:
    """A thin grid along the axis of the `values` ("x" or "y"); no axis titles."""
    ax.set_xlabel("")
    ax.set_ylabel("")
    ax.grid(axis="x" if values == "x" else "y")
    measured, other = (ax.xaxis, ax.yaxis) if values == "x" else (ax.yaxis, ax.xaxis)
    measured.set_major_formatter(FuncFormatter(lambda value, _: number(value)))
    measured.set_tick_params(length=0)
    other.set_tick_params(length=0 if values == "x" else 3)
    if values == "x":
        ax.spines["bottom"].set_visible(False)
        ax.xaxis.set_major_locator(MaxNLocator(nbins=5, steps=[1, 2, 2.5, 5, 10]))


def row_height(names: Iterable[object], theme: Theme, least: float) -> float:
    """Inches that a row takes: `least`, or as much as its name needs."""
    listed = list(names)
    if stacked(listed, theme):
        return 0.5
    lines = max(wrapped(str(name), _WIDE).count("\n") + 1 for name in listed)
    return max(least, lines * theme.size * 1.3 / 72 + 0.08)


def name_rows(
    ax: Axes, names: Iterable[object], theme: Theme, bold: Container[object] = ()
) -> None:
    """Names the rows: beside them on a wide page, above them on a narrow one."""
    listed = list(names)
    if not stacked(listed, theme):
        ax.set_yticks(range(len(listed)), [wrapped(str(name), _WIDE) for name in listed])
        for tick, name in zip(ax.get_yticklabels(), listed, strict=True):
            tick.set(color=theme.ink, fontweight=600 if name in bold else 400)
        ax.tick_params(axis="y", pad=8)
        return
    ax.set_yticks([])
    for place, name in enumerate(listed):
        ax.annotate(
            textwrap.shorten(str(name), _LINE, placeholder=" …"),
            (0, place - 0.3),
            xycoords=("axes fraction", "data"),
            va="bottom",
            color=theme.ink,
            weight=600 if name in bold else 400,
            bbox={"facecolor": theme.page, "edgecolor": "none", "pad": 0.6, "alpha": 0.85},
        )


def stacked(names: Iterable[object], theme: Theme) -> bool:
    """Whether names stand above their rows: on a narrow page, unless all are short."""
    return theme.narrow and max(len(str(name)) for name in names) > 11


def years(ax: Axes, narrow: bool) -> None:
    """Whole numbers without commas along x."""
    ax.xaxis.set_major_locator(MaxNLocator(nbins=4 if narrow else 8, integer=True))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:.0f}"))


def with_floats(data: pd.DataFrame, *columns: str) -> pd.DataFrame:
    """The data with numbers of any kind (fractions, digits in strings) as floats, blanks as NaN."""
    known = [column for column in columns if column]
    made = {c: [math.nan if v == "" or pd.isna(v) else float(v) for v in data[c]] for c in known}
    return data.assign(**made)


def whisker(
    ax: Axes, x: Sequence[Any], low: Sequence[Any], high: Sequence[Any], **look: Any
) -> None:
    """Vertical interval bars with caps where both ends are known."""
    known = [(a, b, c) for a, b, c in zip(x, low, high, strict=True) if not pd.isna([b, c]).any()]
    for place, bottom, top in known:
        ax.plot([place, place], [bottom, top], marker="_", markersize=6, zorder=1, **look)


def apart(places: Sequence[float], gap: float) -> list[float]:
    """The places moved as little as needed to stand at least `gap` from each other.

    >>> apart([1.0, 1.1, 5.0], 1.0)
    [0.55, 1.55, 5.0]
    """
    order = sorted(range(len(places)), key=lambda position: places[position])
    groups: list[tuple[float, int]] = []  # the middle of a group and its size
    for position in order:
        middle, size = places[position], 1
        while groups and _touch(groups[-1], (middle, size), gap):
            other, others = groups.pop()
            middle = (middle * size + other * others) / (size + others)
            size += others
        groups.append((middle, size))
    spread = [m + (i - (n - 1) / 2) * gap for m, n in groups for i in range(n)]
    moved = [math.nan] * len(places)
    for position, place in zip(order, spread, strict=True):
        moved[position] = round(place, 10)
    return moved


def _touch(one: tuple[float, int], other: tuple[float, int], gap: float) -> bool:
    return (other[0] - one[0]) < gap * (one[1] + other[1]) / 2 - 1e-12


def wrapped(text: str, width: int) -> str:
    """The text in at most three lines of at most `width` characters."""
    return "\n".join(textwrap.wrap(text, width, max_lines=3, placeholder=" …"))
