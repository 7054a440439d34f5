"""Every number that is typed into the prose of the report, all at once."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from figurecheck import phrases, rooms
from figurecheck.editions import read_toml
from figurecheck.errors import DataError, Problem
from figurecheck.lint.exemptions import Exemption, read_exemptions, unused
from figurecheck.lint.notebook import prose
from figurecheck.lint.passages import COMPUTED, Passage, passage

REMEDY = (
    "Write an {eval} value, quote the figure or claim by its key, or exempt the words with a "
    "reason in report/exemptions.toml."
)
_BESIDE = 24  # characters shown on either side of the words


@dataclass(frozen=True)
class Found:
    """A passage and where it stands: the place in words, and the notebook's name or ""."""

    place: str
    notebook: str
    passage: Passage


def lint(project: Path, notebooks: Iterable[str] | None = None) -> None:
    """Checks the prose of `notebooks` (all in notebooks/) and the titles of the report.

    Raises DataError for every number typed into it, and for every exemption that nothing needs.
    A notebook or list that cannot be read is passed over: the check of its form tells.
    """
    folder = project / rooms.NOTEBOOKS
    names = sorted(path.name for path in folder.glob("*.ipynb")) if notebooks is None else notebooks
    found = list(_titles(project))
    for name in names:
        found += _of_notebook(folder / name)
    allowed = read_exemptions(project)
    needed: set[Exemption] = set()
    problems = [problem for each in found for problem in _offences(each, allowed, needed)]
    problems += [unused(exemption) for exemption in allowed if exemption not in needed]
    if problems:
        raise DataError(dict.fromkeys(problems))


def _offences(
    found: Found, allowed: Sequence[Exemption], needed: set[Exemption]
) -> Iterator[Problem]:
    """The numbers of a passage that no exemption covers; adds to `needed` those that do."""
    text = found.passage.text
    for span in phrases.numbers(text):
        exempt = {entry for entry in allowed if entry.covers(text, span, found.notebook)}
        needed |= exempt
        if not exempt:
            expected = f"no number typed into prose (“{_beside(text, span)}”)"
            line = found.passage.line(span.start)
            yield Problem(found.place, expected, REMEDY, line, value=span.text)


def _beside(text: str, span: phrases.Span) -> str:
    """The words around a number, a value shown as …."""
    sides = (text[: span.start], text[span.end :])
    before, after = (re.sub(f"{COMPUTED}+", "…", side) for side in sides)
    return " ".join(f"{before[-_BESIDE:]}{span.text}{after[:_BESIDE]}".split())


def _of_notebook(path: Path) -> Iterator[Found]:
    for number, part in prose(_cells(path)):
        place = f"{rooms.NOTEBOOKS.as_posix()}/{path.name}, cell {number}"
        yield Found(place, path.name, part)


def _cells(path: Path) -> list[dict[str, Any]]:
    """The cells of a notebook; none where it is no notebook."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return []
    cells = found.get("cells") if isinstance(found, dict) else None
    return cells if isinstance(cells, list) and all(map(_is_cell, cells)) else []


def _is_cell(cell: object) -> bool:
    source = cell.get("source") if isinstance(cell, dict) else None
    lines = source if isinstance(source, list) else [source]
    return all(isinstance(line, str) for line in lines)


def _titles(project: Path) -> Iterator[Found]:
    """The titles and subtitles in chapters.toml and editions.toml."""
    for path in (rooms.CHAPTERS, rooms.EDITIONS):
        try:
            table = read_toml(project / path, path.as_posix())
        except DataError:
            continue
        lines = (project / path).read_text(encoding="utf-8").splitlines()
        place = 0
        for words in _titles_in(table):
            # tables keep the order of the file
            place = next((n for n, line in enumerate(lines[place:], place) if words in line), place)
            yield Found(path.as_posix(), "", passage([(words, place + 1)]))


def _titles_in(table: Mapping[str, Any]) -> Iterator[str]:
    for name, value in table.items():
        if name in ("title", "subtitle") and isinstance(value, str):
            yield value
        for inner in value if isinstance(value, list) else [value]:
            if isinstance(inner, dict):
                yield from _titles_in(inner)
