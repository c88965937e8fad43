"""From the words of a certificate to a PDF: one page for a person, one book for the printer."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from app.certificates.documents.fit import Writer
from app.certificates.documents.layout import lay_out
from app.certificates.documents.ornament import (
    FAINT,
    HEIGHT,
    INK,
    LORA,
    QR_BOX,
    SEAL_CENTRE,
    WIDTH,
    background,
)
from app.infra.paper.fonts import FONT_FOLDER, face, missing_glyphs
from app.infra.paper.sheet import About, Sheets
from app.infra.paper.text import PlacedLine

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from app.certificates.documents.ornament import Typeface
    from app.certificates.documents.words import CertificateText


def certificate_pdf(
    text: CertificateText,
    *,
    preview: bool = False,
    typeface: Typeface = LORA,
    folder: Path = FONT_FOLDER,
) -> bytes:
    """One certificate, A4 landscape.

    ``preview`` is for the screen: it tints the paper and shows where the seal goes; the print
    has neither. The same text gives the same bytes.

    Raises:
        NoRoom: when the text is too long for a sheet.
        FontFault: when the PDF fonts are not installed.
    """
    sheets = _sheets(text, text.file_title, typeface, folder)
    _print(text, sheets, preview=preview, typeface=typeface, folder=folder)
    return sheets.pdf()


def certificate_book(
    texts: Iterable[CertificateText],
    path: Path,
    *,
    title: str = "Tập giấy chứng nhận",
    typeface: Typeface = LORA,
    folder: Path = FONT_FOLDER,
) -> int:
    """All certificates in one file for the printer; returns the number of pages.

    The texts are taken one at a time, border and fonts stand in the file once, and the file
    appears under its name only when it is whole.

    Raises:
        ValueError: when there is no text at all; an empty PDF cannot be opened.
    """
    waiting = iter(texts)
    first = next(waiting, None)
    if first is None:
        msg = "a book needs at least one certificate"
        raise ValueError(msg)
    sheets, pages = _sheets(first, title, typeface, folder), 0
    for text in chain((first,), waiting):
        _print(text, sheets, preview=False, typeface=typeface, folder=folder)
        pages += 1
    unfinished = path.with_name(f".{path.name}.part")
    unfinished.write_bytes(sheets.pdf())
    unfinished.replace(path)
    return pages


def unprintable_letters(
    text: CertificateText, typeface: Typeface = LORA, folder: Path = FONT_FOLDER
) -> str:
    """The letters that will be printed as a box because the faces do not have them."""
    printed = (
        (
            " ".join((text.issuer, text.recipient, text.signer, *text.authority_lines)),
            typeface.bold,
        ),
        (text.honour_title, typeface.semibold),
        (f"{text.purpose} {text.place_and_date}", typeface.italic),
        (text.recipient_line, typeface.sans_medium),
        (f"{text.decision_line} {text.register_line}", typeface.sans),
    )
    lacking = "".join(missing_glyphs(words, (name,), folder) for words, name in printed)
    return "".join(dict.fromkeys(lacking))


def _sheets(text: CertificateText, title: str, typeface: Typeface, folder: Path) -> Sheets:
    about = About(title, author=text.issuer, subject=text.honour_title, dated=text.dated)
    return Sheets(about, (WIDTH, HEIGHT), face(typeface.bold, folder))


def _print(
    text: CertificateText, sheets: Sheets, *, preview: bool, typeface: Typeface, folder: Path
) -> None:
    layout = lay_out(text, typeface, folder)
    sheets.stamp(background(preview=preview))
    for line in layout.lines:
        sheets.write(line)
    if preview:
        sheets.write(_seal_guide(Writer(typeface, folder)))
    sheets.code(layout.code, QR_BOX, INK)
    sheets.turn()


def _seal_guide(writer: Writer) -> PlacedLine:
    style = writer.style(writer.typeface.sans, 9, FAINT)
    return PlacedLine("seal_guide", "(dấu)", style.face, style.size, *SEAL_CENTRE, style.colour)
