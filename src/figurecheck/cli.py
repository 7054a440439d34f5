"""The command line. What a command needs is imported when it runs, so that each starts at once."""

# ruff: noqa: T201  (here the program speaks)

from __future__ import annotations

import argparse
import csv
import json
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from figurecheck import rooms
from figurecheck.errors import DataError, Problem

if TYPE_CHECKING:
    from figurecheck.building.build import Built

    Commands = argparse._SubParsersAction[argparse.ArgumentParser]

OK, FAILED, INTERRUPTED = 0, 1, 130

# as printed, unit, which of several numbers
Phrase = tuple[str, str | None, int | None]


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs a command; its exit status. Offences go to stderr, one a line."""
    options = _parser().parse_args(arguments)
    try:
        status: int = options.command(options)
        return status
    except DataError as error:
        print(error, file=sys.stderr)
        for folder in getattr(error, "kept", ()):
            print(f"What had been made by then: {_short(folder)}", file=sys.stderr)
        return FAILED
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:  # the reader has seen enough, as head does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK


def report(options: argparse.Namespace) -> int:
    """Builds an edition and says which numbers moved."""
    from figurecheck.building.build import build

    _tell(build(rooms.root(), options.edition, options.parameters))
    return OK


def editions(options: argparse.Namespace) -> int:
    """Builds all editions."""
    from figurecheck.building.build import build_all, default_workers
    from figurecheck.editions import read_editions

    project = rooms.root()
    names = list(read_editions(project).settings)
    workers = options.workers or default_workers()
    for built in build_all(project, names, workers=workers, scheduler=options.scheduler):
        _tell(built)
    return OK


def diff(options: argparse.Namespace) -> int:
    """Says how two editions differ, and builds those that have not been built."""
    from figurecheck import changes
    from figurecheck.building.build import build_all, parameters_of
    from figurecheck.building.chapters import read_contents

    project = rooms.root()
    folders = [rooms.edition_folder(project, name) for name in (options.old, options.new)]
    unbuilt = [folder.name for folder in folders if not (folder / "manifest.json").is_file()]
    if unbuilt:
        build_all(project, unbuilt)
    settings = [parameters_of(folder) for folder in folders]
    for name in dict.fromkeys([*settings[0], *settings[1]]):
        old, new = (values.get(name) for values in settings)
        if old != new:
            print(f"{name}: {old!r} -> {new!r}")
    before, after = map(changes.read_tables, folders)
    found = changes.compare(before, after, read_contents(project).keys)
    print("\n".join(changes.difference(found)))
    return OK


def verify(options: argparse.Namespace) -> int:
    """Builds an edition from nothing and names what differs."""
    from figurecheck.building.verify import verify as differences

    found = differences(rooms.root(), options.edition)
    if not found:
        print(f"{options.edition}: equal to the byte")
        return OK
    print(f"{options.edition} could not be made again as it is:", *found, sep="\n", file=sys.stderr)
    return FAILED


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


def preview(options: argparse.Namespace) -> int:
    """Serves an edition and builds it anew at every save."""
    from figurecheck.building.preview import preview as serve
    from figurecheck.editions import read_editions

    project = rooms.root()
    read_editions(project).values(options.edition)
    serve(project, options.edition, options.port, lambda line: print(line, flush=True))
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


def _tell(built: Built) -> None:
    from figurecheck.changes import report as moved

    for name in ("report.html", "report.pdf", "report.docx", "report-data.zip"):
        print(_short(built.folder / name))
    if built.warnings:
        print(f"{len(built.warnings)} remarks: {_short(built.folder / 'warnings.txt')}")
    print("\n".join(["first build"] if built.changes is None else moved(built.changes)))


def _short(path: Path) -> str:
    """The path as seen from the working directory, where it lies below it."""
    return str(path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="figurecheck", description="A claim-checked report.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _add_building(commands)
    _add_checking(commands)
    return parser


def _add_building(commands: Commands) -> None:
    add = commands.add_parser("report", help="build an edition; say which numbers moved")
    add.add_argument("edition", nargs="?", default=rooms.LATEST)
    add.add_argument(
        "-p",
        dest="parameters",
        nargs=2,
        action="append",
        default=[],
        metavar=("NAME", "VALUE"),
        help="set a parameter of report/editions.toml",
    )
    add.set_defaults(command=report)

    add = commands.add_parser("editions", help="build all editions")
    add.add_argument("--scheduler", default=os.environ.get("SCHEDULER") or None)
    add.add_argument("--workers", type=int, help="chapters run at a time on this machine")
    add.set_defaults(command=editions)

    add = commands.add_parser("diff", help="say how two editions differ")
    add.add_argument("old")
    add.add_argument("new")
    add.set_defaults(command=diff)

    add = commands.add_parser("preview", help="serve the report; build it at every save")
    add.add_argument("edition", nargs="?", default=rooms.LATEST)
    add.add_argument("--port", type=int, default=8000)
    add.set_defaults(command=preview)


def _add_checking(commands: Commands) -> None:
    add = commands.add_parser("verify", help="build from nothing and compare byte for byte")
    add.add_argument("edition", nargs="?", default=rooms.LATEST)
    add.set_defaults(command=verify)

    add = commands.add_parser("check", help="validate data, notebooks and lists")
    add.add_argument(
        "--sources",
        type=Path,
        default=os.environ.get("SOURCES") or None,
        help="a folder with the texts of the articles",
    )
    add.set_defaults(command=check)

    add = commands.add_parser("strip", help="store the notebooks without outputs")
    add.set_defaults(command=strip)

    add = commands.add_parser("parse", help="say what printed phrases mean, in JSON lines")
    add.add_argument("--unit", help="the unit to read, where a phrase has several numbers")
    given = add.add_mutually_exclusive_group(required=True)
    given.add_argument("--csv", type=Path, help="a table with the columns as_written and unit")
    given.add_argument("phrases", nargs="*", default=[], metavar="PHRASE")
    add.set_defaults(command=parse)
