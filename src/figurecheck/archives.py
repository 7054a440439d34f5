"""Zip archives that are the same bytes whenever they are made."""

from __future__ import annotations

import io
from collections.abc import Iterable
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest time that a zip can hold
_LEVEL = 6
_PACKED_ALREADY = (".png", ".zip")
_UNIX = 3
_PLAIN_FILE = 0o100644 << 16


def packed(files: Iterable[tuple[str, bytes]]) -> bytes:
    """An archive of (path, bytes) in that order, without times, owners or the platform's name."""
    made = io.BytesIO()
    with ZipFile(made, "w") as archive:
        for name, data in files:
            entry = ZipInfo(name, _EPOCH)
            small = name.endswith(_PACKED_ALREADY)
            entry.compress_type = ZIP_STORED if small else ZIP_DEFLATED
            entry.create_system = _UNIX
            entry.external_attr = _PLAIN_FILE
            archive.writestr(entry, data, compresslevel=_LEVEL)
    return made.getvalue()


def unpacked(archive: bytes) -> list[tuple[str, bytes]]:
    """The files of an archive, as `packed` takes them."""
    with ZipFile(io.BytesIO(archive)) as read:
        return [(entry.filename, read.read(entry)) for entry in read.infolist()]
