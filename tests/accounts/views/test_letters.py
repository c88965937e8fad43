"""Thư đi."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from app.infra.db.engine import db
from app.infra.files.store import keep
from app.infra.mail.models import Mail, MailState
from app.infra.mail.outbox import Enclosed, post
from app.kernel.access import Role
from app.kernel.media import FileKind
from tests.factories.accounts import make_account

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask
    from flask.testing import FlaskClient


@pytest.fixture
def boss(sign_in: Callable[..., FlaskClient], app: Flask) -> FlaskClient:
    return sign_in(make_account(Role.ADMIN))


def write(subject: str = "Mời", body: str = "Mở http://localhost/lien-ket/abc nhé") -> int:
    link = "http://localhost/lien-ket/abc"
    post("tam@so.vn", subject, body, key=subject, name="Lê Văn Tám", one_time_link=link)
    db.session.commit()
    return db.session.execute(sa.select(sa.func.max(Mail.id))).scalar_one()


def test_links_in_letters_can_be_clicked(boss: FlaskClient) -> None:
    page = boss.get(f"/quan-tri/thu-di/{write()}").text
    assert 'href="http://localhost/lien-ket/abc"' in page


@pytest.mark.parametrize("state", [state for state in MailState if state is not MailState.KEPT])
def test_a_letter_that_a_server_carries_shows_no_link(
    boss: FlaskClient, settings_with: Callable[..., None], state: MailState
) -> None:
    settings_with(mail_server="127.0.0.1")
    number = write()
    db.session.execute(sa.update(Mail).values(state=state))
    db.session.commit()
    page = boss.get(f"/quan-tri/thu-di/{number}").text
    assert "lien-ket" not in page
    assert "liên kết dùng một lần, không hiện ở đây" in page


def test_a_kept_letter_whose_link_is_spent_is_not_sent_again(
    boss: FlaskClient, settings_with: Callable[..., None]
) -> None:
    number = write()
    db.session.execute(sa.update(Mail).values(state=MailState.KEPT, one_time_link=""))
    db.session.commit()
    settings_with(mail_server="127.0.0.1")
    assert "Gửi lại" not in boss.get(f"/quan-tri/thu-di/{number}").text
    refused = boss.post(f"/quan-tri/thu-di/{number}/gui-lai")
    assert refused.status_code == 409
    assert "đã được dùng hoặc đã thay" in refused.text


def test_a_letter_shows_text_and_never_markup(boss: FlaskClient) -> None:
    page = boss.get(f"/quan-tri/thu-di/{write(body='<script>alert(1)</script>')}").text
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


def test_letters_are_listed_by_what_became_of_them(boss: FlaskClient) -> None:
    write()
    assert "Lê Văn Tám" in boss.get("/quan-tri/thu-di").text
    assert "Lê Văn Tám" not in boss.get("/quan-tri/thu-di?trang-thai=failed").text
    assert boss.get("/quan-tri/thu-di?trang-thai=la").status_code == 200


def test_letters_are_listed_newest_first_with_a_count_in_each_tab(boss: FlaskClient) -> None:
    older, newer = write("Thư trước"), write("Thư sau")
    page = boss.get("/quan-tri/thu-di").text
    assert page.index(f"/quan-tri/thu-di/{newer}") < page.index(f"/quan-tri/thu-di/{older}")
    counts = re.findall(r'class="count[^"]*">(\d+)<', page[page.index("Thư theo trạng thái") :])
    assert counts[:2] == ["2", "2"]
    assert len(counts) == 1 + len(MailState)


def test_a_failed_letter_is_sent_again(boss: FlaskClient) -> None:
    number = write()
    letter = db.session.get(Mail, number)
    assert letter is not None
    letter.state = MailState.FAILED
    db.session.commit()
    assert boss.post(f"/quan-tri/thu-di/{number}/gui-lai").status_code == 303
    assert boss.post(f"/quan-tri/thu-di/{number}/gui-lai").status_code == 409
    db.session.refresh(letter)
    assert letter.state is MailState.QUEUED


@pytest.mark.parametrize("number", ["404", "99999999999999999999"])
def test_a_letter_that_does_not_exist_is_not_found(boss: FlaskClient, number: str) -> None:
    assert boss.get(f"/quan-tri/thu-di/{number}").status_code == 404


def test_a_letter_names_the_files_that_go_with_it(boss: FlaskClient) -> None:
    number = write()
    assert "Tệp gửi kèm" not in boss.get(f"/quan-tri/thu-di/{number}").text
    paper = Enclosed(keep(b"%PDF-1.4\n", FileKind.PDF), "Giấy chứng nhận.pdf")
    post("tam@so.vn", "Kèm giấy", "Xin gửi.", key="with", enclosed=[paper])
    db.session.commit()
    page = boss.get(f"/quan-tri/thu-di/{number + 1}").text
    assert "Tệp gửi kèm" in page
    assert "Giấy chứng nhận.pdf" in page
