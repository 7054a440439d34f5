"""What follows from printed numbers: growth, implied bases, paces, shares, gaps.

Every function takes and gives a `Quantity`, so that each result holds under each rounding
convention and names its inputs. Each input enters its formula once, which keeps the
intervals as tight as they can be.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from functools import reduce
from math import isqrt

from figurecheck.intervals import Interval
from figurecheck.quantities import Quantity, derive

ROOT_DIGITS = 15  # decimals of a computed root; its interval is rounded outwards at the last


def growth(level: Quantity, base: Quantity) -> Quantity:
    """The change from `base` to `level`, in percent of `base`.

    >>> from fractions import Fraction as F
    >>> growth(Quantity.exactly(3, "tonne"), Quantity.exactly(2, "tonne")).value
    Fraction(50, 1)
    """
    _same_unit(level, base)
    return derive(
        "growth",
        lambda a, b: (a / b - 1) * 100,
        level,
        base,
        unit="percent",
        formula="level ÷ base − 1",
    )


def ratio(level: Quantity, base: Quantity) -> Quantity:
    """How many times `base` goes into `level`."""
    _same_unit(level, base)
    return derive("ratio", lambda a, b: a / b, level, base, unit="times", formula="level ÷ base")


def implied_base(level: Quantity, rise: Quantity) -> Quantity:
    """The base from which a growth in percent, or a ratio in times, leads to `level`."""
    if rise.unit == "times":
        return derive(
            "base", lambda a, b: a / b, level, rise, unit=level.unit, formula="level ÷ ratio"
        )
    return derive(
        "base",
        lambda a, b: a / (1 + b / 100),
        level,
        rise,
        unit=level.unit,
        formula="level ÷ (1 + growth)",
    )


def compound_growth(level: Quantity, base: Quantity, years: int) -> Quantity:
    """The yearly growth in percent that leads from `base` to `level` in `years` years.

    The compound annual growth rate; to a target it is the pace that the target needs.
    Raises ValueError for fewer than one year or a quotient that may be negative.
    """
    _same_unit(level, base)
    if years < 1:
        raise ValueError(f"compound growth needs at least one year, not {years}")
    return derive(
        "pace",
        lambda a, b: (_root(a / b, years) - 1) * 100,
        level,
        base,
        unit="percent",
        formula=f"(level ÷ base)^(1/{years}) − 1",
    )


def compounded(rate: Quantity, years: int) -> Quantity:
    """The ratio that a yearly growth in percent makes over `years` years."""
    return derive(
        "compounded",
        lambda a: reduce(lambda total, factor: total * factor, [1 + a / 100] * years),
        rate,
        unit="times",
        formula=f"(1 + growth)^{years}",
    )


def share(part: Quantity, whole: Quantity) -> Quantity:
    """`part` in percent of `whole`."""
    _same_unit(part, whole)
    return derive(
        "share", lambda a, b: a / b * 100, part, whole, unit="percent", formula="part ÷ whole"
    )


def annualised(level: Quantity, months: int) -> Quantity:
    """What a level of `months` months makes in a year at the same pace (no seasons)."""
    return derive(
        "annualised",
        lambda a: a * Fraction(12, months),
        level,
        unit=level.unit,
        formula=f"level × 12 ÷ {months}",
    )


def utilisation(level: Quantity, capacity: Quantity) -> Quantity:
    """The level in percent of the capacity that carried it."""
    return replace(
        share(level, capacity),
        key=f"utilisation-{level.key}-{capacity.key}",
        formula="level ÷ capacity",
    )


def mirror_gap(reported: Quantity, mirrored: Quantity) -> Quantity:
    """By how much the partner's figure for the same flow exceeds the reporter's, in its unit."""
    return replace(
        lead(mirrored, reported),
        key=f"gap-{mirrored.key}-{reported.key}",
        formula="partner's figure − own figure",
    )


def lead(figure: Quantity, other: Quantity) -> Quantity:
    """By how much a figure exceeds another, in its unit; negative where it falls short."""
    _same_unit(figure, other)
    return derive(
        "lead",
        lambda a, b: a - b,
        figure,
        other,
        unit=figure.unit,
        formula="figure − other figure",
    )


def total(parts: Sequence[Quantity]) -> Quantity:
    """The sum of `parts`, to be held against a printed total."""
    for part in parts[1:]:
        _same_unit(parts[0], part)
    return derive(
        "total",
        lambda *values: reduce(lambda a, b: a + b, values),
        *parts,
        unit=parts[0].unit,
        formula=" + ".join(["part"] * len(parts)),
    )


def adds_up(parts: Sequence[Quantity], printed: Quantity) -> bool:
    """Whether the printed parts can sum to the printed total, given how each was rounded."""
    return total(parts).strict.overlaps(printed.strict)


def _same_unit(one: Quantity, other: Quantity) -> None:
    if one.unit != other.unit:
        raise ValueError(
            f"{one.key or one.value} is in {one.unit} and {other.key or other.value} in "
            f"{other.unit}: quantities of two units cannot be compared"
        )


def _root(number: Fraction | Interval, degree: int) -> Fraction | Interval:
    """The positive root; an interval's ends are rounded outwards at ROOT_DIGITS decimals."""
    if isinstance(number, Fraction):
        return _root_below(number, degree)
    low, high = number.low, number.high
    if low is None or low < 0:
        raise ValueError(f"a root needs numbers that are not negative, not {number}")
    below = _root_below(low, degree)
    above = None if high is None else _root_above(high, degree)
    exact_low, exact_high = below**degree == low, above is not None and above**degree == high
    return Interval(below, above, number.low_open and exact_low, number.high_open and exact_high)


def _root_below(number: Fraction, degree: int) -> Fraction:
    scale = 10**ROOT_DIGITS
    scaled = number.numerator * scale**degree // number.denominator
    return Fraction(_integer_root(scaled, degree), scale)


def _root_above(number: Fraction, degree: int) -> Fraction:
    below = _root_below(number, degree)
    return below if below**degree == number else below + Fraction(1, 10**ROOT_DIGITS)


def _integer_root(number: int, degree: int) -> int:
    """The largest integer whose power of `degree` is not above `number` (Newton's method)."""
    if degree == 2:
        return isqrt(number)
    if number < 2 or degree == 1:
        return number
    guess = 1 << -(-number.bit_length() // degree)
    while True:
        better = ((degree - 1) * guess + number // guess ** (degree - 1)) // degree
        if better >= guess:
            return guess
        guess = better
