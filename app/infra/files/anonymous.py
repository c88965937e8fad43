"""A copy of a file without what the file says about its maker.

PDF and office files carry names of authors and firms beside their content and beside remarks and
tracked changes, pictures carry cameras and places: a judge who may not know the author must not
read them there. The content itself is not touched; what is written on the pages stays the
author's affair.
"""

from __future__ import annotations

import shutil
import zipfile
from typing import TYPE_CHECKING, Any, BinaryIO

from app.infra.files.office import names_in, without_names
from app.kernel.errors import RuleBroken
from app.kernel.media import FileKind

if TYPE_CHECKING:
    from collections.abc import Callable

CHUNK = 1 << 16
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


def without_maker(stream: BinaryIO, kind: FileKind, copy: BinaryIO) -> None:
    """Write a copy that names no maker; of a kind that `has_copies`.

    Raises:
        RuleBroken: for a file that cannot be copied; handing out the original would tell.
    """
    try:
        _STRIPPERS[kind](stream, copy)
    except Exception as error:
        if _is_ours(error):
            raise
        raise RuleBroken(NO_COPY) from error


def _is_ours(error: Exception) -> bool:
    """Tell whether the machine is at fault; whatever else a library trips over is the file's."""
    return isinstance(error, MemoryError) or (isinstance(error, OSError) and bool(error.errno))


def has_copies(kind: FileKind) -> bool:
    """Tell whether files of a kind have copies that name no maker."""
    return kind in _STRIPPERS


def _pdf(stream: BinaryIO, copy: BinaryIO) -> None:
    # Loaded here: pages that hand out no blind copies should not pay for it.
    from pypdf import PdfReader, PdfWriter  # noqa: PLC0415

    reader, writer = PdfReader(stream), PdfWriter()
    for page in reader.pages:
        page.pop("/Metadata", None)
    # Only what the pages refer to is copied, so nothing of the catalogue comes along.
    writer.append(reader)
    writer.metadata = None
    for page in writer.pages:
        remarks = page.get("/Annots")
        for remark in remarks.get_object() if remarks is not None else ():
            _forget_writer(remark.get_object())
    writer.write(copy)


def _forget_writer(remark: Any) -> None:
    """Take the name of its writer from a remark; in a field of a form the same key is its name."""
    if remark.get("/Subtype") != "/Widget":
        remark.pop("/T", None)


def _picture(stream: BinaryIO, copy: BinaryIO) -> None:
    from PIL import Image, ImageOps  # noqa: PLC0415

    with Image.open(stream) as picture:
        form = picture.format or "PNG"
        ImageOps.exif_transpose(picture, in_place=True)
        picture.info = {}  # what is written beside the picture comes from here
        picture.save(copy, form, **({"quality": 92} if form == "JPEG" else {}))


def _office(stream: BinaryIO, copy: BinaryIO) -> None:
    with zipfile.ZipFile(stream) as source, zipfile.ZipFile(copy, "w") as target:
        for part in source.infolist():
            fresh = zipfile.ZipInfo(part.filename)
            fresh.compress_type = zipfile.ZIP_DEFLATED
            if part.filename.startswith(PROPERTIES):
                target.writestr(fresh, EMPTY_PARTS.get(part.filename, b""))
                continue
            names = names_in(part.filename)
            with source.open(part) as original, target.open(fresh, "w") as written:
                if names is None:
                    shutil.copyfileobj(original, written, CHUNK)
                    continue
                for piece in without_names(original, names):
                    written.write(piece)


_STRIPPERS: dict[FileKind, Callable[[BinaryIO, BinaryIO], None]] = {
    FileKind.PDF: _pdf,
    FileKind.IMAGE: _picture,
    FileKind.DOCX: _office,
    FileKind.XLSX: _office,
    FileKind.PPTX: _office,
}
