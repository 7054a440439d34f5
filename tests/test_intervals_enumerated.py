"""Intervals against brute force: every number on a fine grid is rounded, and every pair combined.

The grid divides the last printed place by 20, so that it holds the ties. Rounding is that of
Python's `decimal`, which knows nothing of intervals. Published rounding cases of other
projects stand in tables with their source.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import (
    ROUND_CEILING,
    ROUND_DOWN,
    ROUND_FLOOR,
    ROUND_HALF_DOWN,
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    ROUND_UP,
    Decimal,
)
from fractions import Fraction as F
from itertools import product
from math import atan as arctangent
from math import cos, erfc, sin, sqrt

import pytest

from figurecheck import growth
from figurecheck.intervals import Interval
from figurecheck.phrases import read
from figurecheck.quantities import CONVENTIONS, Quantity
from figurecheck.verdicts import EvidenceVerdict, compare

HALF_MODES = (ROUND_HALF_UP, ROUND_HALF_DOWN, ROUND_HALF_EVEN)
DIRECTED_MODES = (ROUND_DOWN, ROUND_UP, ROUND_FLOOR, ROUND_CEILING)
STEPS = 20  # grid points in one printed place

# Printed numbers of every granularity, with the last place that their digits mean.
PRINTED = [
    ("2.76", "0.01"),
    ("2.75", "0.01"),
    ("2.40", "0.01"),
    ("0.05", "0.01"),
    ("0.1", "0.1"),
    ("64.5", "0.1"),
    ("5", "1"),
    ("6", "1"),
    ("65", "1"),
    ("10", "1"),
    ("300", "10"),
    ("150", "10"),
    ("1,500", "100"),
    ("274,200", "100"),
    ("100,000", "10000"),
]


def around(text: str, place: str, reach: int = 2) -> Iterator[Decimal]:
    """The grid from `reach` places below a printed number to as many above it."""
    x, g = Decimal(text.replace(",", "")), Decimal(place)
    for step in range(-reach * STEPS, reach * STEPS + 1):
        yield x + g * step / STEPS


def rounded(number: Decimal, place: str, mode: str) -> Decimal:
    g = Decimal(place)
    return (number / g).quantize(Decimal(1), mode) * g


def rounds_to(number: Decimal, text: str, place: str, modes: tuple[str, ...]) -> bool:
    x = Decimal(text.replace(",", ""))
    return any(rounded(number, place, mode) == x for mode in modes)


@pytest.mark.parametrize(("text", "place"), PRINTED)
def test_strict_holds_exactly_the_numbers_that_round_to_the_digits(text: str, place: str) -> None:
    found = read(f"{text} tons")
    assert found.granularity == F(place)
    for number in around(text, place):
        assert (F(number) in found.strict) is rounds_to(number, text, place, HALF_MODES)


@pytest.mark.parametrize(("text", "place"), PRINTED)
def test_robust_is_the_closed_hull_of_all_ways_of_rounding(text: str, place: str) -> None:
    robust = read(f"{text} tons").robust
    x, g = F(text.replace(",", "")), F(place)
    assert robust == Interval(x - g, x + g)
    for number in around(text, place):
        reached = rounds_to(number, text, place, HALF_MODES + DIRECTED_MODES)
        at_an_end = F(number) in (robust.low, robust.high)  # the only points of the closed hull
        assert (F(number) in robust) is (reached or at_an_end)  # that no way of rounding reaches


@pytest.mark.parametrize(("text", "place"), PRINTED)
def test_a_fall_holds_exactly_the_negative_numbers_that_round_to_it(text: str, place: str) -> None:
    found = read(f"fell by {text}%")
    for number in around(text, place):
        assert (-F(number) in found.strict) is rounds_to(-number, f"-{text}", place, HALF_MODES)


Meaning = Callable[[F, F, F], bool]

# What the words entail and what a reader infers, of v where x is printed to the place g.
HEDGED: dict[str, tuple[Meaning, Meaning]] = {
    "over": (lambda v, x, _: v > x, lambda v, x, g: x < v < x + g),
    "at least": (lambda v, x, _: v >= x, lambda v, x, g: x <= v <= x + g),
    "nearly": (lambda v, x, g: x - g < v < x, lambda v, x, g: 2 * x - g < 2 * v < 2 * x),
    "up to": (lambda v, x, _: v <= x, lambda v, x, g: x - g <= v <= x),
    "less than": (lambda v, x, _: v < x, lambda v, x, g: x - g < v < x),
}


@pytest.mark.parametrize("hedge", HEDGED)
@pytest.mark.parametrize(("text", "place"), PRINTED)
def test_a_hedge_holds_exactly_what_its_words_say(hedge: str, text: str, place: str) -> None:
    found = read(f"{hedge} {text} tons")
    entails, suggests = HEDGED[hedge]
    x, g = F(text.replace(",", "")), F(place)
    far = [Decimal(-(10**9)), Decimal(10**9)]
    for number in [*around(text, place), *far]:
        assert (F(number) in found.semantic) is entails(F(number), x, g)
        assert (F(number) in found.pragmatic) is suggests(F(number), x, g)
        plain = read(f"{text} tons")
        assert (F(number) in found.strict) is (F(number) in plain.strict)
        assert (F(number) in found.robust) is (F(number) in plain.robust)


@pytest.mark.parametrize(("text", "coarsest"), [("2.76", "0.01"), ("300", "100"), ("1,500", "100")])
def test_about_holds_what_rounds_to_it_at_its_coarsest_place(text: str, coarsest: str) -> None:
    found = read(f"about {text} tons")
    for number in around(text, coarsest):
        assert (F(number) in found.semantic) is rounds_to(number, text, coarsest, HALF_MODES)
        off = abs(F(number) - found.value)
        plain = F(number) in read(f"{text} tons").strict  # a hedge never narrows
        assert (F(number) in found.pragmatic) is (off <= F(coarsest) / 4 or plain)


LADDER = (F(0), F(25), F(100, 3), F(50), F(200, 3), F(75), F(100))


@pytest.mark.parametrize(
    ("words", "rung"),
    [("a quarter", 1), ("a third", 2), ("half", 3), ("two thirds", 4), ("three quarters", 5)],
)
def test_a_fraction_holds_what_is_nearest_to_its_rung(words: str, rung: int) -> None:
    found = read(words, "percent")
    for step in range(12 * 100 + 1):
        number = F(step, 12)
        nearest = min(abs(number - other) for other in LADDER)
        assert (number in found.strict) is (abs(number - LADDER[rung]) == nearest)


# Derived figures: every pair of numbers that the prints admit is combined.

OPERATIONS: dict[str, tuple[Callable[..., Quantity], Callable[[F, F], F]]] = {
    "growth": (growth.growth, lambda a, b: (a - b) * 100 / b),
    "ratio": (growth.ratio, lambda a, b: a / b),
    "share": (growth.share, lambda a, b: 100 * a / b),
    "utilisation": (growth.utilisation, lambda a, b: 100 * a / b),
    "lead": (growth.lead, lambda a, b: a - b),
    "mirror gap": (growth.mirror_gap, lambda a, b: b - a),
    "total": (lambda a, b: growth.total([a, b]), lambda a, b: a + b),
}
PAIRS = [
    ("2.76 million tons", "1.7 million tons"),
    ("over 2.7 million tons", "1.7 million tons"),
    ("2.7 million tons", "nearly 1.7 million tons"),
    ("at least 3 tons", "up to 2 tons"),
    ("about 300 tons", "274,200 tons"),
    ("less than 20 tons", "over 11 tons"),
    ("28-32 tons", "12.5 tons"),
]
TINY, HUGE, NEAR = F(1, 10**9), F(10**15), F(1, 1000)


def members(interval: Interval) -> list[F]:
    """Numbers of an interval: its ends, or what is next to them, and one between."""
    low, high = interval.low, interval.high
    first = -HUGE if low is None else low + TINY * interval.low_open
    last = HUGE if high is None else high - TINY * interval.high_open
    if low is None or high is None:
        between = (
            F(0) if low is high else (low or F(0)) + (high or F(0)) + (1 if high is None else -1)
        )
    else:
        between = (low + high) / 2
    return [first, between, last]


def assert_hull(found: Interval, reached: list[F]) -> None:
    """That an interval holds all that is reached, and ends where that ends."""
    assert all(number in found for number in reached)
    for end, is_open, last, sign in (
        (found.low, found.low_open, min(reached), 1),
        (found.high, found.high_open, max(reached), -1),
    ):
        if end is None:
            assert last * sign < -1000
        elif is_open:
            assert 0 < (last - end) * sign < NEAR
        else:
            assert last == end


@pytest.mark.parametrize("name", OPERATIONS)
@pytest.mark.parametrize(("first", "second"), PAIRS)
def test_a_derived_interval_is_the_hull_of_all_combinations(
    name: str, first: str, second: str
) -> None:
    operation, formula = OPERATIONS[name]
    one, other = read(first), read(second)
    divides = name not in ("lead", "mirror gap", "total")
    if divides and other.semantic.low is None:  # "up to 2 tons" says nothing against nought
        with pytest.raises(ZeroDivisionError):
            operation(one, other)
        return
    found = operation(one, other)
    assert found.value == formula(one.value, other.value)
    for convention in CONVENTIONS:
        pairs = product(members(one.interval(convention)), members(other.interval(convention)))
        assert_hull(found.interval(convention), [formula(a, b) for a, b in pairs])


@pytest.mark.parametrize(
    ("phrase", "formula"),
    [
        ("65%", lambda a, b: a / (1 + b / 100)),
        ("over 65%", lambda a, b: a / (1 + b / 100)),
        ("fell by 6.5%", lambda a, b: a / (1 + b / 100)),
        ("2.5 times", lambda a, b: a / b),
    ],
)
def test_an_implied_base_is_the_hull_of_all_combinations(
    phrase: str, formula: Callable[[F, F], F]
) -> None:
    level, rise = read("2.76 million tons"), read(phrase)
    found = growth.implied_base(level, rise)
    assert (found.unit, found.value) == ("tonne", formula(level.value, rise.value))
    for convention in CONVENTIONS:
        pairs = product(members(level.interval(convention)), members(rise.interval(convention)))
        assert_hull(found.interval(convention), [formula(a, b) for a, b in pairs])


@pytest.mark.parametrize("years", [1, 2, 3, 7])
def test_a_compound_growth_holds_every_combination_and_no_more_than_its_root_needs(
    years: int,
) -> None:
    level, base = read("2.76 million tons"), read("1.7 million tons")
    pace = growth.compound_growth(level, base, years).strict
    assert pace.low is not None
    assert pace.high is not None
    reached = [a / b for a, b in product(members(level.strict), members(base.strict))]
    low, high = (1 + pace.low / 100) ** years, (1 + pace.high / 100) ** years
    assert low <= min(reached) <= max(reached) <= high
    assert min(reached) - low < F(years, 10**12)
    assert high - max(reached) < F(years, 10**12)


@pytest.mark.parametrize("years", [1, 2, 5])
def test_a_compounded_rate_is_the_power_at_its_ends(years: int) -> None:
    rate = read("6.5%")
    found = growth.compounded(rate, years)
    assert found.value == (1 + rate.value / 100) ** years
    assert_hull(found.strict, [(1 + a / 100) ** years for a in members(rate.strict)])


@pytest.mark.parametrize(("months", "factor"), [(1, F(12)), (7, F(12, 7)), (12, F(1))])
def test_an_annualised_level_is_its_level_stretched(months: int, factor: F) -> None:
    level = read("over 2.56 million tons")
    for convention in CONVENTIONS:
        reached = [number * factor for number in members(level.interval(convention))]
        assert_hull(growth.annualised(level, months).interval(convention), reached)


# Interval arithmetic itself: every pair of intervals with ends among a few numbers.

ENDS = (F(-3), F(-1), F(0), F(2))
INTERVALS = [
    *(Interval.exactly(end) for end in ENDS),
    *(
        Interval(low, high, *left_out)
        for low, high in product(ENDS, ENDS)
        if low < high
        for left_out in product((False, True), (False, True))
    ),
    *(Interval(end, None, is_open) for end, is_open in product(ENDS, (False, True))),
    *(Interval(None, end, False, is_open) for end, is_open in product(ENDS, (False, True))),
    Interval(None, None),
]
HALVES = [F(step, 2) for step in range(-8, 9)]  # between any two of the ends lies one of these


def holds(interval: Interval, number: F) -> bool:
    above = interval.low is None or number > interval.low
    below = interval.high is None or number < interval.high
    at_low = number == interval.low and not interval.low_open
    at_high = number == interval.high and not interval.high_open
    return (above or at_low) and (below or at_high)


@pytest.mark.parametrize("one", INTERVALS, ids=str)
def test_membership_overlap_and_hull_agree_with_enumeration(one: Interval) -> None:
    assert [number for number in HALVES if number in one] == [n for n in HALVES if holds(one, n)]
    for other in INTERVALS:
        shared = any(holds(one, number) and holds(other, number) for number in HALVES)
        assert one.overlaps(other) is shared
        assert_hull(one.hull(other), [*members(one), *members(other)])


@pytest.mark.parametrize("one", INTERVALS, ids=str)
def test_every_sum_difference_product_and_quotient_is_the_hull_of_all_combinations(
    one: Interval,
) -> None:
    for other in INTERVALS:
        pairs = list(product(members(one), members(other)))
        assert_hull(one + other, [a + b for a, b in pairs])
        assert_hull(one - other, [a - b for a, b in pairs])
        assert_hull(one * other, [a * b for a, b in pairs])
        if holds(other, F(0)):
            with pytest.raises(ZeroDivisionError):
                one / other
        else:
            assert_hull(one / other, [a / b for a, b in pairs])


# scrutiny 0.6.1 by Lukas Jung, R/unround.R (table "Rounding") and tests/testthat/test-unround.R:
# which originals are printed as 8.2 and 4.50, by each way of rounding.
UNROUNDED = [
    ("up or down", "8.2", "[8.15, 8.25]"),
    ("up", "8.2", "[8.15, 8.25)"),
    ("down", "8.2", "(8.15, 8.25]"),
    ("ceiling", "8.2", "(8.1, 8.2]"),
    ("floor", "8.2", "[8.2, 8.3)"),
    ("truncation", "8.2", "[8.2, 8.3)"),
    ("truncation", "-8.2", "(-8.3, -8.2]"),
    ("anti-truncation", "8.2", "(8.1, 8.2]"),
    ("up or down", "4.5", "[4.45, 4.55]"),
    ("up or down", "4.50", "[4.495, 4.505]"),
    ("up or down", "4.500", "[4.4995, 4.5005]"),
    ("up or down", "4.5000", "[4.49995, 4.50005]"),
]


@pytest.mark.parametrize(("way", "text", "bounds"), UNROUNDED)
def test_scrutinys_rounding_bounds(way: str, text: str, bounds: str) -> None:
    found = read(f"{text} percent")  # a word shows that the point is decimal
    low, high = (F(end) for end in bounds[1:-1].split(", "))
    published = Interval(low, high, bounds[0] == "(", bounds[-1] == ")")
    if way == "up or down":
        assert found.strict == published
    assert found.robust.hull(published) == found.robust
    assert (found.strict.hull(published) == found.strict) is (way in ("up or down", "up", "down"))


# scrutiny 0.6.1, examples of man/rounding-common.Rd and man/rounding-uncommon.Rd.
ROUNDED = [
    ("9.273", "9.3", True),  # up, down and to even agree
    ("7.584", "7.58", True),
    ("0.05", "0.1", True),  # up from 5 …
    ("0.15", "0.1", True),  # … and down
    ("0.15", "0.2", True),
    ("0.95", "0.9", True),
    ("0.95", "1.0", True),
    ("4.52", "4.6", False),  # ceiling
    ("4.67", "4.6", False),  # floor
    ("8.439", "8.43", False),  # truncation
    ("-8.439", "-8.43", False),
    ("8.421", "8.43", False),  # anti-truncation
    ("-8.421", "-8.43", False),
]


@pytest.mark.parametrize(("original", "printed", "nearest"), ROUNDED)
def test_scrutinys_examples_of_rounding(original: str, printed: str, nearest: bool) -> None:
    found = read(f"{printed}%")
    assert (F(original) in found.strict) is nearest
    assert F(original) in found.robust


# statcheck by Michèle Nuijten et al., tests/testthat/test-error.R: a printed statistic stands for
# all that round to it (t = 2.0 for 1.95 to 2.05), and a printed p is wrong if none of them has it.
STATCHECK = [
    ("t", "2.20", "0.03", False),
    ("t", "-2.20", "0.03", False),
    ("t", "2.20", "more than 0.05", False),
    ("t", "2.0", "less than 0.05", True),
    ("t", "1.20", "0.03", False),
    ("t", "2.20", "0.30", False),
    ("t", "2", "0.02", True),
    ("t", "2", "0.14", True),
    ("t", "2.2", "0.03", True),
    ("t", "2.2", "0.04", True),
    ("t", "2.2", "0.036", True),
    ("t", "2.20", "0.036", True),
    ("t", "2.20", "0.037", True),
    ("t", "2.2", "less than 0.08", True),
    ("t", "2.2", "more than 0.02", True),
    ("t", "2.2", "0.08", False),
    ("t", "2.2", "0.02", False),
    ("t", "2.2", "more than 0.08", False),
    ("t", "2.2", "less than 0.02", False),
    ("z", "2.20", "0.04", False),
    ("z", "-2.42", "0.016", True),
]


def two_tailed(test: str, statistic: float) -> float:
    """The p of z, or of t with 28 degrees of freedom (Abramowitz and Stegun 1964, 26.7.4)."""
    if test == "z":
        return erfc(abs(statistic) / sqrt(2))
    angle = arctangent(abs(statistic) / sqrt(28))
    term = total = 1.0
    for step in range(1, 14):
        term *= (2 * step - 1) / (2 * step) * cos(angle) ** 2
        total += term
    return 1 - sin(angle) * total


@pytest.mark.parametrize(("test", "statistic", "p", "consistent"), STATCHECK)
def test_statchecks_cases_of_rounding(test: str, statistic: str, p: str, consistent: bool) -> None:
    printed = read(f"{statistic}%")
    ends = [abs(float(end)) for end in (printed.strict.low, printed.strict.high) if end is not None]
    recomputed = Interval(F(two_tailed(test, max(ends))), F(two_tailed(test, min(ends))))
    evidence = Quantity(
        F(two_tailed(test, float(F(statistic)))),
        "percent",
        *[recomputed] * 4,
    )
    verdict = compare(read(f"{p}%"), evidence)
    holds_up = verdict in (EvidenceVerdict.EXACT, EvidenceVerdict.WITHIN_ROUNDING)
    assert holds_up is consistent
