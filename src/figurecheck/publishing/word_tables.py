"""Tables of the body -> Word tables: header rows that repeat, widths by the words, merged cells."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from figurecheck.publishing.nodes import Content, Node, text_of, walk
from figurecheck.publishing.word_runs import attribute

Writer = Callable[[Sequence[Content], str, str, bool], str]  # content, style, alignment, bold

TEXT_WIDTH = 9071  # 160 mm in twentieths of a point
_MANY = 7  # columns from which the type is smaller
_CHARACTERS = {"TableText": 98, "TableTextSmall": 116}  # of a line as wide as the text
_PADDING = 2  # characters' worth of space beside a cell's text
_LONGEST_WORD = 18  # characters that a column keeps unbroken
_EVENNESS = 0.8  # nought: columns of long texts are equal; one: as wide as their texts are long


@dataclass(frozen=True)
class _Slot:
    """A cell in its place; without `cell` one that is blank, or covered from above."""

    cell: Node | None
    width: int = 1
    merge: str = ""  # restart, continue


def table(item: Node, write: Writer, name: str, description: str) -> str:
    """The Word table, with its name and description for those who do not see it.

    `write` gives the paragraphs of a cell's content.
    """
    rows = [n for n in walk([item]) if n.tag == "tr"]
    cells = [[c for c in r.children if isinstance(c, Node) and c.tag in ("td", "th")] for r in rows]
    cells = [row for row in cells if row]
    if not cells:
        return ""
    slots = _filled(list(_placed(cells)))
    style = "TableTextSmall" if len(slots[0]) > _MANY else "TableText"
    heads = _heads(cells)
    widths = _widths(slots, style)
    body = "".join(
        _row(row, widths, write, style, number < heads) for number, row in enumerate(slots)
    )
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    look = f'w:firstRow="{int(heads > 0)}" w:firstColumn="{int(_has_row_heads(cells[heads:]))}"'
    return (
        '<w:tbl><w:tblPr><w:tblStyle w:val="ReportTable"/>'
        f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        f'<w:tblLook {look} w:lastRow="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
        f"<w:tblCaption w:val={attribute(name)}/><w:tblDescription w:val={attribute(description)}/>"
        f"</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{body}</w:tbl>"
    )


def _heads(cells: Sequence[Sequence[Node]]) -> int:
    """How many rows at the top are headings: those of th alone, or else the first."""
    heads = 0
    while heads < len(cells) and all(cell.tag == "th" for cell in cells[heads]):
        heads += 1
    return heads if heads < len(cells) else 1


def _has_row_heads(cells: Sequence[Sequence[Node]]) -> bool:
    return bool(cells) and all(row[0].tag == "th" for row in cells)


def _placed(cells: Sequence[Sequence[Node]]) -> Iterator[list[_Slot]]:
    """Each row from its first column on, with what reaches down from the rows above."""
    reaching: dict[int, tuple[int, int]] = {}  # column: rows still to cover, width
    for row in cells:
        line: list[_Slot] = []
        covering, reaching = reaching, {}
        waiting, column = list(row), 0
        while waiting or any(place >= column for place in covering):
            left, slot = 0, _Slot(None)
            if column in covering:
                left, width = covering.pop(column)
                slot = _Slot(None, width, "continue")
            elif waiting:
                cell = waiting.pop(0)
                left = span(cell, "rowspan")
                slot = _Slot(cell, span(cell, "colspan"), "restart" if left > 1 else "")
            if left > 1:
                reaching[column] = (left - 1, slot.width)
            line.append(slot)
            column += slot.width
        yield line


def _filled(rows: list[list[_Slot]]) -> list[list[_Slot]]:
    """The rows, each with blank cells up to the width of the widest."""
    count = max(sum(slot.width for slot in row) for row in rows)
    return [row + [_Slot(None)] * (count - sum(slot.width for slot in row)) for row in rows]


def span(cell: Node, name: str) -> int:
    """How many columns or rows the cell takes."""
    return int(cell.attrs.get(name, "1"))


def _row(
    slots: Sequence[_Slot], widths: Sequence[int], write: Writer, style: str, heads: bool
) -> str:
    made, column = [], 0
    for slot in slots:
        width = sum(widths[column : column + slot.width])
        made.append(_cell(slot, width, write, style, heads))
        column += slot.width
    repeated = "<w:tblHeader/>" if heads else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{repeated}</w:trPr>{''.join(made)}</w:tr>"


def _cell(slot: _Slot, width: int, write: Writer, style: str, heads: bool) -> str:
    spans = f'<w:gridSpan w:val="{slot.width}"/>' if slot.width > 1 else ""
    spans += f'<w:vMerge w:val="{slot.merge}"/>' if slot.merge else ""
    cell = slot.cell or Node("td")
    side = next((side for side in ("right", "center") if cell.has_class(side)), "")
    inner = write(cell.children, style, side, heads)
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{spans}</w:tcPr>{inner}</w:tc>'


def _widths(rows: Sequence[Sequence[_Slot]], style: str) -> list[int]:
    """Twentieths of a point: columns by their longest text, or shared out where that is too much.

    Then a column of short texts takes what it needs, and the others get room for their longest
    word and what is left over by the length of their texts.
    """
    columns = _texts(rows)
    longest = [max(map(len, texts), default=0) + _PADDING for texts in columns]
    room, shares = _CHARACTERS[style], [float(width) for width in longest]
    if sum(longest) > room:
        pairs = [_need(texts) for texts in columns]
        rest = max(room - sum(need for need, _ in pairs), 0)
        total = sum(weight for _, weight in pairs) or 1
        shares = [need + rest * weight / total for need, weight in pairs]
    return [round(TEXT_WIDTH * share / sum(shares)) for share in shares]


def _need(texts: Sequence[str]) -> tuple[int, float]:
    """How many characters a column has to have, and its part in what is left over."""
    longest = max(map(len, texts), default=0)
    if longest <= _LONGEST_WORD:
        return longest + _PADDING, 0.0
    word = max(len(word) for text in texts for word in text.split() or [""])
    mean = sum(map(len, texts)) / len(texts)
    return min(word, _LONGEST_WORD) + _PADDING, mean**_EVENNESS


def _texts(rows: Sequence[Sequence[_Slot]]) -> list[list[str]]:
    """By column the texts of the cells that take one column alone."""
    columns: list[list[str]] = [[] for _ in range(sum(slot.width for slot in rows[0]))]
    for row in rows:
        column = 0
        for slot in row:
            if slot.cell is not None and slot.width == 1:
                columns[column].append(" ".join(text_of(slot.cell.children).split()))
            column += slot.width
    return columns
