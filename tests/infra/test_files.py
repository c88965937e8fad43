from __future__ import annotations

import io
import random
import stat
import threading
import zipfile
import zlib
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa
import time_machine
from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, RectangleObject, TextStringObject

from app.infra.db.engine import db
from app.infra.db.units import unit_of_work
from app.infra.files import containers, documents
from app.infra.files.inspection import inspect, inspect_path
from app.infra.files.kinds import accept_attribute, kind_words
from app.infra.files.models import StoredFile
from app.infra.files.names import clean_file_name
from app.infra.files.responses import send_stored
from app.infra.files.store import get_stored, keep, open_stored, path_of, receive, store, tidy
from app.kernel import clock
from app.kernel.errors import NotFound, RuleBroken
from app.kernel.media import FileKind
from tests.infra.memory import growth_during

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from flask import Flask, Response

EVERY = frozenset(FileKind)
MEGABYTE = 1024 * 1024
LIMIT = 5 * MEGABYTE
MAIN_PARTS = {
    "docx": ("word/document.xml", "wordprocessingml.document"),
    "xlsx": ("xl/workbook.xml", "spreadsheetml.sheet"),
    "pptx": ("ppt/presentation.xml", "presentationml.presentation"),
}


# ── files made by hand ───────────────────────────────────────────────────────────────────────


def pdf_of(pages: int = 2, change: Callable[[PdfWriter], object] | None = None) -> bytes:
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(200, 200)
    if change:
        change(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def picture(form: str = "PNG", size: tuple[int, int] = (40, 30)) -> bytes:
    out = io.BytesIO()
    Image.effect_noise(size, 60).convert("RGB").save(out, form)
    return out.getvalue()


def office(
    kind: str = "docx",
    *,
    extra: dict[str, bytes] | None = None,
    content_type: str | None = None,
    leave_out: str = "",
) -> bytes:
    part, word = MAIN_PARTS[kind]
    stated = content_type or f"application/vnd.openxmlformats-officedocument.{word}.main+xml"
    types = (
        '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/'
        f'content-types"><Override PartName="/{part}" ContentType="{stated}"/></Types>'
    )
    parts = {"[Content_Types].xml": types.encode(), part: b"<w:document/>"} | (extra or {})
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as container:
        for name, content in parts.items():
            if name != leave_out:
                container.writestr(name, content)
    return out.getvalue()


def box(name: bytes, content: bytes = b"") -> bytes:
    return (8 + len(content)).to_bytes(4) + name + content


def film() -> bytes:
    start = box(b"ftyp", b"isom\0\0\2\0isomiso2avc1mp41")
    return start + box(b"moov", b"\0" * 100) + box(b"mdat", b"\1" * 500)


def look(
    content: bytes, name: str, allowed: frozenset[FileKind] = EVERY, limit: int = LIMIT
) -> Any:
    with inspect(io.BytesIO(content), name, allowed, limit) as inspected:
        return inspected


def refusal_of(content: bytes, name: str, **limits: Any) -> str:
    with pytest.raises(RuleBroken) as caught:
        look(content, name, **limits)
    return caught.value.message


# ── what is accepted ─────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("content", "name", "kind", "pages"),
    [
        (pdf_of(3), "Báo cáo.pdf", FileKind.PDF, 3),
        (pdf_of(1) + b"\r\n\0\0", "quét.PDF", FileKind.PDF, 1),
        (picture("PNG"), "ảnh.png", FileKind.IMAGE, None),
        (picture("JPEG"), "ảnh.JPG", FileKind.IMAGE, None),
        (picture("JPEG"), "ảnh.jpeg", FileKind.IMAGE, None),
        (office("docx"), "đơn.docx", FileKind.DOCX, None),
        (office("xlsx"), "bảng.xlsx", FileKind.XLSX, None),
        (office("pptx"), "trình chiếu.pptx", FileKind.PPTX, None),
        (film(), "phim.mp4", FileKind.VIDEO, None),
    ],
)
def test_sound_file_is_known_by_its_content(
    content: bytes, name: str, kind: FileKind, pages: int | None
) -> None:
    found = look(content, name)
    assert (found.kind, found.pages, found.size) == (kind, pages, len(content))
    assert found.file_name.rpartition(".")[0] == name.rpartition(".")[0]
    assert not found.path.exists()


