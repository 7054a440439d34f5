"""What a service answered, and what is said when it did not."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from math import isfinite
from time import sleep
from typing import Any

from figurecheck.errors import DataError, Problem
from figurecheck.refreshing.listing import Wanted

AGAIN = "Nothing of it was written; try again later."
LOOK = "Nothing of it was written; open the address in a browser to see what it says."
CODES = "Nothing of it was written; look up its codes in data/refresh.toml."
NETWORK = "Nothing of it was written; check the network connection and try again."


@dataclass(frozen=True)
class Asking:
    """How to ask: the day of access, the seconds to wait for a reply, the key of UN Comtrade.

    `pause` waits for that many seconds between two requests to one service.
    """

    today: date
    timeout: float = 60.0
    key: str | None = field(default=None, repr=False)
    pause: Callable[[float], None] = sleep

    @property
    def last_year(self) -> int:
        """The last year that is over."""
        return self.today.year - 1


@dataclass(frozen=True)
class Number:
    """One number of an answer, `written` as a figure has it; `place`: where in the answer."""

    wanted: Wanted
    year: int
    written: str
    place: str
    note: str = ""


@dataclass(frozen=True)
class Answer:
    """The numbers that one address gave.

    `source` begins the key of its row in sources.csv. `title` is what the service calls it,
    `rebuilt` a description where it gives no name; `published` is ISO 8601.
    """

    source: str
    publisher: str
    url: str
    published: str
    numbers: Sequence[Number]
    title: str = ""
    rebuilt: str = ""
    note: str = ""


def written(value: Any) -> str | None:
    """A number of JSON as digits with a point, without an exponent; None if it is no number.

    A float is written with the fewest digits that give it back. Noughts at its end are lost in
    reading, and a nought after the point is dropped: the figure can only seem coarser than
    what was answered, never finer.

    >>> written(225496331378.205), written(2.5e11), written(76154045176)
    ('225496331378.205', '250000000000', '76154045176')
    """
    if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value):
        return None
    text = format(Decimal(repr(value)), "f")
    return text.removesuffix(".0")


def refuse(
    service: str, url: str, expected: str, remedy: str, found: str | None = None
) -> DataError:
    """The error of a service that gave nothing to use; `found` is what it gave instead."""
    return DataError(Problem(f"{service}, {url}", expected, remedy, value=found))


def require_numbers(
    service: str, url: str, wanted: Iterable[Wanted], numbers: Iterable[Number]
) -> None:
    """Raises DataError for a wanted series without any number."""
    given = {number.wanted.series for number in numbers}
    for want in wanted:
        if want.series not in given:
            raise refuse(service, url, f"numbers for {want.series}", CODES, "none")


def refuse_doubles(service: str, url: str, numbers: Iterable[Number]) -> None:
    """Raises DataError for a series with two numbers in a year."""
    seen: dict[tuple[str, int], str] = {}
    for number in numbers:
        place = (number.wanted.series, number.year)
        if place in seen:
            found = f"{seen[place]} and {number.written}"
            raise refuse(service, url, f"one number for {place[0]} in {place[1]}", CODES, found)
        seen[place] = number.written
