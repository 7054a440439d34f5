"""What a chapter really read and wrote, held against what report/chapters.toml says of it."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

from figurecheck import rooms
from figurecheck.building.chapters import BUILT, Chapter
from figurecheck.errors import Problem
from figurecheck.running.recording import LIST, OUTSIDE, READ, WRITE

# Where Python, its packages and this machine keep what is no input of a report.
_SYSTEM = ("/usr/", "/lib", "/etc/", "/proc/", "/sys/", "/dev/", "/opt/", "/System/", "/Library/")
# What the package reads for every chapter: see publishing.material.
_ASSETS = ("report/fonts/*", "report/styles/*", "report/templates/*")


@dataclass(frozen=True)
class Reads:
    """What a run depended on: by path the hash of a file's bytes, and by folder that of its names.

    Paths under `BUILT` lie in the build folder, all others in the project. `outside` says what
    else it used, a program or a connection: a chapter that does is run every time.
    """

    files: Mapping[str, str]
    folders: Mapping[str, str]
    outside: str = ""


@dataclass(frozen=True)
class Access:
    """The lines of a record, sorted: paths as `Reads` has them, what the chapter wrote left out."""

    read: tuple[str, ...]
    written: tuple[str, ...]
    listed: tuple[str, ...]
    elsewhere: tuple[str, ...]
    outside: str


def access(record: str, project: Path, built: Path) -> Access:
    """What a kernel's record says of the project's files, the build folder's, and of others."""
    seen: dict[str, list[str]] = {kind: [] for kind in (READ, WRITE, LIST)}
    elsewhere: list[str] = []
    outside = ""
    own: set[str] = set()
    for line in record.splitlines():
        kinds, _, name = line.partition("\t")
        if kinds == OUTSIDE:
            outside = outside or name
            continue
        if name.startswith(f"{built}{os.sep}."):  # the kernel's own
            continue
        path = _named(name, project, built)
        if path is None:
            if READ in kinds and name not in own and not _is_system(name):
                elsewhere.append(name)
            if WRITE in kinds:
                own.add(name)
            continue
        if kinds == LIST:
            seen[LIST].append(path)
        if READ in kinds and path not in own:
            seen[READ].append(path)
        if WRITE in kinds:
            own.add(path)
            seen[WRITE].append(path)
    read, written, listed = (tuple(sorted(set(seen[kind]))) for kind in (READ, WRITE, LIST))
    return Access(read, written, listed, tuple(sorted(set(elsewhere))), outside)


def offences(found: Access, chapter: Chapter, project: Path) -> list[Problem]:
    """What the chapter read or wrote though report/chapters.toml does not say so."""
    problems = [
        Problem(
            chapter.file,
            "only reads that report/chapters.toml names",
            "Name it under reads, or do not read it.",
            value=path,
        )
        for path in found.read
        if not any(fnmatch(path, pattern) for pattern in (*chapter.reads, *_ASSETS))
        and (path.startswith(BUILT) or (project / path).is_file())
    ]
    problems += [
        Problem(
            chapter.file,
            "only reads in the project",
            "Copy it to data/raw, say where it is from, and name it in report/chapters.toml.",
            value=path,
        )
        for path in found.elsewhere
    ]
    problems += [
        Problem(
            chapter.file,
            "only writes that report/chapters.toml names",
            "Name it under writes, or do not write it.",
            value=path,
        )
        for path in found.written
        if path not in chapter.writes
    ]
    return problems


def names_hash(folder: Path) -> str:
    """A hash of the names in a folder, of none where there is no such folder."""
    from figurecheck.building.inputs import text_hash

    return text_hash(sorted(os.listdir(folder)) if folder.is_dir() else [])


def _named(name: str, project: Path, built: Path) -> str | None:
    """The path as `Reads` has it; None where it lies in neither folder."""
    for folder in (built, project):
        if name == str(folder):
            return "."
        if name.startswith(f"{folder}{os.sep}"):
            return name[len(str(folder)) + 1 :].replace(os.sep, "/")
    return None


def _is_system(name: str) -> bool:
    home = str(Path.home()) + os.sep
    hidden = name.startswith(home) and name[len(home) :].startswith(".")
    return hidden or name.startswith((*_SYSTEM, sys.prefix, sys.base_prefix))


def is_notebooks(path: str) -> bool:
    """Whether Python itself lists the folder, when it looks there for a module."""
    return path in {rooms.NOTEBOOKS.as_posix(), "."}
