"""The command that runs the worker.

Importing it also makes every kind of job and every table of the infrastructure known.
"""

from __future__ import annotations

import signal
from threading import Event
from typing import TYPE_CHECKING

import click
from flask.cli import with_appcontext

from app.infra.files import store  # noqa: F401  # registers its handlers
from app.infra.jobs.worker import work_all, work_until
from app.infra.mail import delivery  # noqa: F401  # registers its handlers

if TYPE_CHECKING:
    from types import FrameType


@click.command("worker")
@click.option("--drain", is_flag=True, help="Chạy hết việc đang chờ rồi dừng.")
@with_appcontext
def worker_command(*, drain: bool) -> None:
    """Gửi thư và làm các việc nền cho đến khi nhận SIGTERM hoặc Ctrl+C."""
    if drain:
        click.echo(f"Đã làm {work_all()} việc.")
        return
    work_until(_stop_at_signal())


def _stop_at_signal() -> Event:
    stop = Event()

    def ask(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, ask)
    return stop


commands: tuple[click.Command, ...] = (worker_command,)
