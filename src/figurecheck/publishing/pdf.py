"""Typst markup -> a PDF that conforms to PDF/UA-1 and PDF/A-2a, the same bytes every time."""

from __future__ import annotations

import datetime
import tempfile
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from figurecheck.errors import DataError, Problem
from figurecheck.publishing.material import assets
from figurecheck.publishing.model import Body, Report
from figurecheck.publishing.nodes import Content, Node, Picture, node
from figurecheck.publishing.row_heads import headed_rows, mark_row_heads
from figurecheck.publishing.typst import document

if TYPE_CHECKING:
    import typst

_STANDARDS: Any = ["ua-1", "a-2a"]
_UNDATED = datetime.date(2000, 1, 1)  # a PDF bears a date; the same notebook gives the same bytes


def document_pdf(report: Report, body: Body) -> tuple[bytes, list[str]]:
    """The PDF and the compiler's warnings; see `compiled`."""
    return compiled(document(report, body), report, body)


def compiled(
    written: tuple[str, dict[str, bytes]], report: Report, body: Body
) -> tuple[bytes, list[str]]:
    """The PDF of the markup `written`, with its pictures, for `report` and `body`; and the
    compiler's warnings. Images that it cannot hold are named in the PDF.

    Raises DataError with the compiler's words where it still cannot be made.
    """
    import typst  # 60 ms that a caller of the HTML alone does not wait for

    try:
        return _marked(written, report, body)
    except typst.TypstError:
        shown = replace(body, summary=_checked(body.summary), sections=_checked(body.sections))
    try:
        return _marked(document(report, shown), report, shown)
    except typst.TypstError as error:
        remedy = "Look for the text in the notebooks, and report this."
        problem = Problem("report.pdf", "a document that Typst takes", remedy, value=str(error))
        raise DataError(problem) from error


def _marked(
    written: tuple[str, dict[str, bytes]], report: Report, body: Body
) -> tuple[bytes, list[str]]:
    source, pictures = written
    files = {"main.typ": source.encode("utf-8"), **pictures}
    files["report.typ"] = (assets() / "templates" / "report.typ").read_bytes()
    pdf, warnings = _compile(files, report.date or _UNDATED)
    return mark_row_heads(pdf, headed_rows([*body.summary, *body.sections])), warnings


def _compile(files: dict[str, bytes], date: datetime.date) -> tuple[bytes, list[str]]:
    import typst

    midnight = datetime.datetime.combine(date, datetime.time(), datetime.UTC)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for file, data in files.items():
            (folder / file).write_bytes(data)
        compiler = typst.Compiler(
            str(folder / "main.typ"),
            root=str(folder),
            font_paths=fonts(),
            ignore_system_fonts=True,
        )
        made, warnings = compiler.compile_with_warnings(
            format="pdf", pdf_standards=_STANDARDS, timestamp=midnight
        )
    if not isinstance(made, bytes):
        raise TypeError("the compiler gave no single file")
    return made, [warning.message for warning in warnings]


@cache
def fonts() -> typst.Fonts:
    """The vendored fonts, read once."""
    import typst

    return typst.Fonts(include_system_fonts=False, font_paths=[str(assets() / "fonts")])


def font_files() -> list[Path]:
    """Where the vendored fonts lie."""
    return [path for path in (assets() / "fonts").iterdir() if path.suffix in {".ttf", ".otf"}]


def _checked(content: list[Content]) -> list[Content]:
    """The content with a sentence in place of each image that a PDF cannot hold."""
    made: list[Content] = []
    for item in content:
        if isinstance(item, Picture) and not _fits(item):
            made.append(
                node("p", f"{item.alt} The PDF cannot show this image.", class_="placeholder")
            )
        elif isinstance(item, Node):
            made.append(Node(item.tag, item.attrs, _checked(item.children)))
        else:
            made.append(item)
    return made


def _fits(picture: Picture) -> bool:
    """Whether the compiler itself takes the image, tried alone."""
    import typst

    kind = picture.mime.removeprefix("image/").removesuffix("+xml").replace("jpeg", "jpg")
    source = f'#set document(title: "x")\n#image("picture.{kind}", alt: "x")\n'
    try:
        _compile({"main.typ": source.encode(), f"picture.{kind}": picture.data}, _UNDATED)
    except typst.TypstError:
        return False
    return True
