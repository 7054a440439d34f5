"""The semantic body: a tree of elements and text that the HTML page and the PDF both come from."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
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


@dataclass(slots=True)
class Node:
    """An element of the body."""

    tag: str
    attrs: dict[str, str] = field(default_factory=dict)
    children: list[Content] = field(default_factory=list)

    def has_class(self, name: str) -> bool:
        """Whether `name` is one of the element's classes."""
        classes = self.attrs.get("class", "")
        return name in classes and name in classes.split()  # most have none: text is faster


Content: TypeAlias = Node | Picture | str


def node(tag: str, *children: Content, **attrs: str | None) -> Node:
    """An element; `class_` stands for class, `data_key` for data-key; None leaves one out.

    >>> to_html([node("p", "a < b", class_="note")])
    '<p class="note">a &lt; b</p>'
    """
    named = {_attribute(name): value for name, value in attrs.items() if value is not None}
    return Node(tag, named, list(children))


@cache
def _attribute(name: str) -> str:
    return name.rstrip("_").replace("_", "-")


def clean(text: str) -> str:
    """The text with each character that no document may hold replaced by U+FFFD."""
    return text if text.isprintable() else _FORBIDDEN.sub("\ufffd", text)


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
    parts: list[str] = []
    _write(content, draw, parts)
    return "".join(parts)


def _write(content: Iterable[Content], draw: Callable[[Picture], str], parts: list[str]) -> None:
    for item in content:
        if isinstance(item, str):
            parts.append(_isolated(escape(clean(item), quote=False)))
        elif isinstance(item, Node):
            attrs = "".join([f' {k}="{escape(clean(v))}"' for k, v in item.attrs.items()])
            parts.append(f"<{item.tag}{attrs}>")
            if item.tag not in VOID:
                _write(item.children, draw, parts)
                parts.append(f"</{item.tag}>")
        else:
            parts.append(draw(item))


def _isolated(text: str) -> str:
    """The text, in an element of its own where controls in it could turn what stands beside it."""
    plain = text.isprintable() or not BIDI_CONTROLS.search(text)
    return text if plain else f"<bdi>{text}</bdi>"
