"""Tables of the body -> Typst tables: header rows that repeat, columns as wide as they need."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from figurecheck.publishing.nodes import Content, Node, text_of, walk

Writer = Callable[[Sequence[Content]], str]
_NARROW = 16  # characters that a column may hold unbroken
_MANY = 7  # columns from which the type is smaller


def table(item: Node, write: Writer) -> str:
    """The Typst expression of a table; `write` gives that of a cell's content."""
    rows = [n for n in walk([item]) if n.tag == "tr"]
    cells = [[c for c in r.children if isinstance(c, Node) and c.tag in ("td", "th")] for r in rows]
    cells = [row for row in cells if row]
    if not cells:
        return "[]"
    heads = 0
    while heads < len(cells) and all(c.tag == "th" for c in cells[heads]):
        heads += 1
    heads = heads if heads < len(cells) else 1
    count = max(sum(_span(c, "colspan") for c in row) for row in cells)
    head = " ".join(_row(row, write, count) for row in cells[:heads])
    body = "\n ".join(_row(row, write, count) for row in cells[heads:])
    columns = _widths(cells, count)
    header = f"table.header({head})," if heads else ""
    return f"grid-table({columns}, {str(count > _MANY).lower()}, {header}\n {body})"


def _row(row: Sequence[Node], write: Writer, count: int) -> str:
    missing = count - sum(_span(c, "colspan") for c in row)
    return " ".join([_cell(c, write) for c in row] + ["[],"] * _lacking(row, missing))


def _lacking(row: Sequence[Node], missing: int) -> int:
    """Blank cells to add: none where a cell may reach down from the row above."""
    return missing if len(row) > 0 and all(_span(c, "rowspan") == 1 for c in row) else 0


def _cell(cell: Node, write: Writer) -> str:
    options = [f"{k}: {_span(cell, k)}" for k in ("colspan", "rowspan") if _span(cell, k) > 1]
    options += [f"align: {side}" for side in ("right", "center") if cell.has_class(side)]
    inner = write(cell.children)
    return f"table.cell({', '.join([*options, inner])})," if options else f"{inner},"


def _span(cell: Node, name: str) -> int:
    return int(cell.attrs.get(name, "1"))


def _widths(rows: Sequence[Sequence[Node]], count: int) -> str:
    """Columns of short cells take what they need; the others share the rest by their words."""
    lengths: list[list[int]] = [[] for _ in range(count)]
    for row in rows:
        if len(row) == count:
            for position, cell in enumerate(row):
                lengths[position].append(len(text_of(cell.children).strip()))
    widths = []
    for column in lengths:
        longest, mean = max(column, default=0), sum(column) / max(len(column), 1)
        widths.append("auto" if longest <= _NARROW else f"{max(round(mean**0.5, 1), 2.5)}fr")
    return "(" + "".join(f"{width}, " for width in widths) + ")"
