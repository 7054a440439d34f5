"""A quantity that is printed and read back is the same; and what may not matter to a reader.

Printed by the report itself in each of its styles, and by the customs of the languages that are
read: their separators, scale words, units, spaces, dashes and apostrophes.
"""

from __future__ import annotations

import re
import unicodedata
from fractions import Fraction as F

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from figurecheck import display
from figurecheck.growth import growth
from figurecheck.phrases import read
from figurecheck.phrases.measures import COMPOUNDS, UNITS
from figurecheck.phrases.scales import SCALES
from figurecheck.quantities import CONVENTIONS, Quantity

THIN, NARROW, NO_BREAK, FIGURE = "\u2009", "\u202f", "\u00a0", "\u2007"
SPACES = [" ", NO_BREAK, THIN, NARROW, FIGURE, "\u3000"]

# Unit as read, unit as a phrase names it, and scales that it is printed with.
MEASURES = [
    ("tonne", "{} tons", ("", " million")),  # thousands are shown in digits: tested below
    ("USD", "${}", ("", " million", " billion", " trillion")),
    ("EUR", "€{}", ("", " million", " billion")),
    ("TEU", "{} TEU", ("",)),
    ("percent", "{}%", ("",)),
    ("person", "{} people", ("",)),
    ("train", "{} trains", ("",)),
]
SHOWN_HEDGES = ["", *display.SAID]


@st.composite
def printed(draw: st.DrawFn, *, hedged: bool = True) -> Quantity:
    """A quantity read from English print: digits of any granularity, scale, unit and hedge."""
    unit, form, scales = draw(st.sampled_from(MEASURES))
    scale = draw(st.sampled_from(scales))
    whole = draw(st.integers(1, 999 if scale or unit == "percent" else 999_999))
    places = 0 if unit in ("TEU", "train", "person") and not scale else draw(st.integers(0, 2))
    part = draw(st.integers(0, 10**places - 1))
    number = f"{whole:,}" + (f".{part:0{places}d}" if places else "")
    hedge = draw(st.sampled_from(SHOWN_HEDGES)) if hedged else ""
    return read(f"{hedge} {form.format(number + scale)}", unit)


def same(one: Quantity, other: Quantity) -> bool:
    fields = ("value", "unit", "hedge", "granularity", *CONVENTIONS)
    return all(getattr(one, field) == getattr(other, field) for field in fields)


@given(printed())
def test_a_shown_value_reads_back_as_the_same_quantity(quantity: Quantity) -> None:
    assert same(read(display.text(quantity), quantity.unit), quantity)
    # without being told the unit too
    assert same(read(display.text(quantity)), quantity)


@given(printed())
def test_a_printed_quantity_reads_back_as_itself(quantity: Quantity) -> None:
    assert same(read(display.text(quantity.shown(style="printed")), quantity.unit), quantity)


@given(st.integers(1, 999))
def test_thousands_are_shown_in_digits_which_may_look_finer_but_never_coarser(value: int) -> None:
    quantity = read(f"{value} thousand tons")
    again = read(display.text(quantity))
    assert again.value == quantity.value
    assert quantity.strict.hull(again.strict) == quantity.strict


@given(printed(hedged=False))
def test_a_shown_number_reads_back_in_its_column(quantity: Quantity) -> None:
    again = read(display.text(quantity.shown(style="number")), quantity.unit)
    assert (again.value, again.granularity) == (quantity.value, quantity.granularity)


@given(printed(hedged=False))
def test_a_shown_range_reads_back_with_the_interval_as_its_words(quantity: Quantity) -> None:
    """The ends are shown with one decimal more than the print, which is enough to be exact.

    Left out: "$0.5 to 1.5" would be a rise, "1.005 to 1.015" may be thousands, and half a train
    is none.
    """
    assume(quantity.granularity is not None and quantity.value >= 10 * quantity.granularity)
    shown = display.text(quantity.shown(style="range"))
    counted = quantity.unit in ("TEU", "train", "person")
    assume(not (re.search(r"\.\d{3}(?!\d)", shown) or (counted and "." in shown)))
    again = read(shown, quantity.unit)
    assert (again.hedge, again.semantic) == ("range", quantity.strict)
    assert again.value == quantity.strict.low


@given(st.integers(1, 99_999), st.integers(1, 99_999))
def test_a_shown_change_reads_back_with_its_sign(level: int, base: int) -> None:
    change = growth(Quantity.exactly(level, "tonne"), Quantity.exactly(base, "tonne"))
    shown = display.text(change.shown(decimals=2, style="change"))
    if level == base:
        assert shown == "did not change"
        return
    again = read(shown, "percent")
    assert again.value == round(change.value, 2)
    assert change.value in again.strict


