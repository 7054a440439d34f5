"""The real notebooks, through the real command, on a copy of the project."""

from __future__ import annotations

import csv
import io
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from pypdf import PdfReader

pytestmark = pytest.mark.slow

PARTS = ("data", "notebooks", "report", "pyproject.toml", "requirements.lock")
Command = Callable[..., subprocess.CompletedProcess[str]]


def command(folder: Path) -> Command:
    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "figurecheck", *arguments],
            cwd=folder,
            capture_output=True,
            text=True,
            check=False,
        )

    return run


def copied(root: Path, folder: Path) -> Path:
    for part in PARTS:
        place = root / part
        if place.is_dir():
            shutil.copytree(place, folder / part)
        else:
            shutil.copy(place, folder / part)
    return folder


@pytest.fixture(scope="module")
def project(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project with its report built."""
    folder = copied(root, tmp_path_factory.mktemp("project"))
    done = command(folder)("report")
    assert done.returncode == 0, done.stderr
    assert "build/latest/report.html" in done.stdout
    told = r"[\w.-]+: (ran: .+|validated|published), [\d.]+ s"
    steps = [re.fullmatch(told, line) for line in lines(done)]
    assert all(steps), done.stderr
    return folder


def lines(done: subprocess.CompletedProcess[str]) -> list[str]:
    return done.stderr.splitlines()


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def table(project: Path, name: str) -> list[dict[str, str]]:
    return rows(project / "build" / "latest" / name)


def test_every_claim_has_a_verdict_and_every_piece_of_evidence_its_inputs(project: Path) -> None:
    claims = rows(project / "data/raw/claims.csv")
    verdicts = table(project, "results/verdicts.csv")
    assert [row["claim"] for row in verdicts] == [row["claim"] for row in claims]
    known = {row["figure"] for row in table(project, "clean/figures.csv")}
    known |= {row["event"] for row in rows(project / "data/raw/events.csv")}
    for row in table(project, "results/evidence.csv"):
        assert set(row["inputs"].split()) <= known
    words = {"supported", "contradicted", "disputed", "overtaken", "unverified"}
    assert {row["verdict"] for row in verdicts} <= words


def test_a_growth_that_was_copied_decides_nothing_in_the_real_tables(project: Path) -> None:
    decisive = [
        row
        for row in table(project, "results/evidence.csv")
        if row["claim"] == "corridor-2024-01-growth" and row["relation"] == "same"
    ]
    assert all(row["method"] == "growth" for row in decisive)


def test_the_page_shows_every_value_and_asks_for_nothing(project: Path) -> None:
    text = (project / "build/latest/report.html").read_text(encoding="utf-8")
    page = BeautifulSoup(text, "html.parser")
    policy = page.find("meta", {"http-equiv": "Content-Security-Policy"})
    assert policy is not None
    assert "default-src 'none'" in str(policy["content"])
    assert {tag["type"] for tag in page.find_all("script")} == {"application/ld+json"}  # inert
    assert "{eval}" not in page.get_text()
    assert "[x]" not in page.get_text()
    assert all(image.get("alt") for image in page.find_all("img"))
    addresses = [str(tag.get("src") or "") for tag in page.find_all(src=True)]
    assert all(address.startswith("data:") for address in addresses)


def test_every_number_of_the_page_leads_to_its_entry_in_the_register(project: Path) -> None:
    text = (project / "build/latest/report.html").read_text(encoding="utf-8")
    page = BeautifulSoup(text, "html.parser")
    numbers = page.select("main p data[data-key], main li data[data-key]")
    assert len(numbers) > 40
    anchors = {str(tag["id"]) for tag in page.find_all(id=True)}
    for number in numbers:
        assert f"ev-{number['data-key']}" in anchors


def test_the_pdf_is_tagged_titled_and_bookmarked(project: Path) -> None:
    reader = PdfReader(io.BytesIO((project / "build/latest/report.pdf").read_bytes()))
    catalogue = reader.trailer["/Root"]
    assert catalogue["/MarkInfo"]["/Marked"]  # type: ignore[index]
    assert catalogue["/Lang"]  # type: ignore[index]
    assert reader.metadata is not None
    assert reader.metadata.title
    assert len(reader.outline) > 5


def test_nothing_of_the_machine_is_in_what_is_published(project: Path) -> None:
    for file in (project / "build/latest").rglob("*"):
        if file.suffix in (".html", ".json", ".csv", ".ipynb"):
            text = file.read_text(encoding="utf-8")
            for place in (project, Path(sys.prefix), Path.home()):
                assert f"{place}/" not in text, file


def test_a_rebuild_from_nothing_is_equal_to_the_byte(project: Path) -> None:
    done = command(project)("verify")
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_changed_figure_is_told_and_a_misspelt_period_stops_the_build(project: Path) -> None:
    figures = project / "data/raw/figures.csv"
    good, run = figures.read_text(encoding="utf-8"), command(project)
    figures.write_text(good.replace("1.485 million tons in 2022", "1.585 million tons in 2022"))
    done = run("report")
    assert done.returncode == 0, done.stderr
    assert "F0070" in done.stdout
    again = run("verify")  # of kept drawings, those of other data are not taken
    assert again.returncode == 0, again.stdout + again.stderr
    report = (project / "build/latest/report.html").read_bytes()
    figures.write_text(good.replace(",2024-01,", ",2024-13,", 1), encoding="utf-8")
    done = run("report")
    assert done.returncode == 1
    [place] = [line for line in lines(done) if line.startswith("data/raw/figures.csv, line")]
    assert "column period: found '2024-13'" in place
    assert ".ipynb, cell" not in done.stderr  # what follows from it is not told
    assert (project / "build/latest/report.html").read_bytes() == report
    figures.write_text(good, encoding="utf-8")
    assert run("report").returncode == 0


def test_a_table_that_one_chapter_asks_for_runs_that_one(project: Path) -> None:
    routes = project / "data/raw/routes.csv"
    good, run = routes.read_bytes(), command(project)
    assert run("report").returncode == 0  # whatever another test has built last
    routes.write_bytes(good.replace(b"route,", b'"route",', 1))
    done = run("report")
    routes.write_bytes(good)
    assert done.returncode == 0, done.stderr
    ran = [line.partition(".ipynb: ran: ")[0] for line in lines(done) if ": ran: " in line]
    assert ran == ["04-corridor"]
    assert "tables: validated" in done.stderr
    assert "no number moved" in done.stdout
    assert run("report").returncode == 0


def test_an_edition_of_the_past_builds_from_what_was_in_print(project: Path) -> None:
    done = command(project)("report", "2024-03")
    assert done.returncode == 0, done.stderr
    past = {row["claim"] for row in rows(project / "build/2024-03/results/verdicts.csv")}
    assert past <= {row["claim"] for row in table(project, "results/verdicts.csv")}
    assert past
