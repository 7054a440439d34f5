"""The Word file around its text: styles, settings, page, properties; the same bytes every time."""

from __future__ import annotations

import datetime
import io
from typing import TYPE_CHECKING, Any

from figurecheck.archives import packed, unpacked
from figurecheck.publishing.material import assets
from figurecheck.publishing.model import Report
from figurecheck.publishing.nodes import clean
from figurecheck.publishing.word_runs import PLAIN, attribute, field, paragraph, region, run

if TYPE_CHECKING:
    from docx.document import Document

_UNDATED = datetime.date(2000, 1, 1)  # as in the PDF: a document bears a date
_LONGEST_PROPERTY = 255  # characters
_UNNEEDED = ("thumbnail", "extended-properties", "customXml", "stylesWithEffects", "webSettings")
_SPACES = " ".join(
    f'xmlns:{prefix}="http://schemas.openxmlformats.org/{space}"'
    for prefix, space in (
        ("w", "wordprocessingml/2006/main"),
        ("r", "officeDocument/2006/relationships"),
        ("wp", "drawingml/2006/wordprocessingDrawing"),
        ("a", "drawingml/2006/main"),
        ("pic", "drawingml/2006/picture"),
    )
)
# Changes are tracked from the start: nobody edits a checked number unseen.
_SETTINGS = (
    '<w:zoom w:percent="100"/><w:trackRevisions/><w:defaultTabStop w:val="709"/>'
    '<w:characterSpacingControl w:val="doNotCompress"/><w:compat><w:compatSetting '
    'w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
    '</w:compat><w:themeFontLang w:val={}/><w:decimalSymbol w:val="."/>'
    '<w:listSeparator w:val=","/>'
)


def blank() -> Document:
    """A new document, to hang relationships on."""
    from docx import Document  # 150 ms that a caller of the other forms does not wait for

    return Document()


def filled(document: Document, report: Report, flow: str, lists: str) -> bytes:
    """The file of a document with that text (`flow`) and those definitions of lists."""
    language = region(report.language)
    _fill(document.styles.element, (assets() / "styles" / "word.xml").read_text("utf-8"))
    _speak(document, language)
    _fill(document.part.numbering_part.element, _wrapped(lists))
    _fill(document.settings.element, _wrapped(_SETTINGS.format(attribute(language))))
    _fill(document.element.body, _wrapped(flow), keep="sectPr")
    _lay_out(document, report, 'w:val="Heading1"' in flow)
    _describe(document, report)
    return _saved(document)


def _lay_out(document: Document, report: Report, headed: bool) -> None:
    """A4; running heads and page numbers, the first page without a head."""
    from docx.shared import Mm

    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(25)
    section.header_distance = section.footer_distance = Mm(12)
    section.different_first_page_header_footer = True
    chapter = field("STYLEREF 1", "") if headed else ""
    head = paragraph("Header", run(f"{report.title}\t", PLAIN) + chapter)
    page, pages = (field(name, run("1", PLAIN)) for name in ("PAGE", "NUMPAGES"))
    numbered = f"{page}{run(' / ', PLAIN)}{pages}"
    foot = paragraph("Footer", run(f"{report.edition}\t", PLAIN) + numbered)
    _fill(section.header.part.element, _wrapped(head))
    _fill(section.first_page_header.part.element, _wrapped(paragraph("Footer", "")))
    for footer in (section.footer, section.first_page_footer):
        _fill(footer.part.element, _wrapped(foot))


def _describe(document: Document, report: Report) -> None:
    midnight = datetime.datetime.combine(report.date or _UNDATED, datetime.time())
    found = document.core_properties
    found.title, found.subject = _property(report.title), _property(report.subtitle)
    found.author = found.last_modified_by = _property("; ".join(report.authors))
    found.language, found.comments, found.keywords = _property(report.language), "", ""
    found.created = found.modified = midnight
    found.revision = 1


def _property(words: str) -> str:
    return clean(words)[:_LONGEST_PROPERTY]


def _speak(document: Document, language: str) -> None:
    """Sets the language of all text that names none."""
    from docx.oxml.ns import qn

    for item in document.styles.element.iter(qn("w:lang")):
        item.set(qn("w:val"), language)


def _wrapped(inner: str) -> str:
    return f"<w:body {_SPACES}>{inner}</w:body>"


def _fill(element: Any, markup: str, keep: str = "") -> None:
    """Gives the element the children of the root of `markup`, then its own named `keep`."""
    from docx.oxml.parser import parse_xml

    kept = [child for child in element if keep and child.tag.endswith(f"}}{keep}")]
    element[:] = [*parse_xml(markup.encode("utf-8")), *kept]


def _saved(document: Document) -> bytes:
    """The file, without the parts of the library's template that serve nothing here."""
    package = document.part.package
    for relations in (package.rels, document.part.rels):
        for key in [k for k, r in relations.items() if r.reltype.endswith(_UNNEEDED)]:
            del relations[key]
    made = io.BytesIO()
    document.save(made)
    return packed(unpacked(made.getvalue()))
