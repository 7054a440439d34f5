"""A parameter of the notebooks: declared once with its type and range, and what it takes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from math import isfinite
from typing import Any

from figurecheck import rooms
from figurecheck.errors import Problem

Value = bool | int | float | str

FILE = rooms.EDITIONS.as_posix()

_MANY = 12  # names that a message lists in full
_EXPECTED = {
    "integer": "a whole number",
    "number": "a number",
    "text": "text",
    "date": 'a date such as "2024-03-31", or "" for none',
    "choice": "one of its choices",
    "flag": "true or false",
}
_FLAGS = {"true": True, "false": False}
_FIELDS = ("type", "default", "unit", "minimum", "maximum", "choices", "description")


@dataclass(frozen=True)
class Parameter:
    """A parameter of the notebooks: its type (a key of `_EXPECTED`), default and range."""

    name: str
    type: str
    default: Value
    unit: str = ""
    minimum: Value | None = None
    maximum: Value | None = None
    choices: tuple[str, ...] = ()
    description: str = ""

    def expected(self) -> str:
        """What a value of this parameter must be, in words."""
        if self.choices:
            return "one of " + ", ".join(self.choices)
        words = _EXPECTED[self.type] + (f" ({self.unit})" if self.unit else "")
        if self.minimum is not None:
            words += f", at least {self.minimum}"
        return words + (f", at most {self.maximum}" if self.maximum is not None else "")

    def accepts(self, value: Any) -> bool:
        """Whether `value` has the declared type and lies in the declared range."""
        if not _HAS_TYPE[self.type](value) or (self.choices and value not in self.choices):
            return False
        if value == "" or isinstance(value, bool):
            return True
        above = self.minimum is None or self.minimum <= value
        return bool(above and (self.maximum is None or value <= self.maximum))


def read_parameter(name: str, entry: Any, problems: list[Problem]) -> Parameter | None:
    """The parameter that a table declares; None, and `problems` grow, where it is none."""
    place = f"parameters.{name}"
    if not isinstance(entry, dict) or not {"type", "default"} <= set(entry):
        problems.append(Problem(FILE, "a table with type and default", "Add them.", column=place))
        return None
    problems += [unknown("entry", key, _FIELDS, place) for key in entry if key not in _FIELDS]
    if entry["type"] not in _EXPECTED:
        problems.append(unknown("type", entry["type"], _EXPECTED, place))
        return None
    known = {key: plain(entry[key]) for key in _FIELDS if key in entry}
    for end in ("minimum", "maximum"):
        if end in known and not _HAS_TYPE[entry["type"]](known[end]):
            expected = _EXPECTED[entry["type"]]
            problems.append(
                Problem(FILE, expected, "Mend it.", column=f"{place}.{end}", value=str(known[end]))
            )
            return None
    parameter = Parameter(name=name, **{**known, "choices": tuple(entry.get("choices", ()))})
    problems += offences(parameter, parameter.default, column=f"{place}.default")
    return parameter


def offences(
    parameter: Parameter, value: Any, text: str | None = None, column: str | None = None
) -> list[Problem]:
    """The offence of a value that the parameter does not take, shown as `text` where given."""
    if parameter.accepts(value):
        return []
    return [
        Problem(
            FILE,
            parameter.expected(),
            "Give such a value.",
            column=column or f"parameters.{parameter.name}",
            value=str(value) if text is None else text,
        )
    ]


def unknown(
    kind: str, name: str, known: Iterable[str], column: str | None = None, file: str = FILE
) -> Problem:
    """The offence of a name that is none of `known`, with the nearest of them."""
    names = sorted(known)
    near = get_close_matches(name, names, n=1)
    shown = names if len(names) <= _MANY else [*names[:3], "…", *names[-3:]]
    remedy = f"Did you mean {near[0]}?" if near else f"There are: {', '.join(shown)}."
    return Problem(file, f"a declared {kind}", remedy, column=column, value=name)


def from_text(type_: str, text: str) -> Any:
    """`text` as a value of the type; `text` itself, which no type but text takes, if it is none."""
    converters: dict[str, Callable[[str], Any]]
    converters = {"integer": int, "number": float, "flag": _FLAGS.__getitem__}
    convert = converters.get(type_, str)
    try:
        return convert(text)
    except (KeyError, ValueError):
        return text


def plain(value: Any) -> Any:
    """A value of a TOML file as a parameter takes it: a date as text."""
    return value.isoformat() if isinstance(value, date) else value


def _is_date(value: Any) -> bool:
    if not isinstance(value, str) or (value and len(value) != len("2024-03-31")):
        return False
    try:
        return value == "" or bool(date.fromisoformat(value))
    except ValueError:
        return False


def _is_integer(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


_HAS_TYPE: dict[str, Callable[[Any], bool]] = {
    "integer": _is_integer,
    "number": lambda value: _is_integer(value) or (isinstance(value, float) and isfinite(value)),
    "text": lambda value: isinstance(value, str),
    "date": _is_date,
    "choice": lambda value: isinstance(value, str),
    "flag": lambda value: isinstance(value, bool),
}
