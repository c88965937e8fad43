from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm.exc import StaleDataError

from app.audit.models import AuditEntry
from app.kernel import clock
from app.kernel.access import Actor
from app.kernel.errors import RuleBroken, WrongState
from app.programmes.enums import RoundState
from app.programmes.models import Category, FormDefinition, Round
from app.programmes.operations.settings import close_rounds_past_deadline, edit_round, move_deadline
from app.programmes.operations.steps import reopen_round
from app.programmes.queries import get_setup
from app.programmes.rules.parts import PARTS, Part, is_changeable
from app.programmes.rules.plan import (
    CategoryPlan,
    CertificatePlan,
    MilestonePlan,
    RoundPlan,
    RuleSection,
)
from tests.factories.programmes import SECRETARY, closing_of, make_round

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

CLOCK = Actor.of_system("Đồng hồ")


def of_final_stage(plan: RoundPlan, **changes: Any) -> RoundPlan:
    """Return the plan with changes of its final stage."""
    return replace(plan, stages=(*plan.stages[:-1], replace(plan.final_stage, **changes)))


def changes_of(part: Part) -> Callable[[RoundPlan], RoundPlan]:
    """Return a sound change of a part, one for each."""
    return {
        Part.FACTS: lambda p: replace(p, name="Tên khác"),
        Part.CONTACT: lambda p: replace(p, summary="Lời khác.", contact_phone="0203"),
        Part.CALENDAR: lambda p: replace(p, milestones=(MilestonePlan("le", "Lễ trao giải"),)),
        Part.RULES: lambda p: replace(p, rules=(RuleSection("Mục đích", "Tôn vinh."),)),
        Part.CATEGORIES: lambda p: replace(p, categories=(CategoryPlan("y", "Y học"),)),
        Part.FORM: lambda p: replace(p, sections=()),
        Part.DOCUMENTS: lambda p: replace(p, documents=()),
        Part.CRITERIA: lambda p: of_final_stage(
            p,
            criteria=(
                replace(p.final_stage.criteria[0], max_points=Decimal(61)),
                *p.final_stage.criteria[1:],
            ),
        ),
        Part.PRIZES: lambda p: replace(p, prizes=p.prizes[:1]),
        Part.SCORING: lambda p: of_final_stage(
            p, scoring=replace(p.final_stage.scoring, min_sheets=5)
        ),
        Part.CERTIFICATE: lambda p: replace(p, certificate=CertificatePlan(series="GCN-X")),
    }[part]


@pytest.mark.parametrize("part", list(Part))
def test_every_part_of_a_draft_can_be_changed(session: Session, part: Part) -> None:
    setup = get_setup(make_round().id)
    plan, version = changes_of(part)(setup.plan), setup.round.version
    assert edit_round(setup, plan, by=SECRETARY)
    session.commit()
    session.expire_all()
    after = get_setup(setup.round.id)
    assert after.plan == plan
    assert after.round.version == version + 1


@pytest.mark.parametrize("state", [s for s in RoundState if s is not RoundState.DRAFT])
@pytest.mark.parametrize("part", list(Part))
def test_what_decides_is_settled_once_the_round_is_announced(
    session: Session, part: Part, state: RoundState
) -> None:
    setup = get_setup(make_round(state=state).id)
    session.commit()
    plan = changes_of(part)(setup.plan)
    if is_changeable(part, state):
        assert edit_round(setup, plan, by=SECRETARY)
        assert get_setup(setup.round.id).plan == plan
    else:
        with pytest.raises(WrongState, match="nên"):
            edit_round(setup, plan, by=SECRETARY)
        session.rollback()
        assert get_setup(setup.round.id).plan != plan


def test_only_contact_and_calendar_stay_open_and_nothing_in_the_archive() -> None:
    assert {part for part in Part if is_changeable(part, RoundState.OPEN)} == {
        Part.CONTACT,
        Part.CALENDAR,
    }
    assert not any(is_changeable(part, RoundState.ARCHIVED) for part in Part)


def test_every_field_that_is_edited_belongs_to_one_part() -> None:
    named = [name for facts in PARTS.values() for name in facts.fields]
    assert len(named) == len(set(named))
    assert set(RoundPlan.__dataclass_fields__) - set(named) == {"programme_key", "kind"}


def test_change_of_the_form_makes_a_version_and_keeps_the_old_one(session: Session) -> None:
    setup = get_setup(make_round().id)
    before = setup.form.sections
    edit_round(setup, changes_of(Part.FORM)(setup.plan), by=SECRETARY)
    session.commit()
    session.expire_all()
    forms = session.scalars(select(FormDefinition).order_by(FormDefinition.number)).all()
    assert [form.number for form in forms] == [1, 2]
    assert forms[0].sections == before
    assert forms[1].sections == []


