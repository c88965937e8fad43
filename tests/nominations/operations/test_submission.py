from __future__ import annotations

import threading
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
import time_machine
from sqlalchemy import func, select

from app.infra.db.engine import db
from app.infra.mail.models import Mail
from app.kernel import clock
from app.kernel.errors import Refusal, RuleBroken, WrongState
from app.nominations.enums import NominationState as S
from app.nominations.models import Nomination
from app.nominations.operations.screening import (
    accept_nomination,
    ask_supplement,
    reject_nomination,
    screen_again,
)
from app.nominations.operations.submission import (
    endorse_nomination,
    return_nomination,
    submit_nomination,
    withdraw_nomination,
)
from app.nominations.operations.writing import save_answers, save_basics, save_typed_people
from app.nominations.queries.dossiers import get_nomination, get_nomination_to_change
from app.nominations.reactions import decide_every_dossier_first
from app.programmes.operations.steps import (
    close_round,
    start_judging,
    start_screening,
    withdraw_call,
)
from tests.diagrams import NOMINATION_STEPS
from tests.factories.nominations import make_nomination
from tests.factories.registry import make_person

if TYPE_CHECKING:
    from flask import Flask

    from tests.nominations.conftest import Stage


def letters() -> list[Mail]:
    return list(db.session.execute(select(Mail).order_by(Mail.id)).scalars())


# ── submission ───────────────────────────────────────────────────────────────────────────────


def test_submission_gives_number_code_and_receipt(stage: Stage) -> None:
    nomination = stage.begin()
    submit_nomination(nomination, by=stage.by)
    assert nomination.state is S.SUBMITTED
    assert (nomination.receipt_no, nomination.code) == (1, "STTN-IX-0001")
    assert nomination.blind_code
    (letter,) = letters()
    assert "Số tiếp nhận: 1" in letter.body
    assert f"/ho-so/{nomination.id}/bien-nhan" in letter.body


def test_incomplete_dossier_is_refused_and_stays_as_it_is(stage: Stage) -> None:
    nomination = stage.begin(mo_ta="")
    with pytest.raises(RuleBroken, match="Nội dung"):
        submit_nomination(nomination, by=stage.by)
    assert nomination.state is S.DRAFT
    assert nomination.receipt_no is None


@pytest.mark.parametrize("grace", [0, 15])
@pytest.mark.parametrize(("seconds", "in_time"), [(-1, True), (0, True), (1, False)])
def test_deadline_holds_to_the_second(app: Flask, grace: int, seconds: int, in_time: bool) -> None:
    from tests.nominations.conftest import make_stage

    stage = make_stage(grace_minutes=grace)
    nomination = stage.begin()
    assert stage.round.closes_at is not None
    last = stage.round.closes_at + timedelta(minutes=grace)
    with time_machine.travel(last + timedelta(seconds=seconds), tick=False):
        if in_time:
            submit_nomination(nomination, by=stage.by)
            assert nomination.state is S.SUBMITTED
            return
        with pytest.raises(WrongState, match="quá hạn"):
            submit_nomination(nomination, by=stage.by)
        save_answers(nomination, {"mo_ta": "Vẫn viết được sau hạn."})
        assert nomination.answers[0].value == "Vẫn viết được sau hạn."


def test_second_submission_is_refused(stage: Stage) -> None:
    nomination = stage.begin()
    submit_nomination(nomination, by=stage.by)
    with pytest.raises(WrongState, match="đã nộp"):
        submit_nomination(nomination, by=stage.by)


def test_rolled_back_submission_leaves_no_gap(stage: Stage) -> None:
    first, second = stage.begin(), stage.begin()
    db.session.commit()
    submit_nomination(first, by=stage.by)
    db.session.rollback()
    db.session.expire_all()
    again = get_nomination(second.id)
    submit_nomination(again, by=stage.by)
    assert again.receipt_no == 1


