"""A kernel that stands by is taken where it is the one, and nothing of it stays."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from figurecheck.running import standby
from tests.test_running_processes import gone, lives, until
from tests.warm_and_cold import READY, WARM, executed, kernels, needs_fork, notebook, run

pytestmark = [needs_fork, pytest.mark.slow]

NUMBER = "import os\nos.getpid()"
PREPARES = """\
import sys, time
from pathlib import Path
from figurecheck.running import standby
standby.prepare(Path(sys.argv[1])).join()
print(standby._ready[0][2].pid, standby._ready[0][2]._own, flush=True)
time.sleep(600)
"""


def number(cells: list[dict[str, Any]]) -> int:
    """The process that ran the cell."""
    return int(cells[0]["outputs"][0]["data"]["text/plain"][0])


def ready(folder: Path) -> tuple[int, Path]:
    """Has a kernel stand by; its process, and its own folder."""
    standby.prepare(folder).join()
    [(_, _, forked)] = standby._ready
    assert forked._own
    return forked.pid, forked._own


def test_the_next_notebook_of_its_folder_takes_it(tmp_path: Path) -> None:
    source = notebook(tmp_path / "a", NUMBER)
    with kernels(WARM):
        process, own = ready(source.parent)
        assert ready(source.parent) == (process, own)  # one is enough
    assert number(run(READY, source).notebook["cells"]) == process
    assert gone(process)
    assert not own.exists()
    assert number(run(WARM, source).notebook["cells"]) != process


@pytest.mark.parametrize(
    "other",
    [
        {"folder": "b"},
        {"environment": {"OTHER": "x"}},
        {"extra_arguments": ["--InteractiveShell.colors=NoColor"]},
        {"settings": "profile_default"},
        {},
    ],
)
def test_another_notebook_has_a_kernel_of_its_own(tmp_path: Path, other: dict[str, Any]) -> None:
    source = notebook(tmp_path / "a", NUMBER)
    settings = tmp_path / "settings"
    environment = {"IPYTHONDIR": str(settings), **other.get("environment", {})}
    options = {name: other[name] for name in ("extra_arguments",) if name in other}
    if "settings" in other:
        (settings / other["settings"]).mkdir(parents=True)
    with kernels(WARM):
        process, own = ready(tmp_path / other["folder"] if "folder" in other else source.parent)
        ran = executed(source, environment=environment, **options)
    assert ran.told == ""
    assert (number(ran.notebook["cells"]) == process) == (other == {})
    assert gone(process)
    assert not own.exists()


def test_a_module_beside_the_notebook_is_that_of_the_time_when_it_runs(tmp_path: Path) -> None:
    source = notebook(tmp_path / "a", "import beside\nbeside.value")
    module = source.parent / "beside.py"
    module.write_text("value = 1\n")
    with kernels(WARM):
        process, _ = ready(source.parent)
    time.sleep(1)  # it has drawn
    module.write_text("value = 22\n")
    shown = run(READY, source).notebook["cells"][0]["outputs"][0]["data"]
    assert shown == {"text/plain": ["22"]}
    assert gone(process)


def test_a_notebook_waits_for_the_one_that_is_being_forked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = notebook(tmp_path / "a", NUMBER)
    fork, begun, forked = standby._fork, threading.Event(), list[int]()

    def slow(folder: Path) -> None:
        begun.set()
        time.sleep(0.5)  # the parent imports
        fork(folder)
        forked.append(standby._ready[0][2].pid)

    monkeypatch.setattr(standby, "_fork", slow)
    with kernels(WARM):
        thread = standby.prepare(source.parent)
        assert begun.wait(60)
        ran = run(WARM, source)
    thread.join()
    assert number(ran.notebook["cells"]) == forked[0]
    assert gone(forked[0])


def test_one_that_has_died_is_not_taken(tmp_path: Path) -> None:
    source = notebook(tmp_path / "a", NUMBER)
    with kernels(WARM):
        process, own = ready(source.parent)
    os.kill(process, signal.SIGKILL)
    assert gone(process)
    assert run(READY, source).told == ""
    assert not own.exists()


@pytest.mark.parametrize("seconds", [0, 1])
@pytest.mark.parametrize("death", [signal.SIGKILL, signal.SIGINT])
def test_one_that_nobody_needed_ends_with_the_program(
    tmp_path: Path, death: int, seconds: int
) -> None:
    with kernels(WARM):
        command = [sys.executable, "-c", PREPARES, str(tmp_path)]
        program = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    with program:
        assert program.stdout
        process, _, own = program.stdout.readline().strip().partition(" ")
        time.sleep(seconds)  # it may be at work still
        assert lives(int(process))
        program.send_signal(death)
    assert gone(int(process))
    assert until(lambda: not Path(own).exists())
