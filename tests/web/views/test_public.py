from __future__ import annotations

from typing import TYPE_CHECKING

from app.infra.beats import WorkerBeat
from app.infra.db.engine import db
from app.infra.jobs.enums import JobState
from app.kernel import clock
from tests.factories.jobs import all_jobs, put

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient


def test_health_counts_what_failed(client: FlaskClient, app: Flask) -> None:
    answer = client.get("/healthz")
    assert answer.json == {"database": True, "worker": False, "failed": 0}
    assert answer.status_code == 503
    put()
    put()
    for job in all_jobs():
        job.state = JobState.DEAD
    db.session.commit()
    put("test.note")
    db.session.add(WorkerBeat(name="máy chủ", beat_at=clock.now()))
    db.session.commit()
    answer = client.get("/healthz")
    assert answer.json == {"database": True, "worker": True, "failed": 2}
    assert answer.status_code == 200
