"""Provenance cards: what the register says of a number, opened beside it without a script.

A number is a button that opens its card, an HTML popover. A browser without popovers shows a
link to the entry in its place, and so do a printer and a reading mode.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TypeGuard

from figurecheck.publishing.nodes import Content, Node, node
from figurecheck.publishing.register import title_of

_TO_ENTRY = "#ev-"
# A line may break beside a button; these signs belong to the number.
_BEFORE = re.compile(r"[(\[“‘«]+\Z")
_AFTER = re.compile(r"[.,;:!?)\]”’»]+")


def with_triggers(content: Iterable[Content]) -> list[Content]:
    """The content with a button in the place of each link from a number to its entry.

    The entries of the register, which stand in view, keep links among themselves.
    """
    made: list[Content] = []
    for item in content:
        last = made[-1] if made else None
        if _is_number(item):
            made.append(_trigger(item))
            if isinstance(last, str) and (sign := _BEFORE.search(last)):
                made[-2:] = [last[: sign.start()], node("span", sign[0], made[-1], class_="tied")]
        elif isinstance(item, str) and isinstance(last, Node) and (sign := _AFTER.match(item)):
            made[-1:] = _followed(last, sign[0])
            made.append(item[sign.end() :])
        elif isinstance(item, Node) and not item.has_class("register"):
            made.append(Node(item.tag, item.attrs, with_triggers(item.children)))
        else:
            made.append(item)
    return made


def cards(registers: Iterable[Node]) -> list[Content]:
    """A card for each entry of the registers; numbers that it names open their own."""
    entries = (item for register in registers for item in register.children)
    return [_card(item) for item in entries if isinstance(item, Node) and item.has_class("entry")]


def _is_number(item: Content) -> TypeGuard[Node]:
    return isinstance(item, Node) and item.has_class("number") and _key(item) != ""


def _key(link: Node) -> str:
    target = link.attrs.get("href", "")
    return target.removeprefix(_TO_ENTRY) if target.startswith(_TO_ENTRY) else ""


def _trigger(link: Node) -> Node:
    attrs = {name: value for name, value in link.attrs.items() if name != "id"}
    return node(
        "span",
        Node("a", attrs, link.children),
        _button(link),
        id=link.attrs.get("id"),
        class_="tied",
    )


def _button(link: Node) -> Node:
    words = _words(link.children)
    return node("button", *words, popovertarget=f"card-{_key(link)}", class_="number")


def _words(content: Iterable[Content]) -> Iterator[Content]:
    """The content without `data` elements, which the link beside it keeps."""
    for item in content:
        if isinstance(item, Node) and item.tag == "data":
            yield from _words(item.children)
        else:
            yield item


def _followed(last: Node, signs: str) -> list[Content]:
    if not last.has_class("tied"):
        return [last, signs]
    return [Node(last.tag, last.attrs, [*last.children, signs])]


def _card(entry: Node) -> Node:
    key = entry.attrs["id"].removeprefix("ev-")
    parts = [c for c in entry.children if isinstance(c, Node) and not c.has_class("back")]
    closing = node(
        "p",
        node("a", "In the register", href=f"{_TO_ENTRY}{key}"),
        node("button", "Close", popovertarget=f"card-{key}", popovertargetaction="hide"),
        class_="card-foot",
    )
    name = f"Evidence: {title_of(entry)}"
    content = _opening(parts)
    return node(
        "div",
        *content,
        closing,
        id=f"card-{key}",
        class_="card",
        popover="",
        role="dialog",
        aria_label=name,
    )


def _opening(content: Iterable[Content]) -> list[Content]:
    """The content with buttons for its links to other entries."""
    made: list[Content] = []
    for item in content:
        if _is_number(item):
            made.append(_button(item))
        elif isinstance(item, Node):
            made.append(Node(item.tag, item.attrs, _opening(item.children)))
        else:
            made.append(item)
    return made
