"""Interval arithmetic holds every result, and only as much as it must."""

from __future__ import annotations

from dataclasses import FrozenInstanceError
from fractions import Fraction as F

import pytest
from hypothesis import given
from hypothesis import strategies as st

from figurecheck.intervals import Interval

ends = st.fractions(min_value=-50, max_value=50, max_denominator=40)


@st.composite
def intervals(draw: st.DrawFn) -> Interval:
    low, high = sorted((draw(ends), draw(ends)))
    if low == high:
        return Interval.exactly(low)
    low_end = None if draw(st.booleans()) and draw(st.booleans()) else low
    high_end = None if draw(st.booleans()) and draw(st.booleans()) else high
    return Interval(low_end, high_end, draw(st.booleans()), draw(st.booleans()))


@st.composite
def members(draw: st.DrawFn, interval: Interval) -> F:
    low = interval.low if interval.low is not None else (interval.high or F(0)) - 60
    high = interval.high if interval.high is not None else (interval.low or F(0)) + 60
    share = draw(st.fractions(min_value=0, max_value=1, max_denominator=50))
    value = low + (high - low) * share
    return value if value in interval else (low + high) / 2


@given(st.data())
def test_every_sum_difference_and_product_of_members_lies_in_the_result(
    data: st.DataObject,
) -> None:
    one, other = data.draw(intervals()), data.draw(intervals())
    a, b = data.draw(members(one)), data.draw(members(other))
    assert a + b in one + other
    assert a - b in one - other
    assert a * b in one * other


@given(st.data())
def test_every_quotient_of_members_lies_in_the_result(data: st.DataObject) -> None:
    one, other = data.draw(intervals()), data.draw(intervals())
    if F(0) in other or (
        (other.low is None or other.low < 0) and (other.high is None or other.high > 0)
    ):
        with pytest.raises(ZeroDivisionError):
            one / other
    else:
        assert data.draw(members(one)) / data.draw(members(other)) in one / other


@given(intervals(), intervals())
def test_overlap_is_symmetric_and_agrees_with_the_hull(one: Interval, other: Interval) -> None:
    assert one.overlaps(other) == other.overlaps(one)
    hull = one.hull(other)
    assert hull.overlaps(one)
    assert hull.overlaps(other)


@pytest.mark.parametrize(
    ("one", "other", "meet"),
    [
        (Interval(F(1), F(2)), Interval(F(2), F(3)), True),
        (Interval(F(1), F(2), False, True), Interval(F(2), F(3)), False),
        (Interval(F(1), F(2)), Interval(F(2), F(3), True), False),
        (Interval(F(1), F(2)), Interval(None, None), True),
        (Interval(None, F(1)), Interval(F(1), None, True), False),
        (Interval.exactly(1), Interval.exactly(1), True),
    ],
)
def test_intervals_that_only_touch_meet_where_both_are_closed(
    one: Interval, other: Interval, meet: bool
) -> None:
    assert one.overlaps(other) is meet


def test_an_empty_interval_is_refused() -> None:
    with pytest.raises(ValueError, match="cannot be empty"):
        Interval(F(2), F(1))
    with pytest.raises(ValueError, match="cannot be empty"):
        Interval(F(1), F(1), low_open=True)


def test_openness_survives_arithmetic() -> None:
    above_a_third = Interval(F(1, 3), F(1), True, True)
    assert (above_a_third + 1).low_open
    assert str(Interval(F(47, 2), F(49, 2)) / (above_a_third + 1)) == "(47/4, 147/8)"


@given(intervals())
def test_negation_twice_gives_the_interval_back(one: Interval) -> None:
    mirrored = -one
    assert -mirrored == one


def test_plain_numbers_enter_from_either_side() -> None:
    one = Interval(F(1), F(2))
    assert 1 + one == one + 1
    assert 3 - one == Interval(F(1), F(2))
    assert 2 * one == one * 2
    assert 2 / one == Interval(F(1), F(2))


@pytest.mark.parametrize(
    ("interval", "written"),
    [
        (Interval(F(1), F(2)), "[1, 2]"),
        (Interval(F(1), F(2), True, False), "(1, 2]"),
        (Interval(F(1), F(2), False, True), "[1, 2)"),
        (Interval(F(1, 3), F(2), True, True), "(1/3, 2)"),
        (Interval(None, F(2)), "(-∞, 2]"),
        (Interval(F(1), None), "[1, ∞)"),
        (Interval(None, None), "(-∞, ∞)"),
    ],
)
def test_an_interval_is_written_with_brackets_that_show_its_open_ends(
    interval: Interval, written: str
) -> None:
    assert str(interval) == written


def test_an_end_without_bound_is_never_marked_as_left_out() -> None:
    everything, above = Interval(None, None), Interval(F(1), None)
    assert everything + 1 == everything * 2 == everything.hull(above) == everything
    assert above + above == Interval(F(2), None)
    assert -above == Interval(None, F(-1))


@pytest.mark.parametrize(
    ("ends", "message"),
    [
        ((F(2), F(1)), r"^an interval cannot be empty: \[2, 1\]$"),
        ((F(1), F(1), True), r"^an interval cannot be empty: \(1, 1\]$"),
        ((F(1), F(1), False, True), r"^an interval cannot be empty: \[1, 1\)$"),
    ],
)
def test_the_error_shows_the_empty_interval(ends: tuple[F, ...], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Interval(*ends)


def test_the_error_shows_the_divisor_that_holds_nought() -> None:
    with pytest.raises(ZeroDivisionError, match=r"^division by \[-1, 1\], which holds nought$"):
        1 / Interval(F(-1), F(1))


def test_an_interval_cannot_be_changed_and_stands_in_sets() -> None:
    one = Interval(F(1), F(2))
    with pytest.raises(FrozenInstanceError):
        one.low = F(0)  # type: ignore[misc]
    assert {one, Interval(F(1), F(2))} == {one}
    assert not hasattr(one, "__dict__")  # thousands of them are held at once
