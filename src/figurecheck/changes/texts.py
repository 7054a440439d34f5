"""A difference as text for a terminal, as Markdown for a pull request, and as JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from textwrap import wrap

from figurecheck.changes.difference import Difference
from figurecheck.changes.sections import Document
from figurecheck.changes.tabular import Section

WIDTH = 80  # characters of a terminal
FEW, FEWER = 8, 3  # rows that a section shows in a terminal, and one that follows from others
OPEN = 20  # rows that Markdown shows without a click
LARGEST = 60_000  # characters of Markdown; a comment may have 65,536

_MARKUP = re.compile(r"([\\`*_{}\[\]<>|~#@])")


def as_text(found: Document, width: int = WIDTH) -> str:
    """Lines of at most `width` characters; sections show a few rows and count the rest."""
    lines = [*_wrapped(f"{found.before} -> {found.after}", width), ""]
    for section in found.sections:
        lines += [*_listed(section, width), ""]
    for sentence in found.notes:
        lines += _wrapped(sentence, width)
    return "\n".join(lines).rstrip() + "\n"


def as_markdown(found: Document) -> str:
    """Tables under headings, those of more than `OPEN` rows folded, at most `LARGEST` characters.

    What does not fit is cut from the longest tables, which say how much they lack.
    """
    longest = max((len(section.rows) for section in found.sections), default=0)
    text = _marked(found, longest)
    while len(text) > LARGEST and longest:
        longest = longest * 3 // 4
        text = _marked(found, longest)
    return text


def as_json(found: Difference, told: Document) -> str:
    """An object: from, to, equal, flips, sections (title, columns, rows), inputs, compared."""
    content = {
        "from": found.before,
        "to": found.after,
        "equal": found.is_empty,
        "flips": [
            {"claim": flip.claim, "from": flip.old, "to": flip.new, "statement": flip.statement}
            for flip in found.flips
        ],
        "sections": [
            {"title": section.title, "columns": section.columns, "rows": section.rows}
            for section in told.sections
        ],
        "inputs": found.inputs,
        "compared": dict(found.compared),
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def _listed(section: Section, width: int) -> list[str]:
    few = FEWER if section.minor else FEW
    lines = _wrapped(f"{section.title}: {len(section.rows)}", width)
    lines += _wrapped(section.lead, width, "  ")
    for line in section.lines[:few]:
        lines += _wrapped(line, width, "  ", "      ")
    left = len(section.lines) - few
    if left > 0:
        lines += _wrapped(f"… and {left} more (--format markdown tells all)", width, "  ")
    return lines


def _wrapped(text: str, width: int, first: str = "", further: str = "") -> list[str]:
    plain = " ".join(text.split())
    return wrap(plain, width, initial_indent=first, subsequent_indent=further or first)


def _marked(found: Document, most: int) -> str:
    parts = [f"## What differs: {_plain(found.before)} → {_plain(found.after)}"]
    parts += [_table(section, most) for section in found.sections]
    parts += map(_plain, found.notes)
    return "\n\n".join(parts) + "\n"


def _table(section: Section, most: int) -> str:
    rows = section.rows[:most]
    lines = [_row(section.columns), _row(["---"] * len(section.columns), plain=False)]
    lines += [_row(row) for row in rows]
    left = len(section.rows) - len(rows)
    parts = [_plain(section.lead)] if section.lead else []
    parts += ["\n".join(lines)] if rows else []
    parts += [f"… and {left} more."] if left else []
    title = f"{_plain(section.title)}: {len(section.rows)}"
    if len(section.rows) <= OPEN:
        return "\n\n".join([f"### {title}", *parts])
    inner = "\n\n".join(parts)
    return f"<details><summary>{title}</summary>\n\n{inner}\n\n</details>"


def _row(cells: Sequence[str], plain: bool = True) -> str:
    return "| " + " | ".join(_plain(cell) if plain else cell for cell in cells) + " |"


def _plain(text: str) -> str:
    """Text without markup, mentions or line ends of its own."""
    return _MARKUP.sub(lambda match: f"&#{ord(match[0])};", " ".join(text.split()))
