"""Numbers that are part of a name: COVID-19, G20, Q1, 5G, 10:30."""

from __future__ import annotations

import re

from figurecheck.phrases.calendar import MONTHS
from figurecheck.phrases.hedges import HEDGES_BEFORE
from figurecheck.phrases.measures import CODES, SCALED_UNITS, kind_of
from figurecheck.phrases.scales import SCALES
from figurecheck.phrases.tokens import Token, glued, text_at
from figurecheck.phrases.vocabulary import words_of
from figurecheck.phrases.words import CARDINALS, ordinal

# Words that are set close to their number by mistake or by custom.
_CLOSE = (
    CODES
    | {"us", "x", "в", "на", "до", "с", "от", "из"}
    | {words[0] for words in HEDGES_BEFORE if len(words) == 1}
)
_EAST_ASIAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_ENDINGS = words_of("st nd rd th fold ft m k b t bn mn ти х й я е го му м")
# "9M 2023" and "1H" are spans of a year.
_SPANS = words_of("h q m hy кв")


def is_label(tokens: list[Token], place: int) -> int | None:
    """The end of the name that the numeral at `place` belongs to, or None."""
    if tokens[place].kind != "numeral":
        return None
    if _named_before(tokens, place) or _clock(tokens, place):
        return place + 1
    after = text_at(tokens, place + 1)
    if not glued(tokens, place + 1) or not tokens[place + 1].is_word:
        return None
    if after in _SPANS and _is_span(tokens, place):
        return place + 2
    known = after in SCALES or after in SCALED_UNITS or after in _ENDINGS or after in MONTHS
    known = known or kind_of(after) is not None or _EAST_ASIAN.match(after) is not None
    return None if known or after in CODES else place + 2


def _named_before(tokens: list[Token], place: int) -> bool:
    if not glued(tokens, place):
        return False
    before = tokens[place - 1]
    if before.text == "-" and glued(tokens, place - 1):
        before = tokens[place - 2]
        if before.text in CARDINALS or before.text in MONTHS or before.text in ("top", "топ"):
            return False
        if before.is_word and ordinal(before.text) is not None:
            return False
    if before.text in SCALES or kind_of(before.text):  # "1.4bn-1.5bn"
        return False
    if not before.is_word or _EAST_ASIAN.match(before.text):
        return False
    return before.text not in _CLOSE


def _clock(tokens: list[Token], place: int) -> bool:
    def colon(at: int) -> bool:
        return text_at(tokens, at) == ":" and glued(tokens, at) and glued(tokens, at + 1)

    return colon(place - 1) or (colon(place + 1) and text_at(tokens, place + 2).isdecimal())


def _is_span(tokens: list[Token], place: int) -> bool:
    after = text_at(tokens, place + 1)
    if after in ("h", "q", "кв") and tokens[place].text in ("1", "2", "3", "4"):
        return True
    year = text_at(tokens, place + 2)
    return after == "m" and year.isdecimal() and len(year) == 4
