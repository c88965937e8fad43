"""A person without an account answers one question by a link, and can do nothing else with it."""

from __future__ import annotations

import json
import logging
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TYPE_CHECKING

import pytest
import time_machine
from sqlalchemy import select

from app.accounts.enums import INVITATION
from app.accounts.models import Link
from app.accounts.operations.tokens import Holder, grant_link, void_links
from app.audit.models import AuditEntry
from app.infra.db.engine import db
from app.infra.mail.models import Mail
from app.nominations.enums import ShareState as S
from app.nominations.models import ShareClaim
from app.nominations.operations.writing import save_typed_people
from app.nominations.queries.shares import claims_of
from app.nominations.rules.sections import PEOPLE
from tests.nominations.operations.test_shares import people, sent, tokens_to

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

    from tests.nominations.conftest import Stage

AGREE = {"answer": "agree"}
COMERS = 12
GONE = "Liên kết không còn dùng được"


@pytest.fixture
def question(stage: Stage) -> tuple[int, str]:
    """The number of a claim and the address of its page."""
    claim_id = claims_of(sent(stage).id)[0].id
    address = f"/xac-nhan-ty-le/{tokens_to('hanh@vidu.vn')[0]}"
    db.session.commit()
    return claim_id, address


def claim_now(claim_id: int) -> ShareClaim:
    db.session.expire_all()
    return db.session.get_one(ShareClaim, claim_id)


def uses(claim_id: int) -> int:
    query = select(Link.used).where(Link.subject == "share_claims", Link.subject_id == claim_id)
    return db.session.execute(query).scalar_one()


def text(response: TestResponse) -> str:
    return response.get_data(as_text=True)


def test_looking_shows_the_question_and_uses_nothing_up(
    client: FlaskClient, question: tuple[int, str]
) -> None:
    claim_id, address = question
    for _ in range(3):
        assert client.get(address).status_code == 200
        assert client.head(address).status_code == 200
    page = client.get(address)
    assert "40 %" in text(page)
    assert "Máy sàng ngao hai tầng" in text(page)
    assert "khue@vidu.vn" not in text(page)
    assert (uses(claim_id), claim_now(claim_id).state) == (0, S.AWAITING)


@pytest.mark.parametrize(
    ("typed", "state", "reason"),
    [
        (AGREE, S.CONFIRMED, ""),
        ({"answer": "deny", "reason": "Đã thống nhất 45 %."}, S.DENIED, "Đã thống nhất 45 %."),
        ({"answer": "deny"}, S.DENIED, ""),
        ({"answer": "agree", "reason": "Không cần."}, S.CONFIRMED, ""),
    ],
)
def test_answer_is_taken_without_an_account(
    client: FlaskClient, question: tuple[int, str], typed: dict[str, str], state: S, reason: str
) -> None:
    claim_id, address = question
    answered = client.post(address, data=typed, follow_redirects=True)
    assert answered.status_code == 200
    assert "Đã ghi" in text(answered)
    claim = claim_now(claim_id)
    assert (claim.state, claim.reason, uses(claim_id)) == (state, reason, 1)
    entry = db.session.execute(select(AuditEntry).order_by(AuditEntry.id.desc())).scalars().first()
    assert entry is not None
    assert (entry.by_account, entry.by_name, entry.thing) == (None, "Vũ Thị Hạnh", "Nomination")


@pytest.mark.parametrize(
    "typed", [{}, {"answer": "maybe"}, {"answer": "deny", "reason": "a" * 1001}]
)
def test_refused_answer_keeps_what_was_typed_and_the_use_of_the_link(
    client: FlaskClient, question: tuple[int, str], typed: dict[str, str]
) -> None:
    claim_id, address = question
    refused = client.post(address, data=typed)
    assert refused.status_code == 422
    assert typed.get("reason", "") in text(refused)
    assert (uses(claim_id), claim_now(claim_id).state) == (0, S.AWAITING)
    assert client.post(address, data=AGREE).status_code == 303


def _spent(app: Flask, address: str, _claim: ShareClaim) -> None:
    assert app.test_client().post(address, data=AGREE).status_code == 303


def _voided(_app: Flask, _address: str, claim: ShareClaim) -> None:
    void_links(claim)


def _orphaned(_app: Flask, _address: str, claim: ShareClaim) -> None:
    db.session.delete(claim)


@pytest.mark.parametrize("end", [_spent, _voided, _orphaned])
def test_link_that_leads_nowhere_is_told_alike_for_every_reason(
    app: Flask, client: FlaskClient, question: tuple[int, str], end: Callable[..., None]
) -> None:
    claim_id, address = question
    end(app, address, db.session.get_one(ShareClaim, claim_id))
    db.session.commit()
    wrong = client.get("/xac-nhan-ty-le/khong-co-lien-ket-nay")
    for answer in (client.get(address), client.post(address, data=AGREE), client.head(address)):
        assert answer.status_code == wrong.status_code == 410
    assert GONE in text(wrong)
    assert _without_numbers(text(client.get(address))) == _without_numbers(text(wrong))


def _without_numbers(page: str) -> str:
    """Leave out what differs between two answers of any kind: ids and tokens against forgery."""
    lines = page.splitlines()
    return "\n".join(line for line in lines if "csrf" not in line and "request" not in line)


def test_link_ends_with_its_time(
    client: FlaskClient, question: tuple[int, str], stage: Stage
) -> None:
    claim_id, address = question
    until = db.session.execute(select(Link.until)).scalar_one()
    with time_machine.travel(until, tick=False):
        assert client.get(address).status_code == 410
        assert client.post(address, data=AGREE).status_code == 410
    assert claim_now(claim_id).state is S.AWAITING


