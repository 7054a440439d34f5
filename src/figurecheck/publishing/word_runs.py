"""WordprocessingML of running text: runs, fields, bookmarks, links. Text is always escaped here."""

from __future__ import annotations

import re
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from figurecheck.publishing.nodes import clean

# Controls that would turn the text around them; the mere marks (LRM, RLM, ALM) stay.
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
_BREAKS = re.compile("([\n\t])")
_BREAK = {"\n": "<w:br/>", "\t": "<w:tab/>"}
_RIGHT_TO_LEFT = {"ar", "fa", "he", "ur"}
_EAST_ASIAN = {"zh", "ja", "ko"}
_REGIONS = {
    "ar": "ar-SA",
    "de": "de-DE",
    "en": "en-GB",
    "fr": "fr-FR",
    "ja": "ja-JP",
    "kk": "kk-KZ",
    "ru": "ru-RU",
    "zh": "zh-CN",
}


@dataclass(frozen=True)
class Face:
    """How a run looks: `style` is a character style, `language` a tag, `linked` inside a link."""

    bold: bool = False
    italic: bool = False
    strike: bool = False
    underline: bool = False
    marked: bool = False
    position: str = ""  # superscript, subscript
    style: str = ""
    language: str = ""
    linked: bool = False


PLAIN = Face()


def text(words: str) -> str:
    """The words as they may stand in XML: no forbidden character, nothing read as markup."""
    return escape(_TURNING.sub("", clean(words)))


def attribute(words: str) -> str:
    """The words as an attribute's value, with its quotes."""
    return quoteattr(_TURNING.sub("", clean(words)))


def run(words: str, face: Face) -> str:
    """The run of these words; nothing for no words.

    >>> run("a < b", Face(bold=True))
    '<w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">a &lt; b</w:t></w:r>'
    """
    inner = "".join(
        _BREAK.get(part) or f'<w:t xml:space="preserve">{text(part)}</w:t>'
        for part in _BREAKS.split(words.replace("\r\n", "\n"))
        if part
    )
    return f"<w:r>{properties(face)}{inner}</w:r>" if inner else ""


def properties(face: Face) -> str:
    """The run properties, in the order that the schema asks for."""
    language, right_to_left = _language(face.language)
    made = (
        (f"<w:rStyle w:val={quoteattr(face.style)}/>" if face.style else "")
        + ("<w:b/>" if face.bold else "")
        + ("<w:i/>" if face.italic else "")
        + ("<w:strike/>" if face.strike else "")
        + ('<w:highlight w:val="yellow"/>' if face.marked else "")
        + ('<w:u w:val="single"/>' if face.underline else "")
        + (f"<w:vertAlign w:val={quoteattr(face.position)}/>" if face.position else "")
        + right_to_left
        + language
    )
    return f"<w:rPr>{made}</w:rPr>" if made else ""


def region(language: str) -> str:
    """The tag with a region, which Word asks for: ru is ru-RU."""
    return _REGIONS.get(language.lower(), language)


def _language(tag: str) -> tuple[str, str]:
    if not tag:
        return "", ""
    base = tag.split("-")[0].lower()
    if base in _RIGHT_TO_LEFT:
        return f"<w:lang w:bidi={attribute(region(tag))}/>", "<w:rtl/>"
    kind = "eastAsia" if base in _EAST_ASIAN else "val"
    return f"<w:lang w:{kind}={attribute(region(tag))}/>", ""


def field(instruction: str, result: str) -> str:
    """A field that Word can compute again, with `result`, which is runs, until then."""
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'.format
    said = f'<w:r><w:instrText xml:space="preserve"> {text(instruction)} </w:instrText></w:r>'
    return f"{mark('begin')}{said}{mark('separate')}{result}{mark('end')}"


def bookmark(name: str, number: int, inner: str) -> str:
    """A place that links lead to, around `inner`."""
    start = f'<w:bookmarkStart w:id="{number}" w:name={quoteattr(name)}/>'
    return f'{start}{inner}<w:bookmarkEnd w:id="{number}"/>'


def inner_link(name: str, inner: str) -> str:
    """A link to the bookmark of that name."""
    return f'<w:hyperlink w:anchor={quoteattr(name)} w:history="1">{inner}</w:hyperlink>'


def outer_link(relation: str, inner: str) -> str:
    """A link to the address that the relationship holds."""
    return f'<w:hyperlink r:id={quoteattr(relation)} w:history="1">{inner}</w:hyperlink>'


def paragraph(style: str, inner: str, more: str = "") -> str:
    """A paragraph; `more` are further paragraph properties, which follow the style's name."""
    named = f"<w:pStyle w:val={quoteattr(style)}/>" if style else ""
    made = f"<w:pPr>{named}{more}</w:pPr>" if named or more else ""
    return f"<w:p>{made}{inner}</w:p>"
