"""What holds of every phrase: reading back what was printed, scaling, never crashing."""

from __future__ import annotations

import sys
from collections.abc import Callable
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from figurecheck.phrases import Unreadable, describe, numbers, read
from figurecheck.phrases.vocabulary import word_list

_LESS_THAN_A_THOUSAND = st.decimals("0.01", "999.99", places=2)
_ENGLISH_TEENS = word_list(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
)
_ENGLISH_TENS = word_list("twenty thirty forty fifty sixty seventy eighty ninety")
_RUSSIAN_TEENS = word_list(
    "ноль один два три четыре пять шесть семь восемь девять десять одиннадцать двенадцать "
    "тринадцать "
    "четырнадцать пятнадцать шестнадцать семнадцать восемнадцать девятнадцать"
)
_RUSSIAN_TENS = word_list(
    "двадцать тридцать сорок пятьдесят шестьдесят семьдесят восемьдесят девяносто"
)
_RUSSIAN_HUNDREDS = word_list(
    "сто двести триста четыреста пятьсот шестьсот семьсот восемьсот девятьсот"
)


def english(value: int) -> str:
    if value < 20:
        return _ENGLISH_TEENS[value]
    if value < 100:
        tens, unit = divmod(value, 10)
        return _ENGLISH_TENS[tens - 2] + (f"-{_ENGLISH_TEENS[unit]}" if unit else "")
    hundreds, rest = divmod(value, 100)
    return f"{_ENGLISH_TEENS[hundreds]} hundred" + (f" and {english(rest)}" if rest else "")


def russian(value: int) -> str:
    hundreds, rest = divmod(value, 100)
    words = [_RUSSIAN_HUNDREDS[hundreds - 1]] if hundreds else []
    if rest >= 20:
        words.append(_RUSSIAN_TENS[rest // 10 - 2])
        rest %= 10
    return " ".join([*words, *([_RUSSIAN_TEENS[rest]] if rest or not words else [])])


@given(st.integers(1, 999))
def test_number_words_read_back_in_english_and_russian(value: int) -> None:
    assert read(f"{english(value)} trains", "trains").value == value
    assert read(f"{russian(value)} поездов", "trains").value == value
    assert read(f"{english(value)} million tons", "million tonnes").value == value * 10**6
    assert read(f"{russian(value)} млн тонн", "million tonnes").value == value * 10**6


@given(st.integers(1000, 10**12))
@pytest.mark.parametrize("separator", [",", " ", "\u00a0", "\u202f", "'", "."])
def test_grouped_thousands_read_back(separator: str, value: int) -> None:
    printed = f"{value:,}".replace(",", separator)
    assert read(f"{printed} containers", "containers").value == value


@given(_LESS_THAN_A_THOUSAND)
def test_decimals_read_back_with_point_and_comma(value: Fraction) -> None:
    wanted = Fraction(value) * 10**6
    assert read(f"{value} million tons", "million tonnes").value == wanted
    assert read(f"{value} млн тонн".replace(".", ","), "million tonnes").value == wanted
    assert read(f"${value}m", "USD million").value == wanted


@given(_LESS_THAN_A_THOUSAND, st.sampled_from(["tonne", "thousand tonnes", "million tonnes"]))
def test_the_columns_scale_does_not_change_a_number_with_a_scale_word(
    value: Fraction, unit: str
) -> None:
    assert read(f"{value} million tons", unit) == read(f"{value} million tons")


@given(st.integers(1, 999))
def test_scale_words_multiply(value: int) -> None:
    found = [read(f"${value}{scale}").value for scale in ("k", "m", "bn", "tn")]
    assert found == [value * 1000**power for power in (1, 2, 3, 4)]


@given(_LESS_THAN_A_THOUSAND, st.sampled_from(["over", "about", "nearly", "up to", "at least", ""]))
def test_the_value_lies_in_or_at_the_end_of_every_interval(value: Fraction, hedge: str) -> None:
    found = read(f"{hedge} {value}%", "percent")
    for interval in (found.strict, found.robust, found.semantic, found.pragmatic):
        assert interval.low is None or interval.low <= found.value
        assert interval.high is None or found.value <= interval.high


@given(_LESS_THAN_A_THOUSAND)
def test_a_fall_is_the_mirrored_rise(value: Fraction) -> None:
    rise, fall = read(f"rose by {value}%"), read(f"fell by {value}%")
    assert (fall.value, fall.strict) == (-rise.value, -rise.strict)


@given(
    st.text(max_size=60), st.sampled_from(["percent", "USD billion", "times", "rank", "days", None])
)
def test_no_text_crashes_the_reader(phrase: str, unit: str | None) -> None:
    assert describe(phrase, unit)["as_written"] == phrase


_PIECES = word_list(
    "rose fell by to from than up down 12% $3 billion 4,5 млн тонн вдвое в 2 раза a third half one "
    "hundred and twenty - – ( ) , . 2023 May 1 first top no № 1,234 0 000 TEU up to more than "
    "including 2024-2025 2024/25 万 億 mt - fold six 300-ден астам 1/2 ½ 12:30 COVID-19 Q1"
)


@given(
    st.lists(st.sampled_from(_PIECES), max_size=14),
    st.booleans(),
    st.one_of(st.none(), st.integers(1, 3)),
)
def test_no_shuffled_phrase_crashes_the_reader(
    pieces: list[str], spaced: bool, nth: int | None
) -> None:
    phrase = (" " if spaced else "").join(pieces)
    for unit in (
        "percent",
        "million tonnes",
        "USD billion",
        "times",
        "rank",
        "days",
        "trains",
        None,
    ):
        assert describe(phrase, unit, nth)["as_written"] == phrase
    assert all(phrase[span.start : span.end] == span.text for span in numbers(phrase))


@given(st.text())
def test_spans_in_prose_are_in_order_and_in_place(text: str) -> None:
    last = 0
    for span in numbers(text):
        assert last <= span.start < span.end
        assert text[span.start : span.end] == span.text
        last = span.end


@given(st.integers(1, 99), st.integers(100, 999))
def test_words_around_a_number_do_not_change_it(percent: int, thousand: int) -> None:
    assume(percent != thousand)
    phrase = f"In 2023 traffic grew by {percent}% to {thousand},000 tons"
    assert read(phrase, "percent").value == percent
    assert read(phrase, "thousand tonnes").value == thousand * 1000


@pytest.mark.slow
@pytest.mark.parametrize(
    "piece", ["1,", "1 000 ", "from 1 to 2 % ", "(", "a third of ", "2-", "万", "up "]
)
def test_work_grows_with_length_only(piece: str) -> None:
    with pytest.raises(Unreadable):
        read(piece * 1_000_000, "percent")
    half, whole = (_calls(lambda n=n: describe((piece * n)[:n], "percent")) for n in (1000, 2000))
    assert whole < 3 * half + 1000
    half, whole = (_calls(lambda n=n: list(numbers(piece * n))) for n in (2_000, 4_000))
    assert whole < 3 * half + 1000


def _calls(work: Callable[[], object]) -> int:
    """How many calls the work makes: the same at every run, however busy the machine is."""
    count = 0

    def counted(*_: object) -> None:
        nonlocal count
        count += 1

    sys.setprofile(counted)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count
