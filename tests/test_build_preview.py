"""The preview sees every save, builds the page of the report, and shows it to this machine only."""

from __future__ import annotations

import http.client
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from jinja2 import Environment

from figurecheck.building.build import build
from figurecheck.building.inputs import file_marks
from figurecheck.errors import DataError
from figurecheck.previewing.board import Board
from figurecheck.previewing.builder import Builder
from figurecheck.previewing.child import crash
from figurecheck.previewing.pages import Pages
from figurecheck.previewing.patches import Patch, patch
from figurecheck.previewing.preview import Builds
from figurecheck.previewing.result import Result
from figurecheck.previewing.server import served, shell
from figurecheck.previewing.watching import cause, is_held, saved
from figurecheck.publishing import material
from tests.conftest import ROOT
from tests.small_project import CHAPTERS, code, parameters, small_project, write_notebook
from tests.test_running_processes import gone, until


def quiet(*_: object) -> None:
    """Hears of a step and says nothing."""


@pytest.mark.parametrize(
    "name", ["data/raw/figures.csv", "notebooks/01-clean.ipynb", "report/editions.toml"]
)
def test_a_save_is_seen(tmp_path: Path, name: str) -> None:
    project = small_project(tmp_path)
    before = file_marks(project)
    os.utime(project / name, ns=(1, 1))
    assert saved(before, file_marks(project)) == [name]


def test_a_file_that_came_or_went_is_seen(tmp_path: Path) -> None:
    project = small_project(tmp_path)
    before = file_marks(project)
    (project / "data/raw/more.csv").write_text("x")
    (project / "data/raw/figures.csv").unlink()
    names = saved(before, file_marks(project))
    assert cause(names) == "data/raw/figures.csv and 1 more changed"


def test_a_build_and_a_checkpoint_are_no_save(tmp_path: Path) -> None:
    project = small_project(tmp_path)
    before = file_marks(project)
    for name in ("build/latest/report.html", "notebooks/.ipynb_checkpoints/x.ipynb"):
        (project / name).parent.mkdir(parents=True)
        (project / name).write_text("x")
    assert file_marks(project) == before


@pytest.mark.parametrize(
    ("name", "held"),
    [
        ("src/figurecheck/story.py", True),
        ("report/styles/report.css", True),
        ("requirements.lock", True),
        ("report/templates/html.j2", False),
        ("report/chapters.toml", False),
        ("data/raw/figures.csv", False),
    ],
)
def test_the_process_starts_anew_for_what_it_has_read_once(name: str, held: bool) -> None:
    assert is_held([name]) is held


@contextmanager
def showing(board: Board) -> Iterator[http.client.HTTPConnection]:
    with served(board, 0) as address:
        connection = http.client.HTTPConnection(address.removeprefix("http://"), timeout=60)
        try:
            yield connection
        finally:
            connection.close()


def asked(connection: http.client.HTTPConnection, path: str, **headers: str) -> tuple[int, str]:
    connection.request("GET", path, headers=headers)
    with connection.getresponse() as answer:
        return answer.status, answer.read().decode()


def test_it_listens_on_the_loopback_address_alone() -> None:
    with served(Board("latest"), 0) as address:
        assert address.startswith("http://127.0.0.1:")


@pytest.mark.parametrize("name", ["localhost", "localhost:8000", "127.0.0.1", "127.0.0.1:9"])
def test_names_of_this_machine_are_answered(name: str) -> None:
    with showing(Board("latest", "new")) as connection:
        assert asked(connection, "/report.html", Host=name) == (200, "new")


@pytest.mark.parametrize("name", ["example.org", "localhost.example.org:8000", "0.0.0.0:8000", ""])
@pytest.mark.parametrize("path", ["/", "/report.html", "/events"])
def test_a_name_from_elsewhere_is_turned_away(name: str, path: str) -> None:
    with showing(Board("latest", "new")) as connection:
        status, text = asked(connection, path, Host=name)
        assert status == 421
        assert "new" not in text


