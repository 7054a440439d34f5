"""How a number stands to the words and numbers around it: from, to, by, than, including."""

from __future__ import annotations

from dataclasses import replace

from figurecheck.phrases.grammar import (
    AND,
    BREAKS,
    BY,
    COMPARED,
    FALL_NOUNS,
    FALL_VERBS,
    FROM,
    FUNCTION,
    INCLUDING,
    INCLUDING_PHRASES,
    LESS,
    RISE,
    TO,
)
from figurecheck.phrases.hedging import hedge_words_before
from figurecheck.phrases.measures import CURRENCIES
from figurecheck.phrases.model import Mention
from figurecheck.phrases.tokens import Token, text_at, words_at

_REACH = 10  # words over which "compared to the same period of" still governs a number
_SCALED = CURRENCIES | {"tonne", "TEU"}
_DASHES = frozenset({"-", "/", "÷"})
CHANGE = RISE | FALL_NOUNS | FALL_VERBS
_ENDS = (BREAKS | CHANGE) - {"up", "down", "more", "higher", "above", "plus"}


def lead(tokens: list[Token], mention: Mention) -> int:
    """The place of the word before a number and its hedge: "to" in "to almost 100,000"."""
    place = hedge_words_before(tokens, mention.first)
    while text_at(tokens, place - 1) in ("the", "a", "record", "some", "just", "its"):
        place -= 1
    return place - 1


def before(tokens: list[Token], mention: Mention) -> str:
    """The word before a number and its hedge."""
    return text_at(tokens, lead(tokens, mention))


def inherit(tokens: list[Token], mentions: list[Mention]) -> list[Mention]:
    """Mentions with the unit and scale that a neighbour holds for both: "from 6 to 10 million"."""
    found = list(mentions)
    for right in range(len(found) - 1, 0, -1):
        one, other = found[right - 1], found[right]
        alike = one.last == one.at + 1
        if _amounts(one, other) and joined(tokens, one, other) and (alike or one.kind is None):
            found[right - 1] = _taking(one, other)
    for right in range(1, len(found)):
        earlier = _previous(found, right)
        if earlier is None or not _amounts(earlier, found[right]):
            continue
        if _continues(tokens, earlier, found[right]):
            found[right] = _taking(found[right], earlier)
    return _shared(found)


def _shared(mentions: list[Mention]) -> list[Mention]:
    """A number with a scale and no noun is of the one unit that has a scale in the phrase."""
    scaled = {m.kind for m in mentions if m.scale is not None and m.kind in _SCALED}
    if len(scaled) != 1:
        return mentions
    kind = scaled.pop()
    return [
        replace(m, kind=kind, attached=True)
        if m.form == "amount" and m.kind is None and m.scale is not None
        else m
        for m in mentions
    ]


def is_free(tokens: list[Token], mention: Mention) -> bool:
    """Whether neither an unknown noun nor another number follows a number."""
    after = tokens[mention.last] if mention.last < len(tokens) else None
    if after is None or after.kind == "sign":
        return True
    return after.text in FUNCTION if after.is_word else len(after.text) == 4


def _previous(mentions: list[Mention], right: int) -> Mention | None:
    amounts = [mention for mention in mentions[:right] if mention.form == "amount"]
    return amounts[-1] if amounts else None


def _amounts(one: Mention, other: Mention) -> bool:
    return one.form == other.form == "amount"


def _taking(poor: Mention, rich: Mention) -> Mention:
    """`poor` with the kind of `rich`, and its scale where `poor` is printed without one."""
    if None not in (poor.kind, rich.kind) and poor.kind != rich.kind:
        return poor
    small = all(reading.value < 1000 for reading in poor.readings)
    if poor.scale is None and rich.scale is not None and small:
        scaled = tuple(reading.times(rich.scale) for reading in poor.readings)
        poor = replace(poor, readings=scaled, scale=rich.scale)
    return replace(poor, kind=poor.kind or rich.kind, attached=poor.attached or rich.attached)


def joined(tokens: list[Token], one: Mention, other: Mention) -> bool:
    """Whether only "-", "to", "and", "or" and hedges stand between two numbers."""
    return lead(tokens, other) == one.last and text_at(tokens, one.last) in TO | AND | _DASHES


