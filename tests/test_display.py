"""Quantities as readers see them."""

from __future__ import annotations

from fractions import Fraction as F

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from figurecheck import display, growth, phrases
from figurecheck.quantities import Quantity


@pytest.mark.parametrize(
    ("phrase", "unit", "shown"),
    [
        ("274,200 tons", "tonne", "274,200\xa0tonnes"),
        ("2.764 million tons", "tonne", "2.764 million\xa0tonnes"),
        ("2.70 million tons", "tonne", "2.70 million\xa0tonnes"),
        ("$31.5 billion", "USD", "$31.5 billion"),
        ("over $24 billion", "USD", "over $24 billion"),
        ("about 300 agreements", "document", "about 300\xa0documents"),
        ("up to 6 million tons", "tonne", "up to 6 million\xa0tonnes"),
        ("decreased by 3.7%", "percent", "−3.7%"),
        ("19,832,737 people", "person", "19,832,737\xa0people"),
        ("80,000 TEU", "TEU", "80,000\xa0TEU"),
        ("sixfold", "times", "6\xa0times"),
        ("two days", "day", "2\xa0days"),
        ("45 billion euros", "EUR", "€45 billion"),
        ("one day", "day", "1\xa0day"),
    ],
)
def test_a_printed_number_keeps_its_digits_and_its_hedge(
    phrase: str, unit: str, shown: str
) -> None:
    assert display.text(phrases.read(phrase, unit)) == shown


def test_a_computed_number_is_rounded_once_and_drops_idle_noughts() -> None:
    level, base = phrases.read("$41 billion", "USD"), phrases.read("$31.5 billion", "USD")
    assert display.text(growth.mirror_gap(base, level)) == "$9.5 billion"
    assert display.text(growth.growth(level, base)) == "30.2%"
    assert display.text(growth.growth(level, base).shown(decimals=0)) == "30%"


def test_a_range_names_its_unit_once_and_an_open_end_in_words() -> None:
    printed = phrases.read("2.76 million tons", "tonne")
    assert display.text(printed.shown(style="range")) == "2.755 to 2.765 million\xa0tonnes"
    ceiling = phrases.read("at least 238 people", "person")
    assert display.text(ceiling.shown(style="printed")) == "at least 238 people"
    assert display.text(Quantity.exactly(5, "percent").shown(style="range")) == "5%"


@pytest.mark.parametrize(
    ("percent", "words"), [(8, "rose by 8%"), (-8, "fell by 8%"), (0, "did not change")]
)
def test_a_change_turns_its_words_with_its_sign(percent: int, words: str) -> None:
    change = Quantity.exactly(percent, "percent").shown(style="change")
    assert display.text(change) == words


def test_markup_carries_key_interval_formula_and_inputs() -> None:
    level = phrases.read("3 million tons", "tonne").named("F0002")
    base = phrases.read("2 million tons", "tonne").named("F0001")
    (data,) = BeautifulSoup(display.html(growth.growth(level, base)), "html.parser").find_all(
        "data"
    )
    assert data["data-key"] == "growth-F0002-F0001"
    assert data["data-inputs"] == "F0002 F0001"
    assert data["data-formula"] == "level ÷ base − 1"
    assert data["value"] == "50"
    assert "to" in str(data["data-range"])


def test_hostile_text_in_a_phrase_stays_text() -> None:
    printed = phrases.read("3 tons", "tonne").named('"><script>')
    assert "<script>" not in display.html(printed)


@given(st.fractions(min_value=-(10**13), max_value=10**13, max_denominator=10**6))
def test_a_decimal_is_plain_and_right_to_its_last_digit(value: F) -> None:
    written = display.decimal(value)
    assert "e" not in written.lower()
    assert abs(F(written) - value) <= max(abs(value) * F(1, 10**11), F(1, 10**11))
