"""The store of executed chapters: found again by what went into them.

    build/.store/<key>/<trace>/    record.json, notebook.ipynb and the files that it wrote
    build/.store/pictures/         drawings of the Word file, by what they are made from
    build/.store/last/<edition>/   what went into a chapter the last time, to tell what changed

The key is made of code, values asked for in prose, parameters, this package, the packages and
Python; under a key lie runs that differ in what the files held which they really read (a
"constructive trace" in the sense of Mokhov, Mitchell and Peyton Jones, Build systems à la carte,
2018). A run is put in place by one renaming, so that two builds can use the store at once; it is
used only if the bytes are those that were stored. The store may be deleted at any time.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from figurecheck import rooms
from figurecheck.building.inputs import file_hash, text_hash
from figurecheck.building.reads import Reads

LIMIT = 512 << 20  # bytes
FOLDER = ".store"
RECORD, NOTEBOOK, FILES = "record.json", "notebook.ipynb", "files"
_LAST = "last"


@dataclass(frozen=True)
class Run:
    """A stored run of a chapter: its executed notebook and, by path, the files it wrote."""

    notebook: Path
    files: Mapping[str, Path]


class Store:
    """The runs that a project keeps."""

    def __init__(self, project: Path) -> None:
        self.folder = project / rooms.BUILD / FOLDER
        self.pictures = self.folder / "pictures"  # drawings, each in a folder as a run is

    def find(self, key: str, now: Callable[[Reads], bool]) -> Run | None:
        """The run under `key` whose reads are as they are `now`, None where there is none."""
        for place in self._runs(key):
            try:
                record = json.loads((place / RECORD).read_text(encoding="utf-8"))
                if now(Reads(**record["reads"])) and _is_whole(place, record["sums"]):
                    os.utime(place)
                    files = {name: place / FILES / name for name in record["writes"]}
                    return Run(place / NOTEBOOK, files)
            except (OSError, ValueError, KeyError, TypeError):  # removed meanwhile, or spoilt
                continue
        return None

    def put(
        self, key: str, reads: Reads, notebook: Path, built: Path, writes: tuple[str, ...]
    ) -> None:
        """Keeps a run: `notebook` as executed, and the files `writes` of the folder `built`.

        A full disk is no reason to fail: the run is not kept then.
        """
        trace = self.folder / key / text_hash(asdict(reads))[:32]
        try:
            trace.parent.mkdir(parents=True, exist_ok=True)
            made = Path(tempfile.mkdtemp(prefix=".new-", dir=trace.parent))
        except OSError:
            return
        try:
            shutil.copyfile(notebook, made / NOTEBOOK)
            for name in writes:
                (made / FILES / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(built / name, made / FILES / name)
            sums = {name: file_hash(made / name) for name in (NOTEBOOK, *_under_files(writes))}
            record = {"reads": asdict(reads), "sums": sums, "writes": list(writes)}
            (made / RECORD).write_text(json.dumps(record), encoding="utf-8")
            made.rename(trace)
        except OSError:  # the disk is full, or another build was first
            if trace.exists() and not self._is_usable(trace):
                shutil.rmtree(trace, ignore_errors=True)
        finally:
            shutil.rmtree(made, ignore_errors=True)

    def reads_of(self, key: str) -> list[Reads]:
        """What the runs under `key` had read, the latest first."""
        found = []
        for place in self._runs(key):
            try:
                record = json.loads((place / RECORD).read_text(encoding="utf-8"))
                found.append(Reads(**record["reads"]))
            except (OSError, ValueError, KeyError, TypeError):
                continue
        return found

    def last(self, edition: str, notebook: str) -> Mapping[str, Any]:
        """What went into the chapter when it was last built for the edition; empty at first."""
        try:
            place = self.folder / _LAST / edition / f"{notebook}.json"
            found: Mapping[str, Any] = json.loads(place.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return found

    def remember(self, edition: str, notebook: str, parts: Mapping[str, Any]) -> None:
        """Notes what went into a chapter, for `last`."""
        place = self.folder / _LAST / edition / f"{notebook}.json"
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            made = place.with_name(f".{place.name}.{os.getpid()}")
            made.write_text(json.dumps(parts), encoding="utf-8")
            made.replace(place)
        except OSError:  # it only explains
            return

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
                return
            shutil.rmtree(place, ignore_errors=True)
            total -= size

    def _runs(self, key: str) -> list[Path]:
        places = [(_time(place), place) for place in _folders(self.folder / key)]
        return [place for _, place in sorted(places, reverse=True)]

    @staticmethod
    def _is_usable(place: Path) -> bool:
        try:
            record = json.loads((place / RECORD).read_text(encoding="utf-8"))
            return _is_whole(place, record["sums"])
        except (OSError, ValueError, KeyError, TypeError):
            return False


def _under_files(names: tuple[str, ...]) -> list[str]:
    return [f"{FILES}/{name}" for name in names]


def _is_whole(place: Path, sums: Mapping[str, str]) -> bool:
    return all(file_hash(place / name) == value for name, value in sums.items())


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
