"""The body -> WordprocessingML: blocks become styled paragraphs and tables, inline nodes runs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from figurecheck.publishing.nodes import Content, Node, Picture, find, text_of, walk
from figurecheck.publishing.sanitising import BLOCKS
from figurecheck.publishing.word_lines import FACES, SKIPPED, Line, spoken
from figurecheck.publishing.word_links import Places, is_table
from figurecheck.publishing.word_parts import Parts
from figurecheck.publishing.word_runs import (
    PLAIN,
    Face,
    field,
    paragraph,
    run,
)
from figurecheck.publishing.word_tables import table

_DEEPEST = 8  # levels of lists that Word has, from nought
_DEEPEST_HEADING = 6
_KEPT_WITH_NEXT = "<w:keepNext/>"


class Writer:
    """Turns nodes into paragraphs and runs; what they refer to stands in `parts`."""

    def __init__(self, everything: Sequence[Content], parts: Parts) -> None:
        self.parts, self.places = parts, Places(everything)
        self.special: dict[str, Callable[[Node, str, Face], str]] = {
            "ul": lambda n, _, face: self._list(n, face),
            "ol": lambda n, _, face: self._list(n, face),
            "dl": lambda n, _, face: self._terms(n, face),
            "pre": lambda n, _, face: paragraph(
                "CodeBlock", run(text_of(n.children).rstrip(), face)
            ),
            "hr": lambda *_: paragraph("Divider", ""),
            "blockquote": lambda n, _, face: self.blocks(n.children, "Quote", face),
            "figure": self._figure,
            "table": lambda n, *_: self._table(n, "Table"),
            "div": self._division,
            "p": self._paragraph,
        }

    def blocks(self, content: Sequence[Content], style: str = "", face: Face = PLAIN) -> str:
        """Paragraphs and tables; loose text between blocks becomes paragraphs of `style`."""
        made: list[str] = []
        loose: list[Content] = []
        for item in [*content, None]:
            if item is not None and not _is_block(item):
                loose.append(item)
                continue
            if text_of(loose).strip() or any(isinstance(c, Picture) for c in loose):
                made.append(paragraph(style, self.inline(loose, face)))
            loose = []
            if isinstance(item, Node):
                made.append(self._block(item, style, face))
        return "".join(made)

    def _block(self, item: Node, style: str, face: Face) -> str:
        face = spoken(item, face)
        if item.tag in SKIPPED:
            return ""
        if item.tag in self.special:
            return self.special[item.tag](item, style, face)
        if re.fullmatch("h[1-6]", item.tag):
            return self.heading(item)
        inner = self.blocks(item.children, style, replace(face, **FACES.get(item.tag, {})))
        return self.places.marked(item, "") + inner

    def heading(self, item: Node, more: str = "") -> str:
        """A heading of the outline: h2 is Heading 1, and so on."""
        level = min(max(int(item.tag[1]) - 1, 1), _DEEPEST_HEADING)
        inner = self.inline(item.children, Face(linked=True))
        return paragraph(f"Heading{level}", self.places.marked(item, inner), more)

    def inline(self, content: Sequence[Content], face: Face = PLAIN) -> str:
        """Runs; white space as a browser would show it."""
        return Line(self.places, self.parts).runs(content, face)

    def cell(self, content: Sequence[Content], style: str, side: str, bold: bool) -> str:
        """The paragraphs of a table cell: one at least, and one last, or Word opens no file."""
        more = f'<w:jc w:val="{side}"/>' if side else ""
        face = Face(bold=bold)
        if any(_is_block(item) for item in content):
            made = self.blocks(content, style, face)
            return made if made.endswith("</w:p>") else made + paragraph(style, "", more)
        return paragraph(style, self.inline(content, face), more)

    def _paragraph(self, item: Node, style: str, face: Face) -> str:
        if any(_is_block(child) for child in item.children):
            return self.blocks(item.children, style, face)
        for name in ("remark", "source", "placeholder"):
            style = name.capitalize() if item.has_class(name) else style
        return paragraph(style, self.places.marked(item, self.inline(item.children, face)))

    def _list(self, item: Node, face: Face, level: int = 0) -> str:
        level = min(level, _DEEPEST)
        number = self.parts.numbering(item.tag == "ol", int(item.attrs.get("start", "1")), level)
        style = "ListNumber" if item.tag == "ol" else "ListBullet"
        place = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
        made = []
        for entry in (c for c in item.children if isinstance(c, Node) and c.tag == "li"):
            lead, rest = _lead(entry.children)
            made.append(paragraph(style, self.inline(lead, spoken(entry, face)), place))
            for child in rest:
                if isinstance(child, Node) and child.tag in ("ul", "ol"):
                    made.append(self._list(child, face, level + 1))
                else:
                    made.append(self.blocks([child], "ListContinue", face))
        return "".join(made)

    def _terms(self, item: Node, face: Face) -> str:
        made, term = [], ""
        for child in (c for c in item.children if isinstance(c, Node)):
            if child.tag == "dt":
                term = run(f"{' '.join(text_of(child.children).split())}\t", Face(style="Term"))
            elif child.tag == "dd":
                lead, rest = _lead(child.children)
                inner = self.inline(lead, spoken(child, face))
                made.append(paragraph("Definition", term + inner))
                made.append(self.blocks(rest, "Definition", face))
                term = ""
        return "".join(made)

    def _division(self, item: Node, style: str, face: Face) -> str:
        if item.has_class("entry"):
            return self._entry(item)
        if not is_table(item):
            return self.blocks(item.children, style, face)
        inner = find([item], "table") or item
        name = find([inner], "caption") or Node("caption")
        below = [c for c in item.children if isinstance(c, Node) and c.tag == "p"]
        said = find([name], "strong") or name
        made = self._caption(item, name) + self._table(inner, text_of(said.children))
        return made + self.blocks(below)

    def _table(self, item: Node, description: str) -> str:
        caption = find([item], "caption")
        number = find([caption], "span") if caption else None
        name = text_of(number.children) if number else "Table"
        made = table(item, self.cell, name, " ".join(description.split()))
        return made + paragraph("AfterTable", "") if made else ""

    def _figure(self, item: Node, style: str, face: Face) -> str:
        pictures = [c for c in item.children if isinstance(c, Picture)]
        caption = find([item], "figcaption")
        if caption is None or not pictures:
            return self.blocks(item.children, "Figure", face)
        below = [c for c in item.children if isinstance(c, Node) and c.tag == "p"]
        shown = paragraph("Figure", self.inline(pictures), _KEPT_WITH_NEXT if below else "")
        return self._caption(item, caption) + shown + self.blocks(below, style, face)

    def _caption(self, item: Node, caption: Node) -> str:
        """The numbered caption, and the subtitle below it; both stay with what they name."""
        parts = {name: _part(caption, name) for name in ("number-of", "headline", "subtitle")}
        word, _, number = text_of(parts["number-of"]).rpartition(" ")
        counted = run(f"{word} ", PLAIN) + field(f"SEQ {word} \\* ARABIC", run(number, PLAIN))
        inner = self.places.marked(item, counted) + run(". ", PLAIN)
        inner += self.inline(parts["headline"] or caption.children, Face(bold=True))
        below = self.inline(parts["subtitle"])
        under = paragraph("CaptionDetail", below, _KEPT_WITH_NEXT) if below else ""
        return paragraph("Caption", inner) + under

    def _entry(self, item: Node) -> str:
        """An entry of the register: its title, then its fields in one paragraph."""
        title = next((c for c in item.children if isinstance(c, Node) and c.tag == "p"), item)
        made = [paragraph("RegisterEntry", self.places.marked(item, self.inline(title.children)))]
        inner = ""
        for child in walk([item]):
            if child.tag == "dt":
                label = " ".join(text_of(child.children).split())
                inner += run(f"   {label}: " if inner else f"{label}: ", Face(style="Term"))
            elif child.tag == "dd":
                inner += self.inline(child.children, spoken(child, PLAIN))
            elif child.has_class("back"):
                inner += run("   ", PLAIN) + self.inline(child.children)
        return "".join([*made, paragraph("RegisterFields", inner)])


def pictures_of(content: Sequence[Content]) -> Iterator[Picture]:
    """The pictures that the document shows, in order."""
    for item in content:
        if isinstance(item, Picture):
            yield item
        elif isinstance(item, Node) and item.tag not in SKIPPED:
            yield from pictures_of(item.children)


def _lead(content: Sequence[Content]) -> tuple[list[Content], list[Content]]:
    """The running text at the beginning, or the first paragraph; and what follows."""
    content = [c for c in content if not isinstance(c, str) or c.strip()] or [""]
    first = content[0]
    if isinstance(first, Node) and first.tag == "p":
        return first.children, list(content[1:])
    end = next((n for n, item in enumerate(content) if _is_block(item)), len(content))
    return list(content[:end]), list(content[end:])


def _part(caption: Node, name: str) -> list[Content]:
    return next((n.children for n in walk([caption]) if n.has_class(name)), [])


def _is_block(item: Content) -> bool:
    if not isinstance(item, Node):
        return False
    return item.tag in BLOCKS or any(n.tag in BLOCKS for n in walk(item.children))
