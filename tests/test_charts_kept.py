"""Kept drawings: taken only where all that draws them is the same, and never spoilt ones."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import matplotlib as mpl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from figurecheck import charts, keeping
from figurecheck.charts import drawing, outlines
from figurecheck.charts.themes import LIGHT
from tests.test_charts import ANNUAL, EVERY, LINES, drawn

pytestmark = pytest.mark.slow

PLACES = pd.DataFrame(
    {
        "place": ["aktau", "baku", "kz"],
        "name": ["Aktau", "Baku", "Kazakhstan"],
        "kind": ["port", "port", "subject"],
        "longitude": ["51.2", "49.9", "67"],
        "latitude": ["43.6", "40.4", "48"],
        "side": ["left", "left", "above"],
        "narrow": ["yes", "yes", "yes"],
    }
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where drawings are kept."""
    monkeypatch.setenv(keeping.VARIABLE, str(tmp_path))
    return tmp_path


def made_from(label: str = "cargo", data: pd.DataFrame = ANNUAL, plot: Any = LINES) -> bytes | None:
    return drawing._made_from([label, data, plot, 3.4, LIGHT])


def never(*_: Any) -> str:
    raise AssertionError("drawn again")


@pytest.mark.parametrize(("plot", "data", "column"), EVERY)
def test_a_kept_drawing_is_the_one_that_would_be_drawn(
    plot: Any, data: pd.DataFrame, column: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = drawn(plot, data, column)
    monkeypatch.setenv(keeping.VARIABLE, str(tmp_path))
    assert drawn(plot, data, column) == plain
    assert len(list(tmp_path.iterdir())) == 2  # for wide and narrow pages
    monkeypatch.setattr(drawing, "_drawn", never)
    assert drawn(plot, data.copy(), column) == plain


def test_without_a_folder_nothing_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(keeping.VARIABLE, raising=False)
    monkeypatch.chdir(tmp_path)
    drawn(LINES, ANNUAL, "year")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "change",
    [
        lambda data: data.assign(value=data["value"] + 1e-12),
        lambda data: data.assign(body=data["body"].str.replace("Office", "office")),
        lambda data: data.iloc[::-1],
        lambda data: data.set_axis(range(1, 6)),
        lambda data: data.rename(columns={"key": "keys"}),
        lambda data: data[["value", "year", "low", "high", "body", "key"]],
        lambda data: data.assign(year=data["year"].astype(float)),
        lambda data: data.assign(year=data["year"].astype(str)),
        lambda data: data.assign(key=["F1", "F2", "", "", None]),
    ],
)
def test_other_data_are_another_drawing(change: Callable[[pd.DataFrame], pd.DataFrame]) -> None:
    assert made_from(data=change(ANNUAL)) != made_from(data=ANNUAL)


def test_another_label_plot_or_setting_is_another_drawing() -> None:
    known = [made_from(), made_from("other"), made_from(plot=replace(LINES, joined=False))]
    known.append(drawing._made_from(["cargo", ANNUAL, LINES, 3.5, LIGHT]))
    known.append(drawing._made_from(["cargo", ANNUAL, LINES, 3.4, replace(LIGHT, narrow=True)]))
    with mpl.rc_context({"lines.linewidth": 9}):
        known.append(made_from())
    bars = charts.Bars("year", "value", "cargo in Mt", "body", "low")
    known.append(made_from(plot=bars))
    assert None not in known
    assert len(set(known)) == len(known)


CELLS = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text())


@given(st.lists(CELLS, min_size=1, max_size=4), st.lists(CELLS, min_size=1, max_size=4))
def test_cells_are_told_apart_as_python_tells_them(one: list[Any], other: list[Any]) -> None:
    told = [made_from(data=pd.DataFrame({"a": pd.Series(c, dtype=object)})) for c in (one, other)]
    assert (told[0] == told[1]) == ([repr(c) for c in one] == [repr(c) for c in other])


def test_other_outlines_are_another_map(monkeypatch: pytest.MonkeyPatch) -> None:
    plot = charts.Map(PLACES)
    before = made_from(plot=plot)
    text = outlines.text()
    monkeypatch.setattr(outlines, "text", lambda: text + " ")
    assert made_from(plot=plot) != before


def test_another_table_of_places_is_another_map() -> None:
    other = PLACES.assign(name=["Aqtau", "Baku", "Kazakhstan"])
    assert made_from(plot=charts.Map(PLACES)) != made_from(plot=charts.Map(other))


@dataclass(frozen=True)
class _Own(charts.Bars):
    """A plot of somebody's notebook."""


@pytest.mark.parametrize(
    "plot",
    [lambda ax, *_: ax.plot([1, 2]), _Own("body", "value", "Mt"), object()],
)
def test_a_plot_of_ones_own_is_drawn_every_time(plot: Any) -> None:
    assert made_from(plot=plot) is None


def test_data_that_cannot_be_told_are_drawn_every_time(folder: Path) -> None:
    dated = ANNUAL.assign(year=pd.to_datetime(["2019", "2020", "2021", "2019", "2020"]).year)
    dated["when"] = pd.Timestamp("2024-01-01")
    drawn(LINES, dated, "year")
    assert not list(folder.iterdir())


@pytest.mark.parametrize(
    "spoil", [lambda b: b[:-1], lambda _: b"", lambda b: b[:40] + b"9" + b[41:]]
)
def test_a_spoilt_drawing_is_drawn_again(folder: Path, spoil: Callable[[bytes], bytes]) -> None:
    plain = drawn(LINES, ANNUAL, "year")
    for place in folder.glob("*/*"):
        place.write_bytes(spoil(place.read_bytes()))
    assert drawn(LINES, ANNUAL, "year") == plain
    assert all(keeping.kept(place) for place in folder.glob("*/*"))


def test_what_cannot_be_kept_is_drawn_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv(keeping.VARIABLE, str(tmp_path / "file"))
    assert drawn(LINES, ANNUAL, "year").light.startswith("<svg")
