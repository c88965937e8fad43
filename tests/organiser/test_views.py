"""The organiser's profile in the browser."""

from __future__ import annotations

import io
import struct
import zlib
from typing import TYPE_CHECKING

import pytest

from app.infra.db.engine import db
from app.kernel.access import Role
from app.organiser.queries import get_organiser, signatories
from tests.factories.accounts import make_account
from tests.factories.organiser import make_organiser, make_signatory

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask
    from flask.testing import FlaskClient

BASE = "/quan-tri/don-vi-to-chuc"


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(side: int = 8) -> bytes:
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0))
    rows = (b"\x00" + b"\x9d\x1c\x24" * side) * side
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


@pytest.fixture
def boss(sign_in: Callable[..., FlaskClient], app: Flask) -> FlaskClient:
    make_organiser()
    return sign_in(make_account(Role.ADMIN))


def upload(client: FlaskClient, content: bytes, name: str) -> int:
    data = {"emblem": (io.BytesIO(content), name)}
    answer = client.post(f"{BASE}/bieu-trung", data=data)
    # The client keeps large bodies in a temporary file of its own.
    answer.request.environ["wsgi.input"].close()
    return answer.status_code


def test_a_profile_is_saved_and_shown_on_every_page(boss: FlaskClient) -> None:
    data = {"name": "Liên hiệp Hội Thử", "short_name": "LHH", "version": "1"}
    assert boss.post(BASE, data=data).status_code == 303
    assert "Liên hiệp Hội Thử" in boss.get("/tai-khoan").text
    assert get_organiser().name == "Liên hiệp Hội Thử"
    assert boss.post(BASE, data=data).status_code == 409


def test_an_emblem_is_taken_served_to_anybody_and_given_back(
    boss: FlaskClient, client: FlaskClient
) -> None:
    assert client.get("/bieu-trung").status_code == 404
    assert upload(boss, png(), "biểu trưng.png") == 303
    with client.get("/bieu-trung") as served:
        assert served.status_code == 200
        assert served.mimetype == "image/png"
        assert served.data == png()
    assert "/bieu-trung?v=" in client.get("/dang-nhap").text
    assert boss.post(f"{BASE}/bieu-trung/bo").status_code == 303
    assert client.get("/bieu-trung").status_code == 404


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "a.png"),
        (b"<svg onload='alert(1)'/>", "a.svg"),
        (b"<svg onload='alert(1)'/>", "a.png"),
        (b"MZ" + b"\x00" * 100, "a.png"),
        (png() + b"\x00" * (2 * 1024 * 1024), "a.png"),
        (png(), "a.exe"),
        (b"%PDF-1.7", "a.pdf"),
    ],
)
def test_what_is_no_small_picture_is_refused(boss: FlaskClient, content: bytes, name: str) -> None:
    assert upload(boss, content, name) == 422
    assert get_organiser().emblem_sha256 is None


def test_an_emblem_without_a_file_is_refused(boss: FlaskClient) -> None:
    assert boss.post(f"{BASE}/bieu-trung", data={"emblem": "x"}).status_code == 422


def test_signatories_are_added_corrected_moved_and_removed(boss: FlaskClient) -> None:
    data = {"office": "CHỦ TỊCH", "full_name": "Vũ Minh", "authority": "TM. BAN THƯỜNG VỤ"}
    assert boss.post(f"{BASE}/nguoi-ky/moi", data=data).status_code == 303
    other = make_signatory(get_organiser(), "Lưu Phương")
    path = f"{BASE}/nguoi-ky/{other.id}"
    assert boss.get(path).status_code == 200
    corrected = {"office": "PHÓ CHỦ TỊCH", "full_name": "Lưu Hoài Phương", "valid_from": "1/1/2026"}
    assert boss.post(path, data=corrected).status_code == 303
    assert boss.post(f"{path}/len").status_code == 303
    db.session.expire_all()
    assert [row.full_name for row in signatories()] == ["Lưu Hoài Phương", "Vũ Minh"]
    assert boss.post(f"{path}/bo").status_code == 303
    assert boss.post(f"{path}/bo").status_code == 404
    assert "Vũ Minh" in boss.get(BASE).text


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"office": "CHỦ TỊCH"},
        {"office": "a" * 400, "full_name": "b"},
        {"office": "a", "full_name": "b", "valid_from": "32/1/2026"},
        {"office": "a", "full_name": "b", "valid_from": "2/1/2026", "valid_until": "1/1/2026"},
    ],
)
def test_a_strange_signatory_is_refused(boss: FlaskClient, data: dict[str, str]) -> None:
    assert boss.post(f"{BASE}/nguoi-ky/moi", data=data).status_code == 422
    assert list(signatories()) == []


@pytest.mark.parametrize("path", ["", "/bieu-trung", "/nguoi-ky/moi"])
def test_only_administrators_come_near(
    client: FlaskClient, sign_in: Callable[..., FlaskClient], path: str
) -> None:
    make_organiser()
    assert client.get(BASE + path).status_code == 401
    secretary = sign_in(make_account(Role.SECRETARY))
    assert secretary.get(BASE + path).status_code == 403
