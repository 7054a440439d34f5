"""A quantity: a number with the intervals that its printed form admits, and where it came from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction

from figurecheck import display
from figurecheck.intervals import Interval

CONVENTIONS = ("strict", "robust", "semantic", "pragmatic")

# Hedges whose words, not whose digits, say what the number may be; "derived" from such a one.
WORDED = frozenset({"over", "at least", "about", "nearly", "up to", "less than", "derived"})


@dataclass(frozen=True, slots=True)
class Quantity:
    """A printed or computed number.

    `value` is in the canonical `unit`. `granularity` is the last printed place and
    `granularities` all that the digits admit, coarsest last. `strict` holds what rounds to
    the printed digits, `robust` what truncates or rounds up to them too, `semantic` what the
    words entail and `pragmatic` what a reader infers from them (CLAIMS in the codebook). A
    computed quantity has a `formula` and the keys of its `inputs`; a printed one its phrase.
    """

    value: Fraction
    unit: str
    strict: Interval
    robust: Interval
    semantic: Interval
    pragmatic: Interval
    as_written: str = ""
    hedge: str = ""
    granularity: Fraction | None = None
    granularities: tuple[Fraction, ...] = ()
    key: str = ""
    formula: str = ""
    inputs: tuple[str, ...] = ()
    decimals: int | None = None  # how many to show; by default what its digits deserve
    style: str = "value"  # what to show: "value", "range", "change" or "printed"

    @classmethod
    def exactly(cls, value: Fraction | int, unit: str, key: str = "") -> Quantity:
        """A number known without rounding: a target, a date, a count of a list."""
        point = Interval.exactly(value)
        return cls(Fraction(value), unit, point, point, point, point, hedge="exact", key=key)

    @classmethod
    def counted(cls, count: int, unit: str, key: str, formula: str) -> Quantity:
        """A count that was made here: exact, with a key and in words what was counted."""
        return replace(cls.exactly(count, unit, key), formula=formula)

    def interval(self, convention: str) -> Interval:
        """The interval under one of `CONVENTIONS`."""
        if convention not in CONVENTIONS:
            raise ValueError(f"{convention!r} is none of {CONVENTIONS}")
        found: Interval = getattr(self, convention)
        return found

    @property
    def as_read(self) -> Interval:
        """What a reader takes from it: its rounding interval, or what its hedge suggests."""
        return self.pragmatic if self.hedge else self.strict

    @property
    def worded(self) -> bool:
        """Whether its words decide what it may be, rather than its digits."""
        return self.hedge in WORDED

    def shown(self, decimals: int | None = None, style: str = "value") -> Quantity:
        """The same quantity, displayed with so many decimals or in another style."""
        return replace(self, decimals=decimals, style=style)

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        return {"text/plain": display.text(self), "text/html": display.html(self)}

    def named(self, key: str) -> Quantity:
        """The same quantity under another key."""
        return replace(self, key=key)


def derive(
    name: str,
    operation: Callable[..., Fraction | Interval],
    *operands: Quantity,
    unit: str,
    formula: str,
) -> Quantity:
    """The quantity that `operation` makes of `operands`, under each convention.

    `operation` is called once with the values and once with the intervals of each convention
    that differs; it must use each argument once, or the intervals come out wider than they
    need to be. The result's key is `name` with the operands' keys. Raises ZeroDivisionError
    where a divisor may be nought.
    """
    inputs = tuple(operand.key for operand in operands if operand.key)
    value = operation(*(operand.value for operand in operands))
    under = {c: [operand.interval(c) for operand in operands] for c in CONVENTIONS}
    strict, robust = operation(*under["strict"]), operation(*under["robust"])
    semantic, pragmatic = (  # plain numbers have their strict interval here too
        strict if under[c] == under["strict"] else operation(*under[c])
        for c in ("semantic", "pragmatic")
    )
    return Quantity(
        value,  # type: ignore[arg-type]  # fractions in, fraction out; intervals in, interval out
        unit,
        strict,  # type: ignore[arg-type]
        robust,  # type: ignore[arg-type]
        semantic,  # type: ignore[arg-type]
        pragmatic,  # type: ignore[arg-type]
        hedge="derived" if any(operand.worded for operand in operands) else "",
        key="-".join((name, *inputs)),
        formula=formula,
        inputs=inputs,
    )
