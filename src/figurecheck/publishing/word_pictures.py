"""Pictures of the Word document: everything becomes a PNG, since Word shows no SVG alone."""

from __future__ import annotations

import struct
import tempfile
from collections.abc import Sequence
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from xml.sax.saxutils import quoteattr

from figurecheck import keeping
from figurecheck.publishing.nodes import Picture
from figurecheck.publishing.pdf import font_files, fonts
from figurecheck.publishing.word_runs import attribute

PIXELS_PER_INCH = 220  # what Word itself keeps of a picture for print
_EMU_PER_INCH = 914_400
_KINDS = {"image/svg+xml": "svg", "image/png": "png", "image/jpeg": "jpg", "image/gif": "gif"}
# Each at its size, as far as that fits a page.
_SHEET = """\
#set page(width: auto, height: auto, margin: 0pt)
#let fitted(name) = context {
  let size = measure(image(name))
  image(name, width: calc.min(size.width, 160mm, size.width / size.height * 200mm))
}
"""


def rendered(pictures: Sequence[Picture], kept: Path | None = None) -> dict[Picture, bytes]:
    """The pictures as PNG, drawn at `PIXELS_PER_INCH`; what cannot be drawn is left out.

    In the folder `kept` they are looked for first, and laid for the next time.
    """
    wanted = list(dict.fromkeys(pictures))
    places = {each: keeping.place(kept, _made_from(each)) for each in wanted} if kept else {}
    found = {each: png for each, at in places.items() if (png := keeping.kept(at)) is not None}
    made = _drawn([each for each in wanted if each not in found])
    for each, png in made.items():
        if each in places:
            keeping.keep(places[each], png)
    return {each: (found | made)[each] for each in wanted if each in found or each in made}


def inline(picture: Picture, png: bytes, relation: str, number: int) -> str:
    """The run that shows the PNG of `relation`, with the picture's text alternative."""
    width, height = (pixels * _EMU_PER_INCH // PIXELS_PER_INCH for pixels in _size(png))
    name, alt = attribute(picture.name), attribute(picture.alt.strip() or "Picture")
    size = f'cx="{width}" cy="{height}"'
    return (
        '<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent {size}/><wp:docPr id="{number}" name={name} descr={alt}/>'
        '<wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr>'
        '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">'
        f'<pic:pic><pic:nvPicPr><pic:cNvPr id="{number}" name={name} descr={alt}/><pic:cNvPicPr/>'
        f"</pic:nvPicPr><pic:blipFill><a:blip r:embed={quoteattr(relation)}/>"
        "<a:stretch><a:fillRect/></a:stretch></pic:blipFill>"
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )


def _drawn(wanted: Sequence[Picture]) -> dict[Picture, bytes]:
    import typst

    if not wanted:
        return {}
    try:
        return dict(zip(wanted, _pages(wanted), strict=True))
    except typst.TypstError:
        if len(wanted) == 1:
            return {}
        return {key: png for each in wanted for key, png in _drawn([each]).items()}


def _made_from(picture: Picture) -> bytes:
    return _KINDS[picture.mime].encode() + _made_with() + picture.data


@cache
def _made_with() -> bytes:
    faces = b"".join(sha256(font.read_bytes()).digest() for font in sorted(font_files()))
    return f"{version('typst')} {PIXELS_PER_INCH} {_SHEET}".encode() + faces


def _pages(pictures: Sequence[Picture]) -> list[bytes]:
    """One run of the compiler for all, a page each."""
    import typst

    lines = [_SHEET]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for number, picture in enumerate(pictures):
            file = f"{number}.{_KINDS[picture.mime]}"
            (folder / file).write_bytes(picture.data)
            lines.append(f'#page(fitted("{file}"))\n')
        (folder / "main.typ").write_text("".join(lines), encoding="utf-8")
        made = typst.Compiler(
            str(folder / "main.typ"),
            root=str(folder),
            font_paths=fonts(),
            ignore_system_fonts=True,
        ).compile(format="png", ppi=PIXELS_PER_INCH)
    pages = made if isinstance(made, list) else [made]
    return [page for page in pages if page is not None]


def _size(png: bytes) -> tuple[int, int]:
    """Width and height in pixels, from the first chunk."""
    width, height = struct.unpack(">II", png[16:24])
    return width, height
