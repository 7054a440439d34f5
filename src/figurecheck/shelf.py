"""What checks may draw on: the clean figures, the events known, the claims in print."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from figurecheck.claims import Claim, out_by, read_claims
from figurecheck.cleaning import NUMBER, quantity
from figurecheck.quantities import Quantity
from figurecheck.tables.columns import rows_of
from figurecheck.verdicts import precision

ANY_PERIOD = "any"
MEANING = ["figure", "series", "body", "period", "base_period"]


@dataclass(frozen=True)
class Figure:
    """A clean figure: its quantity, and what decides whether a check may draw on it."""

    key: str
    series: str
    body: str
    period: str
    base_period: str
    quantity: Quantity


@dataclass(frozen=True)
class Event:
    """A dated happening of the events table."""

    key: str
    subject: str
    what: str
    date: str
    body: str


class Figures:
    """The clean figures in the order of their table, each made of its row when it is asked for.

    As objects with their intervals a million figures take gigabytes. Of one series and period
    there are few, so their rows are looked up and only they are made.
    """

    def __init__(self, table: pd.DataFrame) -> None:
        self._table = table[[*MEANING, *NUMBER]]
        self._cells = {name: self._table[name].to_numpy() for name in self._table}
        series, self._series = _numbered(self._table["series"])
        periods, self._periods = _numbered(self._table["period"])
        places = series * len(self._periods) + periods  # one number a series and period
        self._order = np.argsort(places, kind="stable")
        self._places = places[self._order]

    def __len__(self) -> int:
        return len(self._table)

    def __iter__(self) -> Iterator[Figure]:
        return map(_figure, rows_of(self._table))

    def find(self, series: str, period: str) -> list[Figure]:
        """The figures of a series for a period ("any" for every period), in the table's order."""
        if series not in self._series:
            return []
        first = self._series[series] * len(self._periods)
        numbers = self._numbers(period)
        ends = np.searchsorted(self._places, [first + numbers.start, first + numbers.stop])
        return [self._at(row) for row in sorted(self._order[slice(*ends)].tolist())]

    def _numbers(self, period: str) -> range:
        """The numbers of the periods that `period` stands for: all, one or none."""
        if period == ANY_PERIOD:
            return range(len(self._periods))
        number = self._periods.get(period)
        return range(0) if number is None else range(number, number + 1)

    def get(self, key: str) -> Figure | None:
        """The figure with this key, or None."""
        row = self._rows.get_indexer(pd.Index([key]))[0]
        return None if row < 0 else self._at(int(row))

    @cached_property
    def _rows(self) -> pd.Index[str]:
        """The keys, to look their rows up."""
        keys: pd.Index[str] = pd.Index(self._cells["figure"])
        return keys

    def _at(self, row: int) -> Figure:
        return _figure({name: cells[row] for name, cells in self._cells.items()})


class Shelf:
    """All that checks may draw on: the clean `figures`, and what was in print by `as_of`."""

    def __init__(
        self, raw: Mapping[str, pd.DataFrame], figures: pd.DataFrame, as_of: str = ""
    ) -> None:
        self.figures = Figures(figures)
        self._raw, self._as_of = raw, as_of

    @cached_property
    def events(self) -> tuple[Event, ...]:
        """The events known, in the order of their table."""
        return _events(self._raw, self._as_of)

    @cached_property
    def claims(self) -> Mapping[str, Claim]:
        """The claims in print, by key."""
        return {claim.claim: claim for claim in read_claims(self._raw, self._as_of)}

    def find(self, series: str, period: str) -> list[Figure]:
        """The figures of a series for a period ("any" for every period)."""
        return self.figures.find(series, period)

    def every(self, series: Iterable[str]) -> list[Figure]:
        """All figures of several series."""
        return [figure for name in series for figure in self.find(name, ANY_PERIOD)]

    def finest(self, series: str, period: str) -> list[Figure]:
        """The most precisely printed figures of a series and period, one a distinct value."""
        found = sorted(self.find(series, period), key=lambda f: f.key, reverse=True)
        printed = [precision(f.quantity) for f in found]
        least = min(printed, default=None)
        best = [f for f, precise in zip(found, printed, strict=True) if precise == least]
        return list({f.quantity.value: f for f in best}.values())

    def happenings(self, subject: str) -> list[Event]:
        """The events of a subject, by date."""
        return self._happenings.get(subject, [])

    def chairs(self, source: str) -> list[Claim]:
        """The chairs that an article lists, in its order."""
        return self._chairs.get(source, [])

    @cached_property
    def _happenings(self) -> Mapping[str, list[Event]]:
        by_subject = defaultdict(list)
        for event in sorted(self.events, key=lambda e: e.date):
            by_subject[event.subject].append(event)
        return by_subject

    @cached_property
    def _chairs(self) -> Mapping[str, list[Claim]]:
        by_source = defaultdict(list)
        for claim in self.claims.values():
            if claim.kind == "chair":
                by_source[claim.source].append(claim)
        return by_source


def _numbered(names: pd.Series) -> tuple[np.ndarray, dict[str, int]]:
    """Each name as a number, and the number of each name."""
    numbers, distinct = pd.factorize(names)
    return numbers, {name: number for number, name in enumerate(distinct)}


def _figure(row: Mapping[Any, str]) -> Figure:
    return Figure(
        row["figure"], row["series"], row["body"], row["period"], row["base_period"], quantity(row)
    )


def _events(raw: Mapping[str, pd.DataFrame], as_of: str) -> tuple[Event, ...]:
    published = dict(zip(raw["sources"]["source"], raw["sources"]["published"], strict=True))
    return tuple(
        Event(row["event"], row["subject"], row["what"], row["date"], row["body"])
        for row in rows_of(raw["events"])
        if not as_of or out_by(published[row["source"]], as_of)
    )
