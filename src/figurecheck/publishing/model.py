"""What is published: chapters under one cover."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from figurecheck.errors import Problem
from figurecheck.notebooks import Notebook
from figurecheck.publishing.entries import Entry
from figurecheck.publishing.gaps import LeftOut
from figurecheck.publishing.nodes import Content, Node


@dataclass(frozen=True)
class Chapter:
    """An executed notebook. `slug` is the chapter's id in the page; `file` its name in errors.

    Without `title` the first heading of the notebook is the chapter's title. A `whole` report
    is this one notebook: its title stands on the cover and not over the chapter.
    """

    notebook: Notebook
    slug: str
    title: str = ""
    appendix: bool = False
    file: str = ""
    whole: bool = False

    @property
    def name(self) -> str:
        """The name that errors give."""
        return self.file or f"{self.slug}.ipynb"


@dataclass(frozen=True)
class Report:
    """The cover and the imprint.

    `summary` is Markdown; markdown cells with the tag `summary` follow it on the cover.
    `colophon` holds (label, text); `metadata` is JSON-LD for machines that read the page.
    """

    title: str
    date: datetime.date | None = None
    subtitle: str = ""
    authors: tuple[str, ...] = ()
    language: str = "en"
    summary: str = ""
    edition: str = ""
    colophon: tuple[tuple[str, str], ...] = ()
    licence: str = ""
    metadata: Mapping[str, Any] = field(default_factory=dict)
    show_code: bool = False

    @property
    def day(self) -> str:
        """The date as it is printed, or nothing."""
        return f"{self.date.day} {self.date:%B %Y}" if self.date else ""


@dataclass(frozen=True)
class Published:
    """The forms of the report, and what an editor should look at."""

    html: str
    pdf: bytes
    docx: bytes
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Heading:
    """A line of the contents list."""

    level: int
    anchor: str
    text: str
    appendix: bool = False


@dataclass
class Body:
    """The semantic body: what all back ends print.

    `registers` are those of its nodes that hold entries, `anchors` the places that it names.
    """

    summary: list[Content]
    sections: list[Content]
    notes: list[Node]
    contents: list[Heading]
    warnings: list[str]
    registers: list[Node] = field(default_factory=list)
    anchors: Collection[str] = ()


@dataclass(frozen=True)
class Place:
    """A cell that is being read: the notebook's name, the number of the cell from one."""

    file: str
    cell: int

    def __str__(self) -> str:
        return f"{self.file}, cell {self.cell}"


@dataclass
class Ledger:
    """What is counted and collected across the chapters while the body is written.

    `strict` turns a missing value or reference into a problem; otherwise it shows in place.
    `left_out` counts what the edition has no figures for in the chapter that is being read.
    """

    strict: bool = True
    show_code: bool = False
    day: str = ""  # of the edition, in words
    left_out: LeftOut = field(default_factory=LeftOut)
    undrawn: set[str] = field(default_factory=set)  # anchors of charts without data
    counts: dict[str, int] = field(default_factory=dict)
    floats: dict[str, str] = field(default_factory=dict)  # anchor -> "Figure 3"
    register: dict[str, Entry] = field(default_factory=dict)
    registers: list[Node] = field(default_factory=list)  # where entries stand
    cited: dict[str, list[tuple[Node, Place]]] = field(default_factory=dict)  # key -> its uses
    summary: list[Content] = field(default_factory=list)  # from cells with that tag
    notes: list[Node] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def cite(self, value: Node, place: Place) -> None:
        """Notes that a keyed number stands in that cell."""
        self.cited.setdefault(value.attrs["data-key"], []).append((value, place))

    def count(self, kind: str) -> int:
        """The next number of that kind."""
        self.counts[kind] = self.counts.get(kind, 0) + 1
        return self.counts[kind]
