"""Co-authors are asked when a dossier is sent; what is changed later is asked anew."""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from app.accounts.models import Link
from app.accounts.queries import find_holder
from app.infra.db.engine import db
from app.infra.mail.models import Mail
from app.kernel import clock
from app.kernel.access import Actor
from app.kernel.errors import RuleBroken, WrongState
from app.nominations.enums import CONFIRM_SHARE
from app.nominations.enums import ShareState as S
from app.nominations.models import Nomination, ShareClaim
from app.nominations.operations.screening import ask_supplement
from app.nominations.operations.shares import answer_share
from app.nominations.operations.submission import submit_nomination, withdraw_nomination
from app.nominations.operations.writing import save_typed_people
from app.nominations.queries.shares import claims_of, get_share_claim
from app.programmes.enums import SubjectKind
from tests.nominations.conftest import Stage, make_stage

if TYPE_CHECKING:
    from flask import Flask

HOLDER = Actor(name="Vũ Thị Hạnh", email="hanh@vidu.vn")


def people(share: str = "40", *, hanh: str = "hanh@vidu.vn") -> list[dict[str, str]]:
    rest = str(100 - int(share))
    return [
        {"full_name": "Lê Thuỵ Khuê", "contribution": rest, "email": "khue@vidu.vn"},
        {"full_name": "Vũ Thị Hạnh", "contribution": share, "email": hanh},
    ]


def sent(stage: Stage, rows: list[dict[str, str]] | None = None) -> Nomination:
    nomination = stage.begin()
    save_typed_people(nomination, people() if rows is None else rows)
    submit_nomination(nomination, by=stage.by)
    return nomination


def sent_again(stage: Stage, nomination: Nomination, rows: list[dict[str, str]]) -> None:
    due = clock.now() + timedelta(days=2)
    ask_supplement(nomination, "Xem lại tỷ lệ.", due, by=stage.by_secretary)
    save_typed_people(nomination, rows)
    submit_nomination(nomination, by=stage.by)


def letters_to(email: str) -> list[Mail]:
    query = select(Mail).where(Mail.to_email == email).order_by(Mail.id)
    return list(db.session.execute(query).scalars())


def tokens_to(email: str) -> list[str]:
    found = (re.search(r"/xac-nhan-ty-le/([\w-]+)", mail.text) for mail in letters_to(email))
    return [match[1] for match in found if match]


def test_co_author_is_asked_by_one_letter_with_share_and_link(stage: Stage) -> None:
    nomination, other = sent(stage), sent(stage, people("10", hanh="khac@vidu.vn"))
    (claim,) = claims_of(nomination.id)
    assert (claim.full_name, claim.email, claim.share) == (
        "Vũ Thị Hạnh",
        "hanh@vidu.vn",
        Decimal(40),
    )
    assert (claim.state, claim.reason, claim.answered_at) == (S.AWAITING, "", None)
    (letter,) = letters_to("hanh@vidu.vn")
    assert "40 %" in letter.text
    assert "Lê Thuỵ Khuê" in letter.text
    (token,) = tokens_to("hanh@vidu.vn")
    assert token not in letter.body
    holder = find_holder(token, CONFIRM_SHARE)
    assert holder is not None
    assert holder.link is not None
    assert holder.link.subject_id == claim.id
    assert [c.email for c in claims_of(other.id)] == ["khac@vidu.vn"]


def test_writer_is_not_asked_about_their_own_share(stage: Stage) -> None:
    sent(stage)
    assert tokens_to("khue@vidu.vn") == []


def test_contact_who_sends_for_others_asks_all_of_them(stage: Stage) -> None:
    nomination = stage.begin()
    save_typed_people(nomination, people())
    submit_nomination(nomination, by=stage.by_contact)
    assert [c.email for c in claims_of(nomination.id)] == ["khue@vidu.vn", "hanh@vidu.vn"]


def test_who_has_no_address_is_not_asked(stage: Stage) -> None:
    assert claims_of(sent(stage, people(hanh="")).id) == []


def test_dossier_that_nobody_here_wrote_asks_nobody(stage: Stage) -> None:
    nomination = stage.begin()
    save_typed_people(nomination, people())
    nomination.owner_id = None
    submit_nomination(nomination, by=stage.by)
    assert claims_of(nomination.id) == []
    assert "Ông/bà có tên" in letters_to("hanh@vidu.vn")[0].subject


def test_title_has_no_shares_to_ask_about(app: Flask) -> None:
    stage = make_stage(subject_kind=SubjectKind.PERSON)
    nomination = sent(stage)
    assert claims_of(nomination.id) == []
    assert "Ông/bà có tên" in letters_to("hanh@vidu.vn")[0].subject


def test_link_lives_to_the_end_of_the_round_and_two_weeks_at_least(app: Flask) -> None:
    closes = clock.now() + timedelta(days=40)
    sent(make_stage(closes_at=closes))
    assert db.session.execute(select(Link.until)).scalar_one() == closes


def test_last_day_leaves_two_weeks_to_answer(stage: Stage) -> None:
    sent(stage)
    until = db.session.execute(select(Link.until)).scalar_one()
    assert timedelta(days=13, hours=23) < until - clock.now() <= timedelta(days=14)


