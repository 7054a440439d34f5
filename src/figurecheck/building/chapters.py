"""The chapters that report/chapters.toml lists: their order, and what each reads and writes."""

from __future__ import annotations

import graphlib
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

from figurecheck import rooms
from figurecheck.editions import read_toml, unknown
from figurecheck.errors import DataError, Problem

FILE = rooms.CHAPTERS.as_posix()

# What a path must begin with to lie in the build folder; any other lies in the project.
BUILT = ("clean/", "results/", "charts/")


@dataclass(frozen=True)
class Chapter:
    """A notebook of the report.

    `position` is its place in reading order. `reads` are patterns and `writes` paths: those
    under `BUILT` lie in the build folder, all others in the project. `minutes` are what a run of
    it may take.
    """

    notebook: str
    slug: str
    title: str
    position: int
    appendix: bool = False
    reads: tuple[str, ...] = ()
    writes: tuple[str, ...] = ()
    minutes: float = math.inf

    @property
    def file(self) -> str:
        """The notebook as messages call it."""
        return (rooms.NOTEBOOKS / self.notebook).as_posix()


@dataclass(frozen=True)
class Contents:
    """Title, subtitle and language of the report, its chapters in the order of
    report/chapters.toml, and the columns that name a row in each table (`keys`)."""

    title: str
    subtitle: str
    language: str
    chapters: tuple[Chapter, ...]
    keys: Mapping[str, tuple[str, ...]]

    def needs(self) -> dict[str, tuple[str, ...]]:
        """For each notebook those whose output it reads, notebooks in an order that can be run."""
        found = {
            reader.notebook: tuple(
                writer.notebook for writer in self.chapters if _feeds(writer, reader)
            )
            for reader in self.chapters
        }
        order = graphlib.TopologicalSorter(found).static_order()
        return {notebook: found[notebook] for notebook in order}

    def in_reading_order(self) -> list[Chapter]:
        """The chapters as a reader meets them."""
        return sorted(self.chapters, key=lambda chapter: chapter.position)


def read_contents(project: Path) -> Contents:
    """What report/chapters.toml lists, checked against the project's files.

    Raises DataError with all offences: a notebook missing or not listed, two chapters in one
    place, a file that two write or none, chapters that wait for one another.
    """
    table = read_toml(project / rooms.CHAPTERS, FILE)
    report, problems = table.get("report", {}), []
    problems += [
        Problem(FILE, "text", "Give it.", column=f"report.{name}")
        for name in ("title", "subtitle", "language")
        if not isinstance(report.get(name), str)
    ]
    minutes = _minutes(report, "report", problems)
    chapters = [_chapter(entry, problems, minutes) for entry in table.get("chapters", [])]
    if problems:
        raise DataError(problems)
    keys = {name: tuple(columns) for name, columns in table.get("keys", {}).items()}
    contents = Contents(
        report["title"], report["subtitle"], report["language"], tuple(filter(None, chapters)), keys
    )
    problems += [*_twice(contents), *_unmet(contents, project), *_strays(contents, project)]
    if problems:
        raise DataError(problems)
    _check_order(contents)
    return contents


def _chapter(entry: Mapping[str, Any], problems: list[Problem], minutes: float) -> Chapter | None:
    place = f"chapters, {entry.get('notebook', 'without notebook')}"
    known = [field.name for field in fields(Chapter)]
    problems += [unknown("entry", name, known, place, FILE) for name in entry if name not in known]
    types = {"notebook": str, "slug": str, "title": str, "position": int}
    wrong = [name for name, type_ in types.items() if not isinstance(entry.get(name), type_)]
    wrong += [n for n in ("reads", "writes") if not isinstance(entry.get(n, []), list)]
    problems += [Problem(FILE, f"{name} of its type", "Give it.", column=place) for name in wrong]
    if wrong or not set(entry) <= set(known):
        return None
    lists = {name: tuple(entry.get(name, ())) for name in ("reads", "writes")}
    own = _minutes({"minutes": minutes, **entry}, place, problems)
    return Chapter(**{**entry, **lists, "minutes": own})


def _minutes(entry: Mapping[str, Any], place: str, problems: list[Problem]) -> float:
    """What a notebook may take: all the time there is, where nothing is said."""
    found = entry.get("minutes", math.inf)
    if isinstance(found, int | float) and not isinstance(found, bool) and found > 0:
        return float(found)
    remedy = "Give the minutes that a whole notebook may take, or leave them out."
    problems.append(
        Problem(FILE, "a number above nought", remedy, None, f"{place} minutes", str(found))
    )
    return math.inf


def _feeds(writer: Chapter, reader: Chapter) -> bool:
    return any(fnmatch(path, pattern) for path in writer.writes for pattern in reader.reads)


def _twice(contents: Contents) -> list[Problem]:
    chapters = contents.chapters
    found = {
        "notebook": [c.notebook for c in chapters],
        "slug": [c.slug for c in chapters],
        "position": [str(c.position) for c in chapters],
        "writes": [path for c in chapters for path in c.writes],
    }
    return [
        Problem(FILE, "each once", "Change one of them.", column=column, value=value)
        for column, values in found.items()
        for value in _repeated(values)
    ]


def _repeated(values: Iterable[str]) -> list[str]:
    ordered = list(values)
    return sorted({value for value in ordered if ordered.count(value) > 1})


def _unmet(contents: Contents, project: Path) -> list[Problem]:
    """Patterns that no file answers to, and outputs that lie outside the build folder."""
    written = [path for chapter in contents.chapters for path in chapter.writes]
    problems = []
    for chapter in contents.chapters:
        for pattern in chapter.reads:
            if pattern.startswith(BUILT):
                met, remedy = any(fnmatch(p, pattern) for p in written), "List it under writes."
            else:
                met, remedy = any(project.glob(pattern)), "Add the file or drop the entry."
            if not met:
                place = f"{chapter.notebook} reads"
                problems.append(Problem(FILE, "a file that exists", remedy, None, place, pattern))
        problems += [
            Problem(
                FILE,
                f"a path under {', '.join(BUILT)}",
                "Write it there.",
                column=f"{chapter.notebook} writes",
                value=path,
            )
            for path in chapter.writes
            if not path.startswith(BUILT) or ".." in Path(path).parts
        ]
    return problems


def _strays(contents: Contents, project: Path) -> list[Problem]:
    listed = {chapter.notebook for chapter in contents.chapters}
    found = {path.name for path in (project / rooms.NOTEBOOKS).glob("*.ipynb")}
    missing = [
        Problem(FILE, "a notebook that exists", "Add it or drop the entry.", value=name)
        for name in sorted(listed - found)
    ]
    stray = [
        Problem(f"notebooks/{name}", f"a chapter in {FILE}", "List it or move it away.")
        for name in sorted(found - listed)
    ]
    return missing + stray


def _check_order(contents: Contents) -> None:
    try:
        contents.needs()
    except graphlib.CycleError as error:
        circle = " reads from ".join(reversed(error.args[1]))
        problem = Problem(FILE, "chapters that can be put in order", f"Break the circle: {circle}.")
        raise DataError(problem) from error
