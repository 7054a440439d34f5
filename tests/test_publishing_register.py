"""The register and the cards: every number that stands in the report, and no other."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from nbformat import NotebookNode
from nbformat.v4 import new_notebook
from pypdf import PdfReader

from figurecheck import display
from figurecheck.errors import DataError
from figurecheck.publishing import Chapter, Published, publish
from figurecheck.quantities import Quantity, derive
from tests.test_publishing import REPORT, chart, markdown, register, shown, table, value

LEVEL, BASE = (
    Quantity.exactly(number, "tonne", key)
    for number, key in ((2_764_000, "F10"), (1_485_000, "F9"))
)
GROWTH = derive(
    "growth",
    lambda a, b: (a / b - 1) * 100,
    LEVEL,
    BASE,
    unit="percent",
    formula="level ÷ base − 1",
)
ENTRIES = register("F9", "F10", "F11")


def quantity(number: Quantity) -> dict[str, Any]:
    data = {"text/html": display.html(number), "text/plain": display.text(number)}
    return {"status": "ok", "data": data, "metadata": {}}


def published(*cells: NotebookNode) -> Published:
    return publish([Chapter(new_notebook(cells=list(cells)), "one")], REPORT)


def page_of(*cells: NotebookNode) -> BeautifulSoup:
    return BeautifulSoup(published(*cells).html, "html.parser")


def facts(entry: Tag) -> dict[str, str]:
    labels = (label.get_text() for label in entry.select("dt"))
    return dict(zip(labels, (text.get_text() for text in entry.select("dd")), strict=True))


def entries(page: BeautifulSoup) -> list[str]:
    return [str(entry["id"]).removeprefix("ev-") for entry in page.select(".register .entry")]


def the(page: BeautifulSoup, selector: str) -> Tag:
    (found,) = page.select(selector)
    return found


def test_a_computed_number_gets_an_entry_from_its_own_attributes() -> None:
    page = page_of(markdown("# A\n\n{eval}`g`", g=quantity(GROWTH)), shown(ENTRIES))
    entry = the(page, "#ev-growth-F10-F9")
    assert the(page, "#ev-growth-F10-F9 .entry-title").get_text() == "growth-F10-F9 86.1%"
    assert facts(entry) == {
        "Computed as": "level ÷ base − 1",
        "From": "Cargo; Cargo",
        "Interval": "86.1%",
        "Unit": "percent",
    }
    assert [link["href"] for link in entry.select("dd a")] == ["#ev-F10", "#ev-F9"]


def test_a_computed_number_of_a_table_brings_its_formula() -> None:
    cell = {"text": "86.1%", "key": "growth-a", "formula": "level ÷ base − 1", "inputs": "F9"}
    page = page_of(shown(table(rows=[["a", cell]]), ENTRIES))
    entry = the(page, "#ev-growth-a")
    assert facts(entry) == {"Computed as": "level ÷ base − 1", "From": "Cargo"}


def test_styles_of_one_number_are_one_entry_named_by_the_plain_one() -> None:
    styles = {name: quantity(GROWTH.shown(style=name)) for name in ("change", "range", "value")}
    text = "# A\n\n{eval}`change`, {eval}`range`, {eval}`value`"
    page = page_of(markdown(text, **styles), shown(ENTRIES))
    assert the(page, "#ev-growth-F10-F9 strong").get_text() == "86.1%"
    only = page_of(markdown("# A\n\n{eval}`change`", **styles), shown(ENTRIES))
    assert the(only, "#ev-growth-F10-F9 strong").get_text() == "rose by 86.1%"


def test_an_entry_that_nothing_cites_is_left_out() -> None:
    page = page_of(markdown("# A\n\n{eval}`v`", v=value("7", "F11")), shown(ENTRIES))
    assert entries(page) == ["F11"]


def test_an_entry_that_a_cited_entry_names_stays_and_leads_back_to_it() -> None:
    page = page_of(markdown("# A\n\n{eval}`g`", g=quantity(GROWTH)), shown(ENTRIES))
    assert entries(page) == ["growth-F10-F9", "F9", "F10"]
    back = the(page, "#ev-F9 .back a")
    assert (back["href"], back.get_text()) == ("#ev-growth-F10-F9", "Used in 86.1%")


@pytest.mark.parametrize(
    "cell",
    [
        markdown("# Of {eval}`v`", v=value("7", "F11")),
        markdown("# A\n\nOf it.[^1]\n\n[^1]: All {eval}`v`.", v=value("7", "F11")),
        markdown("# A\n\n[{eval}`v`](https://example.org/)", v=value("7", "F11")),
        shown(table(rows=[["a", {"text": "7", "key": "F11"}]])),
        shown(chart(rows=[["2019", {"text": "7", "key": "F11"}]])),
    ],
    ids=["heading", "footnote", "link", "table", "data of a chart"],
)
def test_a_number_is_cited_wherever_it_stands(cell: NotebookNode) -> None:
    assert entries(page_of(cell, shown(ENTRIES))) == ["F11"]


def test_claims_come_first_then_computed_figures_and_events_in_natural_order() -> None:
    marks = {"summit": "Said by", "F10": "Measured by", "F9": "Measured by", "a-claim": "Verdict"}
    offered = [
        {"key": key, "title": key, "fields": [[mark, "Words", None]]} for key, mark in marks.items()
    ]
    cited = {f"v{i}": value("7", key) for i, key in enumerate(marks)} | {"g": quantity(GROWTH)}
    text = "# A\n\n" + " ".join(f"{{eval}}`{name}`" for name in cited)
    page = page_of(markdown(text, **cited), shown({"kind": "register", "entries": offered}))
    assert entries(page) == ["a-claim", "growth-F10-F9", "F9", "F10", "summit"]
    headings = [heading.get_text() for heading in page.select(".register h3, .register h4")]
    assert headings == ["Claims", "Computed", "Figures", "Events"]


def test_a_number_with_neither_entry_nor_formula_names_notebook_cell_and_key() -> None:
    with pytest.raises(DataError) as raised:
        published(
            markdown("# A"),
            markdown("{eval}`v`", v=value("7 Mt", "F404")),
            shown(table(rows=[["a", {"text": "8", "key": "F405"}]]), ENTRIES),
        )
    found = [str(problem) for problem in raised.value.problems]
    assert len(found) == 2
    assert "one.ipynb, cell 2: found 'F404 (7 Mt)'" in found[0]
    assert "one.ipynb, cell 3: found 'F405 (8)'" in found[1]


def test_a_key_that_cannot_be_an_anchor_is_no_computed_number() -> None:
    formula = {"text/html": '<data data-key="a b" data-formula="a + b">7</data>'}
    odd = {"status": "ok", "data": formula, "metadata": {}}
    with pytest.raises(DataError, match=r"found 'a b \(7\)'"):
        published(markdown("# A\n\n{eval}`v`", v=odd), shown(ENTRIES))


def test_a_report_without_register_keeps_plain_numbers() -> None:
    page = page_of(markdown("# A\n\n{eval}`v`", v=value("7", "F404")))
    assert the(page, "data[data-key=F404]").find_parent("a") is None
    assert page.select("[popover]") == []


@pytest.fixture(scope="module")
def page() -> BeautifulSoup:
    text = "# A\n\nIt grew ({eval}`g`), from {eval}`v`. And {eval}`v` again."
    cell = markdown(text, g=quantity(GROWTH), v=value("7 Mt", "F9"))
    return page_of(cell, shown(table(rows=[["a", {"text": "7", "key": "F9"}]]), ENTRIES))


def test_each_number_is_a_button_that_opens_the_one_card_of_its_key(page: BeautifulSoup) -> None:
    buttons = page.select("main button[popovertarget=card-F9]:not([popovertargetaction])")
    assert [button.get_text() for button in buttons] == ["7 Mt", "7 Mt", "7", "Cargo"]
    assert the(page, "#card-F9").has_attr("popover")
    assert len(page.select("[popover]")) == len(page.select(".entry"))


def test_without_popovers_each_number_is_a_link_to_the_register(page: BeautifulSoup) -> None:
    links = page.select("p a[href='#ev-F9'], td a[href='#ev-F9']")
    assert [link.get_text() for link in links[:3]] == ["7 Mt", "7 Mt", "7"]


def test_a_card_says_what_the_entry_says_and_leads_to_it(page: BeautifulSoup) -> None:
    for entry in page.select(".entry"):
        key = str(entry["id"]).removeprefix("ev-")
        card = the(page, f"#card-{key}")
        assert facts(card) == facts(entry)
        assert card["aria-label"] == f"Evidence: {the(page, f'#ev-{key} strong').get_text()}"
        assert card.select(f"a[href='#ev-{key}']")
        assert card.select(f"button[popovertarget='card-{key}'][popovertargetaction=hide]")


def test_the_phrase_in_a_card_keeps_its_language(page: BeautifulSoup) -> None:
    assert the(page, "#card-F9 [lang]")["lang"] == "ru"


def test_an_input_opens_its_own_card(page: BeautifulSoup) -> None:
    buttons = page.select("#card-growth-F10-F9 dd button")
    assert [button["popovertarget"] for button in buttons] == ["card-F10", "card-F9"]


def test_a_number_keeps_the_signs_beside_it_on_its_line(page: BeautifulSoup) -> None:
    tied = [piece.get_text() for piece in page.select("main > section p .tied")]
    assert tied[0].startswith("(86.1%")
    assert any(text.endswith("7 Mt.") for text in tied)


def test_the_pdf_links_number_entry_and_inputs_to_and_fro() -> None:
    cell = markdown("# A\n\n{eval}`g`", g=quantity(GROWTH))
    reader = PdfReader(io.BytesIO(published(cell, shown(ENTRIES)).pdf))
    notes = [note.get_object() for sheet in reader.pages for note in sheet.get("/Annots", [])]
    numbers, inputs, ways_back = 1, 2, 3
    assert len([note for note in notes if "/Dest" in note]) == numbers + inputs + ways_back
    text = "".join(sheet.extract_text() for sheet in reader.pages)
    assert re.search(r"Computed as\s+level ÷ base − 1", text)


def test_the_same_report_has_the_same_cards() -> None:
    cells = [markdown("# A\n\n{eval}`g`", g=quantity(GROWTH)), shown(ENTRIES)]
    assert published(*cells) == published(*cells)
