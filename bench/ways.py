"""The ways to build the report: this project's command, and papermill with nbconvert.

The second is what its users do: papermill runs each notebook, nbconvert makes a page of it and
Chromium, where the machine has it, prints the page. One page and one PDF a notebook; the
`{eval}` roles stay text.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from bench.steps import Step
from figurecheck import rooms
from figurecheck.building.build import notebook_parameters
from figurecheck.building.chapters import read_contents
from figurecheck.editions import Value, read_editions

OURS, SERIAL, TWO = "ours", "one after another", "two at a time"
THEIRS = {SERIAL: 1, TWO: 2}  # steps at a time

_OWN = ("FIGURECHECK_", "SCHEDULER", "SOURCES")


def environment(copy: Path) -> dict[str, str]:
    """This process's environment, but with the package of the copy and no setting of a build."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(_OWN)}
    return {**kept, "PYTHONPATH": os.pathsep.join([str(copy / "src"), str(copy)])}


def python(copy: Path, makes: Path, *arguments: str) -> Step:
    """A command of the copy's Python modules."""
    return Step([sys.executable, "-P", "-m", *arguments], makes, copy, environment(copy))


def report(copy: Path) -> Step:
    """Our command for the edition `latest`."""
    return python(copy, copy / "build" / "latest" / "report.pdf", "figurecheck", "report")


def editions(copy: Path, workers: int) -> Step:
    """Our command for all editions."""
    makes = copy / "build" / "latest" / "report.pdf"
    return python(copy, makes, "figurecheck", "editions", "--workers", str(workers))


def theirs(copy: Path, folder: Path, names: Iterable[str], browser: str | None) -> dict[str, Step]:
    """The steps of papermill and nbconvert for the editions `names`, built in `folder`.

    Notebooks come before pages and pages before PDFs, as many as can at a time.
    """
    contents, declared = read_contents(copy), read_editions(copy)
    taken = notebook_parameters(copy, contents, declared)
    runs, pages, prints = {}, {}, {}
    for name in names:
        values = declared.values(name)
        for notebook, needs in contents.needs().items():
            stem = Path(notebook).stem
            place = folder / name / rooms.NOTEBOOKS / notebook
            page = folder / name / "html" / f"{stem}.html"
            run, html = f"{name}/{notebook}", f"{name}/{stem}.html"
            waits = tuple(f"{name}/{other}" for other in needs)
            parameters = {key: values[key] for key in taken[notebook]}
            runs[run] = _papermill(copy, notebook, place, parameters, waits)
            pages[html] = _nbconvert(copy, place, page, run)
            if browser:
                profile = folder.with_name("profiles") / name / stem
                prints[f"{name}/{stem}.pdf"] = _chromium(browser, copy, page, profile, html)
    return {**runs, **pages, **prints}


def _papermill(
    copy: Path,
    notebook: str,
    place: Path,
    parameters: Mapping[str, Value],
    needs: tuple[str, ...],
) -> Step:
    build = place.parent.parent
    place.parent.mkdir(parents=True, exist_ok=True)
    folder = copy / rooms.NOTEBOOKS
    command = [sys.executable, "-P", "-m", "papermill", str(folder / notebook), str(place)]
    command += ["--kernel", "python3", "--cwd", str(folder), "--no-progress-bar"]
    for name, value in parameters.items():
        command += ["-r" if isinstance(value, str) else "-p", name, str(value)]
    named = {**environment(copy), rooms.BUILD_VARIABLE: str(build)}
    return Step(command, place, copy, named, needs)


def _nbconvert(copy: Path, place: Path, page: Path, needs: str) -> Step:
    command = [sys.executable, "-P", "-m", "nbconvert", "--to", "html", str(place)]
    command += ["--output-dir", str(page.parent)]
    return Step(command, page, copy, environment(copy), (needs,))


def _chromium(browser: str, copy: Path, page: Path, profile: Path, needs: str) -> Step:
    """Prints without the network, the same on any machine; two at a time need two profiles."""
    made = page.with_suffix(".pdf")
    command = [browser, "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
    command += [f"--user-data-dir={profile}", "--host-resolver-rules=MAP * ~NOTFOUND"]
    command += [f"--print-to-pdf={made}", page.as_uri()]
    return Step(command, made, copy, environment(copy), (needs,))


def find_browser() -> str | None:
    """Chromium, if the machine has it."""
    return shutil.which("chromium")


def browser_version(browser: str | None) -> str | None:
    """Its version; None without one."""
    if browser is None:
        return None
    done = subprocess.run(  # noqa: S603  (found on the path)
        [browser, "--version"], capture_output=True, text=True, check=False
    )
    found = re.search(r"[\d.]+", done.stdout)
    return found[0] if found else None
