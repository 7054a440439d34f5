"""The command that goes online: refresh."""

# ruff: noqa: T201  (here the program speaks)

from __future__ import annotations

import argparse
import os
import sys
from datetime import date
from typing import TYPE_CHECKING

from figurecheck import rooms
from figurecheck.commands.status import FAILED, OK, Commands

if TYPE_CHECKING:
    from figurecheck.refreshing.refresh import Refreshed

KEY = "COMTRADE_KEY"  # the environment variable with a key of UN Comtrade


def add(commands: Commands) -> None:
    """Adds it to the command line."""
    command = commands.add_parser("refresh", help="add new official figures to data/raw (online)")
    command.add_argument("--timeout", type=float, default=60.0, help="seconds to wait for a reply")
    command.add_argument(
        "--today", type=date.fromisoformat, default=None, help="the day of access (for tests)"
    )
    command.set_defaults(command=refresh)


def refresh(options: argparse.Namespace) -> int:
    """Asks the services for what is new and says what was added, and who gave nothing."""
    from figurecheck.refreshing.answers import Asking
    from figurecheck.refreshing.refresh import refresh as ask

    asking = Asking(options.today or date.today(), options.timeout, os.environ.get(KEY) or None)
    done = ask(rooms.root(), asking)
    for one in done:
        _tell(one)
    if any(one.rows and one.rows.tables["figures"] for one in done):
        print("Review the new rows with git diff data/raw, then commit them.")
    return FAILED if any(one.problems for one in done) else OK


def _tell(one: Refreshed) -> None:
    if one.rows is None:
        print(f"{one.service}: nothing was added", *one.problems, sep="\n  ", file=sys.stderr)
        return
    rows = one.rows
    print(f"{one.service}: {rows.added} new, {len(rows.revisions)} revised, {rows.same} as before")
    for line in rows.revisions:
        print(f"  [r] {line}")
