"""Passages whose values are not available drop out: the smallest unit that can stand alone.

A value says in its display metadata (`prose.NOT_AVAILABLE`) that an edition does not have it. The
sentence that holds it is left out, and with the first sentence of a list item the item; so is the
row of a table. A paragraph, list or section of which nothing is left vanishes, and the chapter
says once how much is missing. A heading keeps its words. Where a sentence ends is decided so that
in doubt more drops out and no fragment stays.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from figurecheck.publishing.nodes import Content, Node, find, node, text_of, walk
from figurecheck.publishing.sanitising import BLOCKS

MISSING = "data-missing"  # marks the value while the body is written
GONE = "data-gone"  # stands where a block was, until its section is complete

_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_STYLES = {"strong", "em", "b", "i", "u", "span", "del", "ins", "mark", "small", "q", "cite"}
_HOLDERS = {"ul", "ol", "div", "blockquote", "table", "thead", "tbody", "section", "dl", "details"}

_VALUE, _MARK = "\ufffc", "\u2060"  # what stands for a value, and for the mark of a note
_END = re.compile(rf"[.!?][\"'”’»)\]{_MARK}]*\s+(?=[\"'“‘«(\[]*[^\W\d_])")
_PAIRS = {"(": ")", "[": "]", "“": "”", "«": "»"}
_WORD = re.compile(r"((?:[^\W\d_]\.)*[^\W\d_]+)\.\Z")
_ABBREVIATED = re.compile(
    r"mrs?|ms|dr|prof|st|nos?|vol|pp?|figs?|eq|sec|ch|cf|vs|approx|ca|etc|al|inc|ltd|co|corp|gen|gov"
    r"|art|para|eds?|viz|est|min|max|bn|mn|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec",
    re.IGNORECASE,
)
# A sentence that begins like this says something of the one before it.
_LEANING = re.compile(
    r"\W*(?:(?:and|but|so|yet|in|of|from|on|by|with|to|for|at|after|before|since|against)\s+)?"
    r"(?:it|its|this|that|these|those|they|them|their|both|neither|either|he|she|his|her|such|the"
    r" same|the latter|the former|another|others|so|but|yet|and|or|nor|also|however|hence|thus"
    r"|therefore|then|instead|otherwise)\b",
    re.IGNORECASE,
)


@dataclass
class LeftOut:
    """How much of a chapter is left out."""

    passages: int = 0
    charts: int = 0

    def said(self, day: str) -> Node | None:
        """The sentence that says so, with the day of the edition; None where all is there."""
        counts = [(self.passages, "passage"), (self.charts, "chart")]
        parts = [f"{n} {noun}{'' if n == 1 else 's'}" for n, noun in counts if n]
        if not parts:
            return None
        when = f" in print by {day}" if day else ""
        words = f"Left out of this chapter: {' and '.join(parts)}, for want of figures{when}."
        return node("p", words, class_="remark left-out")


def without_missing(content: Sequence[Content], left_out: LeftOut) -> list[Content]:
    """The blocks without the passages that hold a missing value, which `left_out` counts.

    A `gone` node stands where a whole block was.
    """
    kept: list[Content] = []
    for item in content:
        if not isinstance(item, Node) or item.tag in _HEADINGS or not _lacks([item]):
            kept.append(item)
        elif not _cut(item, left_out):
            kept.append(gone())
            _close(kept, left_out)
        else:
            kept.append(item)
    return kept


def gone() -> Node:
    """What stands where a block was left out."""
    return Node("data", {GONE: ""})


def is_gone(item: Content) -> bool:
    """Whether a block was left out here."""
    return isinstance(item, Node) and GONE in item.attrs


def settled(content: Sequence[Content]) -> list[Content]:
    """The content without headings under which all was left out, and without `gone` nodes."""
    kept = list(content)
    for position in reversed(range(len(kept))):  # inner headings before those around them
        below = _section(kept, position)
        if any(map(is_gone, below)) and not any(map(_is_seen, below)):
            kept[position] = gone()
    return [item for item in kept if not is_gone(item)]


def sentences(content: Sequence[Content]) -> list[list[Content]]:
    """The running text cut where a sentence surely ends; together they are all of it.

    A sentence begins with a typed capital, never with a value or a link, and none ends behind
    an initial or an abbreviation, or within brackets or quotation marks.
    """
    found: list[list[Content]] = [[]]
    text = "".join(map(_flat, content))
    ends = {match.end() for match in _END.finditer(text) if _ends(text, match)}
    place = 0
    for item in content:
        length = len(_flat(item))
        inner = [e - place for e in sorted(ends) if place < e < place + length]
        if place in ends:
            found.append([])
        if isinstance(item, str):
            for start, end in zip([0, *inner], [*inner, length], strict=True):
                found += [[]] if start else []
                found[-1].append(item[start:end])
        else:
            found[-1].append(item)
        place += length
    return [sentence for sentence in found if sentence]


def _cut(item: Node, left_out: LeftOut) -> bool:
    """Cuts what is missing out of a block; whether anything of it is left."""
    if item.tag == "tr":
        left_out.passages += 1
        return False
    if item.tag in _HOLDERS or "data-note-text" in item.attrs:
        item.children = settled(without_missing(item.children, left_out))
        return any(map(_is_seen, item.children))
    if item.tag == "li":
        return _cut_item(item, left_out)
    item.children = _prose(item.children, left_out)
    return bool(item.children)


def _cut_item(item: Node, left_out: LeftOut) -> bool:
    """The same for an item of a list, which is nothing without its first sentence."""
    blocks = (i for i, c in enumerate(item.children) if isinstance(c, Node) and c.tag in BLOCKS)
    first = next(blocks, len(item.children))
    own, below = item.children[:first], item.children[first:]
    said = bool("".join(map(_flat, own)).strip())
    paragraph = find(below[:1], "p")
    opening = own if said or paragraph is None else paragraph.children
    if opening and _lacks(sentences(opening)[0]):
        left_out.passages += 1
        return False
    kept = _prose(own, left_out) if said else own
    item.children = [*kept, *settled(without_missing(below, left_out))]
    return True


def _prose(content: Sequence[Content], left_out: LeftOut) -> list[Content]:
    """The sentences that lack nothing and do not lean on one that does.

    A paragraph whose bold lead drops out has lost its subject, and goes with it.
    """
    found = sentences(content)
    kept: list[list[Content]] = []
    lead_lost = _is_lead(found[0]) and _lacks(found[0])
    lost = False
    for sentence in found:
        leans = lost and bool(_LEANING.match(text_of(sentence)))
        lost = lead_lost or leans or _lacks(sentence)
        kept += [] if lost else [sentence]
    left_out.passages += len(found) - len(kept)
    joined = [item for sentence in kept for item in sentence]
    if joined and isinstance(joined[-1], str):
        joined[-1] = joined[-1].rstrip()
    return joined


def _close(kept: list[Content], left_out: LeftOut) -> None:
    """Takes away the words that announce a list of which nothing is left."""
    before = [i for i, c in enumerate(kept) if not (isinstance(c, str) and not c.strip())][:-1]
    item = kept[before[-1]] if before else None
    if isinstance(item, Node) and item.tag == "p" and text_of([item]).rstrip().endswith(":"):
        item.children = [part for one in sentences(item.children)[:-1] for part in one]
        left_out.passages += 1
        if not item.children:
            kept[before[-1]] = gone()


def _lacks(content: Sequence[Content]) -> bool:
    return any(MISSING in item.attrs for item in walk(content))


def _is_lead(sentence: Sequence[Content]) -> bool:
    return isinstance(sentence[0], Node) and sentence[0].tag in ("strong", "b")


def _is_seen(item: Content) -> bool:
    if isinstance(item, str):
        return bool(item.strip())
    return not (is_gone(item) or (isinstance(item, Node) and item.tag in _HEADINGS))


def _section(content: Sequence[Content], position: int) -> Sequence[Content]:
    """What stands under the heading at `position`; nothing where there is none."""
    heading = content[position]
    if not (isinstance(heading, Node) and heading.tag in _HEADINGS):
        return ()
    for end, item in enumerate(content[position + 1 :], position + 1):
        if isinstance(item, Node) and item.tag in _HEADINGS and item.tag <= heading.tag:
            return content[position + 1 : end]
    return content[position + 1 :]


def _flat(item: Content) -> str:
    """The text with one character for what is no typed text of the sentence."""
    if isinstance(item, str):
        return item
    if isinstance(item, Node) and item.tag in _STYLES:
        return "".join(map(_flat, item.children))
    if isinstance(item, Node) and item.tag == "br":
        return "\n"
    if isinstance(item, Node) and "data-ref" in item.attrs:
        return "Figure"  # as it will be read
    return _MARK if isinstance(item, Node) and "data-note" in item.attrs else _VALUE


def _ends(text: str, match: re.Match[str]) -> bool:
    """Whether a sentence surely ends where a stop, space and a letter follow one another."""
    before, after = text[: match.start() + 1], text[match.end() :].lstrip("\"'“‘«([")
    word = _WORD.search(before)
    if not after[:1].isupper() or before.endswith("..") or _within(text[: match.end()]):
        return False
    if word is None:
        return True
    initial = "." in word[1] or len(word[1]) == 1
    return not (initial or _ABBREVIATED.fullmatch(word[1]))


def _within(before: str) -> bool:
    """Whether brackets or quotation marks are open at the end of a text."""
    opened = any(before.count(first) > before.count(last) for first, last in _PAIRS.items())
    return opened or before.count('"') % 2 == 1
