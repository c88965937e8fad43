from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from app.audit.models import AuditEntry
from app.infra.db.engine import db
from app.infra.db.units import unit_of_work
from app.infra.jobs.enums import BatchState, JobState
from app.infra.jobs.models import Job
from app.infra.jobs.worker import work_all, work_once
from app.kernel.access import Actor, Role
from app.kernel.errors import WrongState
from app.work.enums import WorkEvent
from app.work.operations import (
    cancel_work,
    continue_work,
    give_job_up,
    run_job_again,
    run_kind_again,
)
from tests.factories.jobs import STARTER, all_jobs, batch_at, put, put_batch

if TYPE_CHECKING:
    from flask import Flask

ADMIN = Actor(account_id=9, name="Quản trị", roles=frozenset({Role.ADMIN}))


def entries() -> list[tuple[str, str, int | None, str]]:
    rows = db.session.scalars(sa.select(AuditEntry).order_by(AuditEntry.number))
    return [(row.tag, row.thing, row.thing_id, row.by_name) for row in rows]


def put_dead(count: int = 1) -> list[Job]:
    for _ in range(count):
        put("test.fail")
    with unit_of_work() as session:
        session.execute(sa.update(Job).values(attempts=7))
    work_all()
    return [job for job in all_jobs() if job.state is JobState.DEAD]


def test_stopping_and_going_on_leave_entries(app: Flask) -> None:
    number = put_batch([1, 2], per_job=1)
    work_once()
    with unit_of_work():
        assert cancel_work(batch_at(number), by=STARTER) == 1
    with unit_of_work():
        assert continue_work(batch_at(number), by=ADMIN) == 1
    assert entries() == [
        (WorkEvent.CANCELLED, "Batch", number, "Vi Thị Khuyên"),
        (WorkEvent.CONTINUED, "Batch", number, "Quản trị"),
    ]
    work_all()
    assert batch_at(number).state is BatchState.FINISHED


def test_what_is_over_is_neither_stopped_nor_taken_up(app: Flask) -> None:
    number = put_batch([1])
    with pytest.raises(WrongState, match="không còn phần nào"):
        continue_work(batch_at(number), by=STARTER)
    work_all()
    with pytest.raises(WrongState, match="đã xong"):
        cancel_work(batch_at(number), by=STARTER)
    with pytest.raises(WrongState, match="không còn phần nào"):
        continue_work(batch_at(number), by=STARTER)
    assert entries() == []


def test_dead_job_runs_again_once(app: Flask) -> None:
    [job] = put_dead()
    with unit_of_work():
        run_job_again(job, by=ADMIN)
    with pytest.raises(WrongState, match="chạy lại"):
        run_job_again(job, by=ADMIN)
    db.session.rollback()
    assert entries() == [(WorkEvent.RUN_AGAIN, "Job", job.id, "Quản trị")]
    assert all_jobs()[0].state is JobState.QUEUED


def test_all_jobs_of_a_kind_run_again_with_one_entry(app: Flask) -> None:
    *_others, youngest = put_dead(3)
    with unit_of_work():
        assert run_kind_again("test.fail", by=ADMIN) == 3
    with pytest.raises(WrongState, match="Không còn việc nào"):
        run_kind_again("test.fail", by=ADMIN)
    db.session.rollback()
    assert entries() == [(WorkEvent.KIND_RUN_AGAIN, "Job", youngest.id, "Quản trị")]
    [row] = db.session.scalars(sa.select(AuditEntry))
    assert row.changes == {"kind": "test.fail", "count": 3}


def test_job_is_given_up_once_and_the_log_keeps_why(app: Flask) -> None:
    first, second = put_dead(2)
    with unit_of_work():
        give_job_up(first, by=ADMIN)
    with pytest.raises(WrongState, match="đã bỏ"):
        give_job_up(first, by=ADMIN)
    db.session.rollback()
    [row] = db.session.scalars(sa.select(AuditEntry))
    assert row.changes == {"kind": "test.fail", "why": "RuntimeError: hỏng"}
    states = {job.id: job.state for job in all_jobs()}
    assert (states[first.id], states[second.id]) == (JobState.CANCELLED, JobState.DEAD)
