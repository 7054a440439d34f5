"""Every number that is typed into the prose of the report, all at once."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, MutableMapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
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


def lint(
    project: Path,
    notebooks: Iterable[str] | None = None,
    known: MutableMapping[str, list[int]] | None = None,
) -> None:
    """Checks the prose of `notebooks` (all in notebooks/) and the titles of the report.

    Notebooks `known` to be in order, by their hash, are not looked at again: it holds the lines
    of the exemptions that each needs, and then has those of `notebooks` and no other.

    Raises DataError for every number typed into it, and for every exemption that nothing needs.
    A notebook or list that cannot be read is passed over: the check of its form tells.
    """
    folder = project / rooms.NOTEBOOKS
    names = sorted(path.name for path in folder.glob("*.ipynb")) if notebooks is None else notebooks
    allowed = read_exemptions(project)
    needed: set[int] = set()
    problems = [p for found in _titles(project) for p in _offences(found, allowed, needed)]
    sound: dict[str, list[int]] = {}
    for name in names:
        key = _hash(folder / name, allowed)
        if known and key in known:
            lines, offences = set(known[key]), []
        else:
            lines, prose_of = set(), _of_notebook(folder / name)
            offences = [p for found in prose_of for p in _offences(found, allowed, lines)]
        if not offences:
            sound[key] = sorted(lines)
        needed |= lines
        problems += offences
    if known is not None:
        known.clear()
        known.update(sound)
    problems += [unused(exemption) for exemption in allowed if exemption.line not in needed]
    if problems:
        raise DataError(dict.fromkeys(problems))


def _hash(notebook: Path, allowed: Sequence[Exemption]) -> str:
    """The hash of what an offence of the notebook depends on."""
    found = sha256(repr((notebook.name, allowed)).encode())
    found.update(notebook.read_bytes() if notebook.is_file() else b"")
    return found.hexdigest()


def _offences(found: Found, allowed: Sequence[Exemption], needed: set[int]) -> Iterator[Problem]:
    """The numbers of a passage that no exemption covers; adds the lines of those that do."""
    text = found.passage.text
    for span in phrases.numbers(text):
        exempt = {entry for entry in allowed if entry.covers(text, span, found.notebook)}
        needed |= {entry.line for entry in exempt}
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
