"""The numbers that may be typed into prose: report/exemptions.toml, a visible list with reasons.

Each entry names the `words` of a phrase exactly as it is typed, or a `kind` of number that is a
label ("year": a calendar year; "month": a month, with or without its year), and a `reason`.
With `notebook` it holds in that notebook only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, repeat
from pathlib import Path
from typing import Any

from figurecheck.editions import read_toml
from figurecheck.errors import DataError, Problem
from figurecheck.phrases import Span
from figurecheck.phrases.measures import kind_of

FILE = Path("report", "exemptions.toml")
YEAR, MONTH = "year", "month"
ALLOWED = ("words", "kind", "reason", "notebook")

_ENTRY = re.compile(r"^[ \t]*\[\[\s*exemptions\s*\]\]", re.MULTILINE)
_YEARS = re.compile(r"\d{4}(?:[-–/]\d{2}(?:\d{2})?)?")
_AFTER = re.compile(r"[ \N{NO-BREAK SPACE}]?(\w+)")


@dataclass(frozen=True)
class Exemption:
    """An entry of the list and the line of the file that it begins on."""

    line: int
    words: str
    kind: str
    notebook: str

    def covers(self, text: str, span: Span, notebook: str) -> bool:
        """Whether the number at `span` of `text` may stand there."""
        if self.notebook and self.notebook != notebook:
            return False
        if self.kind:
            return _label(text, span) == self.kind
        return any(
            found.start() <= span.start and span.end <= found.end()
            for found in re.finditer(re.escape(self.words), text)
        )


def read_exemptions(project: Path) -> list[Exemption]:
    """The entries in order; none where there is no file. Raises DataError with all offences."""
    path, file = project / FILE, FILE.as_posix()
    if not path.is_file():
        return []
    table = read_toml(path, file)
    entries = table.pop("exemptions", [])
    lines = _lines(path.read_text(encoding="utf-8"))
    problems = [Problem(file, "only [[exemptions]]", "Remove it.", value=name) for name in table]
    found: list[Exemption] = []
    for line, entry in zip(chain(lines, repeat(1)), entries, strict=False):
        problems += _offences(file, line, entry)
        words, kind, notebook = (str(entry.get(name, "")) for name in ("words", "kind", "notebook"))
        found.append(Exemption(line, words, kind, notebook))
    if problems:
        raise DataError(problems)
    return found


def unused(exemption: Exemption) -> Problem:
    """The offence of an entry that nothing needs any more."""
    where = f"in {exemption.notebook}" if exemption.notebook else "in the prose of the report"
    return Problem(
        FILE.as_posix(),
        f"a number that stands {where}",
        "Remove the exemption: nothing needs it any more.",
        exemption.line,
        value=exemption.words or f"kind = {exemption.kind}",
    )


def _lines(text: str) -> list[int]:
    return [text.count("\n", 0, match.start()) + 1 for match in _ENTRY.finditer(text)]


def _offences(file: str, line: int, entry: Mapping[str, Any]) -> Iterator[Problem]:
    for name, value in entry.items():
        if name not in ALLOWED:
            yield Problem(file, f"one of {', '.join(ALLOWED)}", "Rename it.", line, name)
        elif not isinstance(value, str) or not value.strip():
            yield Problem(file, "text", "Mend it.", line, name, str(value))
    if not entry.get("reason"):
        yield Problem(file, "a reason", "Say why it may be typed.", line, "reason")
    if ("words" in entry) == ("kind" in entry):
        yield Problem(file, "either words or a kind", "Give one of the two.", line)
    if "kind" in entry and entry["kind"] not in (YEAR, MONTH):
        yield Problem(file, "year or month", "Choose one.", line, "kind", str(entry["kind"]))


def _label(text: str, span: Span) -> str:
    """The kind of label that a number may be: a year that counts nothing, a month without a day."""
    if span.kind == "date":
        return "" if re.search(r"\b\d{1,2}\b", span.text) else MONTH
    after = _AFTER.match(text, span.end)
    counts = after is not None and kind_of(after[1].lower()) is not None
    return YEAR if span.kind == "year" and _YEARS.fullmatch(span.text) and not counts else ""