def test_nothing_of_the_disk_is_served() -> None:
    with showing(Board("latest")) as connection:
        for path in ("/report.html", "/failure.html", "/manifest.json", "/../README.md", "//etc"):
            assert asked(connection, path)[0] == 404


def test_only_the_page_around_the_report_has_a_script_and_its_policy_names_it() -> None:
    board = Board("latest", "<p>as it is</p>")
    with showing(board) as connection:
        connection.request("GET", "/")
        with connection.getresponse() as answer:
            assert answer.read().decode() == shell()[0]
            policy = answer.headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'; script-src 'sha256-")
        assert "unsafe" not in policy
        connection.request("GET", "/report.html")
        with connection.getresponse() as answer:
            assert answer.read() == b"<p>as it is</p>"
            assert answer.headers["Content-Security-Policy"] == "frame-ancestors 'self'"
            assert answer.headers["Cache-Control"] == "no-store"
            assert answer.headers["ETag"] == f'"{board.state.page}"'


def test_the_events_tell_the_state_and_every_change_of_it() -> None:
    board = Board("latest", "old")
    with showing(board) as connection:
        connection.request("GET", "/events")
        with connection.getresponse() as answer:
            assert answer.headers["Content-Type"] == "text/event-stream"
            first = told(answer)
            assert (first["building"], first["failure"]) == (False, "")
            board.begin("data/raw/figures.csv changed")
            assert told(answer)["said"] == "data/raw/figures.csv changed"
            board.end(Result(failure="why"), "not built")
            second = told(answer)
            assert second["page"] == first["page"]
            assert second["failure"]
            board.end(Result(page="new"), "built")
            third = told(answer)
            assert third["page"] != first["page"]
            assert third["failure"] == ""


CHARACTERS = st.text("ab\u20ac\U0001f600\n", max_size=12)  # some take two units of UTF-16


@given(CHARACTERS, CHARACTERS, CHARACTERS, CHARACTERS)
@example("aa", "a", "aa", "")
def test_a_patch_makes_the_new_page_of_the_old_one(
    start: str, one: str, other: str, end: str
) -> None:
    old, new = (f"{start}{middle}{end}".encode("utf-16-le") for middle in (one, other))
    found = patch("old", f"{start}{one}{end}", f"{start}{other}{end}")
    kept = old[len(old) - 2 * found.end :]
    assert old[: 2 * found.start] + found.text.encode("utf-16-le") + kept == new
    assert len(found.text) <= len(other)


def test_a_page_that_differs_little_comes_with_its_patch() -> None:
    board = Board("latest", "the page as it was, of some length")
    before, _ = board.named_page()
    board.end(Result(page="the page as it is, of some length"), "built")
    assert board.state.patch == Patch(before, len("the page as it "), len("s, of some length"), "i")
    board.begin("data/raw/figures.csv changed")
    assert board.state.patch is None
    board.end(Result(page="another one"), "built")
    assert board.state.patch is None


def told(answer: http.client.HTTPResponse) -> dict[str, object]:
    """The next event."""
    line = answer.readline()
    assert answer.readline() == b"\n"
    found: dict[str, object] = json.loads(line.removeprefix(b"data: "))
    return found


def test_who_waits_for_news_is_let_go_at_the_end() -> None:
    board = Board("latest")
    waiting = threading.Thread(target=board.after, args=(0, None))
    waiting.start()
    board.close()
    waiting.join()


def test_a_port_that_is_taken_is_a_message() -> None:
    with served(Board("latest"), 0) as address:
        port = int(address.rpartition(":")[2])
        with (
            pytest.raises(DataError, match="expected a free port"),
            served(Board("latest"), port),
        ):
            pass


