from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from app.kernel import clock
from app.kernel.errors import RuleBroken, WrongState
from app.programmes.enums import RoundState, StageState
from app.programmes.operations.steps import (
    archive_round,
    close_round,
    close_stage,
    judge_again,
    mark_awarded,
    mark_decided,
    mark_proposed,
    mark_ranked,
    mark_returned,
    open_round,
    publish_for_comment,
    reopen_round,
    set_stage_deadline,
    start_judging,
    start_screening,
    withdraw_call,
)
from app.programmes.queries import get_round_in_full
from tests.diagrams import ROUND_STEPS
from tests.factories.programmes import SECRETARY, make_round

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def later() -> Any:
    return clock.now() + timedelta(days=60)


# Every transition with the operation that takes it.
STEPS: dict[str, Any] = {
    "open": lambda r: open_round(r, by=SECRETARY),
    "withdraw": lambda r: withdraw_call(r, by=SECRETARY),
    "close": lambda r: close_round(r, by=SECRETARY),
    "reopen": lambda r: reopen_round(r, later(), "Lý do.", by=SECRETARY),
    "screen": lambda r: start_screening(r, by=SECRETARY),
    "judge": lambda r: start_judging(r, by=SECRETARY),
    "rank": lambda r: mark_ranked(r, by=SECRETARY),
    "judge_again": lambda r: judge_again(r, "Lý do.", by=SECRETARY),
    "publish": lambda r: publish_for_comment(r, by=SECRETARY),
    "propose": lambda r: mark_proposed(r, by=SECRETARY),
    "return": lambda r: mark_returned(r, "Lý do.", by=SECRETARY),
    "decide": lambda r: mark_decided(r, by=SECRETARY, number="1/QĐ"),
    "award": lambda r: mark_awarded(r, by=SECRETARY),
    "archive": lambda r: archive_round(r, by=SECRETARY),
}
# Steps of which higher packages ask for more than a bare round has, in the words of their refusal.
ASKED_ABOVE = {"judge": "chưa có hội đồng", "rank": "Hãy chốt vòng"}


def test_every_step_of_the_diagram_has_an_operation() -> None:
    assert set(STEPS) == {name for name, _state in ROUND_STEPS}


@pytest.mark.parametrize("state", list(RoundState))
@pytest.mark.parametrize("name", list(STEPS))
def test_step_is_taken_from_its_sources_and_refused_elsewhere(
    session: Session, name: str, state: RoundState
) -> None:
    round_ = make_round(state=state)
    if name == "judge" and round_.stages[0].state is not StageState.WAITING:
        round_.stages[0].state = StageState.WAITING
    target = ROUND_STEPS.get((name, state))
    if target is None:
        with pytest.raises(WrongState):
            STEPS[name](round_)
        assert round_.state is state
    elif name in ASKED_ABOVE:
        with pytest.raises((RuleBroken, WrongState), match=ASKED_ABOVE[name]):
            STEPS[name](round_)
    else:
        STEPS[name](round_)
        assert round_.state is target


def test_round_without_dates_cannot_be_announced(session: Session) -> None:
    round_ = make_round(opens_at=None, closes_at=None)
    with pytest.raises(RuleBroken, match="ngày giờ"):
        open_round(round_, by=SECRETARY)


def test_round_whose_deadline_is_past_cannot_be_announced(session: Session) -> None:
    moment = clock.now()
    round_ = make_round(opens_at=moment - timedelta(days=2), closes_at=moment - timedelta(days=1))
    with pytest.raises(RuleBroken, match="đã qua"):
        open_round(round_, by=SECRETARY)


def test_judging_opens_the_first_stage(session: Session) -> None:
    round_ = make_round(state=RoundState.JUDGING)
    session.commit()
    assert get_round_in_full(round_.id).stages[0].state is StageState.OPEN


def test_a_stage_gets_a_deadline_to_come_until_it_is_closed(session: Session) -> None:
    round_ = make_round(state=RoundState.JUDGING)
    stage, at = round_.stages[0], later()
    set_stage_deadline(stage, at, by=SECRETARY)
    assert stage.closes_at == at
    with pytest.raises(RuleBroken, match="sắp tới") as refusal:
        set_stage_deadline(stage, clock.now(), by=SECRETARY)
    assert refusal.value.field == "closes_at"
    assert stage.closes_at == at
    set_stage_deadline(stage, None, by=SECRETARY)
    assert get_round_in_full(round_.id).stages[0].closes_at is None
    close_stage(stage, by=SECRETARY)
    with pytest.raises(WrongState, match="đã chốt"):
        set_stage_deadline(stage, at, by=SECRETARY)


def test_reopening_asks_for_a_reason_and_a_moment_to_come(session: Session) -> None:
    round_ = make_round(state=RoundState.CLOSED)
    for closes_at, reason, field in ((later(), " ", "reason"), (clock.now(), "Có.", "closes_at")):
        with pytest.raises(RuleBroken) as refusal:
            reopen_round(round_, closes_at, reason, by=SECRETARY)
        assert refusal.value.field == field
