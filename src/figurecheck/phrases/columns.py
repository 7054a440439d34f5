"""The unit of a column as people write it: "USD billion (2015)", "trains per year"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from figurecheck.phrases.measures import COMPOUNDS, MEASURED, SCALED_UNITS, UNITS, kind_of
from figurecheck.phrases.scales import SCALES
from figurecheck.phrases.tokens import folded

UNITS_KEPT = 256  # a table has a few units and many rows of each
_OCCURRENCES = frozenset({"event", "term", "claim"})
_PER = re.compile(r"\s*(?:\bper\s+\w+|/\s*\w+|\ba\s+year|\bannually)$")
_BASE = re.compile(r"\s*\((?:constant\s+)?(\d{4})\)")
# What a column of one kind may also be printed as.
_SAME = {
    "TEU": {"container"},
    "container": {"TEU"},
    "international-$": {"USD"},
    "participant": {"person", "delegate"},
    "delegate": {"person", "participant"},
    "person": {"participant"},
}


@dataclass(frozen=True, slots=True)
class Column:
    """What a row's unit asks for: the canonical unit, its scale, the kind of number that fits."""

    unit: str
    kind: str
    scale: Fraction = Fraction(1)

    @property
    def counted(self) -> bool:
        """Whether values are whole numbers of something."""
        return self.kind not in MEASURED

    @property
    def accepted(self) -> frozenset[str]:
        """Other kinds that fit too, where the phrase has none of the kind itself."""
        others = _SAME.get(self.kind, set())
        return frozenset(others | {"unit"}) if self.counted else frozenset(others)


@lru_cache(maxsize=UNITS_KEPT)
def column(unit: str) -> Column:
    """The column that a unit names.

    >>> column("USD billion (2015)")
    Column(unit='USD (2015)', kind='USD', scale=Fraction(1000000000, 1))
    >>> column("trains per year").unit
    'train'
    """
    text = " ".join(folded(unit).split())
    if text in _OCCURRENCES:
        return Column("event", "event")
    base = _BASE.search(text)
    words = _PER.sub("", _BASE.sub("", text)).split()
    scale = Fraction(1)
    for word in [word for word in words if word in SCALES and len(words) > 1]:
        scale *= SCALES[word]
        words.remove(word)
    kind = _kind(words)
    if len(words) == 1 and words[0] in SCALED_UNITS:
        scale, kind = SCALED_UNITS[words[0]]
    return Column(f"{kind} ({base[1]})" if base else kind, kind, scale)


def _kind(words: list[str]) -> str:
    name = " ".join(words)
    if name in ("international-$", "rank", "times"):
        return name
    if name in UNITS:
        return UNITS[name]
    found = COMPOUNDS.get(tuple(words)) or kind_of(name)
    return found or singular(name)


def singular(noun: str) -> str:
    """An English noun in the singular, as far as its ending tells.

    >>> singular("companies"), singular("wagons"), singular("business")
    ('company', 'wagon', 'business')
    """
    if noun.endswith("ies") and len(noun) > 4:
        return noun[:-3] + "y"
    return noun[:-1] if noun.endswith("s") and not noun.endswith(("ss", "us", "is")) else noun
