"""The Word document: what Word shows, links, counts and reads aloud, and nothing of ill will."""

from __future__ import annotations

import datetime
import io
from collections.abc import Iterator
from typing import Any
from zipfile import ZipFile

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn
from nbformat.v4 import new_code_cell, new_notebook, new_output

from figurecheck.publishing import Chapter, Report
from figurecheck.publishing.body import build
from figurecheck.publishing.model import Ledger
from figurecheck.publishing.word import document_docx
from tests.test_publishing import HOSTILE, chart, markdown, register, shown, table, value

PROSE = """# The *corridor*

Growth of {eval}`g` (@chart-cargo), see @table-verdicts and [a page](https://example.org/қ).[^1]

## In detail

Он <span lang="kk">өсті</span>, <span lang="ar">نما</span>, <span lang="zh">增长</span>.

3. three
   - within
   1. one
4. four

> said

| Year | Cargo |
|---|--:|
| in 2019 | 2.8 |

[^1]: A note on *this*.
"""
REPORT = Report(
    "A title",
    datetime.date(2026, 11, 21),
    "A subtitle",
    ("A. Author", "B. Author"),
    edition="An edition",
    colophon=(("Made with", "care"),),
    licence="CC BY 4.0",
    summary="In *short*.",
)
REGISTER_KINDS = ("Claims", "Computed", "Figures", "Events")  # headings within the register


def written(*cells: Any, report: Report = REPORT, strict: bool = True) -> bytes:
    chapters = [Chapter(new_notebook(cells=list(cells)), "one")]
    return document_docx(report, build(chapters, report.summary, Ledger(strict=strict)))


def read(made: bytes) -> Document:
    return docx.Document(io.BytesIO(made))


@pytest.fixture(scope="module")
def made() -> bytes:
    prose = markdown(PROSE, g=value("65 %", "F1"))
    return written(prose, shown(chart(), chart("other"), table()), shown(register("F1")))


@pytest.fixture(scope="module")
def document(made: bytes) -> Document:
    return read(made)


def every(document: Document, name: str) -> Iterator[Any]:
    found: Iterator[Any] = document.element.body.iter(qn(name))
    return found


def values(document: Document, name: str, attribute: str) -> list[str]:
    return [str(item.get(qn(attribute))) for item in every(document, name)]


def lines(document: Document, style: str) -> list[str]:
    return [p.text for p in document.paragraphs if p.style and p.style.name == style]


def test_the_same_body_gives_the_same_bytes_without_times(made: bytes) -> None:
    prose = markdown(PROSE, g=value("65 %", "F1"))
    bundles = shown(chart(), chart("other"), table())
    assert written(prose, bundles, shown(register("F1"))) == made
    entries = ZipFile(io.BytesIO(made)).infolist()
    assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}
    assert entries[0].filename == "[Content_Types].xml"


def test_title_and_headings_are_words_own_and_in_order(document: Document) -> None:
    found = [
        (p.style.name, p.text)
        for p in document.paragraphs
        if p.style
        and p.style.name
        and p.style.name.startswith(("Title", "Subtitle", "Heading"))
        and p.text not in REGISTER_KINDS
    ]
    assert found == [
        ("Title", "A title"),
        ("Subtitle", "A subtitle"),
        ("Heading 1", "Summary"),
        ("Heading 1", "The corridor"),
        ("Heading 2", "In detail"),
        ("Heading 1", "Notes"),
        ("Heading 1", "About this report"),
    ]


def test_the_contents_are_a_field_that_is_filled_in(document: Document) -> None:
    control = next(every(document, "w:sdt"))
    text = "".join(item.text or "" for item in control.iter(qn("w:t")))
    assert text.startswith("ContentsThe corridorIn detail")
    assert 'TOC \\o "1-2" \\h \\z \\u' in [i.text.strip() for i in control.iter(qn("w:instrText"))]
    ends = [item.get(qn("w:fldCharType")) for item in every(document, "w:fldChar")]
    assert ends.count("begin") == ends.count("end") == ends.count("separate")
    assert not any(item.get(qn("w:dirty")) for item in every(document, "w:fldChar"))


