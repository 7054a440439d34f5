"""The growth table: the rates that the figures give, the bases that printed rates imply."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

import pandas as pd

from figurecheck import display, growth
from figurecheck.periods import Period
from figurecheck.quantities import Quantity
from figurecheck.shelf import Shelf
from figurecheck.tables.columns import from_rows, rows_of

LEVELS = frozenset({"volume", "value", "inflow", "count"})  # measures of a period that can grow
RISES = frozenset({"growth"})
SAME = ["subject", "body", "scope", "side", "period"]  # what a growth and its level must share
COLUMNS = [
    *("key", "result", "series", "period", "base_period", "value", "low", "high"),
    *("robust_low", "robust_high", "unit", "formula", "inputs"),
]


def rates(figures: pd.DataFrame, shelf: Shelf) -> pd.DataFrame:
    """One row a result, sorted by series and period.

    Columns: key, result ("growth" of a level on the same period a year before, or the "base"
    that a printed growth and a printed level of one body imply), series, period, base_period,
    value, low, high, robust_low, robust_high (canonical `unit`), formula, inputs. A growth is
    computed within one series only, so from one body's figures of one scope.
    """
    made = chain(
        (_row("growth", *found) for found in _grown(figures, shelf)),
        (_row("base", *found) for found in _implied(figures, shelf)),
    )
    table = from_rows(made, COLUMNS)
    return table.sort_values(["result", "series", "period", "key"], ignore_index=True)


Found = tuple[str, str, str, Quantity]


def _grown(figures: pd.DataFrame, shelf: Shelf) -> Iterator[Found]:
    places = _places(figures, LEVELS)
    before = {period: str(Period.parse(period).years_earlier()) for period in set(places["period"])}
    for row in rows_of(places):
        series, period = row["series"], row["period"]
        for base in shelf.finest(series, before[period]):
            for level in shelf.finest(series, period) if base.quantity.value > 0 else ():
                yield series, period, before[period], growth.growth(level.quantity, base.quantity)


def _implied(figures: pd.DataFrame, shelf: Shelf) -> Iterator[Found]:
    """Each printed growth with the first series of levels that its body gives for the period."""
    levels = _places(figures, LEVELS).sort_values("series").drop_duplicates(SAME)
    beside = _places(figures, RISES).merge(levels, on=SAME, suffixes=("", "_level"))
    for row in rows_of(beside):
        series, period = row["series_level"], row["period"]
        level = shelf.finest(series, period)[0]
        for rise in shelf.finest(row["series"], period):
            if rise.base_period:
                base = growth.implied_base(level.quantity, rise.quantity)
                yield series, period, rise.base_period, base


def _places(figures: pd.DataFrame, measures: frozenset[str]) -> pd.DataFrame:
    """The series and periods that have figures of these measures, and what they are `SAME` in."""
    found = figures["measure"].isin(measures) & (figures["period"] != "")
    return figures.loc[found, ["series", *SAME]].drop_duplicates(["series", "period"])


def _row(
    result: str, series: str, period: str, base_period: str, quantity: Quantity
) -> dict[str, str]:
    return {
        "key": quantity.key,
        "result": result,
        "series": series,
        "period": period,
        "base_period": base_period,
        "value": display.decimal(quantity.value),
        "low": display.end(quantity.as_read.low),
        "high": display.end(quantity.as_read.high),
        "robust_low": display.end(quantity.robust.low),
        "robust_high": display.end(quantity.robust.high),
        "unit": quantity.unit,
        "formula": quantity.formula,
        "inputs": " ".join(quantity.inputs),
    }
