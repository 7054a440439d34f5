"""The folders of a build: scratch, the good report, the failed one; and who may write them."""

from __future__ import annotations

import ctypes
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from figurecheck import rooms

# Of Linux (renameat2) and macOS (renamex_np): paths as seen from here; exchange the two.
_HERE, _SWAP = -100, 2

# Edition names have no dots, so none of these is the folder of an edition.


def scratch_folder(project: Path, edition: str) -> Path:
    """A fresh, empty folder for a build that is under way.

    Its name is the same for every edition: a chapter may ask for it, and is not run for each.
    """
    own = project / rooms.BUILD / f".{rooms.edition_name(edition)}.{os.getpid()}"
    shutil.rmtree(own, ignore_errors=True)
    folder = own / "report"
    folder.mkdir(parents=True)
    return folder


def remove(scratch: Path) -> None:
    """Removes a scratch folder and what is left in it."""
    shutil.rmtree(scratch.parent, ignore_errors=True)


def failed_folder(project: Path, edition: str) -> Path:
    """Where the remains of a failed build are kept, beside the last good report."""
    return project / rooms.BUILD / f"{rooms.edition_name(edition)}.failed"


def put_in_place(scratch: Path, project: Path, edition: str) -> Path:
    """Makes `scratch` the report of `edition`; a reader sees the old folder or the new one.

    Where the system cannot exchange two folders, there is none for a moment, and the old one
    comes back when that is the last moment of the build: see `locked`.
    """
    place, old = rooms.edition_folder(project, edition), _old(project, edition)
    if not (place.exists() and _exchange(scratch, place)):
        if place.exists():
            place.rename(old)
        scratch.rename(place)
    for left in (scratch.parent, old, failed_folder(project, edition)):
        shutil.rmtree(left, ignore_errors=True)
    return place


def keep_failed(scratch: Path, project: Path, edition: str) -> Path:
    """Keeps what a failed build had made, for a look; the last good report stays as it is."""
    kept = failed_folder(project, edition)
    shutil.rmtree(kept, ignore_errors=True)
    scratch.rename(kept)
    remove(scratch)
    return kept


@contextmanager
def locked(project: Path, edition: str) -> Iterator[None]:
    """Waits until no other build of `edition` is under way, and lets none begin meanwhile.

    Removes what builds that were killed have left, and brings back a good report that one of
    them had set aside.
    """
    place = rooms.edition_folder(project, edition)
    with _lock_of(place.parent / f".{edition}.lock"):
        old = _old(project, edition)
        if old.exists() and not place.exists():
            old.rename(place)
        for left in place.parent.glob(f".{edition}.*"):
            if left.is_dir():
                shutil.rmtree(left, ignore_errors=True)
        yield


def _old(project: Path, edition: str) -> Path:
    return project / rooms.BUILD / f".{edition}.old"


def _exchange(one: Path, other: Path) -> bool:
    """Exchanges two folders in one step; whether this system and its disk can do that."""
    names = [os.fsencode(path) for path in (one, other)]
    library: Any = ctypes.CDLL(None) if os.name == "posix" else None
    if hasattr(library, "renameat2"):  # Linux
        return bool(library.renameat2(_HERE, names[0], _HERE, names[1], _SWAP) == 0)
    if hasattr(library, "renamex_np"):  # macOS
        return bool(library.renamex_np(*names, _SWAP) == 0)
    return False


@contextmanager
def _lock_of(path: Path) -> Iterator[None]:
    """Holds the lock file `path`.

    Where build/ was removed while this waited, it is locked anew: who comes later would have
    another file.
    """
    while True:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("w") as file:
            _lock(file.fileno())
            if _is_at(path, file.fileno()):
                yield
                return


def _is_at(path: Path, descriptor: int) -> bool:
    try:
        return os.path.samestat(path.stat(), os.fstat(descriptor))
    except FileNotFoundError:
        return False


if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_LOCK, 1)
else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
