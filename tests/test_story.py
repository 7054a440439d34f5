"""What the chapters ask for: figures by series, frames to draw, tables to print."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from figurecheck import checking, frames, listings, provenance, rates, rooms
from figurecheck.cleaning import clean
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
    assert missing._repr_mimebundle_()["text/plain"] == UNKNOWN
    assert isinstance(story.fig("F9999"), NotAvailable)
    assert isinstance(story.claim("none"), NotAvailable)
    assert isinstance(story.implied("none"), NotAvailable)
    assert isinstance(story.printed("none"), NotAvailable)
    assert isinstance(story.happened("none"), NotAvailable)
    assert story.bounds("none") == (None, None)
    assert story.verdict("none") == UNKNOWN
    assert isinstance(story.latest("none").quantity, NotAvailable)


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
    table = frames.terms(story, names)
    assert table["name"].tolist() == ["SCO", "IOFS"]
    assert frames.ending_before(table, 2024) == 1
    assert frames.ending_before(table, 2020) == 0


def test_sums_close_or_do_not_and_say_x_where_a_part_is_missing(story: Story) -> None:
    parts = ("exports-to-eu-value-not-stated", "imports-from-eu-value-not-stated")
    total = "eu-trade-value-kz-statistics"
    table = listings.sums(story, [(parts, total, "2022", "EU"), (parts, total, "1999", "EU")])
    assert table["closes"].tolist()[1] == UNKNOWN
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
    assert listings.counted(table, "growth").value > listings.counted(table, "base").value


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
