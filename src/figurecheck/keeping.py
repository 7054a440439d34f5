"""Drawings kept from one build to the next, each under the hash of all that it is made from.

A folder of their own holds each, so that the store can remove those that were not used for
longest. What was spoilt, or cannot be kept, is drawn again.
"""

from __future__ import annotations

import contextlib
import os
from hashlib import sha256
from pathlib import Path

VARIABLE = "FIGURECHECK_DRAWINGS"  # the folder where a chapter's drawings are kept, if they are
_NAME = "drawing"


def place(folder: Path, made_from: bytes) -> Path:
    """Where the drawing lies that is `made_from` these bytes."""
    return folder / sha256(made_from).hexdigest()[:32] / _NAME


def kept(place: Path) -> bytes | None:
    """The drawing at its place, as it was kept; None where there is none, or it was spoilt."""
    try:
        found = place.read_bytes()
        os.utime(place.parent)
    except OSError:
        return None
    drawing = found[sha256().digest_size :]
    return drawing if found == _guarded(drawing) else None


def keep(place: Path, drawing: bytes) -> None:
    """Lays a drawing at its place, behind its own hash: that tells where two write it at once."""
    put(place, _guarded(drawing))


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


def _guarded(drawing: bytes) -> bytes:
    return sha256(drawing).digest() + drawing
