"""The paper machine: faces that can write Vietnamese, honest measures, sound geometry."""

from __future__ import annotations

import io
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from math import hypot
from typing import TYPE_CHECKING

import pytest
import segno
from fontTools import subset
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from app.infra.paper.codes import qr_code
from app.infra.paper.colours import WHITE, Colour
from app.infra.paper.drum import RAYS, Ring, drum, medal, sun
from app.infra.paper.fonts import (
    FONT_FOLDER,
    MM_PER_POINT,
    VIETNAMESE_LETTERS,
    FontFault,
    face,
    missing_glyphs,
)
from app.infra.paper.shapes import Stamp, circle, filled, number, rectangle, segments
from app.infra.paper.sheet import About, Sheets
from app.infra.paper.text import (
    NO_BREAK,
    Align,
    PlacedLine,
    Rectangle,
    clean,
    fits,
    hold_together,
    shrink,
    width,
    wrap,
    wrap_evenly,
)

if TYPE_CHECKING:
    from pathlib import Path

    from app.infra.paper.drum import Mark

FACES = ("Lora-400-Italic", "Lora-600", "Lora-700", "BeVietnamPro-400", "BeVietnamPro-500",
         "BeVietnamPro-600", "BeVietnamPro-700", "Tinos-400", "Tinos-400-Italic", "Tinos-700",
         "Tinos-700-Italic")  # fmt: skip
SYLLABLES = ("Nguyễn", "Phúc", "Tôn", "Nữ", "Ự", "khoa", "học", "kỹ", "thuật", "Kbuôr", "xã",
             "nghiêng", "(2025–2026)", "và")  # fmt: skip
WORDS = st.lists(st.sampled_from(SYLLABLES), min_size=1, max_size=60).map(" ".join)
BLACK = Colour(0, 0, 0)
ABOUT = About("Thử", "Vinh Danh", "Giấy", date(2027, 5, 18))


def _sheets() -> Sheets:
    return Sheets(ABOUT, (297, 210), face("Lora-700"))


def _line(text: str, *, name: str = "Lora-700", size: float = 20, x: float = 100) -> PlacedLine:
    return PlacedLine("name", text, face(name), size, x, 100, BLACK)


# Faces


def test_vietnamese_has_134_accented_letters() -> None:
    assert len(VIETNAMESE_LETTERS) == 134
    assert all(unicodedata.is_normalized("NFC", letter) for letter in VIETNAMESE_LETTERS)


@pytest.mark.parametrize("name", FACES)
def test_every_face_writes_all_vietnamese_letters(name: str) -> None:
    assert face(name).lacks("".join(sorted(VIETNAMESE_LETTERS))) == ""


@pytest.mark.parametrize("name", FACES)
def test_every_accented_letter_has_ink_above_or_below_its_base(name: str) -> None:
    ink = face(name).ink
    assert ink["Ấ"][3] > ink["A"][3]
    assert ink["Ạ"][1] < ink["A"][1]


def test_a_face_is_loaded_once() -> None:
    assert face("Lora-700") is face("Lora-700")


def test_an_absent_font_says_how_to_get_it(tmp_path: Path) -> None:
    with pytest.raises(FontFault, match="scripts/vendor"):
        face("Lora-700", tmp_path)


def test_a_font_without_vietnamese_is_refused_with_the_letters_it_lacks(tmp_path: Path) -> None:
    font = TTFont(FONT_FOLDER / "Lora-700.ttf")
    cutter = subset.Subsetter(subset.Options())
    cutter.populate(text="ABCabc ?")
    cutter.subset(font)
    font.save(tmp_path / "Poor.ttf")
    with pytest.raises(FontFault, match=r"134 Vietnamese letters: .*Ự"):
        face("Poor", tmp_path)


def test_letters_that_no_face_has_are_reported_once_in_order() -> None:
    assert missing_glyphs("Y Na Hôm Kbuôr", FACES) == ""
    assert missing_glyphs("山田 太郎 山\n😀\u200d", FACES) == "山田太郎😀"