def test_submissions_at_one_instant_take_one_number_each(app: Flask, stage: Stage) -> None:
    ids = [stage.begin().id for _ in range(4)]
    by = stage.by
    db.session.commit()
    numbers: list[int | None] = []
    faults: list[Exception] = []
    gate = threading.Barrier(len(ids))

    def submit(nomination_id: int) -> None:
        with app.app_context():
            gate.wait()
            try:
                nomination = get_nomination_to_change(nomination_id)
                submit_nomination(nomination, by=by)
                db.session.commit()
                numbers.append(nomination.receipt_no)
            except Exception as error:  # noqa: BLE001  # told to the test
                faults.append(error)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=submit, args=(n,)) for n in ids]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert set(numbers) == {1, 2, 3, 4}
    assert len(numbers) == len(ids)


def test_double_click_submits_once(app: Flask, stage: Stage) -> None:
    nomination_id = stage.begin().id
    by = stage.by
    db.session.commit()
    outcomes: list[str] = []
    gate = threading.Barrier(2)

    def submit() -> None:
        with app.app_context():
            gate.wait()
            try:
                submit_nomination(get_nomination_to_change(nomination_id), by=by)
                db.session.commit()
                outcomes.append("sent")
            except Refusal:
                outcomes.append("refused")
            finally:
                db.session.remove()

    threads = [threading.Thread(target=submit) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["refused", "sent"]
    assert db.session.execute(select(func.count(Mail.id))).scalar_one() == 1


# ── who is who ───────────────────────────────────────────────────────────────────────────────


def test_owner_is_linked_to_themselves_and_others_are_entered(stage: Stage) -> None:
    nomination = stage.begin()
    rows = [
        {"full_name": "lê thuỵ khuê", "email": "KHUE@vidu.vn", "contribution": "50"},
        {"full_name": "Hoàng Đình Ngữ", "email": "ngu@vidu.vn", "contribution": "50"},
    ]
    save_typed_people(nomination, rows)
    submit_nomination(nomination, by=stage.by)
    first, second = nomination.people
    assert first.person_id == stage.author.person_id
    assert second.person_id not in {None, stage.author.person_id}
    assert [m.to_email for m in letters()] == ["khue@vidu.vn", "ngu@vidu.vn"]


def test_name_alone_joins_nobody(stage: Stage) -> None:
    known = make_person(full_name="Hoàng Đình Ngữ")
    nomination = stage.begin()
    save_typed_people(nomination, [{"full_name": "Hoàng Đình Ngữ", "contribution": "100"}])
    submit_nomination(nomination, by=stage.by)
    assert nomination.people[0].person_id != known.id


def test_name_within_a_unit_is_the_same_person(stage: Stage) -> None:
    known = make_person(full_name="Hoàng Đình Ngữ", unit_id=stage.unit.id)
    nomination = stage.begin()
    row = {"full_name": "Hoàng Đình Ngữ", "unit_name": "trường đại học yên lập"}
    save_typed_people(nomination, [{**row, "contribution": "100"}])
    submit_nomination(nomination, by=stage.by)
    assert nomination.people[0].person_id == known.id


def test_two_rows_of_a_dossier_are_two_people(stage: Stage) -> None:
    nomination = stage.begin()
    row = {"full_name": "Hoàng Đình Ngữ", "unit_name": stage.unit.name, "contribution": "50"}
    save_typed_people(nomination, [row, row])
    submit_nomination(nomination, by=stage.by)
    one, other = nomination.people
    assert one.person_id != other.person_id


# ── the unit ─────────────────────────────────────────────────────────────────────────────────


def test_dossier_waits_for_its_unit_which_is_asked(endorsed_stage: Stage) -> None:
    stage, nomination = endorsed_stage, endorsed_stage.begin()
    submit_nomination(nomination, by=stage.by)
    assert nomination.state is S.AWAITING_ENDORSEMENT
    assert [m.to_email for m in letters()] == ["khue@vidu.vn", stage.contact.email]
    endorse_nomination(nomination, by=stage.by_contact)
    db.session.flush()
    assert get_nomination(nomination.id).state is S.SUBMITTED
    assert nomination.endorsed_at is not None


def test_contact_of_the_unit_endorses_by_submitting(endorsed_stage: Stage) -> None:
    stage, nomination = endorsed_stage, endorsed_stage.begin()
    submit_nomination(nomination, by=stage.by_contact)
    assert nomination.state is S.SUBMITTED
    assert nomination.endorsed_at is not None


def test_returned_dossier_keeps_its_number_when_it_comes_back(endorsed_stage: Stage) -> None:
    stage, nomination = endorsed_stage, endorsed_stage.begin()
    submit_nomination(nomination, by=stage.by)
    return_nomination(nomination, "Ghi rõ nơi áp dụng.", by=stage.by_contact)
    assert nomination.state is S.RETURNED
    submit_nomination(nomination, by=stage.by)
    assert nomination.receipt_no == 1
    assert nomination.return_reason == ""


def test_unit_cannot_return_what_could_not_come_back(endorsed_stage: Stage) -> None:
    stage, nomination = endorsed_stage, endorsed_stage.begin()
    submit_nomination(nomination, by=stage.by)
    assert stage.round.closes_at is not None
    with (
        time_machine.travel(stage.round.closes_at + timedelta(seconds=1), tick=False),
        pytest.raises(WrongState, match="không nộp lại được"),
    ):
        return_nomination(nomination, "Sửa lại.", by=stage.by_contact)


# ── supplement ───────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("seconds", "in_time"), [(0, True), (1, False)])
def test_supplement_is_taken_to_the_second(stage: Stage, seconds: int, in_time: bool) -> None:
    nomination, due = stage.begin(), clock.now().replace(microsecond=0) + timedelta(days=60)
    submit_nomination(nomination, by=stage.by)
    sent = nomination.submitted_at
    ask_supplement(nomination, "Bổ sung ảnh.", due, by=stage.by_secretary)
    with time_machine.travel(due + timedelta(seconds=seconds), tick=False):
        if in_time:
            submit_nomination(nomination, by=stage.by)
            assert nomination.state is S.SUBMITTED
            assert nomination.supplemented_at == due
            assert nomination.submitted_at == sent
        else:
            save_answers(nomination, {"mo_ta": "Không mất chữ nào."})
            with pytest.raises(WrongState, match="quá hạn bổ sung"):
                submit_nomination(nomination, by=stage.by)


def test_supplement_keeps_the_unit_that_gave_its_word(endorsed_stage: Stage) -> None:
    nomination = endorsed_stage.begin()
    submit_nomination(nomination, by=endorsed_stage.by)
    endorse_nomination(nomination, by=endorsed_stage.by_contact)
    due = clock.now() + timedelta(days=2)
    ask_supplement(nomination, "Bổ sung ảnh.", due, by=endorsed_stage.by_secretary)
    typed: dict[str, Any] = {
        "title": nomination.title,
        "summary": "Mới.",
        "category_id": nomination.category_id,
    }
    with pytest.raises(RuleBroken) as refusal:
        save_basics(nomination, unit_id=None, **typed)
    assert refusal.value.field == "unit"
    save_basics(nomination, unit_id=nomination.unit_id, **typed)
    assert nomination.summary == "Mới."


def test_who_is_named_by_a_supplement_is_told(stage: Stage) -> None:
    nomination = stage.begin()
    submit_nomination(nomination, by=stage.by)
    due = clock.now() + timedelta(days=2)
    ask_supplement(nomination, "Ghi đủ tác giả.", due, by=stage.by_secretary)
    rows = [
        {"full_name": "Lê Thuỵ Khuê", "contribution": "60"},
        {"full_name": "Vũ Thị Hạnh", "contribution": "40", "email": "hanh@vidu.vn"},
    ]
    save_typed_people(nomination, rows)
    submit_nomination(nomination, by=stage.by)
    assert [m.to_email for m in letters()].count("hanh@vidu.vn") == 1


# ── every state, every step ──────────────────────────────────────────────────────────────────


def steps(stage: Stage) -> dict[str, object]:
    by, secretary, contact = stage.by, stage.by_secretary, stage.by_contact
    later = clock.now() + timedelta(days=3)
    return {
        "endorse": lambda n: endorse_nomination(n, by=contact),
        "return": lambda n: return_nomination(n, "Sửa.", by=contact),
        "ask_supplement": lambda n: ask_supplement(n, "Thêm.", later, by=secretary),
        "accept": lambda n: accept_nomination(n, by=secretary),
        "reject": lambda n: reject_nomination(n, "Điều 5.", by=secretary),
        "screen_again": lambda n: screen_again(n, "Nhầm.", by=secretary),
        "withdraw": lambda n: withdraw_nomination(n, by=by),
    }


@pytest.mark.parametrize("state", list(S))
def test_each_step_leaves_the_states_that_the_diagram_draws(stage: Stage, state: S) -> None:
    for name, take in steps(stage).items():
        nomination = get_nomination(make_nomination(stage.round, state=state).id)
        target = NOMINATION_STEPS.get((name, state))
        if target is None:
            with pytest.raises(WrongState):
                take(nomination)  # type: ignore[operator]
            assert nomination.state is state
        else:
            take(nomination)  # type: ignore[operator]
            assert nomination.state is target


@pytest.mark.parametrize("state", list(S))
@pytest.mark.parametrize("needs_unit", [True, False])
def test_submission_leaves_the_states_that_the_diagram_draws(
    app: Flask, state: S, needs_unit: bool
) -> None:
    from tests.nominations.conftest import make_stage

    stage = make_stage(needs_endorsement=needs_unit)
    nomination = get_nomination(make_nomination(stage.round, state=state, unit_id=stage.unit.id).id)
    targets = {
        S.DRAFT: S.AWAITING_ENDORSEMENT if needs_unit else S.SUBMITTED,
        S.RETURNED: S.AWAITING_ENDORSEMENT if needs_unit else S.SUBMITTED,
        S.SUPPLEMENT_WANTED: S.SUBMITTED,
    }
    if state in targets:
        submit_nomination(nomination, by=stage.by)
        assert nomination.state is targets[state]
    else:
        with pytest.raises(WrongState):
            submit_nomination(nomination, by=stage.by)


@pytest.mark.parametrize("write", [reject_nomination, screen_again, return_nomination])
def test_decision_without_a_reason_is_refused(stage: Stage, write: object) -> None:
    nomination = make_nomination(stage.round)
    with pytest.raises(RuleBroken):
        write(nomination, "  ", by=stage.by_secretary)  # type: ignore[operator]


# ── the round ────────────────────────────────────────────────────────────────────────────────


def test_call_with_a_dossier_is_not_taken_back(stage: Stage) -> None:
    make_nomination(stage.round, state=S.DRAFT)
    with pytest.raises(WrongState, match="đã có 1 hồ sơ"):
        withdraw_call(stage.round, by=stage.by_secretary)


def test_call_without_dossiers_is_taken_back(stage: Stage) -> None:
    withdraw_call(stage.round, by=stage.by_secretary)


def test_judging_waits_for_every_verdict(stage: Stage) -> None:
    by = stage.by_secretary
    waiting = [make_nomination(stage.round, state=s) for s in (S.SUBMITTED, S.SUPPLEMENT_WANTED)]
    make_nomination(stage.round, state=S.RETURNED)
    make_nomination(stage.round, state=S.DRAFT)
    close_round(stage.round, by=by)
    start_screening(stage.round, by=by)
    db.session.commit()
    with pytest.raises(WrongState, match="Còn 2 hồ sơ"):
        start_judging(stage.round, by=by)
    db.session.rollback()
    db.session.expire_all()
    for nomination in waiting:
        reject_nomination(get_nomination(nomination.id), "Điều 5.", by=by)
    decide_every_dossier_first(stage.round, by=by)


def test_withdrawn_dossier_is_kept(stage: Stage) -> None:
    nomination = make_nomination(stage.round)
    withdraw_nomination(nomination, by=stage.by)
    assert db.session.get(Nomination, nomination.id) is not None
