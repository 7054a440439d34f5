"""Drawings for the page: SVG made safe, small and free of clashing names; both themes in one."""

from __future__ import annotations

import base64
import re
from functools import lru_cache
from html import escape
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from figurecheck.publishing.nodes import Picture, clean

_SVG = "{http://www.w3.org/2000/svg}"
_XLINK = "{http://www.w3.org/1999/xlink}href"
# fmt: off
_KEPT = {
    "svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text",
    "tspan", "defs", "use", "clipPath",
}
# fmt: on
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}\b")
_NUMBER = re.compile(r"-?\d+\.\d{3,}")
_PAINT = ("fill", "stroke")
_DROPPED = {"id", "class", "style"}
_UNTURNED = re.compile(r"rotate\(-?0(\s[^)]*)?\)")
_FAMILY = re.compile(r"font-family:[^;]*;?\s*")  # the page's own serves
_NUMERIC = {"d", "x", "y", "transform", "points", "cx", "cy", "r", "x1", "x2", "y1", "y2"}


class UnsafeError(ValueError):
    """The text is no drawing that may stand in a page."""


@lru_cache(maxsize=256)
def markup(picture: Picture) -> str:
    """HTML for the picture: our own charts as inline SVG in the reader's theme, others as <img>.

    Raises UnsafeError where a chart's SVG cannot be read.
    """
    if not picture.bundled:
        data = base64.b64encode(picture.data).decode("ascii")
        return f'<img src="data:{picture.mime};base64,{data}" alt="{escape(clean(picture.alt))}">'
    wide = _inline(picture, picture.data.decode("utf-8"), picture.dark, "wide")
    if not picture.narrow:
        return wide.replace('class="drawing wide"', 'class="drawing"')
    return wide + _inline(picture, picture.narrow, picture.narrow_dark, "narrow")


def themes(markups: str) -> str:
    """The style rules that give each pair of colours in `markups` its two values."""
    pairs = sorted(set(re.findall(r"--c-([0-9a-f]{6})-([0-9a-f]{6})", markups)))
    light = "".join(f"--c-{one}-{other}:#{one};" for one, other in pairs)
    dark = "".join(f"--c-{one}-{other}:#{other};" for one, other in pairs)
    return f":root{{{light}}}@media screen and (prefers-color-scheme:dark){{:root{{{dark}}}}}"


def _inline(picture: Picture, light: str, dark: str, shape: str) -> str:
    if "<!" in light:  # a document type could define entities without end
        raise UnsafeError(f"the SVG of {picture.name!r} has a declaration in it")
    try:
        root = ElementTree.fromstring(light)  # noqa: S314 - without declarations it is safe
    except ElementTree.ParseError as error:
        raise UnsafeError(f"the SVG of {picture.name!r} cannot be read: {error}") from None
    if root.tag != f"{_SVG}svg":
        raise UnsafeError(f"the SVG of {picture.name!r} begins with another element")
    colours = _pairs(light, dark)
    used = set(re.findall(r"""(?:href=["']|url\()#([^"')]+)""", light))
    prefix = f"{picture.name}-{shape}-"
    body = "".join(_element(child, prefix, used, colours) for child in root)
    box = escape(root.get("viewBox", ""))
    alt = escape(clean(picture.alt))
    return (
        f'<svg class="drawing {shape}" viewBox="{box}" role="img" aria-label="{alt}">{body}</svg>'
    )


def _pairs(light: str, dark: str) -> dict[str, str]:
    """Each colour of the light drawing and its counterpart in the dark one."""
    return dict(zip(_COLOUR.findall(light), _COLOUR.findall(dark), strict=False))


def _element(item: Element, prefix: str, used: set[str], colours: dict[str, str]) -> str:
    name = item.tag.removeprefix(_SVG) if isinstance(item.tag, str) else ""
    if name not in _KEPT:
        return ""
    attrs = _attributes(item, prefix, used, colours)
    words = name in ("text", "tspan")
    inner = escape(clean(item.text or ""), quote=False) if words else ""
    for child in item:
        inner += _element(child, prefix, used, colours)
        inner += escape(clean(child.tail or ""), quote=False) if words else ""
    if name == "g" and not attrs:
        return inner
    return f"<{name}{attrs}>{inner}</{name}>" if inner else f"<{name}{attrs}/>"


def _attributes(item: Element, prefix: str, used: set[str], colours: dict[str, str]) -> str:
    kept = []
    if item.get("id") in used:
        kept.append(f' id="{escape(prefix + item.get("id", ""))}"')
    for key, value in item.attrib.items():
        if key in (_XLINK, "href"):
            kept.append(f' href="#{escape(prefix + value[1:])}"' if value[:1] == "#" else "")
        elif key == "transform" and _UNTURNED.fullmatch(value):
            continue
        elif (
            key not in _DROPPED | set(_PAINT)
            and ":" not in key
            and key[:2] != "on"
            and key[0] != "{"
        ):
            kept.append(f' {key}="{escape(_shortened(key, value, prefix))}"')
    style = _style(item, colours)
    return "".join(kept) + (f' style="{escape(style)}"' if style else "")


def _shortened(key: str, value: str, prefix: str) -> str:
    if key in _NUMERIC:
        value = _NUMBER.sub(lambda m: f"{float(m[0]):.2f}".rstrip("0").rstrip("."), value)
        return " ".join(value.split())
    return re.sub(r"url\(#([^)]*)\)", lambda m: f"url(#{prefix}{m[1]})", value)


def _style(item: Element, colours: dict[str, str]) -> str:
    given = item.get("style", "")
    if "url(" in given or "\\" in given or "@" in given:
        given = ""
    given = _FAMILY.sub("", given)
    paints = [
        f"{key}:{item.get(key)}" for key in _PAINT if re.fullmatch(r"[#\w]+", item.get(key, ""))
    ]
    style = ";".join([re.sub(r"\s*([:;])\s*", r"\1", given).strip(";"), *paints]).strip(";")
    return _COLOUR.sub(lambda m: _variable(m[0], colours.get(m[0], m[0])), style)


def _variable(light: str, dark: str) -> str:
    if light == dark:
        return light
    return f"var(--c-{light[1:].lower()}-{dark[1:].lower()})"
