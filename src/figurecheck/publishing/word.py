"""The body -> a Word document for those who comment in tracked changes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from figurecheck.publishing.model import Body, Heading, Report
from figurecheck.publishing.nodes import Content, Node, node
from figurecheck.publishing.word_body import Writer, pictures_of
from figurecheck.publishing.word_package import blank, filled
from figurecheck.publishing.word_parts import Parts
from figurecheck.publishing.word_pictures import rendered
from figurecheck.publishing.word_runs import PLAIN, Face, field, inner_link, paragraph, run

_OWN_HEADINGS = {"summary": "Summary", "notes": "Notes", "about": "About this report"}
_APART = "<w:pageBreakBefore/>"
_END_OF_FIELD = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'


def document_docx(report: Report, body: Body, kept: Path | None = None) -> bytes:
    """The Word document: headings, captions, lists and links are Word's own; the same every time.

    An image that cannot be drawn is named by its text alternative. Drawings are `kept` there.
    """
    document = blank()
    everything = [*body.summary, *body.sections, *body.notes]
    parts = Parts(document.part, rendered(list(pictures_of(everything)), kept))
    flow = "".join(_flow(report, body, parts))
    return filled(document, report, flow, parts.lists())


def _flow(report: Report, body: Body, parts: Parts) -> Iterator[str]:
    """The document from the title to the imprint."""
    heads = {name: node("h2", words, id=name) for name, words in _OWN_HEADINGS.items()}
    writer = Writer([*heads.values(), *body.summary, *body.sections, *body.notes], parts)
    yield from _cover(report)
    if body.summary:
        yield writer.heading(heads["summary"]) + writer.blocks(body.summary)
    pairs = [*report.colophon, *([("Licence", report.licence)] if report.licence else [])]
    shown = [name for name, there in (("notes", body.notes), ("about", pairs)) if there]
    if body.contents:
        yield _contents([*body.contents, *(Heading(2, n, _OWN_HEADINGS[n]) for n in shown)], writer)
    for position, section in enumerate(body.sections):
        apart = bool(body.contents) and position == 0
        yield _section(section, apart, writer)
    if body.notes:
        yield writer.heading(heads["notes"]) + "".join(_note(n, writer) for n in body.notes)
    if pairs:
        yield writer.heading(heads["about"])
        term = Face(style="Term")
        for label, words in pairs:
            yield paragraph("Definition", run(f"{label}\t", term) + run(words, PLAIN))


def _cover(report: Report) -> Iterator[str]:
    yield paragraph("Title", run(report.title, PLAIN))
    if report.subtitle:
        yield paragraph("Subtitle", run(report.subtitle, PLAIN))
    said = [part for part in (", ".join(report.authors), report.day, report.edition) if part]
    if said:
        yield paragraph("Imprint", run("  ·  ".join(said), PLAIN))


def _contents(headings: Sequence[Heading], writer: Writer) -> str:
    """Word's own table of contents, filled in: its page numbers come with the first update."""
    lines = [heading for heading in headings if heading.level <= 3]
    made = []
    for position, heading in enumerate(lines):
        inner = inner_link(writer.places.names[heading.anchor], run(heading.text, PLAIN))
        if position == 0:
            begun = field('TOC \\o "1-2" \\h \\z \\u', "")
            inner = begun.removesuffix(_END_OF_FIELD) + inner
        if position == len(lines) - 1:
            inner += _END_OF_FIELD
        made.append(paragraph(f"TOC{heading.level - 1}", inner))
    kind = '<w:docPartGallery w:val="Table of Contents"/><w:docPartUnique/>'
    return (
        f"<w:sdt><w:sdtPr><w:docPartObj>{kind}</w:docPartObj></w:sdtPr><w:sdtContent>"
        f"{paragraph('TOCHeading', run('Contents', PLAIN))}{''.join(made)}</w:sdtContent></w:sdt>"
    )


def _section(item: Content, apart: bool, writer: Writer) -> str:
    """A chapter; the first one and each appendix begin on a page of their own."""
    if not isinstance(item, Node) or not item.children:
        return writer.blocks([item])
    first = item.children[0]
    if not (isinstance(first, Node) and first.tag == "h2"):
        return writer.blocks(item.children)
    more = _APART if apart or item.has_class("appendix") else ""
    return writer.heading(first, more) + writer.blocks(item.children[1:])


def _note(item: Node, writer: Writer) -> str:
    """A note with its number, which leads back to the text."""
    number = item.attrs["id"].removeprefix("note-")
    back = writer.places.names.get(f"mark-{number}")
    label = run(f"{number}.", Face(style="Hyperlink" if back else ""))
    shown = writer.places.marked(item, inner_link(back, label) if back else label) + run(" ", PLAIN)
    paragraphs = [c for c in item.children if isinstance(c, Node) and c.tag == "p"]
    if len(paragraphs) == len([c for c in item.children if not isinstance(c, str) or c.strip()]):
        first, *rest = paragraphs
        lead = paragraph("EndnoteText", shown + writer.inline(first.children))
        return lead + writer.blocks(rest, "EndnoteText")
    return paragraph("EndnoteText", shown) + writer.blocks(item.children, "EndnoteText")
