"""The command line. What a command needs is imported when it runs, so that each starts at once."""

# ruff: noqa: T201  (here the program speaks)

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from figurecheck.commands.status import FAILED, INTERRUPTED, OK, short

if TYPE_CHECKING:
    from figurecheck.errors import DataError

# By the module of figurecheck.commands that has them, in the order in which help names them.
COMMANDS = {
    "building": ("report", "editions", "preview", "verify"),
    "checking": ("check", "strip", "parse"),
    "comparing": ("diff",),
    "editing": ("lab",),
    "explaining": ("why", "trace"),
    "refreshing": ("refresh",),
    "scaffolding": ("new",),
}

_NEGATIVE = re.compile(r"-[\d.]")


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs a command; its exit status. Offences go to stderr, one a line."""
    arguments = sys.argv[1:] if arguments is None else arguments
    asked = map(_not_an_option, arguments) if [*arguments[:1]] == ["why"] else arguments
    options = parser(*arguments[:1]).parse_args(list(asked))
    try:
        status: int = options.command(options)
        return status
    except ValueError as error:
        from figurecheck.errors import DataError

        if not isinstance(error, DataError):
            raise
        kept = getattr(error, "kept", ())
        if getattr(options, "json", False):
            _say_json(error, kept)
        print(error, file=sys.stderr)
        for folder in kept:
            print(f"What had been made by then: {short(folder)}, see failure.html", file=sys.stderr)
        return FAILED
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:  # the reader has seen enough, as head does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK


def _say_json(error: DataError, kept: Sequence[Path]) -> None:
    """The offences as a line of JSON, for scripts."""
    from figurecheck.commands.progress import Progress

    names = ("file", "row", "column", "value", "expected", "remedy")
    offences = [{name: getattr(each, name) for name in names} for each in error.problems]
    Progress.say({"failed": offences, "kept": [short(folder) for folder in kept]})


def _not_an_option(argument: str) -> str:
    """-5% as argparse takes it and reports show it: with a minus sign."""
    return "\N{MINUS SIGN}" + argument[1:] if _NEGATIVE.match(argument) else argument


def parser(command: str = "") -> argparse.ArgumentParser:
    """The parser of the module that has `command`, or of all commands."""
    named = [module for module, commands in COMMANDS.items() if command in commands]
    made = argparse.ArgumentParser(prog="figurecheck", description="A claim-checked report.")
    commands = made.add_subparsers(required=True, metavar="COMMAND")
    for module in named or COMMANDS:
        import_module(f"figurecheck.commands.{module}").add(commands)
    return made
