"""The hedge of a number and the direction that the words around it give."""

from __future__ import annotations

from figurecheck.phrases.grammar import (
    BREAKS,
    BY,
    FALL_NOUNS,
    FALL_VERBS,
    FROM,
    LESS,
    RISE,
    SKIPPED,
    STATE,
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
from figurecheck.phrases.mentions import Mention
from figurecheck.phrases.tokens import Token, text_at, words_at
from figurecheck.phrases.vocabulary import words_of

_COMPARATIVES = words_of("больше меньше выше ниже higher lower above below under")
_COMPARING = _COMPARATIVES | words_of("more less greater fewer mehr weniger over")
_MEASURES = words_of("% percent cent times раза раз процентов процента fold")
_CHANGING = (RISE | FALL_VERBS | words_of("с от from von достиг")) - words_of(
    "more above up больше выше"
)
_SKIPS = 4
_LOOK = 5  # words between a number and the noun of change after it


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
        passed_by = passed_by or text_at(tokens, place - 1) in BY
        place -= 1
    return None


def _is_verb(word: str) -> bool:
    return word in VERB_HEDGES or _by_stem(word) is not None


def _by_stem(word: str) -> Hedge | None:
    return next((hedge for stem, hedge in HEDGE_STEMS.items() if word.startswith(stem)), None)


def _hedge_ending(tokens: list[Token], place: int) -> tuple[int, Hedge] | None:
    """The longest hedge whose last word stands before `place`, and where it begins."""
    for count in range(min(LONGEST_HEDGE, place), 0, -1):
        words = tuple(token.text for token in tokens[place - count : place])
        if hedge := HEDGES_BEFORE.get(words):
            return place - count, hedge
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
    for place in (*range(mention.at + 1, mention.last), mention.last, mention.last + 1):
        for count in (3, 2, 1):
            hedge = HEDGES_AFTER.get(words_at(tokens, place, count))
            if hedge and not (text_at(tokens, place) == "+" and place != mention.at + 1):
                inside = place <= mention.last
                return hedge if inside else None
    return None


def falls(tokens: list[Token], mention: Mention) -> bool:
    """Whether the words make a percentage a fall: "fell by 48%", "8.5 percent less"."""
    if mention.minus:
        return True
    if _level(tokens, mention):
        return False
    return _noun_after(tokens, mention) or _verb_before(tokens, mention)


def _level(tokens: list[Token], mention: Mention) -> bool:
    """ "dropped to 29%", "снизилась до 29%": what was reached, not by how much."""
    place = hedge_words_before(tokens, mention.first)
    while text_at(tokens, place - 1) in ("just", "only", "a", "the", "about", "почти", "около"):
        place -= 1
    word = text_at(tokens, place - 1)
    if text_at(tokens, place - 2) in STATE:  # "the decline amounted to 6.4%"
        return False
    return word in TO - {"na", "a", "à"} or (word in FROM - {"di", "de", "du", "z", "ze"})


def _noun_after(tokens: list[Token], mention: Mention) -> bool:
    place, passed = mention.last, 0
    while place < len(tokens) and passed < _LOOK:
        word = tokens[place].text
        if word in LESS or word in FALL_NOUNS:
            return not (word == "down" and text_at(tokens, place + 1) in ("from", "to"))
        if word in FALL_VERBS:  # "um 5 % gesunken"; "5% cut", but not "5%, down from 6%"
            return text_at(tokens, place + 1) not in ("from", "by", "to") and passed <= 1
        if word in RISE or word in BREAKS or tokens[place].kind == "numeral":
            return False
        passed += word != "-"
        place += 1
    return False


def _verb_before(tokens: list[Token], mention: Mention) -> bool:
    """The nearest word of change before the number; a verb of state ends a verb of falling."""
    state = False
    for place in range(hedge_words_before(tokens, mention.first) - 1, -1, -1):
        word = tokens[place].text
        if word in FALL_NOUNS:
            return not state or _is_noun(tokens, place)
        if (
            word in LESS and _by(tokens, mention) and not _hedging(tokens, place)
        ):  # "lower by 5%", "ниже плана на 5%"
            return True
        if word in FALL_VERBS:
            return not state and _sentence(tokens, place, mention.first)
        if word in RISE and not (
            word in ("up", "more", "больше", "mehr", "more", "higher") and _hedging(tokens, place)
        ):
            return False
        if word in (".", ";"):
            return False
        state = state or word in STATE
    return False


def _is_noun(tokens: list[Token], place: int) -> bool:
    """Whether "drop", "fall" or "cut" is a noun; the others of their kind always are."""
    if text_at(tokens, place) not in ("drop", "fall", "cut"):
        return True
    article = text_at(tokens, place - 1) in ("the", "a", "an", "this", "its")
    return article or text_at(tokens, place + 1) in ("in", "of")


def _by(tokens: list[Token], mention: Mention) -> bool:
    return text_at(tokens, hedge_words_before(tokens, mention.first) - 1) in ("by", "на", "um", "o")


def _hedging(tokens: list[Token], place: int) -> bool:
    """ "more than", "up to", "более чем": a hedge and no rise."""
    return text_at(tokens, place + 1) in ("than", "to", "чем", "als")


def _sentence(tokens: list[Token], start: int, end: int) -> bool:
    """Whether no other clause with "while" or "but" begins between two places."""
    return not any(
        token.text in ("while", "whereas", "but", "а", "но") for token in tokens[start:end]
    )
