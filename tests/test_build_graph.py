"""The order in which tasks are run, and what they are given of one another."""

from __future__ import annotations

import threading

import pytest

from figurecheck.building.graph import Outcome, Task, run


def said(words: str, *before: list[Outcome]) -> Outcome:
    return Outcome(note=f"{words}({', '.join('+'.join(o.note for o in part) for part in before)})")


def task(words: str, *needs: tuple[str, ...], weight: int = 0) -> Task:
    return Task(said, (words,), needs, weight)


GRAPH = {
    "a/clean": task("clean"),
    "a/short": task("short", ("a/clean",), weight=1),
    "a/long": task("long", ("a/clean",), weight=2),
    "a/tables": task("tables"),
    "a/report": task("report", ("a/short", "a/long"), ("a/tables",)),
    "b/clean": task("clean", weight=9),
    "b/report": task("report", ("b/clean",), ()),
}


def test_a_task_gets_the_outcomes_of_what_it_needs_in_groups() -> None:
    [a, b] = run(GRAPH, ["a/report", "b/report"], 2)
    assert a.note == "report(short(clean())+long(clean()), tables())"
    assert b.note == "report(clean(), )"


def test_an_edition_comes_before_the_next_and_the_heaviest_first() -> None:
    order: list[str] = []
    run(GRAPH, [], 1, lambda key, _: order.append(key))
    assert order == [
        *("a/clean", "a/long", "a/short", "a/tables", "a/report"),
        *("b/clean", "b/report"),
    ]


def test_as_many_run_at_once_as_there_are_workers() -> None:
    together = threading.Barrier(2, timeout=60)

    def met() -> Outcome:
        together.wait()
        return Outcome(note="met")

    graph = {f"a/{name}": Task(met, ()) for name in "1234"}
    assert [found.note for found in run(graph, list(graph), 2)] == ["met"] * 4


def test_what_a_task_raises_is_raised_and_nothing_new_begins() -> None:
    begun: list[str] = []

    def fail() -> Outcome:
        begun.append("fail")
        raise ZeroDivisionError

    def go_on(_: list[Outcome]) -> Outcome:
        begun.append("go on")
        return Outcome()

    graph = {"a/1": Task(fail, ()), "a/2": Task(go_on, (), (("a/1",),))}
    with pytest.raises(ZeroDivisionError):
        run(graph, ["a/2"], 2)
    assert begun == ["fail"]
