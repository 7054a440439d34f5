"""The claims page: a filter that needs no script, a summary table, then claim by claim."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from figurecheck.publishing import cells, drawings
from figurecheck.publishing.nodes import Content, Node, Picture, clean, node

# In the order of the filter. Each is a class in the style sheet and a mark in both templates.
VERDICTS = ("supported", "contradicted", "disputed", "overtaken", "unverified")
MOST_ARTICLES = 4  # that the style sheet can tell apart
_KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_ALL = "all"

Claim = dict[str, Any]
Groups = list[tuple[str, list[Claim]]]


def read(bundle: dict[str, Any], anchor: str, number: str) -> list[Content]:
    """The nodes of a bundle of claims; its summary table has that anchor and number.

    Raises ValueError for a claim's key, a verdict or articles that the page cannot show, and
    drawings.UnsafeError for a picture that may not stand in a page.
    """
    groups = _by_article(bundle["claims"])
    _check(groups)
    return [
        node(
            "div",
            _filter(groups, f"{anchor}-filter"),
            node("section", _summary(bundle, groups, anchor, number), class_="claim-summary"),
            _guide(bundle["key"]),
            *_list(groups),
            class_="claims",
        )
    ]


def _by_article(claims: Iterable[Claim]) -> Groups:
    groups: dict[str, list[Claim]] = {}
    for claim in claims:
        groups.setdefault(str(claim["article"]), []).append(claim)
    return list(groups.items())


def _check(groups: Groups) -> None:
    if len(groups) > MOST_ARTICLES:
        raise ValueError(f"claims of at most {MOST_ARTICLES} articles, not {len(groups)}")
    keys = [str(claim["key"]) for _, claims in groups for claim in claims]
    for key in keys:
        if not _KEY.fullmatch(key) or keys.count(key) > 1:
            raise ValueError(f"the key {key!r} of a claim is malformed or occurs twice")
    for verdict in {str(claim["verdict"]) for _, claims in groups for claim in claims}:
        if verdict not in VERDICTS:
            raise ValueError(f"verdict {verdict!r} is none of {', '.join(VERDICTS)}")


def _classes(kind: str, claim: Claim, article: int) -> str:
    return f"{kind} pick {claim['verdict']} of-{article}"


def _summary(bundle: dict[str, Any], groups: Groups, anchor: str, number: str) -> Node:
    """The table of all claims: each leads to its place in the list."""
    caption = cells.numbered_caption(number, str(bundle["caption"]), anchor)
    heads = [node("th", name, scope="col") for name in ("Claim", "Article", "Verdict")]
    rows = [
        node(
            "tr",
            node("th", _link(claim), scope="row"),
            node("td", name),
            node("td", _verdict(claim)),
            class_=_classes("row", claim, place),
        )
        for place, (name, claims) in enumerate(groups, start=1)
        for claim in claims
    ]
    table = node("table", caption, node("thead", node("tr", *heads)), node("tbody", *rows))
    return node("div", cells.scrolling(table, number), id=anchor, class_="table")


def _link(claim: Claim) -> Node:
    return node("a", str(claim["statement"]), href=f"#claim-{claim['key']}")


def _verdict(claim: Claim) -> Node:
    verdict = str(claim["verdict"])
    return node("span", node("strong", verdict), class_=f"verdict {verdict}")


def _guide(drawing: dict[str, str]) -> Node:
    title = node("p", node("strong", "How to read the pictures"))
    return node("section", title, _figure("claims-key", drawing, "claim-key"), class_="claim-guide")


def _list(groups: Groups) -> list[Content]:
    made: list[Content] = []
    for place, (name, claims) in enumerate(groups, start=1):
        made.append(node("h3", name))
        made += [_claim(claim, place) for claim in claims]
    return made


def _claim(claim: Claim, article: int) -> Node:
    printed = node("data", f"“{claim['as_written']}”", data_key=str(claim["key"]))
    drawing = claim.get("picture")
    return node(
        "section",
        node("h4", str(claim["statement"])),
        node(
            "div",
            node("p", _verdict(claim), class_="verdict-line"),
            node("p", "Printed as ", printed, f", {claim['place']}.", class_="printed"),
            node("p", str(claim["note"]), class_="reason"),
            class_="claim-text",
        ),
        *([_figure(f"claim-{claim['key']}", drawing, "claim-picture")] if drawing else []),
        id=f"claim-{claim['key']}",
        class_=_classes("claim drawn" if drawing else "claim", claim, article),
    )


def _figure(name: str, drawing: dict[str, str], kind: str) -> Node:
    light, dark = (clean(drawing[theme]) for theme in ("light", "dark"))
    alt, data = str(drawing["alt"]), light.encode("utf-8")
    shown = Picture(name, alt, "image/svg+xml", data, bundled=True, dark=dark)
    drawings.markup(shown)  # raises here, where the cell is known
    return node("figure", shown, class_=kind)


def _filter(groups: Groups, name: str) -> Node:
    """Two rows of radio buttons; the style sheet hides what they leave out."""
    everything = [claim for _, claims in groups for claim in claims]
    verdicts = [(verdict, _count(everything, verdict)) for verdict in VERDICTS]
    articles = [(title, len(claims)) for title, claims in groups]
    total = len(everything)
    return node(
        "details",
        node("summary", "Show only some of the claims"),
        _choices("Verdict", f"{name}-verdict", [("All", total), *verdicts], [_ALL, *VERDICTS]),
        _choices(
            "Article",
            f"{name}-article",
            [("All articles", total), *articles],
            [f"of-{_ALL}", *(f"of-{place}" for place in range(1, len(groups) + 1))],
        ),
        _shown(groups),
        class_="claim-filter",
        open="",
    )


def _choices(
    title: str, name: str, choices: Sequence[tuple[str, int]], kinds: Sequence[str]
) -> Node:
    labels: list[Content] = []
    for place, ((words, count), kind) in enumerate(zip(choices, kinds, strict=True)):
        button = node(
            "input",
            type="radio",
            name=name,
            class_=f"only-{kind}",
            checked="" if place == 0 else None,
        )
        mark = node("span", words, class_=f"verdict {kind}" if kind in VERDICTS else None)
        labels.append(node("label", button, mark, node("span", f"{count}", class_="count")))
    return node("fieldset", node("legend", title), node("div", *labels))


def _shown(groups: Groups) -> Node:
    """How many claims each choice leaves; the style sheet shows the sentence that is true."""
    everything = [claim for _, claims in groups for claim in claims]
    listed = [(_ALL, everything), *((f"{n}", c) for n, (_, c) in enumerate(groups, start=1))]
    total = len(everything)
    said = []
    for verdict in (_ALL, *VERDICTS):
        counts = [_sentence(_count(claims, verdict), total, place) for place, claims in listed]
        said.append(node("span", *counts, class_=f"if-{verdict}"))
    return node("p", *said, class_="shown", role="status")


def _sentence(count: int, total: int, article: str) -> Node:
    return node("span", f"Shown: {count} of {total} claims.", class_=f"if-of-{article}")


def _count(claims: Iterable[Claim], verdict: str) -> int:
    return sum(verdict in (_ALL, claim["verdict"]) for claim in claims)


def typeset(item: Node, block: Callable[[Sequence[Content]], str]) -> str | None:
    """The Typst expression of a section that this page made; None for any other."""
    for part in ("claim-summary", "claim-guide"):
        if item.has_class(part):
            return f"{part}({block(item.children)})"
    if not item.has_class("claim"):
        return None
    drawn = [c for c in item.children if isinstance(c, Node) and c.tag == "figure"]
    said = [c for c in item.children if not (isinstance(c, Node) and c.tag == "figure")]
    picture = block(drawn[0].children) if drawn else "none"
    return f"claim-entry({block(said)}, {picture})"


def marked(item: Node, inner: str) -> str:
    """The Typst expression of a verdict: its mark and its word."""
    verdict = next(name for name in VERDICTS if item.has_class(name))
    return f'verdict("{verdict}", {inner})'
