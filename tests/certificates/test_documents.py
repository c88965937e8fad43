"""The certificate on paper: places in millimetres, nothing touching, every letter readable."""

from __future__ import annotations

import io
import subprocess
import unicodedata
from dataclasses import replace
from datetime import date
from itertools import combinations
from typing import TYPE_CHECKING

import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from pypdf import PdfReader

from app.certificates.documents.layout import Layout, NoRoom, lay_out
from app.certificates.documents.ornament import FIELD, MEDAL, TIMES
from app.certificates.documents.sheets import certificate_book, certificate_pdf, unprintable_letters
from app.certificates.documents.words import CertificateText

if TYPE_CHECKING:
    from pathlib import Path

CERTIFICATE = CertificateText(
    issuer="LIÊN HIỆP CÁC HỘI KHOA HỌC VÀ KỸ THUẬT TỈNH QUẢNG NINH",
    honour_title="Trí thức khoa học và công nghệ tiêu biểu năm 2026",
    recipient="Đặng Thị Quỳnh Ngưỡng",
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
LONG_TITLE = "Giải Nhất Hội thi Sáng tạo kỹ thuật tỉnh Quảng Ninh lần thứ XI (2025–2026)"
PERSON = "Nguyễn Phúc Tôn Nữ Thị Quỳnh Trang Hạnh Ngân"
COLLECTIVE = (
    "Tập thể cán bộ, giảng viên và sinh viên Khoa Cơ khí – Động lực, Trường Cao đẳng Than – "
    "Khoáng sản Việt Nam, Phân hiệu Hoành Bồ, tỉnh Quảng Ninh"
)
SIXTY_WORDS = (
    "Giải pháp: Nghiên cứu, thiết kế, chế tạo hệ thống giám sát và cảnh báo sớm khí mê-tan, "
    "nhiệt độ, độ ẩm và độ dịch chuyển của vì chống trong các lò chợ dốc, ứng dụng trí tuệ nhân "
    "tạo và mạng cảm biến không dây, góp phần bảo đảm an toàn lao động, giảm thời gian dừng lò "
    "và tiết kiệm hơn mười hai tỷ đồng mỗi năm"
)
NAMES = ("Y Na Hôm Kbuôr", "Lê An", PERSON, "H’Hen Niê", "K’Brễh", "Žofie Østergård-Þórsson",
         "Ưng Ỷ Ợ Ẵng", "Trần Lê Mỹ Dung")  # fmt: skip
SYLLABLES = ("Nguyễn", "Ự", "kỹ", "thuật", "nghiêng", "Ấp", "(2025–2026)", "và", "tỉnh", "Quảng",
             "Ninh", "năm", "2026", "tập", "thể,", "–", "gỵp", "HỘI")  # fmt: skip


def _words(most: int, least: int = 0) -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from(SYLLABLES), min_size=least, max_size=most).map(" ".join)


def _rendered(data: bytes, folder: Path, dpi: int = 150) -> Image.Image:
    (folder / "page.pdf").write_bytes(data)
    command = ["pdftoppm", "-png", "-singlefile", "-r", str(dpi), "page.pdf", "page"]
    subprocess.run(command, cwd=folder, check=True)
    return Image.open(folder / "page.png").convert("RGB")


def _text(data: bytes, page: int = 0) -> str:
    return PdfReader(io.BytesIO(data)).pages[page].extract_text()


def _assert_nothing_touches(layout: Layout) -> None:
    for one, other in combinations(layout.lines, 2):
        assert not one.ink.meets(other.ink), f"{one.text!r} touches {other.text!r}"
    for line in layout.lines:
        assert FIELD.holds(line.ink), f"{line.text!r} leaves the field: {line.ink}"
        assert not line.ink.meets(layout.code_zone), f"{line.text!r} touches the code"
        assert not line.ink.meets(MEDAL), f"{line.text!r} touches the ornament"


# Places


@pytest.mark.parametrize(
    ("role", "baselines", "name", "size"),
    [
        ("national_header", [28], "Lora-700", 13),
        ("national_motto", [34.4], "Lora-600", 14),
        ("issuer", [47], "Lora-700", 14),
        ("heading", [65], "Lora-700", 38),
        ("honour_intro", [81.5], "Lora-400-Italic", 15),
        ("honour_title", [90], "Lora-600", 20),
        ("verb", [100], "Lora-400-Italic", 14),
        ("recipient", [114], "Lora-700", 34),
        ("recipient_line", [123], "BeVietnamPro-500", 14),
        ("purpose", [133.5, 140], "Lora-400-Italic", 14),
        ("place_and_date", [151], "Lora-400-Italic", 13),
        ("authority", [157.5, 163.2], "Lora-700", 13),
        ("signer", [190], "Lora-700", 14),
        ("facts", [162, 167.4, 172.8, 178.2], "BeVietnamPro-400", 10),
    ],
)
def test_an_ordinary_certificate_stands_on_the_millimetres_of_the_design(
    role: str, baselines: list[float], name: str, size: float
) -> None:
    lines = lay_out(CERTIFICATE).of(role)
    assert [line.y for line in lines] == pytest.approx(baselines)
    assert lines[-1].face.name == name
    assert {line.size for line in lines} == {size}


