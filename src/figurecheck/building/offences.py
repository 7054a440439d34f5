"""Offences as an analyst needs them: with the rows that they name, and what stood there last."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path

from figurecheck import rooms
from figurecheck.errors import Problem
from figurecheck.metadata import DATA_BUNDLE
from figurecheck.notebooks import source_of
from figurecheck.prose import expressions

LIMIT = 20  # rows shown for an offence; its words name them all

_ROW = re.compile(r"(?P<file>[\w./-]+\.csv), line (?P<line>\d+)(?:, column (?P<column>[\w-]+))?")
_CELL = re.compile(rf"{rooms.NOTEBOOKS.as_posix()}/(?P<notebook>.+\.ipynb), cell \d+")


@dataclass(frozen=True)
class Row:
    """A row that offends: where its file has it, and as it stands there.

    `marked` are the columns that offend, and `before` what the last good report has in them, as
    far as that is known.
    """

    line: int
    cells: tuple[str, ...]
    text: str
    marked: tuple[str, ...]
    before: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Excerpt:
    """Rows of one table under its header."""

    file: str
    columns: tuple[str, ...]
    header: str
    rows: tuple[Row, ...]

    def __str__(self) -> str:
        lines = [f"    {self.file}", f"    {1:>5}: {self.header}"]
        for row in self.rows:
            lines.append(f"    {row.line:>5}: {row.text}")
            lines += [f"           in the last good report, {c}: {v!r}" for c, v in row.before]
        return "\n".join(lines)


@dataclass(frozen=True)
class Explained(Problem):
    """An offence with its `words`, the rows that they name and the last good value of a role.

    It is `plain` where the words are those of every Problem: found, expected, remedy.
    """

    words: str = ""
    plain: bool = True
    excerpts: tuple[Excerpt, ...] = ()
    before: str | None = None

    def __str__(self) -> str:
        parts = [self.words]
        if self.before is not None:
            parts.append(f"    in the last good report: {self.before}")
        return "\n".join([*parts, *map(str, self.excerpts)])

    @property
    def place(self) -> str:
        """File, line and column."""
        line = [f"line {self.row}"] if self.row is not None else []
        return ", ".join([self.file, *line, *([f"column {self.column}"] if self.column else [])])

    @property
    def lines(self) -> list[str]:
        """The words behind the place, line by line; source is indented."""
        return self.words.removeprefix(f"{self.place}:").strip().splitlines()


class Last:
    """What the last good report of an edition says, as far as there is one."""

    def __init__(self, project: Path, edition: str) -> None:
        self._folder = rooms.edition_folder(project, edition)

    def cell(self, file: str, key: str, column: str) -> str | None:
        """The cell of a raw table in the row that has `key` in its first column, and no other."""
        try:
            with zipfile.ZipFile(self._folder / DATA_BUNDLE) as bundle:
                text = bundle.read(file).decode("utf-8-sig")
        except (OSError, KeyError, zipfile.BadZipFile):
            return None
        (_, header), *rows = list(_records(text)) or [(1, [])]
        found = [cells for _, cells in rows if cells[:1] == [key]]
        if len(found) != 1 or column not in header:
            return None
        return found[0][header.index(column)]

    def value(self, notebook: str, shown: str) -> str | None:
        """The value of the role that `shown` writes, as the report's notebook holds it."""
        asked = [role.expression for role in expressions(shown)]
        try:
            path = self._folder / rooms.NOTEBOOKS / notebook
            cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        except (OSError, ValueError, KeyError):
            return None
        for cell in cells:
            for entry in cell.get("metadata", {}).get("user_expressions", ()):
                if [entry["expression"]] == asked and entry["result"]["status"] == "ok":
                    return source_of({"source": entry["result"]["data"]["text/plain"]})
        return None


def explained(problem: Problem, roots: Sequence[Path], last: Last) -> Explained:
    """The offence with the rows that its words name; their tables lie below one of `roots`."""
    words = str(problem)
    cell = _CELL.fullmatch(problem.file)
    before = last.value(cell["notebook"], problem.value) if cell and problem.value else None
    excerpts = tuple(_excerpts(words, roots, last))
    given = {field.name: getattr(problem, field.name) for field in fields(Problem)}
    plain = type(problem).__str__ is Problem.__str__
    return Explained(**given, words=words, plain=plain, excerpts=excerpts, before=before)


def _excerpts(words: str, roots: Sequence[Path], last: Last) -> Iterator[Excerpt]:
    named: dict[str, dict[int, list[str]]] = {}
    for match in list(_ROW.finditer(words))[:LIMIT]:
        marked = named.setdefault(match["file"], {}).setdefault(int(match["line"]), [])
        marked += [match["column"]] if match["column"] else []
    for file, lines in named.items():
        path = next((root / file for root in roots if (root / file).is_file()), None)
        if path is not None:
            # Whatever is wrong with the file, it is shown.
            text = path.read_text(encoding="utf-8-sig", errors="replace")
            yield _excerpt(file, text, lines, last)


def _excerpt(file: str, text: str, lines: Mapping[int, Sequence[str]], last: Last) -> Excerpt:
    """The records of a table in which `lines` lie, with the columns to mark on each."""
    records, written = dict(_records(text)), _lines(text)
    header = records.pop(1, [])
    rows = []
    for line, marked in sorted(lines.items()):
        begun = max((first for first in records if first <= line), default=None)
        if begun is None:  # it is the header
            continue
        cells = records[begun]
        then = [(column, last.cell(file, cells[0], column)) for column in marked if cells]
        before = tuple((column, value) for column, value in then if value is not None)
        rows.append(Row(begun, tuple(cells), written[begun - 1], tuple(marked), before))
    return Excerpt(file, tuple(header), written[0], tuple(rows))


def _lines(text: str) -> list[str]:
    """The lines of a text as csv counts them: other separators may stand within a cell."""
    return io.StringIO(text, newline=None).read().split("\n")


def _records(text: str) -> Iterator[tuple[int, list[str]]]:
    """Each record with the line on which it begins, as far as the text can be read."""
    reader = csv.reader(io.StringIO(text, newline=""))
    line = 1
    try:
        for cells in reader:
            yield line, cells
            line = reader.line_num + 1
    except csv.Error:  # what is wrong with it is what the offence says
        return
