"""Where a line's name stands: beside its last point if that is free, else in a column."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from figurecheck.charts.themes import Theme

_LETTER = 0.53  # mean width of a semibold letter, in type sizes
_LINE = 1.43  # height of a line of type as matplotlib sets it, in type sizes
_PLOT = (0.74, 0.86)  # what the plot takes of the figure's width and height, about
_STEP = 0.03  # inches between the places at which a line is looked at
CLEAR = 9.0  # points between a point and its name

Point = tuple[float, float]
Box = tuple[float, float, float, float]  # left, bottom, right, top


@dataclass(frozen=True)
class End:
    """The last point of a line, its name as it will stand and its colour."""

    text: str
    x: float
    y: float
    colour: str


@dataclass(frozen=True)
class Plane:
    """The axes' limits and the figure's size, to measure type against data in inches."""

    x: tuple[float, float]
    y: tuple[float, float]
    size: tuple[float, float]
    theme: Theme

    def inches(self, x: float, y: float) -> Point:
        """Where a point of the data stands, from the lower left corner of the plot."""
        across = (x - self.x[0]) / (self.x[1] - self.x[0]) * self.size[0] * _PLOT[0]
        up = (y - self.y[0]) / (self.y[1] - self.y[0]) * self.size[1] * _PLOT[1]
        return across, up

    def rise(self, lines: int) -> float:
        """The height of so many lines of type, in units of the y axis."""
        part = lines * self.theme.size * _LINE / (72 * self.size[1] * _PLOT[1])
        return (self.y[1] - self.y[0]) * part

    def shifts(self, end: End) -> list[float]:
        """Places to try, in points above the last one, the nearest first."""
        line = self.theme.size * _LINE
        half = (end.text.count("\n") + 1) / 2
        return [0.0, *(sign * (half + out) * line for out in (0.4, 1.4) for sign in (-1, 1))]

    def box(self, end: End, shift: float) -> Box:
        """The room that a name takes, in inches."""
        x, y = self.inches(end.x, end.y)
        lines = end.text.split("\n")
        width = max(map(len, lines)) * self.theme.size * _LETTER / 72
        half = len(lines) * self.theme.size * _LINE / 72 / 2
        middle, left = y + shift / 72, x + (CLEAR - 2) / 72
        return left, middle - half, left + width, middle + half


def beside(
    ends: Sequence[End], paths: Sequence[Sequence[Point]], plane: Plane
) -> list[float | None]:
    """For each line that ends early how many points above its last point its name is free to
    stand; None for the others, whose names belong in the column at the right."""
    right = max(end.x for end in ends)
    trodden = [place for path in paths for place in _along(path, plane)]
    column = [plane.box(end, 0.0) for end in ends if end.x == right]
    found = _tried(ends, trodden, column, max(box[2] for box in column), plane)
    if all(shift is not None for shift, end in zip(found, ends, strict=True) if end.x < right):
        return found
    # The column takes names in, and its places are not known yet: none may reach into it.
    return _tried(ends, trodden, column, column[0][0], plane)


def _tried(
    ends: Sequence[End], trodden: Sequence[Point], column: Sequence[Box], edge: float, plane: Plane
) -> list[float | None]:
    right = max(end.x for end in ends)
    taken, found = list(column), []
    for end in ends:
        tried = plane.shifts(end) if end.x < right else []
        free = (s for s in tried if _is_free(plane.box(end, s), trodden, taken, edge, plane))
        found.append(next(free, None))
        taken += [] if found[-1] is None else [plane.box(end, found[-1])]
    return found


def _along(path: Sequence[Point], plane: Plane) -> list[Point]:
    places = [plane.inches(x, y) for x, y in path]
    made = list(places)
    for (x, y), (other_x, other_y) in pairwise(places):
        steps = int(max(abs(other_x - x), abs(other_y - y)) / _STEP)
        for step in range(1, steps):
            part = step / steps
            made.append((x + (other_x - x) * part, y + (other_y - y) * part))
    return made


def _is_free(
    box: Box, trodden: Sequence[Point], taken: Sequence[Box], edge: float, plane: Plane
) -> bool:
    left, bottom, right, top = box
    ceiling = plane.inches(plane.x[1], plane.y[1] + plane.rise(1))[1]  # a line above the plot
    if right > edge or bottom < 0 or top > ceiling:
        return False
    if any(left < x < right and bottom < y < top for x, y in trodden):
        return False
    return not any(left < b[2] and b[0] < right and bottom < b[3] and b[1] < top for b in taken)
