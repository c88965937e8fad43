"""The templates of letters in the browser."""

from __future__ import annotations

from html import unescape
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from app.infra.db.engine import db
from app.kernel.access import Role
from app.letters.models import LetterWording
from app.letters.queries import catalogue, get_letter
from tests.factories.accounts import make_account
from tests.factories.organiser import make_organiser

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from flask import Flask
    from flask.testing import FlaskClient

INDEX = "/quan-tri/mau-thu"
PAGE = f"{INDEX}/nominations.accepted"
OWN = {"subject": "Kết quả: {code}", "body": "Hồ sơ {code} đạt.\n{address}"}


@pytest.fixture
def secretary(sign_in: Callable[..., FlaskClient], app: Flask) -> FlaskClient:
    make_organiser(name="Liên hiệp Hội Yên Lập")
    return sign_in(make_account(Role.SECRETARY))


def test_every_letter_is_listed_with_when_it_goes_out(secretary: FlaskClient) -> None:
    page = unescape(secretary.get(INDEX).text)
    for letter in catalogue().values():
        assert letter.name in page
        assert letter.when in page
    assert "/quan-tri/mau-thu/nominations.accepted" in page
    assert "/quan-tri/mau-thu/accounts.reset" not in page


def test_the_list_asks_no_more_for_many_changed_letters_than_for_none(
    secretary: FlaskClient, count_statements: Callable[[], Any]
) -> None:
    with count_statements() as few:
        secretary.get(INDEX)
    rows = [LetterWording(key=key, subject="x", body="y") for key in catalogue()]
    db.session.add_all(rows)
    db.session.commit()
    with count_statements() as many:
        assert "Cần sửa lại" in secretary.get(INDEX).text
    assert len(many) == len(few)


def test_words_are_changed_shown_and_restored(secretary: FlaskClient) -> None:
    assert secretary.post(PAGE, data={**OWN, "version": "0"}).status_code == 303
    page = unescape(secretary.get(PAGE).text)
    assert "Hồ sơ {code} đạt." in page
    assert "Hồ sơ STKT-XII-0042 đạt." in page
    assert "Liên hiệp Hội Yên Lập" in page
    assert "Về bản gốc" in page
    assert "Đã sửa" in secretary.get(INDEX).text
    version = str(get_letter("nominations.accepted").version)
    db.session.rollback()
    assert secretary.post(f"{PAGE}/ve-ban-goc", data={"version": version}).status_code == 303
    assert "Về bản gốc" not in secretary.get(PAGE).text


def test_a_stale_page_is_refused_and_keeps_what_was_typed(secretary: FlaskClient) -> None:
    secretary.post(PAGE, data={**OWN, "version": "0"})
    late = secretary.post(PAGE, data={"subject": "Muộn", "body": "{address}", "version": "0"})
    assert late.status_code == 409
    assert "Muộn" in late.text
    assert secretary.post(f"{PAGE}/ve-ban-goc", data={"version": "0"}).status_code == 409
    assert secretary.post(f"{PAGE}/ve-ban-goc").status_code == 409
    assert db.session.scalars(sa.select(LetterWording.subject)).one() == OWN["subject"]


def test_faults_stand_beside_the_fields_with_the_known_names(secretary: FlaskClient) -> None:
    data = {"subject": "{so_cu}", "body": "Chào {ten}", "version": "0"}
    answer = secretary.post(PAGE, data=data)
    page = unescape(answer.text)
    assert answer.status_code == 422
    assert "Không có “{so_cu}”; hãy dùng {code}, {title}, {address}" in page
    assert "Không có “{ten}”" in page
    assert "Thiếu {address}" in page
    assert db.session.scalars(sa.select(LetterWording)).all() == []


def test_a_preview_shows_what_is_typed_and_keeps_nothing(secretary: FlaskClient) -> None:
    answer = secretary.post(f"{PAGE}/xem-truoc", data={**OWN, "version": "0"})
    assert answer.status_code == 200
    assert "Hồ sơ STKT-XII-0042 đạt." in unescape(answer.text)
    wrong = secretary.post(f"{PAGE}/xem-truoc", data={"subject": "S", "body": "<b>{ten}</b>"})
    assert wrong.status_code == 422
    assert "&lt;b&gt;{ten}&lt;/b&gt;" in wrong.text
    assert "Thiếu {address}" in wrong.text
    assert db.session.scalars(sa.select(LetterWording)).all() == []


def test_words_that_no_longer_fit_are_shown_with_what_is_amiss(secretary: FlaskClient) -> None:
    row = LetterWording(key="nominations.accepted", subject="Cũ", body="{so_cu} {address}")
    db.session.add(row)
    db.session.commit()
    page = unescape(secretary.get(PAGE).text)
    assert "Lời đã sửa không còn dùng được" in page
    assert "Không có “{so_cu}”" in page
    assert "Hồ sơ STKT-XII-0042 hợp lệ" in page


@pytest.mark.parametrize("key", ["nominations.khong_co", "khong_co", "letters"])
def test_a_letter_that_does_not_exist_is_not_found(secretary: FlaskClient, key: str) -> None:
    assert secretary.get(f"{INDEX}/{key}").status_code == 404


def test_letters_of_accounts_and_the_frame_are_the_administrators(
    secretary: FlaskClient, sign_in: Callable[..., FlaskClient]
) -> None:
    boss = sign_in(make_account(Role.ADMIN))
    for key in ("accounts.reset", "letters.frame"):
        refused = secretary.get(f"{INDEX}/{key}")
        assert refused.status_code == 403
        assert "quản trị hệ thống" in refused.text
        assert boss.get(f"{INDEX}/{key}").status_code == 200


def test_a_one_time_link_cannot_be_put_into_the_subject(
    sign_in: Callable[..., FlaskClient], app: Flask
) -> None:
    boss = sign_in(make_account(Role.ADMIN))
    data = {"subject": "Mở {address}", "body": "{address}", "version": "0"}
    answer = boss.post(f"{INDEX}/accounts.reset", data=data)
    assert answer.status_code == 422
    assert "không được đứng ở tiêu đề" in unescape(answer.text)
