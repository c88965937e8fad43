"""One web server for a measurement: gunicorn with two sync workers, ours and the baseline alike."""

from __future__ import annotations

import contextlib
import socket
import time
from typing import TYPE_CHECKING

from environment import PYTHON, refuse, say
from ports import HeldPort
from supervisor import Child

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

WORKERS = 2
SECONDS_TO_START = 40.0
SECONDS_TO_STOP = 8.0


@contextlib.contextmanager
def served(application: str, environment: Mapping[str, str], log: Path) -> Iterator[int]:
    """Serve an application on a free port of this machine; yield the port."""
    with HeldPort() as port:
        yield from _served(application, environment, log, port)


def _served(
    application: str, environment: Mapping[str, str], log: Path, port: int
) -> Iterator[int]:
    command = [str(PYTHON), "-m", "gunicorn", application, "--bind", f"127.0.0.1:{port}"]
    command += ["--workers", str(WORKERS), "--worker-class", "sync", "--timeout", "120"]
    command += ["--graceful-timeout", "2", "--no-control-socket"]
    child = Child(application, command, log, environment)
    child.start()
    try:
        _await_answer(child, port)
        yield port
    finally:
        child.ask_to_stop()
        child.make_stop(time.monotonic() + SECONDS_TO_STOP)


def _await_answer(child: Child, port: int) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while child.is_alive() and time.monotonic() < deadline:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.1)
    say(child.log.read_text(errors="replace")[-3000:])
    refuse("Máy chủ web để đo không khởi động được: xem nhật ký ngay trên đây.")
