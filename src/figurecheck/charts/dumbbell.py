"""Two sides of one thing: the gap between mirror statistics, a forecast and its outcome."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import seaborn as sns  # type: ignore[import-untyped]
from matplotlib.axes import Axes

from figurecheck.charts.axes import name_rows, quiet, row_height, with_floats
from figurecheck.charts.themes import Theme
from figurecheck.charts.words import number


@dataclass(frozen=True)
class Dumbbell:
    """For each `name` the values in the columns `one` and `other`, joined by a line.

    `one_name` and `other_name` are what readers call the two sides.
    """

    name: str
    one: str
    other: str
    one_name: str
    other_name: str
    unit: str

    def height(self, data: pd.DataFrame, theme: Theme) -> float:
        """Inches."""
        return 0.8 + row_height(data[self.name], theme, 0.36) * len(data)

    def __call__(self, ax: Axes, data: pd.DataFrame, theme: Theme) -> None:
        """Draws on `ax`."""
        data = with_floats(data, self.one, self.other)
        rows = list(range(len(data)))
        for place, a, b in zip(rows, data[self.one], data[self.other], strict=True):
            ax.plot([a, b], [place, place], color=theme.mute, linewidth=1.6, zorder=1)
        for column, colour, marker in ((self.one, 0, "o"), (self.other, 1, "s")):
            sns.scatterplot(
                x=data[column].astype(float).to_numpy(),
                y=rows,
                ax=ax,
                color=theme.series[colour],
                edgecolor=theme.series[colour],
                marker=marker,
                s=52,
                legend=False,
                zorder=2,
            )
        name_rows(ax, data[self.name], theme)
        ax.set_ylim(len(rows) - 0.5, -1.0)
        quiet(ax, "x")
        ax.margins(x=0.16 if theme.narrow else 0.1)
        self._label(ax, data, theme)

    def _label(self, ax: Axes, data: pd.DataFrame, theme: Theme) -> None:
        """The value beside each mark; over the first row the names of the sides."""
        for place, row in enumerate(data.to_dict("records")):
            left = bool(row[self.one] <= row[self.other])
            for column, name, colour, leads in (
                (self.one, self.one_name, theme.series[0], left),
                (self.other, self.other_name, theme.series[1], not left),
            ):
                side = "right" if leads else "left"
                self._say(
                    ax,
                    number(row[column]),
                    (row[column], place),
                    (-7 if leads else 7, 0),
                    side,
                    colour,
                )
                if place == 0:
                    over = (6 if leads else -6, 10)
                    self._say(ax, name, (row[column], place), over, side, colour, weight=600)

    def _say(
        self,
        ax: Axes,
        text: str,
        at: tuple[float, float],
        offset: tuple[float, float],
        side: str,
        colour: str,
        weight: int = 400,
    ) -> None:
        ax.annotate(
            text,
            at,
            xytext=offset,
            textcoords="offset points",
            ha=side,
            va="center",
            color=colour,
            weight=weight,
            annotation_clip=False,
        )

    def describe(self, data: pd.DataFrame) -> str:
        """Kind, both values of each row, the widest gap."""
        data = with_floats(data, self.one, self.other)
        gaps = (data[self.one].astype(float) - data[self.other].astype(float)).abs()
        widest = data.iloc[int(np.argmax(gaps))]
        said = [
            f"{row[self.name]}: {number(row[self.one])} against {number(row[self.other])}"
            for row in data.to_dict("records")
        ]
        return (
            f"Paired points of {self.unit}, {self.one_name} against {self.other_name}, "
            f"{len(data)} rows. {'; '.join(said)}. Widest gap: {widest[self.name]}, "
            f"{number(gaps.max())}."
        )
