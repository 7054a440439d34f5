"""What a notebook may carry: ids by position, and nothing that tells of one run or one machine."""

from __future__ import annotations

from typing import Any

from nbformat import NotebookNode

from figurecheck.running.parameters import INJECTED as INJECTED

KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}

_OF_A_RUN = ("execution", "ExecuteTime")
_OF_A_MACHINE = ("version",)


def steady(notebook: NotebookNode) -> NotebookNode:
    """The executed `notebook`, changed in place so that a second run gives the same bytes.

    Cells of the source are numbered from 1 as they stand there; the cell that papermill adds is
    called after its tag. Of what papermill notes only the parameters stay.
    """
    _name_cells(notebook)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs = _joined(cell.outputs)
        failed = cell.metadata.pop("papermill", {}).get("exception") is True
        if failed:  # papermill looks for this mark when the engine is done
            cell.metadata["papermill"] = NotebookNode(exception=True)
        for entry in _OF_A_RUN:
            cell.metadata.pop(entry, None)
        if not cell.metadata.get("tags"):
            cell.metadata.pop("tags", None)
    given = notebook.metadata.pop("papermill", {}).get("parameters", {})
    if given:
        notebook.metadata["papermill"] = {"parameters": dict(given)}
    _forget_versions(notebook)
    return notebook


def stripped(notebook: NotebookNode) -> NotebookNode:
    """The `notebook` as it is stored, changed in place: no outputs, counts or computed values."""
    notebook.cells = [cell for cell in notebook.cells if not is_injected(cell)]
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
        cell.metadata.pop("user_expressions", None)
        for shown in ("collapsed", "scrolled", "trusted"):
            cell.metadata.pop(shown, None)
    steady(notebook)
    language = notebook.metadata.get("language_info", {}).get("name", "python")
    notebook.metadata = NotebookNode(
        kernelspec=NotebookNode(KERNEL), language_info=NotebookNode(name=language)
    )
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    return notebook


def is_injected(cell: NotebookNode) -> bool:
    """Whether papermill added the cell to set parameters."""
    return INJECTED in cell.metadata.get("tags", [])


def source_number(notebook: NotebookNode, index: int) -> int:
    """The number, from 1, that the cell at `index` has in the notebook without injected cells."""
    return sum(not is_injected(cell) for cell in notebook.cells[: index + 1])


def _joined(outputs: list[NotebookNode]) -> list[NotebookNode]:
    """The outputs with neighbouring pieces of one stream put together.

    Where a kernel cuts a stream depends on how fast it runs.
    """
    made: list[NotebookNode] = []
    for output in outputs:
        last = made[-1] if made else {}
        if output.output_type == "stream" and last.get("name") == output.name:
            last["text"] += output.text
        else:
            made.append(output)
    return made


def _name_cells(notebook: NotebookNode) -> None:
    number = 0
    for cell in notebook.cells:
        if is_injected(cell):
            cell["id"] = INJECTED
        else:
            number += 1
            cell["id"] = f"cell-{number}"


def _forget_versions(notebook: NotebookNode) -> None:
    if "language_info" in notebook.metadata:
        notebook.metadata["language_info"] = _language(notebook)["language_info"]


def _language(notebook: NotebookNode) -> dict[str, Any]:
    found = notebook.metadata.get("language_info", {"name": "python"})
    return {"language_info": {k: v for k, v in found.items() if k not in _OF_A_MACHINE}}
