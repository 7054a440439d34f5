"""Whether every number of an article is a row of the claims table, or excluded with a reason.

The articles are copyrighted and not part of the project. Whoever has a copy names its folder;
the text is recognised by its SHA-256 in the sources table, so that a file may have any name.
Paragraphs are the lines of the text that are not blank, counted from one.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from figurecheck import phrases
from figurecheck.errors import DataError, Problem

# What has no numeral and is a number all the same: a list, a bare rank.
UNNUMBERED = re.compile(r"\b(?:largest|inaugural|top)\b", re.IGNORECASE)
QUOTES = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "\N{NO-BREAK SPACE}": " "})


@dataclass(frozen=True)
class Passage:
    """A phrase of a paragraph that a row of a table stands for."""

    file: str
    line: int
    source: str
    paragraph: int
    as_written: str


def check_coverage(raw: Mapping[str, pd.DataFrame], folder: Path) -> int:
    """The count of numbers found in the articles' texts in `folder`, all of them covered.

    Raises DataError for every number that no claim and no exclusion covers, for every phrase
    in the tables that its paragraph does not print, and for an article without its text.
    """
    texts = _texts(raw["sources"], folder)
    passages = list(_passages(raw))
    problems: list[Problem] = []
    count = 0
    for source, paragraphs in texts.items():
        for number, paragraph in enumerate(paragraphs, start=1):
            here = [p for p in passages if (p.source, p.paragraph) == (source, number)]
            found = list(_numbers(paragraph))
            count += len(found)
            problems += _misquoted(here, paragraph)
            problems += _uncovered(source, number, paragraph, found, here)
    if problems:
        raise DataError(problems)
    return count


def paragraphs(text: str) -> list[str]:
    """The lines of an article that are not blank."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def _texts(sources: pd.DataFrame, folder: Path) -> dict[str, list[str]]:
    files = {hashlib.sha256(f.read_bytes()).hexdigest(): f for f in sorted(folder.glob("*.txt"))}
    articles = sources[sources["kind"] == "article"]
    missing = [
        Problem(
            str(folder),
            f"the text of {row['source']}, with SHA-256 {row['sha256'][:12]}…",
            "Put the text there unchanged, or leave SOURCES out.",
        )
        for row in articles.to_dict("records")
        if row["sha256"] not in files
    ]
    if missing:
        raise DataError(missing)
    return {
        row["source"]: paragraphs(files[row["sha256"]].read_text(encoding="utf-8"))
        for row in articles.to_dict("records")
    }


def _passages(raw: Mapping[str, pd.DataFrame]) -> Iterator[Passage]:
    for row in raw["claims"].to_dict("records"):
        yield Passage(
            "data/raw/claims.csv",
            row["line"],
            row["source"],
            int(row["paragraph"]),
            row["as_written"],
        )
    for row in raw["exclusions"].to_dict("records"):
        if row["table"] == "claims":
            source, _, paragraph = row["key"].rpartition(" p")
            yield Passage(
                "data/raw/exclusions.csv", row["line"], source, int(paragraph), row["as_written"]
            )


def _numbers(paragraph: str) -> Iterator[tuple[int, int, str]]:
    for span in phrases.numbers(paragraph):
        yield span.start, span.end, span.text
    for match in UNNUMBERED.finditer(paragraph):
        yield match.start(), match.end(), match.group()


def _misquoted(passages: list[Passage], paragraph: str) -> Iterator[Problem]:
    plain = paragraph.translate(QUOTES)
    for passage in passages:
        if passage.as_written.translate(QUOTES) not in plain:
            yield Problem(
                passage.file,
                f"words of {passage.source}, paragraph {passage.paragraph}",
                "Copy the phrase as printed, or mend the paragraph.",
                passage.line,
                "as_written",
                passage.as_written,
            )


def _uncovered(
    source: str,
    number: int,
    paragraph: str,
    found: list[tuple[int, int, str]],
    passages: list[Passage],
) -> Iterator[Problem]:
    plain = paragraph.translate(QUOTES)
    covered = [
        (match.start(), match.end())
        for passage in passages
        for match in re.finditer(re.escape(passage.as_written.translate(QUOTES)), plain)
    ]
    for start, end, words in found:
        if not any(first <= start and end <= last for first, last in covered):
            yield Problem(
                source,
                f"a claim or an exclusion for a number in paragraph {number}",
                "Add a row to data/raw/claims.csv, or to data/raw/exclusions.csv with a reason.",
                value=words,
            )
