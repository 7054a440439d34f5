"""The report: one body, one page, one PDF, from notebooks made here."""

from __future__ import annotations

import datetime
import io
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from bs4 import BeautifulSoup
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from pypdf import PdfReader

from figurecheck.errors import DataError
from figurecheck.publishing import Chapter, Published, Report, publish
from figurecheck.publishing.bundles import MIME

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 50"><defs><clipPath id="c">'
    '<rect x="0" y="0" width="100" height="50"/></clipPath></defs><g clip-path="url(#c)">'
    '<path d="M 0 0 L 9 9" style="stroke: #0a5aa8"/></g><text x="5" y="20">2019</text></svg>'
)
HOSTILE = (
    "<script>alert(1)</script>",
    '#panic("x") #read("/etc/passwd")',
    "*/ /* // ]] $x$ `y` \\",
    "[a](javascript:alert(1))",
    "\u202eright to left\u200f",
    "x" * 10_000,
    '=cmd("rm")',
    "\x00\x07\ud800\ufeff\U0001f600\u0915",
    '"><img src=x onerror=alert(1)>',
)
REPORT = Report("A title", datetime.date(2026, 11, 21), "A subtitle", ("A. Author",))


def value(text: str, key: str) -> dict[str, Any]:
    markup = f'<data class="number" value="1" data-key="{key}">{text}</data>'
    return {"status": "ok", "data": {"text/html": markup, "text/plain": text}, "metadata": {}}


def markdown(source: str, **values: dict[str, Any]) -> NotebookNode:
    cell = new_markdown_cell(source)
    found = [{"expression": name, "result": result} for name, result in values.items()]
    cell.metadata["user_expressions"] = found
    return cell


def shown(*bundles: dict[str, Any]) -> NotebookNode:
    outputs = [new_output("display_data", data={MIME: bundle}) for bundle in bundles]
    return new_code_cell("", outputs=outputs)


def chart(label: str = "cargo", **changed: Any) -> dict[str, Any]:
    return {
        "kind": "chart",
        "label": label,
        "headline": "Cargo rose",
        "subtitle": "Million tonnes",
        "alt": "Line chart of cargo",
        "light": SVG,
        "dark": SVG.replace("#0a5aa8", "#6cb2ff"),
        "columns": [{"name": "Year", "unit": ""}, {"name": "Cargo", "unit": "Mt"}],
        "rows": [["2019", {"text": "2.8", "key": "F1", "value": 2.764}], ["2020", "-5"]],
        "sources": [{"title": "Ministry", "url": "https://example.org/a"}],
    } | changed


def table(label: str = "verdicts", **changed: Any) -> dict[str, Any]:
    return {
        "kind": "table",
        "label": label,
        "caption": "Verdicts",
        "columns": [{"name": "Claim"}, {"name": "Value", "align": "right"}],
        "rows": [["Growth", {"text": "65", "key": "F1"}]],
    } | changed


def register(*keys: str) -> dict[str, Any]:
    phrase = {"text": "рост на 65 %", "lang": "ru"}
    fields = [["As printed", phrase, None], ["Source", "A page", "https://example.org/b"]]
    return {
        "kind": "register",
        "entries": [{"key": key, "title": "Cargo", "fields": fields} for key in keys],
    }


def published(*cells: NotebookNode, **changed: Any) -> Published:
    return publish([Chapter(new_notebook(cells=list(cells)), "one", **changed)], REPORT)


@pytest.fixture(scope="module")
def chapters() -> list[Chapter]:
    first = new_notebook(
        cells=[
            markdown(
                "# Found {eval}`n`\n\nGrowth of {eval}`g` (@chart-cargo), see @table-verdicts.[^1]"
                "\n\n[^1]: A note on {eval}`g`.",
                n=value("38", "F9"),
                g=value("65 %", "F1"),
            ),
            shown(table()),
        ]
    )
    second = new_notebook(
        cells=[
            markdown('# The corridor\n\n## In *detail*\n\nОн <span lang="kk">өсті</span>.'),
            shown(chart(), chart("other")),
        ]
    )
    last = new_notebook(cells=[markdown("# Evidence"), shown(register("F1", "F2", "F9"))])
    names = ("findings", "corridor", "evidence")
    return [
        Chapter(book, name, appendix=name == "evidence")
        for book, name in zip((first, second, last), names, strict=True)
    ]


@pytest.fixture(scope="module")
def report(chapters: list[Chapter]) -> Published:
    return publish(chapters, REPORT)


def test_the_same_notebooks_give_the_same_bytes(chapters: list[Chapter], report: Published) -> None:
    assert publish(chapters, REPORT) == report


def test_figures_and_tables_are_numbered_through_the_report(report: Published) -> None:
    assert re.findall(r'class="number-of">(\w+ \d)<', report.html) == [
        "Table 1",
        "Figure 1",
        "Figure 2",
    ]


def test_a_reference_names_and_links_what_a_later_chapter_shows(report: Published) -> None:
    assert '<a href="#chart-cargo" class="reference">Figure 1</a>' in report.html
    assert '<a href="#table-verdicts" class="reference">Table 1</a>' in report.html


