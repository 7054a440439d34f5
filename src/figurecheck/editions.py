"""Parameters, declared once in report/editions.toml, and the editions that set them.

An edition is a table of its own, or a month of the table [monthly], which stands for one edition
a month: as of its last day, called after the month.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from figurecheck import rooms
from figurecheck.errors import DataError, Problem
from figurecheck.months import month_before, read_months, title_of
from figurecheck.parameters import (
    FILE,
    Parameter,
    Value,
    from_text,
    offences,
    plain,
    read_parameter,
    unknown,
)

__all__ = ["Editions", "Parameter", "Value", "read_editions", "read_toml", "unknown"]

AS_OF, SINCE = "as_of", "since"  # the day of an edition, and that of the one it is compared with


@dataclass(frozen=True)
class Editions:
    """`parameters` by name, and for each edition by name the values that it sets."""

    parameters: Mapping[str, Parameter]
    settings: Mapping[str, Mapping[str, Value]]
    titles: Mapping[str, str] = field(default_factory=dict)
    last_month: str = ""  # the day of the last monthly edition, "" where there is none

    def values(self, edition: str, given: Iterable[tuple[str, str]] = ()) -> dict[str, Value]:
        """The value of every parameter in `edition`, where `given` (name, text) pairs go first.

        Unless it is set, `since` is the end of the month before `as_of`, or the day of the last
        monthly edition where `as_of` sets no day. Raises DataError for an edition or a name that
        is not declared, and for a value that has another type or lies out of range.
        """
        rooms.edition_name(edition)
        if edition not in self.settings:
            raise DataError(unknown("edition", edition, self.settings))
        chosen = {**self.settings[edition], **self._converted(given)}
        values = {p.name: p.default for p in self.parameters.values()} | chosen
        if SINCE in values and SINCE not in chosen and self.last_month:
            as_of = str(values.get(AS_OF, ""))
            values[SINCE] = month_before(as_of) if as_of else self.last_month
        _check_days(values)
        return values

    def _converted(self, given: Iterable[tuple[str, str]]) -> dict[str, Value]:
        values: dict[str, Value] = {}
        problems: list[Problem] = []
        for name, text in given:
            if name not in self.parameters:
                problems.append(unknown("parameter", name, self.parameters))
                continue
            parameter = self.parameters[name]
            value = from_text(parameter.type, text)
            problems += offences(parameter, value, text)
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
        if (parameter := read_parameter(name, entry, problems))
    }
    monthly, listed = table.pop("monthly", {}), table.pop("editions", {})
    months = read_months(monthly, problems)
    problems += [
        Problem(FILE, "an edition once", "Drop one of them.", column="editions", value=name)
        for name in sorted(set(months) & set(listed))
    ]
    titles = {name: title_of(name, monthly) for name in months}
    settings = {
        name: _setting(name, {AS_OF: day}, parameters, problems) for name, day in months.items()
    }
    for name, entry in listed.items():
        titles[name] = str(entry.pop("title", name))
        settings[name] = _setting(name, entry, parameters, problems)
    problems += [unknown("table", name, ("parameters", "monthly", "editions")) for name in table]
    if rooms.LATEST not in settings:
        problems.append(Problem(FILE, "an edition called latest", "Add [editions.latest]."))
    if problems:
        raise DataError(problems)
    return Editions(parameters, settings, titles, max(months.values(), default=""))


def read_toml(path: Path, file: str) -> dict[str, Any]:
    """The tables of a TOML file; raises DataError, calling it `file`, where it cannot be read."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise DataError(Problem(file, "this file", "Restore it.")) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        problem = Problem(file, "TOML in UTF-8", f"Mend it: {error}.")
        raise DataError(problem) from error


def _check_days(values: Mapping[str, Value]) -> None:
    """Refuses a comparison with a later day than that of the edition."""
    since, as_of = str(values.get(SINCE, "")), str(values.get(AS_OF, ""))
    if since and as_of and since >= as_of:
        place = f"parameters.{SINCE}"
        raise DataError(
            Problem(FILE, f"a day before {as_of}", 'Mend it, or give "".', None, place, since)
        )


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
        value = plain(raw)
        if key in parameters:
            problems += offences(parameters[key], value, column=f"editions.{name}.{key}")
            setting[key] = value
        else:
            problems.append(unknown("parameter", key, parameters, f"editions.{name}"))
    return setting
