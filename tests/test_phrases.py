"""The rules by which a phrase becomes a quantity, each with its neighbours on both sides."""

from __future__ import annotations

from fractions import Fraction

import pytest

from figurecheck.phrases import Unreadable, describe, read
from figurecheck.phrases.columns import Column, column, singular
from figurecheck.phrases.numerals import digit_readings
from figurecheck.phrases.tokens import LONGEST_PHRASE


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
        ("2,764 million tons", "million tonnes", "2764000"),
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


@pytest.mark.parametrize(
    "phrase", ["$1,250 million", "2,764 million tons", "$14.770", "274.200 tons"]
)
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
