"""The axis of a claim's picture: its reach, its ticks and its unit."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

from figurecheck import display

Ends: TypeAlias = tuple[float | None, float | None]
_STEPS = (1.0, 2.0, 2.5, 5.0)  # times a power of ten
_MOST = 4  # ticks
_MARGIN = 0.07  # of the reach, on both sides


@dataclass(frozen=True)
class Piece:
    """A piece of evidence in the claim's unit; `gives` is its number in words.

    `low` and `high` are None where the interval is open, `decisive` is False for other series.
    """

    label: str
    gives: str
    verdict: str
    value: float
    low: float | None = None
    high: float | None = None
    decisive: bool = True
    key: str = ""


@dataclass(frozen=True)
class Scale:
    """Numbers from `low` to `high` on `width` units of the picture."""

    low: float
    high: float
    width: float

    def at(self, value: float | None, otherwise: float) -> float:
        """Where a number stands; what has no end stands at the edge that `otherwise` gives."""
        if value is None:
            return otherwise
        return round((value - self.low) / (self.high - self.low) * self.width, 1)


def scale_of(claimed: Ends, pieces: Iterable[Piece], width: float) -> Scale:
    """The scale that shows the claim and all evidence with a margin."""
    numbers = [end for end in claimed if end is not None]
    for piece in pieces:
        numbers += [end for end in (piece.value, piece.low, piece.high) if end is not None]
    low, high = min(numbers), max(numbers)
    margin = (high - low) * _MARGIN or abs(high) * 0.1 or 1.0
    return Scale(low - margin, high + margin, width)


def ticks(scale: Scale) -> list[tuple[float, str]]:
    """Two to four round numbers with their words, which count the power that the claim does.

    >>> ticks(Scale(2.6e6, 2.95e6, 340))
    [(2600000.0, '2.6'), (2700000.0, '2.7'), (2800000.0, '2.8'), (2900000.0, '2.9')]
    """
    per, _ = _power(max(abs(scale.low), abs(scale.high)))
    low, high = scale.low / per, scale.high / per
    size = 10.0 ** (math.floor(math.log10(high - low)) - 1)
    steps = (size * power * step for power in (1, 10) for step in _STEPS)
    found = (_multiples(low, high, step) for step in steps)
    marks = next(some for some in found if len(some) <= _MOST)
    places = next((n for n in range(9) if all(_has_places(mark, n) for mark in marks)), 9)
    words = [f"{mark:,.{places}f}".replace("-", "\N{MINUS SIGN}") for mark in marks]
    return [(round(mark * per, 9), word) for mark, word in zip(marks, words, strict=True)]


def _multiples(low: float, high: float, step: float) -> list[float]:
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return [round(step * number, 12) for number in range(first, last + 1)]


def _has_places(number: float, places: int) -> bool:
    return math.isclose(number, round(number, places), abs_tol=1e-12)


def claimed_words(low: float | None, high: float | None, unit: str) -> str:
    """An interval in as many digits as its ends have, at most seven.

    >>> claimed_words(2755000.0, 2765000.0, "tonne"), claimed_words(30.5e9, 31.5e9, "USD")
    ('2.755 to 2.765 million tonnes', '$30.5 to 31.5 billion')
    >>> claimed_words(18.0, None, "year"), claimed_words(64.5, 65.5, "percent")
    ('at least 18 years', '64.5 to 65.5%')
    """
    ends = [end for end in (low, high) if end is not None]
    per, power = _power(max(map(abs, ends)))
    written = list(dict.fromkeys(_digits(end / per) for end in ends))
    lead = "" if len(ends) > 1 else "at most " if low is None else "at least "
    sign = display.CURRENCIES.get(unit, "")
    name = power if sign else unit_name(unit, power)
    gap = "" if name == "%" else " "
    return f"{lead}{sign}{' to '.join(written)}{gap}{name}".strip()


def _digits(number: float) -> str:
    """The number in the fewest digits that give it back; in four where none do."""
    written = (f"{number:,.{digits}g}" for digits in range(1, 8))
    plain = (word for word in written if "e" not in word)
    exact = (word for word in plain if math.isclose(float(word.replace(",", "")), number))
    return next(exact, f"{number:,.4g}").replace("-", "\N{MINUS SIGN}")


def unit_name(unit: str, power: str) -> str:
    """What the numbers along the axis count: "million tonnes", "$ billion", "%".

    >>> unit_name("tonne", "million"), unit_name("USD", "billion"), unit_name("percent", "")
    ('million tonnes', '$ billion', '%')
    """
    if unit == "percent":
        return "%"
    if unit in display.CURRENCIES:
        return f"{display.CURRENCIES[unit]} {power}".strip()
    return f"{power} {display.NOUNS.get(unit, f'{unit}s')}".strip()


def _power(largest: float) -> tuple[float, str]:
    known = ((float(power), name.strip()) for power, name in display.SCALES if largest >= power)
    return next(known, (1.0, ""))
