"""Every number of a phrase with its scale and unit: the grammar of one number."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

from figurecheck.phrases.amounts import Body, body
from figurecheck.phrases.dates import date_end, year_end
from figurecheck.phrases.labels import is_label
from figurecheck.phrases.measures import CODES, CURRENCIES, UNITS
from figurecheck.phrases.model import Mention
from figurecheck.phrases.numerals import Reading, fold_word
from figurecheck.phrases.orders import ordinal, ordinal_numeral, top
from figurecheck.phrases.scales import SCALES
from figurecheck.phrases.tokens import Token, glued, text_at
from figurecheck.phrases.units import Unit, past_suffix, unit_after


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


def _multiple(tokens: list[Token], place: int) -> Mention | None:
    found = fold_word(tokens, place)
    if found is None:
        return None
    end, ratio = found
    if text_at(tokens, end) == "-" and glued(tokens, end):
        return None  # "double-digit"
    if tokens[place].text in ("twice", "thrice") and text_at(tokens, end) in ("a", "per", "weekly"):
        return _other(place, end)
    places = (Fraction(1) if ratio > 1 else Fraction(1, 10),)
    return Mention(place, end, place, (Reading(ratio, places),), "multiple", "times", attached=True)


def _other(first: int, last: int) -> Mention:
    return Mention(first, last, first, (), "other")


def _amount(tokens: list[Token], place: int) -> Mention | None:
    found = body(tokens, place)
    if found is None:
        return None
    if found.scale is None and _is_compound(tokens, found.end):
        return _other(place, found.end)
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


def _is_compound(tokens: list[Token], end: int) -> bool:
    """ "two-way", "20-strong": the number is part of a word."""
    hyphen = text_at(tokens, end) == "-" and glued(tokens, end) and glued(tokens, end + 1)
    word = hyphen and tokens[end + 1].is_word and past_suffix(tokens, end) == end
    return word and unit_after(tokens, end, scaled=False) is None


def _with_unit(
    tokens: list[Token], at: int, found: Body, before: tuple[int, str | None], unit: Unit | None
) -> Mention:
    first, currency = before
    kind, end, factor = currency, found.end, Fraction(1)
    fits = unit and (unit.kind == "percent" or not found.share)
    if unit and fits and (currency is None or unit.kind == currency):
        kind, end, factor = unit.kind, unit.end, unit.factor
        if found.scale is None and kind in CURRENCIES and text_at(tokens, end) in SCALES:
            end, factor = end + 1, SCALES[tokens[end].text]  # "24.1 USD bln"
    scale = found.scale if factor == 1 else (found.scale or 1) * factor
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
        minus=_minus(tokens, first, kind),
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


def _minus(tokens: list[Token], first: int, kind: str | None) -> bool:
    """Whether a sign, and not a dash between words or numbers, stands before the number."""
    before = text_at(tokens, first - 1)
    if before == "minus":
        return True
    if before != "-" or (not glued(tokens, first) and (first > 1 or kind != "percent")):
        return False
    return first == 1 or tokens[first - 1].spaced or text_at(tokens, first - 2) in ("(", ":", "/")


_RECOGNISERS: tuple[Callable[[list[Token], int], Mention | None], ...] = (
    _date,
    _label,
    top,
    ordinal_numeral,
    _multiple,
    _amount,
    ordinal,
)
