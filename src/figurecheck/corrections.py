"""Corrections and exclusions applied to the raw tables, each guarded by what it was made for.

A correction names what stands in its cell, and may not outlive its error: when the cell no
longer says that, the build stops until the correction is looked at again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from figurecheck.errors import DataError, Problem

CORRECTIONS = "data/raw/corrections.csv"
EXCLUSIONS = "data/raw/exclusions.csv"
KEYS = {"figures": "figure", "sources": "source", "series": "series", "events": "event"}


def apply_corrections(
    raw: Mapping[str, pd.DataFrame],
) -> tuple[dict[str, pd.DataFrame], dict[str, str]]:
    """The tables with every correction made, and the reasons by the key of a corrected figure.

    The tables given are left as they are. Raises DataError for all corrections whose row is
    not there, or whose cell does not say what the correction says it does.
    """
    corrections = raw["corrections"].to_dict("records")
    if problems := [problem for row in corrections for problem in _mismatch(raw, row)]:
        raise DataError(problems)
    tables = {name: table.copy() for name, table in raw.items()}
    reasons: dict[str, str] = {}
    for row in corrections:
        table = tables[row["table"]]
        table.loc[table[KEYS[row["table"]]] == row["key"], row["column"]] = row["should_be"]
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
    printed = dict(zip(figures["figure"], figures["as_written"], strict=True))
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
    reason = figures["figure"].map(dict(zip(listed["key"], listed["reason"], strict=True)))
    left_out = reason.notna()
    return figures[~left_out], figures.assign(reason=reason)[left_out]


def _mismatch(raw: Mapping[str, pd.DataFrame], row: Mapping[Any, Any]) -> Iterator[Problem]:
    table, remedy = (
        raw[row["table"]],
        "Look at the correction again; drop it if it has had its day.",
    )
    found = table.loc[table[KEYS[row["table"]]] == row["key"]]
    line = int(row["line"])
    if found.empty:
        expected = f"a row of the table {row['table']}"
        yield Problem(CORRECTIONS, expected, remedy, line, "key", row["key"])
    elif row["column"] not in table.columns:
        expected = f"a column of the table {row['table']}"
        yield Problem(CORRECTIONS, expected, remedy, line, "column", row["column"])
    elif (stands := found[row["column"]].iloc[0]) != row["stands"]:
        expected = f"what stands in {row['column']} of {row['key']}: {stands}"
        yield Problem(CORRECTIONS, expected, remedy, line, "stands", row["stands"])
