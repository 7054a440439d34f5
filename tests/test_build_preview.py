"""The preview sees every save and serves what is there, to this machine only."""

import os
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from figurecheck.building.preview import served, state
from figurecheck.errors import DataError
from tests.small_project import small_project


@pytest.mark.parametrize(
    "name", ["data/raw/figures.csv", "notebooks/01-clean.ipynb", "report/editions.toml"]
)
def test_a_save_changes_the_state(tmp_path: Path, name: str) -> None:
    project = small_project(tmp_path)
    before = state(project)
    os.utime(project / name, ns=(1, 1))
    assert state(project) != before


def test_a_build_and_a_checkpoint_do_not(tmp_path: Path) -> None:
    project = small_project(tmp_path)
    before = state(project)
    for name in ("build/latest/report.html", "notebooks/.ipynb_checkpoints/x.ipynb"):
        (project / name).parent.mkdir(parents=True)
        (project / name).write_text("x")
    assert state(project) == before


def test_a_report_replaced_meanwhile_is_served(tmp_path: Path) -> None:
    folder = tmp_path / "latest"
    with served(folder, 0) as address:
        assert address.startswith("http://127.0.0.1:")
        with pytest.raises(HTTPError) as caught:
            urlopen(f"{address}/report.html")  # noqa: S310
        caught.value.close()
        folder.mkdir()
        (folder / "report.html").write_text("new")
        with urlopen(f"{address}/report.html") as answer:  # noqa: S310
            assert answer.read() == b"new"
            assert answer.headers["Cache-Control"] == "no-store"


def test_a_port_that_is_taken_is_a_message(tmp_path: Path) -> None:
    with served(tmp_path, 0) as address:
        port = int(address.rpartition(":")[2])
        with pytest.raises(DataError, match="expected a free port"), served(tmp_path, port):
            pass
