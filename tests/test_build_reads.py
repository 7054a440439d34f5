"""What a chapter really reads and writes is seen, held against its lists, and part of its key."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from figurecheck.building.inputs import named_files
from figurecheck.crates import _OF_THE_PROJECT
from figurecheck.running import warm
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
    offences,
)
from tests.small_project import (
    CLEAN,
    code,
    publish_outlines,
    rewrite,
    small_project,
    write_notebook,
)

pytestmark = pytest.mark.slow


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small project whose publishing takes no time, with one more table."""
    publish_outlines(monkeypatch)
    folder = small_project(tmp_path / "project")
    (folder / "data/raw/more.csv").write_text("a\n1\n")
    return folder


UNNAMED = {
    "by open": "open('../data/raw/more.csv').read()",
    "by its full path": "open(built.parents[2] / 'data/raw/more.csv').read()",
    "by a descriptor": "import os; os.close(os.open('../data/raw/more.csv', os.O_RDONLY))",
    "by FileIO": "import io; io.FileIO(Path('../data/raw/more.csv')).close()",
    "by pandas": "import pandas; pandas.read_csv('../data/raw/more.csv')",
    "by numpy": "import numpy; numpy.fromfile('../data/raw/more.csv', dtype='b')",
    "to append": "open('../data/raw/more.csv', 'a').close()",
    "by a copy": "import shutil; shutil.copy('../data/raw/more.csv', '/dev/null')",
    "by a forked process": "if not os.fork():\n    open('../data/raw/more.csv').read()\n"
    "    os._exit(0)\nos.wait()",
    "by a thread": "from threading import Thread\nt = Thread(target=open, "
    "args=['../data/raw/more.csv']); t.start(); t.join()",
    "by sqlite": "import sqlite3; sqlite3.connect(Path('../data/raw/more.csv')).close()",
}


@pytest.mark.parametrize("way", UNNAMED)
def test_a_read_that_is_not_named_is_an_error_that_names_the_file(project: Path, way: str) -> None:
    add_code(project, UNNAMED[way])
    told = offences(project)
    assert f"notebooks/{SECOND}: found 'data/raw/more.csv'; expected only reads that" in told


def test_a_read_of_what_another_chapter_makes_has_to_be_named(project: Path) -> None:
    rewrite(
        project,
        "report/chapters.toml",
        '"clean/figures.csv"]\nwrites = ["results',
        '"data/raw/figures.csv"]\nwrites = ["results',
    )
    rewrite(
        project,
        f"notebooks/{SECOND}",
        'built / \\"clean/figures.csv\\"',
        '\\"../data/raw/figures.csv\\"',
    )
    add_code(project, "try:\n    open(built / 'clean/figures.csv')\nexcept OSError:\n    pass")
    assert "found 'clean/figures.csv'; expected only reads that" in offences(project)


@pytest.mark.parametrize(
    ("source", "place"),
    [
        ("open('../README.md').read()", "README.md"),
        ("open('../data/raw/.hidden.csv').read()", "data/raw/.hidden.csv"),
        ("open('../results/old.csv').read()", "./results/old.csv"),
        ("open(built / 'notebooks/01-clean.ipynb').read()", "build/notebooks/01-clean.ipynb"),
        ("import os; os.listdir('..')", "."),
        ("import os; os.listdir(built)", "build/."),
    ],
)
def test_what_is_no_input_is_not_to_be_read_even_if_it_is_named(
    project: Path, source: str, place: str
) -> None:
    for name in ("README.md", "data/raw/.hidden.csv", "results/old.csv"):
        (project / name).parent.mkdir(exist_ok=True)
        (project / name).write_text("x")
    name_reads(project, "[!r]*")
    add_code(project, source)
    told = offences(project)
    assert f"found {place!r}; expected only " in told
    assert "a file that nobody writes" not in told


def test_a_read_outside_the_project_is_an_error(project: Path, tmp_path: Path) -> None:
    (tmp_path / "else.csv").write_text("x")
    add_code(project, f"open('{tmp_path}/else.csv').read()")
    add_code(project, f"import os; os.listdir('{tmp_path}')", FIRST)
    told = offences(project)
    assert f"notebooks/{FIRST}: found '{tmp_path}'; expected only reads in the project" in told
    rewrite(project, f"notebooks/{FIRST}", f"os.listdir('{tmp_path}')", "1")
    assert f"found '{tmp_path}/else.csv'; expected only reads in the project" in offences(project)