def test_captions_are_counted_by_word_and_references_follow_them(document: Document) -> None:
    assert lines(document, "Caption") == [
        "Figure 1. Cargo rose",
        "Figure 2. Cargo rose",
        "Table 1. Verdicts",
    ]
    fields = [str(item.text).strip() for item in every(document, "w:instrText")]
    assert [f for f in fields if f.startswith("SEQ")] == [
        "SEQ Figure \\* ARABIC",
        "SEQ Figure \\* ARABIC",
        "SEQ Table \\* ARABIC",
    ]
    references = [f for f in fields if f.startswith("REF")]
    assert references == ["REF _chart_cargo \\h", "REF _table_verdicts \\h"]
    assert {"_chart_cargo", "_table_verdicts"} <= set(values(document, "w:bookmarkStart", "w:name"))


def test_tables_have_a_header_row_that_repeats_a_name_and_numbers_to_the_right(
    document: Document,
) -> None:
    for item in document.tables:
        assert item.rows[0]._tr.trPr is not None
        assert item.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        assert item.rows[1]._tr.trPr.find(qn("w:tblHeader")) is None  # type: ignore[union-attr]
    plain, verdicts = document.tables
    assert [cell.text for cell in plain.rows[1].cells] == ["in 2019", "2.8"]
    assert plain.rows[1].cells[1].paragraphs[0].alignment == 2
    assert values(document, "w:tblCaption", "w:val") == ["Table", "Table 1"]
    assert values(document, "w:tblDescription", "w:val") == ["Table", "Verdicts"]
    assert verdicts.style is not None
    assert verdicts.style.name == "Report Table"


def test_every_picture_is_a_png_with_its_text_alternative(document: Document, made: bytes) -> None:
    pictures = list(every(document, "wp:docPr"))
    assert [item.get("descr") for item in pictures] == ["Line chart of cargo"] * 2
    assert len({item.get("id") for item in pictures}) == 2
    files = [n for n in ZipFile(io.BytesIO(made)).namelist() if n.startswith("word/media/")]
    assert files == ["word/media/image1.png"]  # two equal drawings are one file
    widths = [int(item.get("cx")) for item in every(document, "wp:extent")]
    assert all(0 < width <= 160 / 25.4 * 914_400 + 1 for width in widths)


def test_numbers_lead_to_the_register_and_the_register_back(document: Document) -> None:
    names = values(document, "w:bookmarkStart", "w:name")
    assert len(names) == len(set(names))
    assert len(set(values(document, "w:bookmarkStart", "w:id"))) == len(names)
    anchors = [a for a in values(document, "w:hyperlink", "w:anchor") if a != "None"]
    assert set(anchors) <= set(names)
    assert {"_ev_F1", "_use_F1", "_note_1", "_mark_1"} <= set(anchors)
    outside = [r.target_ref for r in document.part.rels.values() if r.is_external]
    assert sorted(outside) == [
        "https://example.org/%D2%9B",
        "https://example.org/a",
        "https://example.org/b",
    ]


def test_phrases_of_other_languages_say_so(document: Document) -> None:
    spoken = [dict(item.attrib) for item in every(document, "w:lang")]
    assert {qn("w:val"): "kk-KZ"} in spoken
    assert {qn("w:bidi"): "ar-SA"} in spoken
    assert {qn("w:eastAsia"): "zh-CN"} in spoken
    assert {qn("w:val"): "ru-RU"} in spoken  # a phrase of the register
    default = document.styles.element.find(f"{qn('w:docDefaults')}//{qn('w:lang')}")
    assert default is not None
    assert default.get(qn("w:val")) == "en-GB"


def test_lists_count_from_their_own_start(document: Document) -> None:
    assert lines(document, "List Number") == ["three", "one", "four"]
    assert lines(document, "List Bullet") == ["within"]
    starts = document.part.numbering_part.element.findall(f".//{qn('w:startOverride')}")
    assert [item.get(qn("w:val")) for item in starts] == ["3", "1"]


