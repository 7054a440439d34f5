"""The folders of a build: scratch, the good report, the failed one; and who may write them."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from figurecheck import rooms

# Edition names have no dots, so none of these is the folder of an edition.


def scratch_folder(project: Path, edition: str) -> Path:
    """A fresh, empty folder for a build that is under way."""
    folder = project / rooms.BUILD / f".{rooms.edition_name(edition)}.{os.getpid()}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def failed_folder(project: Path, edition: str) -> Path:
    """Where the remains of a failed build are kept, beside the last good report."""
    return project / rooms.BUILD / f"{rooms.edition_name(edition)}.failed"


def put_in_place(scratch: Path, project: Path, edition: str) -> Path:
    """Makes `scratch` the report of `edition`; a reader sees the old folder or the new one."""
    place, old = rooms.edition_folder(project, edition), _old(project, edition)
    if place.exists():
        place.rename(old)
    scratch.rename(place)
    shutil.rmtree(old, ignore_errors=True)
    shutil.rmtree(failed_folder(project, edition), ignore_errors=True)
    return place


def keep_failed(scratch: Path, project: Path, edition: str) -> Path:
    """Keeps what a failed build had made, for a look; the last good report stays as it is."""
    kept = failed_folder(project, edition)
    shutil.rmtree(kept, ignore_errors=True)
    scratch.rename(kept)
    return kept


@contextmanager
def locked(project: Path, edition: str) -> Iterator[None]:
    """Waits until no other build of `edition` is under way, and lets none begin meanwhile.

    Removes what builds that were killed have left, and brings back a good report that one of
    them had set aside.
    """
    place = rooms.edition_folder(project, edition)
    place.parent.mkdir(parents=True, exist_ok=True)
    with (place.parent / f".{edition}.lock").open("w") as file:
        _lock(file.fileno())
        old = _old(project, edition)
        if old.exists() and not place.exists():
            old.rename(place)
        for left in place.parent.glob(f".{edition}.*"):
            if left.is_dir():
                shutil.rmtree(left, ignore_errors=True)
        yield


def _old(project: Path, edition: str) -> Path:
    return project / rooms.BUILD / f".{edition}.old"


if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_LOCK, 1)
else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
