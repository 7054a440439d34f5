"""Metadata for machines as inert JSON-LD in the page: data that no browser runs."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from figurecheck.publishing.nodes import clean

# What could end the element, or begin another one, in the eyes of any reader of the page.
_ESCAPED = str.maketrans({c: f"\\u{ord(c):04x}" for c in "<>&'\u2028\u2029"})


def json_ld(metadata: Mapping[str, Any], anchors: Collection[str] = ()) -> str:
    r"""The text of the `application/ld+json` element, or nothing where there are no metadata.

    Where `url` is a list, the first address counts that is not one of a place in the page, or of
    a place that is among its `anchors`.

    >>> json_ld({"name": "</script>"})
    '{"name":"\\u003c/script\\u003e"}'
    """
    if not metadata:
        return ""
    text = json.dumps(_cleaned(metadata, anchors), ensure_ascii=False, separators=(",", ":"))
    return text.translate(_ESCAPED)


def _cleaned(value: Any, anchors: Collection[str]) -> Any:
    """The value without the characters that no page may hold, its addresses chosen."""
    if isinstance(value, Mapping):
        chosen = {**value, "url": _chosen(value["url"], anchors)} if "url" in value else value
        return {clean(str(k)): _cleaned(v, anchors) for k, v in chosen.items() if v is not None}
    if isinstance(value, list | tuple):
        return [_cleaned(inner, anchors) for inner in value]
    return clean(value) if isinstance(value, str) else value


def _chosen(url: str | Sequence[str], anchors: Collection[str]) -> str | None:
    given = [url] if isinstance(url, str) else url
    return next((one for one in given if one[:1] != "#" or one[1:] in anchors), None)
