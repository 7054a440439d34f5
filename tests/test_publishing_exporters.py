"""The exporters alone, on notebooks that know nothing of this package."""

from __future__ import annotations

import io
from typing import Any

import pikepdf
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output, new_raw_cell
from pypdf import PdfReader

from figurecheck.publishing.exporters import FigurecheckHTMLExporter, FigurecheckPDFExporter

PIXEL = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII="
)
WIDGET = "application/vnd.jupyter.widget-view+json"
BROKEN = {"kind": "chart", "label": "a", "headline": "H", "alt": "x", "light": "<svg>"} | {
    "columns": [],
    "rows": [],
}
FRAME = (
    "<style>x</style><table><thead><tr><th></th><th>a</th></tr></thead>"
    "<tbody><tr><th>0</th><td>1.5</td></tr></tbody></table>"
)


def notebook(*data: dict[str, Any], source: str = "# A **title**\n\nProse.") -> NotebookNode:
    outputs = [new_output("display_data", data=one) for one in data]
    return new_notebook(cells=[new_markdown_cell(source), new_code_cell("1 + 1", outputs=outputs)])


def html(book: NotebookNode) -> str:
    made, resources = FigurecheckHTMLExporter().from_notebook_node(book)
    assert resources["output_extension"] == ".html"
    return made


def words(book: NotebookNode) -> str:
    made, resources = FigurecheckPDFExporter().from_notebook_node(book)
    assert resources["output_extension"] == ".pdf"
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(made)).pages)


def test_the_first_heading_is_the_title_of_the_page() -> None:
    page = html(notebook())
    assert "<title>A title</title>" in page
    assert page.count("A title") == 2


def test_without_a_heading_the_file_name_is_the_title() -> None:
    resources = {"metadata": {"name": "my-analysis"}}
    page, _ = FigurecheckHTMLExporter().from_notebook_node(new_notebook(), resources)
    assert "<title>my-analysis</title>" in page


def test_code_can_be_unfolded_in_the_page() -> None:
    assert "<summary>Code</summary>" in html(notebook())


def test_an_image_without_description_says_so_in_both_forms() -> None:
    book = notebook({"image/png": PIXEL})
    assert 'alt="Image output of cell 2; no description was given."' in html(book)
    made, _ = FigurecheckPDFExporter().from_notebook_node(book)
    with pikepdf.open(io.BytesIO(made)) as document:
        elements = [each for each in document.objects if isinstance(each, pikepdf.Dictionary)]
        alternatives = [str(each.Alt) for each in elements if "/Alt" in each]
    assert alternatives == ["Image output of cell 2; no description was given."]


def test_image_data_that_is_no_image_does_not_break_the_pdf() -> None:
    book = notebook({"image/png": "bm90IGEgcGljdHVyZQ=="}, {"image/svg+xml": "<svg><g></svg>"})
    assert "The PDF cannot show this image." in words(book)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({WIDGET: {"model_id": "1"}}, "Interactive output of cell 2"),
        ({"application/x-unknown": "a"}, "Output that cannot be shown here"),
        ({"text/html": "<script>draw()</script>"}, "Output that cannot be shown here"),
        ({"text/html": "<div></div>", "text/plain": "plain"}, "plain"),
        ({"text/latex": "$x$"}, "$x$"),
        ({"text/markdown": "*soft*"}, "soft"),
        ({"application/vnd.figurecheck+json": {"kind": "chart"}}, "cannot be shown here"),
        ({"application/vnd.figurecheck+json": []}, "cannot be shown here"),
        ({"application/vnd.figurecheck+json": BROKEN}, "cannot be shown here"),
    ],
)
def test_what_cannot_be_shown_leaves_a_placeholder(data: dict[str, Any], said: str) -> None:
    book = notebook(data)
    assert said in html(book)
    assert said in " ".join(words(book).split())


def test_a_data_frame_gets_header_cells_and_right_aligned_numbers() -> None:
    page = html(notebook({"text/html": FRAME}))
    assert '<th scope="col">Row</th>' in page
    assert '<th scope="row">0</th><td class="right">1.5</td>' in page


def test_an_error_is_shown_as_text() -> None:
    failed = new_output("error", ename="ValueError", evalue="<b>no</b>", traceback=["\x1b[31mx"])
    book = new_notebook(cells=[new_code_cell("x", outputs=[failed])])
    assert "ValueError: &lt;b&gt;no&lt;/b&gt;" in html(book)
    assert "ValueError: <b>no</b>" in words(book)


def test_a_value_that_was_not_computed_shows_in_place() -> None:
    assert "[a + b: not computed]" in html(notebook(source="Sum {eval}`a + b`"))


def test_raw_cells_and_streams_come_out_as_text() -> None:
    parts = [new_output("stream", name="stdout", text=text) for text in ("one ", "\x1b[1mtwo")]
    book = new_notebook(cells=[new_raw_cell("<raw>"), new_code_cell("", outputs=parts)])
    assert "&lt;raw&gt;" in html(book)
    assert "one two" in html(book)


def test_headings_of_one_level_and_leaps_keep_an_order() -> None:
    page = html(notebook(source="# A\n\n# B\n\n#### C\n\n[gone](#nowhere) [file](other.ipynb)"))
    assert '<h2 id="notebook-b">B</h2>' in page
    assert '<h3 id="notebook-c">C</h3>' in page
    assert "<span>gone</span>" in page
    assert "file (other.ipynb)" in page


def test_deep_nesting_and_open_tags_do_no_harm() -> None:
    source = "<div>" * 500 + "<p>deep<table><td>cell" + "</span>" * 9
    assert "deep" in html(notebook(source=source))
    assert "deep" in words(notebook(source=source))
