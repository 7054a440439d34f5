"""Names of lines: beside the last point where it is free, else in the column at the right."""

from __future__ import annotations

import pytest

from figurecheck.charts.naming import End, Plane, beside
from figurecheck.charts.themes import LIGHT

PLANE = Plane((2019.0, 2025.0), (0.0, 5.0), (6.4, 3.4), LIGHT)
LONG = End("Ministry 4.1", 2025.0, 4.1, "#000000")
LONG_PATH = [(2019.0, 0.8), (2023.0, 2.8), (2024.0, 4.5), (2025.0, 4.1)]


def test_a_line_that_runs_to_the_end_is_named_in_the_column() -> None:
    assert beside([LONG], [LONG_PATH], PLANE) == [None]


def test_a_line_that_ends_early_is_named_beside_its_last_point() -> None:
    early = End("Office 1.5", 2022.0, 1.0, "#000000")
    assert beside([LONG, early], [LONG_PATH, [(2022.0, 1.0)]], PLANE) == [None, 0.0]


def test_a_name_gives_way_to_a_line_and_to_another_name() -> None:
    ends = [End(name, 2023.0, 2.8, "#000000") for name in ("Office 2.8", "Railway 2.8")]
    paths = [LONG_PATH, [(2023.0, 2.8)], [(2023.0, 2.8)]]
    _, first, second = beside([LONG, *ends], paths, PLANE)
    assert first is not None
    assert second is not None
    line = LIGHT.size * 1.43
    assert abs(first - second) >= line


def test_a_name_that_is_free_nowhere_goes_to_the_column() -> None:
    early = End("Office 2.5", 2022.0, 2.5, "#000000")
    crowd = [[(2022.0 + step / 10, place / 10) for place in range(51)] for step in range(10)]
    assert beside([LONG, early], [LONG_PATH, *crowd], PLANE) == [None, None]


@pytest.mark.parametrize(("x", "beside_it"), [(2019.5, True), (2024.9, False)])
def test_no_name_reaches_over_another_in_the_column(x: float, beside_it: bool) -> None:
    early = End("A very long name 4.1", x, 4.1, "#000000")
    _, shift = beside([LONG, early], [LONG_PATH, [(x, 4.1)]], PLANE)
    assert (shift == 0.0) is beside_it
