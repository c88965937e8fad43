"""The attachments of a round folder: `files/<nomination code>/<name>`.

A file whose name begins with the code of a document of the form, as in `ban_ve-1.pdf`, belongs to
that document; any other one is a further attachment.
"""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from app.folders.rules.folder import FolderFile
from app.kernel.media import FileKind
from app.programmes.rules.plan import DocumentPlan, RoundPlan

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from app.kernel.tables.faults import Faults

FILES = "files"
FURTHER = DocumentPlan(
    "tep_kem_theo", "Tài liệu kèm theo khác", max_files=50, max_mb=50, kinds=tuple(FileKind)
)
KIND_OF_SUFFIX = {
    ".pdf": FileKind.PDF,
    ".png": FileKind.IMAGE,
    ".jpg": FileKind.IMAGE,
    ".jpeg": FileKind.IMAGE,
    ".docx": FileKind.DOCX,
    ".xlsx": FileKind.XLSX,
    ".mp4": FileKind.VIDEO,
}
_MEGABYTE = 1024 * 1024
_DEPTH = 3


def with_optional_documents(plan: RoundPlan, *, keeps_preset: bool) -> RoundPlan:
    """Let every document of the form be left out, because a folder's attachments may be."""
    asked = plan.documents if keeps_preset else ()
    others = tuple(
        replace(document, required=False) for document in asked if document.code != FURTHER.code
    )
    return replace(plan, documents=(*others, FURTHER))


def attachments_in(
    files: Mapping[str, bytes], plan: RoundPlan, nominations: frozenset[str], faults: Faults
) -> dict[str, tuple[FolderFile, ...]]:
    """Give the attachments of each nomination, noting those that cannot be taken."""
    found: dict[str, list[FolderFile]] = {}
    for path in sorted(name for name in files if name.startswith(f"{FILES}/")):
        parts = PurePosixPath(unicodedata.normalize("NFC", path)).parts
        remedy = _remedy(parts, nominations)
        if remedy:
            faults.add(path, 0, "", remedy)
        else:
            taken = _file(parts, plan, path, files[path], faults)
            found.setdefault(parts[1], []).extend([taken] if taken else [])
    return {code: tuple(taken) for code, taken in found.items()}


def _remedy(parts: tuple[str, ...], nominations: frozenset[str]) -> str:
    if len(parts) != _DEPTH or ".." in parts or "\\" in parts[-1]:
        return "Hãy đặt tệp đúng chỗ: files/<mã hồ sơ>/<tên tệp>."
    if parts[1] not in nominations:
        return f"Không có hồ sơ mang mã “{parts[1]}” trong nominations.csv."
    return ""


def _file(
    parts: tuple[str, ...], plan: RoundPlan, path: str, content: bytes, faults: Faults
) -> FolderFile | None:
    name = parts[-1]
    document = next((one for one in plan.documents if _belongs(name, one.code)), FURTHER)
    kind = KIND_OF_SUFFIX.get(PurePosixPath(name).suffix.lower())
    if kind not in document.kinds:
        allowed = ", ".join(document.kinds)
        faults.add(path, 0, "", f"“{document.name}” chỉ nhận các loại tệp: {allowed}.")
        return None
    if not content:
        faults.add(path, 0, "", "Tệp trống; hãy chép lại tệp này.")
        return None
    if len(content) > document.max_mb * _MEGABYTE:
        faults.add(path, 0, "", f"Tệp lớn hơn {document.max_mb} MB; hãy thu nhỏ.")
        return None
    return FolderFile(path, name, document.code, content)


def name_in_folder(name: str, document: str, plan: RoundPlan, taken: Collection[str]) -> str:
    """Return the name under which a file is read back as what it is: "ban_ve-so do.pdf"."""
    codes = [one.code for one in plan.documents if one.code != FURTHER.code]
    read_as = next((code for code in codes if _belongs(name, code)), FURTHER.code)
    plain = name if read_as == document and not name.startswith(".") else f"{document}-{name}"
    path, number, free = PurePosixPath(plain), 1, plain
    while free in taken:
        number += 1
        free = f"{path.stem}-{number}{path.suffix}"
    return free


def _belongs(name: str, code: str) -> bool:
    stem = PurePosixPath(name).stem
    return stem == code or stem.startswith(f"{code}-")
