"""Levels over time, rival series side by side, with what their printed digits admit."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import seaborn as sns  # type: ignore[import-untyped]
from matplotlib.axes import Axes

from figurecheck.charts.axes import (
    apart,
    quiet,
    whisker,
    with_floats,
    wrapped,
    years,
)
from figurecheck.charts.naming import CLEAR, End, Plane, beside
from figurecheck.charts.themes import Theme
from figurecheck.charts.words import listed, number

_MARKERS = ("o", "s", "^", "D", "v")
_DASHES = ("-", (0, (5, 2)), (0, (1.5, 1.5)), (0, (5, 2, 1, 2)), (0, (8, 3)))
_PLACE = "place along x"  # a column of our own


@dataclass(frozen=True)
class Lines:
    """A line for each value of `by` through (`x`, `y`), named at its end.

    `x` holds years, or names of periods in the order of the data. `low` and `high` are columns
    of interval ends, drawn as whiskers. `from_zero` keeps nought on the axis. Without `joined`
    the points stand alone.
    """

    x: str
    y: str
    unit: str
    by: str = ""
    low: str = ""
    high: str = ""
    from_zero: bool = True
    joined: bool = True

    def height(self, _: pd.DataFrame, theme: Theme) -> float:
        """Inches."""
        return 3.1 if theme.narrow else 3.4

    def __call__(self, ax: Axes, data: pd.DataFrame, theme: Theme) -> None:
        """Draws on `ax`."""
        parts = self._parts(data)
        for position, (_, part) in enumerate(parts):
            colour = theme.series[position % len(theme.series)]
            self._line(ax, part, colour, position)
            if self.low and self.high:
                low, high = list(part[self.low]), list(part[self.high])
                whisker(ax, list(part[_PLACE]), low, high, color=colour, linewidth=1.1)
        quiet(ax, "y")
        if self._named(data):
            names = [wrapped(str(name), 10) for name in data[self.x].unique()]
            ax.set_xticks(range(len(names)), names)
        else:
            years(ax, theme.narrow)
        ax.margins(x=0.04)
        if self.from_zero and ax.get_ylim()[0] > 0:
            ax.set_ylim(bottom=0.0)
        self._name(ax, parts, theme, self.height(data, theme))

    def _named(self, data: pd.DataFrame) -> bool:
        """Whether x holds names rather than years."""
        return bool(pd.to_numeric(data[self.x], errors="coerce").isna().any())

    def _parts(self, data: pd.DataFrame) -> list[tuple[str, pd.DataFrame]]:
        """Each line's name and its rows, in the order of x, without the unknown ones."""
        if self._named(data):
            order = {name: float(place) for place, name in enumerate(data[self.x].unique())}
            places = data[self.x].map(order)
        else:
            places = data[self.x].astype(float)
        known = with_floats(data, self.y, self.low, self.high).assign(**{_PLACE: places})
        known = known.dropna(subset=[self.y]).sort_values(_PLACE, kind="stable")
        if not self.by:
            return [("", known)]
        return [(str(name), known[known[self.by] == name]) for name in known[self.by].unique()]

    def _line(self, ax: Axes, part: pd.DataFrame, colour: str, position: int) -> None:
        sns.lineplot(
            x=part[_PLACE],
            y=part[self.y],
            ax=ax,
            color=colour,
            estimator=None,
            errorbar=None,
            legend=False,
            linewidth=2 if self.joined else 0,
            linestyle=_DASHES[position % len(_DASHES)],
            marker=_MARKERS[position % len(_MARKERS)],
            markersize=5.5,
            markeredgecolor=colour,
        )

    def _name(
        self, ax: Axes, parts: list[tuple[str, pd.DataFrame]], theme: Theme, height: float
    ) -> None:
        """Names each line in its colour: beside its last point, or in a column without overlap."""
        ends = [self._end(name, part, at, theme) for at, (name, part) in enumerate(parts)]
        paths = [list(zip(part[_PLACE], part[self.y], strict=True)) for _, part in parts]
        plane = Plane(ax.get_xlim(), ax.get_ylim(), (theme.width, height), theme)
        shifts = beside(ends, paths, plane)
        column = [end for end, shift in zip(ends, shifts, strict=True) if shift is None]
        lines = max(end.text.count("\n") + 1 for end in column)
        places = apart([end.y for end in column], plane.rise(lines))
        right = max(end.x for end in ends)
        for end, place in zip(column, places, strict=True):
            _write(ax, end, (right, place), 0.0)
        for end, shift in zip(ends, shifts, strict=True):
            if shift is not None:
                _write(ax, end, (end.x, end.y), shift)

    def _end(self, name: str, part: pd.DataFrame, position: int, theme: Theme) -> End:
        x, y = float(part[_PLACE].iloc[-1]), float(part[self.y].iloc[-1])
        text = wrapped(f"{name} {number(y)}".strip(), 13 if theme.narrow else 22)
        return End(text, x, y, theme.series[position % len(theme.series)])

    def describe(self, data: pd.DataFrame) -> str:
        """Kind, range, number of points, change from first to last and extremes of each line."""
        parts = self._parts(data)
        opening = f"Line chart of {self.unit}" if self.joined else f"Points of {self.unit}"
        names = [name for name, _ in parts if name]
        said = [f"{opening} for {listed(names)}." if names else f"{opening}."]
        said += [self._course(name, part) for name, part in parts]
        if self.low and self.high:
            said.append("Whiskers show the interval that the printed digits admit.")
        return " ".join(said)

    def _course(self, name: str, part: pd.DataFrame) -> str:
        periods = [str(p) if isinstance(p, str) else f"{p:.0f}" for p in part[self.x]]
        values = [float(value) for value in part[self.y]]
        lead = f"{name}: " if name else ""
        if len(values) == 1:
            return f"{lead}{number(values[0])} in {periods[0]}."
        top, bottom = int(np.argmax(values)), int(np.argmin(values))
        return (
            f"{lead}{len(values)} points from {periods[0]} to {periods[-1]}, "
            f"{_change(values[0], values[-1])} {number(values[0])} to {number(values[-1])}; "
            f"highest {number(values[top])} in {periods[top]}, "
            f"lowest {number(values[bottom])} in {periods[bottom]}."
        )


def _write(ax: Axes, end: End, place: tuple[float, float], shift: float) -> None:
    ax.annotate(
        end.text,
        place,
        xytext=(CLEAR, shift),
        textcoords="offset points",
        color=end.colour,
        weight=600,
        va="center",
        annotation_clip=False,
    )


def _change(first: float, last: float) -> str:
    if last == first:
        return "unchanged from"
    return "rising from" if last > first else "falling from"
