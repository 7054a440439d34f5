"""The provenance of a number: from the result down to the phrases that pages printed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from figurecheck.errors import DataError, Problem
from figurecheck.tracing.built import BuiltEdition
from figurecheck.tracing.finding import find, nearest
from figurecheck.tracing.origins import CLAIM, Origin, origins, tied
from figurecheck.tracing.shown import Shown, numbers_of, register_of
from figurecheck.tracing.trees import Fact, Node

RELATIONS = {
    "same": "evidence of the series that it meant",
    "different": "another series, shown and never decisive",
    "restated": "the claim itself in another mouth, never decisive",
}


class Library:
    """An edition's numbers and what stands behind each, read once."""

    def __init__(self, edition: BuiltEdition) -> None:
        self.edition = edition
        self.story = edition.story

    @cached_property
    def known(self) -> dict[str, Origin]:
        """The origin of every key."""
        return origins(self.story, self._numbers, register_of(self.edition))

    @cached_property
    def shown(self) -> list[Shown]:
        """Every number that is shown, under the key whose value it is."""
        return tied(self._numbers, self.known)

    @cached_property
    def _numbers(self) -> list[Shown]:
        return numbers_of(self.edition)

    def places(self, key: str) -> list[str]:
        """Where the number behind a key is shown, each place once, in reading order."""
        return list(dict.fromkeys(str(n.place) for n in self.shown if n.key == key))


@dataclass(frozen=True)
class Answer:
    """A tree for each key that was found, and the cells so shown that name no key."""

    trees: tuple[Node, ...]
    unkeyed: tuple[Node, ...]


def why(edition: BuiltEdition, asked: str) -> Answer:
    """The trees of what `asked` names in the edition: a key, or a number as it is shown.

    Raises DataError where nothing is found, with the nearest keys and numbers.
    """
    library = Library(edition)
    found = find(asked, library.known, library.shown)
    if not found.keys and not found.unkeyed:
        raise DataError(_nothing(library, asked))
    return Answer(
        tuple(tree(library, key) for key in found.keys),
        tuple(_unkeyed(number) for number in found.unkeyed),
    )


def tree(library: Library, key: str) -> Node:
    """The tree of one key; what occurs twice in it stands in full where it occurs first."""
    root = _node(library, key, set())
    places = library.places(key) or ["nowhere but in the tables of the build"]
    shown = tuple(Fact("Shown in", place) for place in places)
    return replace(root, facts=(*root.facts, *shown))


def _node(library: Library, key: str, seen: set[str]) -> Node:
    origin = library.known.get(key)
    if origin is None:
        return Node("unknown", key, key)
    if key in seen:
        return Node(origin.kind, origin.title, key, again=True)
    seen.add(key)
    branches = [_node(library, part, seen) for part in origin.inputs]
    if origin.kind == CLAIM:
        branches += _evidence(library, key, seen)
    return Node(origin.kind, origin.title, key, origin.facts, tuple(branches))


def _evidence(library: Library, claim: str, seen: set[str]) -> Iterator[Node]:
    """The evidence on a claim by its relation to it, each piece with what it rests on."""
    table = library.story.evidence
    for relation, said in RELATIONS.items():
        rows = table[(table["claim"] == claim) & (table["relation"] == relation)]
        pieces = [_piece(library, row, seen) for row in rows.to_dict("records")]
        if pieces:
            yield Node("group", f"{relation}: {said}", branches=tuple(pieces))


def _piece(library: Library, row: Mapping[Any, str], seen: set[str]) -> Node:
    """A piece of evidence: the computed result, or what it was computed from."""
    keys = [row["key"]] if row["formula"] else row["inputs"].split()
    check = f"{row['check']}, {row['method']}" + (f": {row['why']}" if row["why"] else "")
    body = library.story.bodies.get(row["body"], row["body"])
    return Node(
        "evidence",
        f"{row['gives']}: {row['verdict']}",
        facts=(Fact("Measured by", body), Fact("Check", check)),
        branches=tuple(_node(library, key, seen) for key in keys),
    )


def _unkeyed(number: Shown) -> Node:
    facts = [Fact("Shown in", f"{number.place}, {number.where}")]
    if number.beside:
        facts.append(Fact("Its row", f"is that of {', '.join(number.beside)}"))
    return Node("cell", f"{number.text} {number.unit}".strip(), facts=tuple(facts))


def _nothing(library: Library, asked: str) -> Problem:
    near = nearest(asked, library.known)
    remedy = f"The nearest are {', '.join(near)}." if near else "Look a key up in the register."
    traced = library.story.raw
    if asked in set(traced["series"]["series"]) | set(traced["sources"]["source"]):
        remedy = f"It is a row of the raw tables: python -m figurecheck trace {asked}"
    return Problem(
        f"build/{library.edition.name}",
        "a key of the edition, or a number as the report shows it",
        remedy,
        value=asked,
    )