def test_the_slug_is_the_id_of_the_chapter_and_begins_those_of_its_headings(
    report: Published,
) -> None:
    assert '<h2 id="corridor">The corridor</h2>' in report.html
    assert '<h3 id="corridor-in-detail">In <em>detail</em></h3>' in report.html


def test_a_number_leads_to_its_register_entry_and_the_entry_back(report: Published) -> None:
    assert (
        '<span id="use-F1" class="tied"><a href="#ev-F1" class="number">'
        '<data value="1" data-key="F1"' in report.html
    )
    assert 'href="#use-F1" role="doc-backlink">First used in Found 38</a>' in report.html
    assert report.html.count('id="use-F1"') == 1


def test_a_number_in_a_heading_leads_to_its_entry_and_is_plain_in_the_contents(
    report: Published,
) -> None:
    page = BeautifulSoup(report.html, "html.parser")
    heading = page.select_one("h2#findings")
    assert heading is not None
    assert heading.select("a[href='#ev-F9'] data[data-key=F9]")
    assert 'href="#findings" role="doc-backlink">First used in Found 38</a>' in report.html
    assert [str(line) for line in page.select("nav.wide a[href='#findings']")] == [
        '<a href="#findings">Found 38</a>'
    ]


def test_the_page_asks_for_nothing_and_runs_nothing(report: Published) -> None:
    assert "default-src 'none'" in report.html
    assert "<script" not in report.html
    outside = re.findall(r'(?:src|srcset|poster|data)="(?!data:)|url\((?!data:|#)', report.html)
    assert outside == []
    assert "@import" not in report.html


def test_ids_stand_once_and_inner_links_lead_somewhere(report: Published) -> None:
    ids = Counter(re.findall(r'\sid="([^"]+)"', report.html))
    assert max(ids.values()) == 1
    targets = set(re.findall(r'href="#([^"]+)"', report.html))
    assert targets <= set(ids)


def test_every_drawing_has_its_text_alternative(report: Published) -> None:
    drawings = re.findall(r'<svg[^>]*role="img"[^>]*aria-label="([^"]*)"', report.html)
    assert drawings == ["Line chart of cargo"] * 2
    assert all('alt="' in image for image in re.findall("<img[^>]*>", report.html))


def test_one_drawing_serves_both_themes(report: Published) -> None:
    assert "stroke:var(--c-0a5aa8-6cb2ff)" in report.html
    assert "--c-0a5aa8-6cb2ff:#6cb2ff" in report.html


def test_the_download_has_units_values_and_no_formulas() -> None:
    rows = [["2019", {"text": "2.8", "value": 2.764}], ["=1+1", "-5"], ["@x", "-5a"]]
    html = published(shown(chart(rows=rows))).html
    assert 'download="cargo.csv"' in html
    assert "Year%2CCargo%20%28Mt%29%0D%0A2019%2C2.764%0D%0A%27%3D1%2B1%2C-5%0D%0A" in html
    assert "%27%40x%2C%27-5a" in html


def test_a_value_that_was_not_computed_is_an_error_that_names_its_place() -> None:
    failed = {"status": "error", "ename": "NameError", "evalue": "name 'y' is not defined"}
    with pytest.raises(DataError) as raised:
        published(markdown("# A\n\n{eval}`x` and {eval}`y` and @chart-none", y=failed))
    text = str(raised.value)
    assert "one.ipynb, cell 1: found 'x'" in text
    assert "NameError: name 'y' is not defined" in text
    assert "@chart-none" in text
    assert len(raised.value.problems) == 3


def test_values_stand_in_table_cells_lists_links_and_picture_texts() -> None:
    source = "| a |\n|--:|\n| {eval}`v` |\n\n- {eval}`v`\n\n[{eval}`v`](https://a.org)\n\n"
    source += (
        "![size {eval}`v`](data:image/gif;base64,R0lGODdhAQABAIAAAP///////ywAAAAAAQABAAACAkQBADs=)"
    )
    html = published(markdown(source, v=value("7 Mt", "F3"))).html
    number = '<data value="1" data-key="F3" class="number">7 Mt</data>'
    assert f'<td class="right">{number}</td>' in html
    assert f"<li>{number}</li>" in html
    assert f'<a href="https://a.org">{number}</a>' in html
    assert 'alt="size 7 Mt"' in html


def test_sums_of_money_are_no_formulas() -> None:
    html = published(markdown("From $31bn in 2023 to over $24bn; ($31bn–$24bn); $x^2$.")).html
    assert "From $31bn in 2023 to over $24bn; ($31bn–$24bn); <code>x^2</code>." in html


def test_a_label_borne_twice_and_a_lame_bundle_are_errors() -> None:
    with pytest.raises(DataError) as raised:
        published(shown(chart(), chart(), chart("b", alt=""), {"kind": "map"}, table(rows=[["a"]])))
    assert len(raised.value.problems) == 4


