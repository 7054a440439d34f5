"""A difference as a page of HTML in the report's style."""

from __future__ import annotations

from figurecheck.changes.sections import Document
from figurecheck.changes.tabular import Section
from figurecheck.publishing import cells, references
from figurecheck.publishing.model import Body, Heading, Report
from figurecheck.publishing.nodes import Content, Node, node
from figurecheck.publishing.page import page


def as_html(found: Document) -> str:
    """The page: counts, a contents list, and a table a section."""
    contents: list[Heading] = []
    tree: list[Content] = []
    for number, section in enumerate(found.sections, 1):
        part = _section(section)
        contents += references.head(part, f"section-{number}", appendix=False, titled=True)
        tree.append(part)
    counts = "; ".join(f"{section.title}: {len(section.rows)}" for section in found.sections)
    told = [f"{counts}."] if counts else []
    summary: list[Content] = [node("p", text) for text in (*told, *found.notes)]
    report = Report("What differs", subtitle=f"{found.before} → {found.after}")
    return page(report, Body(summary, tree, [], contents, []))


def _section(section: Section) -> Node:
    columns = list(zip(*section.rows, strict=True))
    sides = ["right" if cells.is_numeric(column) else "" for column in columns]
    caption = node("caption", section.title, class_="unseen")
    table = cells.grid(section.columns, sides, section.rows, caption)
    lead = [node("p", section.lead)] if section.lead else []
    box = cells.scrolling(table, section.title)
    return node("section", node("h2", section.title), *lead, box, class_="chapter")
