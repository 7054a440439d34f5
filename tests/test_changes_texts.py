"""A difference as it is printed: fit for a terminal, for a comment, for a machine, for a reader."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from figurecheck.changes import State, Table, difference
from figurecheck.changes.difference import Difference
from figurecheck.changes.pages import as_html
from figurecheck.changes.sections import NO_FLIP, NOTHING, Document, document
from figurecheck.changes.tabular import Section
from figurecheck.changes.texts import LARGEST, OPEN, as_json, as_markdown, as_text
from tests.test_changes_difference import (
    FAILS,
    FIGURES,
    HOLDS,
    KEYS,
    OLD,
    claim,
    figure,
    full,
    state,
    table,
)

NAMES = {"ministry": "Ministry of Transport"}


@pytest.fixture(scope="module")
def found() -> Difference:
    """A revised figure, and a verdict that flipped."""
    new = figure("F2", "12", "2024-02-05")
    before = state("2024-01", figures=table(OLD), verdicts=table(claim("supported")))
    after = state("2024-02", figures=table(OLD, new), verdicts=table(claim("disputed")))
    before = replace(before, tables={**before.tables, "results/evidence.csv": table(HOLDS)})
    after = replace(after, tables={**after.tables, "results/evidence.csv": table(HOLDS, FAILS)})
    return difference(before, after, KEYS)


def test_a_terminal_reads_what_flipped_and_what_was_revised(found: Difference) -> None:
    text = as_text(document(found, NAMES), 100)
    assert text.startswith("2024-01 -> 2024-02\n\nVerdicts that flipped: 1\n")
    assert "  C1: supported -> disputed: + Ministry of Transport: 65%, does not hold (F1)\n" in text
    assert "Figures revised [r]: 1\n" in text
    assert "  F1, F2 cargo, 2023: 10 tonnes -> 12 tonnes [r] (Ministry of Transport)\n" in text
    assert text.endswith("All that is not listed is equal.\n")


@given(st.integers(30, 200))
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    other = replace(full("b"), values={("01", "a much longer expression " * 9): "1"})
    told = document(difference(full("a"), other, KEYS), {})
    assert max(map(len, as_text(told, width).splitlines())) <= width


def test_two_equal_builds_differ_in_nothing_in_every_format() -> None:
    same = difference(full("a"), full("b"), KEYS)
    told = document(same, {})
    for text in (as_text(told, 200), as_markdown(told), as_html(told)):
        assert NOTHING in text
        assert "All of it is equal." in " ".join(text.split())
    assert json.loads(as_json(same, told))["equal"] is True
    assert not told.sections


def test_flips_alone_leave_out_the_rest(found: Difference) -> None:
    told = document(found, NAMES, flips_only=True)
    assert [section.title for section in told.sections] == ["Verdicts that flipped"]
    assert told.notes == ()
    same = difference(full("a"), full("b"), KEYS)
    assert document(same, {}, flips_only=True).notes == (NO_FLIP,)


def test_a_machine_reads_the_flips_and_every_row(found: Difference) -> None:
    content = json.loads(as_json(found, document(found, NAMES)))
    assert content["flips"] == [
        {"claim": "C1", "from": "supported", "to": "disputed", "statement": "Cargo grew"}
    ]
    titles = [section["title"] for section in content["sections"]]
    assert titles[:2] == ["Verdicts that flipped", "Figures revised [r]"]
    assert (content["equal"], content["from"], content["to"]) == (False, "2024-01", "2024-02")


def many(rows: int, words: str = "x") -> Document:
    cells = tuple((f"F{n}", words) for n in range(rows))
    section = Section("Figures added", ("Figure", "What"), cells, tuple(map(" ".join, cells)))
    return Document("a", "b", (section,), ())


@pytest.mark.parametrize(("rows", "folded"), [(OPEN, False), (OPEN + 1, True)])
def test_markdown_folds_a_long_table(rows: int, folded: bool) -> None:
    text = as_markdown(many(rows))
    assert (f"<details><summary>Figures added: {rows}</summary>" in text) == folded
    assert (f"### Figures added: {rows}" in text) != folded
    assert len(re.findall(r"\n\| F\d", text)) == rows


@pytest.mark.parametrize("rows", [10, 2_000, 50_000])
def test_markdown_fits_into_a_comment_and_says_what_it_leaves_out(rows: int) -> None:
    text = as_markdown(many(rows, "words " * 20))
    assert len(text) <= LARGEST
    shown = len(re.findall(r"\n\| F\d", text))
    assert (f"… and {rows - shown} more." in text) == (shown < rows)
    assert shown


HOSTILE = [
    "a | b",
    "<script>alert(1)</script>",
    "@everyone",
    "[x](http://e)",
    "one\ntwo",
    "#12 `c`",
]


@pytest.mark.parametrize("words", HOSTILE)
def test_words_of_the_data_are_no_markup(words: str) -> None:
    text = as_markdown(many(1, words))
    row = next(line for line in text.splitlines() if line.startswith("| F0"))
    assert row.count("|") == 3
    for sign in "<@[`":
        assert sign not in row
    page = as_html(many(1, words))
    assert "<script>alert" not in page


class Headings(HTMLParser):
    """Tags of a page in order, and what would make a request or run."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        self.tags.append(tag)


def test_the_page_has_headings_scopes_and_no_script(found: Difference) -> None:
    page = as_html(document(found, NAMES))
    reader = Headings()
    reader.feed(page)
    assert "script" not in reader.tags
    assert "link" not in reader.tags
    assert reader.tags.count("h1") == 1
    assert reader.tags.count("table") == len(document(found, NAMES).sections)
    assert '<th scope="row">' in page
    assert "12\N{NO-BREAK SPACE}tonnes [r]" in page
    assert '<html lang="en">' in page


def test_the_order_of_the_sections_is_that_of_their_weight(found: Difference) -> None:
    titles = [section.title for section in document(found, NAMES).sections]
    assert titles == [
        "Verdicts that flipped",
        "Figures revised [r]",
        "Evidence that came, went or changed",
    ]


def test_figures_without_a_date_are_counted() -> None:
    undated = figure("F2", "12", "")
    after = State("b", {FIGURES: table(OLD, undated)})
    found = difference(State("a", {FIGURES: table(OLD)}), after, KEYS)
    (section,) = document(found, {}).sections
    assert section.lead == "1 of them bear no date, so no dated edition has them."
    assert "undated" in section.lines[0]


def test_a_table_that_only_one_build_has_is_told_row_by_row() -> None:
    extra = State("b", {"results/x.csv": Table(("a", "value"), ({"a": "1", "value": "2"},))})
    (section,) = document(difference(State("a", {}), extra, KEYS), {}).sections
    assert section.title == "Results computed for the first time"
    assert section.lines == ("results/x.csv 1: 2",)
