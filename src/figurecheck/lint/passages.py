"""What a reader sees of prose, and the line that each character of it is typed on."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate

COMPUTED = "\N{OBJECT REPLACEMENT CHARACTER}"  # stands for a value, a reference or code

_LINE = re.compile(r"[^\n]*\n|[^\n]+")

Piece = tuple[str, int]  # a stretch of text and its line, the first of a cell being 1


@dataclass(frozen=True)
class Passage:
    """A paragraph, heading, table cell or string as it is read."""

    pieces: tuple[Piece, ...]

    @property
    def text(self) -> str:
        """The words, with COMPUTED where a value stands."""
        return "".join(text for text, _ in self.pieces)

    def line(self, place: int) -> int:
        """The line on which the character at `place` of the text is typed."""
        ends = list(accumulate(len(text) for text, _ in self.pieces))
        return self.pieces[bisect_right(ends, place)][1]


def passage(pieces: Iterable[Piece]) -> Passage:
    """The passage of `pieces`; one that runs over several lines is cut at their ends."""
    return Passage(
        tuple(
            (part, line + offset)
            for text, line in pieces
            for offset, part in enumerate(_LINE.findall(text))
        )
    )
