"""The data bundle: all tables, each column described, a crate that others can read, no times."""

from __future__ import annotations

import datetime
import io
import json
import shutil
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pandas as pd
import pytest
import yaml
from frictionless import Package, system
from rocrate.rocrate import ROCrate

from figurecheck import crates, metadata, tables
from figurecheck.archives import packed, unpacked
from figurecheck.checking import EVIDENCE_COLUMNS, VERDICT_COLUMNS, examine
from figurecheck.cleaning import COLUMNS, LEFT_OUT, clean
from figurecheck.crates import DESCRIPTION, data_bundle, described
from figurecheck.errors import DataError
from figurecheck.publishing import Report
from figurecheck.rates import rates
from figurecheck.shelf import Shelf
from figurecheck.verdicts import EvidenceVerdict, Relation, Verdict
from tests.small_project import small_project

REPORT = Report("Cargo", datetime.date(2024, 2, 5), "A sample", edition="Latest")

Results = Mapping[str, pd.DataFrame]


@pytest.fixture(scope="module")
def results(root: Path) -> Results:
    """What the real tables give, by the path of the file that holds it."""
    raw = tables.read_raw(root)
    cleaned = clean(raw)
    examined = examine(raw, cleaned.figures)
    return {
        "clean/figures.csv": cleaned.figures,
        "clean/left_out.csv": cleaned.left_out,
        "results/growth.csv": rates(cleaned.figures, Shelf(raw, cleaned.figures, "")),
        "results/verdicts.csv": examined.verdicts,
        "results/evidence.csv": examined.evidence,
    }


@pytest.fixture(scope="module")
def built(results: Results, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A build folder with those tables."""
    folder = tmp_path_factory.mktemp("built")
    for name, table in results.items():
        (folder / name).parent.mkdir(exist_ok=True)
        table.to_csv(folder / name, index=False, lineterminator="\n", encoding="utf-8")
    (folder / "manifest.json").write_text("{}\n")
    return folder


@pytest.fixture(scope="module")
def bundle(root: Path, built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundle of the real tables, unpacked."""
    folder = tmp_path_factory.mktemp("bundle")
    with ZipFile(io.BytesIO(data_bundle(root, built, REPORT))) as archive:
        archive.extractall(folder)
    return folder


def columns(package: Mapping[str, Any]) -> dict[str, list[dict[str, Any]]]:
    return {item["path"]: item["schema"]["fields"] for item in package["resources"]}


def test_the_description_names_the_columns_that_the_code_writes(
    root: Path, results: Results
) -> None:
    found = columns(json.loads((root / DESCRIPTION).read_text(encoding="utf-8")))
    names = {path: [field["name"] for field in fields] for path, fields in found.items()}
    assert names == {
        "clean/figures.csv": COLUMNS,
        "clean/left_out.csv": LEFT_OUT,
        "results/growth.csv": list(results["results/growth.csv"]),
        "results/verdicts.csv": VERDICT_COLUMNS,
        "results/evidence.csv": EVIDENCE_COLUMNS,
    }
    for field in (field for fields in found.values() for field in fields):
        assert field["type"] in ("string", "number")
        assert len(field["description"]) > 10
        assert field["type"] == "string" or field["unit"]


def test_the_description_lists_the_words_that_the_code_knows(root: Path) -> None:
    found = columns(json.loads((root / DESCRIPTION).read_text(encoding="utf-8")))
    enums = {
        (path, field["name"]): field["constraints"]["enum"]
        for path, fields in found.items()
        for field in fields
        if "enum" in field.get("constraints", {})
    }
    assert enums["results/verdicts.csv", "verdict"] == list(Verdict)
    assert enums["results/evidence.csv", "verdict"] == list(EvidenceVerdict)
    assert enums["results/evidence.csv", "relation"] == list(Relation)


def test_the_tables_are_as_both_packages_describe_them(bundle: Path) -> None:
    for name in ("datapackage.json", "data/datapackage.json"):
        with system.use_context(trusted=True):
            report = Package(str(bundle / name)).validate()
        assert report.valid, report.flatten(["path", "rowNumber", "fieldName", "message"])[:5]
    described_there = json.loads((bundle / "datapackage.json").read_text(encoding="utf-8"))
    assert described_there["created"] == "2024-02-05T00:00:00Z"


def test_the_crate_can_be_read_and_describes_every_file(bundle: Path) -> None:
    found = ROCrate(bundle)
    root_data = found.root_dataset
    assert found.version == "1.1"
    assert (root_data["name"], root_data["datePublished"]) == ("Cargo: data", "2024-02-05")
    assert root_data["license"]["name"].startswith("Creative Commons Attribution 4.0")
    assert root_data["description"].startswith("A sample")
    described_files = {entity.id for entity in found.data_entities}
    there = {p.relative_to(bundle).as_posix() for p in bundle.rglob("*") if p.is_file()}
    assert described_files == there - {"ro-crate-metadata.json"}
    for entity in found.data_entities:
        assert entity["name"] != entity.id
        assert entity["description"]
        assert "/" in entity["encodingFormat"]
    mentioned = {form["name"] for form in root_data["mentions"]}
    assert mentioned == {"report.html", "report.pdf", "report.docx"}


def test_the_same_build_gives_the_same_bytes_without_times(root: Path, built: Path) -> None:
    made = data_bundle(root, built, REPORT)
    assert data_bundle(root, built, REPORT) == made
    entries = ZipFile(io.BytesIO(made)).infolist()
    assert entries[0].filename == "ro-crate-metadata.json"
    assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}
    texts = [data.decode("utf-8") for name, data in unpacked(made) if name.endswith(".json")]
    assert not any(str(root) in text or str(built) in text for text in texts)


