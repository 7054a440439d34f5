"""The four intervals of a printed number (CLAIMS, section 1).

With x the number and g the last printed place: strict is [x − g/2, x + g/2] and robust
[x − g, x + g] whatever the hedge; a range from a to b widens both beyond its ends. "About" has
g at the coarsest place that the zeros admit. What words entail (semantic) and what a reader
infers (pragmatic):

over (x, ∞) and (x, x + g); at least [x, ∞) and [x, x + g]; about x ± g/2 and x ± g/4, not
narrower than the digits without the hedge; nearly (x − g, x) and (x − g/2, x); up to (−∞, x]
and [x − g, x]; less than (−∞, x) and (x − g, x); range [a, b] twice. Printed plainly both are
the strict interval. An English "22-fold rise" may mean "22 times more": semantic reaches up to
the strict interval of 23. "Doubled" is x ± g and x ± g/2 with g = 1, "halved" with g = 0.1.

A fraction stands on the ladder ¼ ⅓ ½ ⅔ ¾ between nought and all: strict reaches half-way to
its neighbours, robust to them; "more than a third" is (⅓, 1) and (⅓, ½), "nearly a third"
(¼, ⅓) and the upper half of that. Others (a fifth) have their own denominator as g. A fall has
the intervals of the rise of its size, mirrored.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from figurecheck.intervals import Interval
from figurecheck.phrases.hedges import Hedge
from figurecheck.phrases.numerals import Reading

_LADDER = tuple(
    Fraction(100) * rung
    for rung in (
        Fraction(0), Fraction(1, 4), Fraction(1, 3), Fraction(1, 2),
        Fraction(2, 3), Fraction(3, 4), Fraction(1),
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Bounds:
    """Strict, robust, semantic and pragmatic interval, and the granularity they follow from."""

    strict: Interval
    robust: Interval
    semantic: Interval
    pragmatic: Interval
    granularity: Fraction | None

    def mirrored(self) -> Bounds:
        """The bounds of the negative number."""
        return Bounds(-self.strict, -self.robust, -self.semantic, -self.pragmatic, self.granularity)


def exact(value: Fraction) -> Bounds:
    """A number known without rounding."""
    point = Interval.exactly(value)
    return Bounds(point, point, point, point, None)


def top(size: Fraction) -> Bounds:
    """ "top five": a rank from the first to the fifth."""
    ranks = Interval(Fraction(1), size)
    return Bounds(ranks, ranks, ranks, ranks, None)


def ranging(low: Reading, high: Reading) -> Bounds:
    """ "28-32 days"."""
    below, above = low.granularity, high.granularity
    between = Interval(low.value, high.value)
    strict = Interval(low.value - below / 2, high.value + above / 2)
    robust = Interval(low.value - below, high.value + above)
    return Bounds(strict, robust, between, between, max(below, above))


def printed(reading: Reading, hedge: Hedge) -> Bounds:
    """A number in digits or words under its hedge."""
    x, plain = reading.value, reading.granularity
    g = reading.places[-1] if hedge == "about" else plain
    strict, robust = _around(x, g / 2), _around(x, g)
    semantic, pragmatic = _hedged(x, g, hedge) or (strict, strict)
    if hedge == "about":
        pragmatic = _around(x, max(g / 4, plain / 2))
    return Bounds(strict, robust, semantic, pragmatic, g)


def ratio(reading: Reading, hedge: Hedge, *, verb: bool) -> Bounds:
    """ "sixfold", "2.6 times" and, as a verb, "doubled"."""
    bounds = printed(reading, hedge)
    if hedge != "multiple":
        return bounds
    x, g = reading.value, reading.granularity
    wide = _around(x, g) if verb else Interval(x - g / 2, x + 1 + g / 2)
    return replace(bounds, semantic=wide)


def share(value: Fraction, hedge: Hedge) -> Bounds:
    """A fraction of a whole, in percent."""
    if value not in _LADDER:
        place = Fraction(100, (value / 100).denominator)
        return printed(Reading(value, (place,)), hedge)
    rung = _LADDER.index(value)
    below, above = _LADDER[rung - 1], _LADDER[rung + 1]
    strict = Interval((below + value) / 2, (value + above) / 2)
    ladder: dict[str, tuple[Interval, Interval]] = {
        "over": (_open(value, Fraction(100)), _open(value, above)),
        "at least": (Interval(value, Fraction(100)), Interval(value, above)),
        "nearly": (_open(below, value), _open((below + value) / 2, value)),
        "up to": (Interval(Fraction(0), value), Interval(below, value)),
        "less than": (Interval(Fraction(0), value, False, True), _open(below, value)),
    }
    semantic, pragmatic = ladder.get(hedge, (strict, strict))
    return Bounds(strict, Interval(below, above), semantic, pragmatic, None)


def _around(x: Fraction, reach: Fraction) -> Interval:
    return Interval(x - reach, x + reach)


def _open(low: Fraction, high: Fraction) -> Interval:
    return Interval(low, high, True, True)


def _hedged(x: Fraction, g: Fraction, hedge: Hedge) -> tuple[Interval, Interval] | None:
    match hedge:
        case "over":
            return Interval(x, None, True), _open(x, x + g)
        case "at least":
            return Interval(x, None), Interval(x, x + g)
        case "about":
            return _around(x, g / 2), _around(x, g / 4)
        case "nearly":
            return _open(x - g, x), _open(x - g / 2, x)
        case "up to":
            return Interval(None, x), Interval(x - g, x)
        case "less than":
            return Interval(None, x, False, True), _open(x - g, x)
        case _:
            return None
