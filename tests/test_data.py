"""The committed raw tables are sound. Values are never tested here: new data may not break it."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest

from figurecheck.cleaning import clean, quantities
from figurecheck.corrections import apply_corrections, drop_exclusions
from figurecheck.tables import check_package, read_raw

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def raw() -> dict[str, pd.DataFrame]:
    return read_raw(ROOT)


def series_of(raw: dict[str, pd.DataFrame], *figures: str) -> list[str]:
    by_figure = raw["figures"].set_index("figure")["series"]
    return [by_figure[figure] for figure in figures]


def test_frictionless_finds_the_package_sound():
    check_package(ROOT)


def test_every_reference_figure_is_there(raw):
    numbers = raw["figures"]["figure"].str[1:].astype(int)
    assert (numbers <= 751).sum() == 622


def test_every_page_has_an_address_and_is_listed_once_a_reading(raw):
    pages = raw["sources"][raw["sources"]["kind"] == "page"]
    assert (pages["url"] != "").all()
    assert not pages.duplicated(["url", "accessed"]).any()


def test_a_title_is_either_printed_or_rebuilt(raw):
    pages = raw["sources"][raw["sources"]["kind"] == "page"]
    assert ((pages["title"] == "") != (pages["title_rebuilt"] == "")).all()


def test_both_articles_are_known_by_their_hash(raw):
    articles = raw["sources"][raw["sources"]["kind"] == "article"]
    assert set(articles["source"]) == {"article-2023", "article-2024"}
    assert (articles["sha256"] != "").all()


def test_every_page_is_used(raw):
    pages = raw["sources"].loc[raw["sources"]["kind"] == "page", "source"]
    assert set(pages) == set(raw["figures"]["source"])


def test_every_body_is_used(raw):
    assert set(raw["bodies"]["body"]) == set(raw["series"]["body"])


def test_every_correction_matches_what_stands(raw):
    corrected, reasons = apply_corrections(raw)
    listed = raw["corrections"]
    assert set(reasons) == set(listed.loc[listed["table"] == "figures", "key"])
    drop_exclusions(corrected["figures"], raw["exclusions"])


def test_every_figure_can_be_read_or_is_excluded_with_a_reason(raw):
    cleaned = clean(raw)
    listed = raw["exclusions"]
    assert set(cleaned.left_out["figure"]) == set(listed.loc[listed["table"] == "figures", "key"])
    assert len(cleaned.figures) + len(cleaned.left_out) == len(raw["figures"])
    assert set(quantities(cleaned.figures)) == set(cleaned.figures["figure"])


def test_a_series_key_says_what_the_series_is(raw):
    for row in raw["series"].to_dict("records"):
        assert row["series"].startswith(f"{row['subject']}-")
        assert f"-{row['body']}" in row["series"]


def test_no_two_series_mean_the_same(raw):
    meaning = ["subject", "measure", "unit", "body", "scope", "side"]
    assert not raw["series"].duplicated(meaning).any()


def test_a_change_has_a_unit_of_change(raw):
    units = {"growth": {"percent"}, "multiple": {"times"}, "share": {"percent"}, "rank": {"rank"}}
    for measure, allowed in units.items():
        assert set(raw["series"].loc[raw["series"]["measure"] == measure, "unit"]) <= allowed


def test_capacities_targets_and_forecasts_are_never_in_a_series_of_traffic(raw):
    rows = raw["figures"].merge(raw["series"], on="series", suffixes=("", "_series"))
    traffic = rows[rows["measure"].isin(["volume", "value", "count"])]
    planned = traffic["note"].str.contains(r"\b(?:target|forecast|plan for)\b", flags=re.IGNORECASE)
    assert not (planned & (traffic["subject"] == "corridor-volume")).any()


@pytest.mark.parametrize(
    "figures",
    [
        pytest.param(("F0070", "F0062", "F0064"), id="corridor 2022 by ministry, railway, cabinet"),
        pytest.param(("F0117", "F0123"), id="corridor 2024 whole and through the seaports"),
        pytest.param(("F0132", "F0137"), id="+65 % by the cabinet and +86 % by the association"),
        pytest.param(("F0295", "F0262"), id="trade with China by either side's statistics"),
        pytest.param(
            ("F0295", "F0258"), id="$31.5bn of 2023 and $31.2bn of 2022 by Chinese customs"
        ),
        pytest.param(("F0284", "F0310"), id="two times over $24 billion"),
        pytest.param(("F0461", "F0468", "F0488", "F0440"), id="FDI stock, gross, net, cumulative"),
        pytest.param(("F0457", "F0454", "F0459"), id="EU share of stock, inflow, cumulative FDI"),
        pytest.param(("F0516", "F0576", "F0501"), id="GDP nominal, real, at purchasing power"),
        pytest.param(("F0012", "F0017", "F0083"), id="capacity, target, traffic"),
        pytest.param(("F0033", "F0092"), id="forecast and outcome of one body"),
        pytest.param(("F0338", "F0360"), id="trade with Russia by either side"),
        pytest.param(("F0319", "F0338"), id="exports to Russia and turnover with it"),
        pytest.param(("F0050", "F0051"), id="corridor as counted in 2017 and from 2019"),
        pytest.param(("F0555", "F0573"), id="growth per head and of all"),
    ],
)
def test_what_may_not_be_compared_is_kept_apart(raw, figures):
    found = series_of(raw, *figures)
    assert len(set(found)) == len(figures)


def test_the_annual_series_of_the_ministry_is_one_series(raw):
    years = ("F0051", "F0052", "F0054", "F0070", "F0098", "F0117", "F0122", "F0085", "F0113")
    assert set(series_of(raw, *years)) == {"corridor-volume-kz-ministry-of-transport"}
