from __future__ import annotations

import random
import subprocess
import sys
import threading
import time
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa
import time_machine

from app.infra.beats import worker_is_alive
from app.infra.db.engine import db
from app.infra.db.units import unit_of_work
from app.infra.jobs import worker
from app.infra.jobs.enums import JobState, Queue
from app.infra.jobs.failures import count_jobs, revive
from app.infra.jobs.intake import enqueue
from app.infra.jobs.kinds import handles
from app.infra.jobs.leases import claim
from app.infra.jobs.models import Job
from app.infra.jobs.schedule import plan_daily_jobs
from app.infra.jobs.worker import work_all, work_once, work_until
from app.kernel import clock
from tests.factories.jobs import all_jobs, note, put, seen

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask
    from sqlalchemy.orm import Session

PROGRAM = Path(__file__).with_name("worker_program.py")
ROOT = PROGRAM.parents[3]


@handles("test.lose", "Làm chậm")
def lose(payload: dict[str, Any]) -> None:
    """Do our work so slowly that another worker takes the job and finishes it."""
    seen.append(payload)
    enqueue("test.note", {"from": "the slow one"})
    if payload["is_slow"]:
        with db.engine.begin() as rival:
            rival.execute(sa.update(Job).values(lease_token="a rival's"))


def test_job_runs_once_with_its_payload(app: Flask) -> None:
    put(number=7)
    assert work_once() is True
    assert work_once() is False
    assert seen == [{"number": 7}]
    [job] = all_jobs()
    assert (job.state, job.attempts, job.lease_token) == (JobState.DONE, 1, None)
    assert job.finished_at is not None


def test_worker_may_be_asked_for_some_kinds_only(app: Flask) -> None:
    put("test.fail")
    put(number=7)
    assert work_once(("test.note",)) is True
    assert work_once(("test.note",)) is False
    assert seen == [{"number": 7}]
    assert [job.attempts for job in all_jobs()] == [0, 1]


def test_later_job_waits_for_its_time(app: Flask) -> None:
    with unit_of_work():
        enqueue("test.note", {}, run_after=clock.now() + timedelta(hours=1))
    assert work_once() is False
    with time_machine.travel(clock.now() + timedelta(hours=1, seconds=1)):
        assert work_once() is True


def test_oldest_due_job_runs_first(app: Flask) -> None:
    moment = clock.now()
    with unit_of_work():
        enqueue("test.note", {"n": 2}, run_after=moment - timedelta(minutes=1))
        enqueue("test.note", {"n": 1}, run_after=moment - timedelta(minutes=2))
    work_all()
    assert [payload["n"] for payload in seen] == [1, 2]


def test_failed_job_leaves_no_effect_and_comes_again_later(app: Flask) -> None:
    put("test.fail")
    assert work_once() is True
    [job] = all_jobs()
    assert job.state is JobState.QUEUED
    assert job.last_error == "RuntimeError: hỏng"
    assert timedelta(seconds=20) < job.run_after - clock.now() < timedelta(seconds=38)


def test_job_is_dead_after_eight_failures_and_can_be_revived(app: Flask) -> None:
    put("test.fail")
    moment = clock.now()
    for attempt in range(1, 9):
        with time_machine.travel(moment + attempt * timedelta(hours=6)):
            assert work_once() is True
    [job] = all_jobs()
    assert (job.state, job.attempts) == (JobState.DEAD, 8)
    assert count_jobs(JobState.DEAD) == 1
    with unit_of_work():
        assert revive(sa.true()) == 1
    assert all_jobs()[0].state is JobState.QUEUED


def test_job_that_takes_its_workers_down_is_buried(app: Flask, session: Session) -> None:
    put()
    moment = clock.now()
    for attempt in range(8):
        with time_machine.travel(moment + attempt * timedelta(minutes=2)):
            assert claim(session, Queue.REST) is not None
    with time_machine.travel(moment + timedelta(hours=1)):
        assert work_once() is True
    assert all_jobs()[0].state is JobState.DEAD
    assert seen == []


