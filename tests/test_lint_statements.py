"""The sentence that states a claim says no other number than the article printed."""

from __future__ import annotations

from pathlib import Path

import pytest

from figurecheck.errors import DataError
from figurecheck.lint.statements import check_statements
from figurecheck.tables import read_raw
from tests.small_tables import raw_tables

ROW = {
    "claim": "growth",
    "as_written": "a 65 percent rise, to 2.76 million tons",
    "unit": "percent",
    "period": "2023",
    "base_period": "2022",
}


def told(statement: str, **changes: str) -> list[str | None]:
    other = {"claim": "level", "as_written": "a third, or 300 agreements", "unit": "document"}
    row = {**ROW, "statement": statement, **changes}
    try:
        check_statements(raw_tables(claims=[row, other])["claims"])
    except DataError as error:
        return [problem.value for problem in error.problems]
    return []


@pytest.mark.parametrize(
    "statement",
    [
        "Cargo rose 65 % in 2023, to 2.76 million tonnes",
        "Cargo rose by sixty-five percent on 2022",
        "Cargo rose",
    ],
)
def test_a_number_of_the_row_may_be_said_in_other_words(statement: str) -> None:
    assert told(statement) == []


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("Cargo rose 66 % in 2023", ["66 %"]),
        ("Cargo rose 65 % in 2024", ["2024"]),
        ("Cargo doubled to 2.67 million tonnes", ["doubled", "2.67 million tonnes"]),
        ("Cargo rose in January 2023", ["January 2023"]),
    ],
)
def test_any_other_number_is_told(statement: str, found: list[str]) -> None:
    assert told(statement) == found


def test_the_claim_that_goes_with_it_and_the_list_give_their_numbers_too() -> None:
    assert told("300 of them") == ["300"]
    assert told("300 of them", with_claim="level") == []
    assert told("A list of six", listed="6") == []
    assert told("A list of six", listed="7") == ["six"]


def test_a_month_and_days_are_those_of_the_period() -> None:
    assert told("In January 2024", period="2024-01") == []
    assert told("On 8–9 June 2023", period="2023-06-08/2023-06-09") == []
    assert told("On 8–10 June 2023", period="2023-06-08/2023-06-09") == ["8–10 June 2023"]


def test_the_statements_of_the_real_claims_say_their_own_numbers(root: Path) -> None:
    check_statements(read_raw(root)["claims"])
