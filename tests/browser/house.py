"""Vinh Danh as an organiser runs it: a fresh instance, the web server and the worker beside it."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from http.client import HTTPConnection
from pathlib import Path
from typing import TYPE_CHECKING

from ports import HeldPort
from supervisor import die_with_parent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask

ROOT = Path(__file__).resolve().parents[2]
WORKERS = 2
SECONDS_TO_START = 40
SECONDS_TO_STOP = 8
COOKIE = "vinhdanh"
OUTSIDE = ("DATABASE_URL", "FLASK_", "MAIL_", "SECRET_KEY", "VINHDANH_")


class Program:
    """One child process, with all that it starts in a group of its own."""

    def __init__(self, *command: str, log: Path, environment: dict[str, str]) -> None:
        with log.open("ab") as output:
            self.process = subprocess.Popen(
                command,
                cwd=ROOT,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=die_with_parent,  # noqa: PLW1509  # nothing else runs in the child yet
            )

    def stop(self) -> None:
        """Ask it to end, and make it end."""
        self.process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(SECONDS_TO_STOP)
        self.kill()

    def kill(self) -> None:
        """End it with all its children at once, as a power cut does."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


class House:
    """An installation: its folder, its database, its two programs."""

    def __init__(self, folder: Path, database_url: str) -> None:
        self.folder = folder
        self.database_url = database_url
        self.port = HeldPort()
        self.url = f"http://127.0.0.1:{self.port.number}"
        self.server: Program | None = None
        self.worker: Program | None = None
        self._application: Flask | None = None
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith(OUTSIDE)},
            "VINHDANH_INSTANCE": str(folder),
            "VINHDANH_PUBLIC_URL": self.url,
            "VINHDANH_STYLE_PAGE": "1",
            "DATABASE_URL": database_url,
            "FLASK_SKIP_DOTENV": "1",
            "PYTHONUNBUFFERED": "1",
        }

    def flask(self, *words: str) -> str:
        """Run a command of the installation; return what it printed."""
        done = subprocess.run(
            [sys.executable, "-m", "flask", "--app", "wsgi", *words],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"flask {' '.join(words)}: {done.stdout}{done.stderr}"
        return done.stdout.strip()

    def start(self) -> None:
        """Start the server and the worker, and wait until the server answers."""
        self.start_server()
        self.worker = self._program("worker", "-m", "flask", "--app", "wsgi", "worker")

    def start_server(self) -> None:
        """Start the server alone."""
        gunicorn = ("-m", "gunicorn", "wsgi:app", "--bind", f"127.0.0.1:{self.port.number}")
        self.server = self._program(
            "web", *gunicorn, "--workers", str(WORKERS), "--no-control-socket"
        )
        self._await_answer()

    def stop(self) -> None:
        """Stop both programs, and let go of the port and the database."""
        from app.infra.db.engine import db

        for program in (self.worker, self.server):
            if program is not None:
                program.stop()
        self.port.let_go()
        if self._application is not None:
            with self._application.app_context():
                db.engine.dispose()

    def log(self) -> str:
        """Return what the server said last."""
        return (self.folder / "web.log").read_text(errors="replace")[-4000:]

    @contextlib.contextmanager
    def app(self) -> Iterator[Flask]:
        """Give the application on the same database, for what has no page or would take long."""
        from app import create_app
        from app.infra.db.engine import db
        from app.settings import Settings

        if self._application is None:
            self._application = create_app(Settings.from_environment(self.environment))
        with self._application.app_context():
            yield self._application
            db.session.remove()

    def session_of(self, email: str) -> str:
        """Return the cookie of somebody who signed in, for tests that are about something else."""
        from app.accounts.queries import find_account_by_email
        from tests.sessions import signed_in

        with self.app() as application:
            account = find_account_by_email(email)
            assert account is not None
            cookie = signed_in(application, account).get_cookie(COOKIE)
            assert cookie is not None
            return cookie.value

    def _program(self, name: str, *words: str) -> Program:
        log = self.folder / f"{name}.log"
        return Program(sys.executable, *words, log=log, environment=self.environment)

    def _await_answer(self) -> None:
        deadline = time.monotonic() + SECONDS_TO_START
        while time.monotonic() < deadline:
            connection = HTTPConnection("127.0.0.1", self.port.number, timeout=20)
            # Closed also when the server hangs up while it starts, or a late warning fails a test.
            with contextlib.suppress(OSError), contextlib.closing(connection):
                connection.request("GET", "/dang-nhap")
                connection.getresponse().read()
                return
            time.sleep(0.05)
        raise AssertionError(f"The server does not start:\n{self.log()}")
