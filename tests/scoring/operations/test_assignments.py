from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from app.councils.operations import change_seat, unseat_member
from app.kernel.errors import Duplicate, RuleBroken, WrongState
from app.programmes.enums import RoundState, StageState
from app.programmes.operations.steps import mark_ranked, start_judging
from app.scoring.enums import SheetState
from app.scoring.operations.assignments import (
    assign_by_hand,
    assign_evenly_at_random,
    propose_evenly,
    stand_aside,
    unassign,
)
from app.scoring.queries.counted_sheets import stage_inputs
from app.scoring.queries.progress import get_assignment, marks_of_stage
from app.scoring.queries.worklist import count_waiting, worklist
from tests.factories.conflicts import make_conflict
from tests.factories.councils import SECRETARY, judge_on, make_roster
from tests.factories.programmes import make_round
from tests.factories.registry import make_unit
from tests.factories.scoring import full_points, make_judging, make_sheet

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def pairs_of(stage_id: int) -> set[tuple[int, int]]:
    marks = marks_of_stage(stage_id)
    return {(m.seat_id, m.nomination_id) for m in marks if not m.stood_aside}


def test_even_assignment_gives_each_dossier_its_judges_and_repeats(session: Session) -> None:
    judging = make_judging(dossiers=6, judges=4)
    first = propose_evenly(judging.stage, 2, 7)
    assert propose_evenly(judging.stage, 2, 7).new_pairs == first.new_pairs
    assert assign_evenly_at_random(judging.stage, 2, 7, by=SECRETARY) == 12
    assert pairs_of(judging.stage.id) == set(first.new_pairs)
    assert {first.added(seat.id) for seat in judging.seats} == {3}
    assert propose_evenly(judging.stage, 2, 9).new_pairs == ()


def test_no_assignment_ever_crosses_a_conflict(session: Session) -> None:
    judging = make_judging(dossiers=4, judges=4)
    unit = make_unit()
    judging.seats[1].unit_id = unit.id
    judging.nominations[0].unit_id = unit.id
    judging.nominations[1].people[0].person_id = judging.seats[2].person_id
    session.flush()
    make_conflict(judging.seats[3], judging.nominations[2])
    barred = {
        (judging.seats[1].id, judging.nominations[0].id),
        (judging.seats[2].id, judging.nominations[1].id),
        (judging.seats[3].id, judging.nominations[2].id),
    }
    for seed in range(5):
        assert not barred & set(propose_evenly(judging.stage, 3, seed).new_pairs)
    with pytest.raises(RuleBroken, match="xung đột lợi ích"):
        propose_evenly(judging.stage, 4, 1)
    for seat, nomination in ((1, 0), (2, 1), (3, 2)):
        with pytest.raises(RuleBroken, match="xung đột lợi ích"):
            judging.assign(seat, nomination)


def test_assignment_exists_once(session: Session) -> None:
    judging = make_judging()
    judging.assign()
    with pytest.raises(Duplicate):
        judging.assign()


def test_dossiers_of_another_round_are_refused(session: Session) -> None:
    judging, other = make_judging(), make_judging()
    with pytest.raises(RuleBroken, match="chính đợt này"):
        assign_by_hand(judging.stage, judging.seats[0], other.nominations[0], by=SECRETARY)


def test_work_that_was_done_is_kept(session: Session) -> None:
    judging = make_judging(dossiers=3, judges=3)
    sent = make_sheet(judging.assign(0, 0), full_points(judging.stage))
    with pytest.raises(WrongState):
        unassign(sent, by=SECRETARY)
    assign_evenly_at_random(judging.stage, 2, 1, by=SECRETARY)
    assert (judging.seats[0].id, judging.nominations[0].id) in pairs_of(judging.stage.id)


def test_assignment_without_a_sheet_vanishes(session: Session) -> None:
    judging = make_judging()
    assignment = judging.assign()
    session.commit()
    unassign(get_assignment(assignment.id), by=SECRETARY)
    session.commit()
    assert pairs_of(judging.stage.id) == set()


