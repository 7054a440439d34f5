"""Numbers and names as the charts' texts say them."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd


def number(value: Any) -> str:
    """Four significant digits, thousands parted by commas, a true minus.

    >>> number(4505300), number(0.61234), number(-86.0)
    ('4,505,000', '0.6123', '−86')
    """
    figure = float(value)
    if not math.isfinite(figure):
        return "∞" if figure > 0 else "−∞"
    if figure and abs(figure) < 10_000:
        figure = float(f"{figure:.4g}")
    elif figure:
        figure = round(figure, 3 - math.floor(math.log10(abs(figure))))
    text = f"{figure:,.0f}" if figure == int(figure) else f"{figure:,}"
    return text.replace("-", "−")


def printed(value: Any) -> str:
    """A cell of a data frame as a reader sees it: blank where it is missing.

    Whole numbers of four digits stand without a comma, so that years are years.

    >>> printed(2764000), printed(2019.0), printed(None), printed("Baku")
    ('2,764,000', '2019', '', 'Baku')
    """
    if isinstance(value, str):
        return value
    if value is None or pd.isna(value):
        return ""
    if isinstance(value, pd.Timestamp):
        return str(value.date())
    if not hasattr(value, "__float__"):
        return str(value)
    figure = float(value)
    if figure == int(figure):
        text = f"{figure:.0f}" if abs(figure) < 10_000 else f"{figure:,.0f}"
        return text.replace("-", "−")
    return f"{figure:,.10g}".replace("-", "−")


def listed(names: list[str]) -> str:
    """The names as a sentence lists them.

    >>> listed(["a", "b", "c"])
    'a, b and c'
    """
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))


def span(low: Any, high: Any) -> str:
    """An interval in words; a missing end is open.

    >>> span(1, 2), span(1, None), span(None, 2)
    ('1 to 2', 'at least 1', 'at most 2')
    """
    if pd.isna(low) and pd.isna(high):
        return "any number"
    if pd.isna(high):
        return f"at least {number(low)}"
    if pd.isna(low):
        return f"at most {number(high)}"
    return number(low) if low == high else f"{number(low)} to {number(high)}"
