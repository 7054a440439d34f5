"""Parameters, declared once in report/editions.toml, and the editions that set them."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from math import isfinite
from pathlib import Path
from typing import Any

from figurecheck import rooms
from figurecheck.errors import DataError, Problem

Value = bool | int | float | str

FILE = rooms.EDITIONS.as_posix()

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


@dataclass(frozen=True)
class Editions:
    """`parameters` by name, and for each edition by name the values that it sets."""

    parameters: Mapping[str, Parameter]
    settings: Mapping[str, Mapping[str, Value]]
    titles: Mapping[str, str] = field(default_factory=dict)

    def values(self, edition: str, given: Iterable[tuple[str, str]] = ()) -> dict[str, Value]:
        """The value of every parameter in `edition`, where `given` (name, text) pairs go first.

        Raises DataError for an edition or a name that is not declared, and for a value that has
        another type or lies out of range.
        """
        rooms.edition_name(edition)
        if edition not in self.settings:
            raise DataError(unknown("edition", edition, self.settings))
        values = {p.name: p.default for p in self.parameters.values()}
        values.update(self.settings[edition])
        values.update(self._converted(given))
        return values

    def _converted(self, given: Iterable[tuple[str, str]]) -> dict[str, Value]:
        values: dict[str, Value] = {}
        problems: list[Problem] = []
        for name, text in given:
            if name not in self.parameters:
                problems.append(unknown("parameter", name, self.parameters))
                continue
            parameter = self.parameters[name]
            value = _from_text(parameter.type, text)
            problems += _offences(parameter, value, text)
            values[name] = value
        if problems:
            raise DataError(problems)
        return values


def read_editions(project: Path) -> Editions:
    """What report/editions.toml of `project` declares. Raises DataError with all its offences."""
    table = read_toml(project / rooms.EDITIONS, FILE)
    problems: list[Problem] = []
    parameters = {
        name: parameter
        for name, entry in table.pop("parameters", {}).items()
        if (parameter := _parameter(name, entry, problems))
    }
    settings, titles = {}, {}
    for name, entry in table.pop("editions", {}).items():
        titles[name] = str(entry.pop("title", name))
        settings[name] = _setting(name, entry, parameters, problems)
    problems += [unknown("table", name, ("parameters", "editions")) for name in table]
    if rooms.LATEST not in settings:
        problems.append(Problem(FILE, "an edition called latest", "Add [editions.latest]."))
    if problems:
        raise DataError(problems)
    return Editions(parameters, settings, titles)


def read_toml(path: Path, file: str) -> dict[str, Any]:
    """The tables of a TOML file; raises DataError, calling it `file`, where it cannot be read."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise DataError(Problem(file, "this file", "Restore it.")) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        problem = Problem(file, "TOML in UTF-8", f"Mend it: {error}.")
        raise DataError(problem) from error


def _parameter(name: str, entry: Any, problems: list[Problem]) -> Parameter | None:
    place = f"parameters.{name}"
    if not isinstance(entry, dict) or not {"type", "default"} <= set(entry):
        problems.append(Problem(FILE, "a table with type and default", "Add them.", column=place))
        return None
    problems += [unknown("entry", key, _FIELDS, place) for key in entry if key not in _FIELDS]
    if entry["type"] not in _EXPECTED:
        problems.append(unknown("type", entry["type"], _EXPECTED, place))
        return None
    known = {key: _plain(entry[key]) for key in _FIELDS if key in entry}
    for end in ("minimum", "maximum"):
        if end in known and not _HAS_TYPE[entry["type"]](known[end]):
            expected = _EXPECTED[entry["type"]]
            problems.append(
                Problem(FILE, expected, "Mend it.", column=f"{place}.{end}", value=str(known[end]))
            )
            return None
    parameter = Parameter(name=name, **{**known, "choices": tuple(entry.get("choices", ()))})
    problems += _offences(parameter, parameter.default, column=f"{place}.default")
    return parameter


def _setting(
    name: str,
    entry: Mapping[str, Any],
    parameters: Mapping[str, Parameter],
    problems: list[Problem],
) -> dict[str, Value]:
    try:
        rooms.edition_name(name)
    except DataError as error:
        problems += error.problems
    setting: dict[str, Value] = {}
    for key, raw in entry.items():
        value = _plain(raw)
        if key in parameters:
            problems += _offences(parameters[key], value, column=f"editions.{name}.{key}")
            setting[key] = value
        else:
            problems.append(unknown("parameter", key, parameters, f"editions.{name}"))
    return setting


def _offences(
    parameter: Parameter, value: Any, text: str | None = None, column: str | None = None
) -> list[Problem]:
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
    remedy = f"Did you mean {near[0]}?" if near else f"There are: {', '.join(names)}."
    return Problem(file, f"a declared {kind}", remedy, column=column, value=name)


def _plain(value: Any) -> Any:
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


def _from_text(type_: str, text: str) -> Any:
    """`text` as a value of the type; `text` itself, which no type but text takes, if it is none."""
    converters: dict[str, Callable[[str], Any]]
    converters = {"integer": int, "number": float, "flag": _FLAGS.__getitem__}
    convert = converters.get(type_, str)
    try:
        return convert(text)
    except (KeyError, ValueError):
        return text
