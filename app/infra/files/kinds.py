"""The kinds of files that are accepted, and what each is called."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.kernel.media import FileKind

if TYPE_CHECKING:
    from collections.abc import Iterable


ENDINGS: dict[FileKind, tuple[str, ...]] = {
    FileKind.PDF: (".pdf",),
    FileKind.IMAGE: (".jpg", ".jpeg", ".png"),
    FileKind.DOCX: (".docx",),
    FileKind.XLSX: (".xlsx",),
    FileKind.PPTX: (".pptx",),
    FileKind.VIDEO: (".mp4",),
}
NAMES: dict[FileKind, str] = {
    FileKind.PDF: "PDF",
    FileKind.IMAGE: "ảnh JPEG hoặc PNG",
    FileKind.DOCX: "Word (.docx)",
    FileKind.XLSX: "Excel (.xlsx)",
    FileKind.PPTX: "PowerPoint (.pptx)",
    FileKind.VIDEO: "video MP4",
}
OFFICE = "application/vnd.openxmlformats-officedocument."
# Of media types; images are told apart by their first bytes when they are sent.
MEDIA: dict[FileKind, str] = {
    FileKind.PDF: "application/pdf",
    FileKind.DOCX: OFFICE + "wordprocessingml.document",
    FileKind.XLSX: OFFICE + "spreadsheetml.sheet",
    FileKind.PPTX: OFFICE + "presentationml.presentation",
    FileKind.VIDEO: "video/mp4",
}


def kind_of_ending(ending: str) -> FileKind | None:
    """Return the kind that an ending such as ".pdf" promises."""
    return next((kind for kind, endings in ENDINGS.items() if ending in endings), None)


def kind_words(kinds: Iterable[FileKind]) -> str:
    """Return "PDF, ảnh JPEG hoặc PNG", in the order of the kinds."""
    wanted = set(kinds)
    return ", ".join(NAMES[kind] for kind in FileKind if kind in wanted)


def accept_attribute(kinds: Iterable[FileKind]) -> str:
    """Return the value of ``accept`` for a file box, ".pdf,.jpg,.jpeg,.png"."""
    wanted = set(kinds)
    return ",".join(e for kind in FileKind if kind in wanted for e in ENDINGS[kind])
