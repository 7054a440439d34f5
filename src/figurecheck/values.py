"""Values as they stand in prose, and the arithmetic that chapters do with them.

A chapter computes nothing of its own. It asks its story for figures, hands them to the functions
of `figurecheck.growth`, wrapped here so that what an edition does not have stays unavailable, and
names the result in an {eval} role. The report leaves out the passages that hold such a value.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import wraps
from html import escape
from typing import Any, ParamSpec

from figurecheck import display
from figurecheck import growth as arithmetic
from figurecheck.exact import to_number
from figurecheck.prose import NOT_AVAILABLE
from figurecheck.quantities import Quantity

UNKNOWN = "[x]"  # the statisticians' shorthand for "not available"

P = ParamSpec("P")


@dataclass(frozen=True)
class NotAvailable:
    """Stands where an edition has no figure: [x] in JupyterLab, and a gap in the report."""

    key: str

    def __str__(self) -> str:
        return UNKNOWN

    def shown(self, *_: object, **__: object) -> NotAvailable:
        """Itself: there is nothing to show otherwise."""
        return self

    def _repr_mimebundle_(self, **_: object) -> tuple[dict[str, str], dict[str, Any]]:
        return {"text/plain": UNKNOWN, "text/html": f"<span>{UNKNOWN}</span>"}, NOT_AVAILABLE


Number = Quantity | NotAvailable


@dataclass(frozen=True)
class Quoted:
    """Words as an article printed them."""

    words: str

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        return {"text/plain": f"“{self.words}”"}


@dataclass(frozen=True)
class Sentences:
    """Words with numbers in them, each tied to its entry in the register."""

    parts: tuple[str | Quantity, ...]

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        plain = [part if isinstance(part, str) else display.text(part) for part in self.parts]
        tied = [escape(p) if isinstance(p, str) else display.html(p) for p in self.parts]
        return {"text/plain": "".join(plain), "text/html": "".join(tied)}


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
    period: str | NotAvailable
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


def written(value: str, unit: str, about: Mapping[Any, str] | None = None) -> str:
    """A number of a table as a reader sees it: "62.4%", "over $24 billion"; "unbounded" for none.

    A row `about` it may give its hedge, the granularity it was printed with, or its formula.
    """
    number, row = to_number(value), about or {}
    if number is None:
        return "unbounded"
    quantity = replace(
        Quantity.exactly(number, unit),
        hedge=row.get("hedge", ""),
        granularity=to_number(row.get("granularity", "")),
        formula=row.get("formula", ""),
    )
    return display.text(quantity)


def in_words(number: Number, style: str = "value") -> str:
    """A number as text, for a headline: "8.1%", or with style "change" "fell by 8.1%"."""
    return UNKNOWN if isinstance(number, NotAvailable) else display.text(number.shown(style=style))
