"""How fast certificates are made, beside the plainest page that ReportLab can make.

The baseline prints the same words in the same faces with the same QR code inside a saw-tooth
border, as its manual teaches: whole fonts, one canvas call per line and per module, and no drum.
"""

from __future__ import annotations

import io
import json
from dataclasses import replace
from datetime import date
from time import perf_counter
from typing import TYPE_CHECKING

import segno
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from app.certificates.documents.sheets import certificate_pdf
from app.certificates.documents.words import CertificateText
from app.infra.paper.fonts import FONT_FOLDER

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_PLAIN_FACES = ("Lora-400-Italic", "Lora-600", "Lora-700")
_NAMES = ("Đặng Thị Quỳnh Ngưỡng", "Y Na Hôm Kbuôr", "Nguyễn Văn Thước", "Vũ Bằng Đoan",
          "Nguyễn Phúc Tôn Nữ Thị Quỳnh Trang Hạnh Ngân")  # fmt: skip
_EXAMPLE = CertificateText(
    issuer="LIÊN HIỆP CÁC HỘI KHOA HỌC VÀ KỸ THUẬT TỈNH QUẢNG NINH",
    honour_title="Trí thức khoa học và công nghệ tiêu biểu năm 2026",
    recipient=_NAMES[0],
    recipient_line="Tiến sĩ, Trưởng khoa Thuỷ sản, Trường Đại học Yên Lập",
    purpose="Đã có công trình chọn tạo giống hàu chịu nhiệt, được áp dụng tại 214 hộ nuôi "
    "ven vịnh, góp phần ổn định sinh kế và bảo vệ môi trường biển của tỉnh.",
    place_and_date="Quảng Ninh, ngày 18 tháng 5 năm 2027",
    authority_lines=("TM. BAN THƯỜNG VỤ", "CHỦ TỊCH"),
    signer="Hà Thế Khuyến",
    number="0163/2026/TTTB",
    decision_line="Quyết định số 47/QĐ-UBND ngày 10/02/2027",
    register_line="Vào sổ: quyển 4, trang 7",
    verify_url="https://vinhdanh.vidu.vn/xm/K7QD-2MPA",
    dated=date(2027, 5, 18),
)


def measure_certificates(rounds: int = 5, per_round: int = 30) -> dict[str, float]:
    """Certificates per second on one core: ours, the baseline, and ours as a multiple of it.

    The two take turns and the best round of each counts, so that a busy machine disturbs
    both alike.
    """
    _register_plain_faces()
    certificate_pdf(_EXAMPLE)
    _plain_pdf(_EXAMPLE)
    pairs = [
        (_rate(certificate_pdf, per_round), _rate(_plain_pdf, per_round)) for _ in range(rounds)
    ]
    ours, baseline = (max(rates) for rates in zip(*pairs, strict=True))
    return {"ours_per_second": ours, "baseline_per_second": baseline, "ratio": ours / baseline}


def _rate(make: Callable[[CertificateText], bytes], count: int) -> float:
    texts = list(_different_texts(count))
    started = perf_counter()
    for text in texts:
        make(text)
    return count / (perf_counter() - started)


def _different_texts(count: int) -> Iterator[CertificateText]:
    for i in range(count):
        name, number = _NAMES[i % len(_NAMES)], f"{i + 1:04d}/2026/TTTB"
        url = f"https://vinhdanh.vidu.vn/xm/K7QD-{i:04d}"
        yield replace(_EXAMPLE, recipient=name, number=number, verify_url=url)


def _register_plain_faces() -> None:
    for name in _PLAIN_FACES:
        pdfmetrics.registerFont(TTFont(f"Plain-{name}", str(FONT_FOLDER / f"{name}.ttf")))


def _plain_pdf(text: CertificateText) -> bytes:
    """One page as the manual makes it: no fitting, so the places are simply given."""
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=landscape(A4))
    _plain_border(canvas)
    for face, size, y, words in _plain_lines(text):
        canvas.setFont(f"Plain-{face}", size)
        canvas.drawCentredString(148.5 * mm, (210 - y) * mm, words)
    _plain_code(canvas, text.verify_url)
    canvas.save()
    return file.getvalue()


def _plain_lines(text: CertificateText) -> Iterator[tuple[str, float, float, str]]:
    """Face, size, baseline and words; the same nineteen lines as ours."""
    italic, semibold, bold = _PLAIN_FACES
    half = len(text.purpose) // 2
    yield from ((bold, 13, 28, text.national_header), (semibold, 14, 34.4, text.national_motto))
    yield from ((bold, 14, 47, text.issuer), (bold, 38, 65, text.heading))
    yield from ((italic, 15, 81.5, text.honour_intro), (semibold, 20, 90, text.honour_title))
    yield from ((italic, 14, 100, text.verb), (bold, 24, 114, text.recipient))
    yield from ((semibold, 14, 123, text.recipient_line), (italic, 13, 151, text.place_and_date))
    yield from ((italic, 14, 133.5, text.purpose[:half]), (italic, 14, 140, text.purpose[half:]))
    yield from ((bold, 13, 157.5 + 5.7 * i, line) for i, line in enumerate(text.authority_lines))
    yield bold, 14, 190, text.signer
    facts = (text.number_line, text.decision_line, text.register_line, text.verify_line)
    yield from ((semibold, 10, 162 + 5.4 * i, line) for i, line in enumerate(facts))


def _plain_border(canvas: Canvas) -> None:
    for inset in (7, 10.5, 14.2, 15.6):
        canvas.rect(inset * mm, inset * mm, (297 - 2 * inset) * mm, (210 - 2 * inset) * mm)
    for i in range(168):
        left, rise = 10.5 + i * 276 / 168, (-1.25, 1.25)[i % 2]
        for y in (10.5, 199.5):
            canvas.line(left * mm, (y + rise) * mm, (left + 276 / 168) * mm, (y - rise) * mm)
    for i in range(114):
        low, rise = 10.5 + i * 189 / 114, (-1.25, 1.25)[i % 2]
        for x in (10.5, 286.5):
            canvas.line((x + rise) * mm, low * mm, (x - rise) * mm, (low + 189 / 114) * mm)


def _plain_code(canvas: Canvas, address: str) -> None:
    rows = segno.make_qr(address, error="m").matrix
    side = 24 / len(rows)
    for y, row in enumerate(rows):
        for x, dark in enumerate(row):
            if dark:
                left, bottom = 28 + x * side, 210 - 157 - (y + 1) * side
                canvas.rect(left * mm, bottom * mm, side * mm, side * mm, stroke=0, fill=1)


if __name__ == "__main__":
    print(json.dumps(measure_certificates()))
