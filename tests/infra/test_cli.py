from __future__ import annotations

from typing import TYPE_CHECKING

from app.infra.cli import commands, worker_command
from app.infra.db.units import unit_of_work
from app.infra.jobs.enums import JobState
from app.infra.jobs.failures import count_jobs
from app.infra.mail.outbox import post

if TYPE_CHECKING:
    from flask import Flask


def test_draining_worker_does_what_is_due_and_stops(app: Flask) -> None:
    with unit_of_work():
        post("an@donvi.vn", "Chào", "Thân", key="a")
        post("binh@donvi.vn", "Chào", "Thân", key="b")
    outcome = app.test_cli_runner().invoke(worker_command, ["--drain"])
    assert outcome.exit_code == 0
    assert outcome.output == "Đã làm 2 việc.\n"
    assert count_jobs(JobState.DONE) == 2


def test_worker_is_among_the_commands_and_explains_itself(app: Flask) -> None:
    assert worker_command in commands
    assert "SIGTERM" in app.test_cli_runner().invoke(worker_command, ["--help"]).output