@pytest.mark.parametrize(("agrees", "state"), [(True, S.CONFIRMED), (False, S.DENIED)])
def test_answer_is_kept_once(stage: Stage, agrees: bool, state: S) -> None:
    claim = claims_of(sent(stage).id)[0]
    bystander = claims_of(sent(stage).id)[0]
    loaded = get_share_claim(claim.id)
    answer_share(loaded, agrees=agrees, reason=" Đã thống nhất 45 %. ", by=HOLDER)
    assert (loaded.state, loaded.reason) == (state, "" if agrees else "Đã thống nhất 45 %.")
    assert loaded.answered_at is not None
    with pytest.raises(WrongState, match="đã được trả lời"):
        answer_share(loaded, agrees=not agrees, reason="", by=HOLDER)
    assert loaded.state is state
    assert claims_of(bystander.nomination_id)[0].state is S.AWAITING


def test_author_is_told_of_a_denial_with_its_reason_and_not_of_a_confirmation(
    stage: Stage,
) -> None:
    first, second = (get_share_claim(claims_of(sent(stage).id)[0].id) for _ in range(2))
    before = len(letters_to("khue@vidu.vn"))
    answer_share(first, agrees=True, reason="", by=HOLDER)
    assert len(letters_to("khue@vidu.vn")) == before
    answer_share(second, agrees=False, reason="Đã thống nhất 45 %.", by=HOLDER)
    letter = letters_to("khue@vidu.vn")[-1]
    assert "Đã thống nhất 45 %." in letter.text
    assert "Vũ Thị Hạnh" in letter.text


def test_reason_that_is_too_long_answers_nothing(stage: Stage) -> None:
    claim = get_share_claim(claims_of(sent(stage).id)[0].id)
    with pytest.raises(RuleBroken, match="1001 ký tự"):
        answer_share(claim, agrees=False, reason="a" * 1001, by=HOLDER)
    assert claim.state is S.AWAITING


def test_same_share_sent_again_keeps_its_answer_and_asks_nothing(stage: Stage) -> None:
    nomination = sent(stage)
    answer_share(get_share_claim(claims_of(nomination.id)[0].id), agrees=True, reason="", by=HOLDER)
    sent_again(stage, nomination, people())
    assert [c.state for c in claims_of(nomination.id)] == [S.CONFIRMED]
    assert len(letters_to("hanh@vidu.vn")) == 1


@pytest.mark.parametrize("answered", [True, False])
def test_changed_share_voids_answer_and_link_and_asks_anew(stage: Stage, answered: bool) -> None:
    nomination, other = sent(stage), sent(stage)
    if answered:
        claim = get_share_claim(claims_of(nomination.id)[0].id)
        answer_share(claim, agrees=False, reason="", by=HOLDER)
    sent_again(stage, nomination, people("45"))
    assert [(c.state, c.share) for c in claims_of(nomination.id)] == [
        (S.VOID, Decimal(40)),
        (S.AWAITING, Decimal(45)),
    ]
    old, other_token, new = [m.text for m in letters_to("hanh@vidu.vn")]
    assert "/xac-nhan-ty-le/" not in old
    assert [find_holder(t, CONFIRM_SHARE) is None for t in tokens_to("hanh@vidu.vn")] == [
        False,
        False,
    ]
    assert "45 %" in new
    assert "40 %" in other_token
    assert [c.state for c in claims_of(other.id)] == [S.AWAITING]


def test_person_who_is_replaced_can_answer_no_more(stage: Stage) -> None:
    nomination = sent(stage)
    (token,) = tokens_to("hanh@vidu.vn")
    rows = people()
    rows[1] |= {"full_name": "Bùi Thế Duyệt", "email": "duyet@vidu.vn"}
    sent_again(stage, nomination, rows)
    assert find_holder(token, CONFIRM_SHARE) is None
    assert [(c.full_name, c.state) for c in claims_of(nomination.id)] == [
        ("Vũ Thị Hạnh", S.VOID),
        ("Bùi Thế Duyệt", S.AWAITING),
    ]


def test_withdrawn_dossier_takes_its_questions_back_and_keeps_the_answers(stage: Stage) -> None:
    rows = people()
    rows[0]["contribution"] = "30"
    rows.append({"full_name": "Bùi Duyệt", "contribution": "30", "email": "duyet@vidu.vn"})
    nomination, other = sent(stage, rows), sent(stage)
    first = next(c for c in claims_of(nomination.id) if c.email == "hanh@vidu.vn")
    answer_share(get_share_claim(first.id), agrees=True, reason="", by=HOLDER)
    (token,) = tokens_to("duyet@vidu.vn")
    withdraw_nomination(nomination, by=stage.by)
    assert find_holder(token, CONFIRM_SHARE) is None
    states = {c.email: c.state for c in claims_of(nomination.id)}
    assert states == {"hanh@vidu.vn": S.CONFIRMED, "duyet@vidu.vn": S.VOID}
    assert [c.state for c in claims_of(other.id)] == [S.AWAITING]


def test_number_of_a_claim_is_never_given_again(stage: Stage) -> None:
    claim = claims_of(sent(stage).id)[0]
    number = claim.id
    db.session.delete(claim)
    db.session.flush()
    assert claims_of(sent(stage).id)[0].id > number
    assert db.session.get(ShareClaim, number) is None
