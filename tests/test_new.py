"""A new figure or claim: read before it is written, in its place, and nothing on an error."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from figurecheck import cli
from figurecheck.errors import DataError
from figurecheck.scaffolds import writing
from figurecheck.scaffolds.drafts import drafted
from figurecheck.scaffolds.keys import check_key, next_figure, series_key, slug, source_key
from tests import why_project
from tests.why_project import OTHER, SERIES, read_rows

Run = Callable[..., tuple[int, str, str]]

PAGE = {
    "source-url": "https://times.example/new",
    "publisher": "The Times",
    "published": "2026-04-02",
    "title": "More",
}
FIGURE = {"phrase": "3.1 million tons", "unit": "tonne", "series": SERIES, "period": "2024"}
CLAIM = {
    "claim": "cargo-2024",
    "source": "article",
    "paragraph": "4",
    "phrase": "3.3 million tons",
    "unit": "tonnes",
    "statement": "Cargo reached 3.3 million tonnes in 2024",
    "kind": "level",
    "subject": "cargo-volume",
    "measure": "volume",
    "period": "2024",
}

TWICE = {"phrase": "2.76 million tons", "paragraph": "3", "period": "2023"}


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project, and the working directory in it."""
    monkeypatch.chdir(why_project.project(tmp_path / "a project"))
    return Path.cwd()


