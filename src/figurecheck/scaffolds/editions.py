"""A new edition: a table of its own in report/editions.toml."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from figurecheck import display, rooms
from figurecheck.editions import Editions, Parameter, Value, read_editions
from figurecheck.errors import DataError
from figurecheck.scaffolds.answers import Answers
from figurecheck.scaffolds.chapters import with_table
from figurecheck.scaffolds.drafts import Draft
from figurecheck.tables.rules import Fault

FILE = rooms.EDITIONS.as_posix()
AS_OF = "as_of"


def add_edition(draft: Draft, answers: Answers, given: Sequence[tuple[str, str]]) -> str:
    """Adds the edition with the parameters `given` as (name, text); its name.

    Raises DataError with all that is missing or wrong in the answers and parameters.
    """
    declared = read_editions(draft.folder)
    name = answers.need("name", "its name (before-the-forum)", lambda said: _free(said, declared))
    day = answers.wish(
        "as-of", "the day as of which it is written (2024-06-30)", lambda said: _day(said, declared)
    )
    title = answers.wish("title", "its title")
    answers.settle()
    chosen = [*given, *([(AS_OF, day)] if day else [])]
    values = declared.values(rooms.LATEST, chosen)
    entry: dict[str, object] = {"title": title or _title(name, day)}
    entry |= {each: _typed(declared.parameters[each], values[each]) for each, _ in chosen}
    draft.write(FILE, with_table(draft.read(FILE), f"[editions.{name}]", entry))
    draft.added.append((FILE, name))
    return name


def _title(name: str, day: str) -> str:
    """The month of the day, or else the name: only years and months may be typed into a title."""
    return f"As of {display.days(day[: len('2024-06')])}" if day else _spaced(name)


def _spaced(name: str) -> str:
    return (name[:1].upper() + name[1:]).replace("-", " ").replace("_", " ")


def _day(said: str, declared: Editions) -> Fault | None:
    try:
        declared.values(rooms.LATEST, [(AS_OF, said)])
    except DataError as error:
        return Fault(error.problems[0].expected, error.problems[0].remedy)
    return None


def _typed(parameter: Parameter, value: Value) -> object:
    """The value as the list writes it: a day as a date of TOML."""
    return date.fromisoformat(str(value)) if parameter.type == "date" and value else value


def _free(name: str, declared: Editions) -> Fault | None:
    if name in declared.settings:
        return Fault("a name that no other edition has", "Choose another.")
    try:
        rooms.edition_name(name)
    except DataError as error:
        return Fault(error.problems[0].expected, "Choose another.")
    return None
