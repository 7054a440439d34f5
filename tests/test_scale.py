"""A long table gives what its rows give: nothing depends on how many there are."""

from __future__ import annotations

from functools import cache

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from figurecheck import exact, shelf
from figurecheck.checking import examine
from figurecheck.cleaning import clean
from figurecheck.errors import DataError
from figurecheck.phrases.columns import column
from figurecheck.rates import rates
from figurecheck.shelf import ANY_PERIOD, Figures, Shelf
from tests.small_tables import raw_tables
from tests.test_checking import BODIES, GROWTH, Row, check, event, figure, series

pytestmark = pytest.mark.slow

Tables = dict[str, pd.DataFrame]

BASE = {"base_period": "2022"}
TIMES = 40  # so that the replicas fill several batches
# What names the rows of each table: a replica has names of its own.
KEYS = {
    "sources": ["source"],
    "series": ["series", "subject"],
    "figures": ["figure", "source", "series"],
    "claims": ["claim", "source", "subject", "with_claim"],
    "checks": ["check", "claim", "series", "base_series", "event"],
    "events": ["event", "subject", "source"],
    "corrections": ["key"],
    "exclusions": ["key"],
}


def claim(key: str, kind: str, phrase: str, unit: str, **more: str) -> Row:
    about = {"source": "article", "paragraph": "7", "statement": "It is so", "period": "2023"}
    return {"claim": key, "kind": kind, "as_written": phrase, "unit": unit, **about, **more}


@cache
def small() -> Tables:
    return raw_tables(
        bodies=BODIES,
        sources=[
            {"source": "article", "kind": "article", "published": "2024-03"},
            {"source": "page", "kind": "page", "published": "2024-02-27"},
        ],
        series=[
            *(series(body) for body in ("office", "ministry")),
            *(series(body, "growth", "percent") for body in ("office", "ministry")),
        ],
        figures=[
            figure("F1", "cargo-volume-office", "2023", "2.76 million tons"),
            figure("F2", "cargo-volume-office", "2022", "1.7 million tons"),
            figure("F3", "cargo-volume-ministry", "2023", "2.764 million tons"),
            figure("F4", "cargo-volume-ministry", "2022", "over 1.4 million tons"),
            figure("F5", "cargo-volume-ministry", "2022", "1.48 million tons"),
            {
                **figure("F6", "cargo-growth-office", "2023", "65%", "percent"),
                "base_period": "2022",
            },
            figure("F7", "cargo-growth-ministry", "2023", "rumours", "percent"),
        ],
        claims=[
            claim(
                "level", "level", "2.76 million tons", "tonne", subject="cargo", measure="volume"
            ),
            {**GROWTH, "implies": "base", "with_claim": "level"},
            claim("chair", "chair", "the forum", "", subject="chair", what="chaired"),
            claim("chairs", "count", "chairs it", "organization", subject="chairs", listed="1"),
        ],
        checks=[
            check("level", "printed", "cargo-volume-office"),
            check("level", "printed", "cargo-volume-ministry"),
            check("growth", "growth", "cargo-volume-office"),
            check("growth", "growth", "cargo-volume-ministry", "different"),
            check("growth", "printed", "cargo-growth-office", period=ANY_PERIOD),
            check("growth", "printed", "cargo-growth-ministry"),
            check("chair", "term", event="chair"),
            check("chairs", "terms"),
        ],
        events=[event("start", "start", "2023-07-04", subject="chair")],
        corrections=[
            {
                "table": "figures",
                "key": "F2",
                "column": "as_written",
                "stands": "1.7 million tons",
                "should_be": "1.67 million tons",
                "reason": "A misprint",
            }
        ],
        exclusions=[{"table": "figures", "key": "F7", "as_written": "rumours", "reason": "None"}],
    )


@cache
def long() -> Tables:
    """The small tables many times over, each time under other keys."""
    tables = {
        name: pd.concat([_replica(table, KEYS[name], n) for n in range(TIMES)], ignore_index=True)
        for name, table in small().items()
        if name in KEYS
    }
    return small() | {name: t.assign(line=range(2, len(t) + 2)) for name, t in tables.items()}


def _replica(table: pd.DataFrame, keys: list[str], number: int) -> pd.DataFrame:
    """The table with its keys marked: "F1" becomes "F1!7"; blank cells stay blank."""
    marked = (table[keys] + f"!{number}").where(table[keys] != "", "")
    return table.assign(**{key: marked[key] for key in keys})


