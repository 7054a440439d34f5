"""What runs again and what does not: by content, and with the bytes that a first build gives."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.reuse import (
    FIRST,
    NEW,
    SECOND,
    UNCHANGED,
    Cells,
    built,
    cell,
    change_cells,
    check_equal_to_a_first_build,
    notes,
)
from tests.small_project import (
    CLEAN,
    code,
    markdown,
    parameters,
    publish_outlines,
    rewrite,
    small_project,
    write_notebook,
)

pytestmark = pytest.mark.slow

ONE_CHAPTER = """
[report]
title = "Cargo"
subtitle = "A sample"
language = "en"

[[chapters]]
notebook = "01-clean.ipynb"
slug = "clean"
title = "Clean"
position = 1
reads = ["data/raw/figures.csv"]
writes = ["clean/figures.csv"]
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small project whose publishing takes no time."""
    publish_outlines(monkeypatch)
    return small_project(tmp_path)


@pytest.fixture(scope="module")
def one_chapter(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A project of one notebook, built."""
    with pytest.MonkeyPatch.context() as patch:
        publish_outlines(patch)
        folder = small_project(tmp_path_factory.mktemp("one"))
        (folder / "report/chapters.toml").write_text(ONE_CHAPTER)
        (folder / "notebooks" / SECOND).unlink()
        write_notebook(
            folder / "notebooks" / FIRST,
            markdown("# Clean"),
            parameters("target_tonnes = 10"),
            code(CLEAN),
            markdown("Of {eval}`target_tonnes` t, {eval}`built.name[:2]` t went."),
        )
        assert notes(folder) == {FIRST: "ran: never built"}
        yield folder


def test_a_second_build_runs_nothing_and_gives_the_same_bytes(project: Path) -> None:
    assert notes(project) == NEW
    first = built(project)
    assert notes(project) == UNCHANGED
    assert built(project) == first
    check_equal_to_a_first_build(project)


def all_as_strings(cells: Cells) -> None:
    for each in cells:
        each["source"] = "".join(each["source"])


def all_as_lines(cells: Cells) -> None:
    for each in cells:
        each["source"] = "".join(each["source"]).splitlines(keepends=True)


def mark_as_run(cells: Cells) -> None:
    for each in cells:
        if each["cell_type"] != "code":
            each["metadata"] |= {
                "papermill": {"duration": 1},
                "execution": {},
                "ExecuteTime": {},
                "trusted": True,
                "tags": [],
                "user_expressions": [{"expression": "1", "result": {"status": "ok"}}],
            }


