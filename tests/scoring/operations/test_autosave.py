from __future__ import annotations

import threading
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from app.audit.models import AuditEntry
from app.infra.db.engine import db
from app.kernel import clock
from app.kernel.errors import NotFound, RuleBroken, WrongState
from app.programmes.enums import StageState
from app.scoring.enums import Progress
from app.scoring.operations.autosave import restore_comment, save_points
from app.scoring.operations.sheets import submit_sheet
from app.scoring.queries.progress import get_assignment
from app.scoring.queries.sheet_to_save import get_sheet_to_save
from app.scoring.queries.worklist import get_own_sheet, worklist
from tests.factories.conflicts import make_conflict
from tests.factories.councils import judge_on
from tests.factories.scoring import full_points, make_judging, make_sheet

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask
    from sqlalchemy.orm import Session

    from app.scoring.operations.autosave import Saved
    from tests.factories.scoring import Judging

LONG = "Giải pháp có tính mới rõ ràng, số liệu đo được và đáng tin."


def saved(judging: Judging, number: int, points: dict[str, str], **over: object) -> Saved:
    sheet = get_sheet_to_save(number, judging.judge)
    comment = over.pop("comment", None)
    version = over.pop("version", sheet.version)
    return save_points(sheet, points, comment, version=version)  # type: ignore[arg-type]


def kept(judging: Judging, number: int) -> dict[str, Decimal | None]:
    return get_sheet_to_save(number, judging.judge).points


@pytest.fixture
def judging(session: Session) -> Judging:
    made = make_judging()
    made.assign()
    session.commit()
    return made


@pytest.fixture
def number(judging: Judging) -> int:
    return worklist(judging.stage.id, judging.judge)[0].assignment_id


def test_points_are_kept_piece_by_piece(judging: Judging, number: int) -> None:
    assert saved(judging, number, {"moi": "33,5"}, version=0).version == 1
    assert saved(judging, number, {"hieu_qua": "40"}, comment=LONG).version == 2
    assert kept(judging, number) == {"moi": Decimal("33.5"), "hieu_qua": Decimal(40)}
    assert saved(judging, number, {"moi": ""}).points["moi"] is None
    assert kept(judging, number) == {"moi": None, "hieu_qua": Decimal(40)}
    assert get_sheet_to_save(number, judging.judge).comment == LONG


def test_what_does_not_fit_never_overwrites_what_does(judging: Judging, number: int) -> None:
    saved(judging, number, {"moi": "30"}, version=0)
    answer = saved(judging, number, {"moi": "8,33", "hieu_qua": "12"})
    assert set(answer.problems) == {"moi"}
    assert kept(judging, number) == {"moi": Decimal(30), "hieu_qua": Decimal(12)}


def test_second_tab_overwrites_nothing_and_its_comment_is_kept(
    judging: Judging, number: int
) -> None:
    saved(judging, number, {"moi": "30"}, version=0, comment="Bản của thẻ một.")
    for version in (0, 7):
        answer = saved(judging, number, {"moi": "5"}, version=version, comment="Bản của thẻ hai.")
        assert answer.is_stale
    sheet = get_sheet_to_save(number, judging.judge)
    assert sheet.points["moi"] == Decimal(30)
    assert sheet.comment == "Bản của thẻ một."
    assert [text["text"] for text in sheet.earlier] == ["Bản của thẻ hai."]
    restore_comment(sheet, 0, version=sheet.version)
    assert get_sheet_to_save(number, judging.judge).comment == "Bản của thẻ hai."


def test_text_wiped_by_mistake_comes_back(judging: Judging, number: int) -> None:
    saved(judging, number, {}, version=0, comment=LONG)
    saved(judging, number, {}, comment="")
    sheet = get_sheet_to_save(number, judging.judge)
    assert sheet.earlier[0]["text"] == LONG
    with pytest.raises(NotFound):
        restore_comment(sheet, 5, version=sheet.version)


def test_autosave_leaves_no_entry_and_sending_leaves_one_without_points(
    session: Session, judging: Judging, number: int
) -> None:
    before = session.query(AuditEntry).count()
    saved(judging, number, {"moi": "33,5", "hieu_qua": "20"}, version=0)
    session.commit()
    assert session.query(AuditEntry).count() == before
    submit_sheet(get_own_sheet(number, judging.judge), version=1, by=judging.judge)
    session.commit()
    entry = session.query(AuditEntry).order_by(AuditEntry.number.desc()).first()
    assert entry is not None
    assert entry.tag == "scoring:sheet:submitted"
    assert "33" not in str(entry.changes)