def test_notes_stand_at_the_end_with_a_way_back(document: Document) -> None:
    assert lines(document, "endnote text") == ["1. A note on this."]


def test_page_properties_and_tracking(document: Document) -> None:
    section, said = document.sections[0], document.core_properties
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)  # type: ignore[union-attr]
    foot = "".join(i.text or "" for i in section.footer.part.element.iter(qn("w:instrText")))
    assert foot.split() == ["PAGE", "NUMPAGES"]
    assert section.header.paragraphs[0].text.startswith("A title")
    assert section.first_page_header.paragraphs[0].text == ""
    assert (said.title, said.subject, said.language) == ("A title", "A subtitle", "en")
    assert (said.author, said.comments) == ("A. Author; B. Author", "")
    assert said.created == said.modified
    assert said.created is not None
    assert said.created.date() == datetime.date(2026, 11, 21)
    assert document.settings.element.find(qn("w:trackRevisions")) is not None
    assert lines(document, "Definition") == ["Made with\tcare", "Licence\tCC BY 4.0"]


def test_hostile_text_comes_out_as_text() -> None:
    rows = [[text, {"text": text, "key": "F1", "lang": text}] for text in HOSTILE]
    data = [{"title": text, "url": text} for text in HOSTILE]
    entry = {"key": "F1", "title": "".join(HOSTILE), "fields": [[t, t, t] for t in HOSTILE]}
    report = Report(HOSTILE[0], REPORT.date, HOSTILE[1], HOSTILE, colophon=((HOSTILE[7], "x"),))
    made = read(
        written(
            shown(table(rows=rows, caption=HOSTILE[0], note=HOSTILE[1], sources=data)),
            shown(chart(headline=HOSTILE[0], alt=HOSTILE[8], subtitle=HOSTILE[4], sources=data)),
            shown({"kind": "register", "entries": [entry]}),
            markdown("\n\n".join(HOSTILE)),
            report=report,
        )
    )
    cells = [row.cells[0].text for row in made.tables[0].rows[1:]]
    turned = ["right to left\u200f" if t == HOSTILE[4] else t for t in HOSTILE]
    turned[7] = "\ufffd\ufffd\ufffd\ufffd\U0001f600\u0915"
    assert cells == turned
    assert [item.get("descr") for item in every(made, "wp:docPr")] == [HOSTILE[8]]
    assert made.core_properties.title == HOSTILE[0]
    assert [r.target_ref for r in made.part.rels.values() if r.is_external] == []


def test_cells_that_span_rows_and_columns_leave_no_gap() -> None:
    markup = (
        "<table><tr><th>a</th><th colspan=2>b</th></tr>"
        "<tr><td rowspan=2>c</td><td>d</td><td>e</td></tr><tr><td>f</td></tr></table>"
    )
    cell = new_code_cell("", outputs=[new_output("display_data", data={"text/html": markup})])
    (found,) = read(written(cell)).tables
    rows = [[cell.text for cell in row.cells] for row in found.rows]
    assert rows == [["a", "b", "b"], ["c", "d", "e"], ["c", "f", ""]]


def test_an_image_that_cannot_be_drawn_is_told_in_words() -> None:
    data = {"image/png": "bm90IGEgcGljdHVyZQ=="}
    broken = new_code_cell("", outputs=[new_output("display_data", data=data)])
    made = read(written(broken, shown(chart()), strict=False))
    assert any("cannot show this image" in p.text for p in made.paragraphs)
    assert len(list(every(made, "wp:docPr"))) == 1


def test_a_report_without_a_date_or_chapters_headings_is_written_too() -> None:
    made = read(written(markdown("Words."), report=Report("T")))
    assert made.core_properties.created is not None
    assert made.core_properties.created.year == 2000
    assert "Words." in [p.text for p in made.paragraphs]
