"""The preview as an editor sees it: the new number at the old place, an error, and its mending."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browsing import PATIENCE, launched
from tests.small_project import (
    FIGURES,
    GROWTH,
    code,
    markdown,
    parameters,
    small_project,
    write_notebook,
)

pytestmark = pytest.mark.slow

WORDS = "Words. " * 150
ABOVE = "{eval}`'More words. ' * values[1] * 30`\n\n## Before\n\n" + WORDS
NUMBER = (
    "## The number\n\nOf {eval}`target_tonnes` t, {eval}`values[1]` t went.\n\n"
    "<details><summary>Why</summary><p>Hidden words.</p></details>\n\n"
    "A [page elsewhere](http://127.0.0.1:9/).\n\n"
)
TOP = "heading => heading.getBoundingClientRect().top"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A small project whose page is long; what stands above the number grows with it."""
    project = small_project(tmp_path)
    write_notebook(
        project / "notebooks/02-growth.ipynb",
        markdown("# Growth"),
        parameters("target_tonnes = 10"),
        code(GROWTH),
        markdown(f"{ABOVE}\n\n{NUMBER}\n\n## After\n\n{WORDS}\n\n{WORDS}\n\n{WORDS}"),
    )
    return project


@pytest.fixture
def page(project: Path) -> Iterator[Page]:
    """The preview of the project, in a browser."""
    command = [sys.executable, "-m", "figurecheck", "preview", "--port", "0"]
    with (
        subprocess.Popen(command, cwd=project, stdout=subprocess.PIPE, text=True) as preview,
        launched() as browser,
    ):
        assert preview.stdout
        try:
            page = browser.new_page(viewport={"width": 1100, "height": 700})
            page.set_default_timeout(PATIENCE)
            page.goto(preview.stdout.readline().split(" ")[0])
            yield page
        finally:
            preview.send_signal(signal.SIGINT)
            preview.communicate()


def edit(project: Path, new: str) -> None:
    (project / "data/raw/figures.csv").write_text(FIGURES.replace("F2,6", f"F2,{new}"))


# By a seed, for two texts of a report: whether what differs was found to lie in chapters, and both
# texts where the page made of the first one is not that of the second.
UPDATED = """seed => {
  let state = seed + 1;
  const any = (n) => {
    state = (state * 48271) % 2147483647;
    return state % n;
  };
  const kinds = ["a", "b", "aa", "&lt;section"];
  const words = () => Array.from({ length: any(4) }, () => kinds[any(4)]).join(" ");
  const marks = ["", " id='i'", " class='chapter'"];
  const item = () => `<div${marks[any(3)]}>${words()}<p>${words()}</p></div>`;
  const inner = () => `<h2>${words()}</h2>${item()}${item()}`;
  const chapter = () => `<section class="chapter${["", " appendix"][any(2)]}">${inner()}</section>`;
  const chapters = Array.from({ length: 2 + any(3) }, chapter);
  const changed = chapters.map((was) => any(3) === 0 ? chapter() : was);
  if (any(5) === 0) changed.splice(any(changed.length), any(2), chapter());
  const [before, behind] = [words(), words()];
  const page = (head, middle, tail) =>
    `<!DOCTYPE html><title>${head}</title><main>${head}${middle.join("")}<p>${tail}</p></main>`;
  const old = page(before, chapters, behind);
  const fresh = page(any(4) === 0 ? words() : before, changed, any(4) === 0 ? words() : behind);
  const parse = (markup) => new DOMParser().parseFromString(markup, "text/html");
  const report = parse(old);
  text = old;
  let [start, end] = [0, 0];
  while (start < old.length && old[start] === fresh[start]) start += 1;
  const left = Math.min(old.length, fresh.length) - start;
  while (end < left && old.at(-1 - end) === fresh.at(-1 - end)) end += 1;
  const found = differing(old, fresh, { start, end }) !== null;
  update(report, fresh, { start, end });
  const same = report.documentElement.isEqualNode(parse(fresh).documentElement);
  return [found, same ? "" : `${old} -> ${fresh}`];
}"""


