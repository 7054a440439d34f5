"""Quantities as a reader sees them: rounded once, with their unit, and tied to their source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from html import escape
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from figurecheck.quantities import Quantity

SIGNIFICANT_DIGITS = 4  # of a computed amount; printed ones keep the digits they were printed with
COMPUTED_DECIMALS = {"percent": 1, "times": 2, "year": 1}
SCALES = ((10**12, " trillion"), (10**9, " billion"), (10**6, " million"))
CURRENCIES = {"USD": "$", "EUR": "€", "KZT": "₸", "international-$": "int-$"}
NOUNS = {
    "person": "people",
    "organization": "organisations",
    "TEU": "TEU",
    "times": "times",
    "rank": "",
}
SAID = ("over", "at least", "about", "nearly", "up to", "less than")  # hedges that are shown
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
NO_BREAK = "\N{NO-BREAK SPACE}"


def text(quantity: Quantity) -> str:
    """The quantity in words and figures: "2.764 million tonnes", "$31.5 billion", "86.1%"."""
    if quantity.style == "printed":
        return quantity.as_written
    if quantity.style == "number":
        return _number(quantity.value, quantity)
    if quantity.style == "range":
        return _range(quantity)
    if quantity.style == "change":
        return _change(quantity)
    hedge = f"{quantity.hedge} " if quantity.hedge in SAID else ""
    return hedge + with_unit(_number(quantity.value, quantity), quantity)


def with_unit(number: str, quantity: Quantity) -> str:
    """A number already written out, with the unit's sign or noun."""
    unit = quantity.unit
    base = unit.split(" (")[0]
    if base in CURRENCIES:
        sign = "\N{MINUS SIGN}" if number.startswith("\N{MINUS SIGN}") else ""
        return f"{sign}{CURRENCIES[base]}{number.removeprefix(sign)}{unit[len(base) :]}"
    if unit == "percent":
        return f"{number}%"
    noun = NOUNS.get(unit, f"{unit}s" if abs(quantity.value) != 1 else unit)
    return f"{number}{NO_BREAK}{noun}".rstrip(NO_BREAK)


def what(row: Mapping[Any, str]) -> str:
    """What a clean figure counts and when: "corridor volume, 2025", "china trade growth, 2022"."""
    subject, measure = row["subject"].replace("-", " "), row["measure"]
    said = measure in subject or measure in ("value", "count", "volume", "event")
    words = subject if said else f"{subject} {measure}"
    return f"{words}, {days(row['period'])}" if row["period"] else words


def html(quantity: Quantity) -> str:
    """The quantity as a `data` element that carries its key, interval, formula and inputs."""
    if not quantity.key:
        return escape(text(quantity))
    attributes = {
        "class": "number",
        "value": decimal(quantity.value),
        "data-key": quantity.key,
        "data-unit": quantity.unit,
        "data-range": text(quantity.shown(style="range")),
        "data-formula": quantity.formula,
        "data-inputs": " ".join(quantity.inputs),
    }
    written = " ".join(f'{name}="{escape(value)}"' for name, value in attributes.items() if value)
    return f"<data {written}>{escape(text(quantity))}</data>"


def days(period: str) -> str:
    """A period in words: "4 July 2023", "8–9 June 2023", "January 2022", "2023".

    >>> days("2023-06-08/2023-06-09"), days("2022-01"), days("../2023")
    ('8–9 June 2023', 'January 2022', 'until 2023')
    """
    first, slash, last = period.partition("/")
    if not slash:
        return _day(first)
    if ".." in (first, last):
        return f"until {_day(last)}" if first == ".." else f"from {_day(first)}"
    shorter = _day(first).removesuffix(_day(last).lstrip("0123456789"))
    return f"{shorter}–{_day(last)}" if shorter.isdigit() else f"{_day(first)} to {_day(last)}"


def _day(iso: str) -> str:
    parts = [int(part) for part in iso.split("-")]
    named = [f"{MONTHS[parts[1] - 1]} {parts[0]}"] if parts[1:] else [f"{parts[0]}"]
    return " ".join([*(str(day) for day in parts[2:]), *named])


def decimal(value: Fraction, digits: int = 12) -> str:
    """A plain decimal of at most `digits` significant digits, without an exponent."""
    if value == 0:
        return "0"
    shift = digits - len(str(int(abs(value))))
    rounded = round(value, shift) if shift >= 0 else round(value)
    whole, _, rest = f"{float(rounded):.{max(shift, 0)}f}".partition(".")
    return f"{whole}.{rest}".rstrip("0").rstrip(".") if rest else whole


def end(value: Fraction | None) -> str:
    """An interval's end as a decimal; "" where there is none."""
    return "" if value is None else decimal(value)


def _number(value: Fraction, quantity: Quantity) -> str:
    scale, name = _scale(quantity)
    scaled = value / scale
    places = _decimals(scaled, scale, quantity)
    written = f"{float(round(scaled, places)):,.{places}f}"
    if quantity.decimals is None and quantity.unit not in COMPUTED_DECIMALS and quantity.formula:
        written = written.rstrip("0").rstrip(".") if "." in written else written
    return written.replace("-", "\N{MINUS SIGN}") + name


def _scale(quantity: Quantity) -> tuple[int, str]:
    if quantity.unit in ("percent", "times", "person", "TEU", "rank"):
        return 1, ""
    for scale, name in SCALES:
        if abs(quantity.value) >= scale:
            return scale, name
    return 1, ""


def _decimals(scaled: Fraction, scale: int, quantity: Quantity) -> int:
    if quantity.decimals is not None:
        return quantity.decimals
    if quantity.granularity is not None and not quantity.formula:
        return _places(quantity.granularity / scale)
    if scaled.denominator == 1 and not quantity.formula:
        return 0
    if quantity.unit in COMPUTED_DECIMALS:
        return COMPUTED_DECIMALS[quantity.unit]
    if scaled.denominator == 1:
        return 0
    return max(0, SIGNIFICANT_DIGITS - len(str(int(abs(scaled)))))


def _places(granularity: Fraction) -> int:
    """Decimals that a granularity of 1, 0.1, 0.01 … needs."""
    places = 0
    while granularity % 1 and places < SIGNIFICANT_DIGITS * 3:
        granularity, places = granularity * 10, places + 1
    return places


def _change(quantity: Quantity) -> str:
    """A growth as a verb and a number, so that a change of sign changes the words."""
    if quantity.value == 0:
        return "did not change"
    verb = "rose" if quantity.value > 0 else "fell"
    return f"{verb} by {with_unit(_number(abs(quantity.value), quantity), quantity)}"


def _range(quantity: Quantity) -> str:
    low, high = quantity.as_read.low, quantity.as_read.high
    if low is None or high is None:
        bound, word = (high, "below") if low is None else (low, "above")
        return f"{word} {with_unit(_number(bound or Fraction(0), quantity), quantity)}"
    if quantity.granularity is not None:  # the ends lie between the printed places
        quantity = replace(quantity, granularity=quantity.granularity / 10)
    first, last = _number(low, quantity), _number(high, quantity)
    scale = _scale(quantity)[1]
    if scale:
        first = first.removesuffix(scale)
    if first == last.removesuffix(scale):
        return with_unit(last, quantity)
    return with_unit(f"{first} to {last}", quantity)
