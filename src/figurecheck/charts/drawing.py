"""The chart bundle by one call: drawing, headline, text alternative, data, sources."""

from __future__ import annotations

import io
import json
import os
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, Protocol, TypeAlias, runtime_checkable

import pandas as pd
from matplotlib import rcParams
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine

from figurecheck import keeping
from figurecheck.charts.tables import Cell, rows_of
from figurecheck.charts.themes import LIGHT, Theme, darkened, drawn_in
from figurecheck.publishing.bundles import MIME
from figurecheck.publishing.nodes import clean
from figurecheck.values import UNKNOWN

LONGEST_HEADLINE = 15  # words; Office for National Statistics, chart text guidance
_PACKAGE = __name__.partition(".")[0]
NOTHING = "No figure for this chart was in print"
Plot: TypeAlias = Callable[[Axes, pd.DataFrame, Theme], None]
Source: TypeAlias = Mapping[str, str]


@runtime_checkable
class Described(Protocol):
    """A plot that says what it shows and how much height that takes."""

    def describe(self, data: pd.DataFrame, /) -> str:
        """The text alternative, made from the data that are drawn."""
        ...

    def height(self, data: pd.DataFrame, theme: Theme, /) -> float:
        """Inches."""
        ...


@runtime_checkable
class Grounded(Protocol):
    """A plot that draws more than its data and its fields."""

    def material(self) -> str:
        """All of it, as text or as its hash."""
        ...


@dataclass(frozen=True)
class Chart:
    """A finished chart. JupyterLab shows the drawing; the report takes the whole bundle."""

    label: str
    headline: str
    subtitle: str
    alt: str
    light: str
    dark: str
    narrow: str
    narrow_dark: str
    columns: tuple[dict[str, str], ...]
    rows: tuple[tuple[Cell, ...], ...]
    sources: tuple[dict[str, str], ...]
    note: str

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        bundle = {
            "kind": "chart",
            **{name: getattr(self, name) for name in self.__dataclass_fields__},
            "columns": list(self.columns),
            "rows": [list(row) for row in self.rows],
            "sources": list(self.sources),
        }
        return {MIME: bundle, "image/svg+xml": self.light, "text/plain": self.alt}


def draw(
    *,
    label: str,
    headline: str,
    subtitle: str,
    data: pd.DataFrame,
    plot: Plot,
    columns: Mapping[str, tuple[str, str]],
    keys: Mapping[str, str] | None = None,
    alt: str = "",
    sources: Iterable[Source] = (),
    note: str = "",
    height: float = 3.4,
) -> Chart:
    """The chart that `plot` draws of `data`, for wide and narrow pages, light and dark.

    `columns` gives each column of the data table its name and unit; `keys` names for a column
    the one that holds the keys of the evidence register. A plot that is `Described` writes the
    text alternative, unless `alt` does. Without data, as in an edition of a day before its figures
    were in print, the chart says so in JupyterLab, and the report leaves it out. A headline that
    tells of a number which is not available gives way to the subtitle. Raises ValueError for a
    headline of more than fifteen words, no text alternative or an unknown column.
    """
    if data.empty:
        headline, alt, plot, height = NOTHING, NOTHING, _nothing, 0.5
    alt = alt or (plot.describe(data) if isinstance(plot, Described) else "")
    _check(label, headline, alt)
    if UNKNOWN in headline:
        headline, subtitle = subtitle, ""
    made_from = (
        _made_from([label, data, plot, height]) if os.environ.get(keeping.VARIABLE) else None
    )
    wide, narrow = (
        _svg(label, data, plot, height, theme, made_from)
        for theme in (LIGHT, replace(LIGHT, narrow=True))
    )
    return Chart(
        label,
        headline,
        subtitle,
        alt,
        *(wide, darkened(wide), narrow, darkened(narrow)),
        tuple({"name": name, "unit": unit} for name, unit in columns.values()),
        tuple(map(tuple, rows_of(data, list(columns), keys or {}))),
        tuple(dict(source) for source in sources),
        note,
    )


