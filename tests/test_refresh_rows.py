"""How a number is written, what is listed, and which rows a number makes."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from figurecheck import phrases
from figurecheck.errors import DataError
from figurecheck.refreshing.answers import Answer, Number, written
from figurecheck.refreshing.listing import LIST, Wanted, read_list
from figurecheck.refreshing.rows import NewRows, new_rows
from tests.small_tables import raw_tables

DAY = date(2026, 11, 21)
MEANING = {"subject": "gdp", "measure": "value", "unit": "USD", "body": "bank"}
GDP = Wanted("world-bank", "gdp-value-bank", "USD", 2021, None, {}, MEANING)


# How a number is written


@given(st.integers(10_000, 10**14) | st.floats(10_000, 1e14) | st.floats(-1e14, -10_000))
def test_a_written_number_is_read_as_the_same_number_and_never_finer(value: float) -> None:
    text = written(value)
    assert text is not None
    read = phrases.read(text, "USD")
    assert read.value == Fraction(value) or float(text) == value
    assert read.value == Fraction(text)
    assert read.value in read.strict
    assert not read.hedge
    places = len(text.partition(".")[2])
    assert read.granularity is not None
    assert read.granularity >= Fraction(1, 10**places)


@pytest.mark.parametrize("value", [True, None, "5", float("nan"), float("inf"), [1]])
def test_what_is_no_number_is_not_written(value: object) -> None:
    assert written(value) is None


@pytest.mark.parametrize(
    ("value", "text"),
    [(2.5e11, "250000000000"), (1e23, "1" + "0" * 23), (0.00001, "0.00001"), (-7.50, "-7.5")],
)
def test_there_is_never_an_exponent(value: float, text: str) -> None:
    assert written(value) == text


# What is listed

ENTRY = {
    "series": '"gdp-value-bank"',
    "economy": '"KAZ"',
    "indicator": '"X"',
    "title": '"GDP"',
    "unit": '"USD"',
    "from": "2021",
}


def listed(folder: Path, text: str) -> Path:
    (folder / "data").mkdir()
    (folder / LIST).write_text(text, encoding="utf-8")
    return folder


def entry(**changes: str) -> str:
    lines = [f"{name} = {value}" for name, value in (ENTRY | changes).items() if value]
    return "\n".join(["[[world-bank]]", *lines, ""])


def test_an_entry_is_read_with_its_years_and_meaning(tmp_path: Path) -> None:
    text = entry(until="2023", new='{ subject = "gdp" }')
    (want,) = read_list(listed(tmp_path, text)).wanted
    assert want.query == {"economy": "KAZ", "indicator": "X", "title": "GDP"}
    assert want.meaning == {"subject": "gdp"}
    assert list(want.years(2025)) == [2021, 2022, 2023]
    assert list(want.years(2022)) == [2021, 2022]
    assert list(want.years(2020)) == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (entry(indicater='"X"'), "Did you mean indicator?"),
        (entry(indicator=""), "expected an entry indicator"),
        (entry(indicator="5"), "expected text"),
        (entry(unit='""'), "expected text"),
        (entry() + 'from = "x"', "TOML in UTF-8"),
        (entry(**{"from": '"2021"'}), "expected a year"),
        (entry(**{"from": "true"}), "expected a year"),
        (entry(**{"from": "21"}), "expected a year"),
        (entry(until="2020"), "a year from its first on"),
        (entry(new="5"), "a table of names and values"),
        (entry(new='{ subjekt = "gdp" }'), "Did you mean subject?"),
        (entry(new="{ subject = 5 }"), "expected text"),
        ("[wold-bank]\n", "Did you mean world-bank?"),
        ("comtrade = 5\n", "a table of names and values"),
        ("comtrade = [5]\n", "a table of names and values"),
        ("bodies = 5\n", "a table of names and values"),
        ("[bodies]\nbank = 5\n", "expected text"),
    ],
)
def test_an_offence_in_the_list_is_told_with_its_place(
    tmp_path: Path, text: str, told: str
) -> None:
    with pytest.raises(DataError, match=LIST) as caught:
        read_list(listed(tmp_path, text))
    assert told in str(caught.value)


def test_without_a_list_the_message_says_so(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=LIST):
        read_list(tmp_path)


def test_the_projects_own_list_agrees_with_its_series(root: Path) -> None:
    from figurecheck.tables import read_raw

    found, raw = read_list(root), read_raw(root)
    known, bodies = set(raw["series"]["series"]), set(raw["bodies"]["body"])
    for want in found.wanted:
        assert want.meaning or want.series in known
        if want.meaning:
            assert want.meaning["body"] in bodies | set(found.bodies)
            assert want.series.startswith(f"{want.meaning['subject']}-")
            assert f"-{want.meaning['body']}" in want.series
    assert len({want.series for want in found.wanted}) == len(found.wanted)


# Which rows it makes


def raw(*figures: str, series: str = "other") -> dict[str, pd.DataFrame]:
    """Raw tables with figures given as "key|series|phrase", all of 2021."""
    rows = [
        dict(zip(("figure", "series", "as_written"), f.split("|"), strict=True)) for f in figures
    ]
    return raw_tables(
        figures=[row | {"period": "2021", "unit": "USD"} for row in rows],
        series=[{"series": series}],
    )


def answer(*numbers: tuple[int, str], want: Wanted = GDP) -> Answer:
    found = [Number(want, year, text, "row 1") for year, text in numbers]
    return Answer("bank", "Bank", "https://example.org/x", "2026-07-01", found, title="GDP")


def found(tables: dict[str, pd.DataFrame], *answers: Answer) -> NewRows:
    return new_rows(tables, answers, {"bank": "The Bank"}, DAY)


def test_a_new_number_brings_its_source_series_and_body() -> None:
    rows = found(raw("F0009|x|5"), answer((2021, "1000000007"), (2022, "7000001")))
    assert [row["figure"] for row in rows.tables["figures"]] == ["F0010", "F0011"]
    assert [row["source"] for row in rows.tables["sources"]] == ["bank-2026-11-21"]
    assert rows.tables["series"] == [{"series": "gdp-value-bank", **MEANING}]
    assert rows.tables["bodies"] == [{"body": "bank", "name": "The Bank"}]
    assert (rows.added, rows.same, rows.revisions) == (2, 0, [])


def test_the_same_number_in_other_words_is_the_same_number() -> None:
    tables = raw("F0009|gdp-value-bank|$1.5 billion", series="gdp-value-bank")
    rows = found(tables, answer((2021, "1500000000")))
    assert rows.same == 1
    assert not any(rows.tables.values())


@pytest.mark.parametrize("text", ["1499999999", "1500000000.1", "-1500000000"])
def test_the_least_change_is_a_revision_that_names_the_row_before(text: str) -> None:
    tables = raw(
        "F0008|gdp-value-bank|1400000000",
        "F0009|gdp-value-bank|1500000000",
        "F0007|another|5",
        series="gdp-value-bank",
    )
    rows = found(tables, answer((2021, text)))
    (row,) = rows.tables["figures"]
    assert (row["figure"], row["as_written"], row["note"]) == ("F0010", text, "Revises F0009")
    assert rows.revisions == [f"gdp-value-bank, 2021: {text} USD, was 1500000000 (F0009)"]
    assert rows.tables["series"] == []


def test_a_standing_phrase_without_a_number_is_revised_by_any() -> None:
    tables = raw("F0009|gdp-value-bank|much", series="gdp-value-bank")
    assert len(found(tables, answer((2021, "1500000000"))).revisions) == 1


def test_a_series_without_a_row_or_a_definition_is_left_to_the_check_of_the_tables() -> None:
    bare = Wanted("world-bank", "gdp-value-bank", "USD", 2021, None, {}, {})
    rows = found(raw("F0009|x|5"), answer((2021, "7000001"), want=bare))
    assert rows.tables["series"] == []
    assert len(rows.tables["figures"]) == 1
