"""A number as it stands in a phrase."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from figurecheck.phrases.numerals import Reading

Form = Literal["amount", "fraction", "multiple", "ordinal", "top", "year", "date", "label", "other"]


@dataclass(frozen=True, slots=True)
class Mention:
    """A number in the phrase: its tokens, what it may be, and of what.

    `readings` have the printed scale applied. `kind` is the unit's kind or None;
    `attached` says that a noun or sign beside the number named it.
    """

    first: int
    last: int
    at: int
    readings: tuple[Reading, ...]
    form: Form = "amount"
    kind: str | None = None
    scale: Fraction | None = None
    attached: bool = False
    spelled: bool = False
    minus: bool = False
    comma: bool = False  # the numeral is printed with a comma

    def converted(self, kind: str, factor: Fraction) -> Mention:
        """The same number in another unit."""
        readings = tuple(reading.times(factor) for reading in self.readings)
        return replace(self, kind=kind, readings=readings)
