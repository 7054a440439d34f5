"""What the text of the Word document refers to: addresses, pictures, lists."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import TYPE_CHECKING

from figurecheck.publishing.nodes import Picture
from figurecheck.publishing.word_links import target
from figurecheck.publishing.word_pictures import inline

if TYPE_CHECKING:
    from docx.parts.document import DocumentPart

_LINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
_BULLETS = 1  # the list of all bullets; numbered ones follow, since each counts for itself
_MARKS = "•–▪"
_INDENT = 357  # a list's step, in twentieths of a point


class Parts:
    """Collects relationships and lists while the body is written."""

    def __init__(self, part: DocumentPart, rendered: Mapping[Picture, bytes]) -> None:
        self._part, self._rendered = part, rendered
        self._links: dict[str, str] = {}
        self._starts: list[tuple[int, int]] = []  # level, first number
        self._shown = 0

    def link(self, address: str) -> str | None:
        """The relationship to an address, or None where Word would not take it."""
        accepted = target(address)
        if accepted is None:
            return None
        if accepted not in self._links:
            self._links[accepted] = self._part.relate_to(accepted, _LINK, is_external=True)
        return self._links[accepted]

    def picture(self, picture: Picture) -> str | None:
        """The run that shows a picture, or None where it could not be drawn."""
        png = self._rendered.get(picture)
        if png is None:
            return None
        relation, _ = self._part.get_or_add_image(io.BytesIO(png))
        self._shown += 1
        return inline(picture, png, relation, self._shown)

    def numbering(self, ordered: bool, start: int, level: int) -> int:
        """The number of a list at that level; each ordered one counts from its own `start`."""
        if not ordered:
            return _BULLETS
        self._starts.append((level, start))
        return _BULLETS + len(self._starts)

    def lists(self) -> str:
        """The definitions of all lists, as the numbering part holds them."""
        counted = "".join(
            f'<w:num w:numId="{_BULLETS + position}"><w:abstractNumId w:val="1"/>'
            f'<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="{start}"/></w:lvlOverride>'
            "</w:num>"
            for position, (level, start) in enumerate(self._starts, 1)
        )
        return (
            f'{_kind(0, "bullet")}{_kind(1, "decimal")}<w:num w:numId="{_BULLETS}">'
            f'<w:abstractNumId w:val="0"/></w:num>{counted}'
        )


def _kind(number: int, form: str) -> str:
    levels = "".join(_level(level, form) for level in range(9))
    return (
        f'<w:abstractNum w:abstractNumId="{number}"><w:multiLevelType w:val="hybridMultilevel"/>'
        f"{levels}</w:abstractNum>"
    )


def _level(level: int, form: str) -> str:
    shown = _MARKS[level % len(_MARKS)] if form == "bullet" else f"%{level + 1}."
    return (
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{shown}"/><w:lvlJc w:val="left"/><w:pPr>'
        f'<w:ind w:left="{_INDENT * (level + 1)}" w:hanging="{_INDENT}"/></w:pPr></w:lvl>'
    )
