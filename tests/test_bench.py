"""What the bench edits, orders, compares and draws; nothing is built and nothing is timed here."""

from __future__ import annotations

import csv
import doctest
import json
import re
import shutil
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any
from xml.etree import ElementTree

import psutil
import pytest
from bench import copies, drawing, edits, large, results, rounds, steps, ways
from bench.__main__ import notes
from bench.results import FIGURE, FIRST, MANY, NONE, PROSE, SHARED, Build, Memory, Results
from bench.steps import Step
from bench.ways import OURS, SERIAL, TWO
from hypothesis import given
from hypothesis import strategies as st

from figurecheck import phrases
from figurecheck.checking import examine
from figurecheck.cleaning import clean
from figurecheck.editions import read_editions
from figurecheck.lint import lint
from figurecheck.tables import read_raw
from tests.small_project import small_project


@pytest.fixture
def copy(root: Path, tmp_path: Path) -> copies.Copy:
    for name in ("data", "notebooks", "report"):
        shutil.copytree(root / name, tmp_path / name)
    return copies.Copy(root, tmp_path)


@pytest.mark.parametrize("module", [edits, large])
def test_the_examples_in_the_modules_hold(module: ModuleType) -> None:
    found = doctest.testmod(module)
    assert found.attempted
    assert not found.failed


# Edits


@given(whole=st.integers(0, 999), part=st.integers(0, 999))
def test_nine_changes_of_a_digit_differ_from_one_another_and_from_the_phrase(
    whole: int, part: int
) -> None:
    phrase = f"almost ${whole}.{part} billion"
    changed = [edits.with_other_digit(phrase, number) for number in range(9)]
    assert len({phrase, *changed}) == 10
    assert {len(text) for text in changed} == {len(phrase)}


FIGURE_ROW = {"figure": "F1", "series": "cargo", "period": "2023", "as_written": "5.8 million tons"}


def tables(*figures: dict[str, str], checks: str = "cargo", quoted: str = "") -> dict[str, Any]:
    return {
        "figures": [FIGURE_ROW | figure for figure in figures],
        "checks": [{"series": checks, "base_series": ""}],
        "corrections": [{"key": quoted}] if quoted else [],
        "exclusions": [],
    }


def test_a_figure_that_a_check_draws_on_may_be_changed() -> None:
    assert edits.changeable(tables({})) == FIGURE_ROW


@pytest.mark.parametrize(
    "unfit",
    [
        tables({}, checks="trains"),
        tables({}, quoted="F1"),
        tables({}, {"figure": "F2"}),
        tables({"as_written": "5 million tons"}),
        tables({"as_written": "5.8 million tons in 2023"}),
        tables({"as_written": "from 5.8 to 5.9 million tons"}),
    ],
    ids=["no check", "corrected", "two in one place", "whole", "a year too", "two decimals"],
)
def test_other_figures_are_left_alone(unfit: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="no figure"):
        edits.changeable(unfit)


def test_one_digit_of_one_row_changes_and_is_taken_back(copy: copies.Copy) -> None:
    before = list(copies.read_rows(copy.source, "figures"))
    for number in range(9):
        words = copy.change_figure(number)
        after = list(copies.read_rows(copy.folder, "figures"))
        pairs = [(old, new) for old, new in zip(before, after, strict=True) if old != new]
        assert [new["as_written"] for _, new in pairs] == [words]
        assert phrases.read(words, pairs[0][1]["unit"], None).value
    copy.restore()
    file = copies.RAW / "figures.csv"
    assert (copy.folder / file).read_bytes() == (copy.source / file).read_bytes()


@pytest.mark.parametrize(
    "source", ["# Cargo carried", "", "See [the page](x) there.", "The year 2023 brought more."]
)
def test_a_cell_without_plain_words_is_left_alone(source: str) -> None:
    assert edits.with_other_word(source, 0) is None


def test_the_word_of_each_round_is_another_one() -> None:
    words = {edits.letters(number) for number in range(1000)}
    assert len(words) == 1000
    assert all(word.isalpha() for word in words)


def test_changed_prose_passes_the_number_lint_and_is_taken_back(copy: copies.Copy) -> None:
    words = copy.change_prose(1)
    changed = [
        path.name
        for path in (copy.source / "notebooks").glob("*.ipynb")
        if json.loads(path.read_text())
        != json.loads((copy.folder / "notebooks" / path.name).read_text())
    ]
    assert len(changed) == 1
    assert words in (copy.folder / "notebooks" / changed[0]).read_text(encoding="utf-8")
    lint(copy.folder)
    copy.restore()
    assert words not in (copy.folder / "notebooks" / changed[0]).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("count", "shared", "days"), [(1, False, 1), (64, False, 64), (64, True, 16)]
)
def test_editions_are_of_different_days_or_four_share_one(
    copy: copies.Copy, count: int, shared: bool, days: int
) -> None:
    copy.set_editions(count, shared)
    declared = read_editions(copy.folder)
    values = [declared.values(name) for name in declared.settings]
    assert len(values) == count
    assert len({each["as_of"] for each in values}) == days
    assert len({(each["as_of"], each["target_tonnes"]) for each in values}) == count


