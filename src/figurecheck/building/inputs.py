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
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from figurecheck.rooms import ASSETS

LOCK = "requirements.lock"
PACKAGE = "src/figurecheck"
# Read by the package itself, once for many chapters.
DRAWN_WITH = (f"{PACKAGE}/", "report/fonts/", "report/styles/")
SUMS = "SHA256SUMS"  # of a build, in the form that sha256sum --check reads

FOLDERS = ("data", "notebooks", "report")
_FILES = (LOCK, "CITATION.cff", "LICENSE")  # the latter two go into the data bundle
Mark = tuple[int, ...]

_PINNED = re.compile(r"^([A-Za-z0-9][\w.-]*)==", re.MULTILINE)
_INSTALLED = re.compile(r"(.+)-([^-]+)\.dist-info")


def named_files(project: Path) -> dict[str, str]:
    """The files that a build depends on, by their names in the project, in order.

    The package is the one that runs, wherever it is installed: PACKAGE names it all the same.
    Paths are text: an object each is time when nothing changed.
    """
    found = {
        f"{name}{path[len(str(place)) :].replace(os.sep, '/')}": path
        for name, place in _places(project).items()
        for path in _below(place)
    }
    found |= {name: str(project / name) for name in _FILES if (project / name).is_file()}
    return dict(sorted(found.items()))


def place_of(project: Path, name: str) -> Path:
    """Where a file lies that `named_files` names so, or would."""
    for named, place in reversed(_places(project).items()):  # assets before the package
        if name.startswith(f"{named}/"):
            return place / name[len(named) + 1 :]
    return project / name


def may_be_input(name: str) -> bool:
    """Whether a file of the project would be among its `named_files`, or a folder could hold one.

    That is known by its name alone, so that a file is found which is not there yet.
    """
    parts = name.split("/")
    return parts[0] in FOLDERS and not any(map(_ignored, parts))


def snapshot(project: Path) -> dict[str, str]:
    """The SHA-256 of each file that a build depends on, by its name in the project."""
    hashes = {name: _hash_if_any(path) for name, path in named_files(project).items()}
    return {name: value for name, value in hashes.items() if value}


def file_marks(project: Path) -> dict[str, Mark]:
    """The `mark` of each file that a build depends on, by its name."""
    return {name: mark(path) for name, path in named_files(project).items()}


def marks(project: Path) -> dict[str, Mark]:
    """The same, and those of the folders of the project's own files."""
    found = file_marks(project)
    for folder in FOLDERS:
        for place, _ in _walked(project / folder):
            found[Path(place).relative_to(project).as_posix()] = mark(place)
    return found


def mark(path: str | Path) -> Mark:
    """What changes when somebody writes to a file or puts one into a folder; () without one."""
    try:
        status = os.stat(path)
    except OSError:
        return ()
    return status.st_size, status.st_mtime_ns, status.st_ctime_ns


def file_hash(path: str | Path) -> str:
    """The SHA-256 of a file's bytes."""
    with open(path, "rb", buffering=0) as file:
        return sha256(file.read()).hexdigest()


def sums(folder: Path) -> str:
    """A line for each file below a folder, but for the lines' own file: hash and path."""
    own = folder / SUMS
    files = (path for path in sorted(folder.rglob("*")) if path.is_file() and path != own)
    return "".join(f"{file_hash(path)}  {path.relative_to(folder).as_posix()}\n" for path in files)


def text_hash(value: Any) -> str:
    """The SHA-256 of what JSON can hold, whatever the order of its keys."""
    text = json.dumps(value, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()


def package(inputs: Mapping[str, str]) -> dict[str, str]:
    """The files of the package and of what it draws with, among the `inputs`."""
    return {name: value for name, value in inputs.items() if name.startswith(DRAWN_WITH)}


def installed(lock: Path) -> Mapping[str, str]:
    """The installed versions of the packages that the lock file names, by normalised name."""
    wanted = {_normal(name) for name in _PINNED.findall(lock.read_text(encoding="utf-8"))}
    folders = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    found = {}
    for folder in sorted(folders):
        for name in sorted(os.listdir(folder)):
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
    return asked_commit(project)()


def asked_commit(project: Path) -> Callable[[], dict[str, Any]]:
    """Asks git for the `commit`; the answer can be had when other work is done."""
    # Without locks a commit that somebody makes meanwhile does not find one.
    command = ["git", "--no-optional-locks", "-C", str(project)]
    command += ["status", "--porcelain=v2", "--branch"]
    try:
        git = subprocess.Popen(  # noqa: S603  (arguments are ours)
            command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
    except FileNotFoundError:  # a machine without git builds all the same
        return dict

    def answer() -> dict[str, Any]:
        lines = git.communicate()[0].splitlines()
        named = [line.split()[-1] for line in lines if line.startswith("# branch.oid ")]
        if git.returncode or not named or named[0] == "(initial)":
            return {}
        return {"id": named[0], "clean": all(line.startswith("#") for line in lines)}

    return answer


def changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """The names that have another hash or mark, or none, in one of two snapshots; in order."""
    return sorted(name for name in {*before, *after} if before.get(name) != after.get(name))


def _places(project: Path) -> dict[str, Path]:
    return _places_with(project, Path(__file__).parents[1])


@cache
def _places_with(project: Path, package: Path) -> dict[str, Path]:
    places = {folder: project / folder for folder in FOLDERS}
    places[PACKAGE] = package
    places |= {
        f"{PACKAGE}/assets/{place.name}": place
        for place in ASSETS
        if not place.is_relative_to(project)
    }
    return places


def _below(folder: Path) -> Iterator[str]:
    """The files below a folder, also through links."""
    return (os.path.join(place, name) for place, files in _walked(folder) for name in files)


def _walked(folder: Path) -> Iterator[tuple[str, list[str]]]:
    for place, folders, files in os.walk(folder, followlinks=True):
        folders[:] = [
            name for name in folders if not _ignored(name) and not _goes_round(place, name)
        ]
        yield place, [name for name in files if not _ignored(name)]


def _goes_round(place: str, name: str) -> bool:
    """Whether a folder is a link to one that it lies in."""
    path = os.path.join(place, name)
    return os.path.islink(path) and Path(place).resolve().is_relative_to(Path(path).resolve())


def _hash_if_any(path: str) -> str:
    """The hash of a file; nothing where it was removed since it was listed."""
    try:
        return file_hash(path)
    except FileNotFoundError:
        return ""


def _ignored(name: str) -> bool:
    return name.startswith(".") or name == "__pycache__"


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
