"""The command that opens JupyterLab on the notebooks."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from pathlib import Path

from figurecheck import rooms
from figurecheck.commands.status import OK, Commands

SETTINGS = rooms.NOTEBOOKS / ".jupyter"
SEARCHED = ("JUPYTER_CONFIG_PATH", "JUPYTER_PATH")  # for settings, and for kernels


def add(commands: Commands) -> None:
    """Adds it to the command line."""
    command = commands.add_parser("lab", help="open JupyterLab on the notebooks")
    command.add_argument("options", nargs="*", help="options of JupyterLab, after --")
    command.set_defaults(command=lab)


def lab(options: argparse.Namespace) -> int:
    """Becomes JupyterLab, whose kernels get the environment and the folder that a build gives.

    What they write goes to a folder of their own, so that a report stays as it was built; what
    the latest report was made from is there to begin with.
    """
    project = rooms.root()
    os.chdir(project)
    command = [sys.executable, "-m", "jupyterlab", *options.options]
    os.execve(command[0], command, environment(project))  # noqa: S606  (this very Python)
    return OK


def environment(project: Path) -> dict[str, str]:
    """The environment of JupyterLab on the project."""
    from figurecheck.running.warm import STEADY

    return {
        **os.environ,
        **STEADY,
        **{name: _before(str(project / SETTINGS), os.environ.get(name)) for name in SEARCHED},
        rooms.BUILD_VARIABLE: str(built(project)),
    }


def _before(path: str, others: str | None) -> str:
    return os.pathsep.join([path, others]) if others else path


def built(project: Path) -> Path:
    """The folder that the kernels write to, with the tables of the latest report."""
    from figurecheck.building.chapters import BUILT

    report = rooms.edition_folder(project, rooms.LATEST)
    folder = report.with_name(f"{report.name}.lab")
    for name in BUILT:
        if (report / name).is_dir():
            shutil.copytree(report / name, folder / name, dirs_exist_ok=True)
    return folder
