"""The shape of the raw tables, as data/datapackage.json describes it and nothing else does."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from figurecheck import rooms
from figurecheck.errors import DataError, Problem

PACKAGE = rooms.TABLES.as_posix()

# What Table Schema has no words for stands in properties of our own, as its standard allows.
PERIOD = "figurecheck:period"  # a field of periods; a list of words that it takes as well
MAY_BE_EMPTY = "figurecheck:mayBeEmpty"  # a table that may have no rows


@dataclass(frozen=True)
class Field:
    """A column: the rules for its cells. A blank cell breaks none but `required`."""

    name: str
    required: bool = False
    unique: bool = False
    minimum: int | None = None  # set for whole numbers only
    pattern: re.Pattern[str] | None = None
    choices: tuple[str, ...] = ()
    period: bool = False
    period_words: tuple[str, ...] = ()


@dataclass(frozen=True)
class ForeignKey:
    """Cells of `column` that are not blank stand in the column `target` of the table `table`."""

    column: str
    table: str
    target: str


@dataclass(frozen=True)
class Table:
    """A raw table; `file` is its path from the root of the project."""

    name: str
    file: str
    fields: tuple[Field, ...]
    primary_key: tuple[str, ...] = ()
    foreign_keys: tuple[ForeignKey, ...] = ()
    may_be_empty: bool = False

    @property
    def columns(self) -> list[str]:
        """The names of the columns, in their order."""
        return [field.name for field in self.fields]


def read_package(root: Path) -> dict[str, Table]:
    """The tables that data/datapackage.json describes, by name.

    Raises DataError if it is missing, is no JSON, or lacks what a table needs.
    """
    try:
        package = json.loads((root / PACKAGE).read_text(encoding="utf-8"))
        tables = [_table(resource) for resource in package["resources"]]
        return {table.name: table for table in tables}
    except FileNotFoundError:
        raise DataError(
            Problem(PACKAGE, "a description of the raw tables", "Restore the file.")
        ) from None
    except (ValueError, KeyError, TypeError, AttributeError, re.error) as reason:
        raise DataError(
            Problem(
                PACKAGE,
                f"a Frictionless Data Package with a schema for each table ({reason!r})",
                "Mend the file; frictionless validate says more.",
            )
        ) from reason


def _table(resource: dict[str, Any]) -> Table:
    schema = resource["schema"]
    return Table(
        name=resource["name"],
        file=str(PurePosixPath(PACKAGE).parent / resource["path"]),
        fields=tuple(_field(field) for field in schema["fields"]),
        primary_key=_names(schema.get("primaryKey", [])),
        foreign_keys=tuple(
            ForeignKey(column, key["reference"]["resource"] or resource["name"], target)
            for key in schema.get("foreignKeys", [])
            for column, target in zip(
                _names(key["fields"]), _names(key["reference"]["fields"]), strict=True
            )
        ),
        may_be_empty=resource.get(MAY_BE_EMPTY, False),
    )


def _field(field: dict[str, Any]) -> Field:
    rules = field.get("constraints", {})
    kind = field.get("type", "string")
    if kind not in ("string", "integer"):
        raise ValueError(f"{field['name']}: cells are text or whole numbers, not {kind}")
    lowest = rules.get("minimum", 0) if kind == "integer" else None
    return Field(
        name=field["name"],
        required=rules.get("required", False),
        unique=rules.get("unique", False),
        minimum=lowest,
        pattern=re.compile(rules["pattern"]) if "pattern" in rules else None,
        choices=tuple(rules.get("enum", ())),
        period=PERIOD in field,
        period_words=tuple(field.get(PERIOD, ())),
    )


def _names(value: str | list[str]) -> tuple[str, ...]:
    """Frictionless lets a single name stand for a list of one."""
    return (value,) if isinstance(value, str) else tuple(value)
