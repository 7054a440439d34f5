"""Records which files a kernel opens and whether it starts programs, by an audit hook of Python.

Seen are Python's own `open` and `os.open`, listings of folders, sqlite, programs and connections.
Not seen is what a C library reads by itself, and whether a path exists.

Run as a module it starts an ordinary kernel that records.
"""

from __future__ import annotations

import os
import runpy
import sys
from typing import Any

VARIABLE = "FIGURECHECK_RECORD"  # the file that is written: a line a read, kind and path
READ, WRITE, LIST, OUTSIDE = "r", "w", "l", "x"

_LISTINGS = {"os.listdir", "os.scandir"}
_OUTSIDE = {"subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "socket.connect"}
_BOTH = READ + WRITE


def record() -> None:
    """Begins to record, where the environment says into which file."""
    named = os.environ.pop(VARIABLE, None)
    if named is None:
        return
    log = os.open(named, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600)
    # What belongs to Python, its packages and this one is part of every key as a whole.
    own = tuple({sys.prefix, sys.base_prefix, os.path.dirname(os.path.dirname(__file__))})
    seen: set[tuple[str, str]] = set()

    def note(kind: str, path: Any) -> None:
        name = os.path.abspath(os.fsdecode(path))
        if (kind, name) in seen or name.startswith(own):
            return
        seen.add((kind, name))
        os.write(log, f"{kind}\t{name}\n".encode(errors="surrogateescape"))

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open":
            path, mode, flags = arguments
            if isinstance(path, (str, bytes)):
                note(_kind(mode, flags), path)
        elif event in _LISTINGS:
            if isinstance(arguments[0], (str, bytes)) or arguments[0] is None:
                note(LIST, arguments[0] or ".")
        elif event == "sqlite3.connect":
            if isinstance(arguments[0], (str, bytes)) and arguments[0] != ":memory:":
                note(_BOTH, arguments[0])
        elif event in _OUTSIDE:
            note(OUTSIDE, event)

    sys.addaudithook(hook)


def _kind(mode: str | None, flags: int) -> str:
    if mode is not None:
        if "r" in mode or "a" in mode:
            return _BOTH if "+" in mode or "a" in mode else READ
        return WRITE
    if flags & os.O_RDWR and not flags & (os.O_TRUNC | os.O_EXCL):
        return _BOTH
    return WRITE if flags & (os.O_WRONLY | os.O_RDWR) else READ


if __name__ == "__main__":
    record()
    sys.argv[0] = "ipykernel_launcher"
    runpy.run_module("ipykernel_launcher", run_name="__main__", alter_sys=True)