# Two trees of up to six children to a node, drawn by a seed; a few kinds, so that many are alike.
MERGED = """seed => {
  let state = seed + 1;
  const any = (n) => {  // Park and Miller 1988
    state = (state * 48271) % 2147483647;
    return state % n;
  };
  const tree = (depth) => Array.from({ length: any(7) }, () => {
    if (depth === 0 || any(3) === 0) return ["words", "more", "&amp;"][any(3)];
    const tag = ["p", "details", "svg", "b"][any(4)];
    const marks = ["", " class='a'", " id='i1'", " open", " class='b' lang='en'"][any(5)];
    return `<${tag}${marks}>${tree(depth - 1)}</${tag}>`;
  }).join("");
  const page = (markup) => new DOMParser().parseFromString(markup, "text/html").documentElement;
  const [old, fresh] = [tree(4), tree(4)];
  const kept = page(old);
  merge(kept, page(fresh));
  return kept.isEqualNode(page(fresh)) ? "" : `${old} -> ${fresh}`;
}"""


def test_a_merged_page_is_the_new_page(page: Page) -> None:
    for seed in range(300):
        assert page.evaluate(MERGED, seed) == ""


def test_a_page_whose_chapters_are_updated_is_the_new_page(page: Page) -> None:
    expect(page.locator("iframe.shown")).to_be_attached()
    outcomes = [page.evaluate(UPDATED, seed) for seed in range(1000)]
    assert [problem for _, problem in outcomes if problem] == []
    found = sum(found for found, _ in outcomes)
    assert 100 < found < 900  # both ways were gone


def test_a_link_elsewhere_opens_beside_the_preview(page: Page) -> None:
    report = page.frame_locator("iframe.shown")
    with page.context.expect_page() as opened:
        report.get_by_role("link", name="page elsewhere").click()
    assert opened.value.evaluate("opener") is None
    expect(report.get_by_role("heading", name="The number")).to_be_attached()


def test_an_edit_an_error_and_its_mending(page: Page, project: Path) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    report, failure = page.frame_locator("iframe.shown"), page.frame_locator("#failure iframe")
    heading, number = report.get_by_role("heading", name="The number"), report.locator("main")
    expect(number).to_contain_text("Of 10 t, 6 t went.")
    report.get_by_text("Why").click()
    heading.evaluate("heading => heading.scrollIntoView()")
    top, height = heading.evaluate(TOP), number.evaluate("main => main.scrollHeight")

    number.evaluate("main => { main.stays = true; }")
    edit(project, "9")
    expect(number).to_contain_text("Of 10 t, 9 t went.")
    assert number.evaluate("main => main.scrollHeight") > height  # it grew above the number
    assert heading.evaluate(TOP) == pytest.approx(top, abs=1)
    expect(report.get_by_text("Hidden words.")).to_be_visible()
    expect(page.locator("#said")).to_contain_text("built in")
    assert number.evaluate("main => main.stays")  # only what differs was replaced

    edit(project, "nine")
    expect(failure.get_by_role("heading", level=2).first).to_have_text(
        "notebooks/02-growth.ipynb, cell 3, line 4"
    )
    expect(failure.locator("main")).to_contain_text("invalid literal for int()")
    expect(failure.locator("main")).to_contain_text("build/latest.failed/notebooks/02-growth.ipynb")
    page.get_by_role("button", name="Look at the last good report").click()
    expect(page.locator("#failure")).to_be_hidden()
    expect(number).to_contain_text("Of 10 t, 9 t went.")
    page.get_by_role("button", name="Show what is wrong").click()
    expect(page.locator("#failure")).to_be_visible()

    edit(project, "7")
    expect(number).to_contain_text("Of 10 t, 7 t went.")
    expect(page.locator("#failure")).to_be_hidden()
    assert heading.evaluate(TOP) == pytest.approx(top, abs=1)
    assert said == []