def part(table: pd.DataFrame, key: str, number: int) -> pd.DataFrame:
    """The rows of one replica, without its mark."""
    mark = f"!{number}"
    rows = table[table[key].str.endswith(mark)].reset_index(drop=True)
    return rows.apply(lambda cells: cells.str.replace(mark, "", regex=False))


def results(raw: Tables) -> dict[str, tuple[str, pd.DataFrame]]:
    """The tables at the end of a figure's road, each with a column that tells its replicas."""
    cleaned = clean(raw)
    examined = examine(raw, cleaned.figures)
    return {
        "figures": ("figure", cleaned.figures),
        "left out": ("figure", cleaned.left_out),
        "growth": ("series", rates(cleaned.figures, Shelf(raw, cleaned.figures))),
        "verdicts": ("claim", examined.verdicts),
        "evidence": ("claim", examined.evidence),
    }


def test_a_replicated_table_gives_replicated_results() -> None:
    found = results(long())
    for name, (key, table) in results(small()).items():
        assert len(table) > 0, name
        assert len(found[name][1]) == TIMES * len(table), name
        for number in range(TIMES):
            pd.testing.assert_frame_equal(part(found[name][1], key, number), table)


def test_the_offenders_of_a_long_table_are_all_named_with_their_lines() -> None:
    raw = long()
    with pytest.raises(DataError) as raised:
        clean(raw | {"exclusions": raw["exclusions"].iloc[:0]})
    lines = [problem.row for problem in raised.value.problems]
    assert lines == [7 * number + 8 for number in range(TIMES)]


def test_a_correction_that_no_longer_matches_is_found_among_many() -> None:
    raw = long()
    changed = raw["figures"].replace({"as_written": {"1.7 million tons": "1.6 million tons"}})
    kept = changed["figure"] == "F2!31"
    changed.loc[kept, "as_written"] = "1.7 million tons"
    with pytest.raises(DataError) as raised:
        clean(raw | {"figures": changed})
    lines = [problem.row for problem in raised.value.problems]
    assert lines == [line for line in range(2, TIMES + 2) if line != 33]


def test_a_claim_that_passes_over_a_figure_is_found_among_many() -> None:
    raw = long()
    checks = raw["checks"][raw["checks"]["series"] != "cargo-growth-office!31"]
    with pytest.raises(DataError) as raised:
        examine(raw | {"checks": checks}, clean(raw).figures)
    (problem,) = raised.value.problems
    assert "claim growth!31 that names the series cargo-growth-office!31" in problem.expected


def test_only_the_figures_that_checks_draw_on_are_made(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = long()
    figures = clean(raw).figures
    made = []
    making = shelf.quantity
    monkeypatch.setattr(shelf, "quantity", lambda row: made.append(row["figure"]) or making(row))
    few = {n: raw[n][raw[n]["claim"].str.endswith("!31")] for n in ("claims", "checks")}
    examine(raw | few, figures)
    assert set(made) == {f"F{n}!31" for n in range(1, 7)}


NAMES = st.sampled_from(["a", "b", "ab", ""])
PERIODS = st.sampled_from(["2022", "2023", "2023-01", ""])


@given(st.lists(st.tuples(NAMES, PERIODS), max_size=12), NAMES, PERIODS)
def test_a_figure_is_found_by_its_place_as_if_all_were_looked_at(
    places: list[tuple[str, str]], name: str, period: str
) -> None:
    row = _clean_row()
    rows = [
        row | {"figure": f"F{n}", "series": one, "period": when}
        for n, (one, when) in enumerate(places)
    ]
    figures = Figures(pd.DataFrame(rows, columns=list(row), dtype=str))
    every = list(figures)
    assert len(figures) == len(every)
    assert [f.key for f in every] == [row["figure"] for row in rows]
    assert figures.find(name, ANY_PERIOD) == [f for f in every if f.series == name]
    found = figures.find(name, period)
    assert found == [f for f in every if (f.series, f.period) == (name, period)]
    assert [figures.get(f.key) for f in every] == every
    assert figures.get("F99") is None


@cache
def _clean_row() -> dict[str, str]:
    return clean(small()).figures.iloc[0].to_dict()


@pytest.mark.parametrize("remembered", [exact.to_number, exact._interval, column])
def test_what_is_remembered_is_bounded(remembered) -> None:
    assert remembered.cache_info().maxsize is not None
