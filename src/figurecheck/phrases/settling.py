"""Which reading of a numeral holds, and which scale a number without scale word has.

A separator before three digits groups or is decimal. In this order decide: other numerals of
the phrase that show the separator's use; the unit (whole things have no decimal part); the
language (comma: thousands in English and in East Asia, decimal elsewhere; point the other way
round), unless it would put a thousand before a scale word of a million or more, which is rarely
printed. Where nothing decides, the reading that lies in [1, 1000) of the column's unit is taken,
else none.

A number without scale word: beside a unit's noun it is literal, and below 1000 of a scaled unit
in doubt; beside a currency's sign it is literal from 1000 up and takes the column's scale
below; bare it takes the column's scale below 1000, and from there the one scale 1, 10³, 10⁶ … up
to the column's that puts it in [1, 1000) of the column's unit; but thousands of a currency in a
column of millions are in doubt, as such columns hold four digits too.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from figurecheck.phrases.columns import Column
from figurecheck.phrases.measures import CURRENCIES, MEASURED
from figurecheck.phrases.model import Mention
from figurecheck.phrases.numerals import Reading, digit_readings
from figurecheck.phrases.tokens import Token, Unreadable
from figurecheck.phrases.vocabulary import words_of

_THOUSAND = Fraction(1000)
_EAST_ASIAN = (10**4, 10**8)  # scales that follow a number of up to four digits
_WORD = re.compile(r"[^\W\d_]{2}|[\u3040-\u30ff\u3400-\u9fff]")
_CYRILLIC = re.compile("[а-яәіңғүұқөһ]")
_ACCENTED = re.compile("[äöüßàèéùçñąćęłńóśźżáíýčďěňřšťžőűđ]")
_DECIMAL_COMMA = words_of(
    "millionen milliarden mrd rund mehr über insgesamt auf vom und tausend miliardi milioni mld "
    "oltre dollari nel del più tonnellate milliards soit augmenté diminué atteignant près "
    "millones dólares más dol wzrost ponad około proc tys tysięcy milijuna milijun milijardi tona "
    "nafte ezer milliárd millió tonna"
)


@dataclass(frozen=True, slots=True)
class Notation:
    """How a phrase writes decimals: "," or "." or None where nothing shows it."""

    decimal: str | None  # from the numerals of the phrase
    language: str | None  # from its words; None where it has none
    cyrillic: bool = False

    @classmethod
    def of(cls, tokens: list[Token]) -> Notation:
        text = " ".join(token.text for token in tokens if token.is_word)
        return cls(_shown(tokens), _language(text), _CYRILLIC.search(text) is not None)


def _shown(tokens: list[Token]) -> str | None:
    shown = set()
    for token in tokens:
        readings = digit_readings(token.text) if token.kind == "numeral" else ()
        marks = [mark for mark in token.text if mark in ",."]
        if len(readings) != 1 or not marks:
            continue
        last = marks[-1]
        repeated = readings[0].grouped and len(set(marks)) == 1
        shown.add({",": ".", ".": ","}[last] if repeated else last)
    return shown.pop() if len(shown) == 1 else None


def _language(text: str) -> str | None:
    european = _CYRILLIC.search(text) or _ACCENTED.search(text)
    if european or _DECIMAL_COMMA.intersection(text.split()):
        return ","
    return "." if _WORD.search(text) else None


def settle(mention: Mention, column: Column, notation: Notation) -> Reading:
    """The one reading of a mention in the canonical unit; raises Unreadable where none is sure."""
    if not mention.readings:
        raise Unreadable("the digits are grouped in no known way")
    scaled = [_in_column(mention, reading, column) for reading in mention.readings]
    usable = [reading for reading in scaled if reading is not None]
    if not usable:
        raise Unreadable("without a scale word it is not clear in what scale the number is")
    if len(usable) == len(scaled) and len({reading.value for reading in usable}) == 1:
        return usable[-1]
    grouped, decimal = mention.readings
    prefers = _prefers_grouped(mention, column, notation)
    if prefers is None:
        return _by_column(usable, column)
    found = _in_column(mention, grouped if prefers else decimal, column)
    if found is None:
        raise Unreadable("without a scale word it is not clear in what scale the number is")
    return found


def _prefers_grouped(mention: Mention, column: Column, notation: Notation) -> bool | None:
    """Whether the separator groups; None where only the column can tell."""
    mark = "," if mention.comma else "."
    if notation.decimal is not None:
        return notation.decimal != mark
    kind = mention.kind or column.kind
    if mention.scale is None and kind not in MEASURED:
        return True
    if notation.language is None:
        return True if mark == "," and mention.scale is None else None
    grouped = notation.language != mark
    if mention.scale is None:
        return _unscaled(kind, grouped, mark, notation)
    if grouped and mention.scale >= 10**6 and mention.scale not in _EAST_ASIAN:
        return None
    return grouped


def _unscaled(kind: str, grouped: bool, mark: str, notation: Notation) -> bool | None:
    """Percentages and ratios have decimals; an amount with three of them is unusual."""
    if kind in ("percent", "times"):
        return grouped and mark == ","
    return True if grouped and not (mark == "." and notation.cyrillic) else None


def _by_column(usable: list[Reading], column: Column) -> Reading:
    fitting = [r for r in usable if 1 <= r.value / column.scale < _THOUSAND]
    if len(fitting) == 1 and column.scale > 1:
        return fitting[0]
    raise Unreadable("the separator may group thousands or mark decimals, and nothing decides")


def _in_column(mention: Mention, reading: Reading, column: Column) -> Reading | None:
    """The reading with the scale that the column supplies, None where it fits none."""
    if mention.scale is not None or column.scale == 1:
        return reading
    if mention.attached and mention.kind not in CURRENCIES:
        return reading if reading.value >= _THOUSAND else None
    if mention.attached and reading.value >= _THOUSAND:
        return reading
    if reading.value < _THOUSAND:
        return reading.times(column.scale)
    step = column.scale
    while step >= 1:
        if 1 <= reading.value * step / column.scale < _THOUSAND:
            doubtful = column.kind in CURRENCIES and step == _THOUSAND and column.scale == 10**6
            return None if doubtful else reading.times(step)
        step /= _THOUSAND
    return None
