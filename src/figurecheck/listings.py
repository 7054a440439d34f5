"""The tables that the chapters print: each a data frame ready for `charts.table`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from figurecheck import display, growth
from figurecheck.charts.claims_page import ClaimCard, Piece
from figurecheck.story import Story
from figurecheck.values import NotAvailable, Number, written
from figurecheck.verdicts import Relation, Verdict

ARTICLES = {"article-2023": "Article of 2023", "article-2024": "Article of 2024"}
SUMS = ["what", "period", "parts", "summed", "printed", "closes"]


def rates_of(story: Story, rates: pd.DataFrame, subject: str, result: str) -> pd.DataFrame:
    """The growth table's rows of one subject: period, base_period, body, shown, interval, key.

    `result` is "growth" or "base". The inputs' phrases stand in `from_phrases`.
    """
    meaning = story.raw["series"].set_index("series")
    names = story.bodies
    phrases = story.figures.set_index("figure")["as_written"]
    rows = [
        {
            "period": row["period"],
            "base_period": row["base_period"],
            "body": names[str(meaning.at[row["series"], "body"])],
            "scope": meaning.at[row["series"], "scope"],
            "shown": written(row["value"], row["unit"]),
            "interval": _interval(row),
            "from_phrases": " | ".join(phrases[key] for key in row["inputs"].split()),
            "key": row["key"],
        }
        for row in rates[rates["result"] == result].to_dict("records")
        if meaning.at[row["series"], "subject"] == subject
    ]
    names_of_columns = ["period", "base_period", "body", "scope", "shown", "interval"]
    columns = [*names_of_columns, "from_phrases", "key"]
    return pd.DataFrame(rows, columns=columns).sort_values(["period", "body"])


def sums(story: Story, wanted: Iterable[tuple[Sequence[str], str, str, str]]) -> pd.DataFrame:
    """Columns: what, period, parts, summed, printed, closes ("yes" or "no").

    `wanted` gives (series of the parts, series of the total, period, what it is). A sum of
    which the edition has not all figures is left out.
    """
    rows = [_sum_row(story, *one) for one in wanted]
    return pd.DataFrame([row for row in rows if row], columns=SUMS)


def verdict_rows(story: Story, source: str = "") -> pd.DataFrame:
    """The claims with their verdicts: claim, statement, article, place, as_written, verdict, note.

    In the order of the articles; of one article where `source` names it.
    """
    table = story.verdicts
    chosen = table[table["source"] == source] if source else table
    articles = chosen["source"].map(ARTICLES).fillna(chosen["source"])
    return chosen.assign(article=articles).reset_index(drop=True)


def claim_cards(story: Story) -> list[ClaimCard]:
    """The claims as the claims page shows them, the later article first.

    Evidence in the unit of the claim's own number is drawn, each number of a body once.
    """
    rows = verdict_rows(story).sort_values("source", ascending=False, kind="stable")
    return [_claim_card(story, row) for row in rows.to_dict("records")]


def _claim_card(story: Story, row: Mapping[Any, str]) -> ClaimCard:
    names = ("statement", "as_written", "article", "place", "verdict", "note")
    return ClaimCard(
        key=row["claim"],
        **{name: row[name] for name in names},
        unit=row["claim_unit"],
        low=_end(row["low"]),
        high=_end(row["high"]),
        pieces=tuple(_pieces(story, row)),
    )


def _pieces(story: Story, claim: Mapping[Any, str]) -> list[Piece]:
    table = story.evidence
    usable = (table["claim"] == claim["claim"]) & (table["unit"] == claim["claim_unit"])
    same = ["body", "gives", "low", "high", "verdict", "relation"]
    return [
        Piece(
            label=story.bodies.get(row["body"], row["body"]),
            gives=row["gives"],
            verdict=row["verdict"],
            value=float(row["value"]),
            low=_end(row["low"]),
            high=_end(row["high"]),
            decisive=row["relation"] == Relation.SAME,
            key=row["key"],
        )
        for row in table[usable & (table["value"] != "")].drop_duplicates(same).to_dict("records")
    ]


def _end(text: str) -> float | None:
    return float(text) if text else None


def verdict_counts(story: Story) -> pd.DataFrame:
    """How many claims have each verdict: one row a verdict and a sum.

    Columns: verdict, one an article, together.
    """
    rows = verdict_rows(story)
    counts = pd.crosstab(rows["verdict"], rows["source"]).reindex(
        index=list(map(str, Verdict)), columns=list(ARTICLES), fill_value=0
    )
    counts.loc["all"] = counts.sum()
    counts["together"] = counts.sum(axis="columns")
    return counts.rename_axis("verdict").reset_index()


def verdict_columns(story: Story) -> dict[str, str]:
    """The titles of the columns of `verdict_counts` for the articles in print."""
    printed = {key: name for key, name in ARTICLES.items() if key in set(story.verdicts["source"])}
    together = {"together": "Both"} if len(printed) > 1 else {}
    return {"verdict": "Verdict", **printed, **together}


def evidence_rows(story: Story, kinds: Iterable[str] = ()) -> pd.DataFrame:
    """The evidence: claim, statement, body, gives, verdict, relation, why.

    `gives` is a cell: the number or the words, tied to the figure or to the computation that
    they come from. Only on claims of some `kinds` where they are given.
    """
    table, verdicts, chosen = story.evidence, story.verdicts, set(kinds)
    wanted = set(verdicts.index[verdicts["kind"].isin(chosen)]) if chosen else set(verdicts.index)
    names, statements = story.bodies, story.verdicts["statement"]
    rows = [
        {
            "claim": row["claim"],
            "statement": statements[row["claim"]],
            "body": names.get(row["body"], row["body"]),
            "gives": _given(row),
            "verdict": row["verdict"],
            "relation": row["relation"],
            "why": row["why"],
        }
        for row in table.to_dict("records")
        if row["claim"] in wanted
    ]
    columns = ["claim", "statement", "body", "gives", "verdict", "relation", "why"]
    return pd.DataFrame(rows, columns=columns)


def _given(row: Mapping[Any, str]) -> dict[str, str]:
    cell = {"text": row["gives"], "key": row["key"]}
    if row["formula"]:
        cell |= {name: row[name] for name in ("formula", "inputs")} | {"range": _interval(row)}
    return cell


def _interval(row: Mapping[Any, str]) -> str:
    return " to ".join(written(row[end], row["unit"]) for end in ("low", "high"))


def publisher_rows(story: Story) -> pd.DataFrame:
    """Who published the figures of this edition: publisher, pages, figures, published (days)."""
    pages = story.raw["sources"].set_index("source")
    used = story.figures.groupby("source").size().rename("figures")
    table = pages.join(used, how="inner")
    rows = [
        {
            "publisher": publisher,
            "pages": len(part),
            "figures": int(part["figures"].sum()),
            "published": _from_to(sorted(part.loc[part["published"] != "", "published"])),
        }
        for publisher, part in table.groupby("publisher")
    ]
    return pd.DataFrame(rows).sort_values(["figures", "publisher"], ascending=[False, True])


def _from_to(days: Sequence[str]) -> str:
    if not days:
        return "undated"
    return days[0] if days[0] == days[-1] else f"{days[0]} to {days[-1]}"


def _sum_row(
    story: Story, parts: Sequence[str], total: str, period: str, what: str
) -> dict[str, str]:
    found: list[Number] = [story.at(series, period) for series in parts]
    printed = story.at(total, period)
    known = [part for part in found if not isinstance(part, NotAvailable)]
    if isinstance(printed, NotAvailable) or len(known) < len(found):
        return {}
    return {
        "what": what,
        "period": period,
        "parts": " + ".join(display.text(part) for part in known),
        "summed": display.text(growth.total(known).shown(style="range")),
        "printed": display.text(printed),
        "closes": "yes" if growth.adds_up(known, printed) else "no",
    }
