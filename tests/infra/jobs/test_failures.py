from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from app.infra.db.units import unit_of_work
from app.infra.jobs import failures
from app.infra.jobs.batches import failures_of
from app.infra.jobs.enums import BatchState, JobState, Queue
from app.infra.jobs.failures import (
    DEAD_JOBS,
    count_dead_by_kind,
    count_jobs,
    count_waiting,
    get_job,
    give_up,
    revive,
    youngest_dead,
)
from app.infra.jobs.models import Job
from app.infra.jobs.worker import work_all
from app.kernel.errors import NotFound
from tests.factories.jobs import all_jobs, batch_at, bury, put, put_batch

if TYPE_CHECKING:
    from flask import Flask


def put_dead(kind: str = "test.fail", count: int = 1) -> list[int]:
    """Leave dead jobs behind, the last one youngest."""
    before = {job.id for job in all_jobs()}
    for _ in range(count):
        put(kind)
    with unit_of_work() as session:
        for job in session.query(Job).filter(Job.kind == kind):
            job.attempts = 7
    work_all()
    return [job.id for job in all_jobs() if job.id not in before and job.kind == kind]


def again(which: object) -> int:
    with unit_of_work():
        return revive(which)  # type: ignore[arg-type]  # a condition of SQLAlchemy


def listed(app: Flask, address: str = "") -> list[int]:
    with app.test_request_context(f"/{address}"):
        return [row.id for row in DEAD_JOBS.shown(about=count_dead_by_kind()).rows]


def test_dead_jobs_are_listed_newest_first_and_no_others(app: Flask) -> None:
    put("test.note")
    ids = put_dead(count=3)
    put("test.note")
    assert listed(app) == ids[::-1]
    assert listed(app, "?loai=test.fail") == ids[::-1]
    assert listed(app, "?loai=test.note") == ids[::-1]  # of which none is dead
    youngest = youngest_dead("test.fail")
    assert youngest
    assert youngest.id == ids[-1]
    assert youngest_dead("test.note") is None


def test_dead_jobs_are_counted_by_kind(app: Flask) -> None:
    put_dead(count=2)
    put("test.note")
    assert count_dead_by_kind() == {"test.fail": 2}
    assert count_jobs(JobState.DEAD) == 2


def test_waiting_jobs_are_counted_by_queue(app: Flask) -> None:
    put("test.note")
    put("test.fail")
    put("test.fail")
    assert count_waiting() == {Queue.MAIL: 0, Queue.PAPER: 0, Queue.FILES: 2, Queue.REST: 1}
    work_all()
    assert count_waiting()[Queue.REST] == 0


def test_one_dead_job_runs_again_and_the_others_rest(app: Flask) -> None:
    first, second = put_dead(count=2)
    assert again(Job.id == first) == 1
    states = {job.id: (job.state, job.attempts, job.finished_at is None) for job in all_jobs()}
    assert states[first] == (JobState.QUEUED, 0, True)
    assert states[second] == (JobState.DEAD, 8, False)
    assert again(Job.id == first) == 0


def test_all_of_a_kind_run_again(app: Flask) -> None:
    put_dead(count=2)
    assert again(Job.kind == "test.note") == 0
    assert again(Job.kind == "test.fail") == 2
    assert count_jobs(JobState.DEAD) == 0


def test_job_that_is_given_up_is_neither_dead_nor_run(app: Flask) -> None:
    first, second = put_dead(count=2)
    with unit_of_work():
        assert give_up(first) is True
        assert give_up(first) is False
    assert listed(app) == [second]
    assert again(Job.id == first) == 0
    assert get_job(first).state is JobState.CANCELLED


def test_job_that_is_not_there_is_not_found(app: Flask) -> None:
    with pytest.raises(NotFound):
        get_job(99)


# ── parts of batches ─────────────────────────────────────────────────────────────────────────


def test_part_that_dies_fails_with_all_its_things_and_a_reason(app: Flask) -> None:
    number = put_batch(["nổ", "a", "b"], per_job=2)
    bury(number)
    work_all()
    batch = batch_at(number)
    assert (batch.state, batch.done, batch.failed) == (BatchState.FINISHED, 1, 2)
    [failure] = failures_of(number)
    assert (failure.items, failure.name) == (["nổ", "a"], "2 mục")
    assert failure.reason == failures.PART_DIED
    assert "RuntimeError" not in failure.reason


def test_part_that_took_its_workers_down_fails_with_its_things(app: Flask) -> None:
    number = put_batch(["a", "b"])
    with unit_of_work() as session:
        for job in session.query(Job):
            job.attempts = 8
    work_all()
    [job] = all_jobs()
    assert (job.state, job.last_error) == (JobState.DEAD, failures.TOOK_ITS_WORKERS_DOWN)
    assert batch_at(number).failed == 2


def test_reviving_a_part_takes_its_things_back_into_the_work(app: Flask) -> None:
    number, other = put_batch(["nổ", "a"]), put_batch(["nổ"])
    bury(number)
    bury(other)
    work_all()
    dead = next(job for job in all_jobs() if job.batch_id == number)
    assert again(Job.id == dead.id) == 1
    batch = batch_at(number)
    assert (batch.state, batch.failed, batch.left) == (BatchState.WORKING, 0, 2)
    assert (batch.finished_at, failures_of(number)) == (None, [])
    assert (batch_at(other).failed, len(failures_of(other))) == (1, 1)


def test_reviving_a_conclusion_concludes(app: Flask) -> None:
    number = put_batch(["không ghép"], "test.concluded_things")
    work_all(1)
    bury(number)
    work_all()
    assert batch_at(number).state is BatchState.BROKEN
    assert again(Job.kind == "test.conclusion") == 1
    batch = batch_at(number)
    assert (batch.state, batch.finished_at) == (BatchState.CONCLUDING, None)
    assert batch.done == 1
