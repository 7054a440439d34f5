"""Whether a number is a fall or below nought: signs, verbs and nouns around it."""

from __future__ import annotations

from figurecheck.phrases.grammar import BREAKS, FALL_NOUNS, FALL_VERBS, FROM, LESS, RISE, STATE, TO
from figurecheck.phrases.hedging import BY_HOW_MUCH, hedge_words_before
from figurecheck.phrases.measures import CURRENCIES
from figurecheck.phrases.model import Mention
from figurecheck.phrases.tokens import Token, Unreadable, text_at
from figurecheck.phrases.vocabulary import words_of

_MORE = words_of("up more higher больше выше mehr")
_LOOK = 5  # words between a number and the noun of change after it


def negative(tokens: list[Token], mention: Mention, kind: str) -> bool:
    """Whether a number of a kind is negative.

    A percentage is by its sign or as a fall; an amount of money by a sign at the start of the
    phrase, of a bracket or after a colon. Raises Unreadable where a dash may be a minus sign.
    """
    if kind == "percent":
        if mention.minus and text_at(tokens, mention.first - 2) in RISE:
            raise Unreadable("a dash or a minus sign stands before the number")
        return mention.minus or falls(tokens, mention)
    if not mention.minus or kind not in CURRENCIES:
        return False
    if mention.first > 1 and text_at(tokens, mention.first - 2) not in ("(", ":"):
        raise Unreadable("a dash or a minus sign stands before the number")
    return True


def falls(tokens: list[Token], mention: Mention) -> bool:
    """Whether the words make a percentage a fall: "fell by 48%", "8.5 percent less"."""
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
        if word in LESS and _by(tokens, mention) and not _hedging(tokens, place):
            return True  # "lower by 5%", "ниже плана на 5%"
        if word in FALL_VERBS:
            return not state and _sentence(tokens, place, mention.first)
        if word in RISE and not _hedging(tokens, place):
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
    return text_at(tokens, hedge_words_before(tokens, mention.first) - 1) in BY_HOW_MUCH


def _hedging(tokens: list[Token], place: int) -> bool:
    """ "more than", "up to", "больше чем": a hedge and no change."""
    comparative = text_at(tokens, place) in LESS | _MORE
    return comparative and text_at(tokens, place + 1) in ("than", "to", "чем", "als")


def _sentence(tokens: list[Token], start: int, end: int) -> bool:
    """Whether no other clause with "while" or "but" begins between two places."""
    return not any(
        token.text in ("while", "whereas", "but", "а", "но") for token in tokens[start:end]
    )
