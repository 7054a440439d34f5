"""What depends on a figure: results, claims, charts, tables and prose, and nothing else."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from figurecheck import cli
from tests import why_project


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project and its edition."""
    folder = why_project.project(tmp_path_factory.mktemp("project"))
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        why_project.build(folder)
    return folder


@pytest.fixture
def in_project(built: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(built)
    return built


def traced(capsys: pytest.CaptureFixture[str], asked: str) -> dict[str, list[dict[str, Any]]]:
    """The groups of the tree, by name."""
    assert cli.main(["trace", asked, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)["found"]
    return {group["title"]: group["branches"] for group in found.get("branches", [])}


@pytest.mark.usefixtures("in_project")
def test_a_figure_leads_to_all_that_rests_on_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["trace", "F0001"]) == 0
    out = capsys.readouterr().out
    assert (
        out[out.index("├─ results") :]
        == """\
├─ results
│  └─ 62.4%  [growth-F0002-F0001]
│        Computed as level ÷ base − 1
│        Of          2023 against 2022, cargo-volume-ministry
│        From        F0002, F0001
├─ claims
│  ├─ supported: Cargo rose by 65% in 2023  [growth-2023]
│  │  ├─ same: 62.4%: within rounding
│  │  │     Check       growth-2023-1
│  │  │     From        F0002, F0001
│  │  └─ restated: 62.4%: within rounding
│  │        Check       growth-2023-2
│  │        From        F0002, F0001
│  └─ contradicted: Cargo was 1.2 million tonnes in 2022  [cargo-2022]
│     └─ same: 1.7 million tonnes: does not hold
│           Check       cargo-2022-1
│           From        F0001
├─ charts
│  └─ Figure 1, “Cargo grew” (notebooks/02-cargo.ipynb, cell 5)
│        Shows       62.35294118 [growth-F0002-F0001]
└─ prose
   └─ What went (notebooks/02-cargo.ipynb, cell 4)
         Shows       62.4% [growth-F0002-F0001]
"""
    )


@pytest.mark.usefixtures("in_project")
def test_a_series_leads_to_its_figures_and_to_the_code_that_names_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    groups = traced(capsys, why_project.SERIES)
    assert [node["key"] for node in groups["figures"]] == ["F0001", "F0002"]
    assert [node["title"] for node in groups["code that names it"]] == [
        "What went (notebooks/02-cargo.ipynb, cell 3)"
    ]
    assert {node["key"] for node in groups["results"]} == {
        "growth-F0002-F0001",
        "pace-target-F0002",
    }


@pytest.mark.usefixtures("in_project")
def test_a_page_leads_to_its_figures_and_events(capsys: pytest.CaptureFixture[str]) -> None:
    groups = traced(capsys, "times-n1")
    assert [node["key"] for node in groups["figures"]] == ["F0003", "line-opened"]
    assert [node["key"] for node in groups["claims"]] == ["cargo-2023"]


@pytest.mark.usefixtures("in_project")
def test_an_article_leads_to_its_claims_and_to_what_they_imply(
    capsys: pytest.CaptureFixture[str],
) -> None:
    groups = traced(capsys, "article")
    assert [node["key"] for node in groups["results"]] == ["growth-cargo-2023-cargo-2022"]


@pytest.mark.usefixtures("in_project")
def test_a_figure_on_which_nothing_rests_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["trace", "F0005"]) == 0
    assert "nothing in this edition rests on it" in capsys.readouterr().out


@pytest.mark.usefixtures("in_project")
def test_an_unknown_key_is_an_error_with_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["trace", "cargo-volume-ministy"]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert "Did you mean cargo-volume-ministry?" in said.err
