"""Levels over time, rival series side by side, with what their printed digits admit."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import seaborn as sns  # type: ignore[import-untyped]
from matplotlib.axes import Axes

from figurecheck.charts.axes import apart, line_height, quiet, whisker, wrapped, years
from figurecheck.charts.themes import Theme
from figurecheck.charts.words import listed, number

_MARKERS = ("o", "s", "^", "D", "v")
_DASHES = ("-", (0, (5, 2)), (0, (1.5, 1.5)), (0, (5, 2, 1, 2)), (0, (8, 3)))


@dataclass(frozen=True)
class Lines:
    """A line for each value of `by` through (`x`, `y`), named at its end.

    `low` and `high` are columns of interval ends, drawn as whiskers. `from_zero` keeps nought
    on the axis. Without `joined` the points stand alone.
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
        ends = []
        for position, (name, part) in enumerate(self._parts(data)):
            colour = theme.series[position % len(theme.series)]
            self._line(ax, part, colour, position)
            if self.low and self.high:
                low, high = part[self.low], part[self.high]
                whisker(ax, list(part[self.x]), list(low), list(high), color=colour, linewidth=1.1)
            last = part.iloc[-1]
            ends.append((name, float(last[self.x]), float(last[self.y]), colour))
        quiet(ax, "y")
        years(ax, theme.narrow)
        ax.margins(x=0.04)
        if self.from_zero:
            ax.set_ylim(bottom=min(0.0, ax.get_ylim()[0]) if data[self.y].min() < 0 else 0.0)
        self._name(ax, ends, theme, self.height(data, theme))

    def _parts(self, data: pd.DataFrame) -> list[tuple[str, pd.DataFrame]]:
        known = data.dropna(subset=[self.x, self.y]).sort_values(self.x, kind="stable")
        if not self.by:
            return [("", known)]
        return [(str(name), known[known[self.by] == name]) for name in known[self.by].unique()]

    def _line(self, ax: Axes, part: pd.DataFrame, colour: str, position: int) -> None:
        sns.lineplot(
            x=part[self.x].astype(float),
            y=part[self.y].astype(float),
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
        self, ax: Axes, ends: list[tuple[str, float, float, str]], theme: Theme, height: float
    ) -> None:
        """Names each line in its own colour, at its last point, without overlap."""
        right = max(x for _, x, _, _ in ends)
        width = 13 if theme.narrow else 22
        texts = [wrapped(f"{name} {number(y)}".strip(), width) for name, _, y, _ in ends]
        lines = max(text.count("\n") + 1 for text in texts)
        gap = line_height(ax, theme, height) * lines
        places = apart([y for _, _, y, _ in ends], gap)
        for text, place, (_, _, _, colour) in zip(texts, places, ends, strict=True):
            ax.annotate(
                text,
                (right, place),
                xytext=(9, 0),
                textcoords="offset points",
                color=colour,
                weight=600,
                va="center",
                annotation_clip=False,
            )

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
        first, last = part.iloc[0], part.iloc[-1]
        lead = f"{name}: " if name else ""
        begin, end = number(first[self.y]), number(last[self.y])
        if len(part) == 1:
            return f"{lead}{begin} in {first[self.x]:.0f}."
        values = part[self.y].astype(float)
        top, bottom = (part.iloc[int(f(values))] for f in (np.argmax, np.argmin))
        return (
            f"{lead}{len(part)} points from {first[self.x]:.0f} to {last[self.x]:.0f}, "
            f"{_change(float(first[self.y]), float(last[self.y]))} {begin} to {end}; "
            f"highest {number(top[self.y])} in {top[self.x]:.0f}, "
            f"lowest {number(bottom[self.y])} in {bottom[self.x]:.0f}."
        )


def _change(first: float, last: float) -> str:
    if last == first:
        return "unchanged from"
    return "rising from" if last > first else "falling from"