def _check(label: str, headline: str, alt: str) -> None:
    if len(headline.split()) > LONGEST_HEADLINE:
        raise ValueError(f"{label}: the headline has more than {LONGEST_HEADLINE} words")
    if not alt:
        raise ValueError(f"{label}: the chart needs a text alternative (alt)")


def _nothing(ax: Axes, _: pd.DataFrame, theme: Theme) -> None:
    ax.set_axis_off()
    ax.text(0, 0.5, NOTHING, color=theme.mute, va="center", transform=ax.transAxes)


def _svg(
    label: str,
    data: pd.DataFrame,
    plot: Plot,
    height: float,
    theme: Theme,
    made_from: bytes | None,
) -> str:
    """The drawing: as it was kept from another build, where one asks for that."""
    draw_it = partial(_drawn, label, data, plot, height, theme)
    if made_from is None:
        return draw_it()
    key = made_from + json.dumps(_told(theme)).encode("utf-8")
    folder = Path(os.environ[keeping.VARIABLE])
    return keeping.made(folder, key, lambda: draw_it().encode()).decode()


def _made_from(values: list[Any]) -> bytes | None:
    """What tells the drawings of one call from others; None for a plot that may draw otherwise.

    Those are the plots of this package, which draw of their fields and of nothing else; what they
    read beside those, `material` gives.
    """
    try:
        settings = sorted((name, repr(value)) for name, value in dict.items(rcParams))
        return json.dumps([*map(_told, values), settings]).encode("utf-8")
    except TypeError:
        return None


def _told(value: Any) -> Any:
    """A value as JSON, told apart from every value that draws otherwise; raises TypeError."""
    if isinstance(value, pd.DataFrame):
        columns = [value.index, *(value.iloc[:, place] for place in range(value.shape[1]))]
        cells = [[_told(cell) for cell in column.tolist()] for column in columns]
        return [list(map(str, value.columns)), list(map(str, value.dtypes)), cells]
    if is_dataclass(value) and type(value).__module__.startswith(f"{_PACKAGE}."):
        inner = [_told(getattr(value, field.name)) for field in fields(value)]
        material = value.material() if isinstance(value, Grounded) else ""
        return [type(value).__qualname__, inner, material]
    if isinstance(value, (list, tuple)):
        return [_told(each) for each in value]
    if value is None or isinstance(value, (str, bool, int, float)):
        return [type(value).__name__, value]
    raise TypeError(f"{type(value).__name__} cannot be told")


def _drawn(label: str, data: pd.DataFrame, plot: Plot, height: float, theme: Theme) -> str:
    if isinstance(plot, Described):
        height = plot.height(data, theme)
    with drawn_in(theme, label):
        figure = Figure(figsize=(theme.width, height))
        ax = figure.add_subplot()
        plot(ax, data.map(_drawable), theme)
        if ax.get_in_layout():  # unless the plot has filled the figure itself
            figure.set_layout_engine(ConstrainedLayoutEngine(w_pad=0.02, h_pad=0.03))
        target = io.StringIO()
        nothing = dict.fromkeys(("Date", "Creator", "Format", "Type"))
        figure.savefig(target, format="svg", metadata=nothing)
    return _stripped(target.getvalue())


def _drawable(value: Any) -> Any:
    return clean(value).replace("\ufffd", "?") if isinstance(value, str) else value


def _stripped(svg: str) -> str:
    """The drawing without prologue, comments and the ids that nothing refers to."""
    svg = re.sub(r"<\?xml.*?\?>|<!DOCTYPE.*?>|<!--.*?-->", "", svg, flags=re.S)
    used = set(re.findall(r"""(?:href="|url\()#([^")]+)""", svg))
    svg = re.sub(r' id="([^"]*)"', lambda m: m[0] if m[1] in used else "", svg)
    return re.sub(r">\s+<", "><", svg).strip()
