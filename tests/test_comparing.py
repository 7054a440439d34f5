"""The command diff: which builds, which format, and what its status tells a script."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from figurecheck import cli
from figurecheck.commands.status import FLIPPED
from tests.small_project import small_project

VERDICTS = "claim,statement,verdict\nC1,Cargo grew,{}\n"
FIGURES = "figure,value,unit\nF1,{},tonne\n"
NOTEBOOK = {
    "cells": [
        {
            "metadata": {
                "user_expressions": [
                    {"expression": "x", "result": {"data": {"text/plain": "'5 t'"}}}
                ]
            }
        }
    ],
    "metadata": {},
}


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with two builds that differ in a figure and a verdict."""
    root = small_project(tmp_path / "project")
    monkeypatch.chdir(root)
    build(root / "build/latest", "10", "supported")
    build(root / "build/2024-03", "12", "disputed")
    return root


def build(folder: Path, value: str, verdict: str) -> Path:
    for name in ("clean", "results", "notebooks"):
        (folder / name).mkdir(parents=True)
    (folder / "clean/figures.csv").write_text(FIGURES.format(value))
    (folder / "results/verdicts.csv").write_text(VERDICTS.format(verdict))
    (folder / "notebooks/01.ipynb").write_text(json.dumps(NOTEBOOK))
    manifest = {
        "parameters": {"as_of": ""},
        "inputs": {"data/raw/figures.csv": value},
        "given": [["target_tonnes", "10"]],  # so that it is compared as it is
    }
    (folder / "manifest.json").write_text(json.dumps(manifest))
    return folder


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    status = cli.main(["diff", *arguments])
    said = capsys.readouterr()
    return status, said.out, said.err


def test_two_editions_are_compared_in_the_order_given(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, out, err = run(capsys, "latest", "2024-03")
    assert (status, err) == (0, "")
    assert out.startswith("latest -> 2024-03\n")
    assert "C1: supported -> disputed" in out
    assert "F1 : 10 tonnes -> 12 tonnes [r]" in out
    assert "made from 1 different input files: data/raw/figures.csv." in out
    assert project.is_dir()


def test_two_equal_editions_give_an_empty_difference(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(project / "build/latest", project / "elsewhere")
    for arguments in (("latest", "latest"), ("latest", "--to-folder", "elsewhere")):
        status, out, _ = run(capsys, *arguments)
        assert status == 0
        assert "No figure, result, verdict, chart or value differs." in out
        assert "1 value in prose" in out


def test_the_build_of_another_checkout_stands_for_either_side(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = build(project.parent / "main", "9", "unverified")
    _, out, _ = run(capsys, "latest", "--from-folder", str(other), "--format", "json")
    told = json.loads(out)
    assert (told["from"], told["to"]) == (str(other), "latest")
    assert told["flips"][0] | {"statement": ""} == {
        "claim": "C1",
        "from": "unverified",
        "to": "supported",
        "statement": "",
    }
    _, out, _ = run(capsys, "--from-folder", "build/latest", "--to-folder", str(other))
    assert out.startswith("build/latest -> /")


def test_a_flip_has_a_status_of_its_own(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert project.is_dir()
    status, out, _ = run(capsys, "latest", "2024-03", "--flips-only", "--format", "markdown")
    assert status == FLIPPED == 3
    assert "Figures" not in out
    status, out, _ = run(capsys, "latest", "latest", "--flips-only")
    assert (status, "No verdict flipped." in out) == (0, True)
    assert run(capsys, "latest", "2024-03")[0] == 0


@pytest.mark.parametrize(
    ("name", "start"), [("markdown", "## What differs"), ("html", "<!DOCTYPE html>"), ("json", "{")]
)
def test_a_file_is_written_where_one_is_named(
    project: Path, capsys: pytest.CaptureFixture[str], name: str, start: str
) -> None:
    status, out, _ = run(
        capsys, "latest", "2024-03", "--format", name, "--output", str(project / "told")
    )
    assert (status, out) == (0, "told\n")
    assert (project / "told").read_text(encoding="utf-8").startswith(start)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("latest",), "two builds, each an edition or a folder"),
        (("latest", "latest", "2024-03"), "two builds"),
        (("latest", "latest", "--to-folder", "x"), "two builds"),
        (("latest", "--to-folder", "nowhere"), "nowhere/manifest.json"),
        (("latest", "2024-3"), "Did you mean 2024-03?"),
        (("latest", "../x"), "an edition's name"),
    ],
)
def test_what_cannot_be_compared_is_a_message(
    project: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], told: str
) -> None:
    status, out, err = run(capsys, *arguments)
    assert (status, out) == (1, "")
    assert told in err
    assert project.is_dir()


@pytest.mark.parametrize("text", ["{", "[]", ""])
def test_a_build_whose_record_is_broken_is_named(
    project: Path, capsys: pytest.CaptureFixture[str], text: str
) -> None:
    (project / "build/2024-03/manifest.json").write_text(text)
    status, _, err = run(capsys, "latest", "--to-folder", "build/2024-03")
    assert status == 1
    assert "build/2024-03/manifest.json" in err


def test_editions_are_built_where_a_build_would_differ_and_others_are_not(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    built: list[str] = []

    def build_all(_: Path, editions: list[str]) -> None:
        built.extend(editions)

    monkeypatch.setattr("figurecheck.building.build.build_all", build_all)
    run(capsys, "latest", "2024-03")
    assert built == []  # both have parameters of their own
    manifest = project / "build/2024-03/manifest.json"
    manifest.write_text(manifest.read_text().replace("given", "gave"))
    run(capsys, "latest", "2024-03")
    assert built == ["2024-03"]
    shutil.rmtree(project / "build/latest")
    run(capsys, "latest", "--to-folder", "build/2024-03")
    assert built == ["2024-03", "latest"]
