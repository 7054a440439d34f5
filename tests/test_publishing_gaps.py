"""What an edition has no figure for drops out of its prose, and nothing else does."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from figurecheck.prose import NOT_AVAILABLE, is_available
from figurecheck.publishing.body import build
from figurecheck.publishing.gaps import sentences
from figurecheck.publishing.markdown import read
from figurecheck.publishing.model import Chapter, Ledger
from figurecheck.publishing.nodes import Content, Node, text_of, to_html

MISSING = '<data data-missing="">[x]</data>'
VALUES = {"x": MISSING, "v": '<data data-key="F1">5 t</data>'}


def told(source: str) -> tuple[str, int]:
    """The words that are left, and how many passages are not."""
    ledger = Ledger()
    content = read(source, VALUES.__getitem__, ledger)
    return " ".join(text_of(content).split()), ledger.left_out.passages


@pytest.mark.parametrize(
    ("source", "left", "count"),
    [
        ("One stays. So {eval}`x` goes. Trade grew.", "One stays. Trade grew.", 1),
        ("First {eval}`x`. Trade.", "Trade.", 1),
        ("All of {eval}`x` goes.", "", 1),
        ("It was {eval}`v`. It is {eval}`x`! Both?", "It was 5 t.", 2),  # the last leans
        ("He said “no {eval}`x`. Never.” Fine.", "Fine.", 1),  # no cut within quotation marks
        ("Of {eval}`x` (see p. 4. Yes) all. Fine.", "Fine.", 1),  # nor within brackets
        ("By J. Smith {eval}`x`. Fine.", "Fine.", 1),  # nor behind an initial
        ("In the U.S. Trade {eval}`x`. Fine.", "Fine.", 1),
        ("No. Nothing {eval}`x`. Fine.", "Fine.", 1),  # nor behind what may be an abbreviation
        ("See e.g. Trade {eval}`x`. Fine.", "Fine.", 1),
        ("Well … Then {eval}`x`. Fine.", "Fine.", 1),
        ("In {eval}`v`. {eval}`v` {eval}`x`. Fine.", "Fine.", 1),  # no sentence begins with a value
        ("By 2027. Then {eval}`x`.", "By 2027.", 1),
        ("By {eval}`v`. Then {eval}`x`.", "By 5 t.", 1),
        ("Stays. *So {eval}`x`.* Stays, too.", "Stays. Stays, too.", 1),
        ("Gone {eval}`x`. That fits. Trade grew.", "Trade grew.", 2),
        ("Gone {eval}`x`. In it all went. Trade grew.", "Trade grew.", 2),
        ("Gone {eval}`x`. Itself stays.", "Itself stays.", 1),
        ("**Lead: {eval}`x`.** Its text. More.", "", 3),  # without its lead a paragraph is lost
        ("**Lead: {eval}`v`.** Gone {eval}`x`.", "Lead: 5 t.", 1),
        ("**Lead** of {eval}`x`. More.", "", 2),
        ("- one {eval}`x`\n- two", "two", 1),
        ("- one {eval}`x`. More.\n- two", "two", 1),
        ("- one. More {eval}`x`.\n- two", "one. two", 1),
        ("- one\n\n- two {eval}`x`", "one", 1),
        ("- one\n    - in {eval}`x`\n    - on\n- two", "one on two", 1),
        ("- one {eval}`x`\n    - in\n- two", "two", 1),
        ("Said. The rest:\n\n- {eval}`x`\n- {eval}`x`", "Said.", 3),
        ("The rest:\n\n- {eval}`x`", "", 2),
        ("> Quoted {eval}`x`.", "", 1),
        ("|a|b|\n|-|-|\n|1|{eval}`x`|\n|2|3|", "a b 2 3", 1),
        ("# Of {eval}`x`\n\nText.", "Of [x] Text.", 0),  # a heading keeps its words
        ("All {eval}`v` is there. Yes.", "All 5 t is there. Yes.", 0),
    ],
)
def test_the_smallest_unit_that_can_stand_alone_drops_out(
    source: str, left: str, count: int
) -> None:
    assert told(source) == (left, count)


def test_a_note_goes_with_its_mark_and_the_others_are_numbered_anew() -> None:
    ledger = Ledger()
    source = "Gone {eval}`x`.[^a] Stays.[^b] End.\n\n[^a]: Lost.\n\n[^b]: Kept."
    content = to_html(read(source, VALUES.__getitem__, ledger))
    assert [text_of(note.children).strip() for note in ledger.notes] == ["Kept."]
    assert ledger.notes[0].attrs["id"] == "note-1"
    assert content.count('href="#note-1"') == 1
    assert "Gone" not in content


def test_a_note_of_a_missing_value_vanishes_and_so_does_its_mark() -> None:
    ledger = Ledger()
    content = read("Stays.[^a]\n\n[^a]: Of {eval}`x`.", VALUES.__getitem__, ledger)
    assert (text_of(content).strip(), ledger.notes) == ("Stays.", [])
    assert "note" not in to_html(content)


words = st.text(st.sampled_from("aB.!? …\"“”()'é1"), min_size=1, max_size=60)


@given(words)
def test_sentences_together_are_the_text(text: str) -> None:
    content: list[Content] = [text]
    assert text_of([part for sentence in sentences(content) for part in sentence]) == text


@given(st.lists(st.sampled_from(["Trade grew.", "It fell. ", "{eval}`x`", "**B.** ", " A "])))
def test_no_missing_value_is_left_in_prose(parts: list[str]) -> None:
    assert "[x]" not in told(" ".join(parts))[0]


def notebook(*cells: Any) -> list[Chapter]:
    return [Chapter(new_notebook(cells=list(cells)), "one", "One")]


def markdown(source: str) -> Any:
    """A cell whose `{eval}`x`` the engine answered with nothing to show."""
    cell = new_markdown_cell(source)
    result = {"status": "ok", "data": {"text/plain": "[x]"}, "metadata": NOT_AVAILABLE}
    cell.metadata["user_expressions"] = [{"expression": "x", "result": result}]
    return cell


def chart(rows: list[list[str]]) -> Any:
    bundle = {
        "kind": "chart",
        "label": "a",
        "headline": "H",
        "alt": "Drawn",
        "light": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"></svg>',
        "columns": [{"name": "n", "unit": ""}],
        "rows": rows,
    }
    data = {"application/vnd.figurecheck+json": bundle}
    return new_code_cell("", outputs=[new_output("display_data", data=data)])


def published(*cells: Any, day: str = "30 June 2023") -> str:
    body = build(notebook(*cells), "", Ledger(day=day))
    section = body.sections[0]
    assert isinstance(section, Node)
    return " ".join(" ".join(text_of([part]) for part in section.children).split())


def test_a_chapter_says_once_how_much_is_left_out_and_why() -> None:
    text = published(markdown("A {eval}`x`.\n\nB."), markdown("C {eval}`x`. D."))
    said = "Left out of this chapter: 2 passages, for want of figures in print by 30 June 2023."
    assert text == f"One {said} B. D."


def test_a_chapter_with_all_its_values_says_nothing() -> None:
    assert published(markdown("A. B.")) == "One A. B."


def test_a_section_that_lost_all_goes_with_its_heading_and_the_next_one_stays() -> None:
    cells = markdown("## Lost\n\n{eval}`x` went.\n\n### Inner\n\nOf {eval}`x`.\n\n## Next\n\nB.")
    text = published(cells)
    assert "Lost" not in text
    assert "Inner" not in text
    assert text.endswith("Next B.")


def test_a_section_that_never_had_a_text_keeps_its_heading() -> None:
    assert published(markdown("## Empty\n\n## Next\n\nB {eval}`x`. C.")).endswith("Empty Next C.")


def test_a_chart_without_data_drops_out_with_the_sentence_that_refers_to_it() -> None:
    text = published(markdown("Stays. @chart-a shows it."), markdown("## Drawn"), chart([]))
    assert text.startswith("One Left out of this chapter: 1 passage and 1 chart, for want")
    assert text.endswith("Stays.")
    assert published(markdown("@chart-a shows it."), chart([["1"]])).startswith("One Figure 1")


def test_a_table_without_rows_says_so() -> None:
    bundle = {"kind": "table", "label": "t", "caption": "C", "rows": []}
    bundle["columns"] = [{"name": "a", "align": "left"}, {"name": "b", "align": "right"}]
    data = {"application/vnd.figurecheck+json": bundle}
    cell = new_code_cell("", outputs=[new_output("display_data", data=data)])
    body = build(notebook(cell), "", Ledger())
    assert '<td colspan="2">None</td>' in to_html(body.sections)


@pytest.mark.parametrize(
    ("metadata", "available"),
    [
        ({}, True),
        ({"figurecheck": {}}, True),
        ({"figurecheck": "x"}, True),
        ({"figurecheck": {"available": True}}, True),
        (NOT_AVAILABLE, False),
    ],
)
def test_only_what_says_so_is_not_available(metadata: dict[str, Any], available: bool) -> None:
    assert is_available(metadata) is available
