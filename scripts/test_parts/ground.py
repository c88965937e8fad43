"""The ground that `scripts/test` and `scripts/harden` stand on: programs, a folder, a database."""

from __future__ import annotations

import contextlib
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from environment import PYTHON, ROOT, VENV, ensure_packages, refuse, say
from postgres import find_program

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SETTINGS = ("DATABASE_URL", "FLASK_", "MAIL_", "SECRET_KEY", "VINHDANH_", "PYTHONDONTWRITE")
IN_MEMORY = "/dev/shm"  # noqa: S108  # Linux keeps it for this; every run has a folder of its own
BYTES_OF_A_RUN = 4 * 2**30
FEWEST_WORKERS, MOST_WORKERS = 2, 6


def prepare(*, with_browser: bool) -> None:
    """Bring in what the checks need: programs of the system, libraries, front-end files."""
    install_missing_programs(with_browser=with_browser)
    ensure_packages("requirements-dev.txt")
    vendor = [sys.executable, str(ROOT / "scripts" / "vendor"), "--with-tools"]
    if subprocess.run(vendor, check=False).returncode != 0:
        sys.exit(1)  # it has said why


def install_missing_programs(*, with_browser: bool) -> None:
    """Install missing Debian packages where we may; otherwise say which."""
    packages = missing_packages(with_browser=with_browser)
    if not packages:
        return
    names = " ".join(packages)
    installer = apt_get()
    if installer is None:
        refuse(f"Máy còn thiếu: {names}. Hãy cài đặt (ví dụ: sudo apt-get install {names}).")
    say(f"· Máy còn thiếu {names}; đang cài bằng apt-get…")
    options = ["install", "--yes", "--no-install-recommends"]
    for words in (["update"], [*options, *packages]):
        if subprocess.run([*installer, *words], stdout=subprocess.DEVNULL, check=False).returncode:
            refuse(f"apt-get không cài được {names}. Hãy cài bằng tay rồi chạy lại.")


def missing_packages(*, with_browser: bool) -> list[str]:
    """Return the Debian packages whose programs this machine lacks."""
    present: dict[str, Callable[[], object]] = {
        "python3-venv": lambda: PYTHON.exists() or importlib.util.find_spec("ensurepip"),
        "postgresql": lambda: find_program("initdb"),
        "poppler-utils": lambda: shutil.which("pdftotext"),
        "chromium": lambda: not with_browser or shutil.which("chromium"),
    }
    return [package for package, is_there in present.items() if not is_there()]


def apt_get() -> list[str] | None:
    """Return the command that installs packages, if there is one that we may use."""
    if not shutil.which("apt-get"):
        return None
    command = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "--quiet=2"]
    if os.geteuid() == 0:
        return command
    sudo = shutil.which("sudo")
    if (
        sudo
        and subprocess.run([sudo, "-n", "true"], capture_output=True, check=False).returncode == 0
    ):
        return [sudo, "-n", *command]
    return None


@contextlib.contextmanager
def workplace() -> Iterator[Path]:
    """Give a temporary folder for the whole run: database, reports, and what tests write."""
    place = Path(tempfile.mkdtemp(prefix="vinhdanh-test-", dir=memory()))
    place.chmod(0o711)  # the user who runs PostgreSQL has to pass through
    try:
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)


def memory() -> str | None:
    """Return a folder that lies in memory, where the machine has one with room for a run."""
    try:
        has_room = shutil.disk_usage(IN_MEMORY).free > BYTES_OF_A_RUN
    except OSError:
        return None
    return IN_MEMORY if has_room and os.access(IN_MEMORY, os.W_OK) else None


def environment_for(place: Path, address: str) -> dict[str, str]:
    """Return the environment of the checks; the settings of an installation stay outside.

    All processes share one cache of bytecode outside the sources, so each file is compiled once.
    """
    temporary = place / "tmp"
    temporary.mkdir()
    programs = os.pathsep.join((str(PYTHON.parent), os.environ.get("PATH", os.defpath)))
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith(SETTINGS)},
        "PATH": programs,
        "PYTHONPYCACHEPREFIX": str(VENV / "bytecode"),
        "TMPDIR": str(temporary),
        "TEST_DATABASE_URL_POSTGRES": address,
        "FLASK_SKIP_DOTENV": "1",
    }


def workers() -> str:
    """Return how many processes share the tests: as many as the machine has processors for."""
    processors = len(os.sched_getaffinity(0))
    return str(max(FEWEST_WORKERS, min(MOST_WORKERS, processors)))


def tool(name: str, *words: str) -> list[str]:
    """Return the command that runs a tool of the virtual environment."""
    return [str(PYTHON), "-m", name, *words]
