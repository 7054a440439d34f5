"""Markdown cells -> nodes, with inline values, cross references, footnotes and formulas."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from html import escape
from typing import Any, TypeGuard

import mistune
from mistune import HTMLRenderer, Markdown
from mistune.core import InlineState
from mistune.inline_parser import InlineParser
from mistune.plugins import footnotes, formatting, table, task_lists, url

from figurecheck.publishing.gaps import MISSING, without_missing
from figurecheck.publishing.model import Ledger
from figurecheck.publishing.nodes import Content, Node, walk
from figurecheck.publishing.sanitising import parse, safe_url

EVAL = re.compile(r"\{eval\}`(?P<eval_expression>[^`]+)`")
_REFERENCE = r"(?<![\w/.@])@(?P<reference_label>(?:chart|table)-[A-Za-z0-9_-]*[A-Za-z0-9])"
# As pandoc reads dollars: a formula hugs both, and no digit follows, so that sums of money stand.
_FORMULA = (
    r"\$\$(?P<formula_block>[^$]+)\$\$"
    r"|\$(?P<formula_inline>(?!\s)(?:[^$\n\\]|\\.)+?)(?<!\s)\$(?!\d)"
)


def read(
    source: str,
    value: Callable[[str], str],
    ledger: Ledger,
    attachments: dict[str, Any] | None = None,
) -> list[Content]:
    """The cell's content. `value` gives the markup of an {eval} expression.

    Footnotes are numbered through the report and moved to `ledger.notes`. Cross references
    come out as <a data-ref> for the end, when all labels are known. Passages that hold a value
    which the edition does not have, or refer to a chart without data, drop out.
    """
    markdown = mistune.Markdown(_Renderer(value, attachments or {}))
    for plugin in (table.table, formatting.strikethrough, task_lists.task_lists, url.url):
        plugin(markdown)
    footnotes.footnotes(markdown)
    for extend in (_values, _formulas):
        extend(markdown)
    _references(markdown, ledger.undrawn)
    _own_footnotes(markdown)
    content = without_missing(parse(str(markdown(source))), ledger.left_out)
    return _without_notes(content, ledger)


class _Renderer(HTMLRenderer):
    def __init__(self, value: Callable[[str], str], attachments: dict[str, Any]) -> None:
        super().__init__(escape=False)
        self.value, self.attachments = value, attachments

    def link(self, text: str, url: str, title: str | None = None) -> str:  # noqa: ARG002
        if safe_url(url) is None:
            return f"{text} ({escape(url)})"
        return f'<a href="{escape(url)}">{text}</a>'

    def image(self, text: str, url: str, title: str | None = None) -> str:  # noqa: ARG002
        bundle = self.attachments.get(url.removeprefix("attachment:"), {})
        for mime, data in bundle.items() if url.startswith("attachment:") else ():
            url = f"data:{mime};base64,{''.join(data)}"
        return f'<img alt="{escape(mistune.util.striptags(text))}" src="{escape(url)}">'

    def block_html(self, html: str) -> str:
        return EVAL.sub(lambda match: self.value(match["eval_expression"]), html)

    def inline_eval(self, expression: str) -> str:
        return self.value(expression)


def _values(markdown: Markdown) -> None:
    def take(_: InlineParser, match: re.Match[str], state: InlineState) -> int:
        state.append_token({"type": "inline_eval", "raw": match["eval_expression"]})
        return match.end()

    markdown.inline.register("inline_eval", EVAL.pattern, take, before="codespan")


def _references(markdown: Markdown, undrawn: Collection[str]) -> None:
    def take(_: InlineParser, match: re.Match[str], state: InlineState) -> int:
        state.append_token({"type": "reference", "raw": match["reference_label"]})
        return match.end()

    def render(_: HTMLRenderer, label: str) -> str:
        missing = f' {MISSING}=""' if label in undrawn else ""
        return f'<data data-ref="{label}"{missing}>@{label}</data>'

    markdown.inline.register("reference", _REFERENCE, take, before="link")
    _renderer(markdown).register("reference", render)


def _formulas(markdown: Markdown) -> None:
    """Formulas are shown as they are written: TeX, in the type of code."""

    def take(_: InlineParser, match: re.Match[str], state: InlineState) -> int:
        tex = match["formula_block"] or match["formula_inline"]
        state.append_token({"type": "formula", "raw": tex.strip()})
        return match.end()

    def render(_: HTMLRenderer, tex: str) -> str:
        return f"<code>{escape(tex)}</code>"

    markdown.inline.register("formula", _FORMULA, take, before="codespan")
    _renderer(markdown).register("formula", render)


def _own_footnotes(markdown: Markdown) -> None:
    def mark(_: HTMLRenderer, _key: str, index: int) -> str:
        return f'<data data-note="{index}"></data>'

    def item(_: HTMLRenderer, text: str, index: int, **_rest: Any) -> str:
        return f'<data data-note-text="{index}">{text}</data>'

    renderer = _renderer(markdown)
    renderer.register("footnote_ref", mark)
    renderer.register("footnote_item", item)
    renderer.register("footnotes", lambda _, text: text)
    renderer.register("task_list_item", _task)


def _task(_: HTMLRenderer, text: str, checked: bool = False) -> str:
    return f"<li>{'☑' if checked else '☐'} {text}</li>\n"


def _renderer(markdown: Markdown) -> HTMLRenderer:
    renderer = markdown.renderer
    if not isinstance(renderer, HTMLRenderer):
        raise TypeError("the Markdown reader was made with another renderer")
    return renderer


def _without_notes(content: list[Content], ledger: Ledger) -> list[Content]:
    """The content without its notes; those whose mark still stands are numbered in the ledger."""
    texts = {n.attrs["data-note-text"]: n for n in content if _is_text_of_note(n)}
    kept = [item for item in content if not _is_text_of_note(item)]
    numbers: dict[str, str] = {}
    waiting = [kept]
    for part in waiting:  # it grows by the notes that are found
        for mark in [n for n in walk(part) if n.attrs.get("data-note", "").isdecimal()]:
            index = mark.attrs["data-note"]
            if index in texts and index not in numbers:
                numbers[index] = str(len(ledger.notes) + 1)
                note = Node("li", {"id": f"note-{numbers[index]}"}, texts[index].children)
                ledger.notes.append(note)
                waiting.append(note.children)
            _number_mark(mark, numbers.get(index, ""))
    return kept


def _is_text_of_note(item: Content) -> TypeGuard[Node]:
    return isinstance(item, Node) and "data-note-text" in item.attrs


def _number_mark(mark: Node, number: str) -> None:
    """Makes the mark a link to its note; one whose note dropped out shows nothing."""
    if not number:
        mark.attrs = {}
        return
    mark.tag, mark.attrs = "sup", {"class": "note", "id": f"mark-{number}"}
    label = {"href": f"#note-{number}", "role": "doc-noteref", "aria-label": f"Note {number}"}
    mark.children = [Node("a", label, [number])]
