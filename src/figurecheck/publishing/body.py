"""Executed notebooks -> the semantic body of a report."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape

from figurecheck.errors import DataError, Problem
from figurecheck.notebooks import Notebook, source_of
from figurecheck.publishing import markdown, outputs, references, register
from figurecheck.publishing.bundles import undrawn
from figurecheck.publishing.gaps import LeftOut, settled
from figurecheck.publishing.model import Body, Chapter, Heading, Ledger, Place
from figurecheck.publishing.nodes import Content, Node, find, node, text_of, walk
from figurecheck.publishing.sanitising import parse
from figurecheck.publishing.values import Values

SLUG = re.compile(r"[a-z][a-z0-9-]*")
# Anchors of the page itself, and the beginnings of those that are made for floats and keys.
TAKEN = re.compile(
    r"(main|top|summary|contents|about|notes)|(chart|table|ev|use|card|note|mark)-.*"
)
HIDDEN_CELL = {"remove-cell", "remove_cell", "hide-cell"}
_HIDDEN_INPUT = {"remove-input", "remove_input", "hide-input", "hide_input", "injected-parameters"}
HIDDEN_OUTPUT = {"remove-output", "remove_output", "hide-output"}


def build(chapters: Sequence[Chapter], summary: str, ledger: Ledger) -> Body:
    """The body of all chapters; in a strict ledger raises DataError with every problem found."""
    _check(chapters, ledger)
    ledger.undrawn |= {anchor for chapter in chapters for anchor in undrawn(chapter.notebook)}
    lead = markdown.read(summary, lambda expression: f"<code>{escape(expression)}</code>", ledger)
    sections = [(chapter.name, _section(chapter, ledger)) for chapter in chapters]
    if ledger.strict:
        register.complete(ledger)
    contents: list[Heading] = []
    for chapter, (_, section) in zip(chapters, sections, strict=True):
        contents += references.head(section, chapter.slug, chapter.appendix, not chapter.whole)
    cover = node("div", *lead, *settled(ledger.summary))
    anchors = references.resolve([("summary", cover), *sections], ledger)
    if ledger.problems:
        raise DataError(ledger.problems)
    tree: list[Content] = [section for _, section in sections]
    notes, registers = ledger.notes, ledger.registers
    return Body(cover.children, tree, notes, contents, ledger.warnings, registers, anchors)


def _check(chapters: Sequence[Chapter], ledger: Ledger) -> None:
    seen: set[str] = set()
    for chapter in chapters:
        if not SLUG.fullmatch(chapter.slug) or TAKEN.fullmatch(chapter.slug):
            expected = "a slug of small letters, digits and hyphens that no anchor begins with"
        elif chapter.slug in seen:
            expected = "a slug that no other chapter has"
        else:
            seen.add(chapter.slug)
            continue
        problem = Problem(chapter.name, expected, "Choose another slug.", value=chapter.slug)
        ledger.problems.append(problem)


def _section(chapter: Chapter, ledger: Ledger) -> Node:
    ledger.left_out = LeftOut()
    content = settled([item for part in _cells(chapter, ledger) for item in part])
    missing = ledger.left_out.said(ledger.day)
    first = next((item for item in content if isinstance(item, Node) and item.tag == "h1"), None)
    own = [*([missing] if missing else []), *(item for item in content if item is not first)]
    if chapter.whole:
        if any(isinstance(item, Node) and item.tag == "h1" for item in own):
            _demote(own)
        return node("section", *own)
    words: list[Content] = [chapter.title] if chapter.title else []
    heading = node("h2", *(words or (first.children if first else [chapter.slug])))
    if first is not None:
        _demote(own)
    kind = "chapter appendix" if chapter.appendix else "chapter"
    return node("section", heading, *own, class_=kind)


def title_of(notebook: Notebook) -> str:
    """The words of the notebook's first heading of the first level, or nothing."""
    for cell in notebook["cells"]:
        if cell["cell_type"] == "markdown":
            content = markdown.read(source_of(cell), escape, Ledger())
            heading = find(content, "h1")
            if heading is not None:
                return " ".join(text_of(heading.children).split())
    return ""


def _demote(content: Sequence[Content]) -> None:
    for item in content:
        if isinstance(item, Node) and item.tag in references.HEADINGS:
            item.tag = f"h{min(int(item.tag[1]) + 1, 6)}"


def _cells(chapter: Chapter, ledger: Ledger) -> Iterator[list[Content]]:
    for number, cell in enumerate(chapter.notebook["cells"], start=1):
        tags = set(cell.get("metadata", {}).get("tags", []))
        if tags & HIDDEN_CELL:
            continue
        place, noted = Place(chapter.name, number), len(ledger.notes)
        content = _content(cell, tags, place, ledger)
        for value in register.uses_of([*content, *ledger.notes[noted:]]):
            ledger.cite(value, place)
        if "summary" in tags and cell["cell_type"] == "markdown" and not chapter.whole:
            ledger.summary += content
        else:
            yield content


def _content(cell: Notebook, tags: set[str], place: Place, ledger: Ledger) -> list[Content]:
    if cell["cell_type"] == "markdown":
        return _markdown(cell, place, ledger)
    if cell["cell_type"] == "code":
        return _code(cell, tags, place, ledger)
    return _raw(cell) if cell["cell_type"] == "raw" else []


def _markdown(cell: Notebook, place: Place, ledger: Ledger) -> list[Content]:
    values = Values(cell, place, ledger)
    content = markdown.read(source_of(cell), values.markup, ledger, cell.get("attachments"))
    return [_framed(item, ledger) for item in content]


def _framed(item: Content, ledger: Ledger) -> Content:
    if isinstance(item, Node) and item.tag == "table":
        return outputs.framed(item, ledger)
    for listing in walk([item]):
        if listing.tag == "pre":
            listing.attrs["tabindex"] = "0"  # it may scroll
    return item


def _code(cell: Notebook, tags: set[str], place: Place, ledger: Ledger) -> list[Content]:
    made: list[Content] = []
    shown = ledger.show_code or "show-code" in tags
    if shown and source_of(cell).strip() and not tags & _HIDDEN_INPUT:
        listing = node("pre", node("code", source_of(cell)), tabindex="0", class_="listing")
        made.append(node("details", node("summary", "Code"), listing, class_="code"))
    if tags & HIDDEN_OUTPUT:
        return made
    for output in _joined(cell.get("outputs", [])):
        made += outputs.read(output, place, ledger)
    return made


def _joined(found: Sequence[Notebook]) -> Iterator[Notebook]:
    """The outputs with neighbouring pieces of one stream put together."""
    pending: Notebook | None = None
    for output in found:
        same = pending is not None and output.get("output_type") == "stream"
        if same and pending is not None and pending.get("name") == output.get("name"):
            text = "".join(pending.get("text", "")) + "".join(output.get("text", ""))
            pending = {**pending, "text": text}
            continue
        if pending is not None:
            yield pending
            pending = None
        if output.get("output_type") == "stream":
            pending = output
        else:
            yield output
    if pending is not None:
        yield pending


def _raw(cell: Notebook) -> list[Content]:
    kind = cell.get("metadata", {}).get("format") or cell.get("metadata", {}).get("raw_mimetype")
    if kind == "text/html":
        return parse(source_of(cell))
    if kind == "text/markdown":
        return markdown.read(source_of(cell), escape, Ledger(strict=False))
    if kind in ("", None, "text/plain") and source_of(cell).strip():
        return [node("pre", source_of(cell), class_="output", tabindex="0")]
    return []
