"""Which of the numbers of a phrase is meant: first by unit, then by grammar."""

from __future__ import annotations

from itertools import pairwise

from figurecheck.phrases.columns import Column, column
from figurecheck.phrases.grammar import AND
from figurecheck.phrases.measures import PERIODS
from figurecheck.phrases.model import Mention
from figurecheck.phrases.relations import (
    before,
    is_base,
    is_free,
    is_range,
    lead,
)
from figurecheck.phrases.ruling import Candidate, Grammar
from figurecheck.phrases.settling import Notation, settle
from figurecheck.phrases.tokens import Token, Unreadable, text_at

# Bare numbers above these are of another unit than the column's.
_MOST = 10_000  # percent, times, days; and of the column's scale word
_MOST_COUNTED = 10**9
_UNCOUNTED = ("year", "date", "label", "other", "ordinal", "top")


def infer(mentions: list[Mention]) -> Column:
    """The unit that the phrase itself names; raises Unreadable where it names none or several."""
    named = {m.kind for m in mentions if m.kind and m.form not in _UNCOUNTED}
    for kinds in (named - PERIODS, named & PERIODS):
        if len(kinds) == 1:
            return column(kinds.pop())
        if kinds:
            raise Unreadable(f"several units are printed: {', '.join(sorted(kinds))}; name one")
    ranks = {m.kind for m in mentions if m.form in ("ordinal", "top")}
    if ranks:
        return column("rank")
    raise Unreadable("no unit is printed; name one")


def candidates(tokens: list[Token], mentions: list[Mention], asked: Column) -> list[Candidate]:
    """The numbers of the unit asked for in reading order; raises Unreadable if there is none.

    A number beside the unit's own word excludes all others; then come words for nearly the
    same thing, then numbers without unit.
    """
    numbers = [m for m in mentions if m.form not in _UNCOUNTED]
    if asked.kind == "year":
        numbers += [m for m in mentions if m.form == "year"]
    own = [m for m in numbers if m.kind == asked.kind]
    near = [m for m in numbers if m.kind in asked.accepted]
    bare = [m for m in numbers if m.kind is None and _may_be(tokens, m, asked)]
    found = own or near or bare
    if not found:
        raise Unreadable(f"no number of {asked.unit} is printed")
    if len(own) == 1 and bare:
        _check_alone(tokens, own[0], bare, asked)
    notation = Notation.of(tokens)
    settled = [Candidate(m, settle(m, asked, notation)) for m in found]
    whole = asked.counted and asked.kind not in PERIODS
    if whole and any(candidate.reading.value.denominator != 1 for candidate in settled):
        raise Unreadable(f"a count of {asked.unit} has no decimals")
    return settled


def _check_alone(tokens: list[Token], own: Mention, bare: list[Mention], asked: Column) -> None:
    """Raises Unreadable where a number without unit may be the one meant.

    "358, compared with 11 trains", "20 of the 30 trains", "11 trains in 2023 and 358 in 2024".
    """
    compared = is_base(tokens, own)
    place = lead(tokens, own)
    part = text_at(tokens, place) == "of" and any(mention.last == place for mention in bare)
    added = any(
        mention.first > own.first
        and before(tokens, mention) in AND | {","}
        and is_free(tokens, mention)
        and asked.kind not in ("percent", "times")
        for mention in bare
    )
    if compared or part or added:
        raise Unreadable(f"numbers without unit stand beside the only one of {asked.unit}")


def _may_be(tokens: list[Token], mention: Mention, asked: Column) -> bool:
    """Whether a number without unit can be of the unit asked for.

    No unknown noun may follow what is measured, and the size must be one that the unit has:
    the noun that was left out is then the column's and no other.
    """
    if not mention.readings or (not asked.counted and not is_free(tokens, mention)):
        return not mention.readings
    size = max(reading.value for reading in mention.readings)
    if asked.kind in ("percent", "times") or asked.kind in PERIODS:
        return mention.scale is None and size < _MOST
    if asked.counted:
        return size < _MOST_COUNTED
    return mention.scale is None or asked.scale == 1 or size < _MOST * asked.scale


def choose(
    tokens: list[Token], found: list[Candidate], asked: Column, nth: int | None
) -> Candidate:
    """The number that `nth` or grammar picks; raises Unreadable where neither does."""
    if nth is not None:
        if not 1 <= nth <= len(found):
            raise Unreadable(f"nth is {nth}, but {len(found)} numbers of {asked.unit} are printed")
        return found[nth - 1]
    if len(found) > 1 and _is_row(tokens):
        return found[-1]
    left = Grammar(tokens, asked).apply(_ranges(tokens, found))
    if len(left) > 1:
        named = ", ".join(_printed(tokens, candidate) for candidate in left)
        raise Unreadable(
            f"several numbers of {asked.unit} are printed: {named}; column nth chooses"
        )
    return left[0]


def _printed(tokens: list[Token], candidate: Candidate) -> str:
    span = tokens[candidate.mention.first : candidate.mention.last]
    return "".join((" " if token.spaced else "") + token.text for token in span).strip()


def _is_row(tokens: list[Token]) -> bool:
    """Whether the phrase is a row of a table: names and numbers, a number last."""
    if tokens[-1].kind != "numeral" or any(t.is_word and not t.capital for t in tokens):
        return False
    signs = {token.text for token in tokens if token.kind == "sign"}
    listed = any(t.text == "," and after.spaced for t, after in pairwise(tokens))
    return signs <= set(",|;…-.") and not listed


def _ranges(tokens: list[Token], found: list[Candidate]) -> list[Candidate]:
    """Two ends of a range become one candidate: the low end, for durations the long one."""
    left: list[Candidate] = []
    for candidate in found:
        if left and left[-1].upper is None and _spans(tokens, left[-1], candidate):
            left[-1] = Candidate(left[-1].mention, left[-1].reading, candidate.reading)
        else:
            left.append(candidate)
    return left


def _spans(tokens: list[Token], one: Candidate, other: Candidate) -> bool:
    rising = one.reading.value < other.reading.value
    return rising and is_range(tokens, one.mention, other.mention)
