"""The command that compares two builds: diff."""

# ruff: noqa: T201  (here the program speaks)

from __future__ import annotations

import argparse
import csv
import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from figurecheck import rooms
from figurecheck.commands.status import FLIPPED, OK, Commands, short
from figurecheck.errors import DataError, Problem

if TYPE_CHECKING:
    from figurecheck.changes import Difference

FORMATS = ("text", "markdown", "html", "json")
BODIES = Path("data", "raw", "bodies.csv")


def add(commands: Commands) -> None:
    """Adds it to the command line."""
    command = commands.add_parser(
        "diff",
        help="say how two editions differ, and why",
        description="Says which figures, results, verdicts, charts and numbers in prose differ "
        "between two builds. Editions that are not built from what is here now are built first.",
    )
    command.add_argument("editions", nargs="*", metavar="EDITION", help="from, then to")
    command.add_argument("--from-folder", type=Path, help="a build folder in place of the first")
    command.add_argument("--to-folder", type=Path, help="a build folder in place of the second")
    command.add_argument("--format", choices=FORMATS, default=FORMATS[0])
    command.add_argument("--output", type=Path, help="a file to write in place of the terminal")
    command.add_argument(
        "--flips-only",
        action="store_true",
        help=f"tell only of verdicts that flipped; exit with {FLIPPED} if one did",
    )
    command.set_defaults(command=diff)


def diff(options: argparse.Namespace) -> int:
    """Says how two builds differ."""
    from figurecheck.building.chapters import read_contents
    from figurecheck.changes import difference, read_state

    project = rooms.root()
    folders = _folders(project, options)
    before, after = (read_state(folder, name) for name, folder in folders)
    found = difference(before, after, read_contents(project).keys)
    text = _told(found, options, project)
    if options.output:
        options.output.write_text(text, encoding="utf-8")
        print(short(options.output.resolve()))
    else:
        print(text, end="")
    return FLIPPED if options.flips_only and found.flips else OK


def _folders(project: Path, options: argparse.Namespace) -> list[tuple[str, Path]]:
    """Name and folder of the two builds; editions are built where a build would differ."""
    given, names = [options.from_folder, options.to_folder], list(options.editions)
    if len(names) != given.count(None):
        expected = "two builds, each an edition or a folder"
        remedy = "Name them: make diff FROM=2024-02 TO=2024-03."
        raise DataError(Problem("diff", expected, remedy, value=" ".join(names)))
    found = [
        (str(folder), folder) if folder else (name, rooms.edition_folder(project, name))
        for folder in given
        for name in ([""] if folder else [names.pop(0)])
    ]
    _bring_up_to_date(project, options.editions)
    return found


def _bring_up_to_date(project: Path, editions: Sequence[str]) -> None:
    """Builds the editions that are not what a build would make now.

    One that was built with parameters of its own (report -p) is compared as it is.
    """
    from figurecheck.building.unchanged import Now

    now = Now(project)
    old = [name for name in editions if not (_has_own(project, name) or now.is_of(name))]
    if old:
        from figurecheck.building.build import build_all

        build_all(project, old)


def _has_own(project: Path, edition: str) -> bool:
    try:
        text = (rooms.edition_folder(project, edition) / "manifest.json").read_text("utf-8")
        return bool(json.loads(text)["given"])
    except (OSError, ValueError, KeyError, TypeError):  # no report, or one that is not whole
        return False


def _told(found: Difference, options: argparse.Namespace, project: Path) -> str:
    """The difference in the format that is asked for."""
    from figurecheck.changes.sections import document
    from figurecheck.changes.texts import as_json, as_markdown, as_text

    told = document(found, _bodies(project), options.flips_only)
    if options.format == "markdown":
        return as_markdown(told)
    if options.format == "json":
        return as_json(found, told)
    if options.format == "html":
        from figurecheck.changes.pages import as_html

        return as_html(told)
    return as_text(told, shutil.get_terminal_size().columns)


def _bodies(project: Path) -> dict[str, str]:
    """What the bodies that measure are called; nothing where the table lacks."""
    path = project / BODIES
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8", newline="") as lines:
        return {row["body"]: row["name"] for row in csv.DictReader(lines)}