def test_declaring_lets_the_judge_stand_aside_and_voids_the_sheet(session: Session) -> None:
    judging = make_judging()
    assignment = make_sheet(judging.assign(), full_points(judging.stage))
    make_conflict(judging.seats[-1], judging.nominations[0])
    session.commit()
    assert assignment.stood_aside_at is not None
    assert assignment.sheet is not None
    assert assignment.sheet.state is SheetState.VOID
    assert all(not each.sheets for each in stage_inputs(judging.stage.id))
    assert count_waiting(judging.judge) == 0
    with pytest.raises(RuleBroken):
        judging.assign()


def test_who_stood_aside_without_a_conflict_may_judge_again(session: Session) -> None:
    judging = make_judging()
    assignment = make_sheet(judging.assign(), full_points(judging.stage))
    stand_aside(assignment, by=SECRETARY)
    again = judging.assign()
    assert again.id == assignment.id
    assert again.sheet is not None
    assert again.sheet.state is SheetState.DRAFT


def test_new_unit_of_a_judge_counts_at_once(session: Session) -> None:
    judging = make_judging()
    unit = make_unit()
    judging.nominations[0].unit_id = unit.id
    session.flush()
    assignment = judging.assign()
    session.commit()
    seat = judging.seats[-1]
    change_seat(seat, seat.role, unit, seat.code, by=SECRETARY)
    assert get_assignment(assignment.id).stood_aside_at is not None


def test_work_of_a_member_who_leaves_is_free_again(session: Session) -> None:
    judging = make_judging(dossiers=3)
    sent = make_sheet(judging.assign(-1, 0), full_points(judging.stage))
    judging.assign(-1, 1)
    session.commit()
    unseat_member(judging.seats[-1], by=SECRETARY)
    session.commit()
    assert pairs_of(judging.stage.id) == {(sent.seat_id, sent.nomination_id)}
    assert len(stage_inputs(judging.stage.id)[0].sheets) == 1


def test_closed_stage_takes_no_assignment(session: Session) -> None:
    judging = make_judging()
    judging.stage.state = StageState.CLOSED
    with pytest.raises(WrongState):
        judging.assign()
    with pytest.raises(WrongState):
        propose_evenly(judging.stage, 1, 1)


def test_declaration_that_would_change_the_ranking_is_not_taken(session: Session) -> None:
    judging = make_judging()
    make_sheet(judging.assign(0), full_points(judging.stage))
    judging.round.state = RoundState.RANKED
    session.flush()
    with pytest.raises(WrongState):
        make_conflict(judging.seats[0], judging.nominations[0])


def test_who_did_not_judge_a_dossier_declares_also_after_the_ranking(session: Session) -> None:
    judging = make_judging()
    judging.round.state = RoundState.RANKED
    session.flush()
    assert make_conflict(judging.seats[0], judging.nominations[0]).id


def test_judging_begins_with_a_council_only(session: Session) -> None:
    round_ = make_round(state=RoundState.SCREENING)
    with pytest.raises(RuleBroken, match="chưa có hội đồng"):
        start_judging(round_, by=SECRETARY)
    session.rollback()
    round_ = make_round(state=RoundState.SCREENING)
    make_roster(round_, 2)
    start_judging(round_, by=SECRETARY)
    assert round_.state is RoundState.JUDGING


def test_ranking_waits_until_the_stages_are_closed(session: Session) -> None:
    judging = make_judging()
    with pytest.raises(WrongState, match="chốt vòng"):
        mark_ranked(judging.round, by=SECRETARY)


def test_order_of_each_judge_is_stable(session: Session) -> None:
    judging = make_judging(dossiers=8)
    judging.assign_all()
    session.commit()
    lists = [
        [item.nomination_id for item in worklist(judging.stage.id, judge_on(seat))]
        for seat in judging.seats
        for _ in range(2)
    ]
    assert lists[0] == lists[1]
    assert lists[0] != lists[2]
    assert sorted(lists[0]) == sorted(lists[2])


def test_judge_named_since_the_assignment_stands_aside_when_judging_begins(
    session: Session,
) -> None:
    judging = make_judging()
    assignment = judging.assign()
    judging.nominations[0].people[0].person_id = judging.seats[-1].person_id
    judging.round.state = RoundState.SCREENING
    judging.stage.state = StageState.WAITING
    session.commit()
    start_judging(judging.round, by=SECRETARY)
    assert get_assignment(assignment.id).stood_aside_at is not None