@pytest.mark.slow
def test_the_page_is_that_of_the_report_to_the_byte(tmp_path: Path) -> None:
    project = small_project(tmp_path)
    steps: list[tuple[str, int, int]] = []
    made = Pages(project, "latest").build(
        lambda key, outcome, done, of: steps.append((f"{key}: {outcome.note}", done, of))
    )
    assert steps == [
        ("latest/01-clean.ipynb: ran: never built", 1, 3),
        ("latest/02-growth.ipynb: ran: never built", 2, 3),
        ("latest/report: published", 3, 3),
    ]
    assert [path.name for path in (project / "build").glob("[!.]*")] == []
    assert (build(project, "latest").folder / "report.html").read_text() == made.page


@pytest.mark.slow
def test_one_process_builds_fails_and_builds_again(tmp_path: Path) -> None:
    project = small_project(tmp_path)
    table = project / "data/raw/figures.csv"
    good = table.read_text()
    with Builder(project, "latest") as builder:
        assert "6 t went" in builder.build(quiet).page
        table.write_text(good.replace("F2,6", "F2,six"))
        failed = builder.build(quiet)
        assert failed.words.startswith("notebooks/02-growth.ipynb, cell 3, line 4: ValueError: ")
        assert "notebooks/02-growth.ipynb, cell 3, line 4" in failed.failure
        assert (project / "build/latest.failed/notebooks/02-growth.ipynb").is_file()
        table.write_text(good)
        (project / "report/chapters.toml").write_text("[")
        assert "report/chapters.toml" in builder.build(quiet).failure
        (project / "report/chapters.toml").write_text(CHAPTERS)
        assert "6 t went" in builder.build(quiet).page
        assert not (project / "build/latest.failed").exists()


@pytest.mark.slow
def test_a_package_that_breaks_is_told_and_builds_when_it_is_mended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = small_project(tmp_path)
    package = project / "src/figurecheck"
    shutil.copytree(ROOT / "src/figurecheck", package)
    for name in ("templates", "styles", "fonts"):
        (project / "report" / name).symlink_to(ROOT / "report" / name)
    monkeypatch.setenv("PYTHONPATH", str(project / "src"))
    source = package / "publishing/page.py"
    good = source.read_text()
    with Builder(project, "latest") as builder:
        source.write_text(f"{good}b = = 2\n")
        words = builder.build(quiet).words
        line = good.count("\n") + 1
        assert words.startswith(f"src/figurecheck/publishing/page.py, line {line}: expected ")
        assert "SyntaxError" in words
        source.write_text(good)
        assert "6 t went" in builder.build(quiet).page


HANGS = """\
import os
from pathlib import Path
part = Path("../build/part")
part.write_text(str(os.getpid()))
part.rename("../build/process")
while True: pass
"""


def hanging(project: Path) -> tuple[Path, bytes]:
    """Puts a cell that hangs into a notebook; its place, and its bytes before."""
    notebook = project / "notebooks/02-growth.ipynb"
    good = notebook.read_bytes()
    write_notebook(notebook, parameters("target_tonnes = 10"), code(HANGS))
    return notebook, good


def begun(project: Path) -> int:
    """The process of the cell that hangs, once it does."""
    process = project / "build/process"
    assert until(process.exists)
    return int(process.read_text())


@pytest.mark.slow
def test_a_cell_that_hangs_is_ended_when_it_is_mended(tmp_path: Path) -> None:
    project = small_project(tmp_path)
    notebook, good = hanging(project)
    found = file_marks(project)
    with Builder(project, "latest") as builder, ThreadPoolExecutor(1) as beside:
        built = beside.submit(builder.build, quiet, lambda: file_marks(project) != found)
        process = begun(project)
        notebook.write_bytes(good)
        assert not built.result().page
        assert gone(process)
        assert "6 t went" in builder.build(quiet).page