def test_picture_under_the_other_ending_is_renamed() -> None:
    assert look(picture("PNG"), "ảnh.jpg").file_name == "ảnh.png"
    assert look(picture("JPEG"), "ảnh.png").file_name == "ảnh.jpg"


def test_document_may_hold_the_table_of_its_chart() -> None:
    whole = office(extra={"word/embeddings/chart.xlsx": office("xlsx")})
    assert look(whole, "a.docx").kind is FileKind.DOCX


def test_long_text_that_packs_well_is_no_bomb() -> None:
    text = "".join(f"<w:t>Câu thứ {n} của báo cáo</w:t>" for n in range(300_000)).encode()
    assert look(office(extra={"word/long.xml": text}), "a.docx").kind is FileKind.DOCX


def test_file_on_the_disk_is_looked_into_where_it_lies(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(pdf_of(2))
    found = inspect_path(path, "a.pdf", EVERY, LIMIT)
    assert (found.pages, found.path, found.size) == (2, path, path.stat().st_size)
    with pytest.raises(RuleBroken):
        inspect_path(path, "a.pdf", EVERY, 10)
    assert path.exists()


# ── what is refused ──────────────────────────────────────────────────────────────────────────


def test_empty_file_is_refused() -> None:
    assert "rỗng" in refusal_of(b"", "a.pdf")


def test_file_above_the_limit_is_refused_without_being_read_to_its_end() -> None:
    class Endless(io.BytesIO):
        given = 0

        def read(self, size: int | None = -1, /) -> bytes:
            assert size is not None
            self.given += size
            return b"x" * size

    stream = Endless()
    with pytest.raises(RuleBroken, match="lớn hơn 5 MB"), inspect(stream, "a.pdf", EVERY, LIMIT):
        pass
    assert stream.given <= LIMIT + 2 * 1024 * 1024


def test_file_of_exactly_the_limit_is_accepted() -> None:
    content = pdf_of(1)
    assert look(content, "a.pdf", limit=len(content)).size == len(content)
    assert "lớn hơn" in refusal_of(content, "a.pdf", limit=len(content) - 1)


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (picture("PNG"), "a.pdf", ("Tệp tên .pdf nhưng nội dung là ảnh PNG", ".png")),
        (pdf_of(1), "a.docx", ("Tệp tên .docx nhưng nội dung là PDF", ".pdf")),
        (office("xlsx"), "a.docx", ("bảng tính Excel", ".xlsx")),
        (pdf_of(1), "a", ("không có phần đuôi", ".pdf")),
        (pdf_of(1), "a.pdf.exe", (".exe", ".pdf")),
    ],
)
def test_name_that_promises_another_kind_is_refused(
    content: bytes, name: str, words: tuple[str, ...]
) -> None:
    sentence = refusal_of(content, name)
    assert all(word in sentence for word in words)


def test_kind_that_this_place_does_not_take_is_refused_with_those_it_takes() -> None:
    sentence = refusal_of(office(), "a.docx", allowed=frozenset({FileKind.PDF, FileKind.IMAGE}))
    assert "tài liệu Word" in sentence
    assert "PDF, ảnh JPEG hoặc PNG" in sentence


@pytest.mark.parametrize(
    ("content", "name", "word"),
    [
        (b"MZ" + b"\0" * 600, "a.pdf", "EXE"),
        (b"GIF89a" + b"\0" * 600, "a.png", "GIF"),
        (b"<html><script>alert(1)</script></html>", "a.pdf", "Không nhận ra"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "a.png", "Không nhận ra"),
        ("chỉ là chữ".encode(), "a.docx", "Không nhận ra"),
    ],
)
def test_content_of_no_kind_of_ours_is_refused(content: bytes, name: str, word: str) -> None:
    assert word in refusal_of(content, name)


@pytest.mark.parametrize(("name", "word"), [("a.doc", ".docx"), ("a.xls", ".xlsx"), ("a", ".docx")])
def test_office_of_before_2007_is_refused_with_advice(name: str, word: str) -> None:
    sentence = refusal_of(containers_ole(), name)
    assert word in sentence
    assert "kiểu cũ" in sentence


def test_locked_office_file_is_refused_with_advice() -> None:
    assert "mật khẩu" in refusal_of(containers_ole(), "a.docx")


def containers_ole() -> bytes:
    return bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 1000


