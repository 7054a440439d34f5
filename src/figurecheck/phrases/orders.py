"""Places in an order: "third", "7th", "No. 1", "top five", "пятое"."""

from __future__ import annotations

from fractions import Fraction

from figurecheck.phrases.amounts import body
from figurecheck.phrases.model import Mention
from figurecheck.phrases.numerals import Reading, digit_readings, spelled
from figurecheck.phrases.tokens import Token, glued, text_at
from figurecheck.phrases.words import ordinal as place_in_words

_LEADING = {"тройк": 3, "пятерк": 5, "десятк": 10}


def top(tokens: list[Token], place: int) -> Mention | None:
    """ "top five", "топ-10", "в пятерку"."""
    word = tokens[place].text
    if text_at(tokens, place - 1) in ("в", "во"):
        at = place + word.startswith("перв")  # "в первой пятерке"
        for stem, size in _LEADING.items():
            if text_at(tokens, at).startswith(stem):
                return Mention(place, at + 1, place, (_whole(size),), "top", "rank")
    if word not in ("top", "топ"):
        return None
    at = place + 2 if text_at(tokens, place + 1) == "-" else place + 1
    found = body(tokens, at) if at < len(tokens) and text_at(tokens, at) != "a" else None
    if found is None or found.scale is not None or len(found.readings) != 1:
        return None
    return Mention(place, found.end, at, found.readings, "top", "rank")


def _whole(value: int) -> Reading:
    return Reading(Fraction(value), (Fraction(1),))


def ordinal_numeral(tokens: list[Token], place: int) -> Mention | None:
    """ "7th", "5-м"."""
    end = _suffix_end(tokens, place + 1) if tokens[place].kind == "numeral" else None
    readings = digit_readings(tokens[place].text) if end else ()
    whole = next((reading.value for reading in readings if reading.value.denominator == 1), None)
    return None if end is None or whole is None else _place(place, end, int(whole))


def ordinal(tokens: list[Token], place: int) -> Mention | None:
    token = tokens[place]
    if token.text in ("№", "#", "rank", "ranked", "ranks") and _is_short(tokens, place + 1):
        return _place(place, place + 2, int(tokens[place + 1].text))
    if token.text == "no" and _is_short(tokens, place + 1):
        return _place(place, place + 2, int(tokens[place + 1].text))
    if token.text == "number" and text_at(tokens, place + 1) in ("one", "two"):
        return _place(place, place + 2, 1 + (tokens[place + 1].text == "two"))
    if found := spelled(tokens, place):
        tens, joined = found[1].value, text_at(tokens, found[0]) == "-"
        unit = place_in_words(text_at(tokens, found[0] + 1)) if joined and tens >= 20 else None
        return _place(place, found[0] + 2, int(tens) + unit) if unit else None
    value = place_in_words(token.text)
    return None if value is None else _place(place, place + 1, value)


def _is_short(tokens: list[Token], place: int) -> bool:
    return text_at(tokens, place).isdecimal() and len(tokens[place].text) < 5


def _place(first: int, last: int, value: int) -> Mention:
    return Mention(first, last, first, (_whole(value),), "ordinal", "rank")


def _suffix_end(tokens: list[Token], place: int) -> int | None:
    if text_at(tokens, place) in ("st", "nd", "rd", "th", "º", "ª") and glued(tokens, place):
        return place + 1
    russian = text_at(tokens, place) == "-" and glued(tokens, place)
    ends = ("й", "я", "е", "го", "му", "м", "ом", "ой", "ое", "ый", "ая")
    return place + 2 if russian and text_at(tokens, place + 1) in ends else None
