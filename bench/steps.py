"""Runs commands: in the order in which they wait for one another, timed, their memory watched."""

from __future__ import annotations

import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from graphlib import TopologicalSorter
from pathlib import Path

import psutil  # type: ignore[import-untyped]

BETWEEN = 0.05  # seconds between two looks at the memory
TAIL = 2000  # characters shown of what a failed command said


class StepError(Exception):
    """A command failed, or did not make what it should."""


@dataclass(frozen=True)
class Step:
    """A command that makes the file `makes`, run after the steps that it `needs`."""

    command: Sequence[str]
    makes: Path
    folder: Path
    environment: Mapping[str, str]
    needs: tuple[str, ...] = ()


def run(step: Step) -> str:
    """What the step's command printed. Raises StepError."""
    done = subprocess.run(  # noqa: S603  (the commands are ours)
        step.command,
        cwd=step.folder,
        env=dict(step.environment),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode or not step.makes.exists():
        shown = " ".join(step.command)
        said = (done.stdout + done.stderr)[-TAIL:]
        raise StepError(f"{shown}\nended with {done.returncode}, {step.makes} expected:\n{said}")
    return done.stdout


def run_all(steps: Mapping[str, Step], at_a_time: int, one: Callable[[Step], object] = run) -> None:
    """Runs all steps, as many at a time; of those that wait for nothing the first ones first."""
    order = list(steps)
    sorter = TopologicalSorter({key: step.needs for key, step in steps.items()})
    sorter.prepare()
    ready: list[str] = []
    running: dict[Future[object], str] = {}
    with ThreadPoolExecutor(at_a_time) as pool:
        while sorter.is_active():
            ready = sorted([*ready, *sorter.get_ready()], key=order.index)
            while ready and len(running) < at_a_time:
                key = ready.pop(0)
                running[pool.submit(one, steps[key])] = key
            for done in wait(running, return_when=FIRST_COMPLETED).done:
                key = running.pop(done)
                done.result()
                sorter.done(key)


def timed(work: Callable[[], object]) -> float:
    """The seconds that `work` takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


@dataclass
class Watch:
    """The most memory seen so far, in bytes; None where this machine does not tell."""

    peak: int | None = None
    _stop: threading.Event = field(default_factory=threading.Event)

    def look_until_stopped(self) -> None:
        """Looks again and again."""
        while not self._stop.wait(BETWEEN):
            if (found := memory_below(psutil.Process())) is not None:
                self.peak = max(self.peak or 0, found)

    def stop(self) -> None:
        """Ends it."""
        self._stop.set()


@contextmanager
def watched() -> Iterator[Watch]:
    """Watches the memory of all processes that this one has started.

    A look costs processor time: what is watched is not timed.
    """
    watch = Watch()
    thread = threading.Thread(target=watch.look_until_stopped, daemon=True)
    thread.start()
    try:
        yield watch
    finally:
        watch.stop()
        thread.join()


def memory_below(parent: psutil.Process) -> int | None:
    """The sum in bytes of the proportional set sizes of all processes that `parent` started.

    Pages that several processes share count once (Linux, proc(5), smaps_rollup). None where
    the system has no such measure.
    """
    total = 0
    for process in parent.children(recursive=True):
        with suppress(psutil.Error):  # ended meanwhile
            size = getattr(process.memory_full_info(), "pss", None)
            if size is None:
                return None
            total += size
    return total
