"""The rules by which a phrase becomes a quantity, each with its neighbours on both sides."""

from __future__ import annotations

from fractions import Fraction

import pytest

from figurecheck.intervals import Interval
from figurecheck.phrases import HEDGES, Unreadable, describe, read
from figurecheck.phrases.bounds import printed
from figurecheck.phrases.columns import Column, column, singular
from figurecheck.phrases.numerals import Reading, digit_readings
from figurecheck.phrases.tokens import LONGEST_PHRASE


def closed(low: str | None, high: str | None) -> Interval:
    return Interval(_end(low), _end(high))


def opened(low: str | None, high: str | None) -> Interval:
    return Interval(_end(low), _end(high), low is not None, high is not None)


def _end(text: str | None) -> Fraction | None:
    return None if text is None else Fraction(text)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("27", ["27"]),
        ("1,570,000", ["1570000"]),
        ("20.330.104", ["20330104"]),
        ("547 000", ["547000"]),
        ("1'234'567.8", ["12345678/10"]),
        ("1,234.5", ["12345/10"]),
        ("1.234,5", ["12345/10"]),
        ("1,57", ["157/100"]),
        ("1,570", ["1570", "157/100"]),
        ("1,5700", ["157/100"]),
        ("0,570", ["57/100"]),
        ("2.764", ["2764", "2764/1000"]),
        ("18291990619.137", ["18291990619137/1000"]),
        ("1,20,000", []),
        ("1,2,3", []),
        ("12.34.56", []),
    ],
)
def test_separators_give_every_reading_that_their_place_admits(
    text: str, values: list[str]
) -> None:
    assert [reading.value for reading in digit_readings(text)] == [Fraction(v) for v in values]


@pytest.mark.parametrize(
    ("phrase", "unit", "value"),
    [
        ("27,290 containers", None, "27290"),  # what is counted has no decimals
        ("27.290 containers", None, "27290"),
        ("2,764 million tons", None, "2764000"),  # a thousand million tons has its own word
        ("2.764 million tons", None, "2764000"),
        ("2,764 тыс. тонн", None, "2764"),
        ("2,764 thousand tons", None, "2764000"),
        ("1,250 million dollars", "USD billion", "1250000000"),
        ("1,250 млн долларов", None, "1250000"),
        ("up 1,250 percent", None, "1250"),
        ("рост на 1,250 процента", None, "5/4"),
        ("1,594億ドル", None, "159400000000"),
        ("oltre 14.770 dollari", None, "14770"),
        ("from 1.5 to 2,764 tons", None, "2764"),  # the other numeral shows the point is decimal
    ],
)
def test_a_single_separator_is_decided_by_unit_scale_and_language(
    phrase: str, unit: str | None, value: str
) -> None:
    assert read(phrase, unit).value == Fraction(value)


@pytest.mark.parametrize("phrase", ["$1,250 million", "$14.770", "274.200 tons"])
def test_a_separator_that_nothing_decides_is_unreadable(phrase: str) -> None:
    with pytest.raises(Unreadable, match="separator"):
        read(phrase)


def test_the_columns_unit_decides_a_separator() -> None:
    assert read("274.200 tons", "thousand tonnes").value == 274200


@pytest.mark.parametrize(
    ("phrase", "unit", "value"),
    [
        ("999", "USD billion", "999000000000"),
        ("1000", "USD billion", "1000000000"),  # millions: [1, 1000) of the column's unit
        ("999,999", "USD billion", "999999000000"),
        ("1,000,000", "USD billion", "1000000000"),
        ("18291990619", "USD billion", "18291990619"),
        ("120,561.10", "KZT trillion", "120561100000000"),
        ("$999", "USD billion", "999000000000"),
        ("$245,000", "USD million", "245000"),
        ("100,000 TEUs", "thousand TEU", "100000"),
        ("1,000 TEU", "thousand TEU", "1000"),
        ("419", "trains", "419"),
        ("27,290.005", "international-$", "27290.005"),
    ],
)
def test_without_scale_word_the_column_supplies_the_scale(
    phrase: str, unit: str, value: str
) -> None:
    assert read(phrase, unit).value == Fraction(value)


