from __future__ import annotations

import threading
import time
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
import time_machine
from sqlalchemy.orm import Session

from app.infra.beats import worker_is_alive
from app.infra.db.engine import db
from app.infra.db.units import unit_of_work
from app.infra.jobs import leases
from app.infra.jobs.enums import JobState, Queue
from app.infra.jobs.intake import enqueue
from app.infra.jobs.kinds import handles
from app.infra.jobs.leases import backoff, claim
from app.infra.jobs.worker import work_once
from app.kernel import clock
from tests.factories.jobs import all_jobs, put, seen

if TYPE_CHECKING:
    from flask import Flask


def test_leased_job_is_taken_again_only_after_the_lease(app: Flask, session: Session) -> None:
    put()
    first = claim(session, Queue.REST)
    assert first is not None
    assert claim(session, Queue.REST) is None
    with time_machine.travel(clock.now() + timedelta(seconds=61)):
        second = claim(session, Queue.REST)
    assert second is not None
    assert second.job_id == first.job_id
    assert second.token != first.token


def test_two_workers_never_claim_the_same_job(app: Flask) -> None:
    with unit_of_work():
        for number in range(40):
            enqueue("test.note", {"n": number})
    claimed: list[int] = []

    def claim_all() -> None:
        with app.app_context():
            while held := claim(db.session(), Queue.REST):
                claimed.append(held.job_id)

    threads = [threading.Thread(target=claim_all) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    # A loser of PostgreSQL's race for the last row may stop early; nothing is claimed twice.
    assert len(claimed) == len(set(claimed)) == 40


@pytest.mark.parametrize(
    ("attempts", "seconds"), [(1, 30), (2, 90), (3, 270), (7, 14400), (8, 14400)]
)
def test_backoff_grows_threefold_up_to_four_hours(attempts: int, seconds: int) -> None:
    for _ in range(20):
        assert 0.75 * seconds <= backoff(attempts).total_seconds() <= 1.25 * seconds


@handles("test.slow", "Làm lâu")
def be_slow(payload: dict[str, Any]) -> None:
    """Work for longer than a lease lasts, and see whether a rival may take the job."""
    time.sleep(payload["seconds"])
    with db.engine.connect() as rival, Session(rival) as session:
        seen.append({"rival": claim(session, Queue.REST), "is_alive": worker_is_alive()})


def test_lease_is_renewed_while_the_work_lasts(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leases, "LEASE", timedelta(seconds=3))
    put("test.slow", seconds=4.5)
    work_once()
    assert seen == [{"rival": None, "is_alive": True}]
    [job] = all_jobs()
    assert (job.state, job.attempts) == (JobState.DONE, 1)


def test_lease_of_work_that_hangs_is_not_renewed_for_ever(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leases, "LEASE", timedelta(seconds=0.6))
    monkeypatch.setattr(leases, "LONGEST_WORK", timedelta(seconds=0.3))
    put("test.slow", seconds=1.5)
    work_once()
    assert seen[0]["rival"] is not None
    assert all_jobs()[0].state is JobState.RUNNING
