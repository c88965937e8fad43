"""The kinds of files that people hand in: one notion for presets, forms, checks and the store."""

from __future__ import annotations

from enum import StrEnum


class FileKind(StrEnum):
    """A kind of file, told by its content."""

    PDF = "pdf"
    IMAGE = "image"
    DOCX = "docx"
    XLSX = "xlsx"
    PPTX = "pptx"
    VIDEO = "video"
