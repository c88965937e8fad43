"""Signs of life of the workers, also while one of them is busy with a single long job."""

from __future__ import annotations

import socket
from contextlib import contextmanager
from contextvars import copy_context
from datetime import datetime, timedelta
from threading import Event, Thread
from typing import TYPE_CHECKING

import sqlalchemy as sa
import structlog
from flask import current_app
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Mapped, mapped_column

from app.infra.db.engine import db
from app.infra.db.units import unit_of_work
from app.infra.inserts import insert_once, short_key
from app.infra.orm import Base, Key
from app.kernel import clock

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from flask import Flask
    from sqlalchemy.orm import Session

BEAT_EVERY = timedelta(seconds=15)
ALIVE_WITHIN = timedelta(seconds=60)
FORGOTTEN_AFTER = timedelta(days=1)

log = structlog.get_logger()


class WorkerBeat(Base):
    """When the worker of a machine was last seen."""

    __tablename__ = "worker_beats"
    spoken = "Tiến trình nền"

    name: Mapped[Key] = mapped_column(unique=True)
    beat_at: Mapped[datetime]


def beat(session: Session) -> None:
    """Note that the worker of this machine is alive."""
    name, moment = short_key(socket.gethostname()), clock.now()
    if insert_once(WorkerBeat, {"name": name, "beat_at": moment}, unique="name") is None:
        session.execute(update(WorkerBeat).where(WorkerBeat.name == name).values(beat_at=moment))


def worker_is_alive() -> bool:
    """Tell whether some worker was seen in the last minute."""
    recent = WorkerBeat.beat_at >= clock.now() - ALIVE_WITHIN
    return db.session.execute(select(WorkerBeat.id).where(recent).limit(1)).first() is not None


def forget_silent() -> None:
    """Forget the machines that are gone."""
    gone = WorkerBeat.beat_at < clock.now() - FORGOTTEN_AFTER
    db.session.execute(delete(WorkerBeat).where(gone))


@contextmanager
def kept_up(
    renew: Callable[[Session], bool], *, every: timedelta, longest: timedelta
) -> Iterator[None]:
    """Beat and renew from time to time while the work inside lasts, in a thread of its own.

    It ends when ``renew`` says that there is nothing to renew any more, and after ``longest``:
    whoever works for that long hangs, and somebody else should try.
    """
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001  # as Flask's documentation does for threads
    over, last = Event(), clock.now() + longest

    def keep_up() -> None:
        while not over.wait(every.total_seconds()) and clock.now() < last:
            if not _renewed(app, renew):
                return

    keeper = Thread(target=copy_context().run, args=(keep_up,), daemon=True)
    keeper.start()
    try:
        yield
    finally:
        over.set()
        keeper.join()


def _renewed(app: Flask, renew: Callable[[Session], bool]) -> bool:
    """Renew and beat; a database that is busy now is asked again at the next turn."""
    try:
        with app.app_context(), unit_of_work() as session:
            beat(session)
            return renew(session)
    except sa.exc.DBAPIError as error:
        log.warning("worker.not_renewed", error=type(error).__name__)
        return True
