"""An edition as it was built: its tables, its executed notebooks, and whether it is up to date."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from figurecheck import rooms
from figurecheck.building.chapters import Chapter, Contents, read_contents
from figurecheck.errors import DataError, Problem
from figurecheck.story import Story

MANIFEST = "manifest.json"

DATA = ("data/raw/*.csv", "data/datapackage.json")
SHAPE = ("notebooks/*.ipynb", "report/*.toml")

Cell = Mapping[str, Any]


@dataclass(frozen=True)
class BuiltEdition:
    """What a build left behind.

    `chapters` are the chapters in reading order, each with the cells of its executed notebook.
    `notes` say what has changed since, without a change in the data.
    """

    name: str
    folder: Path
    story: Story
    chapters: tuple[tuple[Chapter, tuple[Cell, ...]], ...]
    notes: tuple[str, ...] = ()


def read_edition(project: Path, name: str) -> BuiltEdition:
    """The edition `name` as it was built last; nothing is run.

    Raises DataError where there is no such build, and where the raw tables are not those that
    it was made from: every table that differs is named.
    """
    folder = rooms.edition_folder(project, name)
    record = _manifest(project, folder)
    inputs = record.get("inputs", {})
    stale = [_stale(file, name) for file in _moved(project, inputs, DATA)]
    if stale:
        raise DataError(stale)
    story = Story(str(record.get("parameters", {}).get("as_of", "")))
    story.folder = folder
    notes = [
        f"{file} is not what this edition was built from: make report EDITION={name}"
        for file in _moved(project, inputs, SHAPE)
    ]
    return BuiltEdition(
        name, folder, story, tuple(_executed(folder, read_contents(project))), tuple(notes)
    )


def _manifest(project: Path, folder: Path) -> dict[str, Any]:
    path = folder / MANIFEST
    try:
        found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        others = sorted(p.parent.name for p in (project / rooms.BUILD).glob(f"*/{MANIFEST}"))
        built = [name for name in others if "." not in name]
        remedy = f"Run make report EDITION={folder.name}."
        remedy += f" Built are: {', '.join(built)}." if built else ""
        place = folder.relative_to(project).as_posix()
        raise DataError(Problem(place, "an edition that has been built", remedy)) from None
    except ValueError as error:
        place = path.relative_to(project).as_posix()
        remedy = f"Run make report EDITION={folder.name}."
        raise DataError(Problem(place, f"the record of a build ({error})", remedy)) from error
    return found


def _moved(project: Path, inputs: Mapping[str, str], patterns: Iterable[str]) -> list[str]:
    """The files that are not what the build read: changed, new or gone."""
    now = {
        path.relative_to(project).as_posix(): path
        for pattern in patterns
        for path in project.glob(pattern)
        if not path.name.startswith(".")
    }
    then = {file for file in inputs if any(Path(file).match(pattern) for pattern in patterns)}
    return sorted(
        file
        for file in then | set(now)
        if file not in now or sha256(now[file].read_bytes()).hexdigest() != inputs.get(file)
    )


def _stale(file: str, edition: str) -> Problem:
    return Problem(
        file,
        f"the table that build/{edition} was made from",
        f"It has changed since: run make report EDITION={edition}.",
    )


def _executed(folder: Path, contents: Contents) -> Iterator[tuple[Chapter, tuple[Cell, ...]]]:
    for chapter in contents.in_reading_order():
        path = folder / chapter.file
        if path.is_file():  # a chapter that was listed since the build has none
            cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
            yield chapter, tuple(cells)
