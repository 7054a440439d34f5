"""The hedge that the words around a number give it."""

from __future__ import annotations

from figurecheck.phrases.grammar import (
    BY,
    FALL_VERBS,
    RISE,
    SKIPPED,
    TO,
)
from figurecheck.phrases.hedges import (
    HEDGE_STEMS,
    HEDGES_AFTER,
    HEDGES_BEFORE,
    LONGEST_HEDGE,
    VERB_HEDGES,
    Hedge,
)
from figurecheck.phrases.model import Mention
from figurecheck.phrases.tokens import Token, glued, text_at, words_at
from figurecheck.phrases.vocabulary import words_of

_COMPARATIVES = words_of("больше меньше выше ниже higher lower above below under")
_COMPARING = _COMPARATIVES | words_of("more less greater fewer mehr weniger over")
_MEASURES = words_of("% percent cent times раза раз процентов процента fold")
_CHANGING = (RISE | FALL_VERBS | words_of("с от from von достиг")) - words_of(
    "more above up больше выше"
)
BY_HOW_MUCH = words_of("by на um o di")
_SKIPS = 4
_STEMS = tuple(HEDGE_STEMS)


def hedge_of(tokens: list[Token], mention: Mention) -> Hedge:
    """The hedge of a number, "" where it is printed plainly.

    "Up to" after a verb of growth is the level reached, and a hedge that follows another
    number is a comparison ("60% more than 175,800"): neither counts.
    """
    after = _after(tokens, mention)
    if after:
        return after
    found = _before(tokens, mention.first)
    if found is None:
        return ""
    place, hedge = found
    if hedge == "up to" and _level_reached(tokens, place):
        return ""
    return hedge


def hedge_words_before(tokens: list[Token], first: int) -> int:
    """Where the hedge directly before a number begins, or `first`."""
    found = _hedge_ending(tokens, first)
    return first if found is None or text_at(tokens, found[0]) in TO | BY else found[0]


def _before(tokens: list[Token], first: int) -> tuple[int, Hedge] | None:
    place, passed_by = first, False
    for _ in range(_SKIPS + 1):
        found = _hedge_ending(tokens, place)
        if found and not (passed_by and _is_verb(text_at(tokens, found[0]))):
            if passed_by and text_at(tokens, place - 1) in _COMPARATIVES:
                return None  # "ниже на 5%": by how much, and no hedge
            return None if _compares(tokens, found[0]) else found
        if found or text_at(tokens, place - 1) not in SKIPPED:
            return None
        passed_by = passed_by or text_at(tokens, place - 1) in BY_HOW_MUCH
        place -= 1
    return None


def _is_verb(word: str) -> bool:
    return word in VERB_HEDGES or _by_stem(word) is not None


def _by_stem(word: str) -> Hedge | None:
    if not word.startswith(_STEMS):
        return None
    return next(hedge for stem, hedge in HEDGE_STEMS.items() if word.startswith(stem))


def _hedge_ending(tokens: list[Token], place: int) -> tuple[int, Hedge] | None:
    """The longest hedge whose last word stands before `place`, and where it begins."""
    first = max(0, place - LONGEST_HEDGE)
    words = tuple([token.text for token in tokens[first:place]])
    for at in range(len(words)):
        if hedge := HEDGES_BEFORE.get(words[at:]):
            return first + at, hedge
    hedge = _by_stem(text_at(tokens, place - 1))
    return None if hedge is None else (place - 1, hedge)


def _compares(tokens: list[Token], place: int) -> bool:
    """Whether the "hedge" follows a number: "65% higher than", "8.5 percent less than"."""
    if text_at(tokens, place) not in _COMPARING or place == 0:
        return False
    return tokens[place - 1].kind == "numeral" or tokens[place - 1].text in _MEASURES


def _level_reached(tokens: list[Token], place: int) -> bool:
    """ "increased up to 10": what stands before the place tells of growth or of a start."""
    earlier = [token.text for token in tokens[max(0, place - 8) : place]]
    return any(
        word in _CHANGING or word.startswith(("довест", "довел", "увелич")) for word in earlier
    )


def _after(tokens: list[Token], mention: Mention) -> Hedge | None:
    """The hedge between a number and its unit or right after them: "300-ден астам", "24+"."""
    for place in range(mention.at + 1, mention.last + 1):
        words = words_at(tokens, place, 3)
        for count in (3, 2, 1):
            hedge = HEDGES_AFTER.get(words[:count])
            if hedge and not _opens(tokens, place):
                return hedge
    return None


def _opens(tokens: list[Token], place: int) -> bool:
    """Whether a "+" or "plus" belongs to what follows: "$10bn plus 5%"."""
    sign = text_at(tokens, place)
    if sign == "plus":
        return place + 1 < len(tokens)
    return sign == "+" and not glued(tokens, place)
