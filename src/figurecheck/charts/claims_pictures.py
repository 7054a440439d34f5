"""A claim against its evidence, in a hand's breadth: the SVG is written here, mark by mark.

Drawn as text rather than by matplotlib: some dozens of them have to be small, and their letters
must keep their size on a phone and in print.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from itertools import accumulate

from figurecheck.charts.claims_scale import (
    Ends,
    Piece,
    Scale,
    claimed_words,
    scale_of,
    ticks,
)
from figurecheck.charts.themes import FAMILY, LIGHT
from figurecheck.publishing.nodes import clean
from figurecheck.verdicts import EvidenceVerdict

WIDTH = 340
_SIZE = 13  # of the type; at 320 px of screen still eleven
_SLIM, _BROAD = "iljtfrI.,:;!’'()|/ \N{NO-BREAK SPACE}", "mwMW@%—…"
_HEAD, _ROW, _REST, _FOOT = 21, 31, 20, 26  # heights
_OTHERS = "Other series, not decisive"
_MARKS = {  # shape and colour, so that neither has to be told alone
    EvidenceVerdict.EXACT: ("disc", LIGHT.series[2]),
    EvidenceVerdict.WITHIN_ROUNDING: ("disc", LIGHT.series[2]),
    EvidenceVerdict.ONLY_IF_TRUNCATED: ("diamond", LIGHT.series[0]),
    EvidenceVerdict.DOES_NOT_HOLD: ("cross", LIGHT.series[1]),
    EvidenceVerdict.CANNOT_BE_CHECKED: ("ring", LIGHT.mute),
}
_KEY = (
    ("disc", LIGHT.series[2], "exact, or within rounding"),
    ("diamond", LIGHT.series[0], "holds only if truncated"),
    ("cross", LIGHT.series[1], "does not hold"),
    ("ring", LIGHT.mute, "cannot be checked"),
)
_KEY_ROW = 21
KEY_ALT = (
    "A shaded band is what the article claimed. Each line is what a "
    "piece of evidence admits, with an arrow where it has no end, and its mark is the number. "
    "A disc: exact, or within rounding. A diamond: holds only if truncated. A cross: does not "
    "hold. A ring: cannot be checked. Thin lines are other series, which decide nothing."
)


def alternative(ends: Ends, unit: str, pieces: Iterable[Piece]) -> str:
    """The picture in words: the claim, each decisive piece of evidence, then other series."""
    listed = list(pieces)
    parts = [f"Claimed {claimed_words(*ends, unit)}."]
    for lead, decisive in (("", True), (f"{_OTHERS}: ", False)):
        said = [f"{p.label}: {p.gives}, {p.verdict}" for p in listed if p.decisive is decisive]
        parts += [f"{lead}{'; '.join(said)}."] if said else []
    return " ".join(parts)


def picture(ends: Ends, unit: str, pieces: Sequence[Piece]) -> str:
    """The SVG: the claimed interval as a band, each piece of evidence a segment with its mark."""
    decisive = [piece for piece in pieces if piece.decisive]
    others = [piece for piece in pieces if not piece.decisive]
    scale = scale_of(ends, pieces, WIDTH)
    below = _HEAD + _ROW * len(decisive)
    foot = below + (_REST + _ROW * len(others) if others else 0)
    tops = [_HEAD + _ROW * place for place in range(len(decisive))]
    tops += [below + _REST + _ROW * place for place in range(len(others))]
    parts = [
        _band(scale, ends, foot, tops),
        *_axis(scale, ticks(scale), foot),
        _head(claimed_words(*ends, unit)),
        *_rows(decisive, _HEAD, scale, LIGHT.ink, 4),
    ]
    if others:
        parts.append(_text(0, below + 14, _OTHERS, f' fill="{LIGHT.mute}" font-style="italic"'))
        parts += _rows(others, below + _REST, scale, LIGHT.mute, 1.5)
    return _svg(foot + _FOOT, parts)


def key() -> str:
    """The SVG that explains band, lines and marks."""
    half = WIDTH // 2 + 20
    words = [_text(20, _KEY_ROW * place + 15, said) for place, (_, _, said) in enumerate(_KEY)]
    others = ("what is claimed", "what evidence admits", "another series")
    words += [_text(half + 20, _KEY_ROW * place + 15, said) for place, said in enumerate(others)]
    marks = [
        f'<g stroke="{colour}" fill="{_filling(shape, colour)}">'
        f"{_mark(shape, 7, _KEY_ROW * place + 10.5, 5)}</g>"
        for place, (shape, colour, _) in enumerate(_KEY)
    ]
    band = f'<rect x="{half}" y="3" width="14" height="15" fill="{LIGHT.band}"/>'
    lines = [
        f'<path d="M{half} {_KEY_ROW * place + 10.5}h14" stroke="{LIGHT.mute}" '
        f'stroke-width="{width}"/>'
        for place, width in ((1, 4), (2, 1.5))
    ]
    said = f'<g fill="{LIGHT.ink}">{"".join(words)}</g>'
    return _svg(_KEY_ROW * len(_KEY), [said, *marks, band, *lines])


def _svg(height: float, parts: Iterable[str]) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" '
        f'width="{WIDTH}" height="{height}">'
        f'<g font-family="{FAMILY}" font-size="{_SIZE}" fill="none">{"".join(parts)}</g></svg>'
    )


def _band(scale: Scale, ends: Ends, foot: float, tops: Iterable[float]) -> str:
    """The claimed interval behind all rows; its edges stand beside the segments, not the names."""
    places = scale.at(ends[0], 0), scale.at(ends[1], WIDTH)
    left, right = places
    known = [at for at, end in zip(places, ends, strict=True) if end is not None]
    edges = "".join(f"M{at} {top + 17}v13" for top in tops for at in dict.fromkeys(known))
    box = f'x="{left}" y="{_HEAD - 3}" height="{foot - _HEAD + 3}"'
    return (
        f'<rect {box} width="{round(right - left, 1)}" fill="{LIGHT.band}"/>'
        f'<path d="{edges}" stroke="{LIGHT.series[4]}"/>'
    )


def _axis(scale: Scale, marks: Sequence[tuple[float, str]], foot: float) -> list[str]:
    places = [scale.at(mark, 0) for mark, _ in marks]
    path = f"M0 {foot}H{WIDTH}" + "".join(f"M{place} {foot}v4" for place in places)
    words = [
        _text(min(max(place, _breadth(word) / 2), WIDTH - _breadth(word) / 2), foot + 18, word)
        for place, (_, word) in zip(places, marks, strict=True)
    ]
    group = f'<g fill="{LIGHT.mute}" text-anchor="middle">{"".join(words)}</g>'
    return [f'<path d="{path}" stroke="{LIGHT.mute}"/>', group]


def _head(claimed: str) -> str:
    bold = f' fill="{LIGHT.series[4]}" font-weight="600"'
    return _text(0, 12, _fitted(f"Claimed {claimed}", WIDTH), bold)


def _rows(
    pieces: Sequence[Piece], top: float, scale: Scale, ink: str, thick: float
) -> Iterator[str]:
    """Who measured and what it gives; below that the segment and its mark, by kind of mark."""
    names, numbers, groups = [], [], dict[tuple[str, str], list[tuple[float, Piece]]]()
    for place, piece in enumerate(pieces):
        y = top + _ROW * place
        gives = _fitted(piece.gives, WIDTH * 0.6)
        names.append(_text(0, y + 14, _fitted(piece.label, WIDTH - _breadth(gives) - 10)))
        numbers.append(_text(WIDTH, y + 14, gives))
        groups.setdefault(_MARKS[EvidenceVerdict(piece.verdict)], []).append((y + 23.5, piece))
    yield f'<g fill="{ink}">{"".join(names)}<g text-anchor="end">{"".join(numbers)}</g></g>'
    for (shape, colour), group in groups.items():
        lines = "".join(_segment(piece, y, scale) for y, piece in group)
        arrows = "".join(_arrows(piece, y) for y, piece in group)
        marks = "".join(
            _mark(shape, scale.at(piece.value, 0), y, 5 if piece.decisive else 3.5)
            for y, piece in group
        )
        path = f'<path d="{lines}" stroke-width="{thick}"/>'
        path += f'<path d="{arrows}" fill="none"/>' if arrows else ""
        yield f'<g stroke="{colour}" fill="{_filling(shape, colour)}">{path}{marks}</g>'


def _segment(piece: Piece, y: float, scale: Scale) -> str:
    return f"M{scale.at(piece.low, 0)} {y}H{scale.at(piece.high, WIDTH)}"


def _arrows(piece: Piece, y: float) -> str:
    left = f"M6 {y - 5}l-5 5l5 5" if piece.low is None else ""
    return left + (f"M{WIDTH - 6} {y - 5}l5 5l-5 5" if piece.high is None else "")


def _filling(shape: str, colour: str) -> str:
    return LIGHT.page if shape == "ring" else "none" if shape == "cross" else colour


def _mark(shape: str, x: float, y: float, size: float) -> str:
    if shape in ("disc", "ring"):
        ring = ' stroke-width="1.8"' if shape == "ring" else ""
        return f'<circle cx="{x}" cy="{y}" r="{size - 0.5}"{ring}/>'
    if shape == "diamond":
        s = size + 0.5
        return f'<path d="M{x - s:.1f} {y}l{s} {-s}l{s} {s}l{-s} {s}z"/>'
    d = 2 * size
    path = f"M{x - size:.1f} {y - size}l{d} {d}m0 {-d}l{-d} {d}"
    return f'<path d="{path}" stroke-width="{size / 2:g}"/>'


def _text(x: float, y: float, words: str, look: str = "") -> str:
    return f'<text x="{x:g}" y="{y:g}"{look}>{escape(clean(words))}</text>'


def _breadth(words: str) -> float:
    """How broad the words are, near enough to keep them apart."""
    return sum(
        3.6 if letter in _SLIM else 10.5 if letter in _BROAD else 8 if letter.isupper() else 6.7
        for letter in words
    )


def _fitted(words: str, room: float) -> str:
    """The words, cut where they would leave the room."""
    words = " ".join(words.split())
    if _breadth(words) <= room:
        return words
    ends = accumulate(map(_breadth, words))
    return words[: sum(end <= room - 10 for end in ends)].rstrip() + "…"
