"""The scenarios, measured in rounds: within one, ours and theirs take turns."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from bench import copies, edits, steps, ways
from bench.results import FIGURE, FIRST, MANY, NONE, PROSE, SHARED, Build, Memory
from figurecheck.building.build import default_workers


@dataclass(frozen=True)
class Plan:
    """How much is measured: `sizes` are numbers of editions, `figures` sizes of the tables.

    `theirs_in` are the scenarios of one edition in which theirs is measured, `theirs_at` the
    numbers of editions, beside one, at which it is. `watched` are those whose memory is watched,
    that of theirs too if `watch_theirs`. `one_worker_to`: the most editions that are also built
    by one worker.
    """

    rounds: int = 3
    sizes: tuple[int, ...] = (1, 4, 16, 64)
    figures: tuple[int, ...] = (1_000, 10_000, 100_000)
    watched: tuple[int, ...] = (1, 4, 16)
    one_worker_to: int = 16
    theirs_in: tuple[str, ...] = (FIRST,)
    theirs_at: tuple[int, ...] = ()
    watch_theirs: bool = False


QUICK = Plan(
    rounds=1,
    sizes=(1, 4),
    figures=(1_000, 10_000),
    watched=(1,),
    one_worker_to=4,
)
FULL = Plan(
    figures=(*Plan.figures, 1_000_000),
    theirs_in=(FIRST, NONE, FIGURE, PROSE),
    theirs_at=(4,),
    watch_theirs=True,
)


@dataclass(frozen=True)
class Place:
    """The copy in which ours is built, the folder of theirs, and the browser that prints it."""

    copy: copies.Copy
    theirs: Path
    browser: str | None


def warm_up(place: Place) -> None:
    """Builds each way once, theirs as far as its first page, so that no file is read cold."""
    steps.run(ways.report(place.copy.folder))
    first = _theirs(place, ["latest"])
    stem = Path(next(iter(first))).stem
    steps.run_all({key: step for key, step in first.items() if Path(key).stem == stem}, 1)


def memory(place: Place, plan: Plan) -> Iterator[Memory]:
    """The most memory of a build, by number of editions; these builds are not timed."""
    for size in plan.watched:
        place.copy.set_editions(size, shared=False)
        place.copy.forget_builds()
        with steps.watched() as watch:
            steps.run(ways.editions(place.copy.folder, default_workers()))
        yield Memory(ways.OURS, size, watch.peak)
    place.copy.restore()
    if plan.watch_theirs:
        for way, at_a_time in ways.THEIRS.items():
            wanted = _theirs(place, ["latest"])
            with steps.watched() as watch:
                steps.run_all(wanted, at_a_time)
            yield Memory(way, 1, watch.peak)


def one_round(place: Place, plan: Plan, number: int) -> Iterator[Build]:
    """Every scenario once. Raises StepError where a build fails or shows a stale report."""
    copy = place.copy
    copy.restore()
    copy.forget_builds()
    scenarios: dict[str, Callable[[], str]] = {
        FIRST: lambda: "",
        NONE: lambda: "",
        FIGURE: lambda: copy.change_figure(number),
        PROSE: lambda: copy.change_prose(number),
    }
    for scenario, edit in scenarios.items():
        words = edit()
        for way in in_turn((ways.OURS, *ways.THEIRS), number):
            if way == ways.OURS or scenario in plan.theirs_in:
                yield Build(scenario, way, number, _build(place, way, words))
    yield from _many(place, plan, number)


def in_turn(ways_: Sequence[str], number: int) -> list[str]:
    """The ways in their order, another one first in each round."""
    first = number % len(ways_)
    return [*ways_[first:], *ways_[:first]]


def _build(place: Place, way: str, words: str) -> float:
    """The seconds of a build of `latest`, which must show `words`."""
    if way == ways.OURS:
        step = ways.report(place.copy.folder)
        seconds = steps.timed(partial(steps.run, step))
        built = step.makes.parent
    else:
        wanted = _theirs(place, ["latest"])
        seconds = steps.timed(partial(steps.run_all, wanted, ways.THEIRS[way]))
        built = place.theirs / "latest"
    if not copies.shows(built, words):
        raise steps.StepError(f"{way}: the report is stale, it does not show {words!r}")
    return seconds


def _many(place: Place, plan: Plan, number: int) -> Iterator[Build]:
    copy, workers = place.copy, sorted({1, default_workers()})
    copy.restore()
    for size in plan.sizes:
        for shared in (False, True) if size > 1 else (False,):
            copy.set_editions(size, shared)
            for count in workers if size <= plan.one_worker_to and not shared else workers[-1:]:
                copy.forget_builds()
                step = ways.editions(copy.folder, count)
                seconds = steps.timed(partial(steps.run, step))
                yield Build(SHARED if shared else MANY, ways.OURS, number, seconds, size, count)
            if size in plan.theirs_at and not shared:
                yield from _theirs_many(place, size, number)


def _theirs_many(place: Place, size: int, number: int) -> Iterator[Build]:
    for way, at_a_time in ways.THEIRS.items():
        wanted = _theirs(place, edits.editions(size, shared=False))
        seconds = steps.timed(partial(steps.run_all, wanted, at_a_time))
        yield Build(MANY, way, number, seconds, size)


def _theirs(place: Place, names: Iterable[str]) -> dict[str, steps.Step]:
    shutil.rmtree(place.theirs, ignore_errors=True)
    return ways.theirs(place.copy.folder, place.theirs, names, place.browser)
