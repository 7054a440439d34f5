"""Inline nodes -> the runs of one paragraph."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from figurecheck.publishing.nodes import Content, Node, Picture
from figurecheck.publishing.word_links import Places
from figurecheck.publishing.word_parts import Parts
from figurecheck.publishing.word_runs import Face, field, inner_link, outer_link, run

SKIPPED = {"details", "summary"}  # what a page folds away

FACES: dict[str, dict[str, Any]] = {
    tag: face
    for tags, face in (
        ("em i cite var", {"italic": True}),
        ("strong b", {"bold": True}),
        ("del s", {"strike": True}),
        ("u ins", {"underline": True}),
        ("code kbd samp", {"style": "CodeText"}),
        ("mark", {"marked": True}),
        ("sub", {"position": "subscript"}),
        ("sup", {"position": "superscript"}),
    )
    for tag in tags.split()
}


class Line:
    """The runs of one paragraph: a space that follows another one is dropped."""

    def __init__(self, places: Places, parts: Parts) -> None:
        self.places, self.parts, self.spaced = places, parts, True

    def runs(self, content: Sequence[Content], face: Face) -> str:
        """The runs of the content in that face."""
        made = []
        for item in content:
            if isinstance(item, str):
                made.append(self._words(item, face))
            elif isinstance(item, Picture):
                made.append(self.parts.picture(item) or self._unseen(item, face))
                self.spaced = False
            else:
                made.append(self._element(item, spoken(item, face)))
        return "".join(made)

    def _unseen(self, picture: Picture, face: Face) -> str:
        return self._words(f"{picture.alt} The document cannot show this image.", face)

    def _words(self, words: str, face: Face) -> str:
        words = re.sub(r"[ \t\n\r\f]+", " ", words)
        if self.spaced:
            words = words.removeprefix(" ")
        self.spaced = words.endswith(" ") if words else self.spaced
        return run(words, face)

    def _element(self, item: Node, face: Face) -> str:
        if item.tag in SKIPPED:
            return ""
        if item.tag == "br":
            self.spaced = True
            return run("\n", face)
        if item.tag == "a":
            return self.places.marked(item, self._link(item, face))
        inner = self.runs(item.children, replace(face, **FACES.get(item.tag, {})))
        return self.places.marked(item, inner)

    def _link(self, item: Node, face: Face) -> str:
        target = item.attrs.get("href", "")
        if face.linked:
            return self.runs(item.children, face)
        if not target.startswith("#"):
            relation = self.parts.link(target)
            shown = replace(face, linked=True, style="Hyperlink" if relation else face.style)
            inner = self.runs(item.children, shown)
            return outer_link(relation, inner) if relation else inner
        name = self.places.names.get(target[1:])
        if name is None:
            return self.runs(item.children, face)
        if target[1:] in self.places.numbered and item.has_class("reference"):
            return field(f"REF {name} \\h", self.runs(item.children, face))
        style = "NumberLink" if item.has_class("number") else "Hyperlink"
        return inner_link(name, self.runs(item.children, replace(face, linked=True, style=style)))


def spoken(item: Node, face: Face) -> Face:
    """The face in the language of the element."""
    language = item.attrs.get("lang", "")
    return replace(face, language=language) if language else face