def test_token_of_another_kind_opens_nothing_here_and_this_one_no_account(
    client: FlaskClient, question: tuple[int, str]
) -> None:
    _link, invited = grant_link(INVITATION, None, Holder("moi@vidu.vn"))
    db.session.commit()
    assert client.get(f"/xac-nhan-ty-le/{invited}").status_code == 410
    token = question[1].rpartition("/")[2]
    assert client.get(f"/lien-ket/{token}").status_code == 410


def test_link_of_one_question_answers_no_other(
    client: FlaskClient, question: tuple[int, str], stage: Stage
) -> None:
    other = claims_of(sent(stage).id)[0].id
    db.session.commit()
    client.post(question[1], data=AGREE)
    assert claim_now(other).state is S.AWAITING
    assert uses(other) == 0


def test_holder_is_nobody_else_though_somebody_is_signed_in(
    sign_in: Callable[..., FlaskClient], question: tuple[int, str], stage: Stage
) -> None:
    browser = sign_in(stage.secretary)
    assert browser.post(question[1], data=AGREE).status_code == 303
    entry = db.session.execute(select(AuditEntry).order_by(AuditEntry.id.desc())).scalars().first()
    assert entry is not None
    assert (entry.by_account, entry.by_name) == (None, "Vũ Thị Hạnh")


def test_holder_of_a_link_is_still_a_stranger_elsewhere(
    client: FlaskClient, question: tuple[int, str]
) -> None:
    claim_id, address = question
    client.get(address)
    nomination_id = db.session.get_one(ShareClaim, claim_id).nomination_id
    assert client.get(f"/ho-so/{nomination_id}").status_code == 401


def test_answers_are_not_kept_and_name_the_address_to_nobody(
    client: FlaskClient, question: tuple[int, str]
) -> None:
    for address in (question[1], "/xac-nhan-ty-le/sai", "/lien-ket/sai"):
        headers = client.get(address).headers
        assert headers["Cache-Control"] == "no-store"
        assert headers["Referrer-Policy"] == "strict-origin"
    assert client.get("/").headers["Referrer-Policy"] == "same-origin"


def test_no_token_stands_in_the_log(
    client: FlaskClient, question: tuple[int, str], caplog: pytest.LogCaptureFixture
) -> None:
    token = question[1].rpartition("/")[2]
    with caplog.at_level(logging.DEBUG):
        client.get(question[1])
        client.post(question[1], data={"answer": "maybe"})
        client.post(question[1], data=AGREE)
        client.get(question[1])
    assert caplog.records
    told = json.dumps([[r.getMessage(), str(r.__dict__)] for r in caplog.records])
    assert token not in told


def test_letter_forgets_the_link_once_it_was_used(
    client: FlaskClient, question: tuple[int, str]
) -> None:
    client.post(question[1], data=AGREE)
    db.session.expire_all()
    query = select(Mail).where(Mail.to_email == "hanh@vidu.vn")
    assert db.session.execute(query).scalar_one().has_lost_its_link


def test_of_many_who_answer_at_once_one_gets_through(app: Flask, question: tuple[int, str]) -> None:
    claim_id, address = question
    start = Barrier(COMERS)

    def answer(place: int) -> tuple[int, str]:
        browser, typed = app.test_client(), "agree" if place % 2 else "deny"
        start.wait(timeout=20)
        return browser.post(address, data={"answer": typed}).status_code, typed

    db.session.remove()
    with ThreadPoolExecutor(COMERS) as hands:
        answers = list(hands.map(answer, range(COMERS)))
    assert sorted(status for status, _ in answers) == [303] + [410] * (COMERS - 1)
    (winner,) = [typed for status, typed in answers if status == 303]
    expected = S.CONFIRMED if winner == "agree" else S.DENIED
    assert (claim_now(claim_id).state, uses(claim_id)) == (expected, 1)
    tags = ("nominations:share:confirmed", "nominations:share:denied")
    entries = select(AuditEntry.id).where(AuditEntry.tag.in_(tags))
    assert len(db.session.execute(entries).all()) == 1


# ── what the owner sees ──────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        (None, "Chờ trả lời"),
        (AGREE, "Đã xác nhận"),
        ({"answer": "deny", "reason": "Đã thống nhất 45 %."}, "Không đồng ý"),
    ],
)
def test_owner_reads_each_answer_beside_the_share(
    client: FlaskClient,
    sign_in: Callable[..., FlaskClient],
    question: tuple[int, str],
    stage: Stage,
    typed: dict[str, str] | None,
    word: str,
) -> None:
    claim_id, address = question
    if typed:
        client.post(address, data=typed)
    nomination_id = claim_now(claim_id).nomination_id
    page = text(sign_in(stage.author).get(f"/ho-so/{nomination_id}"))
    assert page.count(word) == 1
    assert typed is None or typed.get("reason", "") in page


def test_table_of_shares_says_who_will_be_asked(
    sign_in: Callable[..., FlaskClient], stage: Stage
) -> None:
    draft = stage.begin()
    rows = [*people(), {"full_name": "Bùi Duyệt", "contribution": "5"}]
    rows[1]["contribution"] = "35"
    save_typed_people(draft, rows)
    db.session.commit()
    page = text(sign_in(stage.author).get(f"/ho-so/{draft.id}/phan/{PEOPLE}"))
    shares = page[page.index("data-shares") :]
    words = ("Người lập hồ sơ", "Sẽ hỏi khi nộp", "Chưa có thư điện tử")
    assert [shares.count(word) for word in words] == [1, 1, 1]
