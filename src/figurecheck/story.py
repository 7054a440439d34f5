"""What the chapters ask for: the figures, claims and verdicts of one edition, by key."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any

import pandas as pd

from figurecheck import rooms, tables
from figurecheck.claims import Claim, implied
from figurecheck.errors import DataError, Problem
from figurecheck.quantities import Quantity
from figurecheck.shelf import Shelf
from figurecheck.tables.columns import rows_of
from figurecheck.tables.nearest import suggestion
from figurecheck.values import Happening, Latest, NotAvailable, Number, Quoted
from figurecheck.verdicts import Verdict

FIGURES = "clean/figures.csv"
LEFT_OUT = "clean/left_out.csv"
GROWTH = "results/growth.csv"
VERDICTS = "results/verdicts.csv"
EVIDENCE = "results/evidence.csv"


_KEYS = {"claims": "claim", "figures": "figure", "series": "series", "events": "event"}


class Story:
    """The material of one edition, read once: raw tables, clean figures, results so far.

    What an edition does not have is NotAvailable, a gap in the report. A key that no raw table
    has is misspelt: who asks for it gets a DataError.
    """

    def __init__(self, as_of: str = "") -> None:
        self.as_of = as_of
        self.folder = rooms.build_folder()

    @cached_property
    def raw(self) -> Mapping[str, pd.DataFrame]:
        """The raw tables: a chapter runs again when one that it asked for has changed."""
        return tables.RawTables(rooms.root())

    @cached_property
    def figures(self) -> pd.DataFrame:
        """The clean figures, as text."""
        return self.table(FIGURES)

    @cached_property
    def shelf(self) -> Shelf:
        """Figures, events and claims, as the checks draw on them."""
        return Shelf(self.raw, self.figures, self.as_of)

    @cached_property
    def verdicts(self) -> pd.DataFrame:
        """The verdicts table, indexed by claim."""
        return self.table(VERDICTS).set_index("claim", drop=False)

    @cached_property
    def evidence(self) -> pd.DataFrame:
        """The evidence table: one row a claim and piece of evidence."""
        return self.table(EVIDENCE)

    @cached_property
    def quantities(self) -> dict[str, Quantity]:
        """Every clean figure as a quantity, by key."""
        return {figure.key: figure.quantity for figure in self.shelf.figures}

    @cached_property
    def claims(self) -> Mapping[str, Claim]:
        """The claims in print, by key."""
        return self.shelf.claims

    @cached_property
    def bodies(self) -> dict[str, str]:
        """What each body is called."""
        table = self.raw["bodies"]
        return dict(zip(table["body"], table["name"], strict=True))

    def fig(self, key: str) -> Number:
        """The figure with this key."""
        figure = self.shelf.figures.get(key)
        return figure.quantity if figure else self._gap("figures", key)

    def at(self, series: str, period: str) -> Number:
        """The most precisely printed figure of a series for a period."""
        found = self.shelf.finest(series, period)
        if found:
            return found[0].quantity
        self._gap("series", series)
        return NotAvailable(f"{series} {period}")

    def claim(self, key: str) -> Number:
        """The number that a claim asserts."""
        claim = self.claims.get(key)
        return claim.number if claim else self._gap("claims", key)

    def printed(self, key: str) -> Quoted | NotAvailable:
        """A claim's words as the article printed them."""
        claim = self.claims.get(key)
        return Quoted(claim.as_written) if claim else self._gap("claims", key)

    def implied(self, key: str) -> Number:
        """What a claim implies: the base of a growth, the pace of a target."""
        claim = self.claims.get(key)
        return (implied(claim, self.claims) if claim else None) or self._gap("claims", key)

    def latest(self, series: str) -> Latest:
        """The newest whole year of a series."""
        years = [f for f in self.shelf.every([series]) if len(f.period) == 4]
        if not years:
            gap = self._gap("series", series)
            return Latest(gap, gap, 0)
        period = max(figure.period for figure in years)
        return Latest(self.at(series, period), period, int(period))

    def asserted(self) -> Quantity:
        """How many claims the articles in print make."""
        return Quantity.counted(
            len(self.verdicts), "claim", "claims-all", "count of the claims in print"
        )

    def chairs_held(self) -> Quantity:
        """How many of the chairs that the articles name are supported by their terms."""
        held = self.verdicts[
            (self.verdicts["kind"] == "chair") & (self.verdicts["verdict"] == "supported")
        ]
        return Quantity.counted(
            len(held), "organization", "chairs-held", "count of the chairs whose claim is supported"
        ).shown(style="number")

    def verdict(self, key: str) -> str | NotAvailable:
        """The verdict on a claim, in a word, where the claim was in print."""
        found = self.verdicts["verdict"].get(key)
        return self._gap("claims", key) if found is None else str(found)

    def count(self, verdict: str) -> Quantity:
        """How many claims have a verdict."""
        found = int((self.verdicts["verdict"] == Verdict(verdict)).sum())
        return Quantity.counted(
            found, "claim", f"claims-{verdict}", f"count of the claims with the verdict {verdict}"
        )

    def bounds(self, key: str) -> tuple[float | None, float | None]:
        """The ends of a claim's interval as it is read, for a chart; None is unbounded."""
        number = self.claim(key)
        if isinstance(number, NotAvailable):
            return None, None
        read = number.as_read
        return (
            None if read.low is None else float(read.low),
            None if read.high is None else float(read.high),
        )

    def happened(self, key: str) -> Happening | NotAvailable:
        """The date of an event, in words."""
        found = [event for event in self.shelf.events if event.key == key]
        return Happening(key, found[0].date) if found else self._gap("events", key)

    def tidy(
        self,
        series: Mapping[str, str],
        periods: Iterable[str] | None = None,
        per: float = 1,
        since: int = 0,
    ) -> pd.DataFrame:
        """Rows to plot: label, series, period, year, value, low, high, key, text.

        `series` gives each series its label, `per` the number that one unit of the axis stands
        for. One row a series and period, by the most precise figure; a period is a whole year
        from `since` on, unless `periods` names others.
        """
        wanted = set(periods or ())
        every = {name: self.shelf.every([name]) for name in series}
        for name in (name for name, figures in every.items() if not figures):
            self._gap("series", name)
        found = [
            (label, figure)
            for name, label in series.items()
            for period in sorted({f.period for f in every[name]})
            if (period in wanted if wanted else len(period) == len("2023"))
            for figure in self.shelf.finest(name, period)
        ]
        rows = [_plotted(label, f.series, f.period, f.quantity, per) for label, f in found]
        table = pd.DataFrame(rows, columns=list(PLOTTED))
        return table[table["year"] >= since].reset_index(drop=True)

    def _gap(self, table: str, key: str) -> NotAvailable:
        """What stands for a row that this edition lacks; raises DataError where no row has the key.

        The raw table is read for a gap alone, so that no chapter hangs on it otherwise.
        """
        known = list(self.raw[table][_KEYS[table]])
        if key not in known:
            remedy = suggestion(key, known, f"add it to the table {table}.")
            expected = f"a key of data/raw/{table}.csv"
            raise DataError(Problem(f"the {_KEYS[table]}", expected, remedy, value=key))
        return NotAvailable(key)

    def sources_of(self, claim: str) -> list[dict[str, str]]:
        """The pages behind the evidence on a claim."""
        rows = self.evidence[self.evidence["claim"] == claim]
        return self.sources(key for inputs in rows["inputs"] for key in inputs.split())

    def sources(self, keys: Iterable[str]) -> list[dict[str, str]]:
        """Title and URL of the pages behind figures and events, in order, each page once."""
        keys = list(keys)
        of_key = self._sources_of_figures
        if not of_key.keys() >= set(keys):
            events = self.raw["events"]
            of_key = {**of_key, **dict(zip(events["event"], events["source"], strict=True))}
        used = dict.fromkeys(of_key[key] for key in keys if key in of_key)
        pages = [self._pages[source] for source in used]
        return [{"title": page_name(page), "url": page["url"]} for page in pages]

    @cached_property
    def _pages(self) -> Mapping[Any, Mapping[Any, str]]:
        """The rows of the sources table, by key."""
        return {row["source"]: row for row in rows_of(self.raw["sources"])}

    @cached_property
    def _sources_of_figures(self) -> Mapping[str, str]:
        return dict(zip(self.figures["figure"], self.figures["source"], strict=True))

    def table(self, path: str) -> pd.DataFrame:
        """A table of the build folder, as text."""
        return tables.read_text(self.folder / path)

    def save(self, path: str, table: pd.DataFrame) -> None:
        """Writes a table into the build folder."""
        target = self.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        table.to_csv(target, index=False, lineterminator="\n", encoding="utf-8")


PLOTTED = ("label", "series", "period", "year", "value", "low", "high", "key", "text")


def page_name(page: Mapping[Any, str]) -> str:
    """How to cite a page: publisher and date, and its title where the title is its own."""
    dated = ", ".join(part for part in (page["publisher"], page["published"]) if part)
    return f"{page['title']} ({dated})" if page["title"] else dated


def _plotted(
    label: str, series: str, period: str, quantity: Quantity, per: float
) -> dict[str, object]:
    read = quantity.as_read
    return {
        "label": label,
        "series": series,
        "period": period,
        "year": int(period[:4]),
        "value": float(quantity.value) / per,
        "low": float("nan") if read.low is None else float(read.low) / per,
        "high": float("nan") if read.high is None else float(read.high) / per,
        "key": quantity.key,
        "text": quantity._repr_mimebundle_()["text/plain"],
    }
