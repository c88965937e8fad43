from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from app.infra.jobs.models import Job
from app.infra.jobs.worker import work_all
from app.kernel import clock
from app.programmes.enums import RoundState
from app.programmes.jobs import CLOSE
from app.programmes.models import Round
from app.programmes.operations.settings import move_deadline
from tests.factories.programmes import SECRETARY, closing_of, make_round

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def closing_jobs(session: Session) -> list[Job]:
    query = select(Job).where(Job.kind == CLOSE).order_by(Job.run_after)
    return list(session.scalars(query))


def test_opening_asks_the_worker_to_close_one_second_after_the_grace(session: Session) -> None:
    round_ = make_round(state=RoundState.OPEN, grace_minutes=15)
    session.commit()
    [job] = closing_jobs(session)
    assert job.run_after == closing_of(round_) + timedelta(minutes=15, seconds=1)


def test_worker_closes_the_round_after_the_deadline_and_not_before(session: Session) -> None:
    round_id = make_round(state=RoundState.OPEN).id
    session.commit()
    closes_at = closing_of(session.get_one(Round, round_id))
    work_all()
    session.expire_all()
    assert session.get_one(Round, round_id).state is RoundState.OPEN
    session.rollback()
    with clock.standing_at(closes_at + timedelta(seconds=2)):
        work_all()
    session.expire_all()
    assert session.get_one(Round, round_id).state is RoundState.CLOSED


def test_job_of_the_old_deadline_leaves_a_round_whose_deadline_moved(session: Session) -> None:
    round_ = make_round(state=RoundState.OPEN)
    old, round_id = closing_of(round_), round_.id
    move_deadline(round_, old + timedelta(days=5), "Lý do.", by=SECRETARY)
    session.commit()
    assert len(closing_jobs(session)) == 2
    session.rollback()
    with clock.standing_at(old + timedelta(seconds=2)):
        work_all()
    session.expire_all()
    assert session.get_one(Round, round_id).state is RoundState.OPEN