def test_kerning_draws_letters_together() -> None:
    lora = face("Lora-700")
    assert width(lora, "Tô", 34) < width(lora, "T", 34) + width(lora, "ô", 34)


def test_width_without_kerning_is_that_of_reportlab() -> None:
    lora = face("Lora-700")
    expected = lora.font.stringWidth("H", 20) * MM_PER_POINT
    assert width(lora, "H", 20) == pytest.approx(expected, abs=0.01)


# Text


def test_decomposed_text_is_composed() -> None:
    assert clean(unicodedata.normalize("NFD", "Nguyễn Thị Ngưỡng"), face("Lora-700")) == (
        "Nguyễn Thị Ngưỡng"
    )


def test_unknown_letters_become_their_base_or_a_visible_sign() -> None:
    lora = face("Lora-700")
    assert clean("ȁ", lora) == "a"
    assert clean("山", lora) == lora.fallback
    assert clean(" Lê\u200b \t An\x07\n", lora) == "Lê An"


def test_no_break_space_survives_cleaning() -> None:
    assert clean(f"năm{NO_BREAK}2026  và", face("Lora-700")) == f"năm{NO_BREAK}2026 và"


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("Hội thi lần thứ XI (2025–2026)", "Hội thi lần~thứ~XI (2025–2026)"),
        ("tiêu biểu năm 2026", "tiêu biểu năm~2026"),
        ("kỹ thuật tỉnh Quảng Ninh năm nay", "kỹ thuật tỉnh~Quảng~Ninh năm nay"),
        ("phường Hồng Hải, Thành phố", "phường~Hồng~Hải, Thành phố"),
        ("Khoa Cơ khí – Động lực", "Khoa Cơ khí~– Động lực"),
    ],
)
def test_what_belongs_together_is_held(text: str, held: str) -> None:
    assert hold_together(text) == held.replace("~", NO_BREAK)


@given(text=WORDS, widest=st.floats(15, 200))
def test_wrapping_loses_nothing_and_keeps_the_width(text: str, widest: float) -> None:
    lora = face("Lora-700")
    lines = wrap(lora, text, 14, widest)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(width(lora, line, 14) <= widest + 1e-6 for line in lines if len(line) > 1)


@given(text=WORDS, widest=st.floats(60, 200))
def test_even_wrapping_takes_no_more_lines(text: str, widest: float) -> None:
    lora = face("Lora-700")
    even = wrap_evenly(lora, text, 14, widest)
    assert len(even) <= len(wrap(lora, text, 14, widest))
    assert " ".join(even) == text
    assert fits(lora, even, 14, widest + 1e-6)


def test_two_lines_break_after_a_phrase_when_they_stay_alike() -> None:
    text = "Giải Nhì cuộc thi dành cho học sinh, lĩnh vực bảo vệ môi trường biển đảo"
    assert wrap_evenly(face("Lora-600"), text, 14, 120)[0].endswith("học sinh,")


def test_shrinking_goes_down_by_one_point_and_stops() -> None:
    lora = face("Lora-700")
    text = "Nguyễn Phúc Tôn Nữ Thị Quỳnh Trang"
    size = shrink(lora, text, size=34, smallest=24, widest=200)
    assert 24 <= size < 34
    assert size == int(size)
    assert width(lora, text, size) <= 200 < width(lora, text, size + 1)
    assert shrink(lora, text * 9, size=34, smallest=24, widest=200) == 24


def test_a_centred_line_stands_evenly_around_its_x() -> None:
    ink = _line("Đặng Thị Quỳnh Ngưỡng").ink
    assert (ink.left + ink.right) / 2 == pytest.approx(100)
    assert ink.top < 100 < ink.bottom


def test_a_left_line_begins_at_its_x() -> None:
    line = PlacedLine("facts", "Số", face("Lora-700"), 10, 56, 162, BLACK, Align.LEFT)
    assert line.left == 56


