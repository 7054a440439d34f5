"""What a chapter really read and wrote, held against what report/chapters.toml says of it."""

from __future__ import annotations

import os
import sys
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

from figurecheck import rooms
from figurecheck.building.chapters import BUILT, Chapter
from figurecheck.building.inputs import FOLDERS, may_be_input, text_hash
from figurecheck.errors import Problem
from figurecheck.running.recording import END, LIST, MADE, OUTSIDE, READ, WRITE

# Where Python, its packages and this machine keep what is no input of a report.
_SYSTEM = (
    *("/usr/", "/lib/", "/lib32/", "/lib64/", "/etc/", "/proc/", "/sys/", "/dev/", "/opt/"),
    *("/System/", "/Library/"),
)
_OF_A_USER = (".cache/matplotlib", ".config", ".local", ".ipython", ".jupyter", "Library")
_SETTINGS = ("MPLCONFIGDIR", "IPYTHONDIR", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR")
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
    """What a record tells, sorted: paths as `Reads` has them, what the chapter wrote left out.

    `made` are folders that it made, `elsewhere` is what it read in neither project nor build.
    """

    read: tuple[str, ...]
    written: tuple[str, ...]
    listed: tuple[str, ...]
    made: tuple[str, ...]
    elsewhere: tuple[str, ...]
    outside: str


def access(record: str, project: Path, built: Path) -> Access:
    """What a kernel's record says of the project's files, the build folder's, and of others."""
    seen: dict[str, set[str]] = {kind: set() for kind in (READ, WRITE, LIST, MADE)}
    elsewhere: set[str] = set()
    outside = ""
    own: set[str] = set()
    for kinds, name in _entries(record):
        if kinds == OUTSIDE:
            outside = outside or name
            continue
        if name.startswith(f"{built}{os.sep}."):  # the kernel's own
            continue
        path = _named(name, project, built)
        if path is not None:
            for kind in kinds:
                if kind != READ or name not in own:
                    seen[kind].add(path)
            if READ in kinds and Path(name).is_dir():
                outside = outside or "a folder by its descriptor"
        elif (READ in kinds or kinds == LIST) and not (_lies_in(name, own) or _is_system(name)):
            elsewhere.add(name)
        if WRITE in kinds or kinds == MADE:
            own.add(name)
    read, written, listed, made = (tuple(sorted(found)) for found in seen.values())
    return Access(read, written, listed, made, tuple(sorted(elsewhere)), outside)


def offences(
    found: Access, chapter: Chapter, inputs: Collection[str], written: Collection[str]
) -> list[Problem]:
    """What the chapter did though report/chapters.toml does not say so.

    `inputs` are the names of the project's files, `written` what all chapters write.
    """
    return [
        *_reading(found, chapter, inputs),
        *looks(found.listed, chapter, written),
        *_writing(found, chapter),
    ]


def names_hash(folder: Path) -> str:
    """A hash of the names in a folder, of none where there is no such folder."""
    return text_hash(sorted(os.listdir(folder)) if folder.is_dir() else [])


def is_built(path: str) -> bool:
    """Whether a path, as `Reads` has it, lies in the build folder."""
    return f"{path}/".startswith(BUILT)


def _reading(found: Access, chapter: Chapter, inputs: Collection[str]) -> Iterator[Problem]:
    for path in found.read:
        if path in inputs or is_built(path):
            if not _is_named(path, chapter, _ASSETS):
                expected = "only reads that report/chapters.toml names"
                remedy = "Name it under reads, or do not read it."
                yield Problem(chapter.file, expected, remedy, value=path)
        elif not may_be_input(path):  # a file that is not there yet would be found when it is
            yield _stray("reads", path, chapter)
    for path in found.elsewhere:
        remedy = "Copy it to data/raw, say where it is from, and name it in report/chapters.toml."
        yield Problem(chapter.file, "only reads in the project", remedy, value=path)


def looks(listed: Iterable[str], chapter: Chapter, written: Collection[str]) -> Iterator[Problem]:
    """The offences of looking into folders: of the build's one sees what is there already."""
    for path in listed:
        if is_built(path):
            others = [name for name in written if name.startswith(f"{path}/")]
            if not all(name in chapter.writes or _is_named(name, chapter) for name in others):
                expected = "only looks into folders of which report/chapters.toml names all files"
                yield Problem(chapter.file, expected, "Name them under reads.", value=path)
        elif not may_be_input(path):
            yield _stray("looks", path, chapter)


def _writing(found: Access, chapter: Chapter) -> Iterator[Problem]:
    needed = {str(parent) for name in chapter.writes for parent in Path(name).parents}
    strays = [path for path in found.written if path not in chapter.writes]
    strays += [path for path in found.made if not (is_built(path) and path in needed)]
    for path in strays:
        expected = "only writes that report/chapters.toml names"
        remedy = "Name it under writes, or do not write it."
        yield Problem(chapter.file, expected, remedy, value=path)


def _stray(what: str, path: str, chapter: Chapter) -> Problem:
    places = ", ".join(f"{folder}/" for folder in FOLDERS)
    return Problem(
        chapter.file,
        f"only {what} at files in {places} that are not hidden",
        "Move it there, and name it in report/chapters.toml.",
        value=path,
    )


def _is_named(path: str, chapter: Chapter, more: tuple[str, ...] = ()) -> bool:
    return any(fnmatch(path, pattern) for pattern in (*chapter.reads, *more))


def _entries(record: str) -> Iterator[tuple[str, str]]:
    for entry in record.split(END)[:-1]:
        kinds, _, name = entry.partition("\t")
        yield kinds, name


def _named(name: str, project: Path, built: Path) -> str | None:
    """The path as `Reads` has it; None where it lies in neither folder.

    What is in the build folder but no chapter's is called after it, and what is called as if it
    were a chapter's but lies in the project begins with a dot.
    """
    if (path := _below(name, built)) is not None:
        return path if is_built(path) else f"{rooms.BUILD}/{path}"
    path = _below(name, project)
    return f"./{path}" if path is not None and is_built(path) else path


def _below(name: str, folder: Path) -> str | None:
    start = f"{folder}{os.sep}"
    if name == str(folder):
        return "."
    return name[len(start) :].replace(os.sep, "/") if name.startswith(start) else None


def _lies_in(name: str, own: Collection[str]) -> bool:
    """Whether the chapter made the file, or a folder that it lies in."""
    return name in own or any(str(parent) in own for parent in Path(name).parents)


def _is_system(name: str) -> bool:
    home = os.path.expanduser("~")
    places = [sys.prefix, sys.base_prefix, *(f"{home}/{place}" for place in _OF_A_USER)]
    places += filter(None, map(os.environ.get, _SETTINGS))
    return f"{name}/".startswith((*_SYSTEM, *(f"{place}/" for place in places)))
