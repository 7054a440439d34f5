"""Terms of office and the like against a period that a claim names."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MultipleLocator

from figurecheck.charts.axes import name_rows, quiet, row_height, stacked
from figurecheck.charts.themes import Theme
from figurecheck.charts.words import listed


@dataclass(frozen=True)
class Timeline:
    """For each `name` a span from `start` to `end` (dates); a missing end is drawn open.

    `period` is the claimed time as two dates and `claim` its name. Spans that meet the period
    are filled, the others hollow.
    """

    name: str
    start: str
    end: str
    period: tuple[str, str]
    claim: str

    def height(self, data: pd.DataFrame, theme: Theme) -> float:
        """Inches."""
        return 0.75 + row_height(data[self.name], theme, 0.36) * len(data)

    def __call__(self, ax: Axes, data: pd.DataFrame, theme: Theme) -> None:
        """Draws on `ax`."""
        first, last = (_year(date) for date in self.period)
        ax.axvspan(first, last, color=theme.band, linewidth=0, zorder=0)
        left, right = self._reach(data)
        for place, row in enumerate(data.to_dict("records")):
            begin = left if pd.isna(row[self.start]) else _year(row[self.start])
            end = right if pd.isna(row[self.end]) else _year(row[self.end])
            meets = begin <= last and end >= first
            colour = theme.series[0] if meets else theme.mute
            face = colour if meets else "none"
            ax.barh(
                place,
                end - begin,
                left=begin,
                height=0.3 if stacked(data[self.name], theme) else 0.46,
                color=face,
                edgecolor=colour,
                linewidth=1.4,
            )
            if pd.isna(row[self.end]):
                ax.plot([end], [place], ">", color=colour, markersize=9, clip_on=False)
        name_rows(ax, data[self.name], theme)
        ax.set_ylim(len(data) - 0.5, -0.7)
        ax.set_xlim(left, right)
        quiet(ax, "x")
        ax.xaxis.set_major_locator(MultipleLocator(1))
        ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:.0f}"))
        self._head(ax, (first + last) / 2, theme)

    def _reach(self, data: pd.DataFrame) -> tuple[float, float]:
        dates = [*data[self.start], *data[self.end], *self.period]
        known = [_year(date) for date in dates if not pd.isna(date)]
        return min(known) - 0.15, max(known) + (0.6 if data[self.end].isna().any() else 0.15)

    def _head(self, ax: Axes, middle: float, theme: Theme) -> None:
        ax.annotate(
            self.claim,
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
        """Kind, each span, and which of them meet the period."""
        first, last = (pd.Timestamp(date) for date in self.period)
        said, meeting = [], []
        for row in data.to_dict("records"):
            begin, end = row[self.start], row[self.end]
            said.append(f"{row[self.name]} {_words(begin, 'before')} to {_words(end, 'now')}")
            starts = pd.isna(begin) or pd.Timestamp(begin) <= last
            if starts and (pd.isna(end) or pd.Timestamp(end) >= first):
                meeting.append(str(row[self.name]))
        return (
            f"Timeline of {len(data)} spans against {self.claim}. {'; '.join(said)}. "
            f"Within it: {listed(meeting) or 'none'}."
        )


def _year(date: object) -> float:
    """The date as a year and the part of it that has passed."""
    day = pd.Timestamp(str(date))
    begin = pd.Timestamp(year=day.year, month=1, day=1)
    return day.year + (day - begin).days / (366 if day.is_leap_year else 365)


def _words(date: object, otherwise: str) -> str:
    if pd.isna(date):  # type: ignore[call-overload]
        return otherwise
    day = pd.Timestamp(str(date))
    return f"{day.day} {day:%B %Y}"
