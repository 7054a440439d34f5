"""The other way: from a figure, a series or a page to everything that rests on it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import pandas as pd

from figurecheck.errors import DataError, Problem
from figurecheck.story import page_name
from figurecheck.tables.nearest import suggestion
from figurecheck.tracing.built import BuiltEdition
from figurecheck.tracing.origins import Origin
from figurecheck.tracing.shown import CHART, PROSE, TABLE, Shown, code_of
from figurecheck.tracing.trees import Fact, Node
from figurecheck.tracing.why import Library

GATHERED = ("series", "source")  # what stands for all the figures that name it in this column


def trace(edition: BuiltEdition, asked: str) -> Node:
    """A tree of what rests on `asked`: a key of the edition, a series or a source.

    Its groups: figures (of a series or source), results, claims with their evidence, charts,
    tables, prose, and the code that names it. Raises DataError for what is none of these.
    """
    library = Library(edition)
    kind, keys = _start(library, asked)
    reached = _reached(library.known, keys)
    gathered = keys if kind in GATHERED else ()
    groups = [
        Node("group", "figures", branches=tuple(_line(library, key) for key in gathered)),
        Node("group", "results", branches=tuple(_results(library, reached, keys))),
        Node("group", "claims", branches=tuple(_claims(library, reached))),
        Node("group", "charts", branches=tuple(_places(library, reached, CHART))),
        Node("group", "tables", branches=tuple(_places(library, reached, TABLE))),
        Node("group", "prose", branches=tuple(_places(library, reached, PROSE))),
        Node("group", "code that names it", branches=tuple(_named(library, asked))),
    ]
    branches = tuple(group for group in groups if group.branches)
    title, facts = _about(library, kind, asked)
    if not branches:
        facts = (*facts, Fact("Depends", "nothing in this edition rests on it"))
    return Node(kind, title, asked, facts, branches)


def _about(library: Library, kind: str, asked: str) -> tuple[str, tuple[Fact, ...]]:
    """The title and the facts of what was asked for."""
    story = library.story
    if kind == "series":
        row = _row(story.raw["series"], "series", asked)
        named = {"Subject": "subject", "Measure": "measure", "Unit": "unit", "Scope": "scope"}
        facts = [Fact(label, row[name]) for label, name in named.items() if row[name]]
        return asked, (Fact("Measured by", story.bodies[row["body"]]), *facts)
    if kind == "source":
        page = _row(story.raw["sources"], "source", asked)
        return asked, (Fact("Source", page_name(page), page["url"]),)
    return library.known[asked].title, library.known[asked].facts


def _start(library: Library, asked: str) -> tuple[str, Sequence[str]]:
    """What `asked` is, and the keys that it stands for."""
    if asked in library.known:
        return library.known[asked].kind, [asked]
    raw, story = library.story.raw, library.story
    for column in GATHERED:
        if asked in set(raw[column if column == "series" else "sources"][column]):
            keys = story.figures.loc[story.figures[column] == asked, "figure"].tolist()
            if column == "source":
                events = raw["events"]
                keys += events.loc[events["source"] == asked, "event"].tolist()
                keys += story.verdicts.loc[story.verdicts["source"] == asked, "claim"].tolist()
            return column, keys
    names = [*library.known, *raw["series"]["series"], *raw["sources"]["source"]]
    otherwise = "look it up in data/raw/figures.csv, series.csv or sources.csv."
    raise DataError(
        Problem(
            f"build/{library.edition.name}",
            "the key of a figure, an event, a claim, a result, a series or a source",
            suggestion(asked, names, otherwise),
            value=asked,
        )
    )


def _row(table: pd.DataFrame, column: str, key: str) -> dict[Any, str]:
    return table[table[column] == key].to_dict("records")[0]


def _reached(known: dict[str, Origin], keys: Iterable[str]) -> dict[str, None]:
    """The keys and all that is computed from them, nearest first."""
    reached = dict.fromkeys(keys)
    grown = True
    while grown:
        new = [
            k
            for k, o in known.items()
            if k not in reached and not reached.keys().isdisjoint(o.inputs)
        ]
        reached |= dict.fromkeys(new)
        grown = bool(new)
    return reached


def _line(library: Library, key: str) -> Node:
    origin = library.known[key]
    return Node(origin.kind, origin.title, key)


def _results(library: Library, reached: Iterable[str], keys: Sequence[str]) -> Iterator[Node]:
    for key in reached:
        if key not in keys:
            origin = library.known[key]
            made = [fact for fact in origin.facts if fact.label in ("Computed as", "Of")]
            rests = Fact("From", ", ".join(origin.inputs))
            yield Node(origin.kind, origin.title, key, (*made, rests))


def _claims(library: Library, reached: dict[str, None]) -> Iterator[Node]:
    """The claims on which any of the keys is evidence, with their verdicts."""
    table, verdicts = library.story.evidence, library.story.verdicts
    for claim, rows in table.groupby("claim", sort=False):
        pieces = [
            Node(
                "evidence",
                f"{row['relation']}: {row['gives']}: {row['verdict']}",
                facts=(Fact("Check", row["check"]), Fact("From", ", ".join(row["inputs"].split()))),
            )
            for row in rows.to_dict("records")
            if not reached.keys().isdisjoint(row["inputs"].split())
        ]
        if pieces:
            row = verdicts.loc[str(claim)]
            title = f"{row['verdict']}: {row['statement']}"
            yield Node("claim", title, str(claim), branches=tuple(pieces))


def _places(library: Library, reached: dict[str, None], kind: str) -> Iterator[Node]:
    """The charts, tables or cells of prose that show any of the keys."""
    found: dict[str, list[Shown]] = {}
    for number in library.shown:
        if number.key in reached and number.place.kind == kind:
            found.setdefault(str(number.place), []).append(number)
    for place, numbers in found.items():
        facts = {f"{number.text} [{number.key}]": None for number in numbers}
        yield Node(kind, place, facts=tuple(Fact("Shows", said) for said in facts))


def _named(library: Library, asked: str) -> Iterator[Node]:
    whole = re.compile(rf"(?<![\w-]){re.escape(asked)}(?![\w-])")
    for place, source in code_of(library.edition):
        if whole.search(source):
            yield Node("code", str(place))
