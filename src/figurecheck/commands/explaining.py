"""Commands that explain a built edition: why, trace. They run nothing."""

# ruff: noqa: T201  (here the program speaks)

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from figurecheck import rooms
from figurecheck.commands.status import OK, Commands

if TYPE_CHECKING:
    from figurecheck.tracing.built import BuiltEdition
    from figurecheck.tracing.trees import Node


def add(commands: Commands) -> None:
    """Adds them to the command line."""
    command = commands.add_parser("why", help="where a number of the report comes from")
    command.add_argument("asked", metavar="NUMBER_OR_KEY", help="62.4%%, F0123, corridor-2023 …")
    command.set_defaults(command=why)
    _add_common(command)

    command = commands.add_parser("trace", help="what depends on a figure, a series or a page")
    command.add_argument("asked", metavar="KEY", help="of a figure, a claim, a series, a source …")
    command.set_defaults(command=trace)
    _add_common(command)


def why(options: argparse.Namespace) -> int:
    """Prints the tree of each number that was asked for, down to the phrases in print."""
    from figurecheck.tracing.why import why as explained

    edition = _edition(options.edition)
    answer = explained(edition, options.asked)
    if options.json:
        _print_json(
            edition=edition.name,
            asked=options.asked,
            found=[tree.to_json() for tree in answer.trees],
            unkeyed=[cell.to_json() for cell in answer.unkeyed],
        )
        return OK
    if len(answer.trees) > 1:
        print(f"{len(answer.trees)} numbers are shown so.\n")
    _print_trees(answer.trees)
    if answer.unkeyed:
        print("\nSo shown, too, in cells that name no key:" if answer.trees else "It has no key:")
        _print_trees(answer.unkeyed)
    return OK


def trace(options: argparse.Namespace) -> int:
    """Prints the tree of what depends on a key."""
    from figurecheck.tracing.dependents import trace as traced

    edition = _edition(options.edition)
    found = traced(edition, options.asked)
    if options.json:
        _print_json(edition=edition.name, asked=options.asked, found=found.to_json())
    else:
        _print_trees([found])
    return OK


def _add_common(command: argparse.ArgumentParser) -> None:
    command.add_argument("--edition", default=rooms.LATEST, help="a built one (default: latest)")
    command.add_argument("--json", action="store_true", help="an object instead of lines")


def _edition(name: str) -> BuiltEdition:
    from figurecheck.tracing.built import read_edition

    edition = read_edition(rooms.root(), name)
    for note in edition.notes:
        print(note, file=sys.stderr)
    return edition


def _print_trees(trees: Sequence[Node]) -> None:
    from figurecheck.tracing.trees import draw, paper_of

    paper = paper_of(sys.stdout, os.environ, shutil.get_terminal_size().columns)
    for number, tree in enumerate(trees):
        print("\n".join(["", *draw(tree, paper)] if number else draw(tree, paper)))


def _print_json(**told: object) -> None:
    print(json.dumps(told, ensure_ascii=False, indent=1))
