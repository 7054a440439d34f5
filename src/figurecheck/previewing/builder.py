"""The process that builds, as the preview sees it."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Any

from figurecheck.building.failure import explain, page
from figurecheck.building.graph import Outcome
from figurecheck.building.inputs import PACKAGE
from figurecheck.errors import Problem
from figurecheck.previewing.result import Result, Step

LOOK = 0.25  # seconds between two looks whether a build is outdated
GRACE = 2.0  # seconds for it to end by itself: a new process would need as long to start


class Builder:
    """Builds the page of `edition`. Its process starts with the first build and is kept."""

    def __init__(self, project: Path, edition: str) -> None:
        self._project, self._edition = project, edition
        self._process: subprocess.Popen[str] | None = None

    def __enter__(self) -> Builder:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.end()

    def build(self, step: Step, outdated: Callable[[], bool] = lambda: False) -> Result:
        """Builds the page, and tells `step` how it goes.

        A build that is `outdated` and does not end soon is ended: a cell may hang.
        """
        over = threading.Event()
        watching = threading.Thread(target=self._watch, args=(outdated, over))
        watching.start()
        try:
            return self._built(step)
        finally:
            over.set()
            watching.join()

    def _built(self, step: Step) -> Result:
        for record in self._answers():
            if "key" in record:
                outcome = Outcome(note=record["note"], seconds=record["seconds"])
                step(record["key"], outcome, record["done"], record["of"])
            elif "crash" in record:
                self.end()  # half of the package may be imported
                return self._failed(Problem(**record["crash"]))
            else:
                return Result(**record)
        self.end()
        remedy = "The terminal says why it ended; mend that."
        return self._failed(Problem(PACKAGE, "a process that builds", remedy))

    def end(self) -> None:
        """Ends the process; the next build starts another."""
        if self._process is not None:
            self._process.communicate()  # it ends when nobody can ask it any more
            self._process = None

    def _watch(self, outdated: Callable[[], bool], over: threading.Event) -> None:
        while not over.wait(LOOK):
            if outdated() and not over.wait(GRACE) and outdated():
                if self._process is not None:
                    self._process.send_signal(signal.SIGINT)
                return

    def _start(self) -> subprocess.Popen[str]:
        command = [sys.executable, "-P", "-m", "figurecheck.previewing.child", self._edition]
        return subprocess.Popen(  # noqa: S603  (this very Python)
            command,
            cwd=self._project,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
            start_new_session=True,  # Ctrl-C is for the preview, which ends it
        )

    def _answers(self) -> Iterator[dict[str, Any]]:
        """Asks for a build; what is answered, until the process ends."""
        process = self._process = self._process or self._start()
        try:
            print(file=process.stdin, flush=True)
        except BrokenPipeError:
            return
        yield from map(json.loads, process.stdout or ())

    def _failed(self, problem: Problem) -> Result:
        found = explain([problem], self._project, self._edition)
        text = page(self._project, self._edition, found)
        return Result(failure=text, words="\n".join(map(str, found)))