@pytest.mark.parametrize(
    ("source", "place"),
    [
        ("open('../data/raw/new.csv', 'w').close()", "data/raw/new.csv"),
        ("open('mine.txt', 'x').close()", "notebooks/mine.txt"),
        ("open('../new.txt', 'w').close()", "new.txt"),
        ("(built / 'results/other.csv').write_text('x')", "results/other.csv"),
        ("(built / 'clean/figures.csv').unlink()", "clean/figures.csv"),
        ("(built / 'clean/figures.csv').rename(built / 'x.csv')", "clean/figures.csv"),
        ("os.truncate(built / 'clean/figures.csv', 0)", "clean/figures.csv"),
        ("os.link(built / 'clean/figures.csv', built / 'results/l.csv')", "results/l.csv"),
        ("os.symlink('../clean/figures.csv', built / 'results/l.csv')", "results/l.csv"),
        ("(built / 'charts').mkdir()", "charts"),
        ("os.makedirs('../data/new')", "data/new"),
    ],
)
def test_a_write_that_is_not_named_is_an_error(project: Path, source: str, place: str) -> None:
    add_code(project, source)
    told = offences(project)
    assert f"found {place!r}; expected only writes that report/chapters.toml names" in told


SCRATCH = """
import tempfile
with tempfile.TemporaryDirectory() as folder:
    path = Path(folder, "sub", "a.txt")
    path.parent.mkdir()
    path.write_text("x")
    assert path.read_text() == "x" and os.listdir(path.parent)
with tempfile.TemporaryFile("w+") as file, tempfile.NamedTemporaryFile("w+") as named:
    file.write("x"); named.write("x")
(built / "results/growth.csv").open("a").close()
assert (built / "results/growth.csv").read_text()
"""


def test_a_chapter_may_use_files_of_its_own(project: Path) -> None:
    add_code(project, SCRATCH)
    assert notes(project) == NEW
    assert notes(project) == UNCHANGED


def test_a_file_that_was_missing_and_comes_runs_the_chapter(project: Path) -> None:
    name_reads(project, "data/raw/f*.csv")
    add_code(
        project,
        "path = Path('../data/raw/forecast.csv')\n"
        "try:\n    shown = path.read_text()\nexcept FileNotFoundError:\n    shown = 'none'\n"
        "shown, path.exists()",
    )
    notes(project)
    (project / "data/raw/forecast.csv").write_text("x")
    told = notes(project)
    assert told == {FIRST: "unchanged", SECOND: "ran: data/raw/forecast.csv added"}
    check_equal_to_a_first_build(project)
    (project / "data/raw/forecast.csv").unlink()
    assert notes(project) == UNCHANGED
    check_equal_to_a_first_build(project)


def test_whether_a_file_exists_is_part_of_what_a_chapter_depends_on(project: Path) -> None:
    name_reads(project, "data/raw/f*.csv")
    add_code(project, "os.path.exists('../data/raw/forecast.csv')")
    notes(project)
    (project / "data/raw/forecast.csv").write_text("x")
    assert notes(project)[SECOND] == "ran: data/raw/forecast.csv added"
    check_equal_to_a_first_build(project)


def test_a_folder_that_is_looked_into_and_gains_a_file_runs_the_chapter(project: Path) -> None:
    add_code(project, "sorted(path.name for path in Path('../data').glob('raw/*'))")
    notes(project)
    assert notes(project) == UNCHANGED
    (project / "data/raw/new.csv").write_text("x")
    assert notes(project) == {FIRST: "unchanged", SECOND: "ran: the names in a folder changed"}
    check_equal_to_a_first_build(project)


def test_the_notebooks_folder_is_looked_into_by_python_and_by_chapters(project: Path) -> None:
    add_code(project, "sorted(os.listdir())")
    notes(project)
    assert notes(project) == UNCHANGED
    (project / "notebooks/note.txt").write_text("x")
    assert notes(project) == {FIRST: "unchanged", SECOND: "ran: the names in a folder changed"}


def test_a_folder_of_the_build_is_looked_into_only_by_who_reads_all_of_it(project: Path) -> None:
    add_code(project, "sorted((built / 'clean').glob('*.csv'))[0].name")
    assert notes(project) == NEW
    rewrite(
        project,
        "report/chapters.toml",
        'writes = ["clean/figures.csv"]',
        'writes = ["clean/figures.csv", "clean/more.csv"]',
    )
    add_code(project, "_ = (built / 'clean/more.csv').write_text('x')", FIRST)
    assert "found 'clean'; expected only looks into folders of which" in offences(project)


def test_a_new_chapter_may_make_a_look_an_offence(project: Path) -> None:
    add_code(project, "sorted((built / 'clean').glob('*.csv'))[0].name")
    notes(project)
    write_notebook(
        project / "notebooks/03-more.ipynb",
        code(
            CLEAN.replace("mkdir()", "mkdir(exist_ok=True)").replace(
                '"clean")\n', '"clean/more.csv")\n'
            )
        ),
    )
    entry = (
        '[[chapters]]\nnotebook = "03-more.ipynb"\nslug = "more"\ntitle = "More"\nposition = 3\n'
    )
    entry += 'reads = ["data/raw/figures.csv"]\nwrites = ["clean/more.csv"]\n'
    path = project / "report/chapters.toml"
    path.write_text(f"{path.read_text()}\n{entry}")
    rewrite(project, f"notebooks/{FIRST}", "mkdir()", "mkdir(exist_ok=True)")
    assert "found 'clean'; expected only looks into folders of which" in offences(project)