def test_boxes_that_touch_do_not_meet() -> None:
    assert not Rectangle(0, 0, 10, 10).meets(Rectangle(10, 0, 20, 10))
    assert Rectangle(0, 0, 10, 10).meets(Rectangle(9, 9, 20, 20))
    assert Rectangle(0, 0, 10, 10).holds(Rectangle(0, 1, 10, 9))


# Geometry


def test_the_sun_has_fourteen_rays_and_one_points_up() -> None:
    star = sun()
    tips = [point for point in star.points if hypot(*point) == pytest.approx(1)]
    assert len(tips) == RAYS == 14
    assert star.points[0] == pytest.approx((0, -1))


@pytest.mark.parametrize("marks", [drum(), medal()])
def test_every_mark_lies_within_the_drum(marks: tuple[Mark, ...]) -> None:
    for mark in marks:
        if isinstance(mark, Ring):
            assert hypot(*mark.centre) + mark.radius + mark.stroke / 2 <= 1 + 1e-9
        else:
            assert all(hypot(*point) <= 1 for point in mark.points)


def test_numbers_never_carry_an_exponent() -> None:
    assert [number(v) for v in (1e-7, 0.35, 10.0, -1.25)] == ["0", "0.35", "10", "-1.25"]


def test_paths_are_pdf_operators() -> None:
    assert rectangle(Rectangle(1, 2, 4, 8)) == "1 2 3 6 re"
    assert segments([(0, 0), (1, 1)], closed=True) == "0 0 m 1 1 l h"
    assert circle((0, 0), 2).count(" c") == 4


def test_a_veil_of_colour_is_mixed_with_its_ground() -> None:
    assert BLACK.over(WHITE, 0.0) == WHITE
    assert Colour.from_hex("b58a2e").over(WHITE, 0.09) == Colour(248, 244, 236)


def test_the_code_holds_the_modules_of_segno() -> None:
    made = segno.make_qr("https://vidu.vn/xm/K7QD-2MPA", error="m", mask=4, boost_error=False)
    code = qr_code("https://vidu.vn/xm/K7QD-2MPA")
    stride = len(code.bits) // code.side
    for y, row in enumerate(made.matrix):
        line = int.from_bytes(code.bits[y * stride : (y + 1) * stride], "big")
        bits = f"{line:0{stride * 8}b}"[: code.side]
        assert bits == "".join("0" if dark else "1" for dark in row)


# Sheets


def test_a_stamp_stands_in_the_file_once() -> None:
    sheets = _sheets()
    stamp = Stamp.of(
        "border", Rectangle(0, 0, 297, 210), [filled(BLACK, rectangle(Rectangle(1, 1, 2, 2)))]
    )
    for _ in range(3):
        sheets.stamp(stamp)
        sheets.turn()
    data = sheets.pdf()
    assert data.count(b"/Subtype /Form") == 1
    assert len(PdfReader(io.BytesIO(data)).pages) == 3


def test_a_sheet_names_no_font_that_is_not_embedded() -> None:
    sheets = _sheets()
    sheets.write(_line("Lê An"))
    sheets.turn()
    data = sheets.pdf()
    assert b"Helvetica" not in data
    assert data.count(b"/FontFile2") == 1


def test_text_is_read_back_over_more_than_256_different_letters() -> None:
    letters = "".join(sorted(VIETNAMESE_LETTERS)) + "".join(map(chr, range(0x21, 0x7F)))
    letters += "".join(map(chr, range(0xC0, 0x100)))
    sheets = _sheets()
    sheets.write(_line(letters, size=2, x=148))
    sheets.turn()
    text = PdfReader(io.BytesIO(sheets.pdf())).pages[0].extract_text()
    assert set(letters) <= set(text)


def test_sheets_made_in_several_threads_are_the_same() -> None:
    def made(_: int) -> bytes:
        sheets = _sheets()
        sheets.write(_line("Nguyễn Phúc Tôn Nữ Thị Quỳnh Trang"))
        sheets.turn()
        return sheets.pdf()

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(made, range(24)))) == 1
