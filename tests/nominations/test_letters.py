"""The letters that a dossier writes, whole."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa
import time_machine

from app.infra.db.engine import db
from app.infra.mail.models import Mail
from app.kernel import clock
from app.kernel.access import Actor
from app.nominations.operations.screening import (
    accept_nomination,
    ask_supplement,
    reject_nomination,
    screen_again,
)
from app.nominations.operations.shares import answer_share
from app.nominations.operations.submission import (
    endorse_nomination,
    return_nomination,
    submit_nomination,
)
from app.nominations.operations.writing import save_typed_people
from app.nominations.queries.shares import claims_of, get_share_claim
from app.programmes.enums import SubjectKind
from tests.letters.kept_texts import letters_of, require_kept_text
from tests.nominations.conftest import make_stage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask

    from app.nominations.models import Nomination
    from tests.nominations.conftest import Stage

NOW = "2026-11-20T03:00:00+00:00"
PEOPLE = [
    {"full_name": "Lê Thuỵ Khuê", "contribution": "40", "email": "khue@vidu.vn"},
    {"full_name": "Vũ Thị Hạnh", "contribution": "30", "email": "chung@vidu.vn"},
    {"full_name": "Hoàng Đình Ngữ", "contribution": "30", "email": "chung@vidu.vn"},
]


@pytest.fixture(autouse=True)
def _standing_clock() -> Iterator[None]:
    with time_machine.travel(datetime.fromisoformat(NOW), tick=False):
        yield


def at_unit(*, subject_kind: SubjectKind = SubjectKind.SOLUTION) -> tuple[Stage, Nomination]:
    """Submit a dossier that waits for its unit, of a contact with a fixed name."""
    stage = make_stage(
        needs_endorsement=True,
        name="Hội thi Sáng tạo kỹ thuật lần thứ XII",
        subject_kind=subject_kind,
    )
    stage.contact.email = "don.vi@vidu.vn"
    stage.contact.person.full_name = "Trần Thị Đầu Mối"
    nomination = stage.begin()
    save_typed_people(nomination, PEOPLE)
    submit_nomination(nomination, by=stage.by)
    db.session.commit()
    return stage, nomination


def at_organiser() -> tuple[Stage, Nomination]:
    """Submit a dossier and have its unit endorse it."""
    stage, nomination = at_unit()
    endorse_nomination(nomination, by=stage.by_contact)
    db.session.commit()
    return stage, nomination


@pytest.mark.usefixtures("app")
def test_letters_that_a_submission_writes() -> None:
    at_unit()
    for what in ("receipt", "endorsement_asked"):
        require_kept_text(f"nominations.{what}")
    require_kept_text("nominations.share_asked", "accounts.link")


@pytest.mark.usefixtures("app")
def test_letter_to_whom_a_dossier_of_a_title_names() -> None:
    at_unit(subject_kind=SubjectKind.PERSON)
    require_kept_text("nominations.named")


@pytest.mark.usefixtures("app")
def test_letter_of_a_share_that_is_denied() -> None:
    _stage, nomination = at_unit()
    claim = get_share_claim(claims_of(nomination.id)[0].id)
    answer_share(claim, agrees=False, reason="Chúng tôi đã thống nhất 35 %.", by=Actor(name="Hạnh"))
    require_kept_text("nominations.share_denied")


@pytest.mark.usefixtures("app")
def test_letters_of_the_unit_and_of_a_verdict() -> None:
    stage, nomination = at_organiser()
    require_kept_text("nominations.endorsed")
    accept_nomination(nomination, by=stage.by_secretary)
    require_kept_text("nominations.accepted")
    screen_again(nomination, "Cần đối chiếu lại phụ lục.", by=stage.by_secretary)
    require_kept_text("nominations.screened_again")
    reject_nomination(nomination, "Chưa đủ điều kiện theo Điều 5.", by=stage.by_secretary)
    require_kept_text("nominations.rejected")


@pytest.mark.usefixtures("app")
def test_letter_with_which_a_unit_gives_back() -> None:
    stage, nomination = at_unit()
    return_nomination(nomination, "Xin ghi rõ đơn vị áp dụng.", by=stage.by_contact)
    require_kept_text("nominations.returned")


@pytest.mark.usefixtures("app")
def test_letters_that_ask_for_more_and_confirm_it() -> None:
    stage, nomination = at_organiser()
    due = clock.now() + timedelta(days=7)
    ask_supplement(nomination, "Xin bổ sung xác nhận áp dụng.", due, by=stage.by_secretary)
    require_kept_text("nominations.supplement_asked")
    submit_nomination(nomination, by=stage.by)
    require_kept_text("nominations.supplemented")


@pytest.mark.parametrize("second", ["Xin thêm bản vẽ.", "Xin bổ sung xác nhận."])
def test_each_request_for_more_writes_a_letter_also_on_one_day(app: Flask, second: str) -> None:
    stage, nomination = at_organiser()
    due = clock.now() + timedelta(days=7)
    ask_supplement(nomination, "Xin bổ sung xác nhận.", due, by=stage.by_secretary)
    ask_supplement(nomination, second, due, by=stage.by_secretary)
    assert letters_of("nominations.supplement_asked").count("Tiêu đề:") == 2
    assert second in letters_of("nominations.supplement_asked").split("────────")[1]


def test_two_people_with_one_mailbox_are_both_told_once(app: Flask) -> None:
    stage, nomination = at_unit()
    return_nomination(nomination, "Xin sửa tên.", by=stage.by_contact)
    submit_nomination(nomination, by=stage.by)
    query = sa.select(Mail.to_name, Mail.to_email).where(
        Mail.subject.startswith("Xin xác nhận tỷ lệ")
    )
    assert sorted(tuple(row) for row in db.session.execute(query)) == [
        ("Hoàng Đình Ngữ", "chung@vidu.vn"),
        ("Vũ Thị Hạnh", "chung@vidu.vn"),
    ]


def test_who_submits_through_a_shared_mailbox_is_not_the_other_who_reads_it(app: Flask) -> None:
    stage = make_stage()
    nomination = stage.begin()
    shared = [{**row, "email": "khue@vidu.vn"} for row in PEOPLE[:2]]
    save_typed_people(nomination, [{**row, "contribution": "50"} for row in shared])
    submit_nomination(nomination, by=stage.by)
    query = sa.select(Mail.to_name).where(Mail.subject.startswith("Xin xác nhận tỷ lệ"))
    assert db.session.scalars(query).all() == ["Vũ Thị Hạnh"]


def test_a_corrected_address_is_written_to(app: Flask) -> None:
    stage, nomination = at_unit()
    return_nomination(nomination, "Xin sửa địa chỉ.", by=stage.by_contact)
    save_typed_people(nomination, [*PEOPLE[:2], {**PEOPLE[2], "email": "ngu@vidu.vn"}])
    submit_nomination(nomination, by=stage.by)
    query = sa.select(Mail.to_email).where(Mail.subject.startswith("Xin xác nhận tỷ lệ"))
    found = sorted(db.session.scalars(query))
    assert found == ["chung@vidu.vn", "chung@vidu.vn", "ngu@vidu.vn"]
