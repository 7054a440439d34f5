"""What was drawn or generated, kept for the next build under the hash of all that it is made from.

A folder of its own holds each, so that the store can remove those that were not used for
longest. What was spoilt, or cannot be kept, is made again.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

VARIABLE = "FIGURECHECK_DRAWINGS"  # the folder where a chapter's drawings are kept, if they are
_NAME = "made"


def place(folder: Path, made_from: bytes) -> Path:
    """Where that lies which is `made_from` these bytes."""
    return folder / sha256(made_from).hexdigest()[:32] / _NAME


def made(folder: Path, made_from: bytes, make: Callable[[], bytes]) -> bytes:
    """What is `made_from` these bytes: as it was kept in the folder, or made now and kept."""
    at = place(folder, made_from)
    found = kept(at)
    if found is None:
        found = make()
        keep(at, found)
    return found


def kept(place: Path) -> bytes | None:
    """What was kept at the place; None where there is nothing, or it was spoilt."""
    try:
        found = place.read_bytes()
        os.utime(place.parent)
    except OSError:
        return None
    made = found[sha256().digest_size :]
    return made if found == _guarded(made) else None


def keep(place: Path, made: bytes) -> None:
    """Lays it at its place, behind its own hash: that tells where two write it at once."""
    put(place, _guarded(made))


def put(place: Path, data: bytes) -> None:
    """Writes a file that is there as a whole or not at all; a full disk is no reason to fail."""
    made = place.with_name(f".{place.name}")
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        made.write_bytes(data)
        made.replace(place)
    except OSError:
        with contextlib.suppress(OSError):
            made.unlink(missing_ok=True)


def _guarded(made: bytes) -> bytes:
    return sha256(made).digest() + made
