"""The body -> Typst markup. Text enters it only as string literals, so none is read as markup."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from figurecheck.publishing import claims
from figurecheck.publishing.literals import address, array, literal
from figurecheck.publishing.model import Body, Heading, Report
from figurecheck.publishing.nodes import (
    Content,
    Node,
    Picture,
    find,
    text_of,
    walk,
)
from figurecheck.publishing.references import unlinked
from figurecheck.publishing.sanitising import BLOCKS
from figurecheck.publishing.tabulating import table

_EXTENSIONS = {"image/svg+xml": "svg", "image/png": "png", "image/jpeg": "jpg", "image/gif": "gif"}
_SIMPLE = {
    "em": "emph",
    "i": "emph",
    "cite": "emph",
    "var": "emph",
    "strong": "strong",
    "b": "strong",
    "del": "strike",
    "s": "strike",
    "sub": "sub",
    "sup": "super",
    "p": "par",
    "dd": "par",
    "u": "underline",
    "ins": "underline",
    "mark": "highlight",
}
_LONG_CONTENTS = 26  # lines that fit the first page in one column
_SHORT_ENTRY = 1500  # characters of a register entry that is kept on one page
_SKIPPED = {"details", "summary"}


def document(report: Report, body: Body) -> tuple[str, dict[str, bytes]]:
    """The main file and the pictures that it shows, by file name."""
    walker = _Walker(body)
    cover = ", ".join(
        [
            f"title: {literal(report.title)}",
            f"subtitle: {literal(report.subtitle)}",
            f"authors: {array(report.authors)}",
            f"date: {literal(report.day)}",
            f"edition: {literal(report.edition)}",
            f"lang: {literal(report.language.split('-')[0])}",
            f"summary: {walker.block(body.summary)}",
            f"contents: {_contents(body.contents)}",
            f"colophon: {_pairs(report)}",
        ]
    )
    lines = ['#import "report.typ": *', f"#show: report.with({cover})"]
    lines += [f"#{walker.block([section])}" for section in body.sections]
    return "\n".join(lines) + "\n", walker.files


def _pairs(report: Report) -> str:
    pairs = [*report.colophon, *([("Licence", report.licence)] if report.licence else [])]
    return "(" + "".join(f"{array(pair)}, " for pair in pairs) + ")"


def _contents(headings: Sequence[Heading]) -> str:
    """How many columns the contents list takes; none where there is little to list."""
    lines = sum(h.level <= (2 if h.appendix else 3) for h in headings)
    return "0" if lines < 3 else "1" if lines <= _LONG_CONTENTS else "2"


class _Walker:
    """Turns nodes into Typst expressions in code mode; collects the pictures."""

    def __init__(self, body: Body) -> None:
        self.files: dict[str, bytes] = {}
        self.notes = {note.attrs["id"]: note for note in body.notes}
        everything = [*body.summary, *body.sections]
        self.anchors = {n.attrs["id"] for n in walk(everything) if "id" in n.attrs}
        self.cited: set[str] = set()
        self.special: dict[str, Callable[[Node], str]] = {
            "a": self._link,
            "br": lambda _: "linebreak()",
            "hr": lambda _: "divider()",
            "code": lambda n: f"raw({literal(text_of(n.children))})",
            "pre": lambda n: f"output({literal(text_of(n.children).rstrip())})",
            "blockquote": lambda n: f"quote(block: true, {self.block(n.children)})",
            "ul": lambda n: f"list({self._items(n)})",
            "ol": lambda n: f"enum(start: {int(n.attrs.get('start', '1'))}, {self._items(n)})",
            "dl": self._terms,
            "figure": self._figure,
            "table": lambda n: table(n, self.inline),
            "div": self._division,
            "section": self._section,
            "span": self._span,
            "sup": self._superscript,
        }

    def block(self, content: Sequence[Content]) -> str:
        """A content block whose space between blocks does not count."""
        return self._sequence(content, loose=True)

    def inline(self, content: Sequence[Content]) -> str:
        """A content block of running text."""
        return self._sequence(content, loose=False)

    def _sequence(self, content: Sequence[Content], loose: bool) -> str:
        parts = []
        for position, item in enumerate(content):
            if isinstance(item, str):
                near = content[max(position - 1, 0) : position + 2]
                parts.append(self._words(item, loose or any(map(_is_block, near))))
            elif isinstance(item, Picture):
                parts.append(self._picture(item))
            else:
                parts.append(self._element(item))
        return "[" + "".join(f"#{part};" for part in parts if part) + "]"

    def _words(self, text: str, loose: bool) -> str:
        text = re.sub(r"[ \t\n\r\f]+", " ", text)
        return "" if not text or (loose and text == " ") else literal(text)

    def _element(self, item: Node) -> str:
        if item.tag in _SKIPPED:
            return ""
        if item.tag in self.special:
            return self.special[item.tag](item)
        if re.fullmatch("h[1-6]", item.tag):
            level = max(int(item.tag[1]) - 1, 1)
            words = self.inline(unlinked(item.children))  # the contents list links the whole line
            return self._labelled(item, f"heading(level: {level}, {words})")
        if _SIMPLE.get(item.tag):
            return f"{_SIMPLE[item.tag]}({self.inline(item.children)})"
        return self.inline(item.children)

    def _labelled(self, item: Node, expression: str) -> str:
        anchor = item.attrs.get("id")
        return f"[#{expression}#label({literal(anchor)})]" if anchor else expression

    def _link(self, item: Node) -> str:
        target, inner = item.attrs.get("href", ""), self.inline(item.children)
        if not target.startswith("#"):
            return f"link({address(target)}, {inner})"
        if target[1:] not in self.anchors:
            return inner
        name = "value-link" if item.has_class("number") else "link"
        return self._labelled(item, f"{name}(label({literal(target[1:])}), {inner})")

    def _items(self, item: Node) -> str:
        entries = [c for c in item.children if isinstance(c, Node) and c.tag == "li"]
        return ", ".join(self.inline(entry.children) for entry in entries)

    def _terms(self, item: Node) -> str:
        rows, term = [], "[]"
        for child in (c for c in item.children if isinstance(c, Node)):
            if child.tag == "dt":
                term = self.inline(child.children)
            elif child.tag == "dd":
                rows.append(f"({term}, {self.inline(child.children)}),")
        name = "facts" if item.has_class("facts") else "pairs"
        return f"{name}(({' '.join(rows)}))"

    def _section(self, item: Node) -> str:
        if (made := claims.typeset(item, self.block)) is not None:
            return self._labelled(item, made)
        kind = "appendix" if item.has_class("appendix") else "chapter"
        return (
            f"{kind}({self.block(item.children)})"
            if item.has_class(kind)
            else self.block(item.children)
        )

    def _division(self, item: Node) -> str:
        if item.has_class("entry"):
            short = str(len(text_of(item.children)) < _SHORT_ENTRY).lower()
            return self._labelled(item, f"entry({short}, {self.block(item.children)})")
        if item.has_class("register"):
            return f"register({self.block(item.children)})"
        if not item.has_class("table"):
            return self.block(item.children)
        inner = find([item], "table") or item
        caption = find([inner], "caption") or Node("caption")
        below = self.block([c for c in item.children if isinstance(c, Node) and c.tag == "p"])
        body = table(inner, self.inline)
        return self._labelled(
            item, f"data-table({body}, {self.inline(_spaceless(caption))}, {below})"
        )

    def _figure(self, item: Node) -> str:
        pictures = [c for c in item.children if isinstance(c, Picture)]
        caption = find([item], "figcaption")
        below = self.block([c for c in item.children if isinstance(c, Node) and c.tag == "p"])
        if caption is None or not pictures:
            return self.block(item.children)
        parts = f"{self._picture(pictures[0])}, {self.inline(_spaceless(caption))}, {below}"
        return self._labelled(item, f"chart({parts})")

    def _picture(self, picture: Picture) -> str:
        name = f"picture-{len(self.files) + 1}.{_EXTENSIONS[picture.mime]}"
        self.files[name] = picture.data
        return f"picture({literal(name)}, {literal(picture.alt)}, {str(picture.bundled).lower()})"

    def _span(self, item: Node) -> str:
        inner = self.inline(item.children)
        if item.has_class("verdict"):
            return claims.marked(item, inner)
        for name in ("number-of", "subtitle", "key"):
            if item.has_class(name):
                return f"{name}({inner})"
        language = item.attrs.get("lang", "").split("-")[0]
        return f"text(lang: {literal(language)}, {inner})" if language else inner

    def _superscript(self, item: Node) -> str:
        mark = item.attrs.get("id", "") if item.has_class("note") else ""
        note = self.notes.get(mark.replace("mark-", "note-"))
        if note is None:
            return f"super({self.inline(item.children)})"
        if mark in self.cited:  # the second mention of one note
            return f"super({self.inline([text_of(item.children)])})"
        self.cited.add(mark)
        paragraphs = [c for c in note.children if isinstance(c, Node) and c.tag == "p"]
        single = (
            len(paragraphs) == 1
            and not text_of([c for c in note.children if c is not paragraphs[0]]).strip()
        )
        return f"footnote({self.inline(paragraphs[0].children if single else note.children)})"


def _spaceless(caption: Node) -> list[Content]:
    """The parts of a caption, which the template sets on lines of their own."""
    return [part for part in caption.children if part != " "]


def _is_block(item: Content) -> bool:
    return isinstance(item, Node) and item.tag in BLOCKS
