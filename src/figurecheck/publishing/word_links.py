"""Where links of the Word document lead: its bookmarks, and addresses that Word accepts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from hashlib import sha256
from urllib.parse import quote, urlsplit

from figurecheck.publishing.nodes import Content, Node, clean, walk
from figurecheck.publishing.word_runs import bookmark

_LONGEST_NAME = 40  # characters of a bookmark's name
_LONGEST_ADDRESS = 2000  # Word refuses a file with an address above 2,083 characters
_SAFE = "!#$%&'()*+,/:;=?@~"
_HOST = re.compile(r"[a-z0-9_-]+(\.[a-z0-9_-]+)*\.?")
_STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")


class Places:
    """The places in the document that links lead to, and which of them are numbered."""

    def __init__(self, everything: Sequence[Content]) -> None:
        anchored = [n for n in walk(everything) if "id" in n.attrs]
        self.names = bookmark_names(n.attrs["id"] for n in anchored)
        self.numbered = {n.attrs["id"] for n in anchored if is_chart(n) or is_table(n)}
        self._numbers = {anchor: number for number, anchor in enumerate(self.names, 1)}

    def marked(self, item: Node, inner: str) -> str:
        """`inner` as the place that links to the item lead to."""
        anchor = item.attrs.get("id", "")
        if anchor not in self.names:
            return inner
        return bookmark(self.names[anchor], self._numbers[anchor], inner)


def is_chart(item: Node) -> bool:
    """Whether the element is a chart with its caption."""
    return item.tag == "figure" and item.has_class("chart")


def is_table(item: Node) -> bool:
    """Whether the element is a table with its caption."""
    return item.tag == "div" and item.has_class("table")


def bookmark_names(anchors: Iterable[str]) -> dict[str, str]:
    """A name for each anchor: letters, digits and _, at most 40, no two alike in any case.

    They begin with _, which keeps them out of Word's list of bookmarks.

    >>> bookmark_names(["ev-F1", "ev-f1"])
    {'ev-F1': '_ev_F1', 'ev-f1': '_ev_f1_3632c346'}
    """
    names: dict[str, str] = {}
    taken: set[str] = set()
    for anchor in anchors:
        name = "_" + re.sub(r"[^A-Za-z0-9]", "_", anchor)
        if len(name) > _LONGEST_NAME or name.casefold() in taken:
            digest = sha256(anchor.encode("utf-8", "replace")).hexdigest()[:8]
            name = f"{name[: _LONGEST_NAME - 9]}_{digest}"
        taken.add(name.casefold())
        names[anchor] = name
    return names


def target(address: str) -> str | None:
    """The address as Word accepts it, or None: a file with one malformed address does not open.

    >>> target("https://example.org/қазақ [1]"), target("http://example.org:port/")
    ('https://example.org/%D2%9B%D0%B0%D0%B7%D0%B0%D2%9B%20%5B1%5D', None)
    """
    try:
        parts = urlsplit(clean(address))
        host = (parts.hostname or "").encode("idna").decode("ascii")
        port = parts.port
    except ValueError:
        return None
    rest = _quoted(parts._replace(scheme="", netloc="").geturl())
    if parts.scheme == "mailto":
        made = f"mailto:{rest}"
    elif parts.scheme in ("http", "https") and _HOST.fullmatch(host):
        place = f"{host}:{port}" if port is not None else host
        made = f"{parts.scheme}://{place}{rest}"
    else:
        return None
    return made if len(made) <= _LONGEST_ADDRESS else None


def _quoted(part: str) -> str:
    return quote(_STRAY_PERCENT.sub("%25", part), safe=_SAFE)
