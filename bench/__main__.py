"""`python -m bench`: measures, prints the tables, writes results.json and chart.svg."""

# ruff: noqa: T201  (here the program speaks)

from __future__ import annotations

import argparse
import json
import platform
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from typing import Any, TypeVar

from bench import copies, drawing, large, rounds, steps, ways
from bench.results import Results, ratios, report, to_json
from figurecheck import rooms
from figurecheck.building.build import default_workers

PACKAGES = (
    *("figurecheck", "papermill", "nbconvert", "nbclient", "ipykernel", "pandas", "matplotlib"),
    *("seaborn", "typst"),
)
IN_SCENARIOS = "Theirs was measured in: {}; elsewhere its median of the round stands for it."
SCALED = "Theirs was measured at editions: {}; for more its seconds for one are multiplied."
BROWSER = "Theirs: one HTML page and one PDF a notebook, printed by Chromium without the network."
NO_BROWSER = "Theirs: one HTML page a notebook and no PDF, since there is no chromium here."
REPEATED = "Tables: the project's own, repeated under other keys; equal phrases are parsed once."

T = TypeVar("T")


def main(arguments: Sequence[str] | None = None) -> int:
    """Measures as the arguments say; the exit status."""
    plan = _plan(arguments)
    project = rooms.root()
    browser = ways.find_browser()
    results = Results(
        machine={
            "cores": default_workers(),
            "system": platform.system(),
            "processor": platform.machine(),
            "python": platform.python_version(),
        },
        versions={
            **{name: version(name) for name in PACKAGES},
            "chromium": ways.browser_version(browser),
        },
        notes=notes(plan, browser),
    )
    try:
        for _ in _rounds(results, plan, project, browser):
            _write(results)  # so that whoever stops it has the rounds that were done
    except steps.StepError as error:
        print(error, file=sys.stderr)
        return 1
    print(report(results))
    return 0


def _write(results: Results) -> None:
    folder = Path(__file__).parent
    (folder / "results.json").write_text(to_json(results), encoding="utf-8")
    (folder / "chart.svg").write_text(drawing.svg(ratios(results.builds)), encoding="utf-8")


def notes(plan: rounds.Plan, browser: str | None) -> list[str]:
    """What a reader of the numbers has to know."""
    return [
        IN_SCENARIOS.format(", ".join(plan.theirs_in)),
        SCALED.format(", ".join(map(str, (1, *plan.theirs_at)))),
        BROWSER if browser else NO_BROWSER,
        REPEATED,
    ]


def _plan(arguments: Sequence[str] | None) -> rounds.Plan:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--rounds", type=int, help="how often everything is measured")
    size = parser.add_mutually_exclusive_group()
    size.add_argument("--quick", action="store_true", help="one round, few editions, small tables")
    size.add_argument(
        "--full", action="store_true", help="theirs in every scenario, and large tables"
    )
    options = parser.parse_args(arguments)
    plan = rounds.QUICK if options.quick else rounds.FULL if options.full else rounds.Plan()
    return replace(plan, rounds=options.rounds) if options.rounds else plan


def _rounds(
    results: Results, plan: rounds.Plan, project: Path, browser: str | None
) -> Iterator[int]:
    """Measures round by round; adds to the results."""
    with tempfile.TemporaryDirectory(prefix="figurecheck-bench-") as scratch:
        copy = copies.copy_project(project, Path(scratch))
        place = rounds.Place(copy, Path(scratch, "theirs"), browser)
        rounds.warm_up(place)
        for memory in rounds.memory(place, plan):
            results.memory.append(_said(memory))
        for number in range(plan.rounds):
            for build in rounds.one_round(place, plan, number):
                results.builds.append(_said(build))
            results.phrases.append(_said(_large(copy.folder, "phrases", copy.source)))
            results.tables += map(_said, _tables(place, plan, Path(scratch, "tables")))
            yield number


def _tables(place: rounds.Place, plan: rounds.Plan, folder: Path) -> Iterator[dict[str, Any]]:
    for figures in plan.figures:
        data = folder / str(figures)
        if not data.exists():
            large.multiply(place.copy.source, data, figures)
        yield _large(place.copy.folder, "tables", data)


def _large(copy: Path, what: str, folder: Path) -> dict[str, Any]:
    step = ways.python(copy, folder, "bench.large", what, str(folder))
    found: dict[str, Any] = json.loads(steps.run(step))
    return found


def _said(found: T) -> T:
    print(found, file=sys.stderr, flush=True)
    return found


if __name__ == "__main__":
    sys.exit(main())
