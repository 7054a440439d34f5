"""What the chapters ask for: figures by series, frames to draw, tables to print."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd
import pytest

from figurecheck import (
    checking,
    frames,
    happenings,
    inventory,
    listings,
    provenance,
    rates,
    rooms,
)
from figurecheck.cleaning import clean
from figurecheck.prose import is_available
from figurecheck.quantities import Quantity
from figurecheck.story import EVIDENCE, FIGURES, GROWTH, VERDICTS, Story
from figurecheck.values import UNKNOWN, NotAvailable, growth, in_words

MINISTRY = "corridor-volume-kz-ministry-of-transport"


@pytest.fixture(scope="module")
def story(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    """The real tables, cleaned and checked into a folder of the test's own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(root)
        patch.setenv(rooms.BUILD_VARIABLE, str(tmp_path_factory.mktemp("build")))
        edition = Story()
        edition.save(FIGURES, clean(edition.raw).figures)
        examined = checking.examine(edition.raw, edition.figures)
        edition.save(VERDICTS, examined.verdicts)
        edition.save(EVIDENCE, examined.evidence)
        edition.save(GROWTH, rates.rates(edition.figures, edition.shelf))
        yield edition


def test_the_finest_figure_speaks_for_a_series_and_a_period(story: Story) -> None:
    figure = story.at(MINISTRY, "2023")
    assert isinstance(figure, Quantity)
    others = story.shelf.find(MINISTRY, "2023")
    assert len(others) > 1
    assert figure.granularity == min(f.quantity.granularity or 1 for f in others)


def test_what_an_edition_does_not_have_shows_as_x_and_so_does_what_follows(story: Story) -> None:
    missing = story.at(MINISTRY, "1999")
    assert isinstance(missing, NotAvailable)
    assert in_words(growth(story.at(MINISTRY, "2023"), missing)) == UNKNOWN
    said, about = missing._repr_mimebundle_()
    assert (said["text/plain"], is_available(about)) == (UNKNOWN, False)


def test_what_was_not_in_print_shows_as_x(story: Story) -> None:
    early = Story(as_of="2000-01-01")
    early.figures, early.verdicts = story.figures[:0], story.verdicts[:0]
    for found in (
        early.fig("F0083"),
        early.claim("corridor-2023"),
        early.implied("corridor-target"),
        early.printed("corridor-2023"),
        early.happened("forum-2025-held"),
        early.verdict("corridor-2023"),
        early.latest(MINISTRY).quantity,
        early.latest(MINISTRY).period,
    ):
        assert isinstance(found, NotAvailable)
    assert early.bounds("corridor-2023") == (None, None)
    assert early.tidy({MINISTRY: "Ministry"}).empty


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (lambda s: s.fig("F00083"), "the figure: found 'F00083'; expected a key of data/raw/fig"),
        (lambda s: s.at(MINISTRY + "s", "2023"), f"Did you mean {MINISTRY}?"),
        (lambda s: s.latest(MINISTRY + "s"), f"Did you mean {MINISTRY}?"),
        (lambda s: s.tidy({MINISTRY + "s": "Ministry"}), f"Did you mean {MINISTRY}?"),
        (lambda s: s.claim("coridor-2023"), "Did you mean corridor-2023?"),
        (lambda s: s.printed("coridor-2023"), "Did you mean corridor-2023?"),
        (lambda s: s.implied("coridor-target"), "Did you mean corridor-target?"),
        (lambda s: s.bounds("coridor-2023"), "Did you mean corridor-2023?"),
        (lambda s: s.verdict("ayagoz-tachengg"), "Did you mean ayagoz-tacheng?"),
        (lambda s: s.happened("forum-2025-hold"), "Did you mean forum-2025-held?"),
        (lambda s: s.count("suported"), "'suported' is not a valid Verdict"),
    ],
)
def test_a_key_that_no_table_has_is_an_error(
    story: Story, asked: Callable[[Story], object], told: str
) -> None:
    with pytest.raises(ValueError, match=re.escape(told)):
        asked(story)


