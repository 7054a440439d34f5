"""The chart of the ratios, drawn as the report's charts are: the same results, the same bytes."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter

from bench.results import Ratio
from bench.ways import THEIRS
from figurecheck.charts import draw
from figurecheck.charts.axes import name_rows
from figurecheck.charts.themes import Theme

ROW = 0.42  # inches
APART = 0.16  # of a row, between the two ways


def svg(ratios: Sequence[Ratio]) -> str:
    """A row a scenario: the median with its range, on a logarithmic axis. Needs one ratio."""
    data = pd.DataFrame(
        {
            "scenario": [_label(ratio) for ratio in ratios],
            "against": [ratio.against for ratio in ratios],
            "low": [ratio.low for ratio in ratios],
            "middle": [ratio.middle for ratio in ratios],
            "high": [ratio.high for ratio in ratios],
        }
    )
    columns = {
        "scenario": ("Scenario", ""),
        "against": ("papermill and nbconvert", ""),
        "low": ("Lowest", "times"),
        "middle": ("Median", "times"),
        "high": ("Highest", "times"),
    }
    chart = draw(
        label="bench",
        headline="How many times as long papermill and nbconvert take",
        subtitle="Median of the rounds with lowest and highest, logarithmic scale",
        data=data,
        plot=_plot,
        columns=columns,
        alt="The ratios of results.json: a row a scenario, a dot a way of theirs",
        height=0.9 + ROW * data["scenario"].nunique(),
    )
    return f"{chart.light}\n"


def _label(ratio: Ratio) -> str:
    if ratio.workers is None:
        return ratio.scenario
    workers = "1 worker" if ratio.workers == 1 else f"{ratio.workers} workers"
    return f"{ratio.scenario}: {ratio.editions}, {workers}"


def _plot(ax: Axes, data: pd.DataFrame, theme: Theme) -> None:
    rows = {name: place for place, name in enumerate(data["scenario"].unique())}
    for number, way in enumerate(THEIRS):
        part, colour = data[data["against"] == way], theme.series[number]
        places = part["scenario"].map(rows) + APART * (2 * number - 1)
        ax.hlines(places, part["low"], part["high"], color=colour, linewidth=2)
        ax.plot(part["middle"], places, "o" if number else "s", color=colour, label=way)
    ax.set_xscale("log")
    ax.xaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    ax.xaxis.set_minor_formatter(NullFormatter())
    ax.set_xlabel("papermill and nbconvert, times as long as ours")
    ax.grid(axis="x")
    name_rows(ax, rows, theme)
    ax.invert_yaxis()
    ax.legend(frameon=False, loc="lower left", bbox_to_anchor=(0, 1), ncols=len(THEIRS))