def test_a_cell_with_the_tag_summary_stands_on_the_cover() -> None:
    cell = markdown("Growth is {eval}`g`.", g=value("65 %", "F1"))
    cell.metadata["tags"] = ["summary"]
    html = published(markdown("# A"), cell, shown(register("F1"))).html
    cover = html[html.index('<h2 id="summary">') : html.index('<h2 id="one">')]
    assert 'id="use-F1"' in cover
    assert "First used in Summary" in html


def test_one_key_may_not_stand_for_two_entries() -> None:
    other = register("F1")
    other["entries"][0]["title"] = "Another"
    with pytest.raises(DataError, match="two different entries"):
        published(shown(register("F1"), other))


@pytest.mark.parametrize("slug", ["Corridor", "ev-1", "main", ""])
def test_a_slug_that_cannot_be_an_anchor_is_an_error(slug: str) -> None:
    with pytest.raises(DataError, match="slug"):
        publish([Chapter(new_notebook(), slug)], REPORT)


def test_a_drawing_with_a_script_or_a_declaration_does_not_pass() -> None:
    script = SVG.replace("<text", '<script>x</script><a href="javascript:x"/><text onload="x"')
    html = published(shown(chart(light=script, dark=script))).html
    assert "script" not in html.split("<svg")[1].split("</svg>")[0]
    assert "onload" not in html
    with pytest.raises(DataError, match="declaration"):
        published(shown(chart(light='<!DOCTYPE svg [<!ENTITY a "b">]>' + SVG)))


@pytest.fixture(scope="module")
def hostile() -> Published:
    rows = [[text, {"text": text, "key": "F1", "lang": text}] for text in HOSTILE]
    data = [{"title": text, "url": text} for text in HOSTILE]
    entry = {"key": "F1", "title": "".join(HOSTILE), "fields": [[t, t, t] for t in HOSTILE]}
    cells = [
        shown(table(rows=rows, caption=HOSTILE[0], note=HOSTILE[1], sources=data)),
        shown(chart(headline=HOSTILE[0], alt=HOSTILE[8], rows=rows, subtitle=HOSTILE[4])),
        shown({"kind": "register", "entries": [entry]}),
        markdown("\n\n".join(HOSTILE) + " {eval}`v`", v=value("<b onclick=x>" + HOSTILE[0], "F1")),
    ]
    report = Report(HOSTILE[0], datetime.date(2026, 1, 1), HOSTILE[1], HOSTILE, summary=HOSTILE[8])
    return publish([Chapter(new_notebook(cells=cells), "one", title=HOSTILE[8])], report)


def test_hostile_text_comes_out_as_text_in_the_page(hostile: Published) -> None:
    page = BeautifulSoup(hostile.html, "html.parser")
    assert page.find_all("script") == []
    assert [tag for tag in page.find_all(True) for name in tag.attrs if name[:2] == "on"] == []
    assert [tag for tag in page.find_all(href=True) if "script" in str(tag["href"])[:20]] == []
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in hostile.html
    assert "<bdi>\u202eright to left\u200f</bdi>" in hostile.html
    assert "x" * 10_000 in hostile.html
    assert hostile.html.encode("utf-8")


def test_hostile_text_comes_out_as_text_in_the_pdf(hostile: Published) -> None:
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(hostile.pdf)).pages)
    assert "<script>alert(1)</script>" in text
    assert '#panic("x") #read("/etc/passwd")' in text
    assert "[U+1F600][U+0915]" in text


def tags(element: Any) -> Iterator[Any]:
    element = element.get_object() if hasattr(element, "get_object") else element
    if isinstance(element, list):
        for child in element:
            yield from tags(child)
    elif isinstance(element, dict) and "/S" in element:
        yield element
        if "/K" in element:
            yield from tags(element["/K"])


def test_the_pdf_is_tagged_named_and_claims_its_standards(report: Published) -> None:
    reader = PdfReader(io.BytesIO(report.pdf))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    assert reader.metadata is not None
    assert reader.metadata.title == "A title"
    claims = root["/Metadata"].get_object().get_data().decode()
    assert "pdfuaid:part" in claims
    assert "pdfaid:part" in claims
    found = Counter(tag["/S"] for tag in tags(root["/StructTreeRoot"]["/K"]))
    assert found["/Figure"] == 2
    assert found["/TH"] >= 2
    assert found["/H1"] + found["/H2"] >= 4
    assert [item["/Title"] for item in reader.outline if not isinstance(item, list)] == [
        "Found 38",
        "The corridor",
        "Evidence",
    ]


def test_every_figure_of_the_pdf_has_its_text_alternative(report: Published) -> None:
    root = PdfReader(io.BytesIO(report.pdf)).trailer["/Root"]
    figures = [tag for tag in tags(root["/StructTreeRoot"]["/K"]) if tag["/S"] == "/Figure"]
    assert [str(tag["/Alt"]) for tag in figures] == ["Line chart of cargo"] * 2


def test_the_pdf_prints_every_script_of_the_evidence() -> None:
    texts = ("Қазақстан Өңірлік", "в январе", "中华人民共和国", "カザフスタン", "Ωμέγα")
    pdf = published(markdown("# A\n\n" + "\n\n".join([*texts, "إجمالي"]))).pdf
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    assert all(part in text for part in texts)
    assert "[U+" not in text