def test_the_counts_of_the_verdicts_add_up(story: Story) -> None:
    words = ("supported", "contradicted", "disputed", "overtaken", "unverified")
    assert sum(story.count(word).value for word in words) == story.asserted().value
    counts = listings.verdict_counts(story).set_index("verdict")
    assert counts.loc["all", "together"] == story.asserted().value
    assert list(counts.columns) == [*listings.ARTICLES, "together"]


def test_rows_to_plot_are_whole_years_in_the_axis_unit_with_keys(story: Story) -> None:
    table = story.tidy({MINISTRY: "Ministry"}, per=1_000_000, since=2020)
    assert table["year"].min() >= 2020
    assert table["value"].between(0.1, 20).all()
    assert (table["low"] <= table["value"]).all()
    assert (table["value"] <= table["high"]).all()
    assert set(table["key"]) <= set(story.figures["figure"])


def test_totals_within_a_year_never_mix_scopes_and_rise_with_the_months(story: Story) -> None:
    table = frames.within_year(story, "corridor-volume", 2019, 1_000_000)
    assert (table.groupby("label").size() > 1).all()
    for _, year in table.groupby("label"):
        assert year["month"].is_monotonic_increasing
    narrow = set(story.raw["series"].query("scope != ''")["series"])
    figures = story.figures.set_index("figure")["series"]
    assert not set(figures[table["key"]]) & narrow


def test_forecasts_stand_beside_the_outcome_of_their_own_year(story: Story) -> None:
    table = frames.forecasts(story, "corridor-volume", MINISTRY, 1_000_000)
    periods = story.figures.set_index("figure")["period"]
    assert len(table) > 0
    assert (periods[table["key"]].to_numpy() == periods[table["outcome_key"]].to_numpy()).all()


def test_the_path_to_a_target_starts_at_the_latest_year_and_ends_at_the_target(
    story: Story,
) -> None:
    target = Quantity.exactly(10_000_000, "tonne")
    table = frames.path_to(story, MINISTRY, target, 2030, 1_000_000)
    path = table[table["label"] != "Counted"]
    latest = story.latest(MINISTRY)
    assert isinstance(latest.quantity, Quantity)
    assert path["year"].tolist() == list(range(latest.year, 2031))
    assert path["value"].iloc[0] == pytest.approx(float(latest.quantity.value) / 1_000_000)
    assert path["value"].iloc[-1] == pytest.approx(10)


def test_two_sides_stand_together_only_where_both_are_in_print(story: Story) -> None:
    one, other = "china-trade-value-kz-statistics", "china-trade-value-china-customs"
    table = frames.two_sides(story, (one,), (other,), 1_000_000_000)
    periods = story.figures.set_index("figure")["period"]
    assert (periods[table["one_key"]].to_numpy() == table["name"].to_numpy()).all()
    assert (periods[table["other_key"]].to_numpy() == table["name"].to_numpy()).all()


def test_the_evidence_drawn_against_a_claim_says_what_is_set_aside(story: Story) -> None:
    table = frames.against(story, "corridor-2023-growth")
    assert {"same", "restated"} <= set(table["relation"])
    aside = table[table["relation"] != "same"]["label"]
    assert aside.str.endswith(")").all()


def test_terms_that_end_within_a_year_are_counted(story: Story) -> None:
    names = {"chair-sco": "SCO", "chair-iofs": "IOFS", "chair-none": "Nobody"}
    table = happenings.terms(story, names)
    assert table["name"].tolist() == ["SCO", "IOFS"]
    assert happenings.ending_before(table, 2024) == 1
    assert happenings.ending_before(table, 2020) == 0


def test_how_many_terms_end_is_not_known_where_an_end_is_not(story: Story) -> None:
    table = happenings.terms(story, {"chair-sco": "SCO"}).assign(end=None)
    assert isinstance(happenings.ending_before(table, 2024), NotAvailable)


def test_a_route_is_drawn_from_the_day_on_that_its_building_is_in_print(story: Story) -> None:
    known = set(happenings.routes(story)["route"])
    assert "ayagoz-tacheng" in known
    before = Story("2023-06-30")
    assert set(happenings.routes(before)["route"]) == known - {"ayagoz-tacheng"}
    towns = set(happenings.places(story)["place"])
    assert set(happenings.places(before)["place"]) == towns - {"ayagoz", "tacheng"}


