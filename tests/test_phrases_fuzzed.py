"""Any text at all: no crash, no hang, and no number that the phrase does not print.

The oracle knows no grammar. It takes every way in which the digits of a phrase can be cut and
grouped, times the scale words that stand in it, and says which values could follow. A value
outside that set would be a silent wrong one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from fractions import Fraction as F
from itertools import combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from figurecheck.phrases import Unreadable, numbers, read
from figurecheck.phrases.measures import SCALED_UNITS
from figurecheck.phrases.ranks import _SUPERLATIVES
from figurecheck.phrases.ratios import multiple
from figurecheck.phrases.scales import ALONE, SCALES
from figurecheck.phrases.shares import VULGAR
from figurecheck.phrases.tokens import LONGEST_PHRASE
from figurecheck.phrases.vocabulary import word_list
from figurecheck.phrases.words import CARDINALS, DENOMINATORS, FRACTIONS, ordinal

UNITS = (
    *("percent", "USD billion", "million tonnes", "thousand TEU", "times", "rank", "days"),
    *("trains", "people", "EUR", None),
)
MOST_RUNS = 9  # of digits in a phrase whose values are worked out
MOST_GROUPS = 12  # of digits in a number; "1,000.0 1,000.0 2" may be one run of more
FACTORS = (F(1), F(7), F(1, 24))  # weeks and hours in a column of days
COLUMN_SCALES = (F(1), F(10**3), F(10**6), F(10**9))

_FRACTION_WORDS = frozenset(word for words in FRACTIONS for word in words)
_NUMBER_WORDS = frozenset({*CARDINALS, *DENOMINATORS, *ALONE, *SCALES, *_SUPERLATIVES, *VULGAR})
_RUN = re.compile(r"\d+(?:[.,' ]\d+)*")
_WORD = re.compile(r"(?:(?![\u2e80-\u9fff\uf900-\uffef])[^\W\d_])+")


def plain(phrase: str) -> str:
    """The phrase with the digits, spaces and apostrophes of every script as those of ASCII."""
    composed = unicodedata.normalize("NFC", phrase)
    return "".join(map(_plain, composed)).lower().replace("ё", "е")


def _plain(char: str) -> str:
    if unicodedata.category(char) == "Nd":
        return str(unicodedata.decimal(char))
    if unicodedata.category(char) == "Cf":
        return ""
    if "！" <= char <= "｠":
        return unicodedata.normalize("NFKC", char)
    return " " if char.isspace() else {"’": "'", "‘": "'", "ʼ": "'"}.get(char, char)


def words_in(text: str) -> list[str]:
    """Words as they stand, and each sign of Chinese and Japanese by itself."""
    return [*_WORD.findall(text), *(char for char in text if char > "\u2e7f" or char in VULGAR)]


def is_number_word(word: str) -> bool:
    return (
        word in _NUMBER_WORDS
        or word in _FRACTION_WORDS
        or word.startswith("пол")
        or ordinal(word) is not None
        or multiple(word) is not None
    )


def printed_numbers(text: str) -> Iterator[F]:
    """Every number that some groups of digits in a row may be, with or without decimals."""
    for run in _RUN.findall(text):
        groups = re.split(r"[.,' ]", run)
        for first, last in combinations(range(len(groups) + 1), 2):
            if last - first > MOST_GROUPS:
                continue
            digits = "".join(groups[first:last])
            yield F(int(digits))
            if last - first > 1:
                yield F(int(digits), 10 ** len(groups[last - 1]))


def derivable(text: str) -> set[F]:
    """Every value that the digits and scale words of a text can make, sums of two included."""
    words = words_in(text)
    scales = {SCALES[word] for word in words if word in SCALES}
    scales |= {SCALED_UNITS[word][0] for word in words if word in SCALED_UNITS}
    compound = bool(scales)
    found = set(printed_numbers(text))
    found |= {100 * a / b for a, b in product(found, found) if "/" in text and 0 < a < b <= 10}
    scales |= {a * b for a, b in product(scales, scales)}
    printed = {number * scale for number in found for scale in (F(1), *scales)}
    scales |= set(COLUMN_SCALES)
    scaled = {number * scale * factor for number in found for scale in scales for factor in FACTORS}
    if compound:  # "1 million 84 thousand"
        scaled |= {a + b for a, b in combinations(printed, 2)}
    return scaled


def assert_honest(phrase: str, unit: str | None, nth: int | None = None) -> bool:
    """Reads a phrase; says whether it gave a value, which then follows from what it prints."""
    try:
        found = read(phrase, unit, nth)
    except Unreadable:
        return False
    text = plain(phrase)
    in_words = [word for word in words_in(text) if is_number_word(word) and word not in SCALES]
    alone = [word for word in words_in(text) if word in ALONE or word in SCALES]
    if not any(char.isdigit() for char in text):
        assert in_words or alone, f"{phrase!r} prints no number, but {found.value} was read"
    elif not in_words and len(_RUN.findall(text)) < MOST_RUNS:
        known = derivable(text) | ({SCALES[word] for word in alone} if alone else set())
        assert abs(found.value) in known, f"{found.value} is not in {phrase!r}"
    for interval in (found.strict, found.robust):
        assert found.value in interval
    return True


_PIECES = word_list(
    "rose fell by to from than up down 12% $3 billion 4,5 млн тонн в 2 раза bn k m 0 7 19 433,000 "
    "2.76 1'234 1,234.5 1.234,5 - – — ( ) , . 2023 May 1 1,234 000 TEU including 2024-2025 "
    "2024/25 万 億 mt 300-ден астам 1/2 12:30 COVID-19 Q1 ％ １２ ١٢ tons trains % € ₸ − + ~ ≈ "
    "days weeks thousand тыс. 84 million about over nearly less no more up"
)
PHRASES = st.one_of(
    st.text(max_size=80),
    st.text(alphabet="0123456789.,' -–%$€()/ \u00a0\u202f\u200b", max_size=40),
    st.lists(
        st.one_of(st.sampled_from(_PIECES), st.characters(), st.integers(0, 10**9).map(str)),
        max_size=12,
    ).flatmap(
        lambda pieces: st.sampled_from(["", " ", "\u00a0"]).map(lambda gap: gap.join(pieces))
    ),
)


@given(PHRASES, st.sampled_from(UNITS), st.sampled_from([None, None, 1, 2]))
@settings(max_examples=300, deadline=None)
def test_no_text_crashes_or_yields_a_number_that_it_does_not_print(
    phrase: str, unit: str | None, nth: int | None
) -> None:
    assert_honest(phrase, unit, nth)


@pytest.mark.nightly
@given(PHRASES, st.sampled_from(UNITS), st.sampled_from([None, None, 1, 2]))
@settings(max_examples=200_000, deadline=None)
def test_no_text_crashes_or_yields_a_number_that_it_does_not_print_for_long(
    phrase: str, unit: str | None, nth: int | None
) -> None:
    assert_honest(phrase, unit, nth)


@pytest.mark.parametrize(
    ("phrase", "value"),
    [("7 tons", 7), ("1 млн 84 тыс. тонн", 1_084_000), ("１２ ％", 12), ("1/2", None)],
)
def test_the_oracle_knows_what_is_printed(phrase: str, value: int | None) -> None:
    assert value is None or F(value) in derivable(plain(phrase))
    assert F(8) not in derivable(plain(phrase))


REPEATED = [
    *("1,", "1 000 ", "from 1 to 2 % ", "a third of ", "2-", "one hundred and ", "May 1 "),
    *("1/2 ", "1 млн ", "½", "(", "\u0301", "万", "а", "a'", "\u200b1", "1.1."),
]


@pytest.mark.slow
@pytest.mark.parametrize("piece", REPEATED)
def test_a_text_of_ten_thousand_characters_is_read_through(piece: str) -> None:
    text = (piece * 10_000)[:10_000]
    assert all(text[span.start : span.end] == span.text for span in numbers(text))
    with pytest.raises(Unreadable, match="the limit is"):
        read(text, "percent")
    assert_honest(text[:LONGEST_PHRASE], "percent")


@pytest.mark.nightly
@pytest.mark.parametrize("piece", REPEATED)
def test_a_text_of_a_million_characters_is_read_through(piece: str) -> None:
    text = (piece * 1_000_000)[:1_000_000]
    assert all(text[span.start : span.end] == span.text for span in numbers(text))
    with pytest.raises(Unreadable, match="the limit is"):
        read(text, "percent")
