"""The store of runs: safe against two builds, deletion and spoilt bytes, and bounded."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest

from figurecheck.building import inputs
from figurecheck.building.build import build
from figurecheck.building.graph import Outcome
from figurecheck.building.reads import Reads
from figurecheck.building.store import LINTED, NOTEBOOK, RECORD, Run, Store
from figurecheck.errors import DataError
from figurecheck.publishing import word_pictures
from figurecheck.publishing.nodes import Picture
from tests.reuse import (
    FIRST,
    NEW,
    SECOND,
    UNCHANGED,
    add_code,
    built,
    check_equal_to_a_first_build,
    name_reads,
    notes,
)
from tests.small_project import FIGURES, publish_outlines, rewrite, small_project

pytestmark = pytest.mark.slow

NO_READS = Reads({}, {})


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small project whose publishing takes no time."""
    publish_outlines(monkeypatch)
    return small_project(tmp_path / "project")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """A store with nothing in it."""
    return Store(tmp_path)


def put(store: Store, key: str, reads: Reads = NO_READS, text: str = "x") -> None:
    """Puts a run that wrote one file."""
    folder = store.folder.parent / "made"
    (folder / "results").mkdir(parents=True, exist_ok=True)
    (folder / "results/a.csv").write_text(text)
    (folder / "executed.ipynb").write_text("{}")
    store.put(key, reads, folder / "executed.ipynb", folder, ["results/a.csv"])
    assert sorted(path.name for path in folder.iterdir()) == ["executed.ipynb", "results"]


def find(store: Store, key: str) -> Run | None:
    """The run under `key`, whatever it read."""
    return store.find(key, ["results/a.csv"], lambda _: True)


def records(project: Path) -> list[Path]:
    """The records in the store of a project."""
    return sorted((project / "build/.store").rglob(RECORD))


def test_a_run_is_found_by_its_key_and_by_what_it_read(store: Store) -> None:
    reads = [Reads({"data/a.csv": "1"}, {}), Reads({"data/a.csv": "2"}, {"data": "3"})]
    for number, each in enumerate(reads):
        put(store, "k", each, str(number))
    for number, each in enumerate(reads):
        found = store.find("k", ["results/a.csv"], lambda known, each=each: known == each)
        assert found is not None
        assert found.reads == each
        assert found.files["results/a.csv"].read_text() == str(number)
    assert store.find("k", ["results/a.csv"], lambda _: False) is None
    assert find(store, "other") is None


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


