"""What a build says while it works: a line a step, in words or as JSON."""

# ruff: noqa: T201  (here the program speaks)

from __future__ import annotations

import argparse
import json
import os
import sys
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from figurecheck.building.graph import Outcome

_RED, _DIM, _PLAIN = "\x1b[31m", "\x1b[2m", "\x1b[0m"


def add_options(command: argparse.ArgumentParser) -> None:
    """Adds the options that say how much is said."""
    how = command.add_mutually_exclusive_group()
    how.add_argument("--quiet", action="store_true", help="say nothing but offences")
    how.add_argument("--json", action="store_true", help="say all as JSON, an object a line")
    command.add_argument("--explain", action="store_true", help="name unchanged chapters, too")


class Progress:
    """Tells of the steps of a build on stderr as they are done.

    Chapters that did not run are left out unless `explain` is set; so are all chapters where
    several `editions` are built.
    """

    def __init__(self, options: argparse.Namespace, editions: int = 1) -> None:
        self.quiet, self.json, self.explain = options.quiet, options.json, options.explain
        self._of_one = editions == 1

    def __call__(self, key: str, outcome: Outcome) -> None:
        """A line for the step `key` (edition/notebook), if it is to be told."""
        edition, _, step = key.rpartition("/")
        if self.quiet or not outcome.note:
            return
        if self.json:
            seconds = round(outcome.seconds, 3)
            self.say({"edition": edition, "step": step, "did": outcome.note, "seconds": seconds})
            return
        unchanged = outcome.note == "unchanged"
        if not self.explain and (unchanged or (step != "report" and not self._of_one)):
            return
        name = step if self._of_one else key.removesuffix("/report")
        line = f"{name}: {outcome.note}, {outcome.seconds:.1f} s"
        colour = _RED if outcome.note == "failed" else _DIM
        print(_coloured(line, colour, sys.stderr), file=sys.stderr, flush=True)

    @staticmethod
    def say(record: dict[str, object]) -> None:
        """An object of JSON on a line of its own."""
        print(json.dumps(record, ensure_ascii=False), flush=True)


def _coloured(text: str, colour: str, stream: TextIO) -> str:
    """The text in colour, where the stream is a terminal and nobody asked for none.

    See https://no-color.org.
    """
    shown = stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return f"{colour}{text}{_PLAIN}" if shown else text
