"""The body -> one HTML file: no script, no request, readable in light, dark, narrow and print."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from functools import cache

from figurecheck.publishing import drawings, material
from figurecheck.publishing.cards import cards, with_triggers
from figurecheck.publishing.metadata import json_ld
from figurecheck.publishing.model import Body, Heading, Report
from figurecheck.publishing.nodes import to_html

_FACES = (
    ("Figurecheck Sans", "FigurecheckSans-Regular", 400, "normal"),
    ("Figurecheck Sans", "FigurecheckSans-Italic", 400, "italic"),
    ("Figurecheck Sans", "FigurecheckSans-SemiBold", 600, "normal"),
    ("Figurecheck Serif", "FigurecheckSerif-SemiBold", 600, "normal"),
)


def page(report: Report, body: Body) -> str:
    """The whole page."""
    sections = to_html(with_triggers(body.sections), drawings.markup)
    return material.template("html.j2").render(
        report=report,
        title=report.title,
        summary=to_html(with_triggers(body.summary), drawings.markup),
        contents=contents(body.contents),
        sections=sections,
        notes=_notes(body),
        cards=to_html(cards(body.registers)),
        style=material.style() + drawings.themes(sections),
        faces=faces(),
        metadata=json_ld(report.metadata, body.anchors),
    )


def contents(headings: Sequence[Heading]) -> str:
    """The contents list, chapters and their first subheadings, as nested lists."""
    lines: list[str] = []
    depth = 0
    for heading in (h for h in headings if h.level <= 3):
        level = heading.level - 1
        lines.append(_steps(depth, level))
        depth = level
        kind = ' class="appendix"' if heading.appendix and level == 1 else ""
        link = to_html([heading.text])
        lines.append(f'<li{kind}><a href="#{heading.anchor}">{link}</a>')
    return "".join(lines) + _steps(depth, 0) if lines else ""


def _steps(depth: int, level: int) -> str:
    """The tags that lead from an open item at `depth` to before an item at `level`."""
    if level > depth:
        return "<ol>" + "<li><ol>" * (level - depth - 1)
    closing = "</li></ol>" * (depth - level)
    return closing + ("</li>" if level else "")


def _notes(body: Body) -> str:
    items = []
    for note in body.notes:
        number = note.attrs["id"].removeprefix("note-")
        name = f"↩ Back to the text, note {number}"
        label = f'href="#mark-{number}" role="doc-backlink" aria-label="{name}"'
        words = to_html(with_triggers(note.children), drawings.markup)
        items.append(f'<li id="note-{number}">{words} <a {label}>↩</a></li>')
    return "".join(items)


@cache
def faces() -> str:
    """The style rules that carry the fonts of the page."""
    rules = []
    for family, file, weight, slant in _FACES:
        data = (material.assets() / "fonts" / f"{file}.woff2").read_bytes()
        address = f"data:font/woff2;base64,{base64.b64encode(data).decode('ascii')}"
        rules.append(
            f'@font-face{{font-family:"{family}";font-weight:{weight};font-style:{slant};'
            f'src:url({address}) format("woff2")}}'
        )
    return "".join(rules)
