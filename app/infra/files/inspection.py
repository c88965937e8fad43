"""Looking into a file: by its content first, then whether its name agrees."""

from __future__ import annotations

import hashlib
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, BinaryIO

import filetype

from app.infra.files import refusals
from app.infra.files.containers import check_container, kind_of_container
from app.infra.files.documents import check_pdf
from app.infra.files.kinds import ENDINGS, kind_of_ending
from app.infra.files.names import clean_file_name, split_ending
from app.infra.files.pictures import check_image, check_video
from app.kernel.media import FileKind

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

CHUNK = 1 << 20
MEGABYTE = 1024 * 1024
SNIFFED = 8_192
OLE_MARK = bytes.fromhex("d0cf11e0a1b11ae1")
OLD_OFFICE = {
    ".doc": ("Word (.doc)", ".docx"),
    ".xls": ("Excel (.xls)", ".xlsx"),
    ".ppt": ("PowerPoint (.ppt)", ".pptx"),
}
BY_MEDIA = {
    "application/pdf": FileKind.PDF,
    "image/jpeg": FileKind.IMAGE,
    "image/png": FileKind.IMAGE,
    "video/mp4": FileKind.VIDEO,
    "video/x-m4v": FileKind.VIDEO,
}
SPOKEN = {
    "image/jpeg": "ảnh JPEG",
    "image/png": "ảnh PNG",
    FileKind.VIDEO: "video MP4",
    FileKind.DOCX: "tài liệu Word",
    FileKind.XLSX: "bảng tính Excel",
    FileKind.PPTX: "bản trình chiếu PowerPoint",
    FileKind.PDF: "PDF",
}
IMAGE_ENDINGS = {"image/jpeg": ".jpg", "image/png": ".png"}


@dataclass(frozen=True, slots=True)
class Inspected:
    """A file that may be kept; ``path`` lasts as long as the inspection."""

    path: Path
    file_name: str
    sha256: str
    size: int
    kind: FileKind
    pages: int | None


@dataclass(frozen=True, slots=True)
class _Found:
    """What the content is: our kind if it is one of ours, and its name in a sentence."""

    kind: FileKind | None
    words: str
    media: str = ""


@contextmanager
def inspect(
    stream: IO[bytes],
    file_name: str | None,
    allowed: Collection[FileKind],
    max_bytes: int,
    *,
    folder: Path | None = None,
) -> Iterator[Inspected]:
    """Copy a stream to a temporary file, piece by piece, and look into it.

    ``folder`` is where the temporary file lies; on the file system of the store, keeping it is
    a mere renaming.

    Raises:
        RuleBroken: with a sentence that says what is wrong and what to do.
    """
    name = clean_file_name(file_name)
    with tempfile.NamedTemporaryFile(dir=folder, prefix="incoming-", delete=False) as copy:
        path = Path(copy.name)
    try:
        with path.open("r+b") as copy:
            sha256, size = _copy(stream, copy, name, max_bytes)
        with path.open("rb") as copy:
            name, kind, pages = _look(copy, size, name, allowed)
        yield Inspected(path, name, sha256, size, kind, pages)
    finally:
        path.unlink(missing_ok=True)


def inspect_path(
    path: Path, file_name: str, allowed: Collection[FileKind], max_bytes: int
) -> Inspected:
    """Look into a file that lies on the disk, without copying it.

    Raises:
        RuleBroken: with a sentence that says what is wrong and what to do.
    """
    size, name = path.stat().st_size, clean_file_name(file_name)
    if size > max_bytes:
        raise refusals.too_large(name, spoken_size(max_bytes))
    with path.open("rb") as file:
        name, kind, pages = _look(file, size, name, allowed)
        file.seek(0)
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    return Inspected(path, name, sha256, size, kind, pages)


def spoken_size(size: int) -> str:
    """Return "20 MB", "1,5 MB"; limits are round numbers."""
    tenths = 10 * size // MEGABYTE
    return f"{tenths // 10} MB" if tenths % 10 == 0 else f"{tenths // 10},{tenths % 10} MB"


def _copy(source: IO[bytes], target: IO[bytes], name: str, max_bytes: int) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    while chunk := source.read(CHUNK):
        size += len(chunk)
        if size > max_bytes:
            raise refusals.too_large(name, spoken_size(max_bytes))
        digest.update(chunk)
        target.write(chunk)
    return digest.hexdigest(), size


def _look(
    file: BinaryIO, size: int, name: str, allowed: Collection[FileKind]
) -> tuple[str, FileKind, int | None]:
    """Return the name, corrected where two endings mean one kind, the kind and the pages."""
    if size == 0:
        raise refusals.empty(name)
    stem, ending = split_ending(name)
    found = _find(file, ending, allowed)
    if found.kind is None:
        raise refusals.not_wanted(found.words, allowed)
    if kind_of_ending(ending) is not found.kind:
        endings = IMAGE_ENDINGS.get(found.media) or ENDINGS[found.kind][0]
        raise refusals.wrong_ending(ending, found.words, endings)
    if found.kind not in allowed:
        raise refusals.not_wanted(found.words, allowed)
    pages = _check(file, found.kind)
    if found.media == "image/png" or (found.media == "image/jpeg" and ending == ".png"):
        ending = IMAGE_ENDINGS[found.media]
    return stem + ending, found.kind, pages


def _find(file: BinaryIO, ending: str, allowed: Collection[FileKind]) -> _Found:
    file.seek(0)
    start = file.read(SNIFFED)
    if start.startswith(OLE_MARK):
        raise _ole(ending)
    guess = filetype.guess(start)
    if guess is not None and guess.mime in BY_MEDIA:
        kind = BY_MEDIA[guess.mime]
        return _Found(kind, SPOKEN.get(guess.mime) or SPOKEN[kind], guess.mime)
    if start.startswith(b"PK"):
        kind_inside = kind_of_container(file)
        return _Found(kind_inside, SPOKEN.get(kind_inside or "", "tệp nén ZIP"))
    if guess is None:
        raise refusals.unknown(allowed)
    return _Found(None, f"{guess.extension.upper()} ({guess.mime})")


def _ole(ending: str) -> Exception:
    """Return the refusal of the container of before 2007, which also wraps locked documents."""
    promised = kind_of_ending(ending)
    if promised is not None:
        return refusals.locked(SPOKEN.get(promised, "này"))
    found, better = OLD_OFFICE.get(ending, ("Office", ".docx, .xlsx, .pptx"))
    return refusals.old_office(found, better)


def _check(file: BinaryIO, kind: FileKind) -> int | None:
    if kind is FileKind.PDF:
        return check_pdf(file)
    if kind is FileKind.IMAGE:
        check_image(file)
    elif kind is FileKind.VIDEO:
        check_video(file)
    else:
        check_container(file, kind)
    return None