def test_a_copy_holds_what_git_would_and_not_what_it_ignores(tmp_path: Path) -> None:
    project = tmp_path / "p"
    (project / "src").mkdir(parents=True)
    for name in ("src/a.py", "ignored.txt", ".gitignore"):
        (project / name).write_text("ignored.txt\n" if name == ".gitignore" else "")
    subprocess.run(["git", "init", "-q", str(project)], check=True)
    copy = copies.copy_project(project, tmp_path)
    for folder in (copy.source, copy.folder):
        assert (folder / "src/a.py").is_file()
        assert not (folder / "ignored.txt").exists()


def test_a_stale_report_is_seen(tmp_path: Path) -> None:
    (tmp_path / "html").mkdir()
    (tmp_path / "html/a.html").write_text("<p>5.8 million</p>")
    assert copies.shows(tmp_path, "5.8 million")
    assert not copies.shows(tmp_path, "5.9 million")


# Steps and ways


def step(*needs: str, makes: Path = Path(), code: str = "") -> Step:
    return Step([sys.executable, "-c", code], makes, Path(), {}, needs)


def test_steps_wait_for_what_they_need_and_the_first_ones_go_first() -> None:
    asked = {"run a": step(), "run b": step("run a"), "page a": step("run a")}
    names = {id(value): key for key, value in asked.items()}
    done: list[str] = []
    steps.run_all(asked, 1, lambda one: done.append(names[id(one)]))
    assert done == ["run a", "run b", "page a"]


def test_two_steps_at_a_time_meet_and_a_third_does_not() -> None:
    both = threading.Barrier(2, timeout=60)  # broken, an error, if the two never meet
    running: list[int] = []
    most = 0

    def one(_: Step) -> None:
        nonlocal most
        running.append(1)
        both.wait()
        most = max(most, len(running))
        both.wait()
        running.pop()

    steps.run_all({str(number): step() for number in range(4)}, 2, one)
    assert most == 2


def test_a_failing_command_says_what_it_said(tmp_path: Path) -> None:
    with pytest.raises(steps.StepError, match="no such corridor"):
        steps.run(step(makes=tmp_path, code="import sys; sys.exit('no such corridor')"))
    with pytest.raises(steps.StepError, match=r"page\.html expected"):
        steps.run(step(makes=tmp_path / "page.html"))


def test_memory_below_a_process_is_that_of_its_children() -> None:
    parent = psutil.Process()
    before = steps.memory_below(parent)
    if before is None:
        pytest.skip("the system has no proportional set size")
    code = "b = bytearray(50_000_000); print(flush=True); input()"
    command = [sys.executable, "-c", code]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        assert child.stdout
        child.stdout.readline()
        assert (steps.memory_below(parent) or 0) - before > 50_000_000
        child.communicate(b"\n")


def test_theirs_runs_every_notebook_after_those_it_reads(tmp_path: Path) -> None:
    project = small_project(tmp_path / "p")
    folder = tmp_path / "theirs"
    found = ways.theirs(project, folder, ["latest", "2024-03"], "chromium")
    assert list(found)[:2] == ["latest/01-clean.ipynb", "latest/02-growth.ipynb"]
    assert found["latest/02-growth.ipynb"].needs == ("latest/01-clean.ipynb",)
    assert found["2024-03/02-growth.pdf"].needs == ("2024-03/02-growth.html",)
    built = {one.environment.get("FIGURECHECK_BUILD") for one in found.values()} - {None}
    assert built == {str(folder / "latest"), str(folder / "2024-03")}
    without = ways.theirs(project, folder, ["latest"], None)
    assert [key for key in without if key.endswith(".pdf")] == []


def test_theirs_gets_the_parameters_that_a_notebook_declares(root: Path, tmp_path: Path) -> None:
    found = ways.theirs(root, tmp_path, ["2024-03"], None)
    clean_, corridor = (
        " ".join(found[f"2024-03/{name}.ipynb"].command) for name in ("01-clean", "04-corridor")
    )
    assert " -r as_of 2024-03-31" in clean_
    assert "target_tonnes" not in clean_
    assert " -p target_tonnes 1" in corridor


