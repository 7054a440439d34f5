"""Every number in English prose, for the check that rows cover it and the lint of typed ones."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal
from unicodedata import numeric

from figurecheck.phrases.amounts import body
from figurecheck.phrases.calendar import ENGLISH_MONTHS, MONTHS
from figurecheck.phrases.measures import MEASURED, PERIODS
from figurecheck.phrases.mentions import recognise
from figurecheck.phrases.model import Form, Mention
from figurecheck.phrases.tokens import Token, cut, glued, text_at
from figurecheck.phrases.vocabulary import words_of
from figurecheck.phrases.words import ENGLISH, OTHER, RUSSIAN

Kind = Literal["number", "multiple", "fraction", "ordinal", "date", "year"]

_KINDS: dict[Form, Kind] = {
    "fraction": "fraction",
    "multiple": "multiple",
    "ordinal": "ordinal",
    "date": "date",
    "year": "year",
}
_VAGUE = words_of(
    "dozen dozens hundred hundreds thousand thousands million millions billion billions trillion "
    "trillions tens nought naught nil zeros zeroes twos threes fours fives sixes sevens eights "
    "nines twenties thirties forties fifties sixties seventies eighties nineties hundredth "
    "hundredths thousandth thousandths millionth millionths billionth billionths"
)
_RATIO_PREFIXES = words_of("double triple treble quadruple quintuple half")
_PRONOUN_BEFORE = words_of("no any another this that which every each the some")
_SPANS = words_of("year years yearly month day hour decade century")  # "half-year"
# "may" and "march" are verbs too, and a capital may only begin a sentence.
_BEFORE_MONTH = words_of("in of by since until from to last this next late early mid and on -")
_FOREIGN = frozenset(OTHER) | frozenset(RUSSIAN)


@dataclass(frozen=True, slots=True)
class Span:
    """A number expression in a text: text[start:end] == text of the span, and its kind."""

    start: int
    end: int
    text: str
    kind: Kind


def numbers(text: str) -> Iterator[Span]:
    """The number expressions of English prose in order: numerals, number words, fractions,
    multiples, ordinals, dates, months and years, with the sign, scale and unit beside them.

    "One" counts as a number before a noun ("one train", "one-year"), not as a pronoun ("one
    of the", "another one", "any one country", "this one"). Plurals of scale words ("hundreds")
    are numbers, and so is the double of "double-digit"; "both", "once", "single" and "few" are
    none. A digit in a name ("COVID-19", "G20") is a number: whoever checks exempts names.
    Time is linear in the text's length.
    """
    tokens = cut(text)
    place = 0
    while place < len(tokens):
        found = _at(tokens, place)
        if found is None:
            place += 1
            continue
        first, last, kind = found
        start, end = tokens[first].start, tokens[last - 1].end
        yield Span(start, end, text[start:end], kind)
        place = last


def _at(tokens: list[Token], place: int) -> tuple[int, int, Kind] | None:
    if (month := _month(tokens, place)) is not None:
        return place, month, "date"
    mention = recognise(tokens, place)
    if mention is None or _is_word_only(tokens, mention):
        return _unread(tokens, place)
    if mention.form == "date":
        return mention.first, _with_year(tokens, mention.last), "date"
    kind: Kind = "multiple" if mention.kind == "times" else _KINDS.get(mention.form, "number")
    return mention.first, _tight_end(tokens, mention), kind


def _unread(tokens: list[Token], place: int) -> tuple[int, int, Kind] | None:
    """A number that no phrase is read by: "hundreds", "²", the beginning of "double-digit"."""
    token = tokens[place]
    if token.text in _VAGUE or (token.kind == "sign" and numeric(token.text, None) is not None):
        return place, place + 1, "number"
    joined = text_at(tokens, place + 1) == "-" and glued(tokens, place + 1)
    if token.text in _RATIO_PREFIXES and joined and glued(tokens, place + 2):
        return (place, place + 1, "multiple") if tokens[place + 2].text not in _SPANS else None
    return None


def _is_word_only(tokens: list[Token], mention: Mention) -> bool:
    """A pronoun, or a word that is a number in another language ("Otto")."""
    word = tokens[mention.at].text
    if word == "one":
        return text_at(tokens, mention.at - 1) in _PRONOUN_BEFORE
    return word in _FOREIGN and word not in ENGLISH


def _tight_end(tokens: list[Token], mention: Mention) -> int:
    """The end without the noun that is counted: "300" of "300 bilateral agreements"."""
    if mention.form != "amount" or mention.kind in MEASURED | PERIODS:
        return mention.last
    found = body(tokens, mention.at)
    return mention.last if found is None else found.end


def _month(tokens: list[Token], place: int) -> int | None:
    """The end of a month's name with the year after it, unless a day stands beside it."""
    token = tokens[place]
    if token.text not in ENGLISH_MONTHS or not token.capital:
        return None
    mention = recognise(tokens, place)
    if mention is not None and mention.form == "date":
        return None
    end = _with_year(tokens, place + 1)
    doubtful = token.text in ("may", "march", "mar", "dec", "jan") and end == place + 1
    return None if doubtful and text_at(tokens, place - 1) not in _BEFORE_MONTH else end


def _with_year(tokens: list[Token], end: int) -> int:
    at = end + 1 if text_at(tokens, end) == "," and text_at(tokens, end - 1) not in MONTHS else end
    if at < len(tokens):
        mention = recognise(tokens, at)
        if mention is not None and mention.form == "year":
            return mention.last
    return end
