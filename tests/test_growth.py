"""Growth, bases, paces, shares and gaps: the worked values of the field, and their rules."""

from __future__ import annotations

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