PNG = {"image/png": "iVBORw0KGgo="}
SVG = "<svg>\n<g/>\n</svg>\n"
EDITS: dict[str, Callable[[Cells], object]] = {
    "words": lambda cells: cells[0].update(source="# Growth\n\nOther words."),
    "other scripts": lambda cells: cells[0].update(source="# Өсім – 增长 🚂 \u202bנתון\u202c"),
    "separators that are no line ends": lambda cells: cells[0].update(
        source="# a\u2028b\u2029c\x85d\x0be\x0cf\r\ng\rh"
    ),
    "nothing left of a cell": lambda cells: cells[0].update(source=""),
    "no lines": lambda cells: cells[0].update(source=[]),
    "words around values": lambda cells: cells[3].update(
        source="Out of {eval}`target_tonnes` t it was {eval}`built.name[:2]` t."
    ),
    "values in two cells": lambda cells: cells.__setitem__(
        slice(3, 4),
        [
            cell("markdown", "Of {eval}`target_tonnes` t,"),
            cell("markdown", "{eval}`built.name[:2]` t."),
        ],
    ),
    "a cell before all": lambda cells: cells.insert(0, cell("markdown", "Before all.")),
    "a cell before the parameters": lambda cells: cells.insert(1, cell("markdown", "Then.")),
    "a cell behind the parameters": lambda cells: cells.insert(2, cell("markdown", "Then.")),
    "a cell behind all": lambda cells: cells.append(cell("markdown", "Last.", id="mine")),
    "a cell less": lambda cells: cells.pop(0),
    "another order": lambda cells: cells.insert(3, cells.pop(0)),
    "a raw cell": lambda cells: cells.insert(
        0, cell("raw", ["<b>\n", "{eval}`no`"], metadata={"format": "text/html"})
    ),
    "an empty raw cell": lambda cells: cells.append(cell("raw", "")),
    "a raw cell with values of its own": lambda cells: cells.insert(
        0, cell("raw", "x", metadata={"user_expressions": [{"expression": "1"}]})
    ),
    "tags": lambda cells: cells[0].update(metadata={"tags": ["cover"], "editable": False}),
    "an attachment": lambda cells: cells[0].update(attachments={"a.png": PNG}),
    "an attachment in lines": lambda cells: cells[0].update(
        attachments={"a.png": {"image/png": ["iVBO", "Rw0KGgo="]}}
    ),
    "an attached drawing": lambda cells: cells[0].update(
        attachments={"a.svg": {"image/svg+xml": SVG, "text/plain": "a\nb"}}
    ),
    "an attached drawing in lines": lambda cells: cells[0].update(
        attachments={"a.svg": {"image/svg+xml": SVG.splitlines(keepends=True)}}
    ),
    "attached JSON": lambda cells: cells[0].update(
        attachments={"a.json": {"application/json": ["a", "b"], "application/x+json": "a\nb"}}
    ),
    "an attachment of a raw cell": lambda cells: cells.append(
        cell("raw", "x", attachments={"a.svg": {"image/svg+xml": SVG}})
    ),
    "strings": all_as_strings,
    "lines": all_as_lines,
    "what a run leaves in a notebook": mark_as_run,
    "the same id twice": lambda cells: [each.update(id="same") for each in cells],
}


@pytest.mark.filterwarnings("ignore::nbformat.warnings.DuplicateCellId")
@pytest.mark.filterwarnings("ignore::nbformat.warnings.MissingIDFieldWarning")
@pytest.mark.parametrize("name", EDITS)
def test_new_prose_runs_no_code_and_gives_what_a_first_build_gives(
    one_chapter: Path, tmp_path: Path, name: str
) -> None:
    project = shutil.copytree(one_chapter, tmp_path / "project")
    change_cells(project, FIRST, EDITS[name])
    assert notes(project) == {FIRST: "unchanged"}
    check_equal_to_a_first_build(project)


BARE = [
    markdown("# Bare {eval}`1 + 1`"),
    code(""),
    code("x = 1; x"),
    markdown("{eval}`x` {eval}`x`"),
    code("import sys; print('é\u2028'); print('b', file=sys.stderr)"),
    code(CLEAN),
]


def without_ids(path: Path) -> None:
    """Stores a notebook as Jupyter did before cells had ids."""
    notebook = json.loads(path.read_text(encoding="utf-8"))
    for each in notebook["cells"]:
        each.pop("id", None)
    path.write_text(json.dumps({**notebook, "nbformat_minor": 4}), encoding="utf-8")


@pytest.mark.parametrize("ids", [True, False])
def test_new_prose_needs_no_parameters_cell_and_no_ids(
    one_chapter: Path, tmp_path: Path, ids: bool
) -> None:
    project = shutil.copytree(one_chapter, tmp_path / "project")
    path = write_notebook(project / "notebooks" / FIRST, *BARE)

    def stored(change: Callable[[Cells], object]) -> dict[str, str]:
        change_cells(project, FIRST, change)
        if not ids:
            without_ids(path)
        return notes(project)

    stored(list)
    told = stored(lambda cells: cells[3].update(source="So {eval}`x`; {eval}`x`."))
    assert told == {FIRST: "unchanged"}
    told = stored(lambda cells: cells.insert(2, cell("markdown", "é")))
    assert told == {FIRST: "unchanged"}
    check_equal_to_a_first_build(project)


