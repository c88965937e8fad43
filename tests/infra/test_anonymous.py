"""A blind copy says nothing about who made it, and keeps its content."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)

from app.infra.files.anonymous import has_copies, without_maker
from app.kernel.errors import RuleBroken
from app.kernel.media import FileKind

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import BinaryIO

MAKER = "Nguyen Van Tac Gia"


def _pdf() -> io.BytesIO:
    writer = PdfWriter()
    writer.add_blank_page(width=200, height=100)
    writer.add_metadata({"/Author": MAKER, "/Company": "Cong ty Than Nui Beo"})
    xmp = StreamObject()
    xmp.set_data(f"<x:xmpmeta><dc:creator>{MAKER}</dc:creator></x:xmpmeta>".encode())
    writer.root_object[NameObject("/Metadata")] = writer._add_object(xmp)
    return _written(writer)


def _written(writer: PdfWriter) -> io.BytesIO:
    file = io.BytesIO()
    writer.write(file)
    file.seek(0)
    return file


def _copied(original: BinaryIO, kind: FileKind) -> io.BytesIO:
    copy = io.BytesIO()
    without_maker(original, kind, copy)
    copy.seek(0)
    return copy


def _docx() -> io.BytesIO:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as parts:
        parts.writestr("word/document.xml", "<w:document>Nội dung giải pháp</w:document>")
        parts.writestr("docProps/core.xml", f"<dc:creator>{MAKER}</dc:creator>")
        parts.writestr("docProps/app.xml", f"<Company>{MAKER}</Company>")
        parts.writestr("docProps/thumbnail.jpeg", MAKER)
    file.seek(0)
    return file


REMARKS = {
    FileKind.DOCX: {
        "word/document.xml": '<w:document><w:ins w:id="1" w:author="{maker}" w:date="2026"><w:t>'
        "Nội dung</w:t></w:ins><w:del w:author='{maker}'/></w:document>",
        "word/comments.xml": '<w:comment w:initials="{maker}" w:author="{maker}">Góp ý</w:comment>',
        "word/people.xml": '<w15:person w15:author="{maker}"><w15:presenceInfo '
        'w15:providerId="AD" w15:userId="{maker}"/></w15:person>',
    },
    FileKind.XLSX: {
        "xl/comments1.xml": "<authors><author>{maker}</author></authors><t>Nội dung</t>",
        "xl/persons/person.xml": '<person displayName="{maker}" id="{{1}}" userId="{maker}"/>',
        "xl/tables/table1.xml": '<table displayName="Bang1" name="Bang1"/>Nội dung',
    },
    FileKind.PPTX: {
        "ppt/commentAuthors.xml": '<p:cmAuthor id="1" name="{maker}" initials="{maker}"/>',
        "ppt/slides/slide1.xml": '<p:cNvPr id="2" name="Tiêu đề"/>Nội dung',
    },
}


def _office(parts: dict[str, str]) -> io.BytesIO:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as written:
        for name, text in parts.items():
            written.writestr(name, text.format(maker=MAKER))
    file.seek(0)
    return file


def _read_part(document: BinaryIO, name: str) -> str:
    with zipfile.ZipFile(document) as parts:
        return parts.read(name).decode()


@pytest.mark.parametrize("kind", REMARKS)
def test_nobody_is_named_beside_remarks_and_changes(kind: FileKind) -> None:
    parts = REMARKS[kind]
    copy = _copied(_office(parts), kind)
    read = {name: _read_part(copy, name) for name in parts}
    assert not [name for name, text in read.items() if MAKER in text]
    assert "Nội dung" in "".join(read.values())


def test_names_in_other_parts_are_no_people() -> None:
    for kind, part in (
        (FileKind.XLSX, "xl/tables/table1.xml"),
        (FileKind.PPTX, "ppt/slides/slide1.xml"),
    ):
        assert _read_part(_copied(_office(REMARKS[kind]), kind), part) == REMARKS[kind][part]


@pytest.mark.parametrize("before", [0, 1, 65_500, 65_536 - len('<w:ins w:author="'), 200_000])
def test_a_name_is_found_wherever_a_piece_of_the_part_ends(before: int) -> None:
    changed = "x" * before + '<w:ins w:author="{maker}"/>' + "y" * 100_000
    copy = _copied(_office({"word/document.xml": changed}), FileKind.DOCX)
    text = _read_part(copy, "word/document.xml")
    assert MAKER not in text
    assert text.startswith("x" * before + '<w:ins w:author="')
    assert text.endswith('"/>' + "y" * 100_000)


@pytest.mark.parametrize("text", ['<w:ins w:author="' + "x" * 3_000_000, "\ufeff<w:ins/>"])
def test_a_part_that_cannot_be_understood_is_not_handed_out(text: str) -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as parts:
        parts.writestr(
            "word/document.xml", text.encode("utf-16-le" if "\ufeff" in text else "utf-8")
        )
    file.seek(0)
    with pytest.raises(RuleBroken, match="bản ẩn danh"):
        _copied(file, FileKind.DOCX)


@pytest.mark.parametrize("is_apart", [False, True])
def test_a_remark_in_a_pdf_does_not_name_its_writer(is_apart: bool) -> None:
    writer = PdfWriter()
    page = writer.add_blank_page(width=200, height=100)
    remark, field = DictionaryObject(), DictionaryObject()
    for thing, subtype, words in ((remark, "/Text", MAKER), (field, "/Widget", "o-1")):
        thing[NameObject("/Type")] = NameObject("/Annot")
        thing[NameObject("/Subtype")] = NameObject(subtype)
        thing[NameObject("/Rect")] = ArrayObject([NumberObject(n) for n in (0, 0, 9, 9)])
        thing[NameObject("/T")] = TextStringObject(words)
    remarks = ArrayObject([writer._add_object(each) for each in (remark, field)])
    page[NameObject("/Annots")] = writer._add_object(remarks) if is_apart else remarks
    copy = _copied(_written(writer), FileKind.PDF)
    assert MAKER.encode() not in copy.read()
    copied = [each.get_object() for each in PdfReader(copy).pages[0].annotations or ()]
    assert [each.get("/T") for each in copied] == [None, "o-1"]


def _jpeg() -> io.BytesIO:
    picture = Image.new("RGB", (20, 10), "red")
    exif = Image.Exif()
    exif[0x013B] = MAKER
    file = io.BytesIO()
    picture.save(file, "JPEG", exif=exif)
    file.seek(0)
    return file


@pytest.mark.parametrize(
    ("make", "kind"),
    [(_pdf, FileKind.PDF), (_docx, FileKind.DOCX), (_jpeg, FileKind.IMAGE)],
)
def test_the_maker_is_in_the_file_and_not_in_its_copy(
    make: Callable[[], io.BytesIO], kind: FileKind
) -> None:
    original = make()
    assert MAKER.encode() in original.getvalue()
    copy = _copied(original, kind)
    assert MAKER.encode() not in copy.read()


def test_the_pages_of_a_pdf_stay() -> None:
    copy = _copied(_pdf(), FileKind.PDF)
    assert len(PdfReader(copy).pages) == 1


def test_the_words_of_a_document_stay() -> None:
    copy = _copied(_docx(), FileKind.DOCX)
    with zipfile.ZipFile(copy) as parts:
        assert "Nội dung giải pháp" in parts.read("word/document.xml").decode()
        assert set(parts.namelist()) >= {"docProps/core.xml", "docProps/app.xml"}


def test_a_picture_keeps_its_size_and_kind() -> None:
    copy = _copied(_jpeg(), FileKind.IMAGE)
    with Image.open(copy) as picture:
        assert (picture.size, picture.format) == ((20, 10), "JPEG")


@pytest.mark.parametrize("form", ["PNG", "JPEG"])
def test_nothing_is_written_beside_a_picture(form: str) -> None:
    picture, exif, notes = Image.new("RGB", (20, 10), "red"), Image.Exif(), PngInfo()
    exif[0x013B] = exif[0x9286] = MAKER
    exif[0x0112] = 6  # lies on its side
    notes.add_text("Author", MAKER)
    notes.add_itxt("XML:com.adobe.xmp", f"<dc:creator>{MAKER}</dc:creator>")
    beside = {"pnginfo": notes} if form == "PNG" else {"comment": MAKER, "xmp": MAKER.encode()}
    file = io.BytesIO()
    picture.save(file, form, exif=exif, **beside)
    assert file.getvalue().count(MAKER.encode()) > 2
    file.seek(0)
    copy = _copied(file, FileKind.IMAGE).read()
    assert MAKER.encode() not in copy
    with Image.open(io.BytesIO(copy)) as bare:
        assert bare.size == (10, 20)
        assert not bare.getexif()
        assert set(bare.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


def test_a_film_has_no_such_copy() -> None:
    assert not has_copies(FileKind.VIDEO)


@pytest.mark.parametrize("kind", [FileKind.PDF, FileKind.IMAGE, FileKind.DOCX])
@pytest.mark.parametrize("content", [b"", b"%PDF-1.4 broken", b"PK\x03\x04\xff", b"\x89PNG\r\n"])
def test_a_file_that_cannot_be_copied_is_refused_and_not_handed_out(
    kind: FileKind, content: bytes
) -> None:
    with pytest.raises(RuleBroken, match="bản ẩn danh"):
        _copied(io.BytesIO(content), kind)


def test_a_damaged_part_of_a_document_is_the_files_fault() -> None:
    content = bytearray(_docx().getvalue())
    content[40:60] = b"\xff" * 20
    with pytest.raises(RuleBroken, match="bản ẩn danh"):
        _copied(io.BytesIO(bytes(content)), FileKind.DOCX)
