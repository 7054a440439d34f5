"""A claim against its evidence: the claimed interval as a band, each recomputed one a segment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd
import seaborn as sns  # type: ignore[import-untyped]
from matplotlib.axes import Axes

from figurecheck.charts.axes import name_rows, quiet, row_height, stacked, with_floats
from figurecheck.charts.themes import Theme
from figurecheck.charts.words import span


@dataclass(frozen=True)
class Intervals:
    """For each `name` the interval from `low` to `high`; a missing end is drawn as an arrow.

    `claimed` is the claimed interval (a missing end is None), `verdict` a column of words set
    beside each segment and `value` one of points within it, where there are such columns.
    """

    name: str
    low: str
    high: str
    unit: str
    claimed: tuple[float | None, float | None]
    claim: str = "Claimed"
    verdict: str = ""
    value: str = ""

    def height(self, data: pd.DataFrame, theme: Theme) -> float:
        """Inches."""
        return 0.85 + max(row_height(data[self.name], theme, 0.46) * 1.25, 0.46) * len(data)

    def __call__(self, ax: Axes, data: pd.DataFrame, theme: Theme) -> None:
        """Draws on `ax`."""
        data = with_floats(data, self.low, self.high, self.value)
        left, right = self._reach(data)
        low = left if self.claimed[0] is None else self.claimed[0]
        high = right if self.claimed[1] is None else self.claimed[1]
        ax.axvspan(low, high, color=theme.band, linewidth=0, zorder=0)
        for edge in (low, high):
            ax.axvline(edge, color=theme.series[4], linewidth=1, zorder=0.5)
        below = stacked(data[self.name], theme)
        for place, row in enumerate(data.to_dict("records")):
            self._segment(ax, place, row, (left, right), theme)
            self._say(ax, place, row, (left, right), below, theme)
        self._points(ax, data, theme)
        name_rows(ax, data[self.name], theme)
        ax.set_ylim(len(data) - 0.5, -1.05)
        ax.set_xlim(left, right)
        quiet(ax, "x")
        self._head(ax, (low + high) / 2, theme)

    def _reach(self, data: pd.DataFrame) -> tuple[float, float]:
        """The ends of the axis: all known ends, and a margin for arrows."""
        known = [float(v) for v in (*data[self.low], *data[self.high]) if not pd.isna(v)]
        known += [float(v) for v in self.claimed if v is not None]
        margin = (max(known) - min(known) or abs(max(known)) or 1.0) * 0.16
        return min(known) - margin, max(known) + margin

    def _segment(
        self,
        ax: Axes,
        place: int,
        row: dict[Any, Any],
        reach: tuple[float, float],
        theme: Theme,
    ) -> None:
        given = (row[self.low], row[self.high])
        ends = [
            edge if pd.isna(end) else float(end) for end, edge in zip(given, reach, strict=True)
        ]
        colour = theme.series[0]
        ax.plot(ends, [place, place], color=colour, linewidth=3.4, solid_capstyle="butt", zorder=2)
        for end, at, open_mark in zip(given, ends, ("<", ">"), strict=True):
            mark = open_mark if pd.isna(end) else "|"
            ax.plot([at], [place], mark, color=colour, markersize=8, zorder=3, clip_on=False)

    def _points(self, ax: Axes, data: pd.DataFrame, theme: Theme) -> None:
        """The values within their segments, where they are known."""
        values = data[self.value].tolist() if self.value else []
        known = {place: float(v) for place, v in enumerate(values) if not pd.isna(v)}
        if known:
            at, colour = list(known.values()), theme.series[0]
            sns.scatterplot(
                x=at, y=list(known), ax=ax, color=colour, edgecolor=colour, s=44, zorder=4
            )

    def _say(
        self,
        ax: Axes,
        place: int,
        row: dict[Any, Any],
        reach: tuple[float, float],
        below: bool,
        theme: Theme,
    ) -> None:
        """The interval and its verdict in words, clear of the segment and inside the frame."""
        left, right = reach
        low = left if pd.isna(row[self.low]) else row[self.low]
        high = right if pd.isna(row[self.high]) else row[self.high]
        middle = ((low + high) / 2 - left) / (right - left)
        side = "left" if middle < 0.35 else "right" if middle > 0.65 else "center"
        said = span(row[self.low], row[self.high]).capitalize()
        ax.annotate(
            f"{said}: {row[self.verdict]}" if self.verdict else said,
            ({"left": low, "right": high, "center": (low + high) / 2}[side], place),
            xytext=(0, -11 if below else 10),
            textcoords="offset points",
            ha=side,
            va="center",
            color=theme.ink,
            bbox={"facecolor": theme.page, "edgecolor": "none", "pad": 0.6, "alpha": 0.85},
            zorder=5,
        )

    def _head(self, ax: Axes, middle: float, theme: Theme) -> None:
        ax.annotate(
            f"{self.claim}: {span(*self.claimed)}",
            (middle, 1),
            xycoords=("data", "axes fraction"),
            xytext=(0, 4),
            textcoords="offset points",
            ha="center",
            color=theme.series[4],
            weight=600,
            annotation_clip=False,
        )

    def describe(self, data: pd.DataFrame) -> str:
        """Kind, the claimed interval, then each recomputed one with its verdict."""
        data = with_floats(data, self.low, self.high, self.value)
        said = []
        for row in data.to_dict("records"):
            text = f"{row[self.name]} gives {span(row[self.low], row[self.high])}"
            said.append(f"{text}, {row[self.verdict]}" if self.verdict else text)
        return (
            f"Interval chart of {self.unit}. {self.claim}: {span(*self.claimed)}. "
            f"{len(data)} recomputed from evidence: {'; '.join(said)}."
        )
