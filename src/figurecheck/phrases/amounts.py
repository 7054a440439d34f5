"""A number with its scale words: "2.76 million", "1 млн 84 тыс.", "half a million", "a third"."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from figurecheck.phrases.calendar import MONTHS
from figurecheck.phrases.grammar import FUNCTION
from figurecheck.phrases.measures import kind_of
from figurecheck.phrases.numerals import Reading, digit_readings, spelled, with_half
from figurecheck.phrases.scales import ALONE, HAN_SCALES, SCALES
from figurecheck.phrases.shares import VULGAR, before_percent, fraction_at, leads_to_scale
from figurecheck.phrases.tokens import Token, glued, text_at
from figurecheck.phrases.units import past_suffix
from figurecheck.phrases.vocabulary import words_of
from figurecheck.phrases.words import ordinal

ONE = Fraction(1)
_GENITIVE = words_of("миллиона миллиарда триллиона тысячи тысячу")
_HEDGING = words_of("около более свыше порядка больше менее до меньше с от чем почти за")
_SPANISH = words_of("millones millón toneladas dólares contenedores personas euros teu")
_ONE = words_of("one один одна одно одного одной одним une")
_SINGLE = words_of("m k b")


@dataclass(frozen=True, slots=True)
class Body:
    """A number up to where its scale ends; `share` says that it is a fraction of something."""

    end: int
    readings: tuple[Reading, ...]
    scale: Fraction | None = None
    spelled: bool = False
    share: bool = False


def body(tokens: list[Token], place: int) -> Body | None:
    """The number that begins at `place` with its scale, or None."""
    if found := _part(tokens, place):
        return found
    simple = _simple(tokens, place)
    if simple is None:
        return _alone(tokens, place)
    end, scale = scale_after(tokens, simple.end)
    if scale is None:
        return simple
    if text_at(tokens, end - 1) in ("mil",) and text_at(tokens, end) not in _SPANISH:
        return Body(end, (), scale)  # a thousand in Spanish, a million in trade English
    readings = tuple(reading.times(scale) for reading in simple.readings)
    joined = _compound(tokens, Body(end, readings, scale, simple.spelled))
    if joined.end == end and len(readings) == 1:
        end, halved = with_half(tokens, end, Reading(Fraction(0), (ONE,)))
        extra = halved.value * scale
        if extra:
            return Body(end, (Reading(readings[0].value + extra, (extra,)),), scale, simple.spelled)
    rest = _unread(tokens, joined.end)
    return joined if rest == joined.end else Body(rest, (), scale)


def _part(tokens: list[Token], place: int) -> Body | None:
    """A fraction: of a scale word ("half a million") a number, else a share."""
    found = fraction_at(tokens, place)
    if found is None:
        return None
    end, value = found
    reading = Reading(value, (Fraction(1, value.denominator),))
    at = leads_to_scale(tokens, end)
    after, scale = (end, None) if at is None else scale_after(tokens, at)
    if scale is None:
        return Body(before_percent(tokens, end), (reading,), spelled=True, share=True)
    return Body(after, (reading.times(scale),), scale, spelled=True)


def scale_after(tokens: list[Token], place: int) -> tuple[int, Fraction | None]:
    """Where the scale words at `place` end, and their product ("hundred thousand", "百万")."""
    place = past_suffix(tokens, place)
    scale: Fraction | None = None
    while True:
        at = place + 1 if text_at(tokens, place) == "-" and glued(tokens, place + 1) else place
        word = text_at(tokens, at)
        step = SCALES.get(word)
        if step is None or (scale is not None and step < scale):
            return place, scale
        if word in _SINGLE and not _single_is_scale(tokens, at):
            return place, scale
        place, scale = at + 1, step * (scale or 1)


def _single_is_scale(tokens: list[Token], at: int) -> bool:
    follower = text_at(tokens, at + 1)
    return glued(tokens, at) or kind_of(follower) in ("tonne", "USD", "EUR", "TEU", "KZT")


def _simple(tokens: list[Token], place: int) -> Body | None:
    token = tokens[place]
    if token.kind == "numeral":
        readings = digit_readings(token.text)
        end = place + 1
        if len(readings) == 1 and text_at(tokens, end) in VULGAR:
            part = Fraction(*VULGAR[text_at(tokens, end)])
            whole = Reading(readings[0].value + part, (Fraction(1, part.denominator),))
            return Body(end + 1, (whole,))
        if len(readings) == 1:
            end, halved = with_half(tokens, end, readings[0])
            readings = (halved,)
        return Body(end, readings)
    article = token.text in ("a", "an") and text_at(tokens, place + 1) in SCALES
    if article and text_at(tokens, place + 1) not in ("hundred", *_SINGLE, "t"):
        return Body(place + 1, (Reading(ONE, (ONE,)),), spelled=True)
    found = spelled(tokens, place)
    if found is None:
        return None
    end, reading = with_half(tokens, *found)
    if _is_pronoun(tokens, place, end):
        return None
    if text_at(tokens, end) == "-" and ordinal(text_at(tokens, end + 1)) is not None:
        return None  # "twenty-first"
    return Body(end, (reading,), spelled=True)


def _is_pronoun(tokens: list[Token], place: int, end: int) -> bool:
    """ "one of the", "another one", "одно из": no number."""
    if text_at(tokens, place) not in _ONE or end != place + 1:
        return False
    follower = text_at(tokens, end)
    if follower == "-":  # "one-year", but "one-way"
        return kind_of(text_at(tokens, end + 1)) is None and text_at(tokens, end + 1) not in SCALES
    return follower in FUNCTION or follower in ("", ",", ".", ")")


def _compound(tokens: list[Token], head: Body) -> Body:
    """ "1 million 84 thousand": a smaller scale continues the number."""
    place = head.end
    if text_at(tokens, place) in ("and", ",") and head.spelled:
        place += 1
    tail = _simple(tokens, place) if place < len(tokens) else None
    if tail is None or len(tail.readings) != 1 or len(head.readings) != 1 or head.scale is None:
        return head
    last = text_at(tokens, head.end - 1)
    if last in HAN_SCALES and not _continues(tokens, place, tail.end, SCALES[last]):
        return head
    broken = head.readings[0].value % head.scale != 0 and head.scale > 1
    if broken or tail.spelled > head.spelled or text_at(tokens, tail.end) in MONTHS:
        return head
    end, scale = scale_after(tokens, tail.end)
    added = tail.readings[0].times(scale or ONE)
    bare_tail = head.scale == 1000 or last in HAN_SCALES or (head.spelled and tail.spelled)
    if added.value >= head.scale or (scale is None and not bare_tail):
        return head
    whole = Reading(head.readings[0].value + added.value, added.places)
    longer = _compound(tokens, Body(end, (whole,), scale or ONE, head.spelled))
    return replace(longer, scale=head.scale)


def _continues(tokens: list[Token], place: int, end: int, scale: Fraction) -> bool:
    """Whether what follows a scale of Chinese is the rest of its number.

    "3万5000" and "3万5千" are plain; "3万5" is said of 35,000 and may be 30,005.
    """
    if tokens[place].spaced:
        return False
    return text_at(tokens, end) in SCALES or Fraction(10 ** len(tokens[place].text)) == scale


def _unread(tokens: list[Token], end: int) -> int:
    """Where digits end that follow a scale of Chinese and do not continue its number."""
    if text_at(tokens, end - 1) in HAN_SCALES:
        while glued(tokens, end) and (
            tokens[end].kind == "numeral" or text_at(tokens, end) in ("零", *HAN_SCALES)
        ):
            end += 1
    return end


def _alone(tokens: list[Token], place: int) -> Body | None:
    """ "превысил миллиард", "полмиллиона"."""
    word = tokens[place].text
    if word.startswith("пол") and word[3:] in SCALES:
        scale = SCALES[word[3:]]
        return Body(place + 1, (Reading(scale / 2, (scale / 2,)),), scale, spelled=True)
    before = text_at(tokens, place - 1)
    if word not in ALONE or before in ("(", "несколько", "десятки", "сотни"):
        return None
    if word in _GENITIVE and before not in _HEDGING and not before.startswith(("превы", "дости")):
        return None
    return Body(place + 1, (Reading(ALONE[word], (ALONE[word],)),), ALONE[word], spelled=True)
