"""Whether the sentence that states a claim says no other number than the article printed.

Statements are written by hand and printed in the report. Their numbers are not linted away,
since they quote; but each must be one of the row's own: of its phrase, its list, or its period.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from figurecheck import display, phrases
from figurecheck.errors import DataError, Problem

if TYPE_CHECKING:
    import pandas as pd

Row = Mapping[Any, Any]

COUNT = "document"  # a unit under which a bare number is read as a count


def check_statements(claims: pd.DataFrame) -> None:
    """Checks the column `statement` of the raw claims table.

    Raises DataError for every number in it that neither `as_written` (the row's own, or that of
    `with_claim`) nor `listed` nor the periods of the row give.
    """
    rows = {row["claim"]: row for row in claims.to_dict("records")}
    problems = [problem for row in rows.values() for problem in _offences(row, rows)]
    if problems:
        raise DataError(problems)


def _offences(row: Row, rows: Mapping[str, Row]) -> Iterator[Problem]:
    own = [row, *filter(None, [rows.get(row["with_claim"])])]
    known = {value for each in own for value in _values(each["as_written"], row["unit"])}
    known |= {Fraction(row["listed"])} if row["listed"].isdecimal() else set()
    periods = " ".join(display.days(row[name]) for name in ("period", "base_period") if row[name])
    for span in phrases.numbers(row["statement"]):
        dated = span.kind in ("year", "date") and span.text in periods
        if not dated and known.isdisjoint(_values(span.text, row["unit"])):
            yield Problem(
                "data/raw/claims.csv",
                "a number of as_written, listed or the period",
                "State the claim with the number that is printed, or without one.",
                int(row["line"]),
                "statement",
                span.text,
            )


def _values(text: str, unit: str) -> set[Fraction]:
    """The numbers in `text`, each read in `unit`, by itself and as a count."""
    found: set[Fraction] = set()
    for span in phrases.numbers(text):
        for given in (unit or None, None, COUNT):
            try:
                found.add(phrases.read(span.text, given).value)
            except phrases.Unreadable:
                continue
    return found
