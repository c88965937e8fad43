"""A form of a thing that the product does not know yet has its pages by one class."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import TYPE_CHECKING

import pytest

from app import create_app
from app.infra.db.engine import db
from tests.factories.accounts import make_account
from tests.questions.opinions import OF_OPINIONS, OPINIONS, make_opinion, value
from tests.questions.views.opinion_pages import doors_of_opinions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask
    from flask.testing import FlaskClient

    from app.accounts.models import Account

FETCH = {"X-Requested-With": "fetch"}
LONG = "Một đoạn văn dài đã viết cả buổi chiều."


class Reviewer:
    """Somebody who writes an opinion."""

    def __init__(self, client: FlaskClient, opinion_id: int) -> None:
        self.client, self.url = client, f"/nhan-xet/{opinion_id}/nhan_xet"
        self.answers = OPINIONS.of(opinion_id)

    def editions(self, page: str | None = None) -> str:
        found = re.search(
            r'name="editions" value="([^"]*)"', page or self.client.get(self.url).text
        )
        assert found
        return unescape(found[1])


def signed_in(app: Flask, account: Account) -> FlaskClient:
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie["_user_id"] = f"{account.id}.{account.session_stamp}"
        cookie["_fresh"] = True
    return client


@pytest.fixture
def house(app: Flask) -> Iterator[Flask]:
    """The application with the pages of opinions, on the database of the test."""
    larger = create_app(app.extensions["settings"])
    larger.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    larger.test_client_class = app.test_client_class
    larger.register_blueprint(doors_of_opinions().blueprint)
    OF_OPINIONS.create_all(db.engine)
    yield larger
    db.session.remove()
    OF_OPINIONS.drop_all(db.engine)
    with larger.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def reviewer(house: Flask) -> Reviewer:
    account = make_account()
    return Reviewer(signed_in(house, account), make_opinion(account.id).id)


def stored(reviewer: Reviewer, code: str) -> str | None:
    db.session.rollback()
    return value(reviewer.answers, code)


def test_section_is_asked_kept_and_shown_again(reviewer: Reviewer) -> None:
    typed = {"editions": reviewer.editions(), "q_tinh_moi": "mới", "q_ket_luan": "dat"}
    assert reviewer.client.post(reviewer.url, data=typed).status_code == 303
    page = reviewer.client.get(reviewer.url).text
    assert ">mới</textarea>" in page
    assert "Hãy viết ít nhất 2 từ; hiện có 1 từ." in page
    assert re.search(r'value="dat"[^>]*checked', page)
    assert stored(reviewer, "ket_luan") == "dat"


def test_pages_are_put_together_field_by_field(reviewer: Reviewer) -> None:
    drawn_from = reviewer.editions()
    first = {"editions": drawn_from, "q_tinh_moi": "Một.", "q_ket_luan": ""}
    reviewer.client.post(f"{reviewer.url}/tu-luu", data=first, headers=FETCH)
    second = {"editions": drawn_from, "q_tinh_moi": "Hai.", "q_ket_luan": "khong"}
    told = reviewer.client.post(f"{reviewer.url}/tu-luu", data=second, headers=FETCH)
    assert told.status_code == 409
    assert told.get_json()["kept"] == ["q_ket_luan"]
    page = reviewer.client.post(reviewer.url, data=second)
    assert page.status_code == 409
    assert "giu-q_tinh_moi" in page.text
    chosen = {"editions": reviewer.editions(page.text), "q_tinh_moi": "Hai."}
    assert reviewer.client.post(reviewer.url, data=chosen).status_code == 303
    assert stored(reviewer, "tinh_moi") == "Hai."
    assert stored(reviewer, "ket_luan") == "khong"


def test_earlier_text_is_taken_back(reviewer: Reviewer) -> None:
    for text in (LONG, ""):
        sent = {"editions": reviewer.editions(), "q_tinh_moi": text, "q_ket_luan": ""}
        reviewer.client.post(reviewer.url, data=sent)
    assert "Nội dung trước của mục này" in reviewer.client.get(reviewer.url).text
    url = f"{reviewer.url}/tinh_moi/ban-truoc"
    number = re.search(r'name="so" value="(\d+)"', reviewer.client.get(url).text)
    assert number
    assert reviewer.client.post(url, data={"so": number[1]}).status_code == 303
    assert stored(reviewer, "tinh_moi") == LONG


def test_door_of_the_form_is_that_of_its_owner(house: Flask, reviewer: Reviewer) -> None:
    stranger, other = house.test_client(), signed_in(house, make_account())
    assert stranger.get(reviewer.url).status_code == 401
    assert other.get(reviewer.url).status_code == 403
    sent = {"editions": json.dumps({"q_tinh_moi": ""}), "q_tinh_moi": "Ghi hộ."}
    assert other.post(f"{reviewer.url}/tu-luu", data=sent, headers=FETCH).status_code == 403
    assert reviewer.client.get(reviewer.url.replace("nhan_xet", "khac")).status_code == 404
    assert stored(reviewer, "tinh_moi") is None
