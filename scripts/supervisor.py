"""Keep a few child processes alive, and leave none behind.

Each child leads a process group of its own, so that it can be stopped with all it started.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

from environment import ROOT, say

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path
    from types import FrameType
    from typing import NoReturn

GLANCE = 0.3  # seconds between two looks at the children
PATIENCE = 8.0  # seconds that a child may take to stop by itself
LONGEST_PAUSE = 60.0  # seconds between two attempts to restart
STEADY = 60.0  # seconds after which a child counts as healthy again
PR_SET_PDEATHSIG = 1


class Child:
    """One process that is started again when it dies."""

    def __init__(
        self, title: str, command: Sequence[str], log: Path, environment: Mapping[str, str]
    ) -> None:
        self.title = title
        self.command = list(command)
        self.log = log
        self.environment = dict(environment)
        self.process: subprocess.Popen[bytes] | None = None
        self.pause = 1.0
        self.started_at = 0.0
        self.restart_at: float | None = None

    def start(self) -> None:
        """Start the process; what it prints goes to the log."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command,
                cwd=ROOT,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=die_with_parent,  # noqa: PLW1509  # this program has one thread
            )
        self.started_at = time.monotonic()
        self.restart_at = None

    def is_alive(self) -> bool:
        """Tell whether the process runs."""
        return self.process is not None and self.process.poll() is None

    def look_after(self) -> None:
        """Start the process again when it died, waiting longer after each failure."""
        if self.is_alive():
            return
        now = time.monotonic()
        if self.restart_at is None:
            self._plan_restart(now)
        elif now >= self.restart_at:
            self.start()

    def ask_to_stop(self) -> None:
        """Ask the process to finish what it does and go."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()

    def make_stop(self, deadline: float) -> None:
        """Wait until the deadline, then remove the whole process group."""
        if self.process is None:
            return
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(max(0.0, deadline - time.monotonic()))
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def _plan_restart(self, now: float) -> None:
        if now - self.started_at > STEADY:
            self.pause = 1.0
        say(
            f"! {self.title} đã dừng ngoài ý muốn; sẽ chạy lại sau {self.pause:.0f} giây. "
            f"Nhật ký: {self.log}"
        )
        self.restart_at = now + self.pause
        self.pause = min(self.pause * 2, LONGEST_PAUSE)


def supervise(children: Sequence[Child]) -> NoReturn:
    """Look after the children until somebody interrupts."""
    while True:
        for child in children:
            child.look_after()
        time.sleep(GLANCE)


def stop_all(children: Sequence[Child]) -> None:
    """Stop all children within seconds; a second Ctrl-C changes nothing."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    for child in children:
        child.ask_to_stop()
    deadline = time.monotonic() + PATIENCE
    for child in children:
        child.make_stop(deadline)


def interrupt_on_signals() -> None:
    """Make SIGTERM and a closed terminal end the program as Ctrl-C does; nohup stays nohup."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _interrupt)
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
        signal.signal(signal.SIGHUP, _interrupt)


def die_with_parent(farewell: int = signal.SIGTERM) -> None:
    """Ask Linux to end this new process when its parent dies, even by kill -9."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, farewell, 0, 0, 0)


def _interrupt(_number: int, _frame: FrameType | None) -> NoReturn:
    raise KeyboardInterrupt