@pytest.mark.slow
@pytest.mark.parametrize("death", [signal.SIGTERM, signal.SIGHUP, signal.SIGKILL])
def test_nothing_outlives_the_preview(tmp_path: Path, death: int) -> None:
    project = small_project(tmp_path)
    notebook, good = hanging(project)
    command = [sys.executable, "-m", "figurecheck", "preview", "--port", "0"]
    with subprocess.Popen(command, cwd=project, stdout=subprocess.PIPE) as preview:
        process = begun(project)
        preview.send_signal(death)
    assert gone(process)
    notebook.write_bytes(good)
    assert build(project, "latest").folder.is_dir()  # nobody holds its lock


def test_an_error_in_the_package_is_told_by_its_innermost_line_there(tmp_path: Path) -> None:
    source = tmp_path / "src/figurecheck/x.py"
    source.parent.mkdir(parents=True)
    source.write_text("import json\n\njson.loads('{')\n")
    with pytest.raises(ValueError, match="Expecting") as caught:
        exec(compile(source.read_text(), str(source), "exec"))  # noqa: S102  (our own line)
    found = crash(caught.value, tmp_path)
    assert (found["file"], found["row"]) == ("src/figurecheck/x.py", 3)
    assert found["remedy"].startswith("JSONDecodeError: Expecting")


def test_an_error_in_a_library_is_not_told_as_one_of_the_project() -> None:
    with pytest.raises(TypeError, match="no loader") as caught:
        Environment().get_template("x")  # noqa: S701  (it renders nothing)
    found = crash(caught.value, Path(sys.prefix))  # a project with its libraries in it
    assert (found["file"], found["row"]) == ("src/figurecheck", None)


def test_a_template_that_is_gone_is_named() -> None:
    with pytest.raises(DataError, match=r"report/templates/none\.j2: expected a template that"):
        material.template("none.j2")


def test_a_package_that_python_cannot_read_is_told_by_its_line(tmp_path: Path) -> None:
    name = str(tmp_path / "src/figurecheck/x.py")
    with pytest.raises(SyntaxError) as caught:
        compile("a = 1\nb = = 2\n", name, "exec")
    found = crash(caught.value, tmp_path)
    assert (found["file"], found["row"]) == ("src/figurecheck/x.py", 2)


class Script(Builder):
    """A builder that gives what it was told to give, and touches a file meanwhile."""

    def __init__(self, project: Path, results: list[Result], touched: str = "") -> None:
        super().__init__(project, "latest")
        self.results, self.touched, self.ends = results, touched, 0
        self.project = project

    def build(self, *_: object) -> Result:
        if self.touched:
            (self.project / self.touched).write_text("half")
        return self.results.pop(0)

    def end(self) -> None:
        self.ends += 1


def builds(project: Path, builder: Builder) -> tuple[Builds, list[str]]:
    said: list[str] = []
    return Builds(project, Board("latest", "old"), builder, said.append, quiet), said


def test_a_failure_of_a_file_that_was_saved_meanwhile_is_not_shown(tmp_path: Path) -> None:
    project = small_project(tmp_path)
    failed = Result(failure="<p>", words="half a table")
    one, said = builds(project, Script(project, [failed], "data/raw/figures.csv"))
    one.build({}, file_marks(project))
    assert said == ["building: latest"]
    assert one.board.state.building
    two, said = builds(project, Script(project, [failed]))
    two.build({}, file_marks(project))
    assert said == ["building: latest", "half a table\nnot built"]
    assert two.board.failure == "<p>"
    assert two.board.page == "old"


def test_the_process_is_ended_when_its_source_was_saved(tmp_path: Path) -> None:
    project = small_project(tmp_path)
    builder = Script(project, [Result(page="new")] * 2)
    one, _ = builds(project, builder)
    one.build({"data/raw/figures.csv": (1,)}, {"data/raw/figures.csv": (2,)})
    assert builder.ends == 0
    one.build({"src/figurecheck/story.py": (1,)}, {"src/figurecheck/story.py": (2,)})
    assert builder.ends == 1
    assert one.board.page == "new"