def test_a_notebook_with_a_cell_that_papermill_added_is_built_all_the_same(
    one_chapter: Path, tmp_path: Path
) -> None:
    project = shutil.copytree(one_chapter, tmp_path / "project")
    added = cell("code", "target_tonnes = 5", metadata={"tags": ["injected-parameters"]})
    change_cells(project, FIRST, lambda cells: cells.insert(0, added))
    notes(project)
    change_cells(project, FIRST, lambda cells: cells[1].update(source="# Other"))
    assert notes(project) == {FIRST: "unchanged"}
    check_equal_to_a_first_build(project)


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("another value", lambda cells: cells[3].update(source="{eval}`target_tonnes`")),
        (
            "another order",
            lambda cells: cells[3].update(source="{eval}`values[1]` {eval}`target_tonnes`"),
        ),
        ("another place", lambda cells: cells.insert(2, cell("markdown", "{eval}`target_tonnes`"))),
        ("twice", lambda cells: cells.append(cell("markdown", "{eval}`values[1]`"))),
    ],
)
def test_another_value_in_the_prose_runs_the_chapter(
    project: Path, name: str, change: Callable[[Cells], object]
) -> None:
    notes(project)
    change_cells(project, SECOND, change)
    assert notes(project) == {
        FIRST: "unchanged",
        SECOND: "ran: values asked for in prose changed",
    }, name
    check_equal_to_a_first_build(project)


def test_new_data_run_what_reads_them(project: Path) -> None:
    notes(project)
    rewrite(project, "data/raw/figures.csv", "F2,6", "F2,9")
    assert notes(project) == {
        FIRST: "ran: data/raw/figures.csv changed",
        SECOND: "ran: clean/figures.csv changed",
    }
    check_equal_to_a_first_build(project)
    rewrite(project, "data/raw/figures.csv", "F2,9", "F2,6")
    assert notes(project) == UNCHANGED, "the runs of before are kept"
    check_equal_to_a_first_build(project)


def test_a_chapter_that_writes_the_same_bytes_runs_nothing_after_it(project: Path) -> None:
    rewrite(
        project,
        f"notebooks/{FIRST}",
        '_ = shutil.copy(\\"../data/raw/figures.csv\\", built / \\"clean\\")',
        'text = open(\\"../data/raw/figures.csv\\").read().strip() + \\"\\\\n\\"\\n",\n'
        '    "_ = (built / \\"clean/figures.csv\\").write_text(text)',
    )
    notes(project)
    rewrite(project, "data/raw/figures.csv", "2024-02-05\n", "2024-02-05\n\n\n")
    assert notes(project) == {FIRST: "ran: data/raw/figures.csv changed", SECOND: "unchanged"}
    check_equal_to_a_first_build(project)


def test_why_a_chapter_runs_is_told(project: Path) -> None:
    notes(project)
    rewrite(project, f"notebooks/{SECOND}", "values[1] - values[0]", "values[0] - values[1]")
    assert notes(project)[SECOND] == "ran: code changed"
    assert notes(project, given=(("target_tonnes", "20"),)) == {
        FIRST: "unchanged",
        SECOND: "ran: target_tonnes changed",
    }
    rewrite(project, "report/chapters.toml", "results/growth.csv", "results/pace.csv")
    rewrite(project, f"notebooks/{SECOND}", "results/growth.csv", "results/pace.csv")
    assert notes(project)[SECOND] == "ran: code changed"
    shutil.rmtree(project / "build/.store")
    assert notes(project)[SECOND] == "ran: never built"


def test_a_parameter_runs_the_chapters_that_take_it(project: Path) -> None:
    notes(project)
    assert notes(project, "2024-03") == UNCHANGED, "neither takes as_of"
    check_equal_to_a_first_build(project, "2024-03")
    given = (("target_tonnes", "11"),)
    assert notes(project, "2024-03", given)[FIRST] == "unchanged"
    check_equal_to_a_first_build(project, "2024-03", given)
