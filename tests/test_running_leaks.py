"""Nothing of one notebook reaches the next, nor the program that runs them."""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from tests.warm_and_cold import (
    COLD,
    READY,
    WARM,
    Case,
    Ran,
    cases,
    masked,
    needs_fork,
    notebook,
    notebook_of,
    run,
    written,
)

pytestmark = [needs_fork, pytest.mark.slow]

PROCESS = r"(?<=ipykernel_)\d+\b"  # a warning names the file of its cell, and that its process
LOOKS = cases("look")
PATIENCE = 60  # seconds

CHANCE = {
    "random": "random.random()",
    "a generator of random": "random.Random().random()",
    "secrets": "secrets.token_hex()",
    "uuid": "str(uuid.uuid4())",
    "names of temporary files": "next(tempfile._get_candidate_names())",
    "numpy": "numpy.random.rand()",
    "a generator of numpy": "numpy.random.default_rng().random()",
    "a sample of pandas": "pandas.Series(range(10**6)).sample(3).tolist()",
}
DRAW = f"""\
import json, pathlib, random, secrets, tempfile, uuid, numpy, pandas
drawn = [{", ".join(CHANCE.values())}]
_ = pathlib.Path("chance.json").write_text(json.dumps(drawn))
"""
DESCRIPTORS = """\
import os
open_ones = {}
for number in sorted(map(int, os.listdir("/proc/self/fd"))):
    try:
        place = os.readlink(f"/proc/self/fd/{number}")
    except OSError:
        continue  # the folder that is being read
    kind = place if place.startswith("/") else place.partition(":")[0]
    open_ones[kind] = open_ones.get(kind, 0) + 1
open_ones
"""


@pytest.fixture(scope="module")
def looks(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Ran]:
    """What a notebook sees in an ordinary kernel, and in a forked one before and after others."""
    folder = tmp_path_factory.mktemp("leaks")
    look = written(folder, notebook_of(LOOKS))
    spoil = notebook_of(cases("spoil"))
    seen = {COLD: run(COLD, look), "before": run(WARM, look)}
    (folder / "spoil").mkdir()
    spoilt = run(WARM, written(folder / "spoil", spoil), execution_timeout=PATIENCE)
    assert all(cell["execution_count"] for cell in spoilt.notebook["cells"])
    assert spoilt.told == ""
    run(WARM, notebook(folder / "dead", "import os; os.environ['SPOILT'] = '1'; os._exit(1)"))
    return {**seen, "after": run(WARM, look), READY: run(READY, look)}


@pytest.mark.parametrize("case", LOOKS, ids=str)
def test_a_notebook_sees_nothing_of_those_before_it(case: Case, looks: dict[str, Ran]) -> None:
    cell = LOOKS.index(case)
    before, after = (looks[when].notebook["cells"][cell] for when in ("before", "after"))
    assert masked(after, PROCESS) == masked(before, PROCESS)


@pytest.mark.parametrize("way", ["after", READY])
@pytest.mark.parametrize("case", LOOKS, ids=str)
def test_a_notebook_sees_nothing_of_what_the_warm_parent_imported(
    case: Case, way: str, looks: dict[str, Ran]
) -> None:
    cell = LOOKS.index(case)
    cold, warm = (looks[each].notebook["cells"][cell] for each in (COLD, way))
    assert cold["outputs"]
    assert masked(warm, PROCESS) == masked(cold, PROCESS)


@pytest.fixture(scope="module")
def chances(tmp_path_factory: pytest.TempPathFactory) -> list[list[Any]]:
    """What notebooks drew by chance, one after the other."""
    source = notebook(tmp_path_factory.mktemp("chance"), DRAW)
    ways = (WARM, WARM, READY, READY)
    return [json.loads(run(way, source).files["chance.json"]) for way in ways]


@pytest.mark.parametrize("kind", CHANCE)
def test_chance_is_not_shared(kind: str, chances: list[list[Any]]) -> None:
    found = [drawn[[*CHANCE].index(kind)] for drawn in chances]
    assert len(set(map(str, found))) == len(found)


def test_a_module_beside_a_notebook_is_that_of_its_own_folder_and_time(tmp_path: Path) -> None:
    seen = []
    for name, value in (("a", "1"), ("b", "22"), ("a", "333")):
        source = notebook(tmp_path / name, "import beside\nbeside.value")
        (source.parent / "beside.py").write_text(f"value = {value}\n")
        seen.append(run(WARM, source).notebook["cells"][0]["outputs"][0].get("data"))
    assert seen == [{"text/plain": [value]} for value in ("1", "22", "333")]


def test_descriptors_do_not_pile_up(tmp_path: Path) -> None:
    if not Path("/proc/self/fd").exists():
        pytest.skip("the system does not list them")
    source = notebook(tmp_path / "fd", DESCRIPTORS)
    run(WARM, source)
    ours = len(os.listdir("/proc/self/fd")), threading.active_count()
    seen = [run(WARM, source).notebook["cells"] for _ in range(3)]
    assert seen[0] == seen[1] == seen[2]
    assert (len(os.listdir("/proc/self/fd")), threading.active_count()) == ours
    shown = str(seen[0][0]["outputs"])
    assert "/dev/null" in shown
    assert "a.ipynb" not in shown


def test_the_program_that_runs_a_notebook_stays_as_it_was(tmp_path: Path) -> None:
    def state() -> dict[str, Any]:
        return {
            "environment": {k: v for k, v in os.environ.items() if k != "PYTEST_CURRENT_TEST"},
            "folder": Path.cwd(),
            "path": sys.path[:],
            "streams": (sys.stdin, sys.stdout, sys.stderr),
            "signals": [signal.getsignal(n) for n in (signal.SIGINT, signal.SIGCHLD)],
            "blocked": signal.pthread_sigmask(signal.SIG_BLOCK, []),
            "hooks": (sys.excepthook, sys.displayhook, sys.breakpointhook),
            "main": sys.modules["__main__"],
        }

    before = state()
    run(WARM, notebook(tmp_path / "program", "import os; os.chdir('/'); os.environ['A'] = 'b'"))
    run(WARM, notebook(tmp_path / "dying", "import os; os._exit(1)"))
    assert state() == before