def test_worker_that_lost_its_lease_keeps_nothing(app: Flask, request: Any) -> None:
    if db.engine.dialect.name == "sqlite":
        # The slow handler holds SQLite's write lock, so the rival comes before it writes.
        put("test.lose", is_slow=False)
        held = claim(db.session(), Queue.REST)
        assert held is not None
        with unit_of_work() as session:
            session.execute(sa.update(Job).values(lease_token="a rival's"))
        worker._run(held)
    else:
        put("test.lose", is_slow=True)
        work_once()
    assert len(seen) == 1
    assert [job.kind for job in all_jobs()] == ["test.lose"]
    assert all_jobs()[0].state is JobState.RUNNING


def test_worker_beats_and_plans_the_day_once(app: Flask) -> None:
    assert worker_is_alive() is False
    stop = threading.Event()

    def work() -> None:
        with app.app_context():
            work_until(stop)

    thread = threading.Thread(target=work)
    thread.start()
    for _ in range(100):
        db.session.rollback()
        if worker_is_alive() and count_jobs(JobState.DONE):
            break
        time.sleep(0.05)
    stop.set()
    thread.join(timeout=5)
    assert not thread.is_alive()
    assert worker_is_alive() is True
    before = len(all_jobs())
    with unit_of_work():
        plan_daily_jobs()
    assert len(all_jobs()) == before
    with time_machine.travel(clock.now() + timedelta(minutes=3)):
        assert worker_is_alive() is False


# ── processes that are killed ────────────────────────────────────────────────────────────────


@pytest.fixture
def effects(app: Flask) -> Iterator[sa.Table]:
    """A table that counts how often each job had its effect."""
    table = sa.Table("effects", sa.MetaData(), sa.Column("number", sa.Integer))
    table.create(db.engine)
    yield table
    db.session.rollback()
    table.drop(db.engine)


def put_effects(app: Flask, count: int) -> None:
    handles("test.effect", "Có tác dụng")(note)
    with unit_of_work():
        for number in range(count):
            enqueue("test.effect", {"number": number})


def start_worker(app: Flask, milliseconds: int) -> subprocess.Popen[bytes]:
    settings = app.extensions["settings"]
    arguments = [settings.database_url, str(settings.instance), str(milliseconds)]
    return subprocess.Popen(
        [sys.executable, str(PROGRAM), *arguments], cwd=ROOT, env={"PYTHONPATH": str(ROOT)}
    )


def count_done() -> int:
    """Count what is done of ours; the workers also do the day's own jobs."""
    db.session.rollback()
    query = sa.select(sa.func.count()).select_from(Job)
    done = query.where(Job.state == JobState.DONE, Job.kind == "test.effect")
    return db.session.scalar(done) or 0


@pytest.mark.long
def test_killed_workers_lose_no_job_and_double_no_effect(app: Flask, effects: sa.Table) -> None:
    count, chance, kills = 150, random.Random(45), 0
    put_effects(app, count)
    deadline = time.monotonic() + 60
    while count_done() < count:
        assert time.monotonic() < deadline
        before = count_done()
        worker = start_worker(app, milliseconds=10)
        while count_done() < min(before + 25, count):
            assert time.monotonic() < deadline
            time.sleep(0.01)
        time.sleep(chance.uniform(0, 0.02))
        worker.kill()
        worker.wait()
        kills += 1
    numbers = list(db.session.scalars(sa.select(effects.c.number).order_by(effects.c.number)))
    assert numbers == list(range(count))
    assert kills >= 4


@pytest.mark.long
def test_worker_finishes_its_job_when_asked_to_stop(app: Flask, effects: sa.Table) -> None:
    put_effects(app, 2)
    worker = start_worker(app, milliseconds=700)
    deadline = time.monotonic() + 20
    running = sa.select(Job.id).where(Job.state == JobState.RUNNING, Job.kind == "test.effect")
    while not db.session.scalar(running):
        db.session.rollback()
        assert time.monotonic() < deadline
        time.sleep(0.02)
    worker.terminate()
    assert worker.wait(timeout=10) == 0
    assert count_done() == 1
    assert db.session.scalar(sa.select(sa.func.count()).select_from(effects)) == 1
