"""Lists of words are written as running text; here they become sets and lists."""

from __future__ import annotations


def words_of(text: str) -> frozenset[str]:
    """The words of a text as a set."""
    return frozenset(text.split())


def word_list(text: str) -> list[str]:
    """The words of a text in order."""
    return text.split()