# ── hostile containers ───────────────────────────────────────────────────────────────────────


def test_macro_is_refused_under_any_of_its_disguises() -> None:
    macro = {"word/vbaProject.bin": b"\0"}
    disguised = "application/vnd.ms-word.document.macroEnabled.main+xml"
    assert "macro" in refusal_of(office(extra=macro), "a.docx")
    assert "macro" in refusal_of(office(content_type=disguised), "a.docx")


@pytest.mark.parametrize("name", ["word/a.exe", "word/a.VBS", "a.js", "xl/VbaProject.bin"])
def test_program_inside_a_document_is_refused(name: str) -> None:
    assert "lệnh tự chạy" in refusal_of(office(extra={name: b"x"}), "a.docx")


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "/etc/passwd", "C:/Windows/a", "word\\..\\..\\a", "a/../../b"]
)
def test_path_that_leads_out_is_refused(name: str) -> None:
    assert "bất thường" in refusal_of(office(extra={name: b"x"}), "a.docx")


def test_zip_bomb_is_refused_by_its_ratio() -> None:
    bomb = office(extra={"word/media/a.xml": b"\0" * (30 * 1024 * 1024)})
    assert len(bomb) < 50_000
    assert "bất thường" in refusal_of(bomb, "a.docx")


def test_zip_bomb_of_many_modest_entries_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(containers, "RATIO_COUNTS_FROM", 1024 * 1024)
    entries = {f"word/{number}.xml": b"\0" * 100_000 for number in range(40)}
    assert "bất thường" in refusal_of(office(extra=entries), "a.docx")


def test_too_many_entries_are_refused() -> None:
    entries = {f"word/{number}": b"" for number in range(5_001)}
    assert "bất thường" in refusal_of(office(extra=entries), "a.docx")


def test_directory_of_an_absurd_size_is_refused_before_it_is_read() -> None:
    content = bytearray(office())
    end = content.rfind(b"PK\x05\x06")
    content[end + 12 : end + 16] = (200 * 1024 * 1024).to_bytes(4, "little")
    with pytest.raises(RuleBroken, match="bất thường"):
        containers.check_container(io.BytesIO(bytes(content)), FileKind.DOCX)


def test_lie_about_an_unpacked_size_is_found() -> None:
    whole = bytearray(office(extra={"word/a.xml": b"a" * 5_000}))
    directory = whole.rfind(b"PK\x01\x02")
    whole[directory + 24 : directory + 28] = (10).to_bytes(4, "little")
    assert "hỏng" in refusal_of(bytes(whole), "a.docx")


@pytest.mark.parametrize("name", ["word/a.zip", "word/a.bin", "word/a.xml"])
def test_archive_inside_a_document_is_refused(name: str) -> None:
    assert "bất thường" in refusal_of(office(extra={name: office()}), "a.docx")


def test_huge_entry_that_looks_like_a_document_is_not_read_whole() -> None:
    huge = b"PK\x03\x04" + bytes(300 * MEGABYTE)
    noise = random.Random(1).randbytes(3 * MEGABYTE)  # so that the whole is not too dense
    content = office(extra={"word/embeddings/a.xlsx": huge, "word/media/a.bin": noise})
    del huge
    grown = growth_during(lambda: refusal_of(content, "a.docx"))
    assert grown < 200 * MEGABYTE


def test_document_in_a_document_in_a_document_is_refused() -> None:
    inner = office("xlsx", extra={"xl/embeddings/b.docx": office()})
    sentence = refusal_of(office(extra={"word/embeddings/a.xlsx": inner}), "a.docx")
    assert "bất thường" in sentence


def test_macro_in_an_embedded_document_is_refused() -> None:
    inner = office("xlsx", extra={"xl/vbaProject.bin": b"\0"})
    sentence = refusal_of(office(extra={"word/embeddings/a.xlsx": inner}), "a.docx")
    assert "lệnh tự chạy" in sentence


def test_locked_entry_is_refused() -> None:
    whole = bytearray(office(extra={"word/a.xml": b"a"}))
    whole[whole.rfind(b"PK\x01\x02") + 8] |= 1
    assert "mật khẩu" in refusal_of(bytes(whole), "a.docx")


def test_damaged_byte_is_found() -> None:
    whole = bytearray(office(extra={"word/a.xml": bytes(range(256)) * 40}))
    whole[whole.find(b"word/a.xml") + 40] ^= 0xFF
    assert "hỏng" in refusal_of(bytes(whole), "a.docx")


