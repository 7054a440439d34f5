"""The unit beside a number."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from figurecheck.phrases.grammar import AND, FUNCTION
from figurecheck.phrases.hedges import HEDGES_AFTER
from figurecheck.phrases.measures import (
    COMPOUNDS,
    LONGEST_COMPOUND,
    MEASURED,
    PERIODS,
    QUALIFIERS,
    SCALED_UNITS,
    kind_of,
)
from figurecheck.phrases.scales import SCALES
from figurecheck.phrases.tokens import Token, glued, listed_at, text_at
from figurecheck.phrases.vocabulary import words_of

_GAP = 4  # adjectives between a count and its noun: "loaded and empty TEU containers"
_SUFFIXES = words_of(
    "ден тен дан тан нан нен ға ге қа ке ді ды ні ны і ы шы ші ти х мя ми ю и t ná ный ного"
)
_EQUIVALENT = words_of("equivalent equivalents unit units container containers")
_BETWEEN_NOUNS = words_of("block freight express cargo")


@dataclass(frozen=True, slots=True)
class Unit:
    """Where a unit ends, its kind, and the scale that its abbreviation holds ("kt")."""

    end: int
    kind: str
    factor: Fraction = Fraction(1)


def unit_after(tokens: list[Token], place: int, *, scaled: bool) -> Unit | None:
    """The unit that follows a number and its scale, or None.

    A measured unit follows at once, or after "US", "metric" and the like; what is counted
    may have up to four adjectives before it, and the last of several nouns counts.
    """
    place = past_suffix(tokens, place)
    if text_at(tokens, place) == "-" and glued(tokens, place) and glued(tokens, place + 1):
        place += 1
    if found := _unit_at(tokens, place, scaled=scaled):
        return _head(tokens, found)
    qualified = place
    while text_at(tokens, qualified) in QUALIFIERS:
        qualified += 1
        qualified += text_at(tokens, qualified) == "-"  # "US-Dollar"
    if scaled and text_at(tokens, qualified) in ("di", "de", "of"):  # "miliardi di dollari"
        qualified += 1
    if qualified > place and (found := _unit_at(tokens, qualified, scaled=scaled)):
        return found
    return _counted(tokens, place)


def past_suffix(tokens: list[Token], place: int) -> int:
    """The place after what may part a number from its scale: "300-ден", "20 с лишним"."""
    hyphen = text_at(tokens, place) == "-" and glued(tokens, place) and glued(tokens, place + 1)
    if hyphen and text_at(tokens, place + 1) in _SUFFIXES:
        place += 2
    hedge = listed_at(tokens, place, HEDGES_AFTER, 2)  # "20 с лишним миллионов", "24+ billion"
    if hedge is None:
        return place
    follower = text_at(tokens, hedge[0])
    return hedge[0] if follower in SCALES or kind_of(follower) else place


def _unit_at(tokens: list[Token], place: int, *, scaled: bool) -> Unit | None:
    if compound := listed_at(tokens, place, COMPOUNDS, LONGEST_COMPOUND):
        return _foot(tokens, Unit(*compound))
    word = text_at(tokens, place)
    if word in SCALED_UNITS:
        factor, kind = SCALED_UNITS[word]
        return Unit(place + 1, kind, Fraction(1) if scaled and word != "kt" else factor)
    kind_found = kind_of(word) if _may_be_unit(tokens, place) else None
    return None if kind_found is None else Unit(place + 1, kind_found)


def _may_be_unit(tokens: list[Token], place: int) -> bool:
    """A sign before the next number belongs to that number: "2023 $31bn"."""
    word = text_at(tokens, place)
    if word in ("$", "€", "₸", "₽", "£", "¥", "x", "×") or word in ("usd", "eur", "kzt"):
        follower = tokens[place + 1] if place + 1 < len(tokens) else None
        return follower is None or follower.kind != "numeral"
    return True


def _foot(tokens: list[Token], unit: Unit) -> Unit:
    end = unit.end
    while text_at(tokens, end) in _EQUIVALENT:
        end += 1
    return Unit(end, unit.kind)


def _counted(tokens: list[Token], place: int) -> Unit | None:
    end = place
    for _ in range(_GAP):
        word = text_at(tokens, end)
        usable = end < len(tokens) and (tokens[end].is_word or word == "-")
        if not usable or (word in FUNCTION and word not in AND) or word in SCALES:
            return None
        found = _unit_at(tokens, end, scaled=False)
        if found and end > place:
            return _head(tokens, found) if found.kind not in MEASURED | PERIODS else None
        end += 1
    found = _unit_at(tokens, end, scaled=False)
    return _head(tokens, found) if found and found.kind not in MEASURED | PERIODS else None


def _head(tokens: list[Token], unit: Unit) -> Unit:
    """ "container trains" are trains; "TEU containers" stay TEU."""
    if unit.kind in MEASURED | PERIODS | {"TEU", "rank"}:
        return unit
    end = unit.end
    while text_at(tokens, end) in _BETWEEN_NOUNS:
        end += 1
    following = _unit_at(tokens, end, scaled=False)
    if following is None or following.kind in MEASURED | PERIODS or text_at(tokens, end) == "(":
        return unit
    return _head(tokens, following)
