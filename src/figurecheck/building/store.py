"""The store of executed chapters: found again by what went into them.

    build/.store/<key>/<trace>/    record.json, notebook.ipynb, and the files that it wrote
    build/.store/made-<program>/   drawings, and which tables are in order, by what they are made
                                   from: see `keeping`
    build/.store/last/<edition>/   what went into a chapter the last time, to tell what changed
    build/.store/linted.json       the notebooks in which the number lint found nothing

The key is made of code, values asked for in prose, parameters, this package, the packages and
Python; under a key lie runs that differ in what the files held which they really read (a
"constructive trace" in the sense of Mokhov, Mitchell and Peyton Jones, Build systems à la carte,
2018). A run is put in place by one renaming, so that two builds can use the store at once; it is
used only if the bytes are those that were stored. The store may be deleted at any time.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from figurecheck import keeping, rooms
from figurecheck.building.inputs import file_hash, text_hash
from figurecheck.building.reads import Reads

LIMIT = 512 << 20  # bytes
FOLDER = ".store"
RECORD, NOTEBOOK, FILES = "record.json", "notebook.ipynb", "files"
LINTED = "linted.json"
_LAST = "last"


@dataclass(frozen=True)
class Run:
    """A stored run of a chapter: its executed notebook, by path the files it wrote, its reads."""

    notebook: Path
    files: Mapping[str, Path]
    reads: Reads


class Store:
    """The runs that a project keeps."""

    def __init__(self, project: Path) -> None:
        self.folder = project / rooms.BUILD / FOLDER

    def find(self, key: str, writes: Sequence[str], now: Callable[[Reads], bool]) -> Run | None:
        """The run under `key` whose reads are as they are `now`, None where there is none.

        What was spoilt since it was stored is none.
        """
        for place in self._runs(key):
            try:
                reads = _reads(place)
                if now(reads) and _is_whole(place, writes):
                    os.utime(place)
                    files = {name: place / FILES / name for name in writes}
                    return Run(place / NOTEBOOK, files, reads)
            except _NOT_WHOLE:
                continue
        return None

    def put(
        self, key: str, reads: Reads, notebook: Path, built: Path, writes: Sequence[str]
    ) -> None:
        """Keeps a run: `notebook` as executed, and the files `writes` of the folder `built`.

        It is made ready in that folder, where nothing stays when the build is killed. A full
        disk is no reason to fail: the run is not kept then.
        """
        trace = self.folder / key / _trace(reads)
        made = None
        try:
            if _is_usable(trace, writes):
                return
            made = Path(tempfile.mkdtemp(prefix=".kept-", dir=built))
            for source, name in (
                (notebook, NOTEBOOK),
                *((built / n, f"{FILES}/{n}") for n in writes),
            ):
                (made / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(source, made / name)
            sums = {name: file_hash(made / name) for name in _names(writes)}
            record = {"reads": asdict(reads), "sums": sums}
            (made / RECORD).write_text(json.dumps(record), encoding="utf-8")
            trace.parent.mkdir(parents=True, exist_ok=True)
            shutil.rmtree(trace, ignore_errors=True)  # it is spoilt, if there is one
            made.rename(trace)
        except OSError:  # the disk is full, or another build was first
            return
        finally:
            if made is not None:
                shutil.rmtree(made, ignore_errors=True)

    def reads_of(self, key: str) -> list[Reads]:
        """What the runs under `key` had read, the latest first."""
        found = []
        for place in self._runs(key):
            try:
                found.append(_reads(place))
            except _NOT_WHOLE:
                continue
        return found

    def last(self, edition: str, notebook: str) -> Mapping[str, Any]:
        """What `remember` noted of the chapter when it was last built for the edition."""
        try:
            place = self.folder / _LAST / edition / f"{notebook}.json"
            found = json.loads(place.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return found if isinstance(found, dict) else {}

    def remember(self, edition: str, notebook: str, parts: Mapping[str, Any], reads: Reads) -> None:
        """Notes what went into a chapter, as `parts` and `reads`, for `last`."""
        place = self.folder / _LAST / edition / f"{notebook}.json"
        _note(place, {"parts": parts, "reads": asdict(reads)})

    def made_by(self, program: str) -> Path:
        """Where that is kept which a program with this hash has made: see `keeping`."""
        return self.folder / f"made-{program[:32]}"

    def linted(self, package: str) -> dict[str, list[int]]:
        """The notebooks in whose prose the package with this hash found nothing: see `lint`."""
        try:
            found = json.loads((self.folder / LINTED).read_text(encoding="utf-8"))
            known = dict(found["known"])
            return known if found["sum"] == text_hash([package, known]) else {}
        except _NOT_WHOLE:
            return {}

    def remember_linted(self, package: str, known: Mapping[str, list[int]]) -> None:
        """Notes them for `linted`."""
        _note(self.folder / LINTED, {"known": known, "sum": text_hash([package, known])})

    def trim(self, limit: int = LIMIT) -> None:
        """Removes the runs that were not used for longest until `limit` bytes are enough."""
        found = []
        for key in _folders(self.folder):
            for place in _folders(key):
                try:
                    found.append((place.stat().st_mtime_ns, _size(place), place))
                except OSError:  # another build removed it
                    continue
        total = sum(size for _, size, _ in found)
        for _, size, place in sorted(found):
            if total <= limit:
                break
            shutil.rmtree(place, ignore_errors=True)
            total -= size
        for key in _folders(self.folder):
            with contextlib.suppress(OSError):  # it holds a run
                key.rmdir()

    def _runs(self, key: str) -> list[Path]:
        places = [(_time(place), place) for place in _folders(self.folder / key)]
        return [place for _, place in sorted(places, reverse=True)]


# What reading a run raises that was removed meanwhile, or spoilt.
_NOT_WHOLE = (OSError, ValueError, KeyError, TypeError, AttributeError)


def _note(place: Path, record: Mapping[str, Any]) -> None:
    """Writes what may be lost, if it is new: of two that write it at once, one may spoil it."""
    data = json.dumps(record).encode("utf-8")
    with contextlib.suppress(OSError):
        if place.read_bytes() == data:
            return
    keeping.put(place, data)


def _reads(place: Path) -> Reads:
    """What a stored run had read. Raises one of `_NOT_WHOLE` where that is not what was stored."""
    reads = Reads(**json.loads((place / RECORD).read_text(encoding="utf-8"))["reads"])
    if place.name != _trace(reads):
        raise ValueError(f"{place}: not what it is called after")
    return reads


def _trace(reads: Reads) -> str:
    return text_hash(asdict(reads))[:32]


def _names(writes: Sequence[str]) -> list[str]:
    return [NOTEBOOK, *(f"{FILES}/{name}" for name in writes)]


def _is_whole(place: Path, writes: Sequence[str]) -> bool:
    sums = json.loads((place / RECORD).read_text(encoding="utf-8"))["sums"]
    return all(file_hash(place / name) == sums[name] for name in _names(writes))


def _is_usable(place: Path, writes: Sequence[str]) -> bool:
    try:
        return bool(_reads(place)) and _is_whole(place, writes)
    except _NOT_WHOLE:
        return False


def _folders(folder: Path) -> list[Path]:
    try:
        return [
            Path(entry.path)
            for entry in os.scandir(folder)
            if entry.is_dir() and not entry.name.startswith(".") and entry.name != _LAST
        ]
    except OSError:
        return []


def _time(place: Path) -> int:
    try:
        return place.stat().st_mtime_ns
    except OSError:
        return 0


def _size(place: Path) -> int:
    return sum(path.stat().st_size for path in place.rglob("*") if path.is_file())
