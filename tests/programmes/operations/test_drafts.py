from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from app.audit.queries import history_of
from app.kernel.errors import RuleBroken
from app.programmes.enums import RoundState
from app.programmes.operations.drafts import draft_round
from app.programmes.queries import RoundSetup, get_setup, preset_plans
from app.programmes.rules.plan import ScoringPlan, StagePlan, settled
from tests.factories.programmes import SECRETARY, make_round, small_plan

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def read_again(session: Session, round_id: int) -> RoundSetup:
    session.commit()
    session.expire_all()
    return get_setup(round_id)


def test_plan_becomes_a_round_and_the_same_plan_again(session: Session) -> None:
    plan = small_plan()
    round_ = draft_round(plan, by=SECRETARY)
    assert read_again(session, round_.id).plan == settled(plan)


@pytest.mark.parametrize("key", [plan.programme_key for plan in preset_plans()])
def test_every_preset_becomes_a_round_and_the_same_plan_again(session: Session, key: str) -> None:
    plan = next(plan for plan in preset_plans() if plan.programme_key == key)
    round_ = draft_round(plan, by=SECRETARY)
    assert read_again(session, round_.id).plan == settled(plan)


def test_new_round_is_a_draft_with_a_first_form_and_an_entry(session: Session) -> None:
    setup = read_again(session, make_round().id)
    assert setup.round.state is RoundState.DRAFT
    assert setup.form.number == 1
    assert [line.what for line in history_of(setup.round)] == ["Lập đợt"]


def test_two_rounds_of_one_name_have_two_addresses(session: Session) -> None:
    first, second = make_round(), make_round()
    assert first.slug == "hoi-thi-sang-tao-thu-nghiem-2026"
    assert second.slug == "hoi-thi-sang-tao-thu-nghiem-2026-2"
    assert first.programme_id == second.programme_id


def test_mark_to_pass_that_stands_under_scoring_is_kept_on_the_stage(session: Session) -> None:
    plan = small_plan(scoring=ScoringPlan(pass_score=Decimal(50)), stages=())
    setup = read_again(session, draft_round(plan, by=SECRETARY).id)
    assert setup.plan.stages == (StagePlan("chung-khao", "Chung khảo", pass_score=Decimal(50)),)


def test_unsound_plan_is_refused_with_every_fault(session: Session) -> None:
    plan = small_plan()
    broken = replace(plan, name=" ", scoring=replace(plan.scoring, min_sheets=0))
    with pytest.raises(RuleBroken) as refusal:
        draft_round(broken, by=SECRETARY)
    assert refusal.value.message.count("\n") == 1
