"""A worker as a process of its own, which a test may kill.

Arguments: database address, folder, and how many milliseconds a job takes. Each job writes one
row, without any constraint that would hide a second one.
"""

from __future__ import annotations

import sys
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask import Flask
from flask.cli import ScriptInfo

from app.factory import bind_extensions, configure
from app.infra.cli import worker_command
from app.infra.db.engine import db
from app.infra.jobs import leases, worker
from app.infra.jobs.kinds import handles
from app.settings import Settings

EFFECTS = sa.table("effects", sa.column("number"))


def main(url: str, folder: str, milliseconds: str) -> None:
    leases.LEASE = timedelta(seconds=1)
    worker.IDLE_FROM = worker.IDLE_TO = 0.05

    @handles("test.effect", "Có tác dụng")
    def have_effect(payload: dict[str, Any]) -> None:
        db.session.execute(sa.insert(EFFECTS).values(number=payload["number"]))
        time.sleep(int(milliseconds) / 1000)

    app = Flask("worker")
    configure(app, Settings(instance=Path(folder), secret_key="test", database_url=url))
    bind_extensions(app)
    worker_command.main(args=[], obj=ScriptInfo(create_app=lambda: app))


if __name__ == "__main__":
    main(*sys.argv[1:])
