"""A private PostgreSQL cluster for one run of the tests: nothing shared, nothing left behind."""

from __future__ import annotations

import contextlib
import functools
import os
import pwd
import shutil
import signal
import subprocess
import time
from pathlib import Path
from typing import TYPE_CHECKING

from environment import refuse, run_quietly, say
from supervisor import die_with_parent

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

CLUSTER_OPTIONS = ("-U", "postgres", "-A", "trust", "--encoding=UTF8", "--no-locale", "--no-sync")
# No test cuts the power, and the cluster goes with the run; a measurement asks for the real thing.
UNSYNCED = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
SECONDS_TO_START = 30
SECONDS_TO_STOP = 15


def find_program(name: str) -> str | None:
    """Return the path of a PostgreSQL program; Debian keeps most of them off the PATH."""
    versions = sorted(
        Path("/usr/lib/postgresql").glob(f"*/bin/{name}"),
        key=lambda path: float(path.parts[-3]),
        reverse=True,
    )
    return shutil.which(name) or next((str(path) for path in versions), None)


@contextlib.contextmanager
def private_cluster(home: Path, *, synced: bool = False) -> Iterator[str]:
    """Run a cluster in a folder of its own; give its address for SQLAlchemy.

    It listens on a Unix socket only; ``synced`` has it write to disk as faithfully as in production.
    """
    home.mkdir(mode=0o700)
    servant = unprivileged_user()
    if servant is not None:
        os.chown(home, servant.pw_uid, servant.pw_gid)
    data = home / "data"
    run_quietly(
        [*prefix(servant), program("initdb"), "-D", str(data), *CLUSTER_OPTIONS],
        "Không tạo được cụm PostgreSQL riêng cho lần kiểm thử.",
    )
    server = start(home, data, servant, () if synced else UNSYNCED)
    try:
        await_socket(home, server)
        yield f"postgresql+psycopg://postgres@/postgres?host={home}"
    finally:
        stop(server)


def unprivileged_user() -> pwd.struct_passwd | None:
    """Return whom PostgreSQL runs as when we are root, which it refuses; nobody else's files."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    return refuse("Không có người dùng “postgres” hay “nobody” để chạy PostgreSQL thay cho root.")


def prefix(servant: pwd.struct_passwd | None) -> list[str]:
    """Return the words that run a command as another user and end it when we die."""
    if servant is None:
        return []
    identity = [f"--reuid={servant.pw_uid}", f"--regid={servant.pw_gid}", "--clear-groups"]
    return ["setpriv", *identity, "--pdeathsig=INT", "--"]


def program(name: str) -> str:
    """Return the path of a PostgreSQL program, or refuse."""
    return find_program(name) or refuse(f"Không tìm thấy chương trình {name} của PostgreSQL.")


def start(
    home: Path, data: Path, servant: pwd.struct_passwd | None, settings: Sequence[str]
) -> subprocess.Popen[bytes]:
    """Start the server; what it says goes to a log beside its data."""
    command = [*prefix(servant), program("postgres"), "-D", str(data), "-k", str(home)]
    words = [
        word
        for setting in ("listen_addresses=", "max_connections=200", *settings)
        for word in ("-c", setting)
    ]
    with (home / "log").open("wb") as log:
        return subprocess.Popen(
            [*command, *words],
            cwd=home,
            stdout=log,
            stderr=log,
            start_new_session=True,
            # SIGINT is PostgreSQL's fast shutdown.
            preexec_fn=functools.partial(die_with_parent, signal.SIGINT),  # noqa: PLW1509  # one thread
        )


def await_socket(home: Path, server: subprocess.Popen[bytes]) -> None:
    """Wait until the server accepts connections."""
    ready = [program("pg_isready"), "--quiet", "--host", str(home)]
    deadline = time.monotonic() + SECONDS_TO_START
    while server.poll() is None and time.monotonic() < deadline:
        if subprocess.run(ready, check=False).returncode == 0:
            return
        time.sleep(0.1)
    say((home / "log").read_text(errors="replace"))
    refuse("PostgreSQL riêng cho lần kiểm thử không khởi động được.")


def stop(server: subprocess.Popen[bytes]) -> None:
    """Stop the server fast, and by force when it hesitates."""
    server.send_signal(signal.SIGINT)
    try:
        server.wait(SECONDS_TO_STOP)
    except subprocess.TimeoutExpired:
        os.killpg(server.pid, signal.SIGKILL)
        server.wait()