def test_plain_archive_and_document_without_its_main_part_are_refused() -> None:
    assert "ZIP" in refusal_of(office(leave_out="[Content_Types].xml"), "a.docx")
    assert "hỏng" in refusal_of(office(leave_out="word/document.xml"), "a.docx")


def test_entities_in_the_list_of_contents_are_not_followed() -> None:
    types = b'<!DOCTYPE a [<!ENTITY b "c">]><Types/>'
    assert "ZIP" in refusal_of(office(extra={"[Content_Types].xml": types}), "a.docx")


def test_cut_document_is_refused() -> None:
    assert refusal_of(office()[:-30], "a.docx")


# ── hostile PDF ──────────────────────────────────────────────────────────────────────────────


def test_cut_pdf_is_refused() -> None:
    assert "hỏng" in refusal_of(pdf_of(5)[:-200], "a.pdf")


def test_pdf_of_nothing_but_a_frame_is_refused() -> None:
    assert "hỏng" in refusal_of(b"%PDF-1.7\n%%EOF\n", "a.pdf")


def test_pdf_that_is_an_archive_besides_is_refused() -> None:
    assert "bất thường" in refusal_of(pdf_of(1) + office(), "a.pdf")
    body = pdf_of(1)
    inside = body.replace(b"%%EOF", office() + b"\n%%EOF")
    assert "bất thường" in refusal_of(inside, "a.pdf")


def test_pdf_that_begins_as_something_else_is_refused() -> None:
    assert refusal_of(b"<html><script>1</script></html>\n" + pdf_of(1), "a.pdf")


def test_pdf_that_ends_as_something_else_is_refused() -> None:
    assert "bất thường" in refusal_of(pdf_of(1) + b"<script>1</script>", "a.pdf")


def test_locked_pdf_is_refused_with_advice() -> None:
    locked = pdf_of(1, lambda writer: writer.encrypt("", "owner"))
    assert "mật khẩu" in refusal_of(locked, "a.pdf")


def test_pdf_with_javascript_is_refused() -> None:
    def act(writer: PdfWriter) -> None:
        script = {
            NameObject("/S"): NameObject("/JavaScript"),
            NameObject("/JS"): TextStringObject("1"),
        }
        names = DictionaryObject({NameObject("/JavaScript"): DictionaryObject(script)})
        writer.root_object[NameObject("/Names")] = names

    content = pdf_of(1, act)
    assert "JavaScript" in refusal_of(content, "a.pdf")
    assert "JavaScript" in refusal_of(content.replace(b"/JavaScript", b"/J#61vaScript"), "a.pdf")


@pytest.mark.parametrize("spelling", ["/Launch", "/L#61unch", "/SubmitForm"])
def test_pdf_that_acts_when_it_opens_is_refused(spelling: str) -> None:
    def act(writer: PdfWriter) -> None:
        action = DictionaryObject({NameObject("/S"): NameObject("/Zaunch")})
        writer.root_object[NameObject("/OpenAction")] = action

    content = pdf_of(1, act).replace(b"/Zaunch", spelling.encode())
    assert "lệnh tự chạy" in refusal_of(content, "a.pdf")


def test_pdf_that_acts_when_a_note_is_clicked_is_refused() -> None:
    def act(writer: PdfWriter) -> None:
        action = {
            NameObject("/S"): NameObject("/ImportData"),
            NameObject("/F"): TextStringObject("x"),
        }
        note = {
            NameObject("/Type"): NameObject("/Annot"),
            NameObject("/Subtype"): NameObject("/Link"),
            NameObject("/A"): DictionaryObject(action),
        }
        writer.add_annotation(0, DictionaryObject(note))

    assert "lệnh tự chạy" in refusal_of(pdf_of(1, act), "a.pdf")


def test_link_to_a_page_of_the_web_is_no_action_of_ours() -> None:
    content = pdf_of(1, lambda w: w.add_uri(0, "https://donvi.vn", RectangleObject((0, 0, 10, 10))))
    assert look(content, "a.pdf").pages == 1


def test_pdf_of_too_many_pages_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "MOST_PAGES", 3)
    assert "4 trang" in refusal_of(pdf_of(4), "a.pdf")


# ── hostile pictures and films ───────────────────────────────────────────────────────────────


