"""What ties the body together: headings in order, cross references, links to the register."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from figurecheck.errors import Problem
from figurecheck.publishing.entries import Entry
from figurecheck.publishing.model import Heading, Ledger
from figurecheck.publishing.nodes import Content, Node, node, text_of, walk

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


def head(chapter: Node, slug: str, appendix: bool, titled: bool) -> list[Heading]:
    """Gives the headings anchors and an unbroken order of levels.

    `titled` where the first is the chapter's own, whose anchor is the slug. Returns the lines
    of the contents list.
    """
    found: list[Heading] = []
    level, taken = 1, {slug: 1}
    for item in walk([chapter]):
        if item.tag not in HEADINGS:
            continue
        level = min(max(int(item.tag[1]), 2), level + 1)
        words = " ".join(text_of(item.children).split())
        anchor = slug if titled and not found else _anchor(slug, words, taken)
        item.tag, item.attrs["id"] = f"h{level}", anchor
        found.append(Heading(level, anchor, words, appendix))
    return found


def _anchor(slug: str, words: str, taken: dict[str, int]) -> str:
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    anchor = f"{slug}-" + (re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60] or "section")
    taken[anchor] = taken.get(anchor, 0) + 1
    return anchor if taken[anchor] == 1 else f"{anchor}-{taken[anchor]}"


def resolve(chapters: Sequence[tuple[str, Node]], ledger: Ledger) -> set[str]:
    """Turns references and keyed values into links; entries get the way back to the first use.

    `chapters` pairs the name of each (for errors) with its section. Returns all anchors.
    """
    anchors = {n.attrs["id"] for _, section in chapters for n in walk([section]) if "id" in n.attrs}
    anchors |= {item.attrs["id"] for item in ledger.notes}
    uses: dict[str, Use] = {}
    for name, section in chapters:
        _Resolver(name, anchors, uses, ledger).visit(section)
    for item in ledger.notes:
        _Resolver("notes", anchors, uses, ledger).visit(item)
    _lead_back(uses, ledger.register)
    return anchors


def _lead_back(uses: Mapping[str, Use], register: Mapping[str, Entry]) -> None:
    """Each entry ends with the way to where its number is used, or to the entry that uses it."""
    named = {name: entry for entry in register.values() for name in entry.named}
    for key, entry in register.items():
        if key in uses:
            words, anchor = f"First used in {uses[key].words}", uses[key].anchor
        elif key in named:
            words, anchor = f"Used in {named[key].title}", f"ev-{named[key].key}"
        else:
            continue
        back = node("a", words, href=f"#{anchor}", role="doc-backlink")
        entry.node.children.append(node("p", back, class_="back"))


def unlinked(content: Sequence[Content]) -> list[Content]:
    """The content with the words of links in place of links."""
    made: list[Content] = []
    for item in content:
        if isinstance(item, Node) and item.tag == "a":
            made += unlinked(item.children)
        elif isinstance(item, Node):
            made.append(Node(item.tag, item.attrs, unlinked(item.children)))
        else:
            made.append(item)
    return made


@dataclass(frozen=True)
class Use:
    """Where a figure is first used; the data of a chart count only until prose uses it."""

    anchor: str
    words: str
    in_prose: bool


class _Resolver:
    def __init__(self, name: str, anchors: set[str], uses: dict[str, Use], ledger: Ledger) -> None:
        self.name, self.anchors, self.uses, self.ledger = name, anchors, uses, ledger
        self.title = name.capitalize()
        self.within: list[Node] = []

    def visit(self, item: Node, bare: bool = False) -> None:
        """Resolves below `item`; `bare` where a link may not stand, within another."""
        if item.tag == "h2":
            self.title = " ".join(text_of(item.children).split())
        bare = bare or item.tag == "a"
        self.within.append(item)
        item.children = [self._content(child, bare) for child in item.children]
        self.within.pop()

    def _content(self, child: Content, bare: bool) -> Content:
        if not isinstance(child, Node):
            return child
        self.visit(child, bare)
        if "data-ref" in child.attrs:
            return self._reference(child.attrs["data-ref"], bare)
        if "data-key" in child.attrs:
            return self._value(child, bare)
        href = child.attrs.get("href", "")
        if child.tag == "a" and href[:1] == "#" and href[1:] not in self.anchors:
            return node("span", *child.children)
        return child

    def _reference(self, label: str, bare: bool) -> Content:
        number = self.ledger.floats.get(label)
        if number is None:
            self._unknown(label)
            return f"@{label}"
        return number if bare else node("a", number, href=f"#{label}", class_="reference")

    def _unknown(self, label: str) -> None:
        if self.ledger.strict:
            known = ", ".join(sorted(self.ledger.floats)) or "none"
            problem = Problem(
                self.name,
                "a reference to a chart or table of the report",
                f"Those there are: {known}.",
                value=f"@{label}",
            )
            self.ledger.problems.append(problem)

    def _value(self, value: Node, bare: bool) -> Content:
        key = value.attrs["data-key"]
        value.attrs["class"] = "number"
        if bare or key not in self.ledger.register:
            return value
        link = node("a", value, href=f"#ev-{key}", class_="number")
        self._note_use(key, link)
        return link

    def _note_use(self, key: str, link: Node) -> None:
        if any(item.has_class("register") for item in self.within):
            return
        known = self.uses.get(key)
        chart = next((item for item in self.within if item.has_class("chart")), None)
        if chart is not None and known is None:
            anchor = chart.attrs["id"]
            self.uses[key] = Use(anchor, self.ledger.floats[anchor], in_prose=False)
        elif chart is None and (known is None or not known.in_prose):
            heading = next((item for item in self.within if item.tag in HEADINGS), None)
            if heading is None:
                link.attrs["id"] = f"use-{key}"
                self.anchors.add(link.attrs["id"])
            anchor = link.attrs.get("id") or (heading.attrs["id"] if heading else "")
            self.uses[key] = Use(anchor, self.title, in_prose=True)
