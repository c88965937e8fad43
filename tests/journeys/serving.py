"""The web server and the worker as processes of their own, on the database of a test."""

from __future__ import annotations

import contextlib
import os
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bench_parts.client import Browser, WrongAnswer
from ports import HeldPort
from supervisor import Child

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.settings import Settings

CONFIG = Path(__file__).parents[2] / "scripts" / "webserver.py"
PATIENCE = 30.0
PERSISTENCE = 0.05


@dataclass(frozen=True)
class Served:
    """Both processes, not yet started, and the port of the server."""

    web: Child
    worker: Child
    port: int

    @property
    def children(self) -> list[Child]:
        """Both processes."""
        return [self.web, self.worker]

    def start(self, *children: Child) -> None:
        """Start some of them, or both, and wait until the server answers."""
        for child in children or self.children:
            child.start()
        browser, deadline = Browser(self.port), time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            with contextlib.suppress(OSError, WrongAnswer, ValueError):
                browser.take_token()
                return
            time.sleep(PERSISTENCE)
        pytest.fail(self.web.log.read_text("utf-8")[-2000:])


@contextlib.contextmanager
def serving(settings: Settings, folder: Path) -> Iterator[Served]:
    """Serve as `scripts/start` does; whatever runs at the end is stopped."""
    environment = {
        **os.environ,
        "VINHDANH_INSTANCE": str(settings.instance),
        "DATABASE_URL": settings.database_url,
        "SECRET_KEY": settings.secret_key,
        "FLASK_SKIP_DOTENV": "1",
    }
    with HeldPort() as port:
        served = _served(environment, folder, port)
        try:
            yield served
        finally:
            for child in served.children:
                child.make_stop(deadline=0)


def _served(environment: dict[str, str], folder: Path, port: int) -> Served:
    web = [sys.executable, "-m", "gunicorn", "wsgi:app", "--bind", f"127.0.0.1:{port}"]
    web += ["--config", str(CONFIG)]
    worker = [sys.executable, "-m", "flask", "--app", "wsgi", "worker"]
    return Served(
        Child("web", web, folder / "web.log", environment),
        Child("worker", worker, folder / "worker.log", environment),
        port,
    )
