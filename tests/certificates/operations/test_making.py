"""The worker is killed in the middle of an issue of 200 and of its book, and finishes the rest."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from app.certificates.enums import BOOK
from app.certificates.models import Certificate
from app.certificates.operations.issue import issue_certificates
from app.certificates.queries import certificates_of_batch, count_made, get_batch
from app.infra.db.engine import db
from app.infra.files.models import StoredFile
from app.infra.files.store import path_of
from app.infra.jobs.enums import BatchState, JobState
from app.infra.jobs.models import Job
from app.kernel import clock
from tests.factories.certificates import make_awarded
from tests.factories.councils import SECRETARY

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from flask import Flask

    from app.settings import Settings

ROOT = Path(__file__).parents[3]
COUNT = 200
PATIENCE = 120.0


@contextmanager
def worker(settings: Settings) -> Iterator[subprocess.Popen[bytes]]:
    environment = dict(
        os.environ,
        DATABASE_URL=settings.database_url,
        VINHDANH_INSTANCE=str(settings.instance),
        SECRET_KEY=settings.secret_key,
    )
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "worker"]
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def made(batch_id: int) -> int:
    db.session.rollback()
    return count_made(batch_id)


def has_made(batch_id: int, at_least: int) -> bool:
    return made(batch_id) >= at_least


def wait_for(condition: object, seconds: float = PATIENCE) -> None:
    end = time.monotonic() + seconds
    while not condition():  # type: ignore[operator]
        assert time.monotonic() < end, "the worker did not get there"
        time.sleep(0.05)


def book_is_being_made() -> bool:
    db.session.rollback()
    being_made = sa.select(Job.id).where(Job.kind == BOOK, Job.state == JobState.RUNNING)
    return db.session.execute(being_made).first() is not None


def books_made() -> int:
    books = sa.select(sa.func.count()).select_from(StoredFile).where(StoredFile.pages == COUNT)
    return db.session.execute(books).scalar_one()


def let_leases_run_out() -> None:
    """A minute passes: what the killed worker had leased is free again."""
    running = sa.update(Job).where(Job.state == JobState.RUNNING).values(leased_until=clock.now())
    db.session.execute(running)
    db.session.commit()


def kill_a_worker(settings: Settings, when: Callable[[], bool]) -> None:
    """Start a worker and kill it at a moment; a minute later its work is free again."""
    with worker(settings) as process:
        wait_for(when)
        process.send_signal(signal.SIGKILL)
    db.session.rollback()
    let_leases_run_out()


@pytest.mark.long
def test_an_issue_survives_kill_9_with_every_certificate_exactly_once(app: Flask) -> None:
    settings: Settings = app.extensions["settings"]
    round_ = make_awarded([(f"Nguyễn Thị Người {number}",) for number in range(COUNT)])
    batch_id = issue_certificates(round_, by=SECRETARY).id
    db.session.commit()

    for at_least in (1, 80):
        kill_a_worker(settings, partial(has_made, batch_id, at_least))
        assert made(batch_id) < COUNT
    kill_a_worker(settings, book_is_being_made)
    assert get_batch(batch_id).book_file_id is None
    with worker(settings):
        wait_for(lambda: made(batch_id) == COUNT and get_batch(batch_id).book_file_id is not None)

    db.session.expire_all()
    certificates = certificates_of_batch(batch_id)
    assert [c.number for c in certificates] == list(range(1, COUNT + 1))
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Certificate)) == COUNT
    files = {c.file.sha256 for c in certificates if c.file}
    assert len(files) == COUNT
    assert all(path_of(sha256).exists() for sha256 in files)
    assert books_made() == 1
    making = get_batch(batch_id).making
    assert (making.state, making.done, making.failed) == (BatchState.FINISHED, COUNT, 0)
    book = get_batch(batch_id).book
    assert book is not None
    info = subprocess.run(
        ["pdfinfo", path_of(book.sha256)], capture_output=True, text=True, check=True
    )
    assert re.search(rf"^Pages:\s+{COUNT}$", info.stdout, re.MULTILINE)
