"""Exact interval arithmetic with open, closed and infinite ends.

Ends are `fractions.Fraction`; `None` stands for an end that has no bound. Every
operation returns the tightest interval that holds all results, so a formula that uses
each of its variables once stays tight (R. E. Moore, Interval Analysis, 1966).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from math import inf

# An end while it is computed: a fraction or ±inf, the only floats, and whether it is left out.
_End = tuple[Fraction | float, bool]


@dataclass(frozen=True, slots=True)
class Interval:
    """The numbers between `low` and `high`; an open end is left out, `None` is unbounded."""

    low: Fraction | None
    high: Fraction | None
    low_open: bool = False
    high_open: bool = False

    def __post_init__(self) -> None:
        if self.low is None or self.high is None:
            return
        if self.low > self.high or ((self.low_open or self.high_open) and self.low == self.high):
            raise ValueError(f"an interval cannot be empty: {self}")

    @classmethod
    def exactly(cls, value: Fraction | int) -> Interval:
        """The interval that holds one number."""
        return cls(Fraction(value), Fraction(value))

    def __contains__(self, value: Fraction | int) -> bool:
        return self.overlaps(Interval.exactly(value))

    def overlaps(self, other: Interval) -> bool:
        """Whether the two share at least one number.

        >>> Interval(Fraction(1), Fraction(2)).overlaps(Interval(Fraction(2), None, True))
        False
        """
        return _reaches(self, other) and _reaches(other, self)

    def hull(self, other: Interval) -> Interval:
        """The smallest interval that holds both."""
        return _spanning([_low(self), _low(other)], [_high(self), _high(other)])

    def __add__(self, other: Interval | Fraction | int) -> Interval:
        return _combine(self, other, lambda a, b: a + b)

    def __sub__(self, other: Interval | Fraction | int) -> Interval:
        return self + -_interval(other)

    def __neg__(self) -> Interval:
        return Interval(_minus(self.high), _minus(self.low), self.high_open, self.low_open)

    def __mul__(self, other: Interval | Fraction | int) -> Interval:
        corners = [
            _product(a, b)
            for a in (_low(self), _high(self))
            for b in (_low(_interval(other)), _high(_interval(other)))
        ]
        return _spanning(corners, corners)

    def __truediv__(self, other: Interval | Fraction | int) -> Interval:
        return self * _reciprocal(_interval(other))

    __radd__ = __add__
    __rmul__ = __mul__

    def __rsub__(self, other: Fraction | int) -> Interval:
        return -self + other

    def __rtruediv__(self, other: Fraction | int) -> Interval:
        return _interval(other) / self

    def __str__(self) -> str:
        left = "(" if self.low_open or self.low is None else "["
        right = ")" if self.high_open or self.high is None else "]"
        low = "-∞" if self.low is None else str(self.low)
        high = "∞" if self.high is None else str(self.high)
        return f"{left}{low}, {high}{right}"


def _interval(value: Interval | Fraction | int) -> Interval:
    return value if isinstance(value, Interval) else Interval.exactly(value)


def _minus(end: Fraction | None) -> Fraction | None:
    return None if end is None else -end


def _low(interval: Interval) -> _End:
    return (-inf, True) if interval.low is None else (interval.low, interval.low_open)


def _high(interval: Interval) -> _End:
    return (inf, True) if interval.high is None else (interval.high, interval.high_open)


def _reaches(one: Interval, other: Interval) -> bool:
    (high, high_open), (low, low_open) = _high(one), _low(other)
    return low < high or (low == high and not high_open and not low_open)


def _combine(one: Interval, other: Interval | Fraction | int, operation) -> Interval:  # type: ignore[no-untyped-def]
    second = _interval(other)
    (a, a_open), (b, b_open) = _low(one), _low(second)
    (c, c_open), (d, d_open) = _high(one), _high(second)
    low, high = (operation(a, b), a_open or b_open), (operation(c, d), c_open or d_open)
    return _spanning([low], [high])


def _product(one: _End, other: _End) -> _End:
    (a, a_open), (b, b_open) = one, other
    if not a or not b:  # nought times anything, an unbounded end too, is nought
        reached = (a == 0 and not a_open) or (b == 0 and not b_open)
        return Fraction(0), not reached
    return a * b, a_open or b_open


def _reciprocal(interval: Interval) -> Interval:
    (low, low_open), (high, high_open) = _low(interval), _high(interval)
    if low < 0 < high or (low == 0 and not low_open) or (high == 0 and not high_open):
        raise ZeroDivisionError(f"division by {interval}, which holds nought")
    return _spanning([_inverse(high, high_open, inf)], [_inverse(low, low_open, -inf)])


def _inverse(end: Fraction | float, is_open: bool, beyond: float) -> _End:
    if end == 0:
        return (-beyond, True)
    return (Fraction(0), True) if isinstance(end, float) else (1 / Fraction(end), is_open)


def _spanning(lows: Iterable[_End], highs: Iterable[_End]) -> Interval:
    """The hull of computed ends; where two are equal the closed one wins."""
    low, low_open = min(lows, key=lambda end: (end[0], end[1]))
    high, high_open = max(highs, key=lambda end: (end[0], not end[1]))
    return Interval(
        None if isinstance(low, float) else low,
        None if isinstance(high, float) else high,
        low_open and not isinstance(low, float),
        high_open and not isinstance(high, float),
    )