def test_a_build_gets_no_setting_from_the_one_who_calls(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("FIGURECHECK_COLD", "FIGURECHECK_BUILD", "SCHEDULER", "SOURCES"):
        monkeypatch.setenv(name, "set")
    found = ways.environment(Path("copy"))
    assert not {name for name, value in found.items() if value == "set"}
    assert found["PYTHONPATH"].startswith(str(Path("copy", "src")))


def test_each_round_begins_with_another_way() -> None:
    turns = [rounds.in_turn((OURS, SERIAL, TWO), number) for number in range(3)]
    assert {turn[0] for turn in turns} == {OURS, SERIAL, TWO}
    assert all(sorted(turn) == sorted(turns[0]) for turn in turns)


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> list[Step]:
    """The steps that were run, none of them truly; every report shows what it should."""
    found: list[Step] = []
    monkeypatch.setattr(steps, "run", found.append)
    monkeypatch.setattr(steps, "run_all", lambda asked, _: found.extend(asked.values()))
    monkeypatch.setattr(copies, "shows", lambda *_: True)
    return found


def place(copy: copies.Copy) -> rounds.Place:
    return rounds.Place(copy, copy.folder / "theirs", None)


def test_a_round_builds_every_scenario_in_every_way(copy: copies.Copy, run: list[Step]) -> None:
    plan = replace(rounds.FULL, sizes=(1, 4), one_worker_to=1)
    found = list(rounds.one_round(place(copy), plan, 0))
    ours = [(each.scenario, each.editions) for each in found if each.way == OURS]
    assert [case for case in ours if case[1] == 1][:4] == [
        *((FIRST, 1), (NONE, 1), (FIGURE, 1), (PROSE, 1))
    ]
    assert ours[-2:] == [(MANY, 4), (SHARED, 4)]
    for way in (SERIAL, TWO):
        assert [each.scenario for each in found if each.way == way] == [
            *(FIRST, NONE, FIGURE, PROSE, MANY)
        ]
    assert run


def test_a_quick_round_builds_theirs_once_each_way(copy: copies.Copy, run: list[Step]) -> None:
    found = list(rounds.one_round(place(copy), rounds.QUICK, 0))
    assert [each.scenario for each in found if each.way != OURS] == [FIRST, FIRST]
    assert run


def test_a_first_build_finds_nothing_and_the_next_its_cache(
    copy: copies.Copy, run: list[Step], monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = copy.folder / "build" / ".cache"
    seen: list[bool] = []

    def build(step: Step) -> None:
        if "report" in step.command:
            seen.append(cache.exists())
            cache.mkdir(parents=True, exist_ok=True)

    monkeypatch.setattr(steps, "run", build)
    cache.mkdir(parents=True)
    list(rounds.one_round(place(copy), rounds.Plan(sizes=()), 0))
    assert seen == [False, True, True, True]
    assert run


def test_a_round_ends_at_a_stale_report(
    copy: copies.Copy, run: list[Step], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copies, "shows", lambda _, words: words == "")
    with pytest.raises(steps.StepError, match="stale"):
        list(rounds.one_round(place(copy), rounds.Plan(), 0))
    assert run


# Large tables


def test_every_further_corridor_gets_the_verdicts_of_the_first(root: Path, tmp_path: Path) -> None:
    large.multiply(root, tmp_path, 1_000)
    raw = read_raw(tmp_path)
    verdicts = examine(raw, clean(raw).figures).verdicts.set_index("claim")["verdict"]
    further = {name for name in verdicts.index if name.endswith("-c1")}
    assert 2 * len(further) == len(verdicts)
    assert all(verdicts[name] == verdicts[name.removesuffix("-c1")] for name in further)


def test_tables_are_multiplied_to_about_the_size_asked_for(root: Path, tmp_path: Path) -> None:
    large.multiply(root, tmp_path, 5_000)
    own = len(list(copies.read_rows(root, "figures")))
    assert abs(len(list(copies.read_rows(tmp_path, "figures"))) - 5_000) <= own / 2


# Results


def builds() -> list[Build]:
    return [
        *(Build(FIRST, OURS, 0, 2.0), Build(FIRST, SERIAL, 0, 20.0), Build(FIRST, TWO, 0, 10.0)),
        *(Build(FIRST, OURS, 1, 1.0), Build(FIRST, SERIAL, 1, 30.0), Build(FIRST, TWO, 1, 8.0)),
        *(Build(FIRST, OURS, 2, 2.0), Build(FIRST, SERIAL, 2, 24.0), Build(FIRST, TWO, 2, 9.0)),
        *(Build(FIGURE, OURS, 0, 0.5), Build(FIGURE, SERIAL, 0, 21.0)),
        *(Build(NONE, OURS, 0, 0.1), Build(NONE, TWO, 0, 12.0)),
        Build(MANY, OURS, 0, 8.0, editions=4, workers=2),
        Build(SHARED, OURS, 0, 5.0, editions=64, workers=2),
    ]


def ratio(scenario: str, against: str) -> results.Ratio:
    found = results.ratios(builds())
    return next(each for each in found if (each.scenario, each.against) == (scenario, against))


def test_a_ratio_is_taken_within_a_round() -> None:
    found = ratio(FIRST, SERIAL)
    assert (found.low, found.middle, found.high) == (10, 12, 30)
    assert (found.ours, found.theirs) == (2, 24)


def test_theirs_of_the_scenario_goes_before_the_median_of_its_round() -> None:
    assert ratio(FIGURE, SERIAL).middle == 21 / 0.5
    assert ratio(FIGURE, TWO).middle == 11 / 0.5


def test_theirs_of_one_edition_counts_once_an_edition() -> None:
    assert ratio(MANY, SERIAL).theirs == 4 * 20.5
    assert ratio(SHARED, TWO).middle == 64 * 11 / 5


def test_theirs_of_as_many_editions_is_taken_as_it_is() -> None:
    own = Build(MANY, SERIAL, 0, 40.0, editions=4)
    found = {each.against: each for each in results.ratios([*builds(), own]) if each.editions == 4}
    assert found[SERIAL].middle == 5
    assert found[TWO].middle == 4 * 11 / 8


def sample() -> Results:
    counts = {"figures": 1245, "phrases": 623, "claims": 90, "peak": 2**20}
    seconds = {"reading": 0.25, "cleaning": 0.5, "checking": 0.25}
    parsed = {"phrases": 5000, "unread": 8, "seconds": 2.0, "peak": None}
    return Results(
        machine={"cores": 2},
        versions={"papermill": "2.7", "chromium": None},
        notes=notes(rounds.QUICK, None),
        builds=builds(),
        memory=[Memory(OURS, 1, 300 * 2**20), Memory(OURS, 4, None)],
        tables=[counts | seconds],
        phrases=[parsed],
    )


def test_the_printed_tables_have_columns_of_one_width() -> None:
    text = results.report(sample())
    first, noise, memory, large_, parsed, told = text.split("\n\n")
    starts = {line.index("×") for line in first.splitlines()[1:]}
    assert len(starts) == 1
    assert re.search(r"10\.0 × +12\.0 × +30\.0 ×$", first, re.MULTILINE)
    assert noise.splitlines()[1].split()[-4:] == ["4", "20.00", "22.50", "30.00"]
    assert "300" in memory
    assert "not known" in memory
    assert large_.splitlines()[1].split() == ["1245", "90", "0.25", "0.50", "0.25", "1245", "1"]
    assert parsed.splitlines()[1].split() == ["5000", "8", "2.00", "2500"]
    assert "no PDF" in told


def test_a_run_that_measured_nothing_prints_its_notes_alone() -> None:
    nothing = Results(machine={}, versions={}, notes=["Nothing was measured."])
    assert results.report(nothing) == "Nothing was measured."


def test_the_json_holds_every_raw_second_and_the_ratios() -> None:
    found = json.loads(results.to_json(sample()))
    assert set(found) == {
        *("machine", "versions", "notes", "builds", "memory", "tables", "phrases", "ratios")
    }
    assert [each["seconds"] for each in found["builds"]] == [each.seconds for each in builds()]
    assert len(found["ratios"]) == len(results.ratios(builds()))


def test_the_notes_say_where_theirs_was_measured() -> None:
    assert notes(rounds.QUICK, None)[0].startswith(f"Theirs was measured in: {FIRST};")
    assert FIGURE in notes(rounds.FULL, None)[0]
    assert "at editions: 1, 4;" in notes(rounds.FULL, None)[1]


def test_the_same_results_give_the_same_chart() -> None:
    found = results.ratios(builds())
    one, again = drawing.svg(found), drawing.svg(found)
    assert one == again
    assert one != drawing.svg(found[:2])
    texts = "".join(ElementTree.fromstring(one).itertext())  # noqa: S314  (our own drawing)
    assert all(scenario in texts for scenario in (FIRST, FIGURE, MANY))


def test_written_rows_are_read_back(tmp_path: Path) -> None:
    (tmp_path / copies.RAW).mkdir(parents=True)
    row = {"figure": "F1", "as_written": 'so-called "cargo", 5.8'}
    copies.write_rows(tmp_path, "figures", row, [row])
    assert list(copies.read_rows(tmp_path, "figures")) == [row]
    with (tmp_path / copies.RAW / "figures.csv").open(newline="") as file:
        assert len(list(csv.reader(file))) == 2
