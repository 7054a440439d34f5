"""The growth table: the rates that the figures give, the bases that printed rates imply."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product
from typing import Any

import pandas as pd

from figurecheck import display, growth
from figurecheck.periods import Period
from figurecheck.quantities import Quantity
from figurecheck.shelf import Figure, Shelf

LEVELS = frozenset({"volume", "value", "inflow", "count"})  # measures of a period that can grow


def rates(figures: pd.DataFrame, shelf: Shelf) -> pd.DataFrame:
    """One row a result, sorted by series and period.

    Columns: key, result ("growth" of a level on the same period a year before, or the "base"
    that a printed growth and a printed level of one body imply), series, period, base_period,
    value, low, high, robust_low, robust_high (canonical `unit`), formula, inputs. A growth is
    computed within one series only, so from one body's figures of one scope.
    """
    about = figures.set_index("figure").to_dict("index")
    rows = [_row("growth", *found) for found in _grown(shelf, about)]
    rows += [_row("base", *found) for found in _implied(shelf, about)]
    table = pd.DataFrame(rows, columns=list(_row("", "", "", "", Quantity.exactly(0, "percent"))))
    return table.sort_values(["result", "series", "period", "key"], ignore_index=True)


Found = tuple[str, str, str, Quantity]


def _grown(shelf: Shelf, about: Mapping[Any, Mapping[Any, str]]) -> Iterator[Found]:
    for series, period in _places(shelf, about, LEVELS):
        before = str(Period.parse(period).years_earlier())
        pairs = product(shelf.finest(series, period), shelf.finest(series, before))
        for level, base in pairs:
            if base.quantity.value > 0:
                yield series, period, before, growth.growth(level.quantity, base.quantity)


def _implied(shelf: Shelf, about: Mapping[Any, Mapping[Any, str]]) -> Iterator[Found]:
    for series, period in _places(shelf, about, frozenset({"growth"})):
        for rise in shelf.finest(series, period):
            levels = _levels_beside(rise, shelf, about)
            if levels and about[rise.key]["base_period"]:
                base = growth.implied_base(levels[0].quantity, rise.quantity)
                yield levels[0].series, period, about[rise.key]["base_period"], base


def _levels_beside(
    rise: Figure, shelf: Shelf, about: Mapping[Any, Mapping[Any, str]]
) -> list[Figure]:
    """The levels that the same body gives for the subject, scope and period of a growth."""
    same = ("subject", "body", "scope", "side", "period")
    wanted = [about[rise.key][name] for name in same]
    series = {
        f.series
        for f in shelf.figures
        if about[f.key]["measure"] in LEVELS and [about[f.key][name] for name in same] == wanted
    }
    return [figure for s in sorted(series) for figure in shelf.finest(s, rise.period)]


def _places(
    shelf: Shelf, about: Mapping[Any, Mapping[Any, str]], measures: frozenset[str]
) -> list[tuple[str, str]]:
    return sorted(
        {
            (f.series, f.period)
            for f in shelf.figures
            if f.period and about[f.key]["measure"] in measures
        }
    )


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
