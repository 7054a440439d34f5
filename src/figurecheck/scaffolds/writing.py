"""Files put in place all together or not at all."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from tempfile import NamedTemporaryFile

from figurecheck.errors import DataError, Problem


def replace_all(
    project: Path, before: Mapping[str, bytes | None], after: Mapping[str, bytes]
) -> None:
    """Writes `after` (path in the project: content), where the files are still as `before`.

    None stands for a file that is not there yet. Raises DataError for a file that was changed
    meanwhile or cannot be written; then all are as they were.
    """
    ready: dict[str, Path] = {}
    done: list[str] = []
    try:
        for file, content in after.items():
            ready[file] = _beside((project / file).resolve(), content)
        for file in after:
            _require_unchanged(project, file, before[file])
            os.replace(ready[file], (project / file).resolve())
            done.append(file)
    except BaseException as error:
        for file in done:
            _put_back((project / file).resolve(), before[file])
        if isinstance(error, OSError):
            raise _unwritable(project, error) from error
        raise
    finally:
        for path in ready.values():
            path.unlink(missing_ok=True)


def read_or_none(path: Path) -> bytes | None:
    """The bytes of a file, None where there is none."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def _beside(path: Path, content: bytes) -> Path:
    """A file with `content` next to `path`, with its permissions, safely on the disk."""
    with NamedTemporaryFile(
        dir=path.parent, prefix=f".{path.name}.", suffix=".new", delete=False
    ) as file:
        made = Path(file.name)
        try:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        except BaseException:  # a full disk, say: nothing is left behind
            made.unlink()
            raise
    if path.exists():
        shutil.copymode(path, made)
    else:
        made.chmod(0o666 & ~_umask())
    return made


def _umask() -> int:
    """The bits that new files of this process lack; it can only be read by setting it."""
    bits = os.umask(0o077)
    os.umask(bits)
    return bits


def _put_back(path: Path, content: bytes | None) -> None:
    if content is None:
        path.unlink(missing_ok=True)
    else:
        os.replace(_beside(path, content), path)


def _require_unchanged(project: Path, file: str, before: bytes | None) -> None:
    if read_or_none(project / file) != before:
        remedy = "Somebody saved it meanwhile: try again. Nothing was written."
        raise DataError(Problem(file, "the file as it was when the command began", remedy))


def _unwritable(project: Path, error: OSError) -> DataError:
    file = Path(error.filename or project)
    place = file.relative_to(project).as_posix() if file.is_relative_to(project) else str(file)
    return DataError(Problem(place, f"a file that can be written ({error.strerror})", "Allow it."))
