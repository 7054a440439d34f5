"""The map: stops joined by lines over outlines of land, its words made from what is drawn."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pandas as pd
import pytest

from figurecheck.charts import LIGHT, Map, draw, stops
from figurecheck.charts.maps import STOPS, frame_of
from figurecheck.charts.outlines import Frame, cut_line, cut_ring, outlines, project, thinned
from figurecheck.publishing import assets, bundles, drawings
from figurecheck.publishing.model import Ledger
from figurecheck.publishing.nodes import Picture, walk
from figurecheck.tables import read_raw

ROOT = Path(__file__).parents[1]
SQUARE = Frame(0.0, 0.0, 1.0, 1.0)
COLUMNS = {"name": ("Route", ""), "by": ("How", ""), "order": ("Stop", ""), "stop": ("Place", "")}


@pytest.fixture(scope="module")
def raw() -> dict[str, pd.DataFrame]:
    return read_raw(ROOT)


def drawn(raw: dict[str, pd.DataFrame]):
    return draw(
        label="map",
        headline="Two ways from China to Europe",
        subtitle="Rail routes",
        data=stops(raw["routes"], raw["places"]),
        plot=Map(raw["places"]),
        columns=COLUMNS,
    )


@pytest.fixture(scope="module")
def chart(raw):
    return drawn(raw)


def words_of(svg: str) -> str:
    return " ".join("".join(item.itertext()) for item in ElementTree.fromstring(svg).iter())  # noqa: S314


def test_the_projection_keeps_angles_and_the_middle_meridian_upright():
    south, north, west, east = project([(56, 46.9), (56, 47.1), (55.9, 47), (56.1, 47)])
    assert south[0] == pytest.approx(0)
    assert north[0] == pytest.approx(0)
    assert north[1] > south[1]
    up, across = north - south, east - west
    assert up @ across == pytest.approx(0, abs=1e-12)
    breadth = 0.2 * np.cos(np.radians(47))
    assert np.hypot(*across) / np.hypot(*up) == pytest.approx(breadth / 0.2, rel=1e-4)


def test_distances_along_a_parallel_that_touches_are_true():
    one, other = project([(55.9, 55), (56.1, 55)])
    true = np.radians(0.2) * np.cos(np.radians(55))
    assert np.hypot(*(other - one)) == pytest.approx(true, rel=1e-5)


def test_a_ring_is_cut_at_the_frame():
    ring = np.array([(-1.0, 0.5), (0.5, 2.0), (2.0, 0.5), (0.5, -1.0)])
    cut = cut_ring(ring, SQUARE)
    assert cut.min() >= 0
    assert cut.max() <= 1
    assert len(cut_ring(ring + 9, SQUARE)) == 0


def test_a_line_is_cut_to_the_stretches_that_enter_the_frame():
    line = np.array([(-2.0, 0.5), (-1.0, 0.5), (0.5, 0.5), (2.0, 0.5), (3.0, 0.5), (0.2, 0.2)])
    assert [part.tolist() for part in cut_line(line, SQUARE)] == [
        [[-1.0, 0.5], [0.5, 0.5], [2.0, 0.5]],
        [[3.0, 0.5], [0.2, 0.2]],
    ]


def test_thinning_keeps_both_ends():
    line = np.array([(0.0, 0.0), (0.1, 0.0), (0.6, 0.0), (0.7, 0.0)])
    assert thinned(line, 0.5).tolist() == [[0.0, 0.0], [0.6, 0.0], [0.7, 0.0]]


def test_the_outlines_are_small_rounded_and_about_the_region():
    path = assets() / "map" / "outlines.geojson"
    assert path.stat().st_size < 120_000
    text = path.read_text(encoding="utf-8")
    numbers = [float(n) for n in re.findall(r"-?\d+\.\d+", text)]
    assert all(number == round(number, 2) for number in numbers)
    names = [feature["properties"]["name"] for feature in json.loads(text)["features"]]
    assert names == ["land", "borders", "Kazakhstan"]
    assert (path.parent / "LICENSE").is_file()
    assert (path.parent / "README.md").is_file()


def test_the_caspian_is_water_and_astana_stands_in_kazakhstan():
    from matplotlib.path import Path as Outline

    caspian, astana = project([(50.5, 42.0), (71.45, 51.17)])
    rings = {name: [Outline(ring) for ring in outlines()[name]] for name in ("land", "Kazakhstan")}
    assert sum(ring.contains_point(caspian) for ring in rings["land"]) % 2 == 0
    assert sum(ring.contains_point(astana) for ring in rings["land"]) % 2 == 1
    assert sum(ring.contains_point(astana) for ring in rings["Kazakhstan"]) == 1


@pytest.mark.parametrize("narrow", [False, True])
def test_every_stop_and_every_name_is_within_the_frame(raw, narrow):
    frame = frame_of(stops(raw["routes"], raw["places"]), narrow)
    shown = raw["places"][raw["places"]["shown"] == "always"]
    stations = raw["places"][raw["places"]["kind"].isin(STOPS)]
    for rows in (shown, stations):
        at = project(rows[["longitude", "latitude"]].astype(float).to_numpy())
        assert frame.holds(at).all()


def test_every_route_has_its_stops_in_order_without_a_gap(raw):
    for _, part in stops(raw["routes"], raw["places"]).groupby("route"):
        assert list(part["order"]) == list(range(1, len(part) + 1))
        assert len(part) > 1
        assert part["kind"].nunique() == 1
        assert part["name"].nunique() == 1


def test_every_place_that_is_a_stop_is_on_a_route_and_the_other_way_round(raw):
    places = raw["places"]
    stations = set(places.loc[places["kind"].isin(STOPS), "place"])
    assert stations == set(raw["routes"]["place"])


def test_the_alternative_names_neighbours_and_every_stop_in_order(raw, chart):
    places = raw["places"]
    for name in places.loc[places["kind"].isin(["subject", "neighbour"]), "name"]:
        assert name in chart.alt
    data = stops(raw["routes"], raw["places"])
    for _, part in data.groupby("route", sort=False):
        assert f"{part['by'].iloc[0]} {', '.join(part['stop'])}" in chart.alt
    for name in data["name"].unique():
        assert f"{name}: " in chart.alt
        assert str(name) in words_of(chart.light)


def test_the_map_prints_the_names_that_it_should(raw, chart):
    wide, narrow = words_of(chart.light), words_of(chart.narrow)
    for row in raw["places"].to_dict("records"):
        assert (row["name"] in narrow) == (row["shown"] == "always") or row["name"] in (
            "Ayagoz",  # part of a route's name
            "Tacheng",
        )
        assert row["shown"] == "never" or row["name"] in wide


def test_the_data_table_has_the_stops_in_order(raw, chart):
    assert [row[3] for row in chart.rows] == list(stops(raw["routes"], raw["places"])["stop"])


def test_the_same_data_give_the_same_map(raw, chart):
    assert drawn(raw) == chart


def test_routes_differ_by_dashes_as_well_as_by_colour(chart):
    dashes = set(re.findall(r"stroke-dasharray: ([\d., ]+)", chart.light))
    assert len(dashes) >= 3


def test_both_drawings_are_small_and_may_stand_in_the_page(chart):
    body = bundles.read(chart._repr_mimebundle_()[bundles.MIME], Ledger())
    picture = next(c for n in walk(body) for c in n.children if isinstance(c, Picture))
    assert len(drawings.markup(picture).encode()) < 60_000


def test_a_place_with_a_hostile_name_comes_out_as_text(raw):
    places = raw["places"].assign(name=raw["places"]["name"].replace("Baku", "<script>$x^2$"))
    made = drawn({**raw, "places": places})
    assert "<script>$x^2$" in words_of(made.light)
    assert "<script>" not in made.light
    assert "<script>$x^2$" in made.alt


def test_the_map_is_higher_for_its_width_on_a_narrow_page(raw):
    data = stops(raw["routes"], raw["places"])
    wide, narrow = LIGHT, replace(LIGHT, narrow=True)
    plot = Map(raw["places"])
    assert plot.height(data, narrow) / narrow.width > plot.height(data, wide) / wide.width
