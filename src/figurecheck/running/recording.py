"""Records which files a kernel opens and whether it starts programs, by an audit hook of Python.

Seen are the opening, making, moving and removing of files and folders by Python, listings of
folders, sqlite, programs and connections. Not seen is what a C library reads by itself, and
whether a path exists.

Run as a module it starts an ordinary kernel that records, with `streams` that keep their order.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from figurecheck import keeping
from figurecheck.rooms import ASSETS
from figurecheck.running.modules import compile_always

VARIABLE = "FIGURECHECK_RECORD"  # the file that is written: kinds and path of each access
END = "\0"  # of an entry; a path may hold any other character
READ, WRITE, LIST, MADE, OUTSIDE = "r", "w", "l", "m", "x"

_OUTSIDE = {
    *("subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.startfile"),
    *("socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg"),
    *("socket.getaddrinfo", "socket.gethostbyname"),
}
_STARTERS = {"multiprocessing.popen_spawn_posix", "multiprocessing.popen_forkserver"}
_NEW = os.O_TRUNC | os.O_EXCL
_FOLDER_HERE = -1  # where a call names no folder by its descriptor

Note = Callable[[str, Any], None]


def record() -> None:
    """Begins to record, where the environment says into which file."""
    named = os.environ.pop(VARIABLE, None)
    if named is None:
        return
    log = os.open(named, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600)
    # What belongs to Python, its packages and this one is part of every key as a whole; kept
    # drawings are named after all that they are made from.
    here, package = os.getcwd(), os.path.dirname(os.path.dirname(__file__))
    beside = [str(place) for place in ASSETS if Path(here).parent not in place.parents]
    kept = [place for place in [os.environ.get(keeping.VARIABLE)] if place]
    places = [sys.prefix, sys.base_prefix, package, *beside, *kept]
    folders = [f"{place}{os.sep}" for place in {*places, *map(os.path.realpath, places)}]
    own = tuple(folder for folder in folders if not here.startswith(folder))
    compile_always(os.path.dirname(here), [sys.prefix, sys.base_prefix, os.path.dirname(package)])
    seen: set[tuple[str, str]] = set()

    def note(kind: str, path: Any) -> None:
        name = path if kind == OUTSIDE else os.path.abspath(os.fsdecode(path))
        if (kind, name) in seen or f"{name}{os.sep}".startswith(own):
            return
        seen.add((kind, name))
        line = f"{kind}\t{name}{END}".encode(errors="surrogateescape")
        if os.write(log, line) != len(line):
            raise OSError(f"{named}: the disk is full")

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        found = _EVENTS.get(event)
        if found is None:
            return
        try:
            found(note, event, arguments)
        except OSError:  # a cell might go on without; what it read then would be in no record
            os._exit(1)

    sys.addaudithook(hook)


def _opened(note: Note, _: str, arguments: tuple[Any, ...]) -> None:
    path, _mode, flags = arguments
    if not isinstance(path, int):  # else it was opened before
        note(_kind(path, flags), path)


def _kind(path: Any, flags: int) -> str:
    if not flags & (os.O_WRONLY | os.O_RDWR):
        return READ
    new = flags & _NEW or (flags & os.O_CREAT and not os.path.lexists(path))
    return WRITE if new else READ + WRITE


def _listed(note: Note, _: str, arguments: tuple[Any, ...]) -> None:
    path = "." if arguments[0] is None else arguments[0]
    if isinstance(path, int):
        try:
            path = os.readlink(f"/proc/self/fd/{path}")
        except OSError:
            note(OUTSIDE, "a folder by its descriptor")
            return
    caller = sys._getframe(2).f_code.co_filename  # behind the hook
    if "importlib" not in caller:  # Python looks there for modules, which are part of the key
        note(LIST, path)


def _made(note: Note, _: str, arguments: tuple[Any, ...]) -> None:
    path, _mode, folder = arguments
    if folder == _FOLDER_HERE and not os.path.lexists(path):
        note(MADE, path)


def _removed(note: Note, _: str, arguments: tuple[Any, ...]) -> None:
    path, folder = arguments[0], arguments[-1]
    if isinstance(path, (str, bytes)) and folder == _FOLDER_HERE:
        note(WRITE, path)


def _moved(note: Note, event: str, arguments: tuple[Any, ...]) -> None:
    source, target = map(os.fsdecode, arguments[:2])
    if event == "os.symlink":  # what it leads to is named as seen from where it lies
        source = os.path.join(os.path.dirname(target), source)
    note(READ, source)
    if event == "os.rename":
        note(WRITE, source)
    note(WRITE, target)


def _cut(note: Note, _: str, arguments: tuple[Any, ...]) -> None:
    if not isinstance(arguments[0], int):
        note(READ + WRITE, arguments[0])


def _sqlite(note: Note, event: str, arguments: tuple[Any, ...]) -> None:
    name = os.fsdecode(arguments[0])
    if name.startswith("file:"):
        note(OUTSIDE, f"{event} by an address")
    elif name not in ("", ":memory:"):
        note(_kind(name, os.O_RDWR | os.O_CREAT), name)


def _outside(note: Note, event: str, _: tuple[Any, ...]) -> None:
    note(OUTSIDE, event)


def _imported(note: Note, _: str, arguments: tuple[Any, ...]) -> None:
    if arguments[0] in _STARTERS:
        note(OUTSIDE, arguments[0])


_EVENTS: Mapping[str, Callable[[Note, str, tuple[Any, ...]], None]] = {
    "open": _opened,
    "os.listdir": _listed,
    "os.scandir": _listed,
    "os.mkdir": _made,
    "os.remove": _removed,
    "os.rmdir": _removed,
    "os.truncate": _cut,
    "os.rename": _moved,
    "os.link": _moved,
    "os.symlink": _moved,
    "sqlite3.connect": _sqlite,
    "import": _imported,
    **dict.fromkeys(_OUTSIDE, _outside),
}


if __name__ == "__main__":
    from ipykernel.kernelapp import IPKernelApp

    sys.argv[0] = "ipykernel_launcher"
    application: Any = IPKernelApp.instance(outstream_class="figurecheck.running.streams.OutStream")
    application.initialize()  # what the kernel needs itself is in no record
    record()
    application.start()
