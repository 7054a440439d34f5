"""Commands that build: report, editions, verify, preview."""

# ruff: noqa: T201  (here the program speaks)

from __future__ import annotations

import argparse
import os
import sys
from typing import TYPE_CHECKING

from figurecheck import rooms
from figurecheck.commands import progress
from figurecheck.commands.status import FAILED, OK, Commands, short

if TYPE_CHECKING:
    from pathlib import Path

    from figurecheck.building.build import Built


def add(commands: Commands) -> None:
    """Adds them to the command line."""
    command = commands.add_parser("report", help="build an edition; say which numbers moved")
    command.add_argument("edition", nargs="?", default=rooms.LATEST)
    command.add_argument(
        "-p",
        dest="parameters",
        nargs=2,
        action="append",
        default=[],
        metavar=("NAME", "VALUE"),
        help="set a parameter of report/editions.toml",
    )
    progress.add_options(command)
    command.set_defaults(command=report)

    command = commands.add_parser("editions", help="build all editions")
    command.add_argument("--scheduler", default=os.environ.get("SCHEDULER") or None)
    command.add_argument("--workers", type=int, help="steps done at a time on this machine")
    progress.add_options(command)
    command.set_defaults(command=editions)

    command = commands.add_parser("preview", help="serve the report; build it at every save")
    command.add_argument("edition", nargs="?", default=rooms.LATEST)
    command.add_argument("--port", type=int, default=8000)
    progress.add_options(command)
    command.set_defaults(command=preview)

    command = commands.add_parser("verify", help="build from nothing and compare byte for byte")
    command.add_argument("edition", nargs="?", default=rooms.LATEST)
    command.set_defaults(command=verify)


def report(options: argparse.Namespace) -> int:
    """Builds an edition and says which numbers moved; at once where nothing has changed."""
    from figurecheck.building.unchanged import Now

    project, tell = rooms.root(), progress.Progress(options)
    if Now(project).is_of(options.edition, options.parameters):
        _tell_unchanged(rooms.edition_folder(project, options.edition), tell)
        return OK
    from figurecheck.building.build import build

    built = build(project, options.edition, options.parameters, tell=tell)
    if tell.json:
        tell.say(_record(built))
    elif not tell.quiet:
        _tell(built)
    return OK


def editions(options: argparse.Namespace) -> int:
    """Builds those editions that are not what a build of them would make now."""
    from figurecheck.building.unchanged import Now
    from figurecheck.editions import read_editions

    project = rooms.root()
    now, names = Now(project), list(read_editions(project).settings)
    changed = [name for name in names if not now.is_of(name)]
    tell = progress.Progress(options, len(changed))
    if not (tell.quiet or tell.json):
        print(f"{len(names) - len(changed)} of {len(names)} editions: no number moved")
    if changed:
        from figurecheck.building.build import build_all, default_workers

        workers = options.workers or default_workers()
        for built in build_all(
            project, changed, workers=workers, scheduler=options.scheduler, tell=tell
        ):
            if tell.json:
                tell.say(_record(built))
            elif not tell.quiet:
                print(f"{short(built.folder / 'report.html')}: {_moved(built)}")
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


def preview(options: argparse.Namespace) -> int:
    """Serves an edition and builds it anew at every save."""
    from figurecheck.editions import read_editions
    from figurecheck.previewing.preview import preview as serve

    project, tell = rooms.root(), progress.Progress(options)
    read_editions(project).values(options.edition)

    def say(line: str) -> None:
        if tell.json:
            tell.say({"preview": line})
        elif not tell.quiet:
            print(line, flush=True)

    serve(project, options.edition, options.port, say, tell)
    return OK


def _tell(built: Built) -> None:
    from figurecheck.changes import report as moved

    _name(built.folder)
    if built.warnings:
        print(f"{len(built.warnings)} remarks: {short(built.folder / 'warnings.txt')}")
    print("\n".join(["first build"] if built.changes is None else moved(built.changes)))


def _tell_unchanged(folder: Path, tell: progress.Progress) -> None:
    if tell.json:
        tell.say({"edition": folder.name, "folder": short(folder), "changes": []})
    elif not tell.quiet:
        if tell.explain:
            print("every chapter: unchanged", file=sys.stderr)
        _name(folder)
        print("no number moved")


def _record(built: Built) -> dict[str, object]:
    changes = None if built.changes is None else list(map(str, built.changes))
    return {
        "edition": built.edition,
        "folder": short(built.folder),
        "changes": changes,
        "warnings": list(built.warnings),
    }


def _moved(built: Built) -> str:
    if built.changes is None:
        return "first build"
    return f"{len(built.changes)} values moved" if built.changes else "no number moved"


def _name(folder: Path) -> None:
    for name in ("report.html", "report.pdf", "report.docx", "report-data.zip"):
        print(short(folder / name))
