"""Builds an edition at every save and shows it."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from figurecheck import rooms
from figurecheck.building.graph import Outcome, Tell
from figurecheck.building.inputs import file_marks
from figurecheck.previewing.board import Board
from figurecheck.previewing.builder import Builder
from figurecheck.previewing.server import served
from figurecheck.previewing.watching import State, cause, is_held, saved

PAUSE = 0.05  # seconds between two looks at the files


def preview(project: Path, edition: str, port: int, say: Callable[[str], None], tell: Tell) -> None:
    """Watches, builds and serves until it is interrupted.

    `say` gets a line for each event, `tell` the name and the outcome of each step of a build.
    """
    last = rooms.edition_folder(project, edition) / "report.html"
    board = Board(edition, last.read_text(encoding="utf-8") if last.is_file() else "")
    with served(board, port) as address, Builder(project, edition) as builder:
        say(f"{address} (stop with Ctrl-C)")
        builds = Builds(project, board, builder, say, tell)
        seen: State = {}
        while True:
            found = file_marks(project)
            if found != seen:
                builds.build(seen, found)
                seen = found
            else:
                time.sleep(PAUSE)


@dataclass(frozen=True)
class Builds:
    """Builds by `builder`, shown on `board` and told in the terminal."""

    project: Path
    board: Board
    builder: Builder
    say: Callable[[str], None]
    tell: Tell

    def build(self, seen: State, found: State) -> None:
        """Builds the project, which was `seen` so at the last build and was now `found` so."""
        names = saved(seen, found) if seen else []
        if is_held(names):
            self.builder.end()
        why = cause(names) if names else self.board.state.edition
        self.say(f"building: {why}")
        self.board.begin(why)
        start = time.monotonic()

        def outdated() -> bool:
            return file_marks(self.project) != found

        result = self.builder.build(self._step, outdated)
        if result.failure and outdated():
            return  # it was saved meanwhile, perhaps in two parts: the next build tells
        done = "not built" if result.failure else f"built in {time.monotonic() - start:.1f} s"
        self.board.end(result, done)
        self.say("\n".join([*([result.words] if result.words else []), done, *result.moved]))

    def _step(self, key: str, outcome: Outcome, done: int, of: int) -> None:
        self.tell(key, outcome)
        if outcome.note:
            self.board.step(f"{key.rpartition('/')[2]}: {outcome.note}", done, of)
