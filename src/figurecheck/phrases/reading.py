"""A printed phrase to a quantity, and to the object that the command line prints."""

from __future__ import annotations

from fractions import Fraction

from figurecheck.intervals import Interval
from figurecheck.phrases import bounds
from figurecheck.phrases.bounds import Bounds
from figurecheck.phrases.choosing import candidates, choose, infer
from figurecheck.phrases.columns import Column, column
from figurecheck.phrases.direction import falls, negative
from figurecheck.phrases.hedges import Hedge
from figurecheck.phrases.hedging import hedge_of
from figurecheck.phrases.measures import PERIODS
from figurecheck.phrases.mentions import find
from figurecheck.phrases.model import Mention
from figurecheck.phrases.ranks import place_of
from figurecheck.phrases.relations import inherit
from figurecheck.phrases.ruling import Candidate
from figurecheck.phrases.tokens import Token, Unreadable, tokenise
from figurecheck.quantities import CONVENTIONS, Quantity

_DAYS = {"day": Fraction(1), "week": Fraction(7), "hour": Fraction(1, 24)}
_SMALL = 100  # counts in words below this are exact: "six organizations"


def read(phrase: str, unit: str | None = None, nth: int | None = None) -> Quantity:
    """The quantity that a phrase prints, in the canonical unit, with its four intervals.

    `unit` is the unit of the row as people write it ("USD billion", "thousand TEU"); it picks
    among numbers of several units and supplies the scale where none is printed. Without it
    the phrase must name its unit. `nth` picks, from 1, among several numbers of the unit; else
    grammar does: the result of a change, the whole and not its part, the first and not what it
    is compared with, the finer of two prints. A range has the value of its low end, a duration
    of its long end. A fall in percent is negative. Occurrences (event, term, claim) are 1.

    Raises Unreadable with the reason where there is no such number or more than one reading.

    >>> read("increased by almost 64% to 433,000 tons", "thousand tonnes").value
    Fraction(433000, 1)
    >>> str(read("more than a third").semantic)
    '(100/3, 100)'
    """
    tokens = tokenise(phrase)
    if nth is not None and nth < 1:
        raise Unreadable(f"nth is {nth}, but counts from 1")
    asked = column(unit) if unit and unit.strip() else None
    if asked is not None and asked.kind == "event":
        return _quantity(phrase, asked, Fraction(1), "exact", bounds.exact(Fraction(1)))
    mentions = inherit(tokens, find(tokens))
    if asked is None:
        asked = infer(mentions)
    if asked.kind == "rank":
        return _rank(phrase, tokens, mentions, asked, nth)
    if asked.kind == "day":
        mentions = [_in_days(mention) for mention in mentions]
    chosen = choose(tokens, candidates(tokens, mentions, asked), asked, nth)
    return _hedged(phrase, tokens, asked, chosen)


def describe(phrase: str, unit: str | None = None, nth: int | None = None) -> dict[str, object]:
    """The object of the `parse` command: the quantity's fields, or `error` with the reason.

    Intervals are two-element lists, None for an end without bound; numbers are int when
    whole, else float.
    """
    try:
        found = read(phrase, unit, nth)
    except Unreadable as reason:
        return {"as_written": phrase, "error": str(reason)}
    granularity = found.granularity
    return {
        "as_written": phrase,
        "value": _plain(found.value),
        "unit": found.unit,
        "hedge": found.hedge,
        "granularity": None if granularity is None else _plain(granularity),
    } | {convention: _ends(found.interval(convention)) for convention in CONVENTIONS}


def _plain(value: Fraction) -> int | float:
    return int(value) if value.denominator == 1 else float(value)


def _ends(interval: Interval) -> list[int | float | None]:
    return [None if end is None else _plain(end) for end in (interval.low, interval.high)]


def _rank(
    phrase: str, tokens: list[Token], mentions: list[Mention], asked: Column, nth: int | None
) -> Quantity:
    value, at_best = place_of(tokens, mentions, nth)
    if at_best:
        return _quantity(phrase, asked, value, "up to", bounds.top(value))
    return _quantity(phrase, asked, value, "exact", bounds.exact(value))


def _in_days(mention: Mention) -> Mention:
    if mention.kind not in _DAYS:
        return mention
    return mention.converted("day", _DAYS[mention.kind])


def _hedged(phrase: str, tokens: list[Token], asked: Column, chosen: Candidate) -> Quantity:
    mention, reading = chosen.mention, chosen.reading
    if chosen.upper is not None:
        far = chosen.upper.value if asked.kind in PERIODS else reading.value
        return _signed(
            phrase, tokens, asked, chosen, far, "range", bounds.ranging(reading, chosen.upper)
        )
    hedge = hedge_of(tokens, mention)
    if mention.spelled and asked.counted and not hedge and _is_small(mention, reading.value):
        return _quantity(phrase, asked, reading.value, "exact", bounds.exact(reading.value))
    if mention.form == "fraction":
        return _signed(
            phrase, tokens, asked, chosen, reading.value, hedge, bounds.share(reading.value, hedge)
        )
    if asked.kind == "times":
        if reading.value > 1 and falls(tokens, mention):
            raise Unreadable("a fall by a multiple has more than one meaning")
        hedge = hedge or _second_reading(tokens, mention)
        verb = mention.form == "multiple" and not tokens[mention.first].text.endswith("fold")
        found = bounds.ratio(reading, hedge, verb=verb)
    else:
        found = bounds.printed(reading, hedge)
    return _signed(phrase, tokens, asked, chosen, reading.value, hedge, found, reading.places)


def _is_small(mention: Mention, value: Fraction) -> bool:
    return value < _SMALL and value.denominator == 1 and mention.scale is None


def _second_reading(tokens: list[Token], mention: Mention) -> Hedge:
    """English "22-fold" and "22 times" may mean 22 times more; other languages are plain."""
    words = {token.text for token in tokens[mention.first : mention.last]}
    if mention.form == "multiple":
        return "multiple" if mention.readings[0].value != 0 and _english(words) else ""
    return "multiple" if words & {"times", "fold"} else ""


def _english(words: set[str]) -> bool:
    return all(word.isascii() for word in words)


def _signed(
    phrase: str,
    tokens: list[Token],
    asked: Column,
    chosen: Candidate,
    value: Fraction,
    hedge: Hedge,
    found: Bounds,
    places: tuple[Fraction, ...] = (),
) -> Quantity:
    down = negative(tokens, chosen.mention, asked.kind)
    if down:
        return _quantity(phrase, asked, -value, hedge, found.mirrored(), places)
    return _quantity(phrase, asked, value, hedge, found, places)


def _quantity(
    phrase: str,
    asked: Column,
    value: Fraction,
    hedge: Hedge,
    found: Bounds,
    places: tuple[Fraction, ...] = (),
) -> Quantity:
    return Quantity(
        value,
        asked.unit,
        found.strict,
        found.robust,
        found.semantic,
        found.pragmatic,
        as_written=phrase,
        hedge=hedge,
        granularity=found.granularity,
        granularities=places,
    )
