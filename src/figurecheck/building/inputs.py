"""What a build depends on: the bytes of the project's files, the packages, Python, the machine.

Nothing here needs more than the standard library: this is what is looked at when nothing changed.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import sysconfig
from collections.abc import Iterator, Mapping
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

LOCK = "requirements.lock"
PACKAGE = "src/figurecheck"
SUMS = "SHA256SUMS"  # of a build, in the form that sha256sum --check reads

_FOLDERS = ("data", "notebooks", "report", PACKAGE)
_PINNED = re.compile(r"^([A-Za-z0-9][\w.-]*)==", re.MULTILINE)
_INSTALLED = re.compile(r"(.+)-([^-]+)\.dist-info")


def input_files(project: Path) -> list[Path]:
    """The files that a build depends on, in order."""
    found = [path for folder in _FOLDERS for path in _below(project / folder)]
    if (project / LOCK).is_file():
        found.append(project / LOCK)
    return sorted(found)


def snapshot(project: Path) -> dict[str, str]:
    """The SHA-256 of each file that a build depends on, by its path in the project."""
    start = len(str(project)) + 1
    return {
        str(path)[start:].replace(os.sep, "/"): file_hash(path) for path in input_files(project)
    }


def file_hash(path: Path) -> str:
    """The SHA-256 of a file's bytes."""
    with path.open("rb") as file:
        return sha256(file.read()).hexdigest()


def sums(folder: Path) -> str:
    """A line for each file below a folder, but for the lines' own file: hash and path."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file() and path.name != SUMS)
    return "".join(f"{file_hash(path)}  {path.relative_to(folder).as_posix()}\n" for path in files)


def text_hash(value: Any) -> str:
    """The SHA-256 of what JSON can hold, whatever the order of its keys."""
    text = json.dumps(value, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()


@cache
def installed(lock: Path) -> Mapping[str, str]:
    """The installed versions of the packages that the lock file names, by normalised name."""
    wanted = {_normal(name) for name in _PINNED.findall(lock.read_text(encoding="utf-8"))}
    folders = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    found = {}
    for folder in sorted(folders):
        for name in os.listdir(folder):
            match = _INSTALLED.fullmatch(name)
            if match and _normal(match[1]) in wanted:
                found[_normal(match[1])] = match[2]
    return dict(sorted(found.items()))


def python() -> str:
    """The Python that runs, and on what."""
    return f"{sys.version.split()[0]} on {sysconfig.get_platform()}"


def environment(project: Path) -> str:
    """One hash of Python, the machine's kind and the packages: what results may hang on."""
    lock = project / LOCK
    return text_hash([python(), dict(installed(lock)) if lock.is_file() else {}])


def commit(project: Path) -> dict[str, Any]:
    """The git commit of `project` and whether the tree was clean; empty outside git."""
    command = ["git", "-C", str(project), "status", "--porcelain=v2", "--branch"]
    try:
        done = subprocess.run(  # noqa: S603  (arguments are ours)
            command, capture_output=True, text=True, check=False
        )
    except FileNotFoundError:  # a machine without git builds all the same
        return {}
    lines = done.stdout.splitlines()
    named = [line.split()[-1] for line in lines if line.startswith("# branch.oid ")]
    if done.returncode or not named or named[0] == "(initial)":
        return {}
    return {"id": named[0], "clean": all(line.startswith("#") for line in lines)}


def changed(before: Mapping[str, str], after: Mapping[str, str]) -> list[str]:
    """The names that have another hash, or none, in one of two snapshots; in order."""
    return sorted(name for name in {*before, *after} if before.get(name) != after.get(name))


def _below(folder: Path) -> Iterator[Path]:
    for place, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if not _ignored(name)]
        yield from (Path(place, name) for name in files if not _ignored(name))


def _ignored(name: str) -> bool:
    return name.startswith(".") or name == "__pycache__"


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
