"""A copy of the project in which something new is tried before any of it is written."""

from __future__ import annotations

import csv
import io
import shutil
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from figurecheck.building.check import check
from figurecheck.errors import DataError
from figurecheck.scaffolds.writing import read_or_none, replace_all
from figurecheck.tables.reading import LINE, read_table
from figurecheck.tables.schema import read_package

Row = Mapping[str, str]

COPIED = ("data", "notebooks", "report")
_LEFT = shutil.ignore_patterns("*.ttf", "*.woff2", ".*")  # nothing that is checked

# A table follows those that it refers to: if the machine stops between two, the first are whole.
ORDER = ("bodies", "series", "sources", "claims", "checks", "figures")


class Draft:
    """A copy at `folder` of the `project`, with what has been added to it.

    `added` says of each addition where it stands and what it is.
    """

    def __init__(self, project: Path, folder: Path) -> None:
        self.project, self.folder = project, folder
        self.added: list[tuple[str, str]] = []
        self._before: dict[str, bytes | None] = {}
        for name in COPIED:
            shutil.copytree(project / name, folder / name, ignore=_LEFT)

    def add_row(self, name: str, row: Row) -> None:
        """Adds a row to a raw table, in the order and with the line ends that the table has."""
        table = read_package(self.folder)[name]
        found = read_table(self.folder, table)
        rows = found.to_dict("records")
        place = _place(name, rows, row)
        data = (self.folder / table.file).read_bytes()
        lines = list(io.StringIO(data.decode("utf-8"), newline=""))
        end = "\r\n" if lines[0].endswith("\r\n") else "\n"
        at = int(found[LINE].iloc[place]) - 1 if place < len(rows) else len(lines)
        if lines[-1][-1:] not in ("\r", "\n"):
            lines[-1] += end
        text = io.StringIO(newline="")
        csv.DictWriter(text, table.columns, restval="", lineterminator=end).writerow(row)
        lines.insert(at, text.getvalue())
        self.write(table.file, "".join(lines))
        self.added.append((f"{table.file}, line {at + 1}", row[table.primary_key[0]]))

    def write(self, file: str, text: str) -> None:
        """Makes `text` the content of a file of the project."""
        self._before.setdefault(file, read_or_none(self.project / file))
        (self.folder / file).write_bytes(text.encode("utf-8"))

    def read(self, file: str) -> str:
        """The content of a file, with the line ends that it has."""
        return (self.folder / file).read_bytes().decode("utf-8")

    def require_sound(self) -> None:
        """Raises DataError with what `make check` says of the draft and not of the project."""
        problems = check(self.folder)
        if problems:
            before = set(check(self.project))
            problems = [problem for problem in problems if problem not in before]
        if problems:
            raise DataError(problems)

    def publish(self) -> None:
        """Writes all that was added into the project, or nothing."""
        ranks = {f"data/raw/{name}.csv": rank for rank, name in enumerate(ORDER)}
        files = sorted(self._before, key=lambda file: ranks.get(file, -1))
        after = {file: (self.folder / file).read_bytes() for file in files}
        replace_all(self.project, self._before, after)


@contextmanager
def drafted(project: Path) -> Iterator[Draft]:
    """A draft of the project; it is gone afterwards, whether published or not."""
    with TemporaryDirectory(prefix="figurecheck-") as folder:
        yield Draft(project, Path(folder))


def _place(name: str, rows: Sequence[Mapping[Any, Any]], row: Row) -> int:
    """Where in the table the row belongs: in its order, where the table keeps one, else last."""
    if name == "checks":  # beside the others of its claim
        beside = [at for at, other in enumerate(rows, 1) if other["claim"] == row["claim"]]
        return beside[-1] if beside else len(rows)
    rank = _RANKS[name]([*rows, row])
    ranks = [rank(other) for other in rows]
    if ranks == sorted(ranks):
        return bisect_right(ranks, rank(row))
    return len(rows)


def _by(column: str) -> Callable[[Any], Any]:
    return lambda _: lambda row: row[column]


def _by_paragraph(rows: Sequence[Mapping[Any, Any]]) -> Callable[[Mapping[Any, Any]], Any]:
    """The articles in the order in which they first occur, each from its first paragraph on."""
    articles = list(dict.fromkeys(row["source"] for row in rows))
    return lambda row: (articles.index(row["source"]), int(row["paragraph"]))


# How the rows of each table are ordered: what makes, of all rows, the rank of one.
_RANKS: Mapping[str, Callable[[Any], Callable[[Any], Any]]] = {
    "bodies": _by("body"),
    "series": _by("series"),
    "sources": lambda _: lambda row: "" if row["kind"] == "article" else row["source"],
    "figures": lambda _: lambda row: int(row["figure"][1:]),
    "claims": _by_paragraph,
}
