"""Land and borders for the map, projected so that the middle of Eurasia keeps its shape."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from figurecheck.publishing.material import assets

Points: TypeAlias = NDArray[np.float64]  # of shape (n, 2)

# Lambert's conformal conic: both parallels true to scale, the middle of the map upright.
_PARALLELS = (40.0, 55.0)
_CENTRE = (56.0, 47.0)


@dataclass(frozen=True)
class Frame:
    """What of the plane a map shows."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def shape(self) -> float:
        """Height by width."""
        return (self.top - self.bottom) / (self.right - self.left)

    def holds(self, points: Points) -> NDArray[np.bool_]:
        """Which of the points are within."""
        x, y = points[:, 0], points[:, 1]
        return (self.left <= x) & (x <= self.right) & (self.bottom <= y) & (y <= self.top)


def project(places: Iterable[Sequence[float]]) -> Points:
    """Longitudes and latitudes in degrees -> x and y in radii of the globe, north up.

    Lambert's conformal conic projection of a sphere (Snyder 1987, Map Projections: A Working
    Manual, USGS Professional Paper 1395, equations 15-1 to 15-4).
    """
    east, north = np.radians(np.array(list(places), dtype=float).reshape(-1, 2)).T
    one, other = np.radians(_PARALLELS)
    middle, foot = np.radians(_CENTRE)
    cone = np.log(np.cos(one) / np.cos(other)) / np.log(_slope(other) / _slope(one))
    scale = np.cos(one) * _slope(one) ** cone / cone
    radius, turn = scale / _slope(north) ** cone, cone * (east - middle)
    return np.column_stack(
        [radius * np.sin(turn), scale / _slope(foot) ** cone - radius * np.cos(turn)]
    )


def _slope(north: Any) -> Any:
    return np.tan(np.pi / 4 + north / 2)


def text() -> str:
    """The outlines as GeoJSON."""
    return (assets() / "map" / "outlines.geojson").read_text(encoding="utf-8")


@cache
def outlines() -> dict[str, tuple[Points, ...]]:
    """The projected outlines by name: "land" and the country's are rings, "borders" lines."""
    return {
        feature["properties"]["name"]: tuple(project(line) for line in _lines(feature["geometry"]))
        for feature in json.loads(text())["features"]
    }


def _lines(geometry: dict[str, Any]) -> Iterator[list[list[float]]]:
    """The rings or lines of a GeoJSON geometry."""
    parts = geometry["coordinates"]
    for part in parts if geometry["type"].startswith("Multi") else [parts]:
        yield from part if "Polygon" in geometry["type"] else [part]


def cut_ring(ring: Points, frame: Frame) -> Points:
    """The part of a ring within the frame, closed along its edges (Sutherland and Hodgman 1974)."""
    for axis, limit, sign in (
        (0, frame.left, 1),
        (0, frame.right, -1),
        (1, frame.bottom, 1),
        (1, frame.top, -1),
    ):
        ring = _kept(ring, sign * (ring[:, axis] - limit))
    return ring


def _kept(ring: Points, there: NDArray[np.float64]) -> Points:
    """The points whose depth `there` is not below nought, and those where a side passes it."""
    before, here = np.roll(ring, 1, axis=0), np.roll(there, 1)
    passes = (here < 0) != (there < 0)
    drop = np.where(passes, here - there, 1)[:, np.newaxis]
    passed = before + (ring - before) * here[:, np.newaxis] / drop
    both = np.stack([passed, ring], axis=1)  # in the order of a walk along the ring
    found: Points = both[np.column_stack([passes, there >= 0])]
    return found


def cut_line(line: Points, frame: Frame) -> list[Points]:
    """The stretches of a line of which an end is within the frame; their ends may lie outside."""
    inside = frame.holds(line)
    touched = inside[:-1] | inside[1:]
    pieces = np.split(np.arange(len(touched)), np.flatnonzero(np.diff(touched)) + 1)
    return [line[p[0] : p[-1] + 2] for p in pieces if len(p) and touched[p[0]]]


def thinned(line: Points, least: float) -> Points:
    """The line without points nearer than `least` to the one kept before; its ends stay."""
    if len(line) < 2:
        return line
    kept, (x, y) = [0], line[0].tolist()
    for place, (east, north) in enumerate(line[1:-1].tolist(), start=1):  # floats: ten times faster
        if math.hypot(east - x, north - y) >= least:
            kept.append(place)
            x, y = east, north
    return line[[*kept, len(line) - 1]]


def framed(points: Points, margins: tuple[float, float, float, float]) -> Frame:
    """The frame round all points: margins left, below, right, above in parts of their breadth."""
    (left, bottom), (right, top) = points.min(axis=0), points.max(axis=0)
    edges = np.array([left, bottom, right, top])
    edges += np.array(margins) * (right - left) * np.array([-1, -1, 1, 1])
    return Frame(*map(float, edges))
