"""The claims page by one call: each claim with its verdict, its reason and a small picture."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from figurecheck.charts.claims_pictures import KEY_ALT, alternative, key, picture
from figurecheck.charts.claims_scale import Piece
from figurecheck.charts.themes import darkened
from figurecheck.publishing import bundles
from figurecheck.publishing.bundles import MIME
from figurecheck.publishing.claims import VERDICTS
from figurecheck.publishing.model import Ledger
from figurecheck.publishing.nodes import Picture, to_html

__all__ = ["ClaimCard", "Claims", "Piece", "claims"]


@dataclass(frozen=True)
class ClaimCard:
    """A claim as readers meet it: what an article printed, what became of it, and why.

    `low` and `high` are the ends of the claimed interval in `unit` (None is open). Without
    either end, or without a piece of evidence, there is no picture.
    """

    key: str
    statement: str
    as_written: str
    article: str
    place: str
    verdict: str
    note: str
    unit: str = ""
    low: float | None = None
    high: float | None = None
    pieces: tuple[Piece, ...] = ()


@dataclass(frozen=True)
class Claims:
    """The claims of the report. JupyterLab shows the list; the report takes the bundle."""

    label: str
    caption: str
    cards: tuple[ClaimCard, ...]

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        bundle = {
            "kind": "claims",
            "label": self.label,
            "caption": self.caption,
            "verdicts": list(VERDICTS),
            "key": _drawn(key(), KEY_ALT),
            "claims": [_entry(card) for card in self.cards],
        }
        shown = to_html(bundles.read(bundle, Ledger()), _plain_drawing)
        return {MIME: bundle, "text/html": shown, "text/plain": self.caption}


def claims(label: str, cards: Iterable[ClaimCard], caption: str) -> Claims:
    """The claims page: a summary table under `caption`, then claim by claim.

    Claims stand by article, in the order given. Raises ValueError for a key that occurs twice.
    """
    listed = tuple(cards)
    keys = [card.key for card in listed]
    if twice := sorted({key for key in keys if keys.count(key) > 1}):
        raise ValueError(f"{label}: the claims {', '.join(twice)} occur twice")
    return Claims(label, caption, listed)


def _entry(card: ClaimCard) -> dict[str, Any]:
    names = ("key", "statement", "as_written", "article", "place", "verdict", "note")
    entry: dict[str, Any] = {name: getattr(card, name) for name in names}
    ends = (card.low, card.high)
    if card.pieces and ends != (None, None):
        drawing = picture(ends, card.unit, card.pieces)
        entry["picture"] = _drawn(drawing, alternative(ends, card.unit, card.pieces))
    return entry


def _drawn(svg: str, alt: str) -> dict[str, str]:
    return {"alt": alt, "light": svg, "dark": darkened(svg)}


def _plain_drawing(picture: Picture) -> str:
    return picture.data.decode("utf-8")
