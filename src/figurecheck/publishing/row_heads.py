"""Row headers in the tables of a tagged PDF.

PDF/UA wants a header cell to say what it heads. Typst marks the header row; which first cells
head their rows it cannot be told from Python yet, so the structure tree is completed here.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence

import pikepdf

from figurecheck.publishing.nodes import Content, Node

# Elements whose many parts need not be looked through.
_WITHOUT_TABLES = {
    *("/Caption", "/Lbl", "/Link", "/P", "/Span", "/Strong", "/TOC"),
    *(f"/H{level}" for level in range(1, 7)),
}


def headed_rows(content: Sequence[Content]) -> list[list[bool]]:
    """For each table, in order, which rows of its body begin with a header cell."""
    return [[_is_headed(row) for row in _body_rows(table)] for table in _printed_tables(content)]


def mark_row_heads(pdf: bytes, tables: Sequence[Sequence[bool]]) -> bytes:
    """The PDF with those first cells as headers of their rows; equal input gives equal bytes.

    A table whose rows are not those that were asked for stays as it is.
    """
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        for table, headed in zip(_tables(document.Root.StructTreeRoot), tables, strict=False):
            rows = [row for part in _kids(table) if part.S == "/TBody" for row in _kids(part)]
            if len(rows) == len(headed):
                for row, is_headed in zip(rows, headed, strict=True):
                    if is_headed and (cells := _kids(row)):
                        _mark(cells[0])
        # Objects gathered in compressed streams: a third of the bytes, and in less time.
        gathered = pikepdf.ObjectStreamMode.generate
        document.save(target, deterministic_id=True, object_stream_mode=gathered)
    return target.getvalue()


def _printed_tables(content: Sequence[Content]) -> Iterator[Node]:
    """The tables that the PDF has: what a reader has to unfold is not printed."""
    for item in content:
        if isinstance(item, Node) and item.tag == "table":
            yield item
        elif isinstance(item, Node) and item.tag != "details":
            yield from _printed_tables(item.children)


def _body_rows(table: Node) -> list[Node]:
    bodies = [child for child in table.children if isinstance(child, Node) and child.tag == "tbody"]
    return [row for body in bodies for row in body.children if isinstance(row, Node)]


def _is_headed(row: Node) -> bool:
    cells = [cell for cell in row.children if isinstance(cell, Node)]
    return bool(cells) and cells[0].tag == "th"


def _mark(cell: pikepdf.Dictionary) -> None:
    cell.S = pikepdf.Name.TH
    known = cell.get("/A", pikepdf.Array([]))
    attributes = list(known) if isinstance(known, pikepdf.Array) else [known]
    scope = pikepdf.Dictionary(O=pikepdf.Name.Table, Scope=pikepdf.Name.Row)
    cell.A = pikepdf.Array([a for a in attributes if a.get("/Scope") is None] + [scope])


def _tables(element: pikepdf.Object) -> Iterator[pikepdf.Dictionary]:
    """The tables below an element that lie in no other one."""
    for kid in _kids(element):
        if kid.S == "/Table":
            yield kid
        elif str(kid.S) not in _WITHOUT_TABLES:
            yield from _tables(kid)


def _kids(element: pikepdf.Object) -> list[pikepdf.Dictionary]:
    kids = element.get("/K", pikepdf.Array([]))
    listed = list(kids) if isinstance(kids, pikepdf.Array) else [kids]
    return [kid for kid in listed if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]
