"""The same graph on a Dask cluster: a scheduler and workers in processes of their own."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import dask
import distributed  # noqa: F401  (its settings come with it, and are set below)
import pytest

from figurecheck.building.build import Built, build_all
from figurecheck.building.graph import Outcome
from figurecheck.errors import DataError
from tests.small_project import small_project

pytestmark = pytest.mark.slow

EDITIONS = ["latest", "2024-03"]


class Cluster:
    """A scheduler that says its address in a file, and workers that can be killed."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "scheduler.json"
        self._folder = folder
        self.processes = [
            self._start("dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard")
        ]
        wait(self.file.is_file)

    def add_worker(self) -> subprocess.Popen[bytes]:
        """One more worker, in which one chapter runs at a time."""
        place = str(self._folder / "workers")
        worker = self._start(
            *("dask_worker", "--nthreads", "1", "--no-nanny", "--no-dashboard"),
            *("--host", "127.0.0.1", "--local-directory", place),
        )
        self.processes.append(worker)
        return worker

    def close(self) -> None:
        """Ends all."""
        for process in reversed(self.processes):
            process.kill()
            process.wait()

    def _start(self, module: str, *arguments: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", f"distributed.cli.{module}", *arguments]
        command += ["--scheduler-file", str(self.file)]
        with (self._folder / f"{module}.log").open("ab") as log:
            return subprocess.Popen(command, stdout=log, stderr=log)


def wait(until: Callable[[], bool], seconds: float = 60) -> None:
    """Returns as soon as it is so."""
    end = time.monotonic() + seconds
    while not until():
        assert time.monotonic() < end, "it did not come to pass"
        time.sleep(0.02)


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    folder = tmp_path / "cluster"
    folder.mkdir()
    made = Cluster(folder)
    try:
        yield made
    finally:
        made.close()


def bytes_of(built: list[Built]) -> dict[str, bytes]:
    return {
        f"{each.edition}/{path.relative_to(each.folder).as_posix()}": path.read_bytes()
        for each in built
        for path in sorted(each.folder.rglob("*"))
        if path.is_file()
    }


def test_a_cluster_makes_the_same_bytes_also_when_a_worker_is_killed_half_way(
    tmp_path: Path, cluster: Cluster
) -> None:
    here = tmp_path / "here"
    here.mkdir()
    expected = bytes_of(build_all(small_project(here), EDITIONS))

    there = tmp_path / "there"
    there.mkdir()
    project = small_project(there)
    doomed = cluster.add_worker()
    told: list[str] = []

    def kill_and_replace() -> None:
        scratch = f".latest.{os.getpid()}/report/notebooks/01-clean.ipynb"
        wait((project / "build" / scratch).is_file)
        doomed.kill()
        cluster.add_worker()
        cluster.add_worker()

    helper = threading.Thread(target=kill_and_replace)
    helper.start()

    def tell(key: str, outcome: Outcome) -> None:
        told.append(f"{key}: {outcome.note}")

    built = build_all(project, EDITIONS, scheduler=str(cluster.file), tell=tell)
    helper.join()
    assert doomed.wait() != 0
    assert bytes_of(built) == expected
    assert sorted(told) == ["2024-03/report: published", "latest/report: published"]


def test_a_scheduler_that_does_not_answer_is_a_message(tmp_path: Path) -> None:
    nobody = "tcp://127.0.0.1:1"
    with (
        dask.config.set({"distributed.comm.timeouts.connect": "1s"}),
        pytest.raises(DataError, match=f"SCHEDULER: found '{nobody}'; expected a Dask scheduler"),
    ):
        build_all(small_project(tmp_path), ["latest"], scheduler=nobody)
