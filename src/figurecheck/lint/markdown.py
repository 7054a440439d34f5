"""The prose of a markdown cell: all that a reader of the report sees of it and its author typed.

The cell is read as the report reads it, with mistune and the same extensions, so that emphasis
within a number, entities and link texts are what they are on the page. Left out are {eval}
roles, code, the addresses of links, comments, cross references and the numbers that lists and
notes are given. Formulas are prose here: a number in one is typed like any other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from html import unescape
from html.parser import HTMLParser
from typing import Any

import mistune
from mistune.plugins import footnotes, formatting, table, task_lists, url

from figurecheck.lint.passages import COMPUTED, Passage, Piece, passage
from figurecheck.prose import expressions

Token = Mapping[str, Any]

_REFERENCE = re.compile(r"(?<![\w/.@])@(?:chart|table)-[A-Za-z0-9_-]*[A-Za-z0-9]")
_INLINE = {"text", "emphasis", "strong", "strikethrough", "link", "image", "codespan"}
_INLINE |= {"softbreak", "linebreak", "inline_html", "footnote_ref"}
_INLINE_TAGS = {"a", "abbr", "b", "bdi", "cite", "code", "data", "del", "em", "i", "ins", "mark"}
_INLINE_TAGS |= {"q", "s", "small", "span", "strong", "sub", "sup", "u", "var", "wbr"}
_UNSEEN = {"style", "template", "head", "title"}


def passages(source: str) -> list[Passage]:
    """The passages of a markdown cell in the order of the page, notes last."""
    masked = _masked(source)
    tokens, _ = _parser().parse(masked)
    reading = _Reading(masked)
    reading.read(tokens if isinstance(tokens, list) else [])
    reading.close()
    return reading.found


@cache
def _parser() -> mistune.Markdown:
    plugins = (table.table, formatting.strikethrough, task_lists.task_lists, url.url)
    return mistune.Markdown(renderer=None, plugins=[*plugins, footnotes.footnotes])


def _masked(source: str) -> str:
    """`source` at the same length, with roles and cross references put out of sight."""
    for role in reversed(expressions(source)):
        hidden = COMPUTED * (role.end - role.start)
        source = source[: role.start] + hidden + source[role.end :]
    return _REFERENCE.sub(lambda match: COMPUTED * len(match[0]), source)


class _Reading:
    """Walks over mistune's tokens and finds each again in the source, for its line."""

    def __init__(self, source: str) -> None:
        self.source, self.place = source, 0
        self.found: list[Passage] = []
        self.pieces: list[Piece] = []
        self.pictured = False

    def read(self, tokens: Iterable[Token]) -> None:
        """Reads tokens in order; whatever is not inline begins and ends a passage."""
        for token in tokens:
            if token["type"] in _INLINE:
                self._inline(token)
                continue
            self.close()
            if token["type"] == "footnote_item":
                self.place = max(self.source.find(f"[^{token['attrs']['key']}]:"), 0)
            if token["type"] == "block_html":
                self._markup(token["raw"])
            elif token["type"] == "block_code":
                self._find(token["raw"])
            self.read(token.get("children", ()))
            self.close()

    def close(self) -> None:
        """Ends the passage that is being read."""
        if self.pieces:
            self.found.append(passage(self.pieces))
            self.pieces = []

    def _inline(self, token: Token) -> None:
        kind, raw = token["type"], token.get("raw", "")
        if kind == "text":
            self.pieces.append((unescape(raw), self._find(raw)))
        elif kind == "codespan":  # in the words for a picture it is text like any other
            self.pieces.append((unescape(raw) if self.pictured else COMPUTED, self._find(raw)))
        elif kind == "inline_html":
            self._markup(raw)
        elif kind in ("link", "image"):
            self._link(token)
        elif kind in ("softbreak", "linebreak"):
            self.pieces.append((" ", self._line()))
        else:
            self.read(token.get("children", ()))

    def _link(self, token: Token) -> None:
        """The words of a link or a picture; an address that is its own text is no prose."""
        address, outside = token["attrs"]["url"], self.pictured
        self.pictured = outside or token["type"] == "image"
        self.pieces += [(" ", self._line())] if self.pictured else []
        self.read(child for child in token["children"] if child.get("raw") != address)
        self.pieces += [(" ", self._line())] if self.pictured else []
        self.pictured = outside
        behind = re.compile(r"\]\(\s*<?" + re.escape(address)).match(self.source, self.place)
        self.place = behind.end() if behind else self.place

    def _markup(self, raw: str) -> None:
        reader = _Markup(self._find(raw))
        reader.feed(raw)
        reader.close()
        self.pieces += reader.pieces

    def _find(self, raw: str) -> int:
        """The line of `raw`, which stands behind all that was found before; goes past it."""
        found = self.source.find(raw, self.place)
        if found >= 0:
            end = found + len(raw)
        elif match := re.compile(r"\\?".join(map(re.escape, raw))).search(self.source, self.place):
            found, end = match.span()  # a backslash in the source escapes what it stands before
        else:
            return self._line()
        self.place = end
        return self.source.count("\n", 0, found) + 1

    def _line(self) -> int:
        return self.source.count("\n", 0, self.place) + 1


class _Markup(HTMLParser):
    """The text of HTML and the alternatives of its pictures."""

    def __init__(self, line: int) -> None:
        super().__init__(convert_charrefs=True)
        self.first = line
        self.pieces: list[Piece] = []
        self.hidden = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.hidden = self.hidden or (tag if tag in _UNSEEN else "")
        if tag not in _INLINE_TAGS:
            self._add(f" {dict(attrs).get('alt') or ''} ")

    def handle_endtag(self, tag: str) -> None:
        self.hidden = "" if tag == self.hidden else self.hidden
        if tag not in _INLINE_TAGS:
            self._add(" ")

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self._add(data)

    def _add(self, text: str) -> None:
        self.pieces.append((text, self.first + self.getpos()[0] - 1))