def test_who_comes_first_is_not_said_where_a_series_has_no_figure() -> None:
    table = pd.DataFrame({"label": ["China", "Russia"], "series": ["a", "b"]})
    assert frames.first_names(table, {"a", "b"}, 1) == "China"
    assert frames.first_names(table, {"a", "b", "c"}, 1) == UNKNOWN


def test_a_note_names_the_rows_that_another_body_speaks_for(story: Story) -> None:
    key = story.shelf.find(MINISTRY, "2023")[0].key
    table = pd.DataFrame({"name": ["2022", "2023"], "key": [key, "F0"]})
    told = frames.spoken_for(story, table, "key", MINISTRY, "Ours")
    assert told.startswith("Ours in 2022: Ministry of Transport")
    assert frames.spoken_for(story, table, "key", "none", "Ours") == ""


def test_sums_close_or_do_not_and_are_left_out_where_a_part_is_missing(story: Story) -> None:
    parts = ("exports-to-eu-value-not-stated", "imports-from-eu-value-not-stated")
    total = "eu-trade-value-kz-statistics"
    table = listings.sums(story, [(parts, total, "2022", "EU"), (parts, total, "1999", "EU")])
    assert table["what"].tolist() == ["EU"]
    assert table["closes"].tolist()[0] in ("yes", "no")


def test_the_growth_table_stays_within_one_series(story: Story) -> None:
    table = story.table(GROWTH)
    figures = story.figures.set_index("figure")["series"]
    for row in table[table["result"] == "growth"].to_dict("records"):
        assert set(figures[row["inputs"].split()]) == {row["series"]}
    assert table["key"].is_unique
    assert set(table["result"]) == {"growth", "base"}
    shown = listings.rates_of(story, table, "corridor-volume", "base")
    assert len(shown) > 0
    assert inventory.counted(table, "growth").value > inventory.counted(table, "base").value


def test_the_register_has_an_entry_for_every_figure_event_and_claim(story: Story) -> None:
    keys = [entry.key for entry in provenance.entries(story)]
    assert len(keys) == len(set(keys))
    assert set(keys) >= {*story.figures["figure"], *story.raw["events"]["event"], *story.claims}


def test_a_rebuilt_title_is_never_cited(story: Story) -> None:
    rebuilt = {title for title in story.raw["sources"]["title_rebuilt"] if title}
    cited = {source["title"] for source in story.sources(story.figures["figure"])}
    assert not {title for title in cited for other in rebuilt if title == other}
    pages = listings.publisher_rows(story)
    assert pages["pages"].sum() == story.figures["source"].nunique()
    assert pages["figures"].sum() == len(story.figures)


def test_the_evidence_listed_can_be_narrowed_to_kinds_of_claims(story: Story) -> None:
    everything, chairs = listings.evidence_rows(story), listings.evidence_rows(story, ["chair"])
    assert 0 < len(chairs) < len(everything)
    assert chairs["claim"].str.startswith("chair-").all()


def test_an_edition_counts_what_it_leaves_out_and_names_what_has_no_date(story: Story) -> None:
    cleaned = clean(story.raw, "2023-06-30")
    table = inventory.left_out_by_reason(cleaned.left_out, "2023-06-30").set_index("reason")
    later = cleaned.left_out["reason"].str.startswith("published ")
    assert table.at["published after 30 June 2023", "figures"] == later.sum()
    assert table["figures"].sum() == len(cleaned.left_out)
    note = inventory.undated(cleaned.left_out)
    assert note.count("F0") == table.at["its source has no date of publication", "figures"]
    assert inventory.undated(clean(story.raw).left_out) == ""


def test_an_edition_shows_only_the_corrections_of_its_own_figures(story: Story) -> None:
    cleaned = clean(story.raw, "2023-06-30")
    kept = set(inventory.corrections(story.raw, cleaned)["figure"])
    assert kept == set(cleaned.figures.loc[cleaned.figures["corrected"] != "", "figure"])
    assert kept < set(story.raw["corrections"]["key"])
