"""Exact numbers and intervals as text, and back."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import lru_cache
from typing import Any

from figurecheck.intervals import Interval

NUMBERS = 4096  # the numbers and intervals that were read last are kept: they come again


def number_text(number: Fraction) -> str:
    """`number` as a decimal, or as p/q where no decimal is exact.

    >>> number_text(Fraction(1485, 1000)), number_text(Fraction(-1, 3))
    ('1.485', '-1/3')
    """
    digits, rest = 0, number.denominator
    for prime in (2, 5):
        power = 0
        while rest % prime == 0:
            rest, power = rest // prime, power + 1
        digits = max(digits, power)
    if rest != 1:
        return f"{number.numerator}/{number.denominator}"
    sign = "-" if number < 0 else ""
    whole, part = divmod(abs(number.numerator) * 10**digits // number.denominator, 10**digits)
    return f"{sign}{whole}.{part:0{digits}}" if digits else f"{sign}{whole}"


@lru_cache(maxsize=NUMBERS)
def to_number(text: str) -> Fraction | None:
    """The number that `number_text` wrote; None for ""."""
    return Fraction(text) if text else None


def interval_cells(name: str, interval: Interval) -> tuple[dict[str, str], list[str]]:
    """The cells name_low and name_high ("" is infinite), and which of them are left out."""
    low, high = f"{name}_low", f"{name}_high"
    ends = {low: interval.low, high: interval.high}
    cells = {end: "" if number is None else number_text(number) for end, number in ends.items()}
    left_out = {low: interval.low_open, high: interval.high_open}
    return cells, [end for end, is_open in left_out.items() if is_open]


def to_interval(name: str, row: Mapping[Any, str]) -> Interval:
    """The interval of the cells name_low, name_high and open."""
    low, high = f"{name}_low", f"{name}_high"
    left_out = row["open"].split()
    return _interval(row[low], row[high], low in left_out, high in left_out)


@lru_cache(maxsize=NUMBERS)  # a plain number has the same interval under three conventions
def _interval(low: str, high: str, low_open: bool, high_open: bool) -> Interval:
    return Interval(to_number(low), to_number(high), low_open, high_open)
