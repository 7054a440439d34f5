"""Foreign HTML -> nodes, by an allow-list: what is not on it comes out as text or not at all."""

from __future__ import annotations

import base64
import binascii
import re
from html.parser import HTMLParser
from urllib.parse import urlsplit

from figurecheck.publishing.nodes import VOID, Content, Node, Picture, text_of

# fmt: off
BLOCKS = {
    "p", "div", "ul", "ol", "li", "dl", "dt", "dd", "pre", "blockquote", "table", "caption",
    "thead", "tbody", "tfoot", "tr", "th", "td", "hr", "h1", "h2", "h3", "h4", "h5", "h6",
    "figure", "figcaption", "section", "details", "summary",
}
INLINE = {
    "a", "abbr", "b", "bdi", "br", "cite", "code", "data", "del", "em", "i", "ins", "kbd",
    "mark", "q", "s", "samp", "small", "span", "strong", "sub", "sup", "time", "u", "var",
}
# fmt: on
_ATTRIBUTES = {"a": {"href"}, "data": {"value"}, "ol": {"start"}, "time": {"datetime"}}
_UNSEEN = {"style", "script", "template", "head", "title"}
_CLOSES = {  # what an opening tag ends, where the writer left the end tag out
    "li": {"li", "p"},
    "tr": {"tr", "td", "th", "p"},
    "td": {"td", "th", "p"},
    "th": {"td", "th", "p"},
    "dt": {"dt", "dd", "p"},
    "dd": {"dt", "dd", "p"},
    "tbody": {"thead", "tr", "td", "th"},
    "p": {"p"},
}
_REFUSED = {"a": "span"}  # a link that may not be followed was opened as a span
_MAX_DEPTH = 60
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_UNPRINTED = re.compile("[\x00-\x20\x7f]")
_IMAGE = re.compile(r"data:(image/(?:png|jpeg|gif|svg\+xml));base64,(.*)", re.S)


def safe_url(url: str) -> str | None:
    """The address if a reader may follow it (http, https, mailto, a place in the report)."""
    url = url.strip()
    if url.startswith("#"):
        return url
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    if _UNPRINTED.search(url):
        return None
    web = parts.scheme in ("http", "https") and parts.netloc
    return url if web or (parts.scheme == "mailto" and parts.path) else None


def parse(markup: str, scripts_as_text: bool = True) -> list[Content]:
    """The allowed elements of `markup`. Other tags come out as the text they are written with.

    Links elsewhere than `safe_url` allows become text with the address behind it.
    """
    reader = _Reader(scripts_as_text)
    reader.feed(markup)
    reader.close()
    return reader.root.children


def picture_of(alt: str, address: str) -> Picture | None:
    """The picture in a data address, or None."""
    match = _IMAGE.fullmatch(address.strip())
    if match is None:
        return None
    try:
        return Picture("picture", alt, match[1], base64.b64decode(match[2]))
    except (binascii.Error, ValueError):
        return None


class _Reader(HTMLParser):
    def __init__(self, scripts_as_text: bool) -> None:
        super().__init__(convert_charrefs=True)
        self.scripts_as_text = scripts_as_text
        self.root = Node("body")
        self.open = [self.root]
        self.hidden = ""  # the element whose contents are skipped

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {k: v or "" for k, v in attrs}
        if self.hidden:
            return
        if tag in _UNSEEN and not (tag == "script" and self.scripts_as_text):
            self.hidden = tag
        elif tag == "img":
            self._add(self._picture(given))
        elif tag not in BLOCKS and tag not in INLINE:
            self._add(self.get_starttag_text() or "")
        else:
            self._open(tag, given)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if self.hidden:
            self.hidden = "" if tag == self.hidden else self.hidden
        elif any(n.tag in (tag, _REFUSED.get(tag)) for n in self.open[1:]):
            while self.open.pop().tag not in (tag, _REFUSED.get(tag)):
                pass
        elif tag not in BLOCKS and tag not in INLINE and tag != "img":
            self._add(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self._add(data)

    def _add(self, item: Content) -> None:
        self.open[-1].children.append(item)

    def _open(self, tag: str, given: dict[str, str]) -> None:
        while self.open[-1].tag in _CLOSES.get(tag, ()):
            self.open.pop()
        refused = tag == "a" and safe_url(given.get("href", "")) is None
        made = Node("span") if refused else Node(tag, _kept(tag, given))
        self._add(made)
        if refused and given.get("href"):
            self._add(f" ({given['href']})")
        if tag not in VOID and len(self.open) < _MAX_DEPTH:
            self.open.append(made)

    def _picture(self, given: dict[str, str]) -> Content:
        alt = given.get("alt") or "Picture; no description was given."
        found = picture_of(alt, given.get("src", ""))
        return found or f"[Picture not shown: {given.get('alt') or given.get('src', '')[:200]}]"


def _kept(tag: str, given: dict[str, str]) -> dict[str, str]:
    kept = {k: v for k, v in given.items() if k in _ATTRIBUTES.get(tag, ())}
    if tag == "data":
        kept |= {k: v for k, v in given.items() if k.startswith("data-")}
    if LANGUAGE.fullmatch(given.get("lang", "")):
        kept["lang"] = given["lang"]
    if given.get("dir") in ("ltr", "rtl", "auto"):
        kept["dir"] = given["dir"]
    if tag in ("td", "th"):
        kept |= {k: given[k] for k in ("colspan", "rowspan") if _is_span(given.get(k, ""))}
        side = re.search(r"text-align:\s*(right|center)", given.get("style", ""))
        kept |= {"class": side[1]} if side else {}
    if tag == "ol" and not re.fullmatch(r"\d{1,6}", kept.get("start", "")):
        kept.pop("start", None)
    return kept


def _is_span(text: str) -> bool:
    return bool(re.fullmatch(r"[1-9]\d?", text)) and text != "1"


def is_empty(content: list[Content]) -> bool:
    """Whether a reader would see nothing of it."""
    return not text_of(content).strip()
