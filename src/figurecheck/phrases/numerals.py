"""Digits and spelled-out words to numbers, with the places that their digits admit.

Separators. A space or an apostrophe groups thousands. With two kinds of separator the last
is decimal; one that repeats groups. One that stands once groups only if three digits follow
it and one to three, not "0", precede it; then both readings are kept, and language, unit and
column decide later (`settling`). Grouping that fits no pattern ("1,20,000") is malformed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from figurecheck.phrases.ratios import multiple
from figurecheck.phrases.tokens import Token, glued, listed_at, text_at
from figurecheck.phrases.words import CARDINALS, HALVES


@dataclass(frozen=True, slots=True)
class Reading:
    """A number and the places that its trailing zeros admit, finest first."""

    value: Fraction
    places: tuple[Fraction, ...]
    grouped: bool = False  # a separator was taken for a thousands separator

    def times(self, scale: Fraction) -> Reading:
        return Reading(self.value * scale, tuple(p * scale for p in self.places), self.grouped)

    @property
    def granularity(self) -> Fraction:
        """The coarsest place that leaves two significant digits, else the finest."""
        enough = [place for place in self.places if abs(self.value) >= 10 * place]
        return enough[-1] if enough else self.places[0]


_GROUPED = re.compile(
    r"\d{1,3}(?: \d{3})+(?:[.,](?P<a>\d+))?|\d{1,3}(?:'\d{3})+(?:[.,](?P<b>\d+))?"
    r"|\d{1,3}(?:,\d{3})+(?:\.(?P<c>\d+))?|\d{1,3}(?:\.\d{3})+(?:,(?P<d>\d+))?"
)
_LONGEST = 60  # characters of a numeral; nothing that is counted needs more
_LONGEST_HALF = max(map(len, HALVES))
_PLAIN = re.compile(r"\d+(?:[.,](\d+))?")


def digit_readings(text: str) -> tuple[Reading, ...]:
    """Every number that a numeral may stand for, the grouped one first; () if malformed.

    >>> [str(r.value) for r in digit_readings("1,570")]
    ['1570', '157/100']
    >>> [str(r.value) for r in digit_readings("1.234,5")]
    ['2469/2']
    """
    readings: list[Reading] = []
    if len(text) > _LONGEST:
        return ()
    if (grouped := _GROUPED.fullmatch(text)) and not text.startswith(("0,", "0.", "0 ")):
        decimals = next((group for group in grouped.groups() if group), "")
        readings.append(_reading(text, decimals, grouped=True))
    if plain := _PLAIN.fullmatch(text):
        readings.append(_reading(text, plain[1] or "", grouped=False))
    return tuple(readings)


def _reading(text: str, decimals: str, *, grouped: bool) -> Reading:
    digits = re.sub(r"\D", "", text)
    value = Fraction(int(digits), 10 ** len(decimals))
    return Reading(
        value, (Fraction(1, 10 ** len(decimals)),) if decimals else _zeros(digits), grouped
    )


def _zeros(digits: str) -> tuple[Fraction, ...]:
    digits = digits.lstrip("0")
    zeros = len(digits) - len(digits.rstrip("0"))
    return tuple(Fraction(10**power) for power in range(zeros + 1))


def spelled(tokens: list[Token], place: int) -> tuple[int, Reading] | None:
    """The number words that begin at `place`: where they end, and their number.

    A scale word ("thousand") is not taken; "hundred" is. "a" counts as one before "hundred".
    """
    found = _cardinal(tokens, place)
    if found is None:
        return None
    end, value = found
    return end, Reading(value, _zeros(str(value)) if value.denominator == 1 else (Fraction(1, 2),))


def with_half(tokens: list[Token], end: int, reading: Reading) -> tuple[int, Reading]:
    """The number enlarged by "and a half" where that follows."""
    end_words = end + 1 if glued(tokens, end) and text_at(tokens, end) == "-" else end
    found = listed_at(tokens, end_words, HALVES, _LONGEST_HALF)
    if found is None:
        return end, reading
    stop, part = found
    return stop, Reading(reading.value + part, (Fraction(1, part.denominator),))


def _cardinal(tokens: list[Token], place: int) -> tuple[int, Fraction] | None:
    word = text_at(tokens, place)
    if word in ("a", "one") and text_at(tokens, place + 1) == "hundred":
        return _rest(tokens, place + 2, Fraction(100), Fraction(100))
    value = CARDINALS.get(word)
    if value is None:
        return None
    if value < 10 and text_at(tokens, place + 1) == "hundred":
        return _rest(tokens, place + 2, value * 100, Fraction(100))
    return _rest(tokens, place + 1, value, _room(value))


def _room(value: Fraction) -> Fraction:
    """What may still be added below a word: 99 after "сто", 9 after "twenty", else nothing."""
    if value >= 100:
        return Fraction(100)
    return Fraction(10) if value >= 20 else Fraction(1)


def _rest(tokens: list[Token], place: int, value: Fraction, room: Fraction) -> tuple[int, Fraction]:
    """Adds the smaller words that follow; "and" only after a hundred, a hyphen if glued."""
    while room > 1:
        step = place + _linked(tokens, place, room)
        added = CARDINALS.get(text_at(tokens, step))
        if added is None or not 0 < added < room or added.denominator != 1:
            break
        value, room, place = value + added, _room(added), step + 1
    return place, value


def _linked(tokens: list[Token], place: int, room: Fraction) -> bool:
    """Whether an "and" or a hyphen links the number words around it."""
    if text_at(tokens, place) == "and":
        return room == 100
    return text_at(tokens, place) == "-" and glued(tokens, place) and glued(tokens, place + 1)


def fold_word(tokens: list[Token], place: int) -> tuple[int, Fraction] | None:
    """A ratio in one word, or a hyphened one such as "twenty-twofold"."""
    if (found := _cardinal(tokens, place)) and text_at(tokens, found[0]) == "-":
        word = text_at(tokens, found[0] + 1)
        unit = multiple(word) if word.endswith("fold") else None
        if unit is not None and unit < 10 <= found[1]:
            return found[0] + 2, found[1] + unit
    ratio = multiple(text_at(tokens, place))
    return None if ratio is None else (place + 1, ratio)