def test_modules_beside_the_notebooks_are_part_of_every_chapter(project: Path) -> None:
    module = project / "notebooks/rules.py"
    module.write_text("FACTOR = 2\n")
    name_reads(project, "notebooks/rules.py")
    add_code(project, "import sys; sys.path.append('.')\nfrom rules import FACTOR; FACTOR")
    notes(project)
    assert notes(project) == UNCHANGED
    status = module.stat()
    module.write_text("FACTOR = 3\n")  # no other size, and no other time
    os.utime(module, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert notes(project)[SECOND] == "ran: notebooks/rules.py changed"
    assert b'"3"' in built(project)[f"notebooks/{SECOND}"]
    assert not (project / "notebooks/__pycache__").exists()
    check_equal_to_a_first_build(project)


def test_fewer_reads_in_the_list_are_found_out_without_a_change_of_the_notebook(
    project: Path,
) -> None:
    name_reads(project, "data/raw/more.csv")
    add_code(project, "open('../data/raw/more.csv').read()")
    notes(project)
    rewrite(project, "report/chapters.toml", ', "data/raw/more.csv"', "")
    assert "found 'data/raw/more.csv'; expected only reads that" in offences(project)


OUTSIDE = {
    "a program": "import subprocess; subprocess.run(['true'])",
    "a shell": "os.system('true')",
    "another Python": "import multiprocessing as m\n"
    "m.get_context('spawn').Process(target=print).start()",
    "a connection": "import socket\nsocket.socket().connect_ex(('127.0.0.1', 1))",
    "a name": "import socket; socket.getaddrinfo('localhost', 1)",
    "a folder by its descriptor": "os.close(os.open('../data', os.O_RDONLY))",
}


@pytest.mark.parametrize("what", OUTSIDE)
def test_a_chapter_that_uses_the_world_outside_always_runs(project: Path, what: str) -> None:
    add_code(project, OUTSIDE[what])
    for _ in range(2):
        told = notes(project)[SECOND]
        assert told.startswith("ran: it starts programs or connects (")
    assert notes(project)[FIRST] == "unchanged"


def test_a_file_name_may_hold_a_line_end(project: Path) -> None:
    odd = project / "data/raw/a\nb.csv"
    odd.write_text("1")
    add_code(project, "open('../data/raw/a\\nb.csv').read()")
    assert "found 'data/raw/a\\nb.csv'; expected only reads that" in offences(project)
    name_reads(project, "data/raw/a*")
    assert notes(project)[SECOND].startswith("ran")
    odd.write_text("2")
    assert notes(project)[SECOND] == "ran: data/raw/a\nb.csv changed"


def test_a_folder_that_is_a_link_is_followed(project: Path, tmp_path: Path) -> None:
    (tmp_path / "shared/more").mkdir(parents=True)
    (tmp_path / "shared/more/table.csv").write_text("1")
    (tmp_path / "shared/round").symlink_to(tmp_path / "shared")
    (project / "data/shared").symlink_to(tmp_path / "shared")
    name_reads(project, "data/shared/more/*.csv")
    add_code(project, "open('../data/shared/more/table.csv').read()")
    notes(project)
    (tmp_path / "shared/more/table.csv").write_text("2")
    assert notes(project)[SECOND] == "ran: data/shared/more/table.csv changed"
    assert [name for name in named_files(project) if "shared" in name] == [
        "data/shared/more/table.csv"
    ]


def test_what_goes_into_the_data_bundle_is_an_input(project: Path) -> None:
    for name in _OF_THE_PROJECT:
        (project / name).write_text("x")
    assert set(_OF_THE_PROJECT) <= set(named_files(project))


def test_cold_kernels_record_the_same(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    name_reads(project, "data/raw/more.csv")
    add_code(
        project,
        "import pandas, matplotlib.pyplot as plt\n"
        "plt.plot(pandas.read_csv('../data/raw/more.csv').a);",
    )
    notes(project)
    forked, runs = built(project), stored(project)
    monkeypatch.setenv(warm.COLD, "1")
    assert notes(project) == UNCHANGED
    check_equal_to_a_first_build(project)
    (project / "build").rename(project / ".warm")
    assert notes(project) == NEW
    assert (built(project), stored(project)) == (forked, runs)


def test_packages_may_lie_behind_a_link(project: Path, tmp_path: Path) -> None:
    (tmp_path / "linked").symlink_to(sys.prefix)
    add_code(project, "import typing_extensions as t; open(os.path.realpath(t.__file__)).close()")
    done = subprocess.run(
        [tmp_path / "linked/bin/python", "-m", "figurecheck", "report"],
        cwd=project,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr


def stored(project: Path) -> list[str]:
    """The names of the runs in the store."""
    return sorted(
        path.parent.relative_to(project / "build").as_posix()
        for path in (project / "build/.store").rglob("record.json")
    )
