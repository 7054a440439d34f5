"""The page of a difference, as axe-core finds it in a browser: light, dark and narrow."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from figurecheck.changes import difference
from figurecheck.changes.pages import as_html
from figurecheck.changes.sections import document
from tests.test_accessibility import AXE_RUN, LOOKS
from tests.test_accessibility import axe as axe
from tests.test_accessibility import browser as browser
from tests.test_changes_difference import KEYS, OLD, claim, figure, full, state, table

pytestmark = pytest.mark.slow


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A page with wide tables, and one of two builds that are equal."""
    new = figure("F2", "12", "2024-02-05", body="a-body-with-a-long-name")
    before = state("2024-01", figures=table(OLD), verdicts=table(claim("supported")))
    after = state("2024-02", figures=table(OLD, new), verdicts=table(claim("disputed")))
    path = tmp_path / "diff.html"
    path.write_text(as_html(document(difference(before, after, KEYS), {})), encoding="utf-8")
    same = as_html(document(difference(full("a"), full("b"), KEYS), {}))
    (tmp_path / "same.html").write_text(same, encoding="utf-8")
    return path


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("name", ["diff.html", "same.html"])
def test_axe_finds_nothing_and_nothing_is_wider_than_the_screen(
    browser: Browser,
    axe: str,
    file: Path,
    look: str,
    name: str,
) -> None:
    with browser.new_context(**LOOKS[look]) as context:
        page = context.new_page()
        page.goto(file.with_name(name).as_uri())
        page.evaluate(axe)
        assert page.evaluate(AXE_RUN) == []
        width = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        assert width[0] <= width[1]
