"""Dates and calendar years, which are never the value unless a year is asked for."""

from __future__ import annotations

from fractions import Fraction

from figurecheck.phrases.amounts import Body
from figurecheck.phrases.calendar import MONTHS, YEAR_AFTER, YEAR_BEFORE, is_day, is_year
from figurecheck.phrases.measures import CURRENCIES, PERIODS
from figurecheck.phrases.scales import SCALES
from figurecheck.phrases.tokens import Token, glued, text_at
from figurecheck.phrases.units import Unit, unit_after


def date_end(tokens: list[Token], place: int) -> int | None:
    """Where a day with its month ends ("May 18-19", "1 января"), or None."""
    token = tokens[place]
    if token.kind == "date":
        return place + 1
    if token.text in MONTHS:
        end = _days_end(tokens, place + 1)
        return end if end and not _measured(tokens, end) else None
    end = _days_end(tokens, place)
    if end and text_at(tokens, end) == "of":
        end += 1
    return end + 1 if end and text_at(tokens, end) in MONTHS else None


def _days_end(tokens: list[Token], place: int) -> int | None:
    """The end of "18", "18th" or "18-19" at `place`, or None."""
    if not is_day(text_at(tokens, place)):
        return None
    end = place + 1
    if text_at(tokens, end) in ("st", "nd", "rd", "th") and glued(tokens, end):
        end += 1
    if text_at(tokens, end) in ("-", "and", "и") and is_day(text_at(tokens, end + 1)):
        return end + 2
    return end


def _measured(tokens: list[Token], end: int) -> bool:
    found = unit_after(tokens, end, scaled=False)
    named = found is not None and found.kind not in PERIODS
    return named or text_at(tokens, end) in SCALES


def year_end(tokens: list[Token], place: int, found: Body, unit: Unit | None) -> int | None:
    """Where a calendar year or a pair of them ends, or None if the number is none."""
    text = tokens[place].text
    if len(text) != 4 or not text.isdecimal() or not is_year(Fraction(int(text))):
        return None
    if found.scale is not None or found.end != place + 1:
        return None
    if unit is not None and not _follows_year(tokens, place, unit):
        return None
    end = place + 1
    if text_at(tokens, end) in ("-", "/") and glued(tokens, end):
        return _second_year(tokens, place, end)
    return end + 1 if text_at(tokens, end) in YEAR_AFTER else end


def _follows_year(tokens: list[Token], place: int, unit: Unit) -> bool:
    """Whether a noun after a year counts something else: "in 2024 container trains"."""
    if unit.kind in PERIODS:
        return True
    if unit.kind == "percent":
        return False
    if unit.kind in CURRENCIES:  # "11,458 (constant 2010 US$)"
        before = tokens[:place]
        return any(token.kind == "numeral" or token.text == "constant" for token in before)
    introduced = text_at(tokens, place - 1) in YEAR_BEFORE - {"of", "over", "to"}
    return introduced or (int(tokens[place].text) % 50 != 0 and place == 0)


def _second_year(tokens: list[Token], place: int, dash: int) -> int | None:
    second = text_at(tokens, dash + 1)
    if not second.isdecimal():
        return dash
    unit = unit_after(tokens, dash + 2, scaled=False)
    bare = (unit is None or unit.kind in PERIODS) and text_at(tokens, dash + 2) not in SCALES
    if len(second) == 2:
        return dash + 2 if bare else dash
    if len(second) == 4 and is_year(Fraction(int(second))):
        other = unit is not None and _follows_year(tokens, place, unit)
        return dash + 2 if bare or other else None
    return None if len(second) == 4 and not bare else dash
