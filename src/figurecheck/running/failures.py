"""What went wrong in a notebook: file, cell, line, exception and the line of source."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from nbformat import NotebookNode
from papermill.exceptions import PapermillExecutionError

from figurecheck.errors import DataError, Problem
from figurecheck.prose import Inline
from figurecheck.running.stable import source_number

_ANSI = re.compile(r"\x1b\[[0-9;]*m")
_SYNTAX_PLACE = re.compile(r" \((?:\d+\.py|<ipython-input[^>]*>), line \d+\)$")
_FRAME = re.compile(r"Cell In\[(\d+)\], line (\d+)")


@dataclass(frozen=True)
class CellProblem(Problem):
    """An offence in a cell: `row` is the line within it, `value` the text that stands there."""

    def __str__(self) -> str:
        line = "" if self.row is None else f", line {self.row}"
        shown = f"\n    {self.value}" if self.value else ""
        gap = "\n" if "\n" in self.remedy else " "  # several offences, each on its own line
        return f"{self.file}{line}:{gap}{self.remedy}{shown}"


class NotebookError(DataError):
    """A notebook could not be run to its end; `notebook` is what had been done by then."""

    def __init__(self, problem: Problem, notebook: NotebookNode) -> None:
        super().__init__(problem)
        self.notebook = notebook


def cell_problem(notebook: NotebookNode, error: PapermillExecutionError, source: str) -> Problem:
    """The offence of the code cell at which papermill stopped."""
    lines = error.source.splitlines()
    line = _line_in_cell(error)
    return CellProblem(
        file=_place(notebook, error.cell_index, source),
        row=line,
        value=lines[line - 1].strip() if line and line <= len(lines) else None,
        expected="code that runs",
        remedy=_exception(error.ename, error.evalue),
    )


def expression_problem(
    notebook: NotebookNode, index: int, role: Inline, result: dict[str, Any], source: str
) -> Problem:
    """The offence of an inline value whose evaluation raised."""
    return CellProblem(
        file=_place(notebook, index, source),
        row=notebook.cells[index].source.count("\n", 0, role.start) + 1,
        value=f"{{eval}}`{role.expression}`",
        expected="an expression that has a value",
        remedy=_exception(result.get("ename", "Error"), result.get("evalue", "")),
    )


def stopped_problem(notebook: NotebookNode, index: int, error: Exception, source: str) -> Problem:
    """The offence of a cell at which the kernel died or did not answer."""
    return CellProblem(
        file=_place(notebook, index, source),
        expected="a kernel that lives until the cell is done",
        remedy=f"{type(error).__name__}: {str(error).strip()}",
    )


def late_problem(notebook: NotebookNode, index: int, seconds: float, source: str) -> Problem:
    """The offence of the cell at which the time of its whole notebook had run out."""
    return CellProblem(
        file=_place(notebook, index, source),
        expected="a notebook that is done in its time",
        remedy=(
            f"the notebook was not done in its time ({seconds / 60:g} min). Do less in it, or "
            "give it more: minutes in report/chapters.toml. What it had done before is kept."
        ),
    )


def _place(notebook: NotebookNode, index: int, source: str) -> str:
    return f"{source}, cell {source_number(notebook, index)}"


def _exception(name: str, message: str) -> str:
    # A DataError has said all: file, row, column, value, remedy, one offender a line.
    if name == DataError.__name__:
        return message
    text = _SYNTAX_PLACE.sub("", message)
    return f"{name}: {text}" if text else name


def _line_in_cell(error: PapermillExecutionError) -> int | None:
    """The line of the cell in the innermost of its frames in the traceback that IPython prints."""
    text = _ANSI.sub("", "\n".join(error.traceback))
    lines = [int(line) for cell, line in _FRAME.findall(text) if int(cell) == error.exec_count]
    return lines[-1] if lines else None