@pytest.mark.parametrize(
    ("phrase", "unit"),
    [("999 TEU", "thousand TEU"), ("28,020", "USD million"), ("9" * 16, "USD billion")],
)
def test_a_scale_in_doubt_is_unreadable(phrase: str, unit: str) -> None:
    with pytest.raises(Unreadable, match="scale"):
        read(phrase, unit)


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


def test_nth_counts_the_numbers_of_the_unit_whatever_grammar_prefers() -> None:
    phrase = "up 5% to $94.82 billion in 2024 from $89.4 billion in 2023"
    assert [float(read(phrase, "USD billion", nth).value) for nth in (1, 2)] == [94.82e9, 89.4e9]
    with pytest.raises(Unreadable, match="2 numbers"):
        read(phrase, "USD billion", 3)
    with pytest.raises(Unreadable, match="counts from 1"):
        read(phrase, "USD billion", 0)


def test_an_undecided_choice_names_the_candidates_and_the_way_out() -> None:
    with pytest.raises(Unreadable, match=r"\$3 billion, \$2 billion; column nth chooses"):
        read("exports $3 billion, imports $2 billion", "USD billion")


@pytest.mark.parametrize(
    ("phrase", "value"),
    [
        ("grew less than 5%", 5),
        ("5% less", -5),
        ("fell 5%", -5),
        ("fell to 5%", 5),
        ("fell by 5% to $3bn", -5),
        ("5%, down from 6%", 5),
        ("down 5% from May", -5),
        ("exports fell, imports rose 5%", 5),
        ("на 5% ниже", -5),
        ("ниже на 5%", -5),
        ("не менее 5%", 5),
        ("менее 5%", 5),
    ],
)
def test_only_a_fall_by_a_percentage_is_negative(phrase: str, value: int) -> None:
    assert read(phrase, "percent").value == value


@pytest.mark.parametrize(
    ("unit", "found"),
    [
        ("USD billion", Column("USD", "USD", Fraction(10**9))),
        ("USD (2010)", Column("USD (2010)", "USD")),
        ("USD billion (2015)", Column("USD (2015)", "USD", Fraction(10**9))),
        ("international-$ billion", Column("international-$", "international-$", Fraction(10**9))),
        ("thousand TEU", Column("TEU", "TEU", Fraction(1000))),
        ("trains per year", Column("train", "train")),
        ("million tonnes", Column("tonne", "tonne", Fraction(10**6))),
        ("persons", Column("person", "person")),
        ("wagons", Column("wagon", "wagon")),
        ("chairmanships", Column("chairmanship", "chairmanship")),
        ("term", Column("event", "event")),
    ],
)
def test_a_columns_unit_has_a_canonical_form(unit: str, found: Column) -> None:
    assert column(unit) == found


def test_nouns_lose_their_plural() -> None:
    assert [singular(noun) for noun in ("cities", "trains", "business", "series")] == [
        "city",
        "train",
        "business",
        "sery",
    ]


def test_the_longest_phrase_is_read_and_a_longer_one_is_not() -> None:
    phrase = "65%".ljust(LONGEST_PHRASE)
    assert read(phrase).value == 65
    with pytest.raises(Unreadable, match=str(LONGEST_PHRASE)):
        read(phrase + " ")


@pytest.mark.parametrize("phrase", ["", "   ", "\u200b"])
def test_an_empty_phrase_is_unreadable(phrase: str) -> None:
    with pytest.raises(Unreadable, match="empty"):
        read(phrase, "percent")


def test_describe_gives_plain_numbers_and_null_for_no_bound() -> None:
    assert describe("over $24 billion") == {
        "as_written": "over $24 billion",
        "value": 24_000_000_000,
        "unit": "USD",
        "hedge": "over",
        "granularity": 1_000_000_000,
        "strict": [23_500_000_000, 24_500_000_000],
        "robust": [23_000_000_000, 25_000_000_000],
        "semantic": [24_000_000_000, None],
        "pragmatic": [24_000_000_000, 25_000_000_000],
    }
    assert describe("three hundred", "percent", 7).keys() == {"as_written", "error"}


def test_every_hedge_is_documented() -> None:
    reading = Reading(Fraction(5), (Fraction(1),))
    assert all(printed(reading, hedge).strict == closed("4.5", "5.5") for hedge in HEDGES)  # type: ignore[arg-type]
