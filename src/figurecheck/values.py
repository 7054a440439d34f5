"""Values as they stand in prose, and the arithmetic that chapters do with them.

A chapter computes nothing of its own. It asks its story for figures, hands them to the functions
of `figurecheck.growth`, wrapped here so that what an edition does not have shows as [x], and
names the result in an {eval} role.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import ParamSpec

from figurecheck import display
from figurecheck import growth as arithmetic
from figurecheck.quantities import Quantity

UNKNOWN = "[x]"  # the statisticians' shorthand for "not available"

P = ParamSpec("P")


@dataclass(frozen=True)
class NotAvailable:
    """Stands where an edition has no figure, and is shown as [x]."""

    key: str

    def shown(self, *_: object, **__: object) -> NotAvailable:
        """Itself: there is nothing to show otherwise."""
        return self

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        return {"text/plain": UNKNOWN, "text/html": f"<span>{UNKNOWN}</span>"}


Number = Quantity | NotAvailable


@dataclass(frozen=True)
class Quoted:
    """Words as an article printed them."""

    words: str

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        return {"text/plain": f"“{self.words}”"}


@dataclass(frozen=True)
class Happening:
    """The date of an event, tied to its entry in the register."""

    key: str
    date: str

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        words = display.days(self.date)
        tied = f'<data class="number" value="{self.date}" data-key="{self.key}">{words}</data>'
        return {"text/plain": words, "text/html": tied}


@dataclass(frozen=True)
class Latest:
    """The newest figure of a series and its year."""

    quantity: Number
    period: str
    year: int

    @property
    def year_before(self) -> str:
        """The period of the year before."""
        return f"{self.year - 1}"


def _where_available(function: Callable[P, Quantity]) -> Callable[P, Number]:
    @wraps(function)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> Number:
        missing = [value for value in args if isinstance(value, NotAvailable)]
        return missing[0] if missing else function(*args, **kwargs)

    return wrapped


growth = _where_available(arithmetic.growth)
ratio = _where_available(arithmetic.ratio)
implied_base = _where_available(arithmetic.implied_base)
compound_growth = _where_available(arithmetic.compound_growth)
share = _where_available(arithmetic.share)
annualised = _where_available(arithmetic.annualised)
utilisation = _where_available(arithmetic.utilisation)
mirror_gap = _where_available(arithmetic.mirror_gap)


def in_words(number: Number, style: str = "value") -> str:
    """A number as text, for a headline: "8.1%", or with style "change" "fell by 8.1%"."""
    return UNKNOWN if isinstance(number, NotAvailable) else display.text(number.shown(style=style))
