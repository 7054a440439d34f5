"""Text, addresses and names as Word's file format takes them."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from figurecheck.publishing.word_links import bookmark_names, target
from figurecheck.publishing.word_runs import Face, run

SPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
ANY_TEXT = st.text(st.characters())  # lone surrogates and controls too


@given(ANY_TEXT, st.booleans())
def test_any_text_is_a_run_that_can_be_read(words: str, bold: bool) -> None:
    markup = run(words, Face(bold=bold, language="ru"))
    parsed = ElementTree.fromstring(f'<w:p xmlns:w="{SPACE}">{markup}</w:p>'.encode())  # noqa: S314
    shown = "".join(item.text or "" for item in parsed.iter(f"{{{SPACE}}}t"))
    plain = re.sub("[\n\t]", "", words.replace("\r\n", "\n")).replace("\r", "\n")
    plain = re.sub("[\u202a-\u202e\u2066-\u2069]", "", plain)
    assert [a == b or b == "\ufffd" for a, b in zip(plain, shown, strict=True)].count(False) == 0


@given(st.lists(ANY_TEXT, unique=True))
def test_names_of_bookmarks_are_valid_and_no_two_alike(anchors: list[str]) -> None:
    names = bookmark_names(anchors)
    assert len({name.casefold() for name in names.values()}) == len(anchors)
    assert all(re.fullmatch("_[A-Za-z0-9_]{0,39}", name) for name in names.values())


@pytest.mark.parametrize(
    ("address", "accepted"),
    [
        ("https://example.org/a?b=c&d=%20#e", "https://example.org/a?b=c&d=%20#e"),
        ("https://example.org/100%", "https://example.org/100%25"),
        ('https://example.org/"<x>', "https://example.org/%22%3Cx%3E"),
        ("https://мысал.kz/жол", "https://xn--80awbu3c.kz/%D0%B6%D0%BE%D0%BB"),
        ("https://example.org:8080/", "https://example.org:8080/"),
        ("mailto:a@example.org?subject=x", "mailto:a@example.org?subject=x"),
        ("https://example.org:99999/", None),
        ("https://exa mple.org/", None),
        ("https://[x/", None),
        ("https://a..b/", None),
        ("javascript:alert(1)", None),
        ("file:///etc/passwd", None),
        (f"https://example.org/{'x' * 2000}", None),
    ],
)
def test_an_address_is_one_that_word_opens_or_none(address: str, accepted: str | None) -> None:
    assert target(address) == accepted
