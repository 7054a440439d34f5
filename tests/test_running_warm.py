"""A kernel that starts warm gives what one that starts cold gives, and leaves nothing behind."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from figurecheck.running import warm
from figurecheck.running.failures import NotebookError
from figurecheck.running.notebook import run_notebook

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not hasattr(os, "fork"), reason="kernels are forked only where there is fork"
    ),
]

CELLS = [
    new_code_cell("import os, sys\nimport pandas as pd\nprint(sys.path[0] in ('', os.getcwd()))"),
    new_code_cell("pd.DataFrame({f'c{n}': range(70) for n in range(30)})"),
    new_code_cell("pd.options.display.max_columns, pd.options.display.max_rows"),
    new_code_cell(
        "import matplotlib\nmatplotlib.get_backend(), sorted(matplotlib.rcParams.items())[:40]"
    ),
    new_code_cell("import matplotlib.pyplot as plt\nplt.plot([1, 2, 3]);"),
    new_code_cell("import random, numpy\nprint(hash('a'), list({'x', 'y', 'z'}))"),
    new_code_cell("print('out'); print('err', file=sys.stderr); 1 / 3"),
    new_markdown_cell("It is {eval}`round(1 / 3, 2)` and {eval}`pd.Series([1, 2])`."),
    new_code_cell(
        "from IPython.display import HTML, display\ndisplay(HTML('<b>x</b>')); HTML('<i>y</i>')"
    ),
]


def executed(folder: Path, cells: list[nbformat.NotebookNode], name: str) -> str:
    notebook, output = folder / "notebook.ipynb", folder / f"{name}.ipynb"
    nbformat.write(new_notebook(cells=cells), notebook)
    run_notebook(notebook, output, {}, {}, "notebook.ipynb")
    return output.read_text(encoding="utf-8")


def test_warm_and_cold_notebooks_are_equal_to_the_byte(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    forked = executed(tmp_path, CELLS, "executed")
    monkeypatch.setenv(warm.COLD, "1")
    assert executed(tmp_path, CELLS, "executed") == forked


def test_warm_and_cold_failures_are_told_in_the_same_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing = [new_code_cell("def f():\n    raise KeyError('no such figure')\n\nf()")]
    with pytest.raises(NotebookError) as forked:
        executed(tmp_path, failing, "forked")
    monkeypatch.setenv(warm.COLD, "1")
    with pytest.raises(NotebookError) as cold:
        executed(tmp_path, failing, "cold")
    assert str(forked.value) == str(cold.value)


def test_nothing_leaks_from_one_notebook_to_the_next(tmp_path: Path) -> None:
    spoil = [
        new_code_cell(
            "import os, pandas as pd, matplotlib, random\n"
            "os.environ['SPOILT'] = '1'; pd.options.display.max_rows = 3\n"
            "matplotlib.rcParams['lines.linewidth'] = 99; random.seed(1); os.chdir('/')"
        )
    ]
    look = [
        new_code_cell(
            "import os, pandas as pd, matplotlib\n"
            "(os.environ.get('SPOILT'), pd.options.display.max_rows,"
            " matplotlib.rcParams['lines.linewidth'], os.getcwd() == '/')"
        )
    ]
    executed(tmp_path, spoil, "spoil")
    assert "(None, 60, 1.5, False)" in executed(tmp_path, look, "look")


def test_the_warm_parent_and_its_kernels_end_with_the_program(tmp_path: Path) -> None:
    script = (
        "from figurecheck.running import warm\n"
        "import os\n"
        "run = 'figurecheck.running.cells:serve'\n"
        "print(warm.ZYGOTE.fork(run, {'argv': []}, '.', os.environ).pid)\n"
        "print(warm.ZYGOTE._process.pid)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    for pid in map(int, done.stdout.split()):
        end = time.monotonic() + 20
        while _lives(pid) and time.monotonic() < end:
            time.sleep(0.05)
        assert not _lives(pid)


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
