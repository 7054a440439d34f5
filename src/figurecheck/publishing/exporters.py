"""nbconvert exporters: any executed notebook as one page or one PDF.

`jupyter nbconvert --to figurecheck-html notebook.ipynb`, and `--to figurecheck-pdf`.
"""

from __future__ import annotations

from typing import Any

from nbconvert.exporters import Exporter
from nbformat import NotebookNode
from traitlets import default

from figurecheck.publishing.body import build, title_of
from figurecheck.publishing.model import Body, Chapter, Ledger, Report
from figurecheck.publishing.page import page
from figurecheck.publishing.pdf import document_pdf


class _FigurecheckExporter(Exporter):
    def _read(
        self, notebook: NotebookNode, resources: dict[str, Any] | None
    ) -> tuple[Report, Body, dict[str, Any]]:
        read, found = super().from_notebook_node(notebook, resources)
        found["output_extension"] = self.file_extension
        name = str(found.get("metadata", {}).get("name") or "Notebook")
        report = Report(title_of(read) or name, language=_language(read))
        chapter = Chapter(read, "notebook", file=f"{name}.ipynb", whole=True)
        body = build([chapter], "", Ledger(strict=False, show_code=True))
        for warning in body.warnings:
            self.log.warning(warning)
        return report, body, found


class FigurecheckHTMLExporter(_FigurecheckExporter):
    """One HTML file without script or requests; what a notebook lacks is said in place."""

    export_from_notebook = "Report (HTML)"
    output_mimetype = "text/html"

    @default("file_extension")
    def _extension(self) -> str:
        return ".html"

    def from_notebook_node(  # type: ignore[override]
        self, nb: NotebookNode, resources: Any = None, **_: Any
    ) -> tuple[str, dict[str, Any]]:
        """The page and nbconvert's resources."""
        report, body, found = self._read(nb, resources)
        return page(report, body), found


class FigurecheckPDFExporter(_FigurecheckExporter):
    """A tagged PDF of the same body."""

    export_from_notebook = "Report (PDF)"
    output_mimetype = "application/pdf"

    @default("file_extension")
    def _extension(self) -> str:
        return ".pdf"

    def from_notebook_node(  # type: ignore[override]
        self, nb: NotebookNode, resources: Any = None, **_: Any
    ) -> tuple[bytes, dict[str, Any]]:
        """The PDF and nbconvert's resources."""
        report, body, found = self._read(nb, resources)
        made, warnings = document_pdf(report, body)
        for warning in warnings:
            self.log.warning(warning)
        return made, found


def _language(notebook: NotebookNode) -> str:
    found = notebook.metadata.get("lang")
    return found if isinstance(found, str) and found.isalpha() and len(found) < 4 else "en"
