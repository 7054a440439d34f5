"""Fractions in words and signs: "a third", "two-thirds", "four in five", "½", "половина"."""

from __future__ import annotations

from fractions import Fraction

from figurecheck.phrases.calendar import is_year
from figurecheck.phrases.grammar import FALL_NOUNS, FALL_VERBS, FUNCTION, LESS, RISE
from figurecheck.phrases.measures import COMPOUNDS, PERIODS, kind_of
from figurecheck.phrases.numerals import spelled
from figurecheck.phrases.scales import SCALES
from figurecheck.phrases.tokens import Token, after_words, glued, listed_at, text_at, words_at
from figurecheck.phrases.vocabulary import words_of
from figurecheck.phrases.words import DENOMINATORS, FRACTIONS, ordinal

VULGAR = {
    "½": (1, 2), "⅓": (1, 3), "⅔": (2, 3), "¼": (1, 4), "¾": (3, 4), "⅕": (1, 5), "⅖": (2, 5),
    "⅗": (3, 5), "⅘": (4, 5), "⅙": (1, 6), "⅛": (1, 8), "⅜": (3, 8), "⅝": (5, 8), "⅞": (7, 8),
}  # fmt: skip
_LONGEST = max(map(len, FRACTIONS))
_PERIOD_WORDS = words_of("year years quarter month term time day century")
_SELECTING = words_of(
    "last latter this next previous same current final per each every первой второй первая вторая "
    "первую вторую первого второго"
)
_CHANGE = RISE | FALL_NOUNS | FALL_VERBS | LESS


def fraction_at(tokens: list[Token], place: int) -> tuple[int, Fraction] | None:
    """Where the fraction that begins at `place` ends, and its value below one; or None."""
    if text_at(tokens, place) in VULGAR:
        return place + 1, Fraction(*VULGAR[tokens[place].text])
    return (
        _english(tokens, place)
        or _half(tokens, place)
        or _listed(tokens, place)
        or _ratio(tokens, place)
    )


def leads_to_scale(tokens: list[Token], end: int) -> int | None:
    """The place of the scale word in "half a million", "a quarter of a billion"; or None."""
    for words in (("of", "a"), ("of", "one"), ("a",), ("one",), ()):
        if words_at(tokens, end, len(words)) == words:
            at = after_words(tokens, end, len(words))
            if text_at(tokens, at) == "-" and glued(tokens, at):
                at += 1
            word = text_at(tokens, at)
            if word in SCALES and len(word) > 2 and word != "hundred":
                return at
    return None


def before_percent(tokens: list[Token], end: int) -> int:
    """The place of the percent word in "half a percent", else `end`."""
    for words in (("a",), ("of", "a"), ("of", "one"), ("of", "1")):
        at = end + len(words)
        percent = kind_of(text_at(tokens, at)) or COMPOUNDS.get(words_at(tokens, at, 2))
        if words_at(tokens, end, len(words)) == words and percent == "percent":
            return at
    return end


def _english(tokens: list[Token], place: int) -> tuple[int, Fraction] | None:
    """ "a third", "two-thirds", "three quarters"."""
    if tokens[place].text in ("a", "an"):
        count, end = Fraction(1), place + 1
    else:
        found = spelled(tokens, place)
        if found is None or found[1].value.denominator != 1:
            return None
        count, end = found[1].value, found[0]
    if text_at(tokens, end) == "-":
        end += 1
    below = DENOMINATORS.get(text_at(tokens, end))
    if below is None or count >= below or text_at(tokens, place - 1) in ("first", "last", "and"):
        return None
    if (text_at(tokens, end).endswith("s") or below == 2) != (count > 1) and below != 2:
        return None
    return (end + 1, count / below) if _is_share(tokens, end) else None


def _is_share(tokens: list[Token], at: int) -> bool:
    """ "a third of" is a fraction, "a third country" is none; a quarter may be of a year."""
    after = at + 1
    if text_at(tokens, after) == "-" and glued(tokens, after):
        return False
    word = text_at(tokens, after)
    if word in ("earlier", "ago", "before", "party", "parties"):
        return False
    if word == "of" and _names_period(tokens, after + 1):
        return False
    if after >= len(tokens) or not tokens[after].is_word or text_at(tokens, at).startswith("hal"):
        return True
    scale = leads_to_scale(tokens, after) is not None
    return scale or word in FUNCTION or word in _CHANGE or kind_of(word) == "percent"


def _names_period(tokens: list[Token], place: int) -> bool:
    if text_at(tokens, place) in ("the", "this", "last", "each"):
        place += 1
    word = text_at(tokens, place)
    year = word.isdecimal() and len(word) == 4 and is_year(Fraction(int(word)))
    return year or word in ("year", "fiscal")


def _half(tokens: list[Token], place: int) -> tuple[int, Fraction] | None:
    """ "half", unless of a year: "first half", "half-year", "second-half results"."""
    if tokens[place].text != "half":
        return None
    before = text_at(tokens, place - 1)
    if before == "-":
        before = text_at(tokens, place - 2)
    after = place + 1
    if text_at(tokens, after) == "-" and glued(tokens, after):
        after += 1
        if text_at(tokens, after) not in SCALES:
            return None
    if before in _SELECTING or ordinal(before) is not None or before in ("st", "nd"):
        return None
    if text_at(tokens, after) in _PERIOD_WORDS or _of_year(tokens, after):
        return None
    return place + 1, Fraction(1, 2)


def _of_year(tokens: list[Token], after: int) -> bool:
    return text_at(tokens, after) == "of" and _names_period(tokens, after + 1)


def _listed(tokens: list[Token], place: int) -> tuple[int, Fraction] | None:
    found = listed_at(tokens, place, FRACTIONS, _LONGEST)
    if found is None:
        return None
    before, after = text_at(tokens, place - 1), text_at(tokens, found[0])
    selected = before in _SELECTING or (before == "перв" or before == "втор")
    halved_year = after in ("года", "году", "год", "квартал", "квартала")
    return None if selected or halved_year else found


def _ratio(tokens: list[Token], place: int) -> tuple[int, Fraction] | None:
    """ "1/3", "four in five", "nine out of ten", "восемь из десяти"."""
    if text_at(tokens, place + 1) == "/" and glued(tokens, place + 1) and glued(tokens, place + 2):
        return _of(tokens, place, place + 2, Fraction(10))
    found = spelled(tokens, place)
    if found is None and not text_at(tokens, place).isdecimal():
        return None
    end = found[0] if found else place + 1
    for words in (("out", "of"), ("in",), ("in", "every"), ("из",)):
        if words_at(tokens, end, len(words)) != words or not (found or words != ("in",)):
            continue
        if part := _of(tokens, place, end + len(words), Fraction(100)):
            return part
    return None


def _of(tokens: list[Token], above: int, below: int, most: Fraction) -> tuple[int, Fraction] | None:
    upper, lower = _small(tokens, above), _small(tokens, below)
    if upper is None or lower is None or not 0 < upper[1] < lower[1] <= most:
        return None
    follower = text_at(tokens, lower[0])
    kind = kind_of(follower)
    counted = kind in PERIODS or kind in ("percent", "TEU") or follower in SCALES
    return None if counted else (lower[0], upper[1] / lower[1])


def _small(tokens: list[Token], place: int) -> tuple[int, Fraction] | None:
    text = text_at(tokens, place)
    if text.isdecimal() and len(text) <= 3:
        return place + 1, Fraction(int(text))
    found = spelled(tokens, place) if place < len(tokens) else None
    return None if found is None else (found[0], found[1].value)
