"""The process that builds the page: started warm, asked by a line, answers in JSON lines.

Run as `python -P -m figurecheck.previewing.child EDITION` in the project. For each line that it is
sent it tells the steps, {"key", "note", "seconds", "done", "of"}, then the fields of the Result;
or, where Python fails in the package itself, {"crash": the fields of a Problem}. What it imports of
the package it imports while it answers, so that a package that cannot be imported is told, too.
"""

from __future__ import annotations

import gc
import json
import os
import signal
import sys
import threading
import traceback
from collections.abc import Iterator
from pathlib import Path
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from figurecheck.building.graph import Outcome
    from figurecheck.previewing.pages import Pages

Record = dict[str, Any]


def main(edition: str) -> None:
    """Answers until there are no more requests."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what is printed anywhere must not stand among the answers

    def say(record: Record) -> None:
        answers.write(json.dumps(record) + "\n")
        answers.flush()

    gc.disable()  # nobody waits for an answer when it is done at the end of each
    pages: Pages | None = None
    for _ in _requests():
        try:
            pages = pages or _pages(edition)
            say(vars(pages.build(lambda *step: say(_record(*step)))))
            pages.tidy()
        except BrokenPipeError:
            raise
        except Exception as error:  # it is told where the reader looks
            traceback.print_exc()
            say({"crash": crash(error, Path.cwd())})
        gc.collect()
        gc.freeze()  # what stays from build to build is not looked through again


def _requests() -> Iterator[str]:
    """The lines that are sent; when there can be no more, the process is interrupted at its work.

    So it ends with the preview, in whichever way that does.
    """
    lines: SimpleQueue[str] = SimpleQueue()

    def read() -> None:
        for line in sys.stdin:
            lines.put(line)
        os.kill(os.getpid(), signal.SIGINT)

    threading.Thread(target=read, daemon=True).start()
    while True:
        yield lines.get()


def crash(error: Exception, project: Path) -> Record:
    """What a Problem needs of an exception in the package: the innermost line of the project's."""
    frames = [(frame.filename, frame.lineno) for frame in traceback.extract_tb(error.__traceback__)]
    if isinstance(error, SyntaxError) and error.filename:
        frames.append((error.filename, error.lineno))
    libraries = sys.prefix  # they may lie in the project, too
    own = [
        (name, line)
        for name, line in frames
        if Path(name).is_relative_to(project) and not Path(name).is_relative_to(libraries)
    ]
    file, line = own[-1] if own else ("src/figurecheck", None)
    return {
        "file": os.path.relpath(file, project) if own else file,
        "row": line,
        "expected": "a package that works",
        "remedy": f"{type(error).__name__}: {error}. Mend it; the terminal has all of it.",
    }


def _pages(edition: str) -> Pages:
    from figurecheck.previewing.pages import Pages
    from figurecheck.running import warm

    if warm.is_warm():
        warm.ZYGOTE.prepare()
    return Pages(Path.cwd(), edition)


def _record(key: str, outcome: Outcome, done: int, of: int) -> Record:
    step = {"key": key, "note": outcome.note, "seconds": outcome.seconds}
    return {**step, "done": done, "of": of}


if __name__ == "__main__":
    try:
        main(sys.argv[1])
    except (KeyboardInterrupt, BrokenPipeError):  # nobody wants the page any more
        os._exit(0)  # chapters that run are not waited for; kernels end when their wire does
