"""Routes on a map: stops joined by lines over the outlines of land and borders."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from figurecheck.charts import outlines
from figurecheck.charts.outlines import Frame, Points, project, thinned
from figurecheck.charts.themes import Theme
from figurecheck.charts.words import listed

STOPS = ("town", "port")
_BY = {"rail": "by rail", "sea": "by ferry", "planned": "under construction"}
_MARGINS = (0.05, 0.105, 0.12, 0.055)  # left, below, right, above, for the names at the edge
_NARROW_MARGINS = (0.07, 0.17, 0.2, 0.13)
_EDGE = 0.02  # inches outside the frame, for its line
_FINEST = 1.4  # points of the page between two points of an outline
_SIDES = {  # of a name to its dot: offset in points, how it is aligned
    "left": ((-5, 0), "right", "center"),
    "right": ((5, 0), "left", "center"),
    "above": ((0, 4), "center", "bottom"),
    "below": ((0, -4), "center", "top"),
}


def stops(routes: pd.DataFrame, places: pd.DataFrame) -> pd.DataFrame:
    """The raw routes with their stops, in order: a row a stop, to draw and to print.

    Columns: route, name, kind, by (in words), order, place, stop (the place's name),
    longitude, latitude (degrees, numbers).
    """
    ordered = routes.assign(order=routes["order"].astype(int))
    named = places.set_index("place")[["name", "longitude", "latitude"]]
    joined = ordered.join(named.rename(columns={"name": "stop"}), on="place")
    joined = joined.astype({"longitude": float, "latitude": float})
    columns = ["route", "name", "kind", "by", "order", "place", "stop", "longitude", "latitude"]
    return joined.assign(by=joined["kind"].map(_BY))[columns].reset_index(drop=True)


@dataclass(frozen=True)
class Map:
    """The routes of `stops`, each in its colour and dashes, with the names in `places`.

    `places` is the raw table of that name. Its row of the kind "subject" is the country that
    stands out; its outline bears its name.
    """

    places: pd.DataFrame

    def height(self, data: pd.DataFrame, theme: Theme) -> float:
        """Inches."""
        return theme.width * frame_of(data, theme.narrow).shape

    def material(self) -> str:
        """The hash of the outlines."""
        return sha256(outlines.text().encode("utf-8")).hexdigest()

    def __call__(self, ax: Axes, data: pd.DataFrame, theme: Theme) -> None:
        """Draws on `ax`, which fills its figure: nothing stands outside the frame."""
        frame = frame_of(data, theme.narrow)
        _fill(ax, theme.width, self.height(data, theme))
        ax.set(xlim=(frame.left, frame.right), ylim=(frame.bottom, frame.top), aspect="equal")
        ax.set_axis_off()
        self._ground(ax, frame, theme)
        for colour, (name, parts) in zip(theme.series, _routes(data), strict=False):
            for part in parts:
                _draw(ax, part, colour, theme)
            _name_route(ax, name, parts, colour, theme)
        shown = self._shown(frame, theme)
        self._dots(ax, data, shown, theme)
        for row in shown.to_dict("records"):
            _name(ax, row, theme)

    def _ground(self, ax: Axes, frame: Frame, theme: Theme) -> None:
        """Seas, land, the country that stands out, borders, and a frame round them.

        As artists, not as patches: limits are set, and nobody need know how far the curves go.
        """
        known = outlines.outlines()
        least = (frame.right - frame.left) / (theme.width * 72) * _FINEST
        box = np.array(
            [
                (frame.left, frame.bottom),
                (frame.right, frame.bottom),
                (frame.right, frame.top),
                (frame.left, frame.top),
            ]
        )
        subject = self._of("subject")["name"]
        tinted: list[tuple[str, str]] = [("land", theme.page)]
        tinted += [(name, theme.band) for name in subject if name in known]
        ax.add_artist(_patch([box], closed=True, facecolor=theme.grid, linewidth=0))
        for name, colour in tinted:
            rings = [thinned(outlines.cut_ring(ring, frame), least) for ring in known[name]]
            edge = {"edgecolor": theme.mute, "linewidth": 0.4}
            ax.add_artist(_patch(rings, closed=True, facecolor=colour, **edge))
        cut = [part for line in known["borders"] for part in outlines.cut_line(line, frame)]
        lines = [thinned(line, least) for line in cut]
        look = {"edgecolor": theme.mute, "linewidth": 0.5, "facecolor": "none"}
        ax.add_artist(_patch(lines, closed=False, **look))
        ax.add_artist(_patch([box], closed=True, facecolor="none", edgecolor=theme.mute))

    def _of(self, *kinds: str) -> pd.DataFrame:
        return self.places[self.places["kind"].isin(kinds)]

    def _shown(self, frame: Frame, theme: Theme) -> pd.DataFrame:
        """The places whose names such a page has room for, with x and y in the frame."""
        wanted = ["always"] if theme.narrow else ["always", "wide"]
        found = self.places[self.places["shown"].isin(wanted)]
        at = project(found[["longitude", "latitude"]].to_numpy())
        return found.assign(x=at[:, 0], y=at[:, 1])[frame.holds(at)]

    def _dots(self, ax: Axes, data: pd.DataFrame, shown: pd.DataFrame, theme: Theme) -> None:
        used = shown[shown["place"].isin(set(data["place"]))]
        size = 2.6 if theme.narrow else 3.4
        ax.plot(used["x"], used["y"], "o", color=theme.ink, markersize=size, zorder=4)

    def describe(self, data: pd.DataFrame) -> str:
        """What country the map is about and its neighbours, then each route stop by stop."""
        subject = listed(list(self._of("subject")["name"]))
        neighbours = listed(list(self._of("neighbour")["name"]))
        routes = list(_routes(data))
        said = [_course(name, parts) for name, parts in routes]
        return (
            f"Map of {subject} and its neighbours {neighbours} with {len(routes)} routes. "
            f"{' '.join(said)}"
        )


def frame_of(data: pd.DataFrame, narrow: bool) -> Frame:
    """The frame that holds every stop; on a narrow page it is higher for its width."""
    at = project(data[["longitude", "latitude"]].to_numpy())
    return outlines.framed(at, _NARROW_MARGINS if narrow else _MARGINS)


@dataclass(frozen=True)
class _Part:
    """A stretch of a route: how one travels, past which stops, and where these lie."""

    kind: str
    by: str
    stops: tuple[str, ...]
    at: Points


def _routes(data: pd.DataFrame) -> Iterator[tuple[str, list[_Part]]]:
    """Each route's name and its parts, in the order of the data."""
    at = project(data[["longitude", "latitude"]].to_numpy())
    order = data["order"].tolist()
    found: dict[str, dict[str, list[int]]] = {}
    for row, (name, route) in enumerate(zip(data["name"], data["route"], strict=True)):
        found.setdefault(str(name), {}).setdefault(route, []).append(row)
    stops, kinds, by = (data[column].tolist() for column in ("stop", "kind", "by"))
    for name, routes in found.items():
        parts = []
        for rows in routes.values():
            rows.sort(key=order.__getitem__)
            named = tuple(str(stops[row]) for row in rows)
            parts.append(_Part(str(kinds[rows[0]]), str(by[rows[0]]), named, at[rows]))
        yield name, parts


def _fill(ax: Axes, width: float, height: float) -> None:
    """Gives the axes the whole figure: a layout would measure each name, and move nothing."""
    across, along = _EDGE / width, _EDGE / height
    ax.set_position((across, along, 1 - 2 * across, 1 - 2 * along))
    ax.set_in_layout(False)


def _draw(ax: Axes, part: _Part, colour: str, theme: Theme) -> None:
    look = _look(part.kind, colour, theme)
    ax.plot(*part.at.T, color=colour, solid_joinstyle="round", zorder=3, **look)


def _look(kind: str, colour: str, theme: Theme) -> Mapping[str, Any]:
    """Dashes tell routes and kinds apart where colour does not."""
    first = colour == theme.series[0]
    width = 1.6 if theme.narrow else 2.2
    if kind == "planned":
        return {"linestyle": (0, (1, 0.9)), "linewidth": width * 1.2}
    if kind == "sea":
        return {"linestyle": (0, (2.2, 1.4)), "linewidth": width}
    return {"linestyle": "-" if first else (0, (5, 1.6, 1.2, 1.6)), "linewidth": width * 0.9}


def _patch(lines: list[Points], closed: bool, **look: Any) -> PathPatch:
    """All lines as one path."""
    known = [line for line in lines if len(line) > 1]
    corners = [np.vstack([line, line[:1]]) if closed else line for line in known]
    codes = [_codes(len(line), closed) for line in corners]
    return PathPatch(Path(np.concatenate(corners), np.concatenate(codes)), zorder=1, **look)


def _codes(count: int, closed: bool) -> np.ndarray[Any, Any]:
    codes = np.full(count, Path.LINETO, dtype=np.uint8)
    codes[0] = Path.MOVETO
    codes[-1] = Path.CLOSEPOLY if closed else Path.LINETO
    return codes


def _name(ax: Axes, row: Mapping[Any, Any], theme: Theme) -> None:
    stop = row["kind"] in STOPS
    offset, across, along = _SIDES.get(row["side"], ((0, 0), "center", "center"))
    ax.annotate(
        str(row["name"]),
        (row["x"], row["y"]),
        xytext=offset,
        textcoords="offset points",
        annotation_clip=False,  # it is within the frame
        ha=across,
        va=along,
        color=theme.ink if stop or row["kind"] == "subject" else theme.mute,
        weight=600 if row["kind"] == "subject" else 400,
        style="italic" if row["kind"] == "sea" else "normal",
        size=theme.size * (1.15 if row["kind"] == "subject" else 0.9),
        zorder=5,
    )


def _name_route(ax: Axes, name: str, parts: list[_Part], colour: str, theme: Theme) -> None:
    """The name over the middle of the longest stretch on land."""
    known = [part for part in parts if part.kind != "sea"] or parts
    stretches = [(a, b) for part in known for a, b in pairwise(part.at)]
    one, other = max(stretches, key=lambda ends: float(np.hypot(*(ends[1] - ends[0]))))
    x, y = (one + other) / 2
    said = f"{name}, under construction" if parts[0].kind == "planned" else name
    ax.annotate(
        textwrap.fill(said, 15 if theme.narrow else 22),
        (float(x), float(y)),
        xytext=(0, 7),
        textcoords="offset points",
        annotation_clip=False,  # it is within the frame
        ha="center",
        va="bottom",
        color=colour,
        weight=600,
        size=theme.size * 0.95,
        zorder=6,
    )


def _course(name: str, parts: list[_Part]) -> str:
    courses = [f"{part.by} {', '.join(part.stops)}" for part in parts]
    return f"{name}: {'; '.join(courses)}."