def test_row_that_stays_keeps_its_number_and_takes_its_new_place(session: Session) -> None:
    setup = get_setup(make_round().id)
    kept = {row.code: row.id for row in setup.round.categories}
    swapped = (CategoryPlan("y", "Y dược học"), CategoryPlan("moi", "Lĩnh vực mới"))
    edit_round(setup, replace(setup.plan, categories=swapped), by=SECRETARY)
    session.commit()
    rows = session.scalars(select(Category).order_by(Category.position)).all()
    assert [(row.code, row.name) for row in rows] == [
        ("y", "Y dược học"),
        ("moi", "Lĩnh vực mới"),
    ]
    assert rows[0].id == kept["y"]


def test_same_words_again_change_nothing_and_leave_no_entry(session: Session) -> None:
    setup = get_setup(make_round().id)
    session.commit()
    entries = session.scalar(select(func.count(AuditEntry.id)))
    assert not edit_round(setup, setup.plan, by=SECRETARY)
    session.commit()
    assert session.scalar(select(func.count(AuditEntry.id))) == entries


def test_criterion_that_a_tie_breaker_names_cannot_go(session: Session) -> None:
    setup = get_setup(make_round().id)
    kept = setup.plan.final_stage.criteria[1:]
    plan = replace(of_final_stage(setup.plan, criteria=kept), prizes=())
    with pytest.raises(RuleBroken, match="moi"):
        edit_round(setup, plan, by=SECRETARY)


def test_of_two_who_edit_at_once_the_second_is_refused(session: Session) -> None:
    setup = get_setup(make_round().id)
    session.commit()
    session.connection().execute(update(Round).values(version=Round.version + 1))
    with pytest.raises(StaleDataError):
        edit_round(setup, changes_of(Part.CATEGORIES)(setup.plan), by=SECRETARY)


@pytest.mark.usefixtures("app")
class TestDeadline:
    def test_moves_later_with_a_reason_that_is_kept(self, session: Session) -> None:
        round_ = make_round(state=RoundState.OPEN)
        later = closing_of(round_) + timedelta(days=7)
        move_deadline(round_, later, "  Công văn số 12. ", by=SECRETARY)
        session.commit()
        entry = session.scalars(
            select(AuditEntry).order_by(AuditEntry.number.desc()).limit(1)
        ).one()
        assert round_.closes_at == later
        assert entry.changes["why"] == "Công văn số 12."
        assert set(entry.changes) == {"before", "after", "why"}

    @pytest.mark.parametrize("shift", [timedelta(0), -timedelta(seconds=1), -timedelta(days=90)])
    def test_never_moves_earlier(self, shift: timedelta) -> None:
        round_ = make_round(state=RoundState.OPEN)
        with pytest.raises(RuleBroken) as refusal:
            move_deadline(round_, closing_of(round_) + shift, "Lý do.", by=SECRETARY)
        assert refusal.value.field == "closes_at"

    def test_needs_a_reason(self) -> None:
        round_ = make_round(state=RoundState.OPEN)
        with pytest.raises(RuleBroken) as refusal:
            move_deadline(round_, closing_of(round_) + timedelta(days=1), " \n", by=SECRETARY)
        assert refusal.value.field == "reason"

    @pytest.mark.parametrize("state", [s for s in RoundState if s is not RoundState.OPEN])
    def test_moves_only_while_dossiers_are_received(self, state: RoundState) -> None:
        round_ = make_round(state=state)
        with pytest.raises(WrongState):
            move_deadline(round_, closing_of(round_) + timedelta(days=1), "Lý do.", by=SECRETARY)


@pytest.mark.usefixtures("app")
class TestClosingByTheClock:
    def test_closes_only_what_is_past_and_only_once(self, session: Session) -> None:
        due = make_round(state=RoundState.OPEN)
        other = make_round(state=RoundState.OPEN, closes_at=clock.now() + timedelta(days=90))
        session.commit()
        with clock.standing_at(closing_of(due) + timedelta(seconds=1)):
            assert close_rounds_past_deadline(by=CLOCK) == 1
            assert close_rounds_past_deadline(by=CLOCK) == 0
        assert due.state is RoundState.CLOSED
        assert other.state is RoundState.OPEN

    def test_waits_for_the_last_second_and_for_the_grace(self, session: Session) -> None:
        round_ = make_round(state=RoundState.OPEN, grace_minutes=30)
        session.commit()
        for seconds in (0, 1, 1800):
            with clock.standing_at(closing_of(round_) + timedelta(seconds=seconds)):
                assert close_rounds_past_deadline(by=CLOCK) == 0
        with clock.standing_at(closing_of(round_) + timedelta(seconds=1801)):
            assert close_rounds_past_deadline(by=CLOCK) == 1

    def test_round_that_was_reopened_waits_for_its_new_deadline(self, session: Session) -> None:
        round_ = make_round(state=RoundState.CLOSED)
        old = closing_of(round_)
        reopen_round(round_, old + timedelta(days=5), "Lý do.", by=SECRETARY)
        session.commit()
        with clock.standing_at(old + timedelta(minutes=1)):
            assert close_rounds_past_deadline(by=CLOCK) == 0