def test_the_middle_stands_at_148_and_the_signature_at_228() -> None:
    layout = lay_out(CERTIFICATE)
    places = {line.role: line.x for line in layout.lines}
    right = {"place_and_date", "authority", "signer"}
    assert {places[role] for role in right} == {228}
    assert places["facts"] == 56
    assert {x for role, x in places.items() if role not in right | {"facts"}} == {148.5}


def test_a_title_of_two_lines_moves_everything_below_by_six() -> None:
    usual = lay_out(CERTIFICATE)
    moved = lay_out(replace(CERTIFICATE, honour_title=LONG_TITLE))
    title = moved.of("honour_title")
    assert [line.y for line in title] == pytest.approx([90, 98])
    assert [line.size for line in title] == [18, 18]
    for role in ("verb", "recipient", "recipient_line", "purpose", "place_and_date", "authority"):
        for before, after in zip(usual.of(role), moved.of(role), strict=True):
            assert after.y - before.y == pytest.approx(6)


def test_the_signer_never_comes_nearer_to_the_border() -> None:
    assert lay_out(replace(CERTIFICATE, honour_title=LONG_TITLE)).of("signer")[0].y == 190


def test_a_wide_name_shrinks_to_200_millimetres_on_its_own_baseline() -> None:
    line = lay_out(replace(CERTIFICATE, recipient="Nguyễn Phúc Tôn Nữ Thị Quỳnh Trang")).of(
        "recipient"
    )
    assert [part.y for part in line] == pytest.approx([114])
    assert 24 <= line[0].size < 34
    assert line[0].width <= 200


def test_a_very_long_name_breaks_before_the_given_name() -> None:
    lines = lay_out(replace(CERTIFICATE, recipient=PERSON)).of("recipient")
    assert [line.text for line in lines] == ["Nguyễn Phúc Tôn Nữ Thị Quỳnh Trang", "Hạnh Ngân"]
    assert {line.size for line in lines} == {24}


def test_a_collective_breaks_in_even_lines() -> None:
    layout = lay_out(replace(CERTIFICATE, recipient=COLLECTIVE, collective=True, recipient_line=""))
    lines = layout.of("recipient")
    assert " ".join(line.text for line in lines).replace("\u00a0", " ") == COLLECTIVE
    assert min(line.width for line in lines) > 0.8 * max(line.width for line in lines)


def test_a_purpose_of_sixty_words_is_printed_whole() -> None:
    lines = lay_out(replace(CERTIFICATE, purpose=SIXTY_WORDS)).of("purpose")
    assert " ".join(line.text for line in lines).replace("\u00a0", " ") == SIXTY_WORDS
    assert all(line.width <= 190 and line.size >= 11 for line in lines)


def test_an_empty_part_leaves_no_line() -> None:
    layout = lay_out(replace(CERTIFICATE, purpose="", recipient_line=" ", decision_line=""))
    assert layout.of("purpose") == layout.of("recipient_line") == ()
    assert len(layout.of("facts")) == 3
    _assert_nothing_touches(layout)


# Nothing touches, nothing is cut


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("title", [CERTIFICATE.honour_title, LONG_TITLE])
def test_nothing_touches_whoever_is_honoured(name: str, title: str) -> None:
    text = replace(CERTIFICATE, recipient=name, honour_title=title, purpose=SIXTY_WORDS)
    _assert_nothing_touches(lay_out(text))


@settings(max_examples=120, deadline=None)
@given(
    title=_words(30, 1),
    recipient=_words(26, 1),
    line=_words(24),
    purpose=_words(60),
    collective=st.booleans(),
)
def test_nothing_touches_however_long_the_middle(
    title: str, recipient: str, line: str, purpose: str, *, collective: bool
) -> None:
    text = replace(
        CERTIFICATE,
        honour_title=title,
        recipient=recipient,
        recipient_line=line,
        purpose=purpose,
        collective=collective,
    )
    _assert_nothing_touches(lay_out(text))


@settings(max_examples=80, deadline=None)
@given(
    issuer=_words(26, 1).map(str.upper),
    authority=st.lists(_words(14, 1).map(str.upper), min_size=1, max_size=3).map(tuple),
    signer=_words(12, 1),
    decision=_words(26),
    place=_words(14, 1),
    title=st.sampled_from([CERTIFICATE.honour_title, LONG_TITLE]),
)
def test_nothing_touches_however_long_the_margins(
    issuer: str, authority: tuple[str, ...], signer: str, decision: str, place: str, title: str
) -> None:
    text = replace(
        CERTIFICATE,
        issuer=issuer,
        authority_lines=authority,
        signer=signer,
        decision_line=decision,
        place_and_date=place,
        honour_title=title,
    )
    _assert_nothing_touches(lay_out(text))


def test_a_text_beyond_the_sheet_is_refused_in_a_sentence() -> None:
    with pytest.raises(NoRoom, match="rút gọn"):
        lay_out(replace(CERTIFICATE, honour_title="Giải Nhất Hội thi " * 200))


