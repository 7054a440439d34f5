"""A forked kernel ends a notebook as an ordinary one does: time-outs, interrupts, deaths, logs."""

from __future__ import annotations

import io
import logging
from pathlib import Path

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from tests.warm_and_cold import COLD, WARM, both, needs_fork, notebook, run, written

pytestmark = [needs_fork, pytest.mark.slow]

ENDLESS = "print('before', flush=True)\nwhile True: pass"
# A kernel that dies may take with it what it sent last. It waits until that was received.
RECEIVED = """\
import os, pathlib, time
print("received", flush=True)
while not pathlib.Path("received").exists(): time.sleep(0.01)
"""
DEATHS = {
    "exit": "os._exit(0)",
    "signal": "import signal; os.kill(os.getpid(), signal.SIGKILL)",
    "fault": "import ctypes; ctypes.string_at(0)",
}


def test_values_in_prose_are_the_same(tmp_path: Path) -> None:
    cells = [
        new_markdown_cell("Before any code {eval}`1 + 1` and {eval}`__name__`."),
        new_code_cell(
            "import os, matplotlib.pyplot as plt, pandas as pd\n"
            "items = []\n"
            "class Rich:\n"
            "    def _repr_mimebundle_(self, include=None, exclude=None):\n"
            "        return {'text/plain': 'r', 'text/html': '<i>'}, {'text/html': {'m': 1}}\n"
            "class Broken:\n"
            "    def _repr_html_(self): raise ValueError\n"
            "    def __repr__(self): return 'broken'\n"
            "'kept'"
        ),
        new_markdown_cell(
            "{eval}`Rich()` {eval}`Broken()` {eval}`None` {eval}`'é'` {eval}`float('nan')`\n\n"
            "{eval}`pd.DataFrame({'a': [1.5]})` {eval}`[1] * 400` {eval}`b'\\x00'` {eval}`_`\n\n"
            "{eval}`items.append(1)` {eval}`len(items)` {eval}`print('aside')`"
            " {eval}`display('aside')` {eval}`os.write(1, b'aside')` {eval}`plt.figure() and 1`"
            " {eval}`get_ipython().execution_count` {eval}`[n for n in items]`"
        ),
        new_code_cell("print(len(items), _, len(In), sorted(Out))"),
        new_markdown_cell("No value."),
        new_markdown_cell("{eval}`items` and {eval}`_` again."),
    ]
    cold, warm = both(written(tmp_path, new_notebook(cells=cells)))
    assert len(cold.notebook["cells"][2]["metadata"]["user_expressions"]) == 17
    assert warm == cold


# ipykernel sends a stream at the latest when this time is over: with it, and without.
LATER = """\
import sys, time
def later(seconds):
    end = time.monotonic() + seconds
    while time.monotonic() < end: pass
"""
TOLD = "print({0}); later({1}); print(-{0}, file=sys.stderr); later({1})\n"


@pytest.mark.parametrize("way", [COLD, WARM])
@pytest.mark.parametrize("seconds", [0, 0.15, 0.3])
def test_both_streams_keep_the_order_of_writing(tmp_path: Path, way: str, seconds: float) -> None:
    told = "".join(TOLD.format(number, seconds) for number in (1, 2, 3))
    ran = run(way, notebook(tmp_path / "a", LATER, told + "'value'"))
    outputs = ran.notebook["cells"][1]["outputs"]
    assert [output.get("text") for output in outputs] == [
        *("1\n", "-1\n", "2\n", "-2\n", "3\n", "-3\n"),
        None,
    ]


@pytest.mark.parametrize("expression", ["{}['k']", "__import__('sys').exit(2)"])
def test_a_value_in_prose_fails_the_same(tmp_path: Path, expression: str) -> None:
    cells = [new_code_cell("1"), new_markdown_cell(f"{{eval}}`{expression}`"), new_code_cell("2")]
    cold, warm = both(written(tmp_path, new_notebook(cells=cells)))
    assert cold.told.startswith("NotebookError: ")
    assert warm == cold


def test_a_cell_that_runs_too_long_is_told_the_same(tmp_path: Path) -> None:
    cells = [new_code_cell("1"), new_code_cell(ENDLESS), new_code_cell("3")]
    cold, warm = both(written(tmp_path, new_notebook(cells=cells)), execution_timeout=1)
    assert "CellTimeoutError: A cell timed out" in cold.told
    assert cold.notebook["cells"][1]["outputs"][0]["text"] == "before\n"
    assert warm == cold


def test_a_cell_that_is_interrupted_shows_the_same(tmp_path: Path) -> None:
    sources = [
        "import asyncio, time",
        "time.sleep(600)",
        ENDLESS,
        # An ordinary kernel notices an interrupt of an await when its loop next has work to do.
        "try:\n    while True: await asyncio.sleep(0.01)\nfinally:\n    print('cleaned')",
        "'after'",
    ]
    cold, warm = both(
        written(tmp_path, new_notebook(cells=[*map(new_code_cell, sources)])),
        execution_timeout=1,
        interrupt_on_timeout=True,
        allow_errors=True,
    )
    raised = [
        [output["ename"] for output in cell["outputs"] if output["output_type"] == "error"]
        for cell in cold.notebook["cells"]
    ]
    assert raised == [[], ["KeyboardInterrupt"], ["KeyboardInterrupt"], ["CancelledError"], []]
    assert warm == cold


class Receipt(io.StringIO):
    """Leaves a file beside the notebook when a cell's text comes."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.file = folder / "received"

    def write(self, text: str) -> int:
        self.file.touch()
        return super().write(text)


@pytest.mark.parametrize("death", DEATHS)
def test_a_kernel_that_dies_is_told_the_same(tmp_path: Path, death: str) -> None:
    sources = ["1", RECEIVED + DEATHS[death], "'never'"]
    source = written(tmp_path, new_notebook(cells=[*map(new_code_cell, sources)]))
    cold, warm = both(source, stdout_file=Receipt(tmp_path))
    assert cold.told == f"NotebookError: {source}, cell 2: DeadKernelError: Kernel died"
    assert cold.notebook["cells"][1]["outputs"][0]["text"] == "received\n"
    assert warm == cold


def test_papermill_logs_and_writes_the_same(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    cells = [
        new_code_cell("who = 'nobody'", metadata={"tags": ["parameters"]}),
        new_code_cell("import sys\nprint('out ☃', who); sys.stdout.flush(); display('shown')"),
        new_code_cell("print('err', file=sys.stderr)"),
        new_code_cell("who"),
    ]
    source = written(tmp_path, new_notebook(cells=cells))
    seen = []
    for way in (COLD, WARM):
        caplog.clear()
        out, err = io.StringIO(), io.StringIO()
        with caplog.at_level(logging.INFO, logger="papermill"):
            ran = run(
                way,
                source,
                parameters={"who": "é"},
                report_mode=True,
                log_output=True,
                stdout_file=out,
                stderr_file=err,
            )
        logged = [(record.levelname, record.getMessage()) for record in caplog.records]
        seen.append((ran, logged, out.getvalue(), err.getvalue()))
    cold, warm = seen
    assert ("WARNING", "err\n") in cold[1]
    assert cold[2:] == ("out ☃ é\n", "err\n")
    assert warm == cold
