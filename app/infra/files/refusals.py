"""The sentences with which a file is refused: what is wrong with it, and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import gettext as _

from app.infra.files.kinds import NAMES, kind_words
from app.kernel.errors import RuleBroken

if TYPE_CHECKING:
    from collections.abc import Collection

    from app.kernel.media import FileKind


def empty(name: str) -> RuleBroken:
    """Refuse a file of no bytes."""
    return RuleBroken(
        _("Tệp “%(name)s” rỗng. Hãy mở lại tệp trên máy để kiểm tra rồi chọn lại.", name=name)
    )


def too_large(name: str, most: str) -> RuleBroken:
    """Refuse a file above the limit."""
    return RuleBroken(
        _(
            "Tệp “%(name)s” lớn hơn %(most)s. Hãy giảm dung lượng (ví dụ xuất PDF ở chất lượng "
            "thấp hơn) hoặc chia thành nhiều tệp.",
            name=name,
            most=most,
        )
    )


def not_wanted(found: str, allowed: Collection[FileKind]) -> RuleBroken:
    """Refuse content of a kind that this place does not take."""
    return RuleBroken(
        _(
            "Nội dung tệp là %(found)s, nhưng mục này chỉ nhận %(allowed)s. "
            "Hãy chuyển tệp sang dạng đó rồi tải lên lại.",
            found=found,
            allowed=kind_words(allowed),
        )
    )


def unknown(allowed: Collection[FileKind]) -> RuleBroken:
    """Refuse content that is nothing we know."""
    return RuleBroken(
        _(
            "Không nhận ra nội dung của tệp này; tệp có thể đã hỏng. Mục này nhận %(allowed)s. "
            "Hãy mở lại tệp, lưu đúng dạng rồi tải lên lại.",
            allowed=kind_words(allowed),
        )
    )


def wrong_ending(ending: str, found: str, endings: str) -> RuleBroken:
    """Refuse a name that promises something else than the content."""
    if not ending:
        return RuleBroken(
            _(
                "Tên tệp không có phần đuôi, trong khi nội dung là %(found)s. "
                "Hãy đổi tên tệp cho có đuôi %(endings)s rồi tải lên lại.",
                found=found,
                endings=endings,
            )
        )
    return RuleBroken(
        _(
            "Tệp tên %(ending)s nhưng nội dung là %(found)s. Hãy kiểm tra xem đã chọn đúng tệp "
            "chưa; nếu đúng, hãy đổi đuôi tên tệp thành %(endings)s rồi tải lên lại.",
            ending=ending,
            found=found,
            endings=endings,
        )
    )


def old_office(found: str, ending: str) -> RuleBroken:
    """Refuse the binary formats of before 2007."""
    return RuleBroken(
        _(
            "Đây là tệp %(found)s kiểu cũ. Hãy mở tệp, chọn “Lưu thành” (Save As) dạng "
            "%(ending)s hoặc PDF, rồi tải lên lại.",
            found=found,
            ending=ending,
        )
    )


def locked(found: str) -> RuleBroken:
    """Refuse a file that needs a password."""
    return RuleBroken(
        _(
            "Tệp %(found)s này đặt mật khẩu hoặc hạn chế quyền mở. "
            "Hãy bỏ mật khẩu (hoặc in lại ra PDF) rồi tải lên lại.",
            found=found,
        )
    )


def active(found: str) -> RuleBroken:
    """Refuse a file that carries instructions to be executed."""
    return RuleBroken(
        _(
            "Tệp %(found)s này có chứa lệnh tự chạy (macro, JavaScript hoặc chương trình). "
            "Hãy lưu lại bản không có lệnh, hoặc in ra PDF, rồi tải lên lại.",
            found=found,
        )
    )


def damaged(kind: FileKind) -> RuleBroken:
    """Refuse a file that was cut or cannot be read."""
    return RuleBroken(
        _(
            "Tệp %(found)s này bị hỏng hoặc chưa tải hết nên không đọc được. "
            "Hãy mở thử trên máy, lưu lại rồi tải lên lần nữa.",
            found=NAMES[kind],
        )
    )


def suspicious(kind: FileKind) -> RuleBroken:
    """Refuse a container built to harm whoever opens it, or two kinds in one file."""
    return RuleBroken(
        _(
            "Tệp %(found)s này có cấu tạo bất thường (nén quá mức, chứa tệp khác hoặc đường dẫn lạ) "
            "nên không nhận được. Hãy in ra PDF rồi tải bản PDF lên.",
            found=NAMES[kind],
        )
    )


def too_many_pages(pages: int, most: int) -> RuleBroken:
    """Refuse a PDF that nobody could judge."""
    return RuleBroken(
        _(
            "Tệp PDF có %(pages)s trang, nhiều hơn mức %(most)s trang. Hãy chia thành nhiều tệp.",
            pages=pages,
            most=most,
        )
    )


def too_many_pixels(most: int) -> RuleBroken:
    """Refuse a picture that takes too much memory to open."""
    return RuleBroken(
        _(
            "Ảnh có hơn %(most)s triệu điểm ảnh, quá lớn để xem trên trang. "
            "Hãy thu nhỏ ảnh (cạnh dài khoảng 4.000 điểm ảnh là đủ) rồi tải lên lại.",
            most=most // 1_000_000,
        )
    )
