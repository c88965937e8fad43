from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from app.audit.queries import history_of
from app.kernel.errors import RuleBroken
from app.programmes.enums import RoundState, ScoringMethod
from app.programmes.operations.drafts import draft_round
from app.programmes.queries import RoundSetup, get_setup, preset_plans
from app.programmes.rules.plan import CriterionPlan, ScoringPlan, StagePlan
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
    assert read_again(session, round_.id).plan == plan


@pytest.mark.parametrize("key", [plan.programme_key for plan in preset_plans()])
def test_every_preset_becomes_a_round_and_the_same_plan_again(session: Session, key: str) -> None:
    plan = next(plan for plan in preset_plans() if plan.programme_key == key)
    round_ = draft_round(plan, by=SECRETARY)
    assert read_again(session, round_.id).plan == plan


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


def test_stages_keep_what_each_of_them_asks_and_how_it_counts(session: Session) -> None:
    first = StagePlan(
        "so_khao",
        "Sơ khảo",
        pass_count=20,
        is_blind=True,
        criteria=(CriterionPlan("y_tuong", "Ý tưởng", Decimal(10)),),
        scoring=ScoringPlan(ScoringMethod.MEDIAN, min_sheets=1, tie_breakers=("median",)),
    )
    plan = small_plan(stages=(first, StagePlan("chung_khao", "Chung khảo")))
    setup = read_again(session, draft_round(plan, by=SECRETARY).id)
    assert setup.plan == plan
    assert setup.plan.first_stage == first
    assert [line.code for line in setup.plan.final_stage.criteria] == ["moi", "hieu_qua"]
    assert setup.round.is_blind


def test_unsound_plan_is_refused_with_every_fault(session: Session) -> None:
    plan = small_plan()
    scoring = replace(plan.final_stage.scoring, min_sheets=0)
    broken = replace(plan, name=" ", stages=(replace(plan.final_stage, scoring=scoring),))
    with pytest.raises(RuleBroken) as refusal:
        draft_round(broken, by=SECRETARY)
    assert refusal.value.message.count("\n") == 1