# The file


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_read_back_letter_for_letter(name: str) -> None:
    data = certificate_pdf(replace(CERTIFICATE, recipient=unicodedata.normalize("NFD", name)))
    assert name in " ".join(_text(data).split())


def test_every_text_of_the_paper_is_read_back() -> None:
    text = " ".join(_text(certificate_pdf(CERTIFICATE)).split())
    for words in (CERTIFICATE.national_header, CERTIFICATE.national_motto, CERTIFICATE.issuer,
                  CERTIFICATE.honour_title, CERTIFICATE.recipient_line, CERTIFICATE.purpose,
                  *CERTIFICATE.authority_lines, CERTIFICATE.signer, "Số: 0163/2026/TTTB",
                  CERTIFICATE.decision_line, "Xác minh: vinhdanh.vidu.vn/xm/K7QD-2MPA"):  # fmt: skip
        assert words in text


def test_letters_no_face_has_are_reported_and_do_not_stop_the_press() -> None:
    text = replace(CERTIFICATE, recipient="山田 Lan 😀")
    assert unprintable_letters(text) == "山田😀"
    assert "Lan" in _text(certificate_pdf(text))
    assert unprintable_letters(CERTIFICATE) == ""


def test_the_same_words_give_the_same_bytes() -> None:
    assert certificate_pdf(CERTIFICATE) == certificate_pdf(replace(CERTIFICATE))


def test_the_file_tells_what_it_is() -> None:
    reader = PdfReader(io.BytesIO(certificate_pdf(CERTIFICATE)))
    about = reader.metadata
    assert about is not None
    assert about.title == "Giấy chứng nhận số 0163/2026/TTTB – Đặng Thị Quỳnh Ngưỡng"
    assert about.author == CERTIFICATE.issuer
    assert about.get("/CreationDate") == "D:20270518000000+07'00'"
    assert reader.root_object.get("/Lang") == "vi-VN"
    assert [round(float(side)) for side in reader.pages[0].mediabox[2:]] == [842, 595]


def test_times_can_replace_lora() -> None:
    data = certificate_pdf(CERTIFICATE, typeface=TIMES)
    assert b"Tinos-Bold" in data
    assert b"Lora" not in data
    _assert_nothing_touches(lay_out(CERTIFICATE, TIMES))


@pytest.mark.parametrize("preview", [False, True])
def test_the_code_on_the_paper_leads_to_the_verification(tmp_path: Path, *, preview: bool) -> None:
    image = _rendered(certificate_pdf(CERTIFICATE, preview=preview), tmp_path)
    assert [code.text for code in zxingcpp.read_barcodes(image)] == [CERTIFICATE.verify_url]


def test_print_leaves_the_paper_white_and_preview_tints_it(tmp_path: Path) -> None:
    corner, seal_edge = (20, 1220), (round(207 / 25.4 * 150), round(161 / 25.4 * 150))
    printed = _rendered(certificate_pdf(CERTIFICATE), tmp_path)
    shown = _rendered(certificate_pdf(CERTIFICATE, preview=True), tmp_path)
    assert printed.getpixel(corner) == (255, 255, 255)
    assert shown.getpixel(corner) == (255, 253, 246)
    assert printed.getpixel(seal_edge) != shown.getpixel(seal_edge)
    assert "(dấu)" in _text(certificate_pdf(CERTIFICATE, preview=True))
    assert "(dấu)" not in _text(certificate_pdf(CERTIFICATE))


def test_nothing_is_printed_nearer_than_five_millimetres_to_the_edge(tmp_path: Path) -> None:
    image = _rendered(certificate_pdf(CERTIFICATE), tmp_path, dpi=254)
    across, down = image.size
    safe = (49, 49, across - 49, down - 49)
    image.paste((255, 255, 255), safe)
    assert image.getextrema() == ((255, 255), (255, 255), (255, 255))


# The book


def test_a_book_has_a_page_per_certificate_in_order(tmp_path: Path) -> None:
    path = tmp_path / "tap.pdf"
    texts = (replace(CERTIFICATE, recipient=name) for name in NAMES[:5])
    assert certificate_book(texts, path) == 5
    reader = PdfReader(path)
    assert len(reader.pages) == 5
    for page, name in zip(reader.pages, NAMES, strict=False):
        assert name in " ".join(page.extract_text().split())
    assert [file.name for file in tmp_path.iterdir()] == ["tap.pdf"]


def test_a_book_holds_border_and_fonts_once(tmp_path: Path) -> None:
    one, many = tmp_path / "mot.pdf", tmp_path / "nhieu.pdf"
    certificate_book([CERTIFICATE], one)
    certificate_book([CERTIFICATE] * 20, many)
    assert many.read_bytes().count(b"/Subtype /Form") == 1
    assert many.stat().st_size < 3 * one.stat().st_size


def test_an_empty_book_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="at least one"):
        certificate_book([], tmp_path / "rong.pdf")
    assert list(tmp_path.iterdir()) == []