@pytest.mark.parametrize("form", ["PNG", "JPEG"])
def test_cut_picture_is_refused(form: str) -> None:
    content = picture(form, (300, 300))
    name = f"a.{'png' if form == 'PNG' else 'jpg'}"
    assert "hỏng" in refusal_of(content[: len(content) // 2], name)


@pytest.mark.parametrize("side", [8_000, 50_000])
def test_picture_of_too_many_pixels_is_refused_before_it_is_opened(side: int) -> None:
    content = bytearray(picture("PNG"))
    content[16:24] = side.to_bytes(4) * 2
    content[29:33] = zlib.crc32(bytes(content[12:29])).to_bytes(4)
    assert "60 triệu điểm ảnh" in refusal_of(bytes(content), "a.png")


def test_large_picture_is_looked_into_without_being_unpacked() -> None:
    """A few kilobytes must not take hundreds of megabytes, in many requests at once."""
    large = io.BytesIO()
    Image.new("RGB", (7_000, 8_000)).save(large, "PNG")
    look(picture(), "nhỏ.png")
    assert growth_during(lambda: look(large.getvalue(), "lớn.png")) < 20 * MEGABYTE


def test_picture_that_is_an_archive_besides_is_refused() -> None:
    assert "bất thường" in refusal_of(picture("JPEG") + office(), "a.jpg")


@pytest.mark.parametrize("cut", [1, 300, 560])
def test_cut_film_is_refused(cut: int) -> None:
    assert "hỏng" in refusal_of(film()[:-cut], "a.mp4")


def test_film_that_is_an_archive_besides_is_refused() -> None:
    assert refusal_of(film() + box(b"free", office()), "a.mp4")


# ── names ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Báo cáo tóm tắt.pdf", "Báo cáo tóm tắt.pdf"),
        ("Ba\u0301o ca\u0301o.PDF", "Báo cáo.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\An\\đơn.docx", "đơn.docx"),
        ('a\r\nSet-Cookie: x=1".pdf', "a Set-Cookie_ x=1_.pdf"),
        ("a\x00\u202e.pdf", "a.pdf"),
        ("...", "tep"),
        ("", "tep"),
        (None, "tep"),
        (".pdf", "tep.pdf"),
        ("x" * 400 + ".pdf", "x" * 146 + ".pdf"),
        ("Số 12. Quyết định khen", "Số 12. Quyết định khen"),
    ],
)
def test_name_is_cleaned_and_stays_vietnamese(name: str | None, expected: str) -> None:
    assert clean_file_name(name) == expected


def test_kinds_are_spoken_in_one_order() -> None:
    assert kind_words({FileKind.VIDEO, FileKind.PDF}) == "PDF, video MP4"
    assert accept_attribute({FileKind.IMAGE, FileKind.PDF}) == ".pdf,.jpg,.jpeg,.png"


# ── the store ────────────────────────────────────────────────────────────────────────────────


def put(content: bytes, name: str = "a.pdf") -> StoredFile:
    with unit_of_work():
        return receive(io.BytesIO(content), name, allowed=EVERY, max_bytes=LIMIT)[0]


def left_over(app: Flask) -> list[Path]:
    root: Path = app.extensions["settings"].files
    return [path for path in root.rglob("*") if path.is_file() and len(path.name) != 64]


def test_file_is_kept_under_its_hash_for_its_owner_only(app: Flask) -> None:
    content = pdf_of(2)
    stored = put(content)
    path = path_of(stored.sha256)
    assert path.parts[-3:-1] == (stored.sha256[:2], stored.sha256[2:4])
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with open_stored(stored.sha256) as file:
        assert file.read() == content
    assert (stored.kind, stored.pages, stored.size) == (FileKind.PDF, 2, len(content))
    assert get_stored(stored.id).sha256 == stored.sha256
    assert left_over(app) == []


def test_equal_contents_are_one_row(app: Flask) -> None:
    content = pdf_of(1)
    assert put(content, "a.pdf").id == put(content, "b.pdf").id


def test_refused_file_leaves_nothing_behind(app: Flask) -> None:
    with pytest.raises(RuleBroken):
        put(b"nothing")
    assert left_over(app) == []
    assert db.session.scalar(sa.select(sa.func.count()).select_from(StoredFile)) == 0