def test_kept_metadata_are_those_that_would_be_made(
    root: Path, built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = data_bundle(root, built, REPORT)
    assert data_bundle(root, built, REPORT, tmp_path) == made
    renamed = replace(REPORT, title="Another title")
    assert data_bundle(root, built, renamed, tmp_path) == data_bundle(root, built, renamed)
    monkeypatch.setattr(crates, "crate", lambda *_: pytest.fail("made again"))
    assert data_bundle(root, built, REPORT, tmp_path) == made


def test_a_copy_in_another_place_gives_the_same_bytes(
    root: Path, built: Path, tmp_path: Path
) -> None:
    copy = shutil.copytree(built, tmp_path / "elsewhere")
    assert data_bundle(root, copy, REPORT) == data_bundle(root, built, REPORT)


def test_a_table_that_nobody_described_is_listed_without_columns(tmp_path: Path) -> None:
    project = small_project(tmp_path)
    (tmp_path / "build/results").mkdir(parents=True)
    (tmp_path / "build/results/new_ones.csv").write_text("a\n1\n")
    files = dict(unpacked(data_bundle(project, tmp_path / "build", REPORT)))
    assert list(files) == [
        "ro-crate-metadata.json",
        "data/raw/figures.csv",
        "datapackage.json",
        "results/new_ones.csv",
    ]
    (resource,) = json.loads(files["datapackage.json"])["resources"]
    assert (resource["name"], resource["path"]) == ("results-new-ones", "results/new_ones.csv")


def test_references_to_tables_that_a_build_lacks_are_left_out() -> None:
    key = {"fields": ["claim"], "reference": {"resource": "claims", "fields": ["claim"]}}
    one = {"name": "one", "path": "results/one.csv", "schema": {"fields": [], "foreignKeys": [key]}}
    (made,) = described({"resources": [one]}, {"results/one.csv": b""}, REPORT)["resources"]
    assert made["schema"]["foreignKeys"] == []


@pytest.mark.parametrize("text", ["{", "[]", '{"resources": [{}]}', '{"resources": [{"path": 1}]}'])
def test_a_description_that_cannot_be_used_is_named(tmp_path: Path, text: str) -> None:
    project = small_project(tmp_path)
    (project / DESCRIPTION).write_text(text)
    with pytest.raises(DataError, match=r"data/results\.json: expected a data package in JSON"):
        data_bundle(project, tmp_path / "build", REPORT)


def test_an_archive_holds_what_it_was_given_in_order() -> None:
    files = [("b.txt", b"b" * 1000), ("a.png", b"\x89PNG"), ("ә.csv", "ә".encode())]
    assert unpacked(packed(files)) == files


def test_authors_and_keywords_are_those_of_the_citation(root: Path) -> None:
    citation = yaml.safe_load((root / "CITATION.cff").read_text(encoding="utf-8"))
    assert [author["name"] for author in citation["authors"]] == [metadata.AUTHORS]
    assert citation["keywords"] == list(metadata.KEYWORDS)
