"""JupyterLab as an analyst sees it: run by hand, a notebook gives the numbers of the report."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, Request, expect

from figurecheck.building.build import build
from figurecheck.building.strip import strip
from tests.browsing import PATIENCE, launched
from tests.conftest import ROOT
from tests.small_project import code, markdown, parameters, small_project, write_notebook

pytestmark = pytest.mark.slow

TOKEN = "test"  # noqa: S105  (of a server that lives as long as the test)
NOTEBOOK = Path("notebooks/02-growth.ipynb")
COMPUTE = """\
import csv, os
from pathlib import Path
from figurecheck.quantities import Quantity
built = Path(os.environ["FIGURECHECK_BUILD"])
rows = list(csv.DictReader(open(built / "clean/figures.csv")))
cargo = Quantity.counted(int(rows[1]["value"]), "tonne", "cargo", "the last row")
(built / "results").mkdir(exist_ok=True)
_ = (built / "results/growth.csv").write_text("growth,value\\nG1,2\\n")
"""
PROSE = (
    "Of {eval}`target_tonnes` t, {eval}`cargo` went. Made in {eval}`Path.cwd().name` by "
    "{eval}`hash('a')`, {eval}`os.environ['TZ']`, {eval}`os.environ['OMP_NUM_THREADS']`."
)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A small project with this project's settings of JupyterLab, and its report."""
    project = small_project(tmp_path / "project")
    shutil.copytree(ROOT / "notebooks/.jupyter", project / "notebooks/.jupyter")
    write_notebook(
        project / NOTEBOOK,
        markdown("# Growth"),
        parameters("target_tonnes = 10"),
        code(COMPUTE),
        markdown(PROSE),
        code("cargo"),
    )
    strip(project)
    build(project, "latest")
    return project


@pytest.fixture
def address(project: Path, tmp_path: Path) -> Iterator[str]:
    """JupyterLab on the project, with nothing of the user's own."""
    own = {f"JUPYTER_{name}_DIR": str(tmp_path / name) for name in ("CONFIG", "DATA", "RUNTIME")}
    command = [sys.executable, "-m", "figurecheck", "lab", "--", "--no-browser", "--port=0"]
    command += [f"--IdentityProvider.token={TOKEN}", "--allow-root"]
    with subprocess.Popen(
        command, cwd=project, env={**os.environ, **own}, stderr=subprocess.PIPE, text=True
    ) as server:
        assert server.stderr
        said = (re.search(r"http://127\.0\.0\.1:\d+", line) for line in server.stderr)
        found = next(filter(None, said))[0]
        rest = threading.Thread(target=deque, args=(server.stderr, 0))
        rest.start()  # a pipe that nobody empties would stop the server
        yield found
        server.terminate()
        rest.join()


@pytest.fixture
def page(address: str) -> Iterator[Page]:
    """The notebook in a browser, its kernel ready."""
    size = {"width": 1400, "height": 950}
    with launched() as browser, browser.new_context(viewport=size) as context:
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.goto(f"{address}/lab/tree/{NOTEBOOK.as_posix()}?token={TOKEN}")
        status = page.locator("#jp-main-statusbar")
        expect(status).to_contain_text("Python 3 (ipykernel) | Idle")
        yield page


def run_all(page: Page, last: str) -> None:
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    prompt = page.locator(".jp-CodeCell .jp-InputPrompt").last
    expect(prompt).to_have_text(last)


def is_save(request: Request) -> bool:
    return request.method == "PUT" and request.url.split("?")[0].endswith(NOTEBOOK.as_posix())


def test_a_notebook_run_by_hand_gives_the_numbers_of_the_report(page: Page, project: Path) -> None:
    folder = project / "build/latest"
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    stored = (project / NOTEBOOK).read_bytes()
    report = page.context.new_page()
    report.goto((folder / "report.html").as_uri())
    printed = report.get_by_text("went. Made in").inner_text()
    assert printed.startswith("Of 10 t, 6\N{NO-BREAK SPACE}tonnes went. Made in notebooks by ")
    page.bring_to_front()

    run_all(page, "[3]:")
    live = page.locator(".jp-MarkdownCell p", has_text="went. Made in")
    expect(live.get_by_role("button")).to_have_text("6\N{NO-BREAK SPACE}tonnes")
    expect(live).to_have_text(printed, use_inner_text=True)

    card = page.get_by_role("dialog", name="Where the number comes from")
    for number in (live, page.locator(".jp-OutputArea-output").last):
        number.get_by_role("button").click()
        expect(card).to_contain_text("the last row")
        page.keyboard.press("Escape")
        expect(card).to_be_hidden()

    with page.expect_response(lambda answer: is_save(answer.request)):
        page.keyboard.press("Control+s")
    assert (project / NOTEBOOK).read_bytes() == stored
    assert {path: path.read_bytes() for path in before} == before
