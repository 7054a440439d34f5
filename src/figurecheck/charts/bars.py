"""Amounts side by side, with what their printed digits admit."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import seaborn as sns  # type: ignore[import-untyped]
from matplotlib.axes import Axes

from figurecheck.charts.axes import name_rows, quiet, row_height, stacked, with_floats
from figurecheck.charts.themes import Theme
from figurecheck.charts.words import number, span


@dataclass(frozen=True)
class Bars:
    """A horizontal bar of `value` for each `name`, in the order of the data.

    `low` and `high` are columns of interval ends, drawn as whiskers. The rows whose `name` is
    in `marked` stand out, by colour and by heavier type.
    """

    name: str
    value: str
    unit: str
    low: str = ""
    high: str = ""
    marked: tuple[str, ...] = ()

    def height(self, data: pd.DataFrame, theme: Theme) -> float:
        """Inches."""
        return 0.4 + row_height(data[self.name], theme, 0.34) * len(data)

    def __call__(self, ax: Axes, data: pd.DataFrame, theme: Theme) -> None:
        """Draws on `ax`."""
        data = with_floats(data, self.value, self.low, self.high)
        values = [float(v) for v in data[self.value]]
        colours = [theme.series[1 if n in self.marked else 0] for n in data[self.name]]
        rows = pd.Series([f"{i}" for i in range(len(data))])
        sns.barplot(
            x=pd.Series(values),
            y=rows,
            hue=rows,
            palette=colours,
            orient="h",
            ax=ax,
            errorbar=None,
            saturation=1,
            width=0.4 if stacked(data[self.name], theme) else 0.62,
            legend=False,
        )
        name_rows(ax, data[self.name], theme, self.marked)
        tips = self._whiskers(ax, data, values, theme)
        self._amounts(ax, values, tips, theme)
        quiet(ax, "x")
        ax.axvline(0, color=theme.mute, linewidth=0.8)

    def _whiskers(
        self, ax: Axes, data: pd.DataFrame, values: list[float], theme: Theme
    ) -> list[float]:
        """Draws the intervals; returns where each bar with its whisker ends."""
        if not (self.low and self.high):
            return values
        tips = []
        for place, (value, low, high) in enumerate(
            zip(values, data[self.low], data[self.high], strict=True)
        ):
            known = not (pd.isna(low) or pd.isna(high))
            if known:
                ax.plot(
                    [low, high],
                    [place, place],
                    color=theme.ink,
                    linewidth=1.0,
                    marker="|",
                    markersize=6,
                    markeredgewidth=0.9,
                )
            tips.append(max(value, float(high)) if known else value)
        return tips

    def _amounts(self, ax: Axes, values: list[float], tips: list[float], theme: Theme) -> None:
        for place, (value, tip) in enumerate(zip(values, tips, strict=True)):
            ax.annotate(
                number(value),
                (max(tip, 0.0), place),
                xytext=(5, 0),
                textcoords="offset points",
                va="center",
                color=theme.ink,
            )

    def describe(self, data: pd.DataFrame) -> str:
        """Kind, number of bars, each amount with its interval, the largest and the smallest."""
        data = with_floats(data, self.value, self.low, self.high)
        values = data[self.value].astype(float)
        top, bottom = (data.iloc[int(f(values))] for f in (np.argmax, np.argmin))
        said = [
            f"{row[self.name]} {number(row[self.value])}{self._interval(row)}"
            for row in data.to_dict("records")
        ]
        return (
            f"Bar chart of {self.unit} with {len(data)} bars: {'; '.join(said)}. "
            f"Largest: {top[self.name]}, {number(top[self.value])}; "
            f"smallest: {bottom[self.name]}, {number(bottom[self.value])}."
        )

    def _interval(self, row: dict[object, object]) -> str:
        if not (self.low and self.high) or pd.isna([row[self.low], row[self.high]]).any():
            return ""
        return f" ({span(row[self.low], row[self.high])})"
