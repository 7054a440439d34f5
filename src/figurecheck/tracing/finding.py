"""From a number as a reader sees it, or from a key, to the keys that it can mean."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from fractions import Fraction
from functools import cache

from figurecheck import phrases
from figurecheck.tracing.origins import ABSENT, Origin
from figurecheck.tracing.shown import Shown
from figurecheck.tracing.trees import spaced

NEAREST = 5  # suggestions where nothing is found

_LONGEST = 6  # words that a number is shown with: "fell by about 1.2 million tonnes"
_YEAR = re.compile(r"(19|20)\d\d")  # the label of a row, and no result
_NUMERAL = re.compile(r"(?<![\w.,])(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?")
_RANGE = re.compile(r"(?:\S*\s){1,3}to\s+\D?")  # "% to ", " million tonnes to ", "% to −"

# Whether words under a column of some unit show the number that is asked for.
Match = Callable[[str, str], bool]


@dataclass(frozen=True)
class Found:
    """The keys found, in the order of the report, and the cells so shown that name no key."""

    keys: tuple[str, ...] = ()
    unkeyed: tuple[Shown, ...] = ()


def find(asked: str, known: Mapping[str, Origin], numbers: Sequence[Shown]) -> Found:
    """What `asked` names: a key; else all that is shown in these words; else all of that number.

    "2.76 million t" finds what is shown as "2.76 million tonnes", or as 2.76 under a column of
    million tonnes; a bare "2.76" finds every 2.76, whatever its unit.
    """
    wanted = asked.strip()
    keys = {key.casefold(): key for key in known}
    if wanted.casefold() in keys:
        return Found((keys[wanted.casefold()],))
    bare = _NUMERAL.fullmatch(wanted.lstrip("+-\N{MINUS SIGN}")) and not _YEAR.fullmatch(wanted)
    exact = [_numeral(wanted)] if bare else [_words(wanted), _number(wanted)]
    for shows in (*exact, _scaled(wanted)):
        found = [n.key for n in numbers if n.key in known and shows(n.text, n.unit)]
        found += [o.key for o in known.values() if o.kind != ABSENT and shows(o.shown, "")]
        cells = [n for n in numbers if not n.key and _is_number(n.text)]
        unkeyed = [n for n in cells if shows(n.text, n.unit)]
        if found or unkeyed:
            return Found(tuple(dict.fromkeys(found)), tuple(unkeyed))
    return Found()


def nearest(asked: str, known: Mapping[str, Origin]) -> list[str]:
    """The numbers next to it, of the same unit if it has one; for other words the nearest words."""
    if not _is_number(asked):
        words = dict.fromkeys([*known, *(spaced(origin.shown) for origin in known.values())])
        return get_close_matches(asked, list(words), NEAREST)
    value, unit = _value(asked) or (_numerals(asked)[0], "")
    distance = {
        spaced(origin.shown): abs(abs(origin.value) - value)
        for origin in known.values()
        if origin.value is not None and (not unit or origin.unit == unit)
    }
    return sorted(distance, key=distance.__getitem__)[:NEAREST]


def _words(asked: str) -> Match:
    wanted = _plain(asked)
    return lambda text, unit: wanted in (_plain(text), _plain(f"{text} {unit}"))


def _number(asked: str) -> Match:
    """The same value in the same unit; whether it rises or falls is said in words, not asked."""
    wanted, digits = _read(asked), set(map(_significant, _numerals(asked)))

    def shows(text: str, unit: str) -> bool:
        if wanted is None or digits.isdisjoint(map(_significant, _numerals(text))):
            return False
        ends = text.split(" to ")  # of a range, where each has its unit
        return wanted in (_read(f"{part} {unit}") for part in (text, *ends))

    return shows


def _scaled(asked: str) -> Match:
    """The same value in any unit, for a number without one: "31 billion", "2,760,000"."""
    wanted = _value(asked)

    def shows(text: str, unit: str) -> bool:
        if wanted is None or wanted[1]:
            return False
        read = _read(f"{text} {unit}")
        return read is not None and read[0] == wanted[0]

    return shows


def _numeral(asked: str) -> Match:
    """The bare number with any unit and scale, alone or as the end of a range."""
    wanted = _numerals(asked)[:1]
    return lambda text, _: _is_number(text) and not set(wanted).isdisjoint(_numerals(text))


def _is_number(text: str) -> bool:
    """Whether the words are those of one number or of one range; a year is a label and neither."""
    parts = _NUMERAL.split(text)
    one = len(parts) == 2 or (len(parts) == 3 and _RANGE.fullmatch(parts[1]) is not None)
    years = any(_YEAR.fullmatch(part) for part in _NUMERAL.findall(text))
    return one and not years and len(text.split()) <= _LONGEST


def _value(asked: str) -> tuple[Fraction, str] | None:
    """The value and its unit, "" where the words name none."""
    counted = _read(f"{asked} tonnes")  # any unit: it is a number that can be of one
    return _read(asked) or (counted and (counted[0], ""))


@cache
def _read(text: str) -> tuple[Fraction, str] | None:
    try:
        number = phrases.read(text)
    except phrases.Unreadable:
        return None
    return abs(number.value), number.unit


@cache
def _numerals(text: str) -> tuple[Fraction, ...]:
    return tuple(Fraction(part.replace(",", "")) for part in _NUMERAL.findall(text))


def _significant(number: Fraction) -> str:
    """The digits without the noughts at their ends, the same for 2.76 million and 2,760,000."""
    while number and number.denominator != 1:
        number *= 10
    return str(number).strip("0")


def _plain(text: str) -> str:
    """The words without what a keyboard has not: no-break spaces, minus signs, curly quotes."""
    folded = text.replace("\N{MINUS SIGN}", "-").replace("’", "'").strip(' \t“”"')
    return " ".join(folded.split()).casefold()