SPOILT: dict[str, Callable[[Path], object]] = {
    "a bit": flip,
    "cut": lambda path: os.truncate(path, path.stat().st_size // 2),
    "empty": lambda path: os.truncate(path, 0),
    "gone": Path.unlink,
    "a folder": lambda path: (path.unlink(), path.mkdir()),
    "no UTF-8": lambda path: path.write_bytes(b"\xff\xfe"),
    "other JSON": lambda path: path.write_text("[]"),
    "no JSON": lambda path: path.write_text("{"),
}


@pytest.mark.parametrize("name", [RECORD, NOTEBOOK, "files/results/a.csv"])
@pytest.mark.parametrize("how", SPOILT)
def test_spoilt_bytes_are_never_used_and_are_replaced(store: Store, name: str, how: str) -> None:
    reads = Reads({"data/a.csv": "1"}, {})
    put(store, "k", reads)
    [record] = store.folder.rglob(RECORD)
    SPOILT[how](record.parent / name)
    assert find(store, "k") is None
    put(store, "k", reads)
    assert find(store, "k") is not None


def test_a_run_is_not_used_for_reads_that_it_is_not_called_after(store: Store) -> None:
    put(store, "k", Reads({"data/a.csv": "1"}, {}))
    [path] = store.folder.rglob(RECORD)
    record = json.loads(path.read_text())
    path.write_text(json.dumps({**record, "reads": {**record["reads"], "files": {}}}))
    assert find(store, "k") is None


def test_the_runs_that_were_used_last_are_kept(store: Store) -> None:
    for number, key in enumerate("abcd"):
        put(store, key, text="x" * 1000)
        [place] = (store.folder / key).iterdir()
        os.utime(place, ns=(number, number))
    assert find(store, "a") is not None  # which makes it the last one
    [one] = (store.folder / "a").iterdir()
    size = sum(path.stat().st_size for path in one.rglob("*") if path.is_file())
    store.trim(2 * size)
    assert sorted(path.name for path in store.folder.iterdir()) == ["a", "d"]
    store.trim(0)
    assert list(store.folder.iterdir()) == []


def test_what_was_used_in_another_century_is_kept_or_not_but_never_wrong(project: Path) -> None:
    notes(project)
    for record in records(project):
        os.utime(record.parent, ns=(1 << 62, 1 << 62))
    assert notes(project) == UNCHANGED
    for record in records(project):
        os.utime(record.parent, ns=(0, 0))
    assert notes(project) == UNCHANGED
    check_equal_to_a_first_build(project)


@pytest.mark.parametrize("part", [".", NOTEBOOK, "files"])
def test_the_store_may_be_deleted_between_finding_and_taking(
    project: Path, monkeypatch: pytest.MonkeyPatch, part: str
) -> None:
    notes(project)
    found = Store.find

    def find_and_delete(self: Store, *arguments: object) -> Run | None:
        run = found(self, *arguments)  # type: ignore[arg-type]
        if run is not None:
            path = run.notebook.parent / part
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        return run

    monkeypatch.setattr(Store, "find", find_and_delete)
    told = notes(project)
    assert all(note.startswith("ran: ") for note in told.values()), told
    monkeypatch.undo()
    publish_outlines(monkeypatch)
    check_equal_to_a_first_build(project)


def test_the_store_may_be_deleted_while_a_build_is_under_way(project: Path) -> None:
    notes(project)
    good = built(project)
    rewrite(project, f"notebooks/{SECOND}", "# Growth", "# Words")

    def delete(*_: object) -> None:
        shutil.rmtree(project / "build/.store", ignore_errors=True)

    build(project, "latest", tell=delete)
    assert built(project).keys() == good.keys()
    check_equal_to_a_first_build(project)
    assert notes(project)[FIRST] == "ran: never built"


def test_a_spoilt_store_makes_chapters_run_and_says_so(project: Path) -> None:
    notes(project)
    for record in records(project):
        (record.parent / NOTEBOOK).write_text("spoilt")
    assert set(notes(project).values()) == {"ran: its kept run is spoilt"}
    assert notes(project) == UNCHANGED
    for record in records(project):
        shutil.rmtree(record.parent)
    assert set(notes(project).values()) == {"ran: no run of it is kept"}
    shutil.rmtree(project / "build/.store/last")
    assert notes(project) == UNCHANGED
    check_equal_to_a_first_build(project)


def test_a_store_that_cannot_be_written_does_without(project: Path) -> None:
    (project / "build").mkdir()
    (project / "build/.store").write_text("no folder")
    assert notes(project) == NEW
    assert notes(project) == NEW
    (project / "build/.store").unlink()
    check_equal_to_a_first_build(project)


def test_two_builds_at_once_share_the_store(project: Path) -> None:
    def one(edition: str) -> dict[str, bytes]:
        build(project, edition)
        return built(project, edition)

    with ThreadPoolExecutor(4) as threads:
        made = list(threads.map(one, ["latest", "2024-03", "latest", "2024-03"]))
    assert (made[0], made[1]) == (made[2], made[3])
    for edition in ("latest", "2024-03"):
        check_equal_to_a_first_build(project, edition)
    assert notes(project) == UNCHANGED


def put_many(root: Path, number: int) -> None:
    """Puts runs, all the same as those of the others, and removes some of them meanwhile."""
    store = Store(root / str(number))
    store.folder.parent.mkdir(parents=True)
    store.folder.symlink_to(root / "shared")
    for key in map(str, range(20)):
        put(store, key)
        store.trim(1000)
        find(store, key)


def test_runs_put_by_many_processes_at_once_are_whole(tmp_path: Path) -> None:
    (tmp_path / "shared").mkdir()
    with get_context("spawn").Pool(3) as pool:
        pool.starmap(put_many, [(tmp_path, number) for number in range(3)])
    found = Store(tmp_path / "0")
    kept = [path.name for path in found.folder.iterdir()]
    assert kept
    assert all(find(found, key) for key in kept)


def test_other_packages_another_python_another_package_source_run_all(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (project / "requirements.lock").write_text("pandas==1\n")
    notes(project)
    (project / "requirements.lock").write_text("pandas==2\n")
    assert set(notes(project).values()) == {"ran: packages changed"}
    monkeypatch.setattr(inputs, "python", lambda: "4.0.0 on another machine")
    assert set(notes(project).values()) == {"ran: Python and installed packages changed"}
    monkeypatch.setattr(inputs, "installed", lambda _: {"pandas": "2"})
    assert set(notes(project).values()) == {"ran: Python and installed packages changed"}
    package = project / "package/building/inputs.py"
    package.parent.mkdir(parents=True)
    package.write_text("# other source")
    monkeypatch.setattr(inputs, "__file__", str(package))
    told = set(notes(project).values())
    assert len(told) == 1
    assert "ran: src/figurecheck/" in told.pop()


def edit_after(project: Path, notebook: str, edit: Callable[[], object]) -> str:
    """Builds and edits when `notebook` is done; what is told of the failure."""

    def tell(key: str, _: Outcome) -> None:
        if key.endswith(notebook):
            edit()

    with pytest.raises(DataError) as caught:
        build(project, "latest", tell=tell)
    return str(caught.value)


def test_a_file_edited_during_the_build_stops_it_and_the_last_report_stays(project: Path) -> None:
    notes(project)
    good = built(project)
    rewrite(project, f"notebooks/{SECOND}", "values[1] - values[0]", "values[1] + values[0]")
    for name, old in (
        ("data/raw/figures.csv", "F2,6"),
        ("report/editions.toml", "unit"),
        (f"notebooks/{FIRST}", "# Clean"),
        (f"notebooks/{SECOND}", "# Growth"),
    ):
        text = (project / name).read_text()
        told = edit_after(project, FIRST, lambda n=name, o=old: rewrite(project, n, o, f"{o}7"))
        assert f"{name}: expected a file that nobody writes from start to end of a build" in told
        assert built(project) == good
        (project / name).write_text(text)
    notes(project)
    check_equal_to_a_first_build(project)


def test_an_edit_that_is_taken_back_leaves_nothing_in_the_store(project: Path) -> None:
    name_reads(project, "data/raw/figures.csv")
    add_code(project, "open('../data/raw/figures.csv').read()")
    table = project / "data/raw/figures.csv"
    edit_after(project, FIRST, lambda: table.write_text(FIGURES.replace("F2,6", "F2,9")))
    table.write_text(FIGURES)
    told = notes(project)
    assert told == {FIRST: "unchanged", SECOND: "ran: never built"}
    check_equal_to_a_first_build(project)


def test_an_edit_that_is_taken_back_during_the_build_stops_it(project: Path) -> None:
    name_reads(project, "data/raw/figures.csv")
    add_code(project, "open('../data/raw/figures.csv').read()")
    table = project / "data/raw/figures.csv"

    def edit(key: str, _: Outcome) -> None:
        if key.endswith(FIRST):
            table.write_text(FIGURES.replace("F2,6", "F2,9"))
        elif key.endswith(SECOND):
            table.write_text(FIGURES)

    with pytest.raises(DataError, match=r"figures.csv: expected a file that nobody"):
        build(project, "latest", tell=edit)
    notes(project)
    check_equal_to_a_first_build(project)


def test_a_file_added_to_a_folder_during_the_build_stops_it(project: Path) -> None:
    add_code(project, "sorted(os.listdir('../data/raw'))")
    new = project / "data/raw/new.csv"
    told = edit_after(project, FIRST, lambda: (new.write_text("x"), new.unlink()))
    assert "data/raw: expected a file that nobody writes" in told
    notes(project)
    check_equal_to_a_first_build(project)


def test_a_spoilt_drawing_is_drawn_again(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[Picture] = []

    def draw(wanted: list[Picture]) -> dict[Picture, bytes]:
        drawn.extend(wanted)
        return dict.fromkeys(wanted, b"a drawing")

    monkeypatch.setattr(word_pictures, "_drawn", draw)
    picture = Picture("a", "A", "image/svg+xml", b"<svg/>")

    def rendered() -> tuple[dict[Picture, bytes], int]:
        drawn.clear()
        return word_pictures.rendered([picture], store.made_by("a")), len(drawn)

    assert [rendered()[1] for _ in range(3)] == [1, 0, 0]
    [path] = [path for path in store.made_by("a").rglob("*") if path.is_file()]
    for how, spoil in SPOILT.items():
        spoil(path)
        if path.is_dir():
            path.rmdir()
        assert rendered() == ({picture: b"a drawing"}, 1), how
        assert rendered()[1] == 0
    store.trim(0)
    assert rendered()[1] == 1


def test_what_the_lint_found_in_order_is_kept_for_the_package_that_found_it(store: Store) -> None:
    assert store.linted("this") == {}
    store.remember_linted("this", {"hash": [3]})
    assert store.linted("this") == {"hash": [3]}
    assert store.linted("another") == {}


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"known": {}}', '{"known": {"hash": []}, "sum": ""}']
)
def test_a_spoilt_note_of_the_lint_is_none(store: Store, text: str) -> None:
    store.remember_linted("this", {"hash": [3]})
    (store.folder / LINTED).write_text(text)
    assert store.linted("this") == {}