def test_equal_files_handed_in_at_once_are_one_row(app: Flask) -> None:
    content, gate, ids = pdf_of(4), threading.Barrier(4), []

    def hand_in() -> None:
        with app.app_context():
            gate.wait()
            ids.append(put(content).id)

    threads = [threading.Thread(target=hand_in) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(ids) == 4
    assert len(set(ids)) == 1
    assert left_over(app) == []


def test_lost_bytes_come_back_when_the_file_is_handed_in_again(app: Flask) -> None:
    content = pdf_of(1)
    stored = put(content)
    path_of(stored.sha256).unlink()
    with pytest.raises(NotFound):
        open_stored(stored.sha256)
    assert put(content).id == stored.id
    open_stored(stored.sha256).close()


def test_file_of_our_own_is_kept_without_inspection(app: Flask) -> None:
    with unit_of_work():
        stored = keep(b"%PDF-made", FileKind.PDF, pages=1)
        assert keep(b"%PDF-made", FileKind.PDF, pages=1).id == stored.id
    assert path_of(stored.sha256).read_bytes() == b"%PDF-made"


def test_keeping_a_file_from_a_folder_leaves_it_there(app: Flask, tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf_of(1))
    with unit_of_work():
        store(inspect_path(path, "a.pdf", EVERY, LIMIT))
    assert path.exists()


def test_remains_of_uploads_that_died_are_removed_after_a_day(app: Flask) -> None:
    put(pdf_of(1))
    remains = app.extensions["settings"].files / "incoming" / "incoming-x"
    remains.write_bytes(b"x")
    tidy({})
    assert remains.exists()
    with time_machine.travel(clock.now() + timedelta(days=2)):
        tidy({})
    assert not remains.exists()


# ── serving ──────────────────────────────────────────────────────────────────────────────────


def serve(app: Flask, stored: StoredFile, name: str, **how: Any) -> Response:
    headers = how.pop("headers", {})
    with app.test_request_context(headers=headers):
        response = send_stored(stored, name, **how)
        response.direct_passthrough = False
        response.get_data()
        response.close()
        return response


def test_pdf_is_shown_and_word_is_downloaded(app: Flask) -> None:
    pdf = serve(app, put(pdf_of(1)), "Báo cáo.pdf")
    word = serve(app, put(office(), "a.docx"), "Đơn đăng ký.docx")
    assert pdf.headers["Content-Disposition"].startswith("inline")
    assert word.headers["Content-Disposition"].startswith("attachment")
    assert "filename*=UTF-8''" in word.headers["Content-Disposition"]
    assert "%C4%90%C6%A1n" in word.headers["Content-Disposition"]
    asked = serve(app, put(pdf_of(1)), "a.pdf", as_attachment=True)
    assert asked.headers["Content-Disposition"].startswith("attachment")


def test_served_file_is_harmless_and_private(app: Flask) -> None:
    for content, name, media in (
        (picture("PNG"), "a.png", "image/png"),
        (pdf_of(1), "a.pdf", "application/pdf"),
        (film(), "a.mp4", "video/mp4"),
    ):
        response = serve(app, put(content, name), name)
        assert response.mimetype == media
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in response.headers["Content-Security-Policy"]
        assert response.headers["Cache-Control"] == "private, no-cache"
    assert serve(app, put(picture("JPEG"), "a.jpg"), "a.jpg").mimetype == "image/jpeg"


def test_download_name_cannot_write_headers(app: Flask) -> None:
    response = serve(app, put(pdf_of(1)), 'a"\r\nSet-Cookie: x=1\r\n.pdf')
    assert "Set-Cookie" not in response.headers
    assert "\n" not in response.headers["Content-Disposition"]


def test_part_of_a_file_and_an_unchanged_file_are_answered_briefly(app: Flask) -> None:
    content = pdf_of(1)
    stored = put(content)
    part = serve(app, stored, "a.pdf", headers={"Range": "bytes=0-9"})
    assert (part.status_code, part.get_data()) == (206, content[:10])
    same = serve(app, stored, "a.pdf", headers={"If-None-Match": f'"{stored.sha256}"'})
    assert same.status_code == 304


def test_file_without_bytes_is_not_found(app: Flask) -> None:
    stored = put(pdf_of(1))
    path_of(stored.sha256).unlink()
    with pytest.raises(NotFound):
        serve(app, stored, "a.pdf")