def _continues(tokens: list[Token], one: Mention, other: Mention) -> bool:
    """Whether the second number is of the unit and scale of the first."""
    link = text_at(tokens, one.last) if joined(tokens, one, other) else ""
    if link and one.kind in ("percent", "times"):  # "grew 12% to 358": no percentage
        return link in _DASHES and other.kind is None
    if link and link not in AND:
        return other.kind in (None, one.kind)
    if other.kind is not None:
        return False
    opened = text_at(tokens, other.first - 1) == "(" and text_at(tokens, other.last) == ")"
    linked = joined(tokens, one, other) or is_base(tokens, other)
    return opened or linked or is_part(tokens, one, other)


def is_range(tokens: list[Token], one: Mention, other: Mention) -> bool:
    """ "28-32", "between A and B", "от A до B", "13 to 17 days"; "from A to B" is a change."""
    pairs = [(low.value, high.value) for low in one.readings for high in other.readings]
    rising = [(low, high) for low, high in pairs if low < high]
    if not joined(tokens, one, other) or not rising:
        return False
    link, start = text_at(tokens, lead(tokens, other)), before(tokens, one)
    if link in _DASHES:
        return True
    if link in AND:
        return start in ("between", "между", "zwischen", "tra", "fra", "entre", "między") or (
            link in ("or", "или") and one.last <= one.at + 1
        )
    if start == "от":
        return True
    period = other.kind in ("day", "week", "hour", "month", "year")
    if start in FROM:
        return period and not changes(tokens, one.first)
    signed = one.first < one.at  # "$1.5 to $2 billion", but "$245,000 to $18 million" is a change
    near = any(high <= 2 * low for low, high in rising)
    bare = one.last == one.at + 1 and (near or not signed)
    return bare and (period or other.kind == "percent" or not changes(tokens, one.first))


def changes(tokens: list[Token], place: int) -> bool:
    """Whether a verb or noun of change stands before a place."""
    return any(token.text in CHANGE - {"over", "more", "plus"} for token in tokens[:place])


def is_change(tokens: list[Token], one: Mention, other: Mention) -> bool:
    """Whether "from A … to B" or "A to B" leads from the first number to the second."""
    if before(tokens, other) not in TO:
        return False
    return before(tokens, one) in FROM or joined(tokens, one, other)


def is_difference(tokens: list[Token], mention: Mention) -> bool:
    """Whether a number is what was added or lost: "by 2 mln", "up 2 mln", "2 mln more"."""
    start = before(tokens, mention)
    if start in ("by", "up", "down") and text_at(tokens, lead(tokens, mention) + 1) != "to":
        return True
    if start in BY and start not in ("of", "de", "del", "di", "con", "in", "en", "в", "во"):
        return changes(tokens, mention.first) or text_at(tokens, mention.last) in RISE | LESS
    return text_at(tokens, mention.last) in LESS | {"more", "higher", "больше", "выше"}


def is_part(tokens: list[Token], one: Mention, other: Mention) -> bool:
    """Whether a number is named as part of an earlier one: "including B", "в том числе B"."""
    for place in range(one.last, other.first):
        if tokens[place].text in INCLUDING:
            return True
        if any(words_at(tokens, place, size) in INCLUDING_PHRASES for size in (1, 2, 3)):
            return True
    return False


def is_base(tokens: list[Token], mention: Mention) -> bool:
    """Whether a number is what another is compared with: "against B", "up from B", "чем B"."""
    place = lead(tokens, mention)
    for _ in range(_REACH):
        word = text_at(tokens, place)
        if word in COMPARED or word in ("from", "von", "od", "da", "dal"):
            return True
        if word == "(" and place == mention.first - 1:
            place -= 1
            continue
        if not word or word in _ENDS or (tokens[place].kind == "sign" and word != "-"):
            return False
        place -= 1
    return False


def in_brackets(tokens: list[Token], mention: Mention) -> tuple[int, int] | None:
    """The places of the brackets around a number, or None."""
    opening = next((p for p in range(mention.first - 1, -1, -1) if tokens[p].text in "()"), None)
    if opening is None or tokens[opening].text == ")":
        return None
    ends = (p for p in range(mention.last, len(tokens)) if tokens[p].text in "()")
    return opening, next(ends, len(tokens))