# Separators and words of the languages: decimal mark, what groups thousands, scales, units.
LANGUAGES = {
    "English": (".", ",", {10**3: "thousand", 10**6: "million", 10**9: "billion"}, "tons", "{}%"),
    "Russian": (",", NO_BREAK, {10**3: "тыс.", 10**6: "млн", 10**9: "млрд"}, "тонн", "{} процента"),
    "Kazakh": (",", NO_BREAK, {10**3: "мың", 10**6: "млн", 10**9: "млрд"}, "тонна", "{} пайыз"),
    "German": (",", ".", {10**3: "Tausend", 10**6: "Millionen"}, "Tonnen", "{} Prozent"),
    "French": (",", NARROW, {10**3: "mille", 10**6: "millions"}, "tonnes", "{} pour cent"),
    "Italian": (",", ".", {10**3: "mila", 10**6: "milioni"}, "tonnellate", "{} per cento"),
    "Spanish": (",", ".", {10**6: "millones"}, "toneladas", "{} por ciento"),
    "Polish": (",", NO_BREAK, {10**3: "tys.", 10**6: "mln"}, "ton", "{} proc."),
    "Czech": (",", NO_BREAK, {10**3: "tisíc", 10**6: "milionů"}, "tun", "{} procent"),
    "Hungarian": (",", NO_BREAK, {10**3: "ezer", 10**6: "millió"}, "tonna", "{} százalék"),
    "Croatian": (",", ".", {10**6: "milijuna"}, "tona", "{} posto"),
    "Turkish": (",", ".", {10**6: "milyon"}, "ton", "yüzde {}"),
    "Chinese": (".", ",", {10**4: "万", 10**8: "亿"}, "吨", "{}％"),
}


@pytest.mark.parametrize("language", LANGUAGES)
@given(whole=st.integers(1, 999), part=st.integers(0, 99), places=st.integers(0, 2))
def test_a_scaled_amount_reads_back_in_every_language(
    language: str, whole: int, part: int, places: int
) -> None:
    decimal, _, scales, noun, _ = LANGUAGES[language]
    digits = f"{part:02d}"[:places]
    number = f"{whole}{decimal}{digits}" if places else f"{whole}"
    for scale, word in scales.items():
        found = read(f"{number} {word} {noun}", "tonne")
        assert found.value == F(f"{whole}.{digits or 0}") * scale
        if places:
            assert found.granularity == F(scale, 10**places)
        assert found.unit == "tonne"


@pytest.mark.parametrize("language", [name for name in LANGUAGES if name != "Turkish"])
@given(value=st.integers(1000, 10**9))
def test_grouped_thousands_read_back_in_every_language(language: str, value: int) -> None:
    _, group, _, noun, _ = LANGUAGES[language]
    assume(value >= 10**6 or group != ".")  # one point alone may be decimal: tested elsewhere
    assert read(f"{value:,} {noun}".replace(",", group), "tonne").value == value


@pytest.mark.parametrize("language", [name for name in LANGUAGES if name != "Turkish"])
@given(value=st.integers(0, 9999))
def test_percentages_read_back_in_every_language(language: str, value: int) -> None:
    decimal, _, _, _, form = LANGUAGES[language]
    number = f"{value // 10}{decimal}{value % 10}"
    found = read(form.format(number), "percent")
    assert (found.value, found.granularity) == (F(value, 10), F(1, 10))


def test_every_scale_word_multiplies() -> None:
    """All but the Spanish thousand, which is a million in English trade papers."""
    found = {word: read(f"7 {word} tons", "tonne").value for word in SCALES if word != "mil"}
    assert found == {word: 7 * scale for word, scale in SCALES.items() if word != "mil"}


@pytest.mark.parametrize("gap", [" ", ""])
def test_every_unit_word_names_its_unit_with_and_without_a_space(gap: str) -> None:
    found = {word: read(f"437{gap}{word}") for word in UNITS}
    assert {word: quantity.unit for word, quantity in found.items()} == {
        word: UNITS[word] for word in found
    }
    assert {quantity.value for quantity in found.values()} == {437}


def test_every_unit_of_several_words_is_read() -> None:
    found = {words: read(f"437 {' '.join(words)}") for words in COMPOUNDS if words[0] != "million"}
    assert {words: quantity.unit for words, quantity in found.items()} == {
        words: COMPOUNDS[words] for words in found
    }
    assert {quantity.value for quantity in found.values()} == {437}


