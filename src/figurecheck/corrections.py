"""Corrections and exclusions applied to the raw tables, each guarded by what it was made for.

A correction names what stands in its cell, and may not outlive its error: when the cell no
longer says that, the build stops until the correction is looked at again.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from typing import Any

import pandas as pd

from figurecheck.errors import DataError, Problem

CORRECTIONS = "data/raw/corrections.csv"
EXCLUSIONS = "data/raw/exclusions.csv"
KEYS = {"figures": "figure", "sources": "source", "series": "series", "events": "event"}


def apply_corrections(
    raw: Mapping[str, pd.DataFrame],
) -> tuple[dict[str, pd.DataFrame], dict[str, str]]:
    """The tables that can be corrected, corrected, and the reasons by the key of a figure.

    The tables given are left as they are. Raises DataError for all corrections whose row is
    not there, or whose cell does not say what the correction says it does.
    """
    corrections = raw["corrections"].to_dict("records")
    places = _places(raw)
    if problems := [problem for row in corrections for problem in _mismatch(raw, places, row)]:
        raise DataError(problems)
    tables = {name: raw[name].copy(deep=False) for name in KEYS if name in raw}  # copied on writing
    for (name, column), rows in raw["corrections"].groupby(["table", "column"]):
        table = str(name)
        made = [places[table, key] for key in rows["key"]]
        tables[table].loc[made, column] = rows["should_be"].tolist()
    reasons: dict[str, str] = {}
    for row in corrections:
        if row["table"] == "figures":
            earlier = reasons.get(row["key"])
            reasons[row["key"]] = f"{earlier}; {row['reason']}" if earlier else row["reason"]
    return tables, reasons


def drop_exclusions(
    figures: pd.DataFrame, exclusions: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The figures that stay, and those that are excluded with the column `reason`.

    Raises DataError for all exclusions whose figure is not there or is printed differently.
    """
    listed = exclusions[exclusions["table"] == "figures"]
    left_out = figures["figure"].isin(listed["key"])
    excluded = figures[left_out]
    printed = dict(zip(excluded["figure"], excluded["as_written"], strict=True))
    problems = [
        Problem(
            EXCLUSIONS,
            f"the phrase of the figure {row['key']}: {printed.get(row['key'], 'none such')}",
            "Look at the exclusion again; drop it if it has had its day.",
            row["line"],
            "as_written",
            row["as_written"],
        )
        for row in listed.to_dict("records")
        if printed.get(row["key"]) != row["as_written"]
    ]
    if problems:
        raise DataError(problems)
    reason = excluded["figure"].map(dict(zip(listed["key"], listed["reason"], strict=True)))
    return figures[~left_out], excluded.assign(reason=reason)


def _places(raw: Mapping[str, pd.DataFrame]) -> dict[tuple[str, str], Hashable]:
    """Where in its table each row stands that a correction names, by table and key."""
    places: dict[tuple[str, str], Hashable] = {}
    for name, keys in raw["corrections"].groupby("table")["key"]:
        table = str(name)
        column = raw[table][KEYS[table]]
        found = column[column.isin(keys)]
        places |= {(table, key): place for place, key in found.items()}
    return places


def _mismatch(
    raw: Mapping[str, pd.DataFrame],
    places: Mapping[tuple[str, str], Hashable],
    row: Mapping[Any, Any],
) -> Iterator[Problem]:
    table, remedy = (
        raw[row["table"]],
        "Look at the correction again; drop it if it has had its day.",
    )
    place = places.get((row["table"], row["key"]))
    line = int(row["line"])
    if place is None:
        expected = f"a row of the table {row['table']}"
        yield Problem(CORRECTIONS, expected, remedy, line, "key", row["key"])
    elif row["column"] not in table.columns:
        expected = f"a column of the table {row['table']}"
        yield Problem(CORRECTIONS, expected, remedy, line, "column", row["column"])
    elif (stands := str(table.at[place, row["column"]])) != row["stands"]:
        expected = f"what stands in {row['column']} of {row['key']}: {stands}"
        yield Problem(CORRECTIONS, expected, remedy, line, "stands", row["stands"])
