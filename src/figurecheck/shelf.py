"""What checks may draw on: the clean figures, the events known, the claims in print."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from figurecheck.claims import Claim, out_by, read_claims
from figurecheck.cleaning import quantities
from figurecheck.quantities import Quantity
from figurecheck.verdicts import precision

ANY_PERIOD = "any"


@dataclass(frozen=True)
class Figure:
    """A clean figure: its quantity, and what decides whether a check may draw on it."""

    key: str
    series: str
    body: str
    period: str
    quantity: Quantity


@dataclass(frozen=True)
class Event:
    """A dated happening of the events table."""

    key: str
    subject: str
    what: str
    date: str
    body: str


@dataclass(frozen=True)
class Shelf:
    """All that checks may draw on."""

    figures: tuple[Figure, ...]
    events: tuple[Event, ...]
    claims: Mapping[str, Claim]

    def find(self, series: str, period: str) -> list[Figure]:
        """The figures of a series for a period ("any" for every period)."""
        return [f for f in self.figures if f.series == series and period in (f.period, ANY_PERIOD)]

    def finest(self, series: str, period: str) -> list[Figure]:
        """The most precisely printed figures of a series and period, one a distinct value."""
        found = sorted(self.find(series, period), key=lambda f: (precision(f.quantity), f.key))
        best = [f for f in found if precision(f.quantity) == precision(found[0].quantity)]
        return list({f.quantity.value: f for f in reversed(best)}.values())

    def happenings(self, subject: str) -> list[Event]:
        """The events of a subject, by date."""
        return sorted((e for e in self.events if e.subject == subject), key=lambda e: e.date)


def shelve(raw: Mapping[str, pd.DataFrame], figures: pd.DataFrame, as_of: str = "") -> Shelf:
    """The clean `figures`, the events known and the claims in print by `as_of`."""
    claims = {claim.claim: claim for claim in read_claims(raw, as_of)}
    return Shelf(_figures(figures), _events(raw, as_of), claims)


def _figures(table: pd.DataFrame) -> tuple[Figure, ...]:
    numbers = quantities(table)
    return tuple(
        Figure(row["figure"], row["series"], row["body"], row["period"], numbers[row["figure"]])
        for row in table.to_dict("records")
    )


def _events(raw: Mapping[str, pd.DataFrame], as_of: str) -> tuple[Event, ...]:
    published = dict(zip(raw["sources"]["source"], raw["sources"]["published"], strict=True))
    return tuple(
        Event(row["event"], row["subject"], row["what"], row["date"], row["body"])
        for row in raw["events"].to_dict("records")
        if not as_of or out_by(published[row["source"]], as_of)
    )
