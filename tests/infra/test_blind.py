"""The copy without a maker is made once, whoever asks at the same moment, and kept."""

from __future__ import annotations

import io
import threading
import time
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfWriter

from app.infra.db.units import unit_of_work
from app.infra.files import anonymous
from app.infra.files.blind import EDITION, blind_copy
from app.infra.files.responses import send_without_maker
from app.infra.files.store import keep, path_of
from app.kernel.errors import NotFound, RuleBroken
from app.kernel.media import FileKind

if TYPE_CHECKING:
    from typing import BinaryIO

    from flask import Flask

    from app.infra.files.models import StoredFile

MAKER = b"Nguyen Van Tac Gia"


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Note each making of a copy of a PDF, which takes a while."""
    made: list[int] = []
    strip = anonymous._STRIPPERS[FileKind.PDF]

    def noted(stream: BinaryIO, copy: BinaryIO) -> None:
        made.append(1)
        time.sleep(0.2)
        strip(stream, copy)

    monkeypatch.setitem(anonymous._STRIPPERS, FileKind.PDF, noted)
    return made


def _pdf(pages: int = 1) -> bytes:
    writer, file = PdfWriter(), io.BytesIO()
    for _ in range(pages):
        writer.add_blank_page(width=200, height=100)
    writer.add_metadata({"/Author": MAKER.decode()})
    writer.write(file)
    return file.getvalue()


def _kept(content: bytes, kind: FileKind = FileKind.PDF) -> StoredFile:
    with unit_of_work():
        return keep(content, kind)


def test_copy_is_made_once_and_found_again(app: Flask, made: list[int]) -> None:
    stored = _kept(_pdf(2))
    for _ in range(3):
        copy = blind_copy(stored)
        assert copy is not None
        assert MAKER not in copy.read_bytes()
    assert MAKER in path_of(stored.sha256).read_bytes()
    assert len(made) == 1


def test_all_who_ask_at_once_get_the_one_copy(app: Flask, made: list[int]) -> None:
    stored, gate, seen = _kept(_pdf(3)), threading.Barrier(6), []

    def ask() -> None:
        with app.app_context():
            gate.wait()
            copy = blind_copy(stored)
            seen.append(copy and copy.read_bytes())

    threads = [threading.Thread(target=ask) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(seen) == 6
    assert len(set(seen)) == len(made) == 1


def test_file_that_cannot_be_copied_is_tried_once(app: Flask, made: list[int]) -> None:
    stored = _kept(b"%PDF-1.4 h\xe1\xbb\x8fng")
    for _ in range(3):
        with pytest.raises(RuleBroken, match="bản ẩn danh"):
            blind_copy(stored)
    assert len(made) == 1


def test_copy_that_was_cut_off_by_a_crash_is_not_taken_for_one(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored = _kept(_pdf(4))

    def die(_stream: BinaryIO, copy: BinaryIO) -> None:
        copy.write(b"%PDF-1.4 half")
        raise OSError(28, "No space left on device")

    monkeypatch.setitem(anonymous._STRIPPERS, FileKind.PDF, die)
    with pytest.raises(OSError, match="space"):
        blind_copy(stored)
    monkeypatch.undo()
    assert blind_copy(stored) is not None


def test_film_has_no_copy_and_missing_bytes_are_not_found(app: Flask) -> None:
    assert blind_copy(_kept(b"film", FileKind.VIDEO)) is None
    stored = _kept(_pdf(5))
    path_of(stored.sha256).unlink()
    with pytest.raises(NotFound):
        blind_copy(stored)


def test_unchanged_copy_is_answered_briefly(app: Flask) -> None:
    stored = _kept(_pdf(6))
    tag = f'"{EDITION}-{stored.sha256}"'
    with app.test_request_context(headers={"If-None-Match": tag}):
        response = send_without_maker(stored, "a.pdf")
        assert response.status_code == 304
        response.close()
