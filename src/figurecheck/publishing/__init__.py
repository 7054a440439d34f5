"""Publishing: executed notebooks -> one semantic body -> report.html, .pdf and .docx."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from figurecheck.publishing.body import build
from figurecheck.publishing.material import assets
from figurecheck.publishing.model import Body, Chapter, Ledger, Published, Report
from figurecheck.publishing.page import page
from figurecheck.publishing.pdf import compiled
from figurecheck.publishing.typst import document
from figurecheck.publishing.word import document_docx

__all__ = ["Chapter", "Published", "Report", "assets", "publish", "publish_page"]


def publish(
    chapters: Sequence[Chapter],
    report: Report,
    kept: Path | None = None,
    meanwhile: Callable[[], object] = lambda: None,
) -> Published:
    """The report in its three forms. Drawings made for one of them are `kept` in that folder.

    `meanwhile` is what else there is to do while the PDF is set.
    Raises DataError with every problem of the notebooks at once: inline values that were not
    computed, references to nothing, labels borne twice, bundles that lack something, slugs.
    """
    body = _body(chapters, report)
    with ThreadPoolExecutor(1) as beside:  # Typst, half of the work, leaves Python alone
        setting = beside.submit(compiled, document(report, body), report, body)
        html = page(report, body)
        docx = document_docx(report, body, kept)
        meanwhile()
        pdf, warnings = setting.result()
    return Published(html, pdf, docx, (*body.warnings, *warnings))


def publish_page(chapters: Sequence[Chapter], report: Report) -> str:
    """The page alone, the same as `publish` makes; raises the same."""
    return page(report, _body(chapters, report))


def _body(chapters: Sequence[Chapter], report: Report) -> Body:
    ledger = Ledger(show_code=report.show_code, day=report.day)
    return build(chapters, report.summary, ledger)
