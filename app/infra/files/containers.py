"""What a Word, Excel or PowerPoint file may be made of.

Such a file is a ZIP. Its directory is judged before the zipfile module reads it, for a directory
of a million entries is itself an attack; then every entry is unpacked into nothing, within
bounds, so that a lie about its size and a damaged byte are both found.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from typing import BinaryIO, NamedTuple

from app.infra.files import refusals
from app.infra.files.kinds import NAMES, OFFICE
from app.kernel.media import FileKind

MEGABYTE = 1024 * 1024
MOST_ENTRIES = 5_000
MOST_DIRECTORY_BYTES = MEGABYTE
MOST_UNPACKED = 400 * MEGABYTE
MOST_NESTED_UNPACKED = 50 * MEGABYTE
# Text packs to a tenth; only emptiness packs to a hundredth. Small files may do as they like.
MOST_RATIO = 120
RATIO_COUNTS_FROM = 20 * MEGABYTE
MOST_TYPES_BYTES = MEGABYTE
CHUNK = 1 << 16
END_RECORD = struct.Struct("<4s4H2LH")
END_MARK = b"PK\x05\x06"
END_MARK_64 = b"PK\x06\x07"
LONGEST_COMMENT = 65_535
ENCRYPTED = 1
ENTRY_MARK = b"PK\x03\x04"
TYPES_PART = "[Content_Types].xml"
MAIN_TYPES = {
    FileKind.DOCX: "wordprocessingml.document.main+xml",
    FileKind.XLSX: "spreadsheetml.sheet.main+xml",
    FileKind.PPTX: "presentationml.presentation.main+xml",
}
OVERRIDE = re.compile(rb"<(?:\w+:)?Override\b[^<>]*>")
PART_NAME = re.compile(rb'PartName\s*=\s*["\']/([^"\']+)["\']')
PROGRAMS = re.compile(
    r"(vbaproject\w*\.bin|\.(exe|dll|com|scr|bat|cmd|js|jse|vbs|vbe|wsf|ps1|hta|jar|lnk|msi))$",
    re.IGNORECASE,
)
ABSOLUTE = re.compile(r"^([a-zA-Z]:|/)")
FAULTS = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError)


class Limits(NamedTuple):
    """How much one container may unpack to, and whether it may hold another one."""

    unpacked: int
    may_nest: bool


OUTER = Limits(MOST_UNPACKED, may_nest=True)
INNER = Limits(MOST_NESTED_UNPACKED, may_nest=False)


def is_container(file: BinaryIO) -> bool:
    """Tell whether a ZIP can be read from a file, wherever in the file it begins."""
    file.seek(0)
    return zipfile.is_zipfile(file)


def kind_of_container(file: BinaryIO) -> FileKind | None:
    """Return the kind that the list of contents states; None for any other ZIP."""
    try:
        _require_small_directory(file, FileKind.DOCX)
        with zipfile.ZipFile(file) as container:
            types = _types(container)
    except FAULTS:
        return None
    return next((kind for kind in MAIN_TYPES if _main_part(types, kind)), _macro_kind(types))


def check_container(file: BinaryIO, kind: FileKind) -> None:
    """Refuse a container that holds programs, harms, is locked, damaged, or lacks its main part.

    Raises:
        RuleBroken: saying which of these.
    """
    try:
        _check(file, kind, OUTER)
        with zipfile.ZipFile(file) as container:
            _require_main_part(container, kind)
    except FAULTS as error:
        raise refusals.damaged(kind) from error


def _check(file: BinaryIO, kind: FileKind, limits: Limits) -> None:
    _require_small_directory(file, kind)
    with zipfile.ZipFile(file) as container:
        entries = container.infolist()
        for entry in entries:
            _require_harmless(entry, kind)
        _require_modest(entries, kind, limits)
        for entry in entries:
            _unpack(container, entry, kind, limits)


# ── before zipfile reads it ──────────────────────────────────────────────────────────────────


def _require_small_directory(file: BinaryIO, kind: FileKind) -> None:
    """Judge the size that the end record states; zipfile reads that much and no more.

    The 64-bit extension is refused: nothing of our size needs it, and it overrides the record.
    """
    size = file.seek(0, io.SEEK_END)
    file.seek(max(0, size - LONGEST_COMMENT - END_RECORD.size - 20))
    tail = file.read()
    at = tail.rfind(END_MARK)
    if at < 0 or len(tail) - at < END_RECORD.size:
        raise refusals.damaged(kind)
    _, _, _, _, entries, directory, _, _ = END_RECORD.unpack_from(tail, at)
    is_64 = tail[max(0, at - 20) : at].startswith(END_MARK_64)
    if is_64 or entries > MOST_ENTRIES or directory > MOST_DIRECTORY_BYTES:
        raise refusals.suspicious(kind)
    file.seek(0)


# ── the directory ────────────────────────────────────────────────────────────────────────────


def _require_harmless(entry: zipfile.ZipInfo, kind: FileKind) -> None:
    name = entry.orig_filename.replace("\\", "/")
    if entry.flag_bits & ENCRYPTED:
        raise refusals.locked(NAMES[kind])
    if ABSOLUTE.match(name) or ".." in name.split("/") or "\0" in name:
        raise refusals.suspicious(kind)
    if PROGRAMS.search(name):
        raise refusals.active(NAMES[kind])


def _require_modest(entries: list[zipfile.ZipInfo], kind: FileKind, limits: Limits) -> None:
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    is_dense = unpacked > RATIO_COUNTS_FROM and unpacked > MOST_RATIO * max(packed, 1)
    if len(entries) > MOST_ENTRIES or unpacked > limits.unpacked or is_dense:
        raise refusals.suspicious(kind)


# ── the entries ──────────────────────────────────────────────────────────────────────────────


def _unpack(
    container: zipfile.ZipFile, entry: zipfile.ZipInfo, kind: FileKind, limits: Limits
) -> None:
    """Read an entry to its end, which verifies its checksum and its stated size."""
    with container.open(entry) as part:
        start = part.read(CHUNK)
        if start.startswith(ENTRY_MARK):
            rest = part.read(MOST_NESTED_UNPACKED + 1)  # one byte too many is enough to refuse
            _check_nested(start + rest, entry, kind, limits)
            return
        while part.read(CHUNK):
            pass


def _check_nested(content: bytes, entry: zipfile.ZipInfo, kind: FileKind, limits: Limits) -> None:
    """Accept one office document inside another: a chart keeps its numbers that way."""
    ending = entry.filename.lower().rpartition(".")[2]
    if not limits.may_nest or ending not in MAIN_TYPES or len(content) > MOST_NESTED_UNPACKED:
        raise refusals.suspicious(kind)
    _check(io.BytesIO(content), kind, INNER)


# ── the list of contents ─────────────────────────────────────────────────────────────────────


def _types(container: zipfile.ZipFile) -> bytes:
    try:
        entry = container.getinfo(TYPES_PART)
    except KeyError:
        return b""
    if entry.file_size > MOST_TYPES_BYTES or entry.flag_bits & ENCRYPTED:
        return b""
    types = container.read(entry)
    return b"" if b"<!DOCTYPE" in types or b"<!ENTITY" in types else types


def _main_part(types: bytes, kind: FileKind) -> str | None:
    wanted = (OFFICE + MAIN_TYPES[kind]).encode()
    for override in OVERRIDE.findall(types):
        found = PART_NAME.search(override)
        if wanted in override and found:
            return found[1].decode("utf-8", "replace")
    return None


def _macro_kind(types: bytes) -> FileKind | None:
    """Return what a document with macros would be without them, so that it is refused by name."""
    if b"macroEnabled" not in types:
        return None
    words = {b"ms-word": FileKind.DOCX, b"ms-excel": FileKind.XLSX}
    return next((kind for word, kind in words.items() if word in types), FileKind.PPTX)


def _require_main_part(container: zipfile.ZipFile, kind: FileKind) -> None:
    types = _types(container)
    if b"macroEnabled" in types:
        raise refusals.active(NAMES[kind])
    part = _main_part(types, kind)
    if part is None or part not in container.namelist():
        raise refusals.damaged(kind)
