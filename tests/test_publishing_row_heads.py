"""Which cells head their rows is said in the PDF's structure tree."""

from __future__ import annotations

import datetime
import io

import pikepdf
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from figurecheck.publishing import Chapter, Report, publish
from figurecheck.publishing.bundles import MIME

pytestmark = pytest.mark.slow

TABLE = {
    "kind": "table",
    "label": "cargo",
    "caption": "Cargo",
    "columns": [{"name": "Who", "align": "left"}, {"name": "Mt", "align": "right"}],
    "rows": [["Ministry", "2.764"], ["Railway", "2.8"]],
    "sources": [],
    "note": "",
}


def scopes(pdf: bytes) -> list[str]:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        found = [
            str(attribute.Scope)
            for item in document.objects
            if isinstance(item, pikepdf.Dictionary) and item.get("/S") == "/TH"
            for attribute in item.get("/A", [])
            if attribute.get("/Scope") is not None
        ]
    return sorted(found)


def test_the_first_cell_of_a_row_heads_it_and_the_first_row_its_columns() -> None:
    output = new_output("display_data", data={MIME: TABLE, "text/plain": "Cargo"})
    cells = [new_markdown_cell("# Cargo"), new_code_cell("", outputs=[output])]
    chapter = Chapter(new_notebook(cells=cells), "cargo")
    report = Report("Cargo", datetime.date(2024, 3, 31))
    first, second = publish([chapter], report), publish([chapter], report)
    assert scopes(first.pdf) == ["/Column", "/Column", "/Row", "/Row"]
    assert first.pdf == second.pdf
