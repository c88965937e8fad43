"""Two stages of one round, each with rules, judges and secrets of its own."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from app.councils import queries
from app.councils.enums import SeatRole
from app.councils.operations import Founding, change_council, form_council, seat_member
from app.kernel.access import Role
from app.kernel.errors import NotAllowed, RuleBroken, WrongState
from app.nominations.enums import NominationState
from app.programmes.enums import RoundState
from app.programmes.operations.steps import close_stage
from app.programmes.queries import get_round_in_full, get_setup
from app.programmes.rules.plan import CriterionPlan, ScoringPlan, StagePlan
from app.results.operations.rulings import rule_tie
from app.scoring.operations.assignments import assign_by_hand, propose_evenly
from app.scoring.operations.stages import pass_on
from app.scoring.queries.progress import get_assignment, progress_of
from app.scoring.queries.sheet_page import get_sheet_page
from app.scoring.queries.sheet_to_save import get_sheet_to_save
from app.scoring.queries.worklist import stages_of_judge, worklist
from tests.factories.accounts import make_account
from tests.factories.councils import SECRETARY, judge_on, make_council, make_seat
from tests.factories.nominations import make_nomination
from tests.factories.programmes import make_round
from tests.factories.scoring import full_points, make_sheet

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.councils.models import Council, Seat
    from app.programmes.models import Round

FIRST = StagePlan(
    "so_khao",
    "Sơ khảo",
    pass_count=1,
    is_blind=True,
    criteria=(CriterionPlan("y_tuong", "Ý tưởng", Decimal(10)),),
    scoring=ScoringPlan(min_sheets=2),
)
STAGES = (FIRST, StagePlan("chung_khao", "Chung khảo", scoring=ScoringPlan(min_sheets=1)))


def founded(round_: Round, *places: int) -> Council:
    """Form a council for the stages at some places."""
    numbers = frozenset(round_.stages[place].id for place in places)
    return form_council(round_, Founding(f"Hội đồng {places}", stage_ids=numbers), by=SECRETARY)


def seated(council: Council) -> list[Seat]:
    return [make_seat(council, SeatRole.CHAIR), make_seat(council)]


def test_seats_of_a_stage_are_those_of_its_councils(session: Session) -> None:
    round_, other = make_round(stages=STAGES), make_round(stages=STAGES)
    first, final, both = founded(round_, 0), founded(round_, 1), founded(round_, 0, 1)
    seats = {council.id: seated(council) for council in (first, final, both)}
    seated(make_council(other))
    seats[both.id][1].is_active = False
    session.commit()

    def found(stage: int, *, only_active: bool = True) -> list[int]:
        number = round_.stages[stage].id
        return [seat.id for seat in queries.seats_of_stage(number, only_active=only_active)]

    assert found(0) == [*(s.id for s in seats[first.id]), seats[both.id][0].id]
    assert found(1) == [*(s.id for s in seats[final.id]), seats[both.id][0].id]
    assert found(1, only_active=False)[-1] == seats[both.id][1].id
    assert queries.councils_of_stage(round_.stages[0].id) == {first.id, both.id}
    assert len(queries.seats_of_round(round_.id)) == 5


def test_a_council_judges_all_stages_unless_told_and_never_none(session: Session) -> None:
    round_ = make_round(stages=STAGES)
    council = make_council(round_)
    assert [stage.code for stage in council.stages] == ["so_khao", "chung_khao"]
    elsewhere = frozenset({make_round(stages=STAGES).stages[0].id})
    with pytest.raises(RuleBroken, match="ít nhất một vòng"):
        form_council(round_, Founding("Hội đồng lạc", stage_ids=elsewhere), by=SECRETARY)


def test_judges_are_assigned_in_the_stages_of_their_council_only(session: Session) -> None:
    round_ = make_round(stages=STAGES)
    dossier = make_nomination(round_, state=NominationState.ELIGIBLE)
    first, final = seated(founded(round_, 0)), seated(founded(round_, 1))
    session.commit()
    with pytest.raises(RuleBroken, match="không chấm vòng này"):
        assign_by_hand(round_.first_stage, final[1], dossier, by=SECRETARY)
    proposal = propose_evenly(round_.first_stage, 2, 1)
    assert {seat for seat, _ in proposal.new_pairs} == {seat.id for seat in first}
    grid = progress_of(round_.first_stage.id, SECRETARY)
    assert {judge.seat_id for judge in grid.judges} == {seat.id for seat in first}


def test_a_stage_is_not_taken_from_a_council_at_work_there(session: Session) -> None:
    round_ = make_round(stages=STAGES)
    council = make_council(round_)
    seat = seated(council)[1]
    assign_by_hand(
        round_.first_stage,
        seat,
        make_nomination(round_, state=NominationState.ELIGIBLE),
        by=SECRETARY,
    )
    session.commit()
    first, final = (stage.id for stage in get_round_in_full(round_.id).stages)
    with pytest.raises(WrongState, match="Sơ khảo"):
        change_council(
            queries.get_council(council.id),
            Founding("Tên", stage_ids=frozenset({final})),
            by=SECRETARY,
        )
    session.rollback()
    change_council(
        queries.get_council(council.id), Founding("Tên", stage_ids=frozenset({first})), by=SECRETARY
    )
    assert queries.councils_of_stage(first) == {council.id}
    assert queries.councils_of_stage(final) == set()


def test_an_insider_sits_where_authors_are_known_and_nowhere_else(session: Session) -> None:
    round_ = make_round(stages=STAGES)
    blind, seeing = founded(round_, 0), founded(round_, 1)
    person = make_account(Role.SECRETARY).person
    session.commit()
    with pytest.raises(RuleBroken, match="chấm kín"):
        seat_member(queries.get_council(blind.id), person, SeatRole.MEMBER, None, by=SECRETARY)
    session.rollback()
    seat_member(queries.get_council(seeing.id), person, SeatRole.MEMBER, None, by=SECRETARY)
    session.commit()
    assert queries.blind_rounds_judged_by(person.id) == []
    both = Founding("Tên")
    with pytest.raises(WrongState, match=person.full_name):
        change_council(queries.get_council(seeing.id), both, by=SECRETARY)
    session.rollback()
    assert get_setup(round_.id).round.is_blind


def test_each_stage_asks_its_own_and_hides_what_it_hides(session: Session) -> None:
    round_ = make_round(state=RoundState.JUDGING, stages=STAGES)
    dossiers = [make_nomination(round_, state=NominationState.ELIGIBLE) for _ in range(2)]
    council = make_council(round_)
    seats = seated(council)
    judge = judge_on(seats[1])
    sent = [
        assign_by_hand(round_.first_stage, seat, dossier, by=SECRETARY)
        for seat in seats
        for dossier in dossiers
    ]
    session.commit()
    page = get_sheet_page(sent[2].id, judge)
    assert (page.is_blind, [rule.code for rule in page.rules]) == (True, ["y_tuong"])
    assert page.code == dossiers[0].blind_code
    assert list(get_sheet_to_save(sent[2].id, judge).criterion_ids) == ["y_tuong"]
    (own,) = stages_of_judge(judge)
    codes = {item.code for item in worklist(own.stage.id, judge)}
    assert codes == {dossier.blind_code for dossier in dossiers}
    for number, assignment in enumerate(sent):
        share = Decimal("0.5") if number % 2 else Decimal("0.25")
        make_sheet(get_assignment(assignment.id), full_points(round_.first_stage, share))
    close_stage(round_.first_stage, by=SECRETARY)
    assert pass_on(round_.first_stage, by=SECRETARY) == 1
    again = assign_by_hand(round_.final_stage, seats[1], dossiers[1], by=SECRETARY)
    session.commit()
    page = get_sheet_page(again.id, judge)
    assert (page.is_blind, [rule.code for rule in page.rules]) == (False, ["moi", "hieu_qua"])
    assert page.code == dossiers[1].code
    (item,) = worklist(round_.final_stage.id, judge)
    assert item.code == dossiers[1].code


def test_nobody_passes_into_a_stage_that_has_no_council(session: Session) -> None:
    round_ = make_round(state=RoundState.JUDGING, stages=STAGES)
    seats = seated(founded(round_, 0))
    dossier = make_nomination(round_, state=NominationState.ELIGIBLE)
    for seat in seats:
        assignment = assign_by_hand(round_.first_stage, seat, dossier, by=SECRETARY)
        make_sheet(assignment, full_points(round_.first_stage))
    close_stage(round_.first_stage, by=SECRETARY)
    session.commit()
    with pytest.raises(RuleBroken, match="chưa có hội đồng"):
        pass_on(round_.first_stage, by=SECRETARY)


def test_the_chair_of_an_earlier_stage_does_not_rule_on_the_ranking(session: Session) -> None:
    round_ = make_round(state=RoundState.RANKED, stages=STAGES)
    first = seated(founded(round_, 0))
    dossiers = [make_nomination(round_, state=NominationState.ELIGIBLE) for _ in range(2)]
    session.commit()
    with pytest.raises(NotAllowed, match="vòng cuối"):
        rule_tie(get_round_in_full(round_.id), dossiers, "Xem lại.", by=judge_on(first[0]))
