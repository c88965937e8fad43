from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import sqlalchemy as sa
import time_machine

from app.infra.beats import WorkerBeat
from app.infra.db.engine import db
from app.infra.db.units import unit_of_work
from app.infra.jobs.schedule import tidy
from app.infra.jobs.worker import work_all
from app.kernel import clock
from tests.factories.jobs import all_jobs, put

if TYPE_CHECKING:
    from flask import Flask


def test_old_done_jobs_and_silent_machines_are_forgotten(app: Flask) -> None:
    put()
    work_all()
    with unit_of_work() as session:
        session.add(WorkerBeat(name="old", beat_at=clock.now()))
    with time_machine.travel(clock.now() + timedelta(days=91)):
        with unit_of_work():
            tidy({})
        assert all_jobs() == []
        assert db.session.scalar(sa.select(sa.func.count()).select_from(WorkerBeat)) == 0
