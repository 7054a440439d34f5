"""The intervals that printed digits and hedging words admit, as the codebook's table has them."""

from __future__ import annotations

from fractions import Fraction

import pytest

from figurecheck.intervals import Interval
from figurecheck.phrases import HEDGES, read
from figurecheck.phrases.bounds import printed
from figurecheck.phrases.numerals import Reading, digit_readings


def closed(low: str | None, high: str | None) -> Interval:
    return Interval(_end(low), _end(high))


def opened(low: str | None, high: str | None) -> Interval:
    return Interval(_end(low), _end(high), low is not None, high is not None)


def _end(text: str | None) -> Fraction | None:
    return None if text is None else Fraction(text)


@pytest.mark.parametrize(
    ("text", "places", "default"),
    [
        ("2.76", ["0.01"], "0.01"),
        ("2.40", ["0.01"], "0.01"),
        ("65", ["1"], "1"),
        ("5", ["1"], "1"),
        ("10", ["1", "10"], "1"),
        ("300", ["1", "10", "100"], "10"),
        ("274,200", ["1", "10", "100"], "100"),
        ("100,000", ["1", "10", "100", "1000", "10000", "100000"], "10000"),
    ],
)
def test_trailing_zeros_admit_places_and_two_digits_stay(
    text: str, places: list[str], default: str
) -> None:
    reading = digit_readings(text)[0]
    assert reading.places == tuple(Fraction(place) for place in places)
    assert reading.granularity == Fraction(default)


def test_the_granularity_follows_the_printed_scale() -> None:
    assert read("2.76 million tons").granularity == 10_000
    assert read("10 million tons").granularity == 1_000_000
    assert read("1 млн 84 тыс. тонн").granularity == 1000
    assert read("274,200 tons").granularities == (1, 10, 100)


@pytest.mark.parametrize(
    ("phrase", "hedge", "semantic", "pragmatic"),
    [
        ("$24bn", "", closed("23.5", "24.5"), closed("23.5", "24.5")),
        ("over $24bn", "over", opened("24", None), opened("24", "25")),
        ("at least $24bn", "at least", closed("24", None), closed("24", "25")),
        ("around $24bn", "about", closed("23.5", "24.5"), closed("23.5", "24.5")),
        ("nearly $24bn", "nearly", opened("23", "24"), opened("23.5", "24")),
        ("up to $6bn", "up to", closed(None, "6"), closed("5", "6")),
        ("less than $6bn", "less than", opened(None, "6"), opened("5", "6")),
        ("$24-26bn", "range", closed("24", "26"), closed("24", "26")),
    ],
)
def test_a_hedge_has_what_it_entails_and_what_it_suggests(
    phrase: str, hedge: str, semantic: Interval, pragmatic: Interval
) -> None:
    found = read(phrase)
    billion = Fraction(10**9)
    assert found.hedge == hedge
    assert (found.semantic, found.pragmatic) == (semantic * billion, pragmatic * billion)


def test_about_takes_the_coarsest_place() -> None:
    found = read("around 300 bilateral agreements")
    assert found.granularity == 100
    assert found.semantic == closed("250", "350")
    assert found.pragmatic == closed("275", "325")


def test_about_is_never_narrower_than_the_digits_alone() -> None:
    assert read("about 2.7 million tons").pragmatic == read("2.7 million tons").strict


def test_strict_rounds_and_robust_truncates_too() -> None:
    found = read("2.76 million tons")
    assert found.strict == closed("2755000", "2765000")
    assert found.robust == closed("2750000", "2770000")


@pytest.mark.parametrize(
    ("phrase", "strict", "semantic", "pragmatic"),
    [
        ("22-fold rise", closed("21.5", "22.5"), closed("21.5", "23.5"), closed("21.5", "22.5")),
        ("sixfold", closed("5.5", "6.5"), closed("5.5", "7.5"), closed("5.5", "6.5")),
        ("doubled", closed("1.5", "2.5"), closed("1", "3"), closed("1.5", "2.5")),
        ("triple", closed("2.5", "3.5"), closed("2", "4"), closed("2.5", "3.5")),
        ("halved", closed("0.45", "0.55"), closed("0.4", "0.6"), closed("0.45", "0.55")),
        (
            "в 2,5 раза больше",
            closed("2.45", "2.55"),
            closed("2.45", "2.55"),
            closed("2.45", "2.55"),
        ),
        ("more than doubled", closed("1.5", "2.5"), opened("2", None), opened("2", "3")),
        ("nearly doubled", closed("1.5", "2.5"), opened("1", "2"), opened("1.5", "2")),
    ],
)
def test_a_ratio_has_the_readings_of_its_word(
    phrase: str, strict: Interval, semantic: Interval, pragmatic: Interval
) -> None:
    found = read(phrase, "times")
    assert (found.strict, found.semantic, found.pragmatic) == (strict, semantic, pragmatic)


@pytest.mark.parametrize(
    ("phrase", "semantic", "pragmatic"),
    [
        ("more than a third", opened("100/3", "100"), opened("100/3", "50")),
        ("more than half", opened("50", "100"), opened("50", "200/3")),
        ("nearly half", opened("100/3", "50"), opened("125/3", "50")),
        ("half", closed("125/3", "175/3"), closed("125/3", "175/3")),
        ("a fifth", closed("10", "30"), closed("10", "30")),
    ],
)
def test_fractions_stand_on_a_ladder(phrase: str, semantic: Interval, pragmatic: Interval) -> None:
    found = read(phrase, "percent")
    assert (found.semantic, found.pragmatic) == (semantic, pragmatic)


def test_a_fall_mirrors_the_intervals() -> None:
    found = read("fell by more than 5%")
    assert found.value == -5
    assert found.semantic == opened(None, "-5")
    assert found.pragmatic == opened("-6", "-5")


@pytest.mark.parametrize(
    ("phrase", "unit"),
    [
        ("six organizations", "organizations"),
        ("just two days after", "days"),
        ("third place", "rank"),
    ],
)
def test_small_counts_in_words_and_ranks_are_exact(phrase: str, unit: str) -> None:
    found = read(phrase, unit)
    assert found.hedge == "exact"
    assert found.strict == Interval.exactly(found.value)


def test_counts_in_digits_are_rounded_and_hedged_words_are_not_exact() -> None:
    assert read("6 organizations").strict == closed("5.5", "6.5")
    assert read("more than six organizations").hedge == "over"


def test_a_top_five_rank_is_one_of_the_first_five() -> None:
    found = read("a top five foreign investor")
    assert (found.value, found.unit, found.semantic) == (5, "rank", closed("1", "5"))


def test_an_occurrence_is_one_exactly() -> None:
    assert read("on 24 September 2020", "event").strict == Interval.exactly(1)


def test_a_range_is_cautious_the_low_amount_and_the_long_duration() -> None:
    assert read("$24-24.5 billion").value == 24 * 10**9
    assert read("28-32 days").value == 32
    assert read("28-32 days").strict == closed("27.5", "32.5")


def test_every_hedge_is_documented() -> None:
    reading = Reading(Fraction(5), (Fraction(1),))
    assert all(printed(reading, hedge).strict == closed("4.5", "5.5") for hedge in HEDGES)