@pytest.fixture
def new(project: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs the command in the project; options as a dict, then further words."""

    def run(kind: str, options: dict[str, str], *words: str) -> tuple[int, str, str]:
        assert Path.cwd() == project
        said = [word for name, value in options.items() for word in (f"--{name}", value)]
        status = cli.main(["new", kind, *said, *words])
        captured = capsys.readouterr()
        return status, captured.out, captured.err

    return run


def tree(folder: Path) -> dict[str, bytes]:
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def table(project: Path, name: str) -> list[dict[str, str]]:
    return read_rows(project / f"data/raw/{name}.csv")


def test_a_figure_is_read_aloud_and_added_with_its_page(new: Run, project: Path) -> None:
    status, out, err = new("figure", FIGURE | PAGE, "--accessed", "2026-04-03")
    assert (status, err) == (0, "")
    assert out.splitlines()[:3] == [
        "reads  3.1 million tonnes: 3.05 to 3.15 million tonnes",
        "adds  data/raw/sources.csv, line 4: times-2026-04-02",
        "adds  data/raw/figures.csv, line 7: F0006",
    ]
    assert table(project, "figures")[-1] == {
        "figure": "F0006",
        "source": "times-2026-04-02",
        "series": SERIES,
        "period": "2024",
        "base_period": "",
        "as_written": "3.1 million tons",
        "unit": "tonnes",
        "nth": "",
        "place": "",
        "note": "",
    }
    page = table(project, "sources")[2]
    assert (page["kind"], page["title"], page["accessed"]) == ("page", "More", "2026-04-03")


def test_a_page_that_is_known_by_its_address_is_not_added_again(new: Run, project: Path) -> None:
    before = table(project, "sources")
    assert new("figure", FIGURE | {"source-url": "https://times.example/cargo"})[0] == 0
    assert table(project, "sources") == before
    assert table(project, "figures")[-1]["source"] == "times-2024-02"


def test_a_series_is_found_by_its_meaning_or_added_with_its_body(new: Run, project: Path) -> None:
    meaning = {"subject": "cargo-volume", "measure": "volume", "body": "railway"}
    figure = {name: text for name, text in FIGURE.items() if name != "series"}
    known = figure | {"source": "times-n1"}
    status, out, _ = new("figure", known | meaning)
    assert (status, f"series {OTHER}" in out) == (0, True)
    there = known | meaning | {"body": "port", "body-name": "The Port", "scope": "By sea"}
    assert new("figure", there)[0] == 0
    assert {"body": "port", "name": "The Port", "note": ""} in table(project, "bodies")
    added = [row for row in table(project, "series") if row["body"] == "port"]
    assert [row["series"] for row in added] == ["cargo-volume-port-by-sea"]
    assert added[0]["unit"] == "tonne"


def test_without_a_terminal_all_that_is_missing_is_named_at_once(new: Run, project: Path) -> None:
    before = tree(project)
    status, out, err = new("figure", {"phrase": "3.1 million tons", "unit": "tonne"})
    assert (status, out) == (1, "reads  3.1 million tonnes: 3.05 to 3.15 million tonnes\n")
    assert [line.split(":")[0] for line in err.splitlines()] == [
        "new figure --source",
        "new figure --series",
        "new figure --period",
    ]
    assert "--source-url for a new page" in err
    assert tree(project) == before


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"unit": "tonnage"}, "--unit: found 'tonnage'; expected a unit that the table lists"),
        ({"phrase": "many tons"}, "--phrase: found 'many tons'; expected a number in tonnes"),
        ({"phrase": "3 tons\nor 4"}, "one line of text"),
        ({"phrase": "1 million tons or 2 million tons"}, "say with --nth which number is meant"),
        ({"unit": "percent", "phrase": "3%"}, "the unit of the series cargo-volume-ministry"),
        ({"series": "cargo-volume-minstry"}, "Did you mean cargo-volume-ministry?"),
        ({"source": "times-2024-2"}, "Did you mean times-2024-02?"),
        ({"source": "nobody"}, "add the page with --source-url"),
        ({"period": "2024-13"}, "a period as ISO 8601 writes it"),
        ({"period": "2024/2024"}, "the shortest form, 2024"),
        ({"phrase": "totaled 2.76 million tons", "period": "2023"}, "F0002 is it"),
    ],
)
def test_a_figure_with_an_error_is_not_written(
    new: Run, project: Path, wrong: dict[str, str], told: str
) -> None:
    before = tree(project)
    status, _, err = new("figure", FIGURE | {"source": "times-2024-02"} | wrong)
    assert status == 1
    assert told.casefold() in err.casefold()
    assert tree(project) == before


def test_a_growth_has_to_say_against_what(new: Run) -> None:
    rise = {"phrase": "up 4%", "unit": "percent", "series": why_project.RISE, "period": "2025"}
    rise |= {"source": "times-n1"}
    assert "new figure --base-period" in new("figure", rise)[2]
    assert new("figure", rise | {"base-period": ""})[0] == 0


def test_a_claim_has_to_hear_every_figure_of_its_subject(new: Run, project: Path) -> None:
    new("figure", FIGURE | {"source": "times-2024-02"})
    before = tree(project)
    status, _, err = new("claim", CLAIM)
    assert status == 1
    assert f"what the series {SERIES} is to the claim cargo-2024" in err
    assert f"Give --check {SERIES} same|different|restated WHY." in err
    assert tree(project) == before
    assert "one of same, different" in new("claim", CLAIM, "--check", SERIES, "equal", "so")[2]
    assert tree(project) == before
    status, out, _ = new("claim", CLAIM, "--check", SERIES, "same", "the Ministry counts")
    assert (status, "data/raw/checks.csv, line 7: cargo-2024-1" in out) == (0, True)
    assert table(project, "checks")[-1] == {
        "check": "cargo-2024-1",
        "claim": "cargo-2024",
        "method": "printed",
        "series": SERIES,
        "base_series": "",
        "event": "",
        "period": "",
        "base_period": "",
        "relation": "same",
        "why": "the Ministry counts",
    }


def test_a_figure_of_a_new_series_has_to_be_heard_by_the_claims_on_it(
    new: Run, project: Path
) -> None:
    meaning = {"subject": "cargo-volume", "measure": "volume", "body": "railway", "scope": "East"}
    figure = {"phrase": "2.7 million tons", "unit": "tonne", "period": "2023"} | meaning
    figure |= {"source": "times-n1"}
    assert "Give --check cargo-2023 same|different|restated WHY." in new("figure", figure)[2]
    assert new("figure", figure, "--check", "cargo-2023", "different", "half of it")[0] == 0
    keys = [row["check"] for row in table(project, "checks")]
    assert keys[:4] == ["cargo-2023-1", "cargo-2023-2", "cargo-2023-3", "cargo-2022-1"]


def test_a_check_that_nothing_needs_is_refused(new: Run, project: Path) -> None:
    before = tree(project)
    known = FIGURE | {"source": "times-n1"}
    status, _, err = new("figure", known, "--check", "cargo-2023", "same", "so")
    assert (status, "not joined yet" in err) == (1, True)
    assert tree(project) == before


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"claim": "cargo-2023"}, "a key that no other claim has"),
        ({"source": "times-n1"}, "one of article"),
        ({"paragraph": "0"}, "a whole number from 1"),
        ({"kind": "level of cargo"}, "one of level, growth"),
        ({"statement": "Cargo reached 4 million tonnes in 2024"}, "a number of as_written"),
        ({"with-claim": "cargo-2021"}, "a claim of claims"),
        ({"kind": "event"}, "new claim --what: expected what happened"),
        (TWICE, "That is the claim cargo-2023 already."),
    ],
)
def test_a_claim_with_an_error_is_not_written(
    new: Run, project: Path, wrong: dict[str, str], told: str
) -> None:
    before = tree(project)
    status, _, err = new("claim", CLAIM | wrong)
    assert (status, told in err) == (1, True)
    assert tree(project) == before


def test_a_claim_stands_in_the_order_of_its_article(new: Run, project: Path) -> None:
    assert new("claim", CLAIM | {"paragraph": "2"})[0] == 0
    assert table(project, "claims")[0]["claim"] == "cargo-2024"


def test_a_dry_run_says_all_and_writes_nothing(new: Run, project: Path) -> None:
    before = tree(project)
    status, out, _ = new("figure", FIGURE | PAGE, "--dry-run")
    assert status == 0
    assert "would add  data/raw/figures.csv, line 7: F0006" in out
    assert "next" not in out
    assert tree(project) == before


def test_what_was_wrong_before_does_not_keep_a_figure_out(new: Run, project: Path) -> None:
    stray = project / "notebooks/99-mine.ipynb"
    stray.write_text("{}")
    assert new("figure", FIGURE | {"source": "times-n1"})[0] == 0


def test_tables_that_are_not_in_order_are_told_first(new: Run, project: Path) -> None:
    path = project / "data/raw/figures.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(OTHER, "nix"), encoding="utf-8")
    status, _, err = new("figure", FIGURE | {"source": "times-n1"})
    assert (status, "data/raw/figures.csv, line 4, column series" in err) == (1, True)


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[list[str]], list[str]]]:
    """Answers on a terminal; gives the questions that were asked."""

    def say(answers: list[str]) -> list[str]:
        questions: list[str] = []
        waiting = iter(answers)

        def answer(question: str) -> str:
            questions.append(question)
            try:
                return next(waiting)
            except StopIteration:
                raise EOFError from None

        monkeypatch.setattr("builtins.input", answer)
        monkeypatch.setattr(sys.stdin, "isatty", lambda: True)
        return questions

    return say  # type: ignore[return-value]


def test_on_a_terminal_what_is_missing_is_asked_for_until_it_is_right(
    new: Run, project: Path, typed: Callable[[list[str]], list[str]]
) -> None:
    questions = typed(["tonnage", "tonne", "https://times.example/new", "Die Zeit", "2026-04", "",
                       "new", "cargo-volume", "volume", "port", "", "", "The Port", "2023",
                       "equal", "different", "by sea only", "y"])  # fmt: skip
    status, out, _ = new("figure", {"phrase": "3.1 million tons"})
    assert status == 0
    assert questions[0] == questions[1]
    assert "what the series cargo-volume-port is to the claim cargo-2023" in questions[-4].lower()
    assert out.count("Expected") == 2
    assert table(project, "figures")[-1]["source"] == "die-zeit-2026-04"
    assert table(project, "checks")[2]["why"] == "by sea only"


def test_on_a_terminal_a_phrase_with_several_numbers_leads_to_one_more_question(
    new: Run, project: Path, typed: Callable[[list[str]], list[str]]
) -> None:
    questions = typed(["2", "n"])
    two = {"phrase": "1 million tons or 2 million tons", "source": "times-n1"}
    status, out, _ = new("figure", FIGURE | two)
    assert questions[0].startswith("Which number of this unit is meant")
    assert "reads  2 million tonnes" in out
    assert (status, out.splitlines()[-1]) == (1, "Nothing was written.")
    assert len(table(project, "figures")) == 5


def test_who_stops_answering_gets_the_command_with_what_was_said(
    new: Run, project: Path, typed: Callable[[list[str]], list[str]]
) -> None:
    before = tree(project)
    typed(["tonne", "times-n1"])
    status, _, err = new("figure", {"phrase": "3.1 million tons"})
    assert status == 1
    assert "--phrase '3.1 million tons' --unit tonne --source times-n1" in err
    assert tree(project) == before


def test_no_option_is_lost_from_the_command_with_what_was_said(
    new: Run, typed: Callable[[list[str]], list[str]]
) -> None:
    typed(["early"])
    _, _, err = new("edition", {}, "-p", "as_of", "2024-01-31", "--dry-run")
    assert "new edition --name early -p as_of 2024-01-31 --dry-run" in err
    typed(["The railway"])
    assert "--title 'The railway' --appendix" in new("chapter", {}, "--appendix")[2]
    meaning = {"subject": "cargo-volume", "measure": "volume", "body": "railway", "scope": "East"}
    figure = {"phrase": "2.7 million tons", "unit": "tonne", "period": "2023"} | meaning
    typed(["", "different", "half of it"])
    told = new("figure", figure | {"source": "times-n1"})[2]
    assert "--check cargo-2023 different 'half of it'" in told


def test_a_file_changed_meanwhile_is_not_overwritten(project: Path) -> None:
    path = project / "data/raw/bodies.csv"
    with drafted(project) as draft:
        draft.add_row("bodies", {"body": "port", "name": "The Port"})
        path.write_text(path.read_text(encoding="utf-8") + "x,X,\n", encoding="utf-8")
        before = tree(project)
        with pytest.raises(DataError, match="Somebody saved it meanwhile"):
            draft.publish()
    assert tree(project) == before


def test_all_files_are_replaced_or_none(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = tree(project)
    replace, calls = os.replace, []

    def failing(source: Path, target: Path) -> None:
        calls.append(target)
        if len(calls) == 2:
            raise OSError(28, "No space left on device", str(target))
        replace(source, target)

    with drafted(project) as draft:
        draft.add_row("bodies", {"body": "port", "name": "The Port"})
        draft.add_row("series", why_project.series("cargo-volume-port", "volume", "tonne", "port"))
        monkeypatch.setattr(writing.os, "replace", failing)
        with pytest.raises(DataError, match="No space left"):
            draft.publish()
    assert len(calls) == 3  # the second failed, the first was put back
    assert tree(project) == before


text = st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")), max_size=20)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return why_project.project(tmp_path_factory.mktemp("shared") / "project")


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    name=text.filter(str.strip),
    note=text,
    key=st.from_regex(r"[a-z0-9]{1,6}", fullmatch=True),
    end=st.sampled_from(["\n", "\r\n"]),
    mark=st.booleans(),
    last=st.booleans(),
)
def test_a_row_is_added_in_order_and_every_other_byte_stays(
    shared: Path, name: str, note: str, key: str, end: str, mark: bool, last: bool
) -> None:
    lines = ["body,name,note", "ministry,The Ministry,", 'railway,"Rail, way",']
    written = ("\ufeff" if mark else "") + end.join(lines) + (end if last else "")
    path = shared / "data/raw/bodies.csv"
    path.write_bytes(written.encode())
    with drafted(shared) as draft:
        draft.add_row("bodies", {"body": key, "name": name, "note": note})
        draft.publish()
    found = [(row["body"], row["name"], row["note"]) for row in read_rows(path)]
    assert (key, name, note) in found
    assert [body for body, _, _ in found] == sorted(body for body, _, _ in found)
    after = path.read_bytes().decode()
    assert after.count(end) == len(lines) + 1
    kept = after.splitlines(keepends=True)
    del kept[1 + [body for body, _, _ in found].index(key)]
    assert "".join(kept).rstrip("\r\n") == written.rstrip("\r\n")


def test_keys_are_made_as_the_codebook_says() -> None:
    pages = [{"source": "times-2024-02", "kind": "page", "publisher": "The Times"}]
    assert source_key("The Times", "2024-02", pages) == "times-2024-02-b"
    assert source_key("the times", "", pages) == "times-n1"
    assert source_key("The Echo", "2024-02-01", pages) == "echo-2024-02-01"
    assert source_key("Жібек", "2024", pages) == ""
    assert series_key("fdi", "stock", "imf", "") == "fdi-stock-imf"
    assert series_key("fdi-stock", "stock", "imf", "") == "fdi-stock-imf"
    assert series_key("chair-sco", "event", "sco", "start") == "chair-sco-sco-start"
    assert check_key("a", {"a-1", "a-3"}) == "a-4"
    assert next_figure([]) == "F0001"
    assert next_figure(["F9999"]) == "F10000"
    assert slug("  Été: 2024 ") == "ete-2024"
