"""Where a markdown cell asks for a computed value: the MyST role `` {eval}`expression` ``.

Follows CommonMark as far as it decides what is code: fenced and indented blocks, code spans,
backslash escapes and HTML comments hold no roles. The name and form of the role are those of
mystmd (https://mystmd.org/guide/inline-expressions), which jupyterlab-myst shows live.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

# What the display metadata of a value say where an edition does not have it.
NOT_AVAILABLE = {"figurecheck": {"available": False}}


class Inline(NamedTuple):
    """One role: `markdown[start:end]` is the whole of it, `expression` what it asks for."""

    start: int
    end: int
    expression: str


_BLOCK_PREFIX = r"^(?:[ \t]*(?:>|[-*+]|\d{1,9}[.)])[ \t])*[ ]{0,3}"
_OPENING_FENCE = re.compile(_BLOCK_PREFIX + r"[ \t]*(?P<fence>`{3,}(?=[^`]*$)|~{3,})")
_INDENTED = re.compile(r"^(?: {4}|\t)")
_LIST_ITEM = re.compile(r"^ {0,3}(?:[-*+]|\d{1,9}[.)])[ \t]")
_ROLE = re.compile(r"\{eval\}(?P<ticks>`+)(?!`)(?P<body>.+?)(?<!`)(?P=ticks)(?!`)")
_TICKS = re.compile(r"`+")
_MARK = re.compile(r"[{`\\<]")  # a role, a code span or what is skipped begins with one of them
_SKIPPED = re.compile(r"\\.|<!--.*?-->", re.DOTALL)


def expressions(markdown: str) -> list[Inline]:
    """The roles of `markdown` in order of appearance.

    >>> expressions("In 2023 {eval}`cargo.tonnes` went, `{eval}`x`` did not.")
    [Inline(start=8, end=28, expression='cargo.tonnes')]
    """
    found = []
    for start, end in _prose_blocks(markdown):
        found += _roles(markdown, start, end)
    return found


def is_available(metadata: Mapping[str, Any]) -> bool:
    """Whether the display metadata of a value leave it standing."""
    found = metadata.get("figurecheck")
    return not isinstance(found, Mapping) or bool(found.get("available", True))


def _prose_blocks(markdown: str) -> list[tuple[int, int]]:
    """The stretches of `markdown` that are neither fenced nor indented code, each a paragraph."""
    blocks: list[tuple[int, int]] = []
    start, place, fence, in_list, blank_before = 0, 0, "", False, True
    for line in markdown.splitlines(keepends=True):
        opening = _OPENING_FENCE.match(line)
        blank = not line.strip()
        in_list = bool(_LIST_ITEM.match(line)) or (
            in_list and (blank or not blank_before or line[0] in " \t")
        )
        indented = blank_before and not in_list and bool(_INDENTED.match(line)) and not blank
        ends_fence = fence and _closes(line, fence)
        if fence or opening or blank or indented:
            blocks.append((start, place))
            start = place + len(line)
        if ends_fence:
            fence = ""
        elif not fence and opening:
            fence = opening["fence"]
        place += len(line)
        blank_before = blank or indented
    blocks.append((start, place))
    return [block for block in blocks if block[0] < block[1]]


def _closes(line: str, fence: str) -> bool:
    text = line.strip().lstrip("> \t")
    return len(text) >= len(fence) and set(text) == {fence[0]}


def _roles(markdown: str, start: int, end: int) -> list[Inline]:
    found, place = [], start
    while mark := _MARK.search(markdown, place, end):
        place = mark.start()
        if role := _ROLE.match(markdown, place, end):
            found.append(Inline(role.start(), role.end(), role["body"].strip()))
            place = role.end()
        elif skipped := _SKIPPED.match(markdown, place, end):
            place = skipped.end()
        elif ticks := _TICKS.match(markdown, place, end):
            place = _after_code_span(markdown, ticks, end)
        else:
            place += 1
    return found


def _after_code_span(markdown: str, ticks: re.Match[str], end: int) -> int:
    """Behind the code span that `ticks` open, or behind them where nothing closes it."""
    closing = re.compile(rf"(?<!`){ticks[0]}(?!`)").search(markdown, ticks.end(), end)
    return closing.end() if closing else ticks.end()
