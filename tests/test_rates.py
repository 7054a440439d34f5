"""The growth table: which figures are put beside which, and which are not."""

from __future__ import annotations

import pandas as pd

from figurecheck.cleaning import clean
from figurecheck.rates import COLUMNS, rates
from figurecheck.shelf import Shelf
from tests.small_tables import raw_tables
from tests.test_checking import BODIES, LEVELS, OFFICE, SOURCES, Row, figure, series


def computed(*figures: Row, series: list[Row]) -> pd.DataFrame:
    raw = raw_tables(bodies=BODIES, sources=SOURCES, series=series, figures=list(figures))
    table = clean(raw).figures
    return rates(table, Shelf(raw, table))


def rise(body: str, base_period: str = "2022") -> Row:
    row = figure(f"R-{body}", f"cargo-growth-{body}", "2023", "65%", "percent")
    return {**row, "base_period": base_period}


RISES = [series(body, "growth", "percent") for body in ("office", "ministry")]


def test_a_level_grows_on_the_same_period_a_year_before() -> None:
    (row,) = computed(*OFFICE, series=LEVELS).to_dict("records")
    assert list(row) == COLUMNS
    assert (row["result"], row["inputs"]) == ("growth", "F0001 F0002")
    assert (row["period"], row["base_period"]) == ("2023", "2022")
    assert row["value"] == "62.3529411765"


def test_a_growth_is_computed_within_one_series_only() -> None:
    ministry = figure("F0003", "cargo-volume-ministry", "2022", "1.485 million tons")
    assert computed(OFFICE[0], ministry, series=LEVELS).empty


def test_nothing_grows_on_nought_or_on_a_period_that_is_not_stated() -> None:
    nought = figure("F0003", "cargo-volume-office", "2022", "0 million tons")
    unknown = figure("F0004", "cargo-volume-office", "", "1.5 million tons")
    assert computed(OFFICE[0], nought, unknown, series=LEVELS).empty


def test_a_printed_growth_and_a_level_of_its_body_imply_a_base() -> None:
    found = computed(OFFICE[0], rise("office"), series=LEVELS + RISES)
    (row,) = found.to_dict("records")
    assert (row["result"], row["series"]) == ("base", "cargo-volume-office")
    assert (row["base_period"], row["inputs"]) == ("2022", "F0001 R-office")


def test_a_growth_implies_nothing_of_the_level_of_another_body_or_year() -> None:
    other_year = figure("F0003", "cargo-volume-ministry", "2024", "3 million tons")
    assert computed(OFFICE[0], other_year, rise("ministry"), series=LEVELS + RISES).empty


def test_a_growth_without_its_base_period_implies_nothing() -> None:
    assert computed(OFFICE[0], rise("office", ""), series=LEVELS + RISES).empty


def test_each_body_has_the_base_of_its_own_growth() -> None:
    levels = [OFFICE[0], figure("F0003", "cargo-volume-ministry", "2023", "2.764 million tons")]
    found = computed(*levels, rise("ministry"), rise("office"), series=LEVELS + RISES)
    assert found["inputs"].tolist() == ["F0003 R-ministry", "F0001 R-office"]


def test_of_several_levels_the_first_series_by_name_implies_the_base() -> None:
    value = {**series("office", "value"), "unit": "tonne"}
    more = figure("F0003", "cargo-value-office", "2023", "9 million tons")
    found = computed(OFFICE[0], more, rise("office"), series=[*LEVELS, *RISES, value])
    assert found["series"].tolist() == ["cargo-value-office"]
