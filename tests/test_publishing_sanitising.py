"""Foreign markup and text: only what is allowed gets through, whatever is written."""

from __future__ import annotations

import re

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from figurecheck.publishing.literals import literal
from figurecheck.publishing.material import assets, printable
from figurecheck.publishing.nodes import to_html
from figurecheck.publishing.sanitising import BLOCKS, INLINE, parse, safe_url

PIECES = st.sampled_from(
    [
        "<",
        ">",
        "</",
        "/>",
        "<script>",
        "<p",
        "<a",
        "href=",
        "javascript:",
        "'",
        '"',
        "=",
        "on",
        "x",
        "<!--",
        "-->",
        "<![CDATA[",
        "<svg/onload=",
        "&lt;",
        "&#60;",
        "<td>",
        "</p>",
        "<li>",
    ]
)


@given(st.lists(PIECES, max_size=12).map("".join))
def test_only_allowed_elements_and_no_handlers_come_out(markup: str) -> None:
    page = BeautifulSoup(to_html(parse(markup)), "html.parser")
    assert {tag.name for tag in page.find_all(True)} <= BLOCKS | INLINE
    assert not [name for tag in page.find_all(True) for name in tag.attrs if name[:2] == "on"]
    assert not [tag for tag in page.find_all(href=True) if "script" in str(tag["href"])]


@given(st.text())
def test_a_text_is_one_typst_string(text: str) -> None:
    inner = literal(text)[1:-1]
    assert re.fullmatch(r'(?:[^"\\\n\t]|\\["\\nt])*', inner)


@given(st.text(alphabet=st.characters(codec="utf-8")))
def test_every_printed_character_has_a_glyph(text: str) -> None:
    assert all(c == "\u200b" or printable(c) for c in literal(text))


@pytest.mark.parametrize(
    "url", ["https://a.org/x?y=1#z", "http://a.org", "mailto:a@b.org", "#chart-a"]
)
def test_an_address_that_may_be_followed_stays(url: str) -> None:
    assert safe_url(url) == url


@pytest.mark.parametrize(
    "url",
    [
        "javascript:x",
        "JaVaScRiPt:x",
        " java\nscript:x",
        "data:text/html,x",
        "file:///etc/passwd",
        "//a.org",
        "a.ipynb",
        "https://",
        "http://[",
        "https://a.org/\x00",
        "mailto:",
        "",
        "vbscript:x",
    ],
)
def test_any_other_address_is_refused(url: str) -> None:
    assert safe_url(url) is None


def test_the_list_of_characters_agrees_with_the_fonts() -> None:
    from fontTools.ttLib import TTFont

    for path in (assets() / "fonts").glob("*.ttf"):
        with TTFont(path) as font:
            assert all(printable(chr(code)) for code in font.getBestCmap())


@pytest.mark.parametrize("text", ["ӘәҒғҚқҢңӨөҰұҮүҺһІі", "ЁёЙй№«»", "ΔΩμ", "₸₽€×−→"])
def test_the_fonts_have_the_letters_of_the_evidence(text: str) -> None:
    assert all(map(printable, text))
