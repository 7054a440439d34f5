"""What an edition has to work with: the figures kept, left out and corrected."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from figurecheck import display
from figurecheck.cleaning import UNDATED, Cleaned
from figurecheck.quantities import Quantity

STOCK = {
    "figures": "count of the rows of the table of figures",
    "sources": "count of the pages in the table of sources",
    "corrections": "count of the figures in the clean table that are corrected",
    "kept": "count of the figures in the clean table",
    "left_out": "count of the figures that the edition leaves out",
}


def left_out_by_reason(left_out: pd.DataFrame, as_of: str = "") -> pd.DataFrame:
    """Columns: reason, figures (how many); one row for all that came out after `as_of`."""
    later = f"published after {display.days(as_of)}" if as_of else ""
    reason = left_out["reason"].mask(left_out["reason"].str.startswith("published "), later)
    return reason.value_counts(sort=False).rename("figures").rename_axis("reason").reset_index()


def undated(left_out: pd.DataFrame) -> str:
    """A note that names the figures left out since no date of publication is known."""
    keys = left_out.loc[left_out["reason"] == UNDATED, "figure"]
    return f"Without a date of publication: {', '.join(keys)}." if len(keys) else ""


def stock(raw: Mapping[str, pd.DataFrame], cleaned: Cleaned) -> dict[str, Quantity]:
    """How many figures, sources, corrections there are, and how many figures are kept or not."""
    counts = {
        "figures": (len(raw["figures"]), "figure"),
        "sources": (int((raw["sources"]["kind"] == "page").sum()), "page"),
        "corrections": (len(corrections(raw, cleaned)), "misprint"),
        "kept": (len(cleaned.figures), "figure"),
        "left_out": (len(cleaned.left_out), "figure"),
    }
    return {
        name: Quantity.counted(count, unit, f"stock-{name.replace('_', '-')}", STOCK[name])
        for name, (count, unit) in counts.items()
    }


def counted(rates: pd.DataFrame, result: str) -> Quantity:
    """How many rows of the growth table are of one kind."""
    unit = {"growth": "rate", "base": "implied base"}[result]
    found = int((rates["result"] == result).sum())
    return Quantity.counted(found, unit, f"rates-{result}", "count of the rows of the growth table")


def corrections(raw: Mapping[str, pd.DataFrame], cleaned: Cleaned) -> pd.DataFrame:
    """The corrections of clean figures: figure, stands, should_be, reason, authority."""
    table = raw["corrections"].rename(columns={"key": "figure"})
    return table[table["figure"].isin(cleaned.figures["figure"])]


def hedges(figures: pd.DataFrame) -> pd.DataFrame:
    """Columns: hedge, figures (how many), example (a phrase as printed)."""
    rows = [
        {"hedge": hedge or "none", "figures": len(part), "example": part["as_written"].iloc[0]}
        for hedge, part in figures.groupby("hedge", sort=True)
    ]
    return pd.DataFrame(rows).sort_values(["figures", "hedge"], ascending=[False, True])
