"""A place in an order: "third place", "ranked 7th", "top five", "second-largest"."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

from figurecheck.phrases.calendar import MONTHS
from figurecheck.phrases.measures import PERIODS, kind_of
from figurecheck.phrases.model import Mention
from figurecheck.phrases.tokens import Token, Unreadable, text_at
from figurecheck.phrases.vocabulary import words_of

# After these an ordinal is a place in time, not in an order.
_OF_TIME = words_of(
    "half quarter month year time полугодии полугодия полугодие квартале квартала квартал раз "
    "century decade day week"
)
_LOWEST = 1000
_SUPERLATIVES = words_of("largest biggest leading main foremost крупнейший крупнейшим первый")


def place_of(
    tokens: list[Token], mentions: list[Mention], nth: int | None
) -> tuple[Fraction, bool]:
    """The rank that a phrase names, and whether it is the lowest of several ("top five")."""
    ranked = [m for m in mentions if m.kind == "rank" and not _of_time(tokens, m)]
    bare = [mention for mention in mentions if _is_bare(mention)]
    found = ranked or bare
    if not found:
        return _superlative(tokens), False
    values = {mention.readings[0].value for mention in found if mention.readings}
    if nth is None and len(values) != 1:
        raise Unreadable("several ranks are printed; column nth chooses")
    if nth is not None and nth > len(found):
        raise Unreadable(f"nth is {nth}, but {len(found)} ranks are printed")
    chosen = found[(nth or 1) - 1]
    value = chosen.readings[0].value
    if value.denominator != 1 or value < 1:
        raise Unreadable("a rank is a whole number from 1")
    return value, chosen.form == "top"


def _is_bare(mention: Mention) -> bool:
    """Whether a number without unit can be a rank."""
    plain = mention.kind is None and mention.form == "amount" and mention.scale is None
    return (
        plain
        and bool(mention.readings)
        and all(reading.value < _LOWEST for reading in mention.readings)
    )


def _of_time(tokens: list[Token], mention: Mention) -> bool:
    follower = text_at(tokens, mention.last)
    period = kind_of(follower) in PERIODS or text_at(tokens, mention.last + 1) in (
        "months",
        "quarters",
    )
    return follower in _OF_TIME or follower in MONTHS or period


def _superlative(tokens: list[Token]) -> Fraction:
    words = [token.text for token in tokens]
    one_of_many = ("one", "of") in pairwise(words) or "among" in words
    if _SUPERLATIVES.intersection(words) and not one_of_many:
        return Fraction(1)
    raise Unreadable("no rank is printed")
