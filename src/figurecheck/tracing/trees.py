"""Trees of facts: as lines for a terminal and as objects for JSON."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TextIO

from figurecheck import display

_STYLES = {"title": "1", "key": "36", "label": "2", "guide": "2", "url": "4"}  # SGR, ECMA-48
_LABEL_WIDTH = len("Measured by")  # the longest label
_NARROWEST = 40  # columns below which a long line is left to the terminal


@dataclass(frozen=True)
class Fact:
    """One thing known of a node: a label, what it says, and an address or nothing."""

    label: str
    text: str
    url: str = ""


@dataclass(frozen=True)
class Node:
    """A number, a row or a group of them, with its facts and what it rests on or leads to.

    `kind` says which (figure, event, claim, result, evidence, chart, group, …). `again` marks a
    node that stands in full further up in the same tree.
    """

    kind: str
    title: str
    key: str = ""
    facts: tuple[Fact, ...] = ()
    branches: tuple[Node, ...] = ()
    again: bool = False

    def to_json(self) -> dict[str, Any]:
        """The node as an object; what is empty is left out."""
        told = {
            "kind": self.kind,
            "key": self.key,
            "title": spaced(self.title),
            "facts": [
                {k: spaced(v) for k, v in vars(fact).items() if v or k != "url"}
                for fact in self.facts
            ],
            "branches": [branch.to_json() for branch in self.branches],
            "again": self.again,
        }
        return {name: value for name, value in told.items() if value}


@dataclass(frozen=True)
class Paper:
    """What a tree is drawn on: with colours or not, so many columns wide (None is unbounded)."""

    coloured: bool = False
    width: int | None = None

    def paint(self, style: str, text: str) -> str:
        """The text in a style of `_STYLES`, where there are colours."""
        return f"\x1b[{_STYLES[style]}m{text}\x1b[0m" if self.coloured and text else text


def paper_of(stream: TextIO, environment: Mapping[str, str], width: int) -> Paper:
    """Colours and a width for a terminal, neither for a file or pipe; obeys NO_COLOR and TERM.

    NO_COLOR, set and not empty, means no colour (https://no-color.org).
    """
    if not stream.isatty():
        return Paper()
    plain = bool(environment.get("NO_COLOR")) or environment.get("TERM") == "dumb"
    return Paper(not plain, width)


def draw(node: Node, paper: Paper) -> list[str]:
    """The lines of a tree."""
    return [spaced(line) for line in (_heading(node, paper), *_below(node, "", paper))]


def spaced(text: str) -> str:
    """The text with plain spaces, so that what is typed finds what is printed."""
    return text.replace(display.NO_BREAK, " ")


def _heading(node: Node, paper: Paper) -> str:
    title = node.title if node.kind == "group" else paper.paint("title", node.title)
    key = f"[{node.key}]" if node.key and node.key != node.title else ""
    again = "(see above)" if node.again else ""
    return "  ".join(part for part in (title, paper.paint("key", key), again) if part)


def _below(node: Node, lead: str, paper: Paper) -> Iterator[str]:
    yield from _facts(node.facts, f"{lead}{'│' if node.branches else ' '}  ", paper)
    for position, branch in enumerate(node.branches, 1):
        last = position == len(node.branches)
        yield f"{paper.paint('guide', lead + ('└─ ' if last else '├─ '))}{_heading(branch, paper)}"
        yield from _below(branch, f"{lead}{'   ' if last else '│  '}", paper)


def _facts(facts: Sequence[Fact], lead: str, paper: Paper) -> Iterator[str]:
    guide, before = paper.paint("guide", lead), ""
    for fact in facts:
        label = "" if fact.label == before else fact.label
        before = fact.label
        column = paper.paint("label", f"{label:<{_LABEL_WIDTH}}")
        room = None if paper.width is None else paper.width - len(lead) - _LABEL_WIDTH - 1
        for number, line in enumerate(_wrapped(fact.text, room)):
            yield f"{guide}{column if number == 0 else ' ' * _LABEL_WIDTH} {line}"
        if fact.url:  # on a line of its own, unbroken, so that a terminal makes it a link
            yield f"{guide}{' ' * _LABEL_WIDTH} {paper.paint('url', fact.url)}"


def _wrapped(text: str, room: int | None) -> list[str]:
    if room is None or room < _NARROWEST:
        return [text]
    return textwrap.wrap(text, room, break_long_words=False, break_on_hyphens=False) or [""]