def test_closed_stage_and_passed_deadline_refuse(judging: Judging, number: int) -> None:
    judging.stage.closes_at = clock.now() - timedelta(seconds=2)
    db.session.commit()
    with pytest.raises(WrongState, match="đã qua"):
        saved(judging, number, {"moi": "1"})
    judging.stage.closes_at, judging.stage.state = None, StageState.CLOSED
    db.session.commit()
    with pytest.raises(WrongState, match="đã chốt"):
        saved(judging, number, {"moi": "1"})


def test_sent_sheet_and_endless_comment_are_refused(judging: Judging, number: int) -> None:
    with pytest.raises(RuleBroken):
        saved(judging, number, {}, comment="x" * 1_000_000)
    make_sheet(get_assignment(number), full_points(judging.stage))
    db.session.commit()
    with pytest.raises(WrongState, match="đã gửi"):
        saved(judging, number, {"moi": "1"})


def test_save_is_not_found_for_others_and_for_a_judge_in_conflict(
    judging: Judging, number: int
) -> None:
    with pytest.raises(NotFound):
        get_sheet_to_save(number, judge_on(judging.seats[0]))
    make_conflict(judging.seats[-1], judging.nominations[0])
    with pytest.raises(NotFound):
        get_sheet_to_save(number, judging.judge)


def test_save_costs_one_read_and_two_writes(
    judging: Judging, number: int, count_statements: Callable[[], object]
) -> None:
    saved(judging, number, {"moi": "1"}, version=0)
    db.session.commit()
    with count_statements() as seen:  # type: ignore[attr-defined]
        saved(judging, number, {"moi": "2", "hieu_qua": "3"}, comment=LONG)
        db.session.commit()
    assert [statement.split()[0] for statement in seen] == ["SELECT", "UPDATE", "INSERT"]


def in_parallel(app: Flask, work: Callable[[], object], times: int = 2) -> list[object]:
    """Run the same work at the same moment, each in a context and a session of its own."""
    gate, outcomes = threading.Barrier(times), []

    def run() -> None:
        with app.app_context():
            gate.wait()
            try:
                outcome = work()
                db.session.commit()
            except Exception as error:  # noqa: BLE001  # the outcome of a race is what is looked at
                db.session.rollback()
                outcome = type(error).__name__
            outcomes.append(outcome)

    threads = [threading.Thread(target=run) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def test_two_tabs_that_begin_at_once_make_one_sheet(
    app: Flask, judging: Judging, number: int
) -> None:
    judge = judging.judge

    def begin() -> bool:
        sheet = get_sheet_to_save(number, judge)
        return save_points(sheet, {"moi": "1"}, LONG, version=0).is_stale

    outcomes = in_parallel(app, begin)
    assert sorted(map(bool, outcomes)) == [False, True]
    assert worklist(judging.stage.id, judge)[0].progress is Progress.PARTIAL


def test_two_sends_at_once_send_once(app: Flask, judging: Judging, number: int) -> None:
    saved(judging, number, {"moi": "30", "hieu_qua": "20"}, version=0)
    db.session.commit()
    judge = judging.judge

    def send() -> str:
        submit_sheet(get_own_sheet(number, judge), version=1, by=judge)
        return "sent"

    outcomes = in_parallel(app, send)
    assert outcomes.count("sent") == 1
    assert set(outcomes) - {"sent"} <= {"StaleDataError", "WrongState"}
    entries = db.session.query(AuditEntry).filter_by(tag="scoring:sheet:submitted").count()
    assert entries == 1


def test_save_and_send_at_once_never_change_a_sent_sheet(
    app: Flask, judging: Judging, number: int
) -> None:
    saved(judging, number, {"moi": "30", "hieu_qua": "20"}, version=0)
    db.session.commit()
    judge, turn = judging.judge, iter(["save", "send"])

    def work() -> str:
        if next(turn) == "send":
            submit_sheet(get_own_sheet(number, judge), version=1, by=judge)
            return "sent"
        sheet = get_sheet_to_save(number, judge)
        return str(save_points(sheet, {"moi": "60"}, None, version=1).is_stale)

    in_parallel(app, work)
    db.session.expire_all()
    sheet = get_own_sheet(number, judge).sheet
    assert sheet is not None
    total = sum(row.points for row in sheet.points)
    assert sheet.total in (None, total)
