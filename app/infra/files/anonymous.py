"""A copy of a file without what the file says about its maker.

PDF and office files carry names of authors and firms beside their content, pictures carry
cameras and places: a judge who may not know the author must not read them there. The content
itself is not touched; what is written on the pages stays the author's affair.
"""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, BinaryIO

from app.kernel.errors import RuleBroken
from app.kernel.media import FileKind

if TYPE_CHECKING:
    from collections.abc import Callable

PROPERTIES = "docProps/"
NO_COPY = (
    "Chưa tạo được bản ẩn danh của tệp này nên chưa mở được. "
    "Hãy báo thư ký hội đồng để đề nghị tác giả nộp lại tệp."
)
# Parts that office programs expect to be there; emptied, they say nothing.
EMPTY_PARTS = {
    "docProps/core.xml": b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    b'<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/'
    b'core-properties"/>',
    "docProps/app.xml": b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/'
    b'extended-properties"/>',
    "docProps/custom.xml": b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/'
    b'custom-properties"/>',
}


def without_maker(stream: BinaryIO, kind: FileKind) -> BinaryIO | None:
    """Return a copy that names no maker, or nothing where the kind has no such copy (video).

    Raises:
        RuleBroken: for a file that cannot be copied; handing out the original would tell.
    """
    from pypdf.errors import PyPdfError  # noqa: PLC0415

    strip = _STRIPPERS.get(kind)
    try:
        return strip(stream) if strip else None
    except (PyPdfError, zipfile.BadZipFile, OSError, ValueError, KeyError) as error:
        raise RuleBroken(NO_COPY) from error


def _pdf(stream: BinaryIO) -> BinaryIO:
    # Loaded here: pages that hand out no blind copies should not pay for it.
    from pypdf import PdfReader, PdfWriter  # noqa: PLC0415

    reader, writer = PdfReader(stream), PdfWriter()
    for page in reader.pages:
        page.pop("/Metadata", None)
    # Only what the pages refer to is copied, so nothing of the catalogue comes along.
    writer.append(reader)
    writer.metadata = None
    copy = io.BytesIO()
    writer.write(copy)
    copy.seek(0)
    return copy


def _picture(stream: BinaryIO) -> BinaryIO:
    from PIL import Image, ImageOps  # noqa: PLC0415

    with Image.open(stream) as picture:
        form = picture.format or "PNG"
        upright = ImageOps.exif_transpose(picture)
        bare = Image.new(upright.mode, upright.size)
        bare.paste(upright)
        copy = io.BytesIO()
        bare.save(copy, form, **({"quality": 92} if form == "JPEG" else {}))
    copy.seek(0)
    return copy


def _office(stream: BinaryIO) -> BinaryIO:
    copy = io.BytesIO()
    with zipfile.ZipFile(stream) as source, zipfile.ZipFile(copy, "w") as target:
        for part in source.infolist():
            fresh = zipfile.ZipInfo(part.filename)
            fresh.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(fresh, _part(source, part))
    copy.seek(0)
    return copy


def _part(source: zipfile.ZipFile, part: zipfile.ZipInfo) -> bytes:
    if part.filename in EMPTY_PARTS:
        return EMPTY_PARTS[part.filename]
    return b"" if part.filename.startswith(PROPERTIES) else source.read(part)


_STRIPPERS: dict[FileKind, Callable[[BinaryIO], BinaryIO]] = {
    FileKind.PDF: _pdf,
    FileKind.IMAGE: _picture,
    FileKind.DOCX: _office,
    FileKind.XLSX: _office,
    FileKind.PPTX: _office,
}
