from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from app.infra.db.engine import db
from app.kernel.errors import RuleBroken, WrongState
from app.programmes.enums import StageState
from app.programmes.operations.steps import close_stage
from app.programmes.queries import stages_of_round
from app.programmes.rules.plan import CriterionPlan, StagePlan
from app.scoring.enums import SheetState
from app.scoring.operations.autosave import save_points
from app.scoring.operations.sheets import enter_paper_sheet, reopen_sheet, submit_sheet
from app.scoring.operations.stages import pass_on, propose_passing
from app.scoring.queries.counted_sheets import stage_inputs
from app.scoring.queries.progress import (
    get_assignment,
    marks_of_stage,
    nominations_in_stage,
)
from app.scoring.queries.sheet_to_save import get_sheet_to_save
from app.scoring.queries.worklist import get_own_sheet
from tests.factories.councils import SECRETARY
from tests.factories.scoring import full_points, make_judging, make_sheet

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask
    from sqlalchemy.orm import Session


def test_incomplete_sheet_is_not_sent(session: Session) -> None:
    judging = make_judging()
    number = judging.assign().id
    session.commit()
    with pytest.raises(RuleBroken):
        submit_sheet(get_own_sheet(number, judging.judge), version=0, by=judging.judge)
    draft = get_sheet_to_save(number, judging.judge)
    save_points(draft, {"moi": "30"}, "", version=0)
    with pytest.raises(RuleBroken) as refusal:
        submit_sheet(get_own_sheet(number, judging.judge), version=1, by=judging.judge)
    assert refusal.value.field == "hieu_qua"
    with pytest.raises(WrongState):
        submit_sheet(get_own_sheet(number, judging.judge), version=0, by=judging.judge)


def test_total_is_exact_with_weights_of_two_decimals(session: Session) -> None:
    lines = (
        CriterionPlan("moi", "Tính mới", Decimal(40), step=Decimal("0.25"), weight=Decimal("1.25")),
        CriterionPlan("hieu_qua", "Hiệu quả", Decimal(50)),
    )
    judging = make_judging(criteria=lines)
    points = {"moi": Decimal("33.25"), "hieu_qua": Decimal("7.5")}
    number = make_sheet(judging.assign(), points).id
    session.commit()
    session.expire_all()
    sheet = get_assignment(number).sheet
    assert sheet is not None
    assert sheet.total == Decimal("49.0625")


def test_sheet_is_opened_again_for_a_reason_until_the_stage_closes(session: Session) -> None:
    judging = make_judging()
    assignment = make_sheet(judging.assign(), full_points(judging.stage))
    with pytest.raises(RuleBroken):
        reopen_sheet(assignment, "  ", by=SECRETARY)
    reopen_sheet(assignment, "Chấm nhầm tiêu chí 2.", by=SECRETARY)
    assert assignment.sheet is not None
    assert assignment.sheet.state is SheetState.DRAFT
    with pytest.raises(WrongState):
        reopen_sheet(assignment, "Lần nữa.", by=SECRETARY)
    enter_paper_sheet(assignment, full_points(judging.stage), "", by=SECRETARY)
    close_stage(judging.stage, by=SECRETARY)
    with pytest.raises(WrongState):
        reopen_sheet(assignment, "Muộn.", by=SECRETARY)


def test_paper_sheet_obeys_the_same_rules(session: Session) -> None:
    judging = make_judging()
    number = judging.assign().id
    session.commit()
    assignment = get_assignment(number)
    points = full_points(judging.stage)
    with pytest.raises(RuleBroken):
        enter_paper_sheet(assignment, points | {"moi": Decimal(61)}, "", by=SECRETARY)
    with pytest.raises(RuleBroken):
        enter_paper_sheet(assignment, {"moi": Decimal(1)}, "", by=SECRETARY)
    enter_paper_sheet(assignment, points, "Theo phiếu ký ngày 3/12.", by=SECRETARY)
    with pytest.raises(WrongState):
        enter_paper_sheet(assignment, points, "", by=SECRETARY)


def test_paper_does_not_destroy_what_the_judge_typed(session: Session) -> None:
    judging = make_judging()
    number = judging.assign().id
    session.commit()
    draft = get_sheet_to_save(number, judging.judge)
    save_points(draft, {}, "Nhận xét gõ dở.", version=0)
    session.commit()
    assignment = get_assignment(number)
    sheet = enter_paper_sheet(assignment, full_points(judging.stage), "Giấy.", by=SECRETARY)
    assert sheet.earlier[0]["text"] == "Nhận xét gõ dở."


def test_only_sent_sheets_of_judges_who_stayed_count(
    session: Session, count_statements: Callable[[], object]
) -> None:
    judging = make_judging(dossiers=3)
    judging.assign_all()
    session.commit()
    first = judging.nominations[0].id
    for mark in marks_of_stage(judging.stage.id):
        if mark.nomination_id == first:
            make_sheet(get_assignment(mark.assignment_id), full_points(judging.stage))
    session.commit()
    with count_statements() as seen:  # type: ignore[attr-defined]
        inputs = stage_inputs(judging.stage.id)
    assert len(seen) == 1
    assert [len(each.sheets) for each in inputs] == [3, 0, 0]
    assert inputs[0].sheets[0].points == {"moi": Decimal(30), "hieu_qua": Decimal(20)}
    assert inputs[0].sheets[0].total == Decimal(50)


def test_the_best_pass_into_the_next_stage(session: Session) -> None:
    stages = (
        StagePlan("so_khao", "Sơ khảo", pass_score=Decimal(40)),
        StagePlan("ck", "Chung khảo"),
    )
    judging = make_judging(dossiers=2, judges=2, stages=stages)
    judging.assign_all()
    session.commit()
    for mark in marks_of_stage(judging.stage.id):
        share = (
            Decimal("0.5") if mark.nomination_id == judging.nominations[0].id else Decimal("0.25")
        )
        points = full_points(judging.stage, share)
        make_sheet(get_assignment(mark.assignment_id), points)
    with pytest.raises(WrongState, match="chốt vòng"):
        pass_on(judging.stage, by=SECRETARY)
    close_stage(judging.stage, by=SECRETARY)
    assert propose_passing(judging.stage).passed == {judging.nominations[0].id}
    assert pass_on(judging.stage, by=SECRETARY) == 1
    following = stages_of_round(judging.round.id)[1]
    assert following.state is StageState.OPEN
    assert [n.id for n in nominations_in_stage(following.id)] == [judging.nominations[0].id]
    assert len(nominations_in_stage(judging.stage.id)) == 2
    with pytest.raises(WrongState):
        pass_on(judging.stage, by=SECRETARY)
    with pytest.raises(WrongState, match="vòng cuối"):
        pass_on(following, by=SECRETARY)


def test_no_sheet_comes_in_after_the_stage_was_closed_elsewhere(
    app: Flask, session: Session
) -> None:
    judging = make_judging()
    number = judging.assign().id
    session.commit()
    draft = get_sheet_to_save(number, judging.judge)
    points = {code: str(value) for code, value in full_points(judging.stage).items()}
    save_points(draft, points, "Rõ ràng và đầy đủ.", version=0)
    session.commit()
    loaded = get_own_sheet(number, judging.judge)
    session.commit()
    with app.app_context():
        close_stage(stages_of_round(judging.round.id)[0], by=SECRETARY)
        db.session.commit()
    assert loaded.stage.state is StageState.OPEN
    with pytest.raises(WrongState):
        submit_sheet(loaded, version=1, by=judging.judge)
