"""The semantic body: a tree of elements and text that the HTML page and the PDF both come from."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from html import escape
from typing import TypeAlias

VOID = {"br", "hr", "img", "input"}

# What may not stand in a page or a PDF: controls, lone surrogates, noncharacters, byte order mark.
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufeff\ufff0-\ufffb\ufffe\uffff]"
)
BIDI_CONTROLS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True)
class Picture:
    """A drawing with its text alternative; `dark` and `narrow` are other renderings of an SVG."""

    name: str
    alt: str
    mime: str
    data: bytes
    dark: str = ""
    narrow: str = ""
    narrow_dark: str = ""
    bundled: bool = False  # made by this package, so it can stand in the page as markup


@dataclass
class Node:
    """An element of the body."""

    tag: str
    attrs: dict[str, str] = field(default_factory=dict)
    children: list[Content] = field(default_factory=list)

    def has_class(self, name: str) -> bool:
        """Whether `name` is one of the element's classes."""
        return name in self.attrs.get("class", "").split()


Content: TypeAlias = Node | Picture | str


def node(tag: str, *children: Content, **attrs: str | None) -> Node:
    """An element; `class_` stands for class, `data_key` for data-key; None leaves one out.

    >>> to_html([node("p", "a < b", class_="note")])
    '<p class="note">a &lt; b</p>'
    """
    named = {k.rstrip("_").replace("_", "-"): v for k, v in attrs.items() if v is not None}
    return Node(tag, named, list(children))


def clean(text: str) -> str:
    """The text with each character that no document may hold replaced by U+FFFD."""
    return _FORBIDDEN.sub("\ufffd", text)


def text_of(content: Iterable[Content]) -> str:
    """The words alone; a picture speaks by its alternative."""
    parts = []
    for item in content:
        if isinstance(item, str):
            parts.append(item)
        else:
            parts.append(item.alt if isinstance(item, Picture) else text_of(item.children))
    return "".join(parts)


def walk(content: Iterable[Content]) -> Iterator[Node]:
    """Every element in document order."""
    waiting = list(content)[::-1]
    while waiting:
        item = waiting.pop()
        if isinstance(item, Node):
            yield item
            waiting += item.children[::-1]


def find(content: Iterable[Content], tag: str) -> Node | None:
    """The first element of that name."""
    return next((item for item in walk(content) if item.tag == tag), None)


def _alternative(picture: Picture) -> str:
    return escape(picture.alt)


def to_html(content: Iterable[Content], draw: Callable[[Picture], str] = _alternative) -> str:
    """HTML markup, pictures by `draw`. Text with direction controls is isolated in <bdi>."""
    return "".join(_markup(item, draw) for item in content)


def _markup(item: Content, draw: Callable[[Picture], str]) -> str:
    if isinstance(item, str):
        text = escape(clean(item), quote=False)
        return f"<bdi>{text}</bdi>" if BIDI_CONTROLS.search(text) else text
    if isinstance(item, Picture):
        return draw(item)
    attrs = "".join(f' {k}="{escape(clean(v))}"' for k, v in item.attrs.items())
    if item.tag in VOID:
        return f"<{item.tag}{attrs}>"
    return f"<{item.tag}{attrs}>{to_html(item.children, draw)}</{item.tag}>"
