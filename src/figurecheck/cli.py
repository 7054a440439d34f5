"""The command line. What a command needs is imported when it runs, so that each starts at once."""

# ruff: noqa: T201  (here the program speaks)

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

from figurecheck.commands import (
    building,
    checking,
    comparing,
    editing,
    explaining,
    refreshing,
    scaffolding,
)
from figurecheck.commands.status import FAILED, INTERRUPTED, OK, short
from figurecheck.errors import DataError


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs a command; its exit status. Offences go to stderr, one a line."""
    options = parser().parse_args(arguments)
    try:
        status: int = options.command(options)
        return status
    except DataError as error:
        print(error, file=sys.stderr)
        for folder in getattr(error, "kept", ()):
            print(f"What had been made by then: {short(folder)}, see failure.html", file=sys.stderr)
        return FAILED
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:  # the reader has seen enough, as head does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK


def parser() -> argparse.ArgumentParser:
    """The parser of all commands."""
    made = argparse.ArgumentParser(prog="figurecheck", description="A claim-checked report.")
    commands = made.add_subparsers(required=True, metavar="COMMAND")
    for module in (building, checking, comparing, editing, explaining, refreshing, scaffolding):
        module.add(commands)
    return made
