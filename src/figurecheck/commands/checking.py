"""Commands that look and build nothing: check, strip, parse."""

# ruff: noqa: T201  (here the program speaks)

from __future__ import annotations

import argparse
import csv
import json
import os
from collections.abc import Iterator
from pathlib import Path

from figurecheck import rooms
from figurecheck.commands.status import FAILED, OK, Commands
from figurecheck.errors import DataError, Problem

# as printed, unit, which of several numbers
Phrase = tuple[str, str | None, int | None]


def add(commands: Commands) -> None:
    """Adds them to the command line."""
    command = commands.add_parser("check", help="validate data, notebooks and lists")
    command.add_argument(
        "--sources",
        type=Path,
        default=os.environ.get("SOURCES") or None,
        help="a folder with the texts of the articles",
    )
    command.set_defaults(command=check)

    command = commands.add_parser("strip", help="store the notebooks without outputs")
    command.set_defaults(command=strip)

    command = commands.add_parser("parse", help="say what printed phrases mean, in JSON lines")
    command.add_argument("--unit", help="the unit to read, where a phrase has several numbers")
    given = command.add_mutually_exclusive_group(required=True)
    given.add_argument("--csv", type=Path, help="a table with the columns as_written and unit")
    given.add_argument("phrases", nargs="*", default=[], metavar="PHRASE")
    command.set_defaults(command=parse)


def check(options: argparse.Namespace) -> int:
    """Validates data, notebooks and lists; nothing is executed."""
    from figurecheck.building.check import check as offences

    problems = offences(rooms.root(), options.sources)
    if problems:
        raise DataError(problems)
    print("data, notebooks and lists are in order")
    return OK


def strip(_: argparse.Namespace) -> int:
    """Stores the notebooks clean."""
    from figurecheck.building.strip import strip as strip_notebooks

    for name in strip_notebooks(rooms.root()):
        print(f"notebooks/{name}")
    return OK


def parse(options: argparse.Namespace) -> int:
    """Prints what printed phrases say, a JSON object a line."""
    from figurecheck.phrases import describe

    status = OK
    for phrase, unit, nth in _phrases(options):
        found = describe(phrase, unit, nth)
        print(json.dumps(found, ensure_ascii=False))
        status = FAILED if "error" in found else status
    return status


def _phrases(options: argparse.Namespace) -> Iterator[Phrase]:
    if options.csv is None:
        for phrase in options.phrases:
            yield phrase, options.unit, None
        return
    for number, row in enumerate(_rows(options.csv), 2):
        nth = row.get("nth") or ""
        if nth and not nth.isdecimal():
            raise DataError(
                Problem(str(options.csv), "a whole number or blank", "Mend it.", number, "nth", nth)
            )
        yield row["as_written"] or "", row["unit"] or options.unit, int(nth) if nth else None


def _rows(path: Path) -> list[dict[str, str]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            lines = csv.DictReader(file)
            rows, names = list(lines), lines.fieldnames or ()
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise DataError(Problem(str(path), "a table in UTF-8", f"{error}.")) from error
    missing = [name for name in ("as_written", "unit") if name not in names]
    if missing:
        raise DataError(
            Problem(str(path), "this column", "Add it to the header.", 1, name) for name in missing
        )
    return rows
