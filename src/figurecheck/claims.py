"""The claims of the articles, as quantities and as dated events."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

import pandas as pd

from figurecheck import growth, phrases
from figurecheck.errors import DataError, Problem
from figurecheck.periods import Period
from figurecheck.quantities import Quantity
from figurecheck.tables.columns import rows_of

FILE = "data/raw/claims.csv"

# What a claim implies together with the claim that completes it (column `implies`).
IMPLICATIONS: Mapping[str, Callable[[Claim, Claim], Quantity]] = {
    "base": lambda claim, level: growth.implied_base(level.number, claim.number),
    "growth": lambda claim, base: growth.growth(claim.number, base.number),
    "pace": lambda claim, level: growth.compound_growth(
        claim.number, level.number, claim.years_after(level)
    ),
}


@dataclass(frozen=True, slots=True)
class Claim:
    """One row of the claims table; `quantity` is None where the claim has no number."""

    claim: str
    source: str
    paragraph: str
    as_written: str
    statement: str
    kind: str
    subject: str
    unit: str
    period: str
    base_period: str
    what: str
    implies: str
    with_claim: str
    copied_from: str
    note: str
    quantity: Quantity | None
    published: str

    @property
    def number(self) -> Quantity:
        """The quantity, where the claim must have one. Raises ValueError where it has none."""
        if self.quantity is None:
            raise ValueError(f"the claim {self.claim} has no number")
        return self.quantity

    def years_after(self, other: Claim) -> int:
        """Whole years from the end of the other claim's period to the end of this one's."""
        return _last_day(self.period).year - _last_day(other.period).year


def read_claims(raw: Mapping[str, pd.DataFrame], as_of: str = "") -> list[Claim]:
    """The claims of `raw["claims"]` that were in print by `as_of`, in the table's order.

    A target, a rank and the length of a list are exact; every other number has the intervals
    of its phrase. Raises DataError for every phrase that cannot be read.
    """
    published = dict(zip(raw["sources"]["source"], raw["sources"]["published"], strict=True))
    claims, problems = [], []
    for row in rows_of(raw["claims"]):
        if as_of and not out_by(published[row["source"]], as_of):
            continue
        try:
            claims.append(_claim(row, published[row["source"]]))
        except phrases.Unreadable as reason:
            problems.append(
                Problem(
                    FILE,
                    f"a phrase with a number in {row['unit']} ({reason})",
                    "Mend the phrase or its unit, or choose the number in column nth.",
                    row["line"],
                    "as_written",
                    row["as_written"],
                )
            )
    if problems:
        raise DataError(problems)
    return claims


def implied(claim: Claim, claims: Mapping[str, Claim]) -> Quantity | None:
    """What the claim implies with its completing claim: a base, a growth or a pace."""
    if not claim.implies or claim.with_claim not in claims:
        return None
    return IMPLICATIONS[claim.implies](claim, claims[claim.with_claim])


def _claim(row: Mapping[Any, str], published: str) -> Claim:
    names = Claim.__dataclass_fields__.keys() - {"quantity", "published"}
    return Claim(
        **{name: row[name] for name in names}, quantity=_quantity(row), published=published
    )


def _quantity(row: Mapping[Any, str]) -> Quantity | None:
    if row["listed"]:
        return Quantity.exactly(Fraction(row["listed"]), row["unit"] or "count", row["claim"])
    if not row["unit"]:
        return None
    nth = int(row["nth"]) if row["nth"] else None
    read = phrases.read(row["as_written"], row["unit"], nth)
    if row["kind"] == "target":
        return Quantity.exactly(read.value, read.unit, row["claim"])
    return read.named(row["claim"])


def out_by(published: str, as_of: str) -> bool:
    """Whether a source was in print by a day; a month counts as its last day, no date as never."""
    return bool(published) and _last_day(published) <= date.fromisoformat(as_of)


def _last_day(period: str) -> date:
    end = Period.parse(period).end
    if end is None:
        raise ValueError(f"the period {period!r} has no end")
    return end
