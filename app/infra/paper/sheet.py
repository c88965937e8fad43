"""Sheets of paper in a PDF: the one place that knows how ReportLab wants things said.

Operators are written rather than canvas methods called, because kerning needs it and because
a page of them costs a third of the time. The same input gives the same bytes: the date of the
file is handed in, never read from the clock.
"""

from __future__ import annotations

import io
import threading
import zlib
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from reportlab.pdfbase import pdfdoc
from reportlab.pdfgen.canvas import Canvas

from app.infra.paper.fonts import MM_PER_POINT
from app.infra.paper.shapes import number

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from app.infra.paper.codes import QrCode
    from app.infra.paper.colours import Colour
    from app.infra.paper.fonts import Face
    from app.infra.paper.shapes import Stamp
    from app.infra.paper.text import PlacedLine, Rectangle

# A ReportLab font reads its own file through one shared cursor while it embeds itself.
_embedding = threading.Lock()


@dataclass(frozen=True, slots=True)
class About:
    """What a PDF says of itself; ``dated`` stands as the day of its making."""

    title: str
    author: str
    subject: str
    dated: date


class QuickDeflate:
    """Compression at level 1: a sixth of the time of the usual level, a tenth more bytes."""

    pdfname = "FlateDecode"

    def encode(self, content: str | bytes) -> bytes:
        """Called by ReportLab for each stream of the document."""
        data = content.encode("latin-1") if isinstance(content, str) else content
        return zlib.compress(data, 1)


class Sheets:
    """A PDF of sheets of one size, given in millimetres."""

    def __init__(self, about: About, size: tuple[float, float], first_face: Face) -> None:
        self._width, self._height = size
        self._file = io.BytesIO()
        self._canvas: Any = Canvas(
            self._file,
            pagesize=(_points(self._width), _points(self._height)),
            pageCompression=0,
            invariant=1,
            lang="vi-VN",
            # Any embedded face: the default would name Helvetica, which no file of ours holds.
            initialFontName=first_face.font.fontName,
        )
        self._document: Any = self._canvas._doc  # noqa: SLF001 (fonts and forms are the document's)
        self._document.defaultStreamFilters = [QuickDeflate()]
        self._describe(about)

    def stamp(self, stamp: Stamp) -> None:
        """Print a finished drawing; its bytes stand in the file once for all sheets."""
        if not self._canvas.hasForm(stamp.name):
            self._document.addForm(stamp.name, self._form(stamp))
        self._canvas.doForm(stamp.name)

    def write(self, line: PlacedLine) -> None:
        """Print one line of text, letters kerned."""
        x, y = _points(line.left), _points(self._height - line.y)
        spacing = f"{number(_points(line.tracking))} Tc " if line.tracking else ""
        ending = " 0 Tc" if line.tracking else ""
        shows = " ".join(self._shows(line))
        self._canvas.addLiteral(
            f"BT {line.colour.operands} rg {spacing}{number(x)} {number(y)} Td {shows}{ending} ET"
        )

    def code(self, code: QrCode, box: Rectangle, colour: Colour) -> None:
        """Print a QR code as a one-bit image that fills the box exactly."""
        side = _points(box.right - box.left)
        x, y = _points(box.left), _points(self._height - box.bottom)
        self._canvas.addLiteral(
            f"q {colour.operands} rg {number(side)} 0 0 {number(side)} {number(x)} {number(y)} cm "
            f"BI /W {code.side} /H {code.side} /IM true /BPC 1 /F /AHx ID {code.bits.hex()}> EI Q"
        )

    def turn(self) -> None:
        """Finish this sheet; what follows goes on the next one."""
        self._canvas.showPage()

    def pdf(self) -> bytes:
        """The whole file; nothing can be added afterwards."""
        with _embedding:
            self._canvas.save()
        return self._file.getvalue()

    def _describe(self, about: About) -> None:
        canvas = self._canvas
        canvas.setTitle(about.title)
        canvas.setAuthor(about.author)
        canvas.setSubject(about.subject)
        canvas.setCreator("Vinh Danh")
        canvas.setProducer("Vinh Danh, ReportLab")
        canvas.setDateFormatter(lambda *_now: f"D:{about.dated:%Y%m%d}000000+07'00'")
        canvas.setViewerPreference("DisplayDocTitle", "true")

    def _form(self, stamp: Stamp) -> Any:
        """The stamp as a form: its matrix turns millimetres from the top into points."""
        scale = 1 / MM_PER_POINT
        entries = {
            "Type": pdfdoc.PDFName("XObject"),
            "Subtype": pdfdoc.PDFName("Form"),
            "BBox": pdfdoc.PDFArray(list(stamp.box)),
            "Matrix": pdfdoc.PDFArray([scale, 0, 0, -scale, 0, _points(self._height)]),
            "Resources": pdfdoc.PDFDictionary({}),
            "Filter": pdfdoc.PDFName("FlateDecode"),
        }
        return pdfdoc.PDFStream(pdfdoc.PDFDictionary(entries), stamp.deflated)

    def _shows(self, line: PlacedLine) -> Iterator[str]:
        """Text in the codes that this document gave to the letters, with kerning between."""
        font, start = line.face.font, 0
        for subset, codes in font.splitString(line.text, self._document):
            letters = line.text[start : start + len(codes)]
            start += len(codes)
            name = font.getSubsetInternalName(subset, self._document)
            yield f"{name} {number(line.size)} Tf [{_kerned(letters, codes, line.face)}] TJ"


def _kerned(letters: str, codes: bytes, face: Face) -> str:
    shown = [f"<{codes[:1].hex()}"]
    for pair, code in zip(pairwise(letters), codes[1:], strict=True):
        kern = face.kerning.get(pair)
        shown.append(f">{number(-kern)}<{code:02x}" if kern else f"{code:02x}")
    return "".join(shown) + ">"


def _points(millimetres: float) -> float:
    return millimetres / MM_PER_POINT