# What may not matter.


@given(st.integers(1, 9999), st.integers(1, 999))
def test_the_scale_that_is_printed_does_not_change_a_value(hundredths: int, billions: int) -> None:
    value = hundredths * 10_000
    million = read(f"{hundredths // 100}.{hundredths % 100:02d} million t")
    assert million.value == value
    assert read(f"{value // 1000:,} thousand tonnes").value == value
    assert read(f"{value:,} tonnes").value == value
    assert read(f"{hundredths * 10:,} kt").value == value
    assert read(f"{billions} thousand kt").value == billions * 10**6
    assert read(f"${billions}bn").value == read(f"${billions},000,000 thousand").value


@given(printed(), st.sampled_from(SPACES), st.integers(1, 3))
def test_the_kind_and_number_of_spaces_do_not_matter(
    quantity: Quantity, space: str, count: int
) -> None:
    """Only within a number: there one space groups, so that it is left as it is."""
    phrase = quantity.as_written.replace(" ", space * count)
    assert same(read(phrase, quantity.unit), quantity)


@given(printed(), st.sampled_from(["{}.", "({})", "“{}”", "{},", " {} ", "«{}»", "— {}", "{};"]))
def test_punctuation_around_a_phrase_does_not_matter(quantity: Quantity, around: str) -> None:
    assert same(read(around.format(quantity.as_written), quantity.unit), quantity)


@given(printed(), st.sampled_from(["\u200b", "\u2060", "\ufeff", "\u00ad"]), st.data())
def test_invisible_characters_do_not_matter(
    quantity: Quantity, invisible: str, data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(quantity.as_written)))
    phrase = quantity.as_written[:place] + invisible + quantity.as_written[place:]
    assert same(read(phrase, quantity.unit), quantity)


@given(printed(), st.sampled_from([str.upper, str.lower, str.title]))
def test_capitals_do_not_matter(quantity: Quantity, cased) -> None:  # type: ignore[no-untyped-def]
    assert same(read(cased(quantity.as_written), quantity.unit), quantity)


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@given(value=st.integers(1, 999))
def test_composed_and_decomposed_letters_are_one(form: str, value: int) -> None:
    for phrase in (f"{value} dólares", f"{value} měsíců", f"{value} күн", f"свыше {value} дней"):
        assert read(unicodedata.normalize(form, phrase)).value == value  # type: ignore[arg-type]


@given(st.integers(1, 999_999), st.sampled_from([0xFF10, 0x0660, 0x06F0, 0x0966, 0x1D7CE]))
def test_the_script_of_digits_does_not_matter(value: int, nought: int) -> None:
    digits = "".join(chr(nought + int(digit)) for digit in str(value))
    assume(not 1900 <= value <= 2100)  # these may be years, in any script
    assert same(read(f"{digits} tons", "tonne"), read(f"{value} tons", "tonne"))


@given(st.integers(1, 40), st.integers(1, 40))
@pytest.mark.parametrize("dash", ["-", "–", "‐", "‑", "‒", "−", "﹣", "－"])
def test_the_kind_of_dash_does_not_matter(dash: str, low: int, more: int) -> None:
    plain = read(f"{low}-{low + more} days")
    assert same(read(f"{low}{dash}{low + more} days"), plain)
    assert same(read(f"from {low} to {low + more} days"), plain)


@given(st.integers(1000, 10**9))
@pytest.mark.parametrize("mark", ["'", "’", "‘", "ʼ"])
def test_the_kind_of_apostrophe_does_not_matter(mark: str, value: int) -> None:
    assert read(f"{value:,} containers".replace(",", mark)).value == value


@given(st.integers(1, 99), st.integers(100, 999))
def test_the_order_of_a_level_and_its_rise_does_not_matter(rise: int, level: int) -> None:
    phrases = (
        f"rose by {rise}% to {level},000 tons",
        f"rose to {level},000 tons, or by {rise}%",
        f"{level},000 tons, up {rise}%",
        f"a {rise}% increase, to {level},000 tons",
    )
    for phrase in phrases:
        assert read(phrase, "percent").value == rise
        assert read(phrase, "thousand tonnes").value == level * 1000


@given(st.integers(1, 999), st.sampled_from(SHOWN_HEDGES[1:]))
def test_a_hedge_changes_what_is_entailed_and_never_the_digits(value: int, hedge: str) -> None:
    plain, hedged = read(f"{value}%"), read(f"{hedge} {value}%")
    assert hedged.value == plain.value
    assert hedged.strict.hull(plain.strict) == hedged.strict  # "about 300" widens, none narrows
