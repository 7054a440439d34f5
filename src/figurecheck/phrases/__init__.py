"""Printed phrases: a phrase to a quantity, and the numbers that prose holds.

The road of a phrase: `tokens` cuts it, `mentions` finds each number with scale and unit,
`relations` lets neighbours share a unit, `choosing` and `ruling` pick the number meant,
`settling` decides separators and scale, `hedging` and `direction` read hedge and sign,
`bounds` makes the intervals. The vocabularies: `words`, `ratios`, `scales`, `measures`,
`calendar`, `hedges`, `grammar`.
"""

from figurecheck.phrases.hedges import HEDGES, Hedge
from figurecheck.phrases.prose import Span, numbers
from figurecheck.phrases.reading import describe, read
from figurecheck.phrases.tokens import Unreadable

__all__ = ["HEDGES", "Hedge", "Span", "Unreadable", "describe", "numbers", "read"]
