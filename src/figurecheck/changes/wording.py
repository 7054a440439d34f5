"""The rows of tables in words, as a difference tells of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from figurecheck import display
from figurecheck.changes.rows import ADDED, CHANGED, REMOVED, Change, Row
from figurecheck.values import written
from figurecheck.verdicts import NOT_STATED

Names = Mapping[str, str]  # what bodies are called

SIGNS = {ADDED: "+", REMOVED: "\N{MINUS SIGN}", CHANGED: "±"}


def what_result(row: Row, series: Mapping[str, Row], names: Names) -> str:
    """What a computed number is: "growth of corridor volume, 2023 on 2022 (Ministry)"; "" unknown.

    `series` gives a figure of each series, which says what it is about.
    """
    about = series.get(row.get("series", ""))
    if about is None:
        return ""
    kind = {"base": "implied base"}.get(row.get("result", ""), row.get("result", ""))
    span = " on ".join(display.days(row[p]) for p in ("period", "base_period") if row.get(p))
    return f"{kind} of {what_figure({**about, 'period': ''})}, {span} ({body_of(about, names)})"


def value_of(row: Row) -> str:
    """The number of a row with its unit and its hedge."""
    value, unit = row.get("value", ""), row.get("unit", "")
    return written(value, unit, row) if value and unit else value


def said_by(change: Change, names: Names) -> str:
    """A piece of evidence: "+ Ministry of Transport: 86.1%, does not hold (F0098 F0070)"."""
    row = change.row
    gives, verdict = row.get("gives") or value_of(row), row.get("verdict", "")
    told = f"{SIGNS[change.kind]} {body_of(row, names)}: {gives}, {verdict}"
    return f"{told} ({row.get('inputs', change.key)})"


def what_figure(row: Row) -> str:
    """What a figure counts and when, where its row says so."""
    return display.what(row) if {"subject", "measure", "period"} <= set(row) else ""


def body_of(row: Row, names: Names) -> str:
    """Who measured, what of it, and on which side where nobody is named."""
    body = row.get("body", "")
    side = f"{row['side'].capitalize()} side" if body == NOT_STATED and row.get("side") else ""
    return ", ".join(part for part in (names.get(body, body), row.get("scope", ""), side) if part)


def shown(value: Any) -> str:
    """A value as text, "(none)" where there is none."""
    return "(none)" if value in ("", None) else str(value)
