"""No process outlives its notebook or the program, and a death is noticed whatever else runs."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from tests.small_project import CLEAN, code, markdown, small_project, write_notebook
from tests.warm_and_cold import WARM, Ran, executed, kernels, needs_fork, notebook, run

pytestmark = [needs_fork, pytest.mark.slow]

PATIENCE = 60  # seconds until a process that ought to end is called a leak
WAIT = "import pathlib, time\nwhile not pathlib.Path({!r}).exists(): time.sleep(0.02)"
OWN_PROCESS = "import os, pathlib\n_ = pathlib.Path('process').write_text(str(os.getpid()))\n"
ENDS = {
    "is done": "1",
    "fails": "1 / 0",
    "takes too long": "while True: pass",
    "exits": "import sys; sys.exit(1)",
}
PROGRAM = """\
import sys
from pathlib import Path
from figurecheck.running.notebook import run_notebook
run_notebook(Path(sys.argv[1]), Path(sys.argv[2]), {}, {}, "a.ipynb")
"""


@pytest.mark.parametrize("end", ENDS)
def test_no_process_stays_when_a_notebook(tmp_path: Path, end: str) -> None:
    source = notebook(tmp_path / "own", OWN_PROCESS, ENDS[end])
    timeout = 1 if end == "takes too long" else None
    ran = run(WARM, source, execution_timeout=timeout)
    assert (ran.told == "") == (end == "is done")
    assert gone(int(ran.files["process"]))


def test_a_death_is_noticed_while_another_notebook_lives(tmp_path: Path) -> None:
    """The living one, forked later, must not hold open what tells of the death."""
    wait = f"{WAIT}\n'lived'"
    started, dead = tmp_path / "started", tmp_path / "dead"
    first = notebook(tmp_path / "first", f"{wait.format(str(started))}\nimport os; os._exit(1)")
    touch = f"import pathlib; pathlib.Path({str(started)!r}).touch()"
    second = notebook(tmp_path / "second", touch, wait.format(str(dead)))

    def die() -> Ran:
        ran = executed(first)
        dead.touch()
        return ran

    with kernels(WARM), ThreadPoolExecutor(2) as threads:
        dying = threads.submit(die)
        living = threads.submit(executed, second, execution_timeout=PATIENCE)
        told, outputs = dying.result().told, living.result().notebook["cells"][1]["outputs"]
    assert "DeadKernelError" in told
    assert outputs[0]["data"] == {"text/plain": ["'lived'"]}


@pytest.fixture
def program(tmp_path: Path) -> Iterator[Callable[[str], tuple[subprocess.Popen[bytes], int]]]:
    """Starts a program that runs a notebook; gives it and the number of the kernel's process."""
    started: list[subprocess.Popen[bytes]] = []

    def start(then: str) -> tuple[subprocess.Popen[bytes], int]:
        source = notebook(tmp_path / "program", OWN_PROCESS, then)
        output, process = tmp_path / "out.ipynb", source.parent / "process"
        command = [sys.executable, "-c", PROGRAM, str(source), str(output)]
        with kernels(WARM):
            started.append(subprocess.Popen(command))
        assert until(lambda: process.exists() and process.read_text() != "")
        return started[0], int(process.read_text())

    yield start
    for one in started:
        one.kill()
        one.wait()


def test_no_process_outlives_the_program(program: Any, tmp_path: Path) -> None:
    seen = tmp_path / "seen"  # before that the kernel must not end: its parent is asked for
    running, kernel = program(WAIT.format(str(seen)))
    parent = parent_of(kernel)
    seen.touch()
    assert running.wait() == 0
    assert gone(kernel)
    assert gone(parent)


@pytest.mark.parametrize("death", [signal.SIGKILL, signal.SIGINT])
def test_no_process_outlives_a_program_that_is_stopped(program: Any, death: int) -> None:
    running, kernel = program("import time; time.sleep(600)")
    parent = parent_of(kernel)
    running.send_signal(death)
    assert running.wait() != 0
    assert gone(kernel)
    assert gone(parent)


@pytest.mark.parametrize("times", [1, 2])
def test_an_interrupted_build_leaves_no_process_and_no_folder(tmp_path: Path, times: int) -> None:
    project = small_project(tmp_path / "project")
    own = "(built / 'clean/process').write_text(str(os.getpid()))\nimport time; time.sleep(600)"
    write_notebook(project / "notebooks/01-clean.ipynb", markdown("# Clean"), code(CLEAN + own))
    found: list[int] = []

    def begun() -> bool:
        for path in project.glob("build/.latest.*/report/clean/process"):
            found[:] = map(int, path.read_text().split())
        return bool(found)

    command = [sys.executable, "-m", "figurecheck", "report", "--quiet"]
    with (
        kernels(WARM),
        subprocess.Popen(command, cwd=project, stderr=subprocess.PIPE, text=True) as building,
    ):
        assert building.stderr
        assert until(begun)
        for _ in range(times):
            os.kill(building.pid, signal.SIGINT)
            time.sleep(0.02)
        told = building.stderr.read()
    assert building.returncode == 128 + signal.SIGINT
    assert told.strip() == ""
    assert gone(found[0])
    assert [path.name for path in project.glob("build/.latest*")] == [".latest.lock"]


def until(happened: Callable[[], bool]) -> bool:
    end = time.monotonic() + PATIENCE
    while not happened() and time.monotonic() < end:
        time.sleep(0.02)
    return happened()


def gone(process: int) -> bool:
    return until(lambda: not lives(process))


def lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def parent_of(process: int) -> int:
    told = subprocess.run(
        ["ps", "-o", "ppid=", "-p", str(process)], capture_output=True, text=True, check=True
    )
    return int(told.stdout)
