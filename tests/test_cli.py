"""The command line: statuses, messages without tracebacks, and a start that imports little."""

import argparse
import json
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from figurecheck import cli
from tests.small_project import small_project


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project, and the working directory in it."""
    monkeypatch.chdir(small_project(tmp_path / "a project"))
    return Path.cwd()


@pytest.fixture
def parser(monkeypatch: pytest.MonkeyPatch) -> list[tuple[object, ...]]:
    """Stands for the reader of phrases; the calls it got."""
    calls: list[tuple[object, ...]] = []

    def describe(phrase: str, unit: str | None, nth: int | None) -> dict[str, object]:
        calls.append((phrase, unit, nth))
        return {"as_written": phrase, **({"error": "why"} if "?" in phrase else {"value": 1})}

    monkeypatch.setattr("figurecheck.phrases.describe", describe, raising=False)
    return calls


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    status = cli.main(arguments)
    said = capsys.readouterr()
    return status, said.out, said.err


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("report", "-p", "target_tons", "1"), "Did you mean target_tonnes?"),
        (("report", "../latest"), "an edition's name"),
        (("report", "2024-04"), "Did you mean 2024-03?"),
        (("verify",), "make report EDITION=latest"),
        (("diff", "latest", "nowhere"), "a declared edition"),
        (("diff", "latest"), "two builds, each an edition or a folder"),
        (("diff", "latest", "latest", "--to-folder", "x"), "two builds"),
        (("diff", "--from-folder", "x", "--to-folder", "y"), "x/manifest.json"),
        (("preview", "nowhere"), "a declared edition"),
    ],
)
def test_an_offence_is_a_message_and_status_1(
    project: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], told: str
) -> None:
    status, out, err = run(capsys, *arguments)
    assert (status, out) == (1, "")
    assert told in err
    assert "Traceback" not in err
    assert not list(project.glob("build/*"))


def test_an_offence_is_json_too_for_who_asks(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert project.is_dir()
    status, out, err = run(capsys, "report", "-p", "target_tons", "1", "--json")
    told = json.loads(out)
    assert (status, told["kept"]) == (1, [])
    assert "Did you mean target_tonnes?" in told["failed"][0]["remedy"]
    assert "Did you mean target_tonnes?" in err


@pytest.mark.parametrize(
    "arguments", [(), ("reprot",), ("report", "-p", "x"), ("diff", "--format", "pdf")]
)
def test_a_wrong_command_is_status_2(arguments: tuple[str, ...]) -> None:
    with pytest.raises(SystemExit) as caught:
        cli.main(arguments)
    assert caught.value.code == 2


def test_outside_the_project_the_message_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    status, _, err = run(capsys, "report")
    assert status == 1
    assert "report/chapters.toml" in err


def test_phrases_are_parsed_one_json_object_a_line(
    capsys: pytest.CaptureFixture[str], parser: list[tuple[object, ...]]
) -> None:
    status, out, _ = run(capsys, "parse", "--unit", "tonne", "2,7 млн т", "5")
    assert status == 0
    assert [json.loads(line)["as_written"] for line in out.splitlines()] == ["2,7 млн т", "5"]
    assert "млн" in out
    assert parser == [("2,7 млн т", "tonne", None), ("5", "tonne", None)]


def test_a_phrase_that_cannot_be_read_is_status_1_and_the_rest_is_read(
    capsys: pytest.CaptureFixture[str], parser: list[tuple[object, ...]]
) -> None:
    status, out, _ = run(capsys, "parse", "?", "5")
    assert status == 1
    assert out.splitlines() == [
        '{"as_written": "?", "error": "why"}',
        '{"as_written": "5", "value": 1}',
    ]
    assert len(parser) == 2


def test_a_table_of_phrases_is_parsed_in_order(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], parser: list[tuple[object, ...]]
) -> None:
    table = tmp_path / "t.csv"
    table.write_text("\ufeffunit,note,as_written,nth\ntonne,,5,2\n,x,6,\n", encoding="utf-8")
    assert run(capsys, "parse", "--csv", str(table))[0] == 0
    assert parser == [("5", "tonne", 2), ("6", None, None)]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"as_written,units\n5,t\n", "line 1, column unit: expected this column"),
        (b"", "column as_written"),
        (b"as_written,unit,nth\n5,,x\n", "line 2, column nth: found 'x'"),
        (b"as_written,unit\n\xff,t\n", "a table in UTF-8"),
        (None, "a table in UTF-8"),
    ],
)
@pytest.mark.usefixtures("parser")
def test_a_table_that_is_none_is_a_message(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes | None, told: str
) -> None:
    table = tmp_path / "t.csv"
    if content is not None:
        table.write_bytes(content)
    status, _, err = run(capsys, "parse", "--csv", str(table))
    assert status == 1
    assert told in err


def test_starting_imports_nothing_of_the_science_stack() -> None:
    heavy = "{'pandas', 'nbconvert', 'papermill', 'IPython', 'dask', 'nbformat', 'matplotlib'}"
    program = f"import sys, figurecheck.cli as c; c.parser(); print({heavy} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.stdout == "set()\n"


@pytest.mark.parametrize("module", cli.COMMANDS)
def test_a_command_is_found_in_its_own_module(module: str) -> None:
    made = argparse.ArgumentParser()
    commands = made.add_subparsers()
    import_module(f"figurecheck.commands.{module}").add(commands)
    assert tuple(commands.choices) == cli.COMMANDS[module]


@pytest.mark.parametrize("arguments", [["--help"], ["repor"]])
def test_all_commands_are_named(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        cli.main(arguments)
    told = "".join(capsys.readouterr())
    assert all(name in told for names in cli.COMMANDS.values() for name in names)


def test_the_package_is_a_command() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "figurecheck", "--help"], capture_output=True, text=True
    )
    assert done.returncode == 0
    assert "preview" in done.stdout
