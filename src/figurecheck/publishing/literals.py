"""Typst strings: the only way by which text enters the markup."""

from __future__ import annotations

import re
from collections.abc import Sequence

from figurecheck.publishing.material import printable
from figurecheck.publishing.nodes import BIDI_CONTROLS, clean

_LONG_WORD = re.compile(r"\S{30}")


def literal(text: str) -> str:
    r"""A Typst string. Characters that no vendored font has are named by their code.

    >>> literal('#panic("x")')
    '"#panic(\\"x\\")"'
    """
    text = _LONG_WORD.sub(lambda match: f"{match[0]}\u200b", clean(text))
    if BIDI_CONTROLS.search(text):
        text = BIDI_CONTROLS.sub("", text)
    if text.isascii():
        shown = text.replace("\r", "")
    else:
        shown = "".join(c if c in "\n\t\u200b" or printable(c) else _named(c) for c in text)
    escaped = shown.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + escaped.replace("\n", "\\n").replace("\t", "\\t") + '"'


def _named(character: str) -> str:
    if character in "\u00ad\u200c\u200d\ufe0e\ufe0f":  # hints for joining and hyphens: no sign
        return ""
    return " " if character.isspace() else f"[U+{ord(character):04X}]"


def address(target: str) -> str:
    """A Typst string of an address, unbroken."""
    return '"' + clean(target).replace("\\", "%5C").replace('"', "%22") + '"'


def array(items: Sequence[str]) -> str:
    """A Typst array of strings."""
    return "(" + "".join(f"{literal(item)}, " for item in items) + ")"
