"""Growth, bases, paces, shares and gaps: the worked values of the field, and their rules."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction as F

import pytest
from hypothesis import given
from hypothesis import strategies as st

from figurecheck import growth
from figurecheck.intervals import Interval
from figurecheck.quantities import CONVENTIONS, Quantity


def rounded(text: str, unit: str = "tonne", scale: int = 1, key: str = "") -> Quantity:
    """A number as rounded to its last printed place."""
    value = F(text) * scale
    grain = F(scale, 10 ** len(text.partition(".")[2]))
    strict = Interval(value - grain / 2, value + grain / 2)
    robust = Interval(value - grain, value + grain)
    return Quantity(
        value, unit, strict, robust, strict, strict, text, "", grain, (grain,), key or text
    )


def bounds(quantity: Quantity, places: int) -> tuple[float, float]:
    low, high = quantity.strict.low, quantity.strict.high
    return round(float(low or 0), places), round(float(high or 0), places)


def test_january_2024_implies_its_base() -> None:
    level = rounded("2742", scale=100)
    base = growth.implied_base(level, rounded("147", "percent"))
    assert bounds(base, 0) == (110_768, 111_258)


def test_2023_implies_a_base_that_fits_one_of_three_published_ones() -> None:
    base = growth.implied_base(rounded("2.76"), rounded("65", "percent"))
    assert bounds(base, 3) == (1.665, 1.681)
    assert base.strict.overlaps(rounded("1.7").strict)
    assert not base.robust.overlaps(rounded("1.485").robust)
    assert not base.robust.overlaps(rounded("1.5").robust)


def test_seven_months_of_2024_grew_by_63_and_62_is_within_rounding() -> None:
    grown = growth.growth(rounded("2.56"), rounded("1.57"))
    assert bounds(grown, 1) == (62.2, 63.9)
    assert round(grown.value) == 63
    assert grown.strict.overlaps(rounded("62", "percent").strict)
    assert not grown.strict.overlaps(rounded("61", "percent").strict)


def test_845_against_311_is_a_ratio_near_three_and_not_seven() -> None:
    ratio = growth.ratio(rounded("845"), rounded("311"))
    assert bounds(ratio, 3) == (2.711, 2.723)


def test_an_exact_target_needs_a_pace() -> None:
    target = Quantity.exactly(10_000_000, "tonne")
    pace = growth.compound_growth(target, rounded("2.76", scale=1_000_000), 4)
    assert bounds(pace, 1) == (37.9, 38.0)


def test_more_than_a_third_to_24bn_bounds_the_base_from_above() -> None:
    third = Interval(F(100, 3), F(100), True, True)
    rise = Quantity(F(100, 3), "percent", third, third, third, third, hedge="over")
    base = growth.implied_base(rounded("24", "USD"), rise)
    assert base.semantic.high == F(147, 8)
    assert base.semantic.high_open


def test_two_units_cannot_be_compared() -> None:
    with pytest.raises(ValueError, match="two units"):
        growth.growth(rounded("1", "tonne"), rounded("1", "TEU"))


def test_a_result_names_its_inputs_and_its_formula() -> None:
    grown = growth.growth(rounded("3", key="F2"), rounded("2", key="F1"))
    assert (grown.key, grown.inputs) == ("growth-F2-F1", ("F2", "F1"))
    assert grown.formula == "level ÷ base − 1"


@given(
    st.decimals(1, 9999, places=2, allow_nan=False), st.decimals(1, 9999, places=1, allow_nan=False)
)
def test_the_implied_base_gives_the_growth_back(level: object, rate: object) -> None:
    printed, rise = rounded(str(level)), rounded(str(rate), "percent")
    base = growth.implied_base(printed, rise)
    again = growth.growth(printed, base)
    assert again.value == rise.value
    for convention in CONVENTIONS:
        assert rise.value in again.interval(convention)


@given(st.fractions(F(1, 100), 100, max_denominator=999), st.integers(1, 30))
def test_compound_growth_compounds_back_to_the_ratio(ratio: F, years: int) -> None:
    level, base = Quantity.exactly(ratio, "tonne"), Quantity.exactly(1, "tonne")
    rate = growth.compound_growth(level, base, years)
    for convention in CONVENTIONS:
        assert ratio in growth.compounded(rate, years).interval(convention)


def test_compound_growth_of_one_year_is_growth() -> None:
    level, base = rounded("3"), rounded("2")
    assert growth.compound_growth(level, base, 1).value == growth.growth(level, base).value
    with pytest.raises(ValueError, match="at least one year"):
        growth.compound_growth(level, base, 0)


@pytest.mark.parametrize(
    ("printed", "possible"), [("0.8", True), ("0.7", False), ("1.2", True), ("1.3", False)]
)
def test_parts_add_up_when_their_rounding_allows_it(printed: str, possible: bool) -> None:
    parts = [rounded("0.3"), rounded("0.3"), rounded("0.4")]
    narrow = rounded(printed)
    assert growth.adds_up(parts, narrow) is possible


def test_a_month_annualised_is_twelve_of_it_and_utilisation_a_share_of_capacity() -> None:
    month, capacity = rounded("0.2742"), Quantity.exactly(6, "tonne")
    year = growth.annualised(month, 1)
    assert year.value == F("3.2904")
    assert growth.utilisation(year, capacity).value == F("54.84")


def test_the_mirror_gap_is_what_the_partner_counts_beyond() -> None:
    gap = growth.mirror_gap(rounded("31.5", "USD"), rounded("41", "USD"))
    assert bounds(gap, 2) == (8.95, 10.05)


def test_every_result_says_how_it_was_made_from_what_and_in_which_unit() -> None:
    level, base = rounded("3", key="F2"), rounded("2", key="F1")
    rise, times = rounded("50", "percent", key="F3"), rounded("1.5", "times", key="F4")
    made = [
        growth.growth(level, base),
        growth.ratio(level, base),
        growth.implied_base(level, rise),
        growth.implied_base(level, times),
        growth.compound_growth(level, base, 4),
        growth.compounded(rise, 4),
        growth.share(level, base),
        growth.annualised(level, 5),
        growth.utilisation(level, base),
        growth.mirror_gap(level, base),
        growth.lead(level, base),
        growth.total([level, base, base]),
    ]
    assert [(found.key, found.unit, found.formula) for found in made] == [
        ("growth-F2-F1", "percent", "level ÷ base − 1"),
        ("ratio-F2-F1", "times", "level ÷ base"),
        ("base-F2-F3", "tonne", "level ÷ (1 + growth)"),
        ("base-F2-F4", "tonne", "level ÷ ratio"),
        ("pace-F2-F1", "percent", "(level ÷ base)^(1/4) − 1"),
        ("compounded-F3", "times", "(1 + growth)^4"),
        ("share-F2-F1", "percent", "part ÷ whole"),
        ("annualised-F2", "tonne", "level × 12 ÷ 5"),
        ("utilisation-F2-F1", "percent", "level ÷ capacity"),
        ("gap-F1-F2", "tonne", "partner's figure − own figure"),
        ("lead-F2-F1", "tonne", "figure − other figure"),
        ("total-F2-F1-F1", "tonne", "part + part + part"),
    ]
    assert (made[2].value, made[3].value, made[7].value) == (2, 2, F(36, 5))


@pytest.mark.parametrize(
    "operation",
    [
        growth.growth,
        growth.ratio,
        growth.share,
        growth.utilisation,
        growth.lead,
        growth.mirror_gap,
        lambda one, other: growth.compound_growth(one, other, 2),
        lambda one, other: growth.total([one, one, other]),
        lambda one, other: growth.adds_up([one, other], one),
    ],
)
def test_no_operation_mixes_two_units(operation: Callable[[Quantity, Quantity], object]) -> None:
    with pytest.raises(ValueError, match="quantities of two units cannot be compared"):
        operation(rounded("3", "tonne"), rounded("2", "TEU"))


def test_the_error_of_two_units_names_both_by_their_keys_or_their_values() -> None:
    with pytest.raises(ValueError, match=r"^F2 is in tonne and F1 in TEU: quantities of two"):
        growth.ratio(rounded("3", key="F2"), rounded("2", "TEU", key="F1"))
    with pytest.raises(ValueError, match=r"^3 is in tonne and 2 in TEU: quantities"):
        growth.ratio(Quantity.exactly(3, "tonne"), Quantity.exactly(2, "TEU"))


@pytest.mark.parametrize("years", [1, 2, 3, 4, 5, 12])
@pytest.mark.parametrize("factor", [F(0), F(1, 10), F(1), F(11, 10), F(2), F(3, 2), F(30)])
def test_a_root_that_is_a_decimal_is_found_exactly(factor: F, years: int) -> None:
    level, base = Quantity.exactly(factor**years, "tonne"), Quantity.exactly(1, "tonne")
    pace = growth.compound_growth(level, base, years)
    assert pace.value == (factor - 1) * 100
    assert pace.strict == Interval.exactly((factor - 1) * 100)


@pytest.mark.parametrize("years", [2, 3, 4, 5, 12])
@pytest.mark.parametrize("ratio", [F(2), F(1, 3), F(10**9 + 7), F(7, 10**6)])
def test_a_root_that_is_no_decimal_lies_between_two_neighbours_of_15_decimals(
    ratio: F, years: int
) -> None:
    level, base = Quantity.exactly(ratio, "tonne"), Quantity.exactly(1, "tonne")
    pace = growth.compound_growth(level, base, years)
    assert pace.strict.low == pace.value
    assert pace.strict.high == pace.value + F(100, 10**15)
    assert (1 + pace.value / 100) ** years < ratio < (1 + (pace.strict.high or 0) / 100) ** years


def test_the_root_of_hardly_anything_is_rounded_down_too() -> None:
    level, base = Quantity.exactly(F(2, 10**45), "tonne"), Quantity.exactly(1, "tonne")
    assert growth.compound_growth(level, base, 3).value == (F(1, 10**15) - 1) * 100


def over(value: int) -> Quantity:
    beyond, reader = Interval(F(value), None, True), Interval(F(value), F(value + 1), True, True)
    return Quantity(F(value), "tonne", beyond, beyond, beyond, reader, hedge="over")


def test_the_pace_to_more_than_a_level_has_an_open_end_where_the_root_is_exact() -> None:
    base = Quantity.exactly(1, "tonne")
    exact = growth.compound_growth(over(8), base, 3)
    assert str(exact.semantic) == "(100, ∞)"
    assert exact.pragmatic.low_open
    assert not exact.pragmatic.high_open  # 9 has no exact cube root: the end is rounded outwards
    assert str(growth.compound_growth(over(26), base, 3).pragmatic).endswith(", 200)")
    assert not growth.compound_growth(over(9), base, 3).semantic.low_open


def test_a_pace_needs_numbers_that_are_not_negative() -> None:
    nought = Quantity.exactly(0, "tonne")
    assert growth.compound_growth(nought, Quantity.exactly(1, "tonne"), 2).value == -100
    for low in (F(-1), None):
        doubtful = replace(nought, strict=Interval(low, F(1)))
        with pytest.raises(ValueError, match=r"^a root needs numbers that are not negative, not"):
            growth.compound_growth(doubtful, Quantity.exactly(1, "tonne"), 2)


def test_the_shortest_pace_is_of_one_year() -> None:
    with pytest.raises(ValueError, match=r"^compound growth needs at least one year, not 0$"):
        growth.compound_growth(rounded("3"), rounded("2"), 0)
