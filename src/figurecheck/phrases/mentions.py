"""Every number of a phrase with its scale and unit: the grammar of one number."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from figurecheck.phrases.amounts import Body, body
from figurecheck.phrases.dates import date_end, year_end
from figurecheck.phrases.labels import is_label
from figurecheck.phrases.measures import CODES, UNITS
from figurecheck.phrases.numerals import Reading, fold_word, spelled
from figurecheck.phrases.tokens import Token, glued, text_at
from figurecheck.phrases.units import Unit, unit_after
from figurecheck.phrases.words import ordinal

Form = Literal["amount", "fraction", "multiple", "ordinal", "top", "year", "date", "label", "other"]
ONE = Fraction(1)


@dataclass(frozen=True, slots=True)
class Mention:
    """A number in the phrase: its tokens, what it may be, and of what.

    `readings` have the printed scale applied. `kind` is the unit's kind or None;
    `attached` says that a noun or sign beside the number named it.
    """

    first: int
    last: int
    at: int
    readings: tuple[Reading, ...]
    form: Form = "amount"
    kind: str | None = None
    scale: Fraction | None = None
    attached: bool = False
    spelled: bool = False
    minus: bool = False
    comma: bool = False  # the numeral is printed with a comma

    def converted(self, kind: str, factor: Fraction) -> Mention:
        """The same number in another unit."""
        readings = tuple(reading.times(factor) for reading in self.readings)
        return replace(self, kind=kind, readings=readings)


def find(tokens: list[Token]) -> list[Mention]:
    """The mentions of a phrase in reading order; dates, labels and list numbers are "other"."""
    found: list[Mention] = []
    place = 0
    while place < len(tokens):
        mention = recognise(tokens, place)
        if mention is None:
            place += 1
            continue
        found.append(mention)
        place = mention.last
    return found


def recognise(tokens: list[Token], place: int) -> Mention | None:
    """The mention whose number begins at `place`, or None."""
    for rule in _RECOGNISERS:
        if mention := rule(tokens, place):
            return mention
    return None


def _date(tokens: list[Token], place: int) -> Mention | None:
    end = date_end(tokens, place)
    return None if end is None else Mention(place, end, place, (), "date")


def _label(tokens: list[Token], place: int) -> Mention | None:
    end = is_label(tokens, place)
    return None if end is None else Mention(place, end, place, (), "label")


def _top(tokens: list[Token], place: int) -> Mention | None:
    """ "top five", "топ-10", "в пятерку"."""
    word = tokens[place].text
    for stem, size in (("тройк", 3), ("пятерк", 5), ("десятк", 10)):
        if word.startswith(stem) and text_at(tokens, place - 1) == "в":
            return Mention(place, place + 1, place, (_whole(size),), "top", "rank")
    if word not in ("top", "топ"):
        return None
    at = place + 2 if text_at(tokens, place + 1) == "-" else place + 1
    found = body(tokens, at) if at < len(tokens) and text_at(tokens, at) != "a" else None
    if found is None or found.scale is not None or len(found.readings) != 1:
        return None
    return Mention(place, found.end, at, found.readings, "top", "rank")


def _whole(value: int) -> Reading:
    return Reading(Fraction(value), (ONE,))


def _ordinal_numeral(tokens: list[Token], place: int) -> Mention | None:
    """ "7th", "5-м"."""
    end = _suffix_end(tokens, place + 1) if _is_short(tokens, place) else None
    return None if end is None else _place(place, end, int(tokens[place].text))


def _ordinal(tokens: list[Token], place: int) -> Mention | None:
    token = tokens[place]
    if token.text in ("№", "#", "rank", "ranked", "ranks") and _is_short(tokens, place + 1):
        return _place(place, place + 2, int(tokens[place + 1].text))
    if token.text == "no" and _is_short(tokens, place + 1):
        return _place(place, place + 2, int(tokens[place + 1].text))
    if token.text == "number" and text_at(tokens, place + 1) in ("one", "two"):
        return _place(place, place + 2, 1 + (tokens[place + 1].text == "two"))
    if found := spelled(tokens, place):
        tens, joined = found[1].value, text_at(tokens, found[0]) == "-"
        unit = ordinal(text_at(tokens, found[0] + 1)) if joined and tens >= 20 else None
        return _place(place, found[0] + 2, int(tens) + unit) if unit else None
    value = ordinal(token.text)
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


def _multiple(tokens: list[Token], place: int) -> Mention | None:
    found = fold_word(tokens, place)
    if found is None:
        return None
    end, ratio = found
    if text_at(tokens, end) == "-" and glued(tokens, end):
        return None if text_at(tokens, end + 1) not in ("digit",) else _other(place, end + 2)
    if tokens[place].text in ("twice", "thrice") and text_at(tokens, end) in ("a", "per", "weekly"):
        return _other(place, end)
    places = (ONE if ratio > 1 else Fraction(1, 10),)
    return Mention(place, end, place, (Reading(ratio, places),), "multiple", "times", attached=True)


def _other(first: int, last: int) -> Mention:
    return Mention(first, last, first, (), "other")


def _amount(tokens: list[Token], place: int) -> Mention | None:
    found = body(tokens, place)
    if found is None:
        return None
    first, currency = _currency_before(tokens, place)
    unit = unit_after(tokens, found.end, scaled=found.scale is not None)
    if (
        unit
        and unit.kind == "times"
        and text_at(tokens, unit.end) in ("a", "per", "weekly", "daily")
    ):
        return _other(first, unit.end)
    if currency is None and (end := year_end(tokens, place, found, unit)):
        return Mention(place, end, place, found.readings, "year", "year")
    return _with_unit(tokens, place, found, (first, currency), unit)


def _with_unit(
    tokens: list[Token], at: int, found: Body, before: tuple[int, str | None], unit: Unit | None
) -> Mention:
    first, currency = before
    kind, end, factor = currency, found.end, ONE
    fits = unit and (unit.kind == "percent" or not found.share)
    if unit and fits and (currency is None or unit.kind == currency):
        kind, end, factor = unit.kind, unit.end, unit.factor
    scale = found.scale if factor == 1 else (found.scale or ONE) * factor
    mention = Mention(
        first,
        end,
        at,
        tuple(reading.times(factor) for reading in found.readings),
        "fraction" if found.share else "amount",
        kind,
        scale,
        attached=kind is not None,
        spelled=found.spelled,
        minus=_minus(tokens, first),
        comma="," in tokens[at].text,
    )
    return _share(mention) if found.share else mention


def _share(mention: Mention) -> Mention:
    """A fraction with no unit of its own is a share in percent."""
    if mention.kind == "percent":  # "half a percent"
        return replace(mention, form="amount")
    hundredfold = tuple(reading.times(Fraction(100)) for reading in mention.readings)
    return replace(mention, readings=hundredfold, kind="percent")


def _currency_before(tokens: list[Token], place: int) -> tuple[int, str | None]:
    before = place - 1
    if text_at(tokens, before) in ("-", "+", "~") and glued(tokens, place):
        before -= 1
    word = text_at(tokens, before)
    if word not in CODES and word not in ("$", "€", "₸", "₽", "£", "¥"):
        return place, None
    kind = UNITS[word]
    nation = text_at(tokens, before - 1)
    if (
        word == "$"
        and nation in ("us", "hk", "a", "c", "s", "nz", "r", "ca")
        and glued(tokens, before)
    ):
        return before - 1, kind if nation == "us" else "currency"
    return (before - 1 if word == "$" and nation == "us" else before), kind


def _minus(tokens: list[Token], first: int) -> bool:
    """Whether a sign, and not a dash, stands before the number."""
    before = text_at(tokens, first - 1)
    if before == "minus":
        return True
    if before != "-" or not glued(tokens, first):
        return False
    return first == 1 or tokens[first - 1].spaced or text_at(tokens, first - 2) in ("(", ":", "/")


_RECOGNISERS: tuple[Callable[[list[Token], int], Mention | None], ...] = (
    _date,
    _label,
    _top,
    _ordinal_numeral,
    _multiple,
    _amount,
    _ordinal,
)
