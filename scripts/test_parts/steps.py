"""One check after another: a command, how it ended, and what it counted."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from environment import ROOT, VENV, only_one, say
from supervisor import die_with_parent

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

SECONDS_TO_STOP = 15


@dataclass(frozen=True)
class Step:
    """One check: a command, and the report of tests that it writes, when it runs any.

    A step that keeps what it found in a folder of the checkout runs ``alone``: another run beside
    this one waits for it.
    """

    title: str
    command: Sequence[str]
    report: Path | None = None
    alone: bool = False


@dataclass(frozen=True)
class Test:
    """One test as the report of pytest tells of it."""

    place: str
    name: str
    seconds: float
    verdict: str  # "passed", "failed" or "skipped"

    @property
    def package(self) -> str:
        """The folder of `tests/` that it stands in."""
        return self.place.split(".")[1] if "." in self.place else self.place


@dataclass(frozen=True)
class Outcome:
    """How a step ended, and the tests that it ran."""

    title: str
    passed: bool
    seconds: float
    tests: tuple[Test, ...] = ()

    def count(self, verdict: str) -> int:
        """Return how many tests ended so."""
        return sum(test.verdict == verdict for test in self.tests)


def run(step: Step, environment: Mapping[str, str]) -> Outcome:
    """Run one step, showing what it prints; an interrupt stops all that it started."""
    say(f"\n── {step.title} " + "─" * max(0, 74 - len(step.title)))
    with only_one(VENV) if step.alone else contextlib.nullcontext():
        began = time.monotonic()
        passed = _succeeds(step.command, environment)
        seconds = time.monotonic() - began
    say(f"   {verdict(passed)} sau {seconds:.1f} giây")
    return Outcome(step.title, passed, seconds, tests_in(step.report))


def _succeeds(command: Sequence[str], environment: Mapping[str, str]) -> bool:
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment,
        start_new_session=True,
        preexec_fn=die_with_parent,  # noqa: PLW1509  # this program has one thread
    )
    try:
        return process.wait() == 0
    finally:
        end_group(process)


def end_group(process: subprocess.Popen[bytes]) -> None:
    """Stop a process with all that it started: politely first, then by force."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGINT)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(SECONDS_TO_STOP)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def tests_in(report: Path | None) -> tuple[Test, ...]:
    """Read every test from a report of pytest."""
    if report is None or not report.is_file():
        return ()
    cases = ET.parse(report).iter("testcase")  # noqa: S314  # our own report
    return tuple(
        Test(
            case.get("classname", ""),
            case.get("name", ""),
            float(case.get("time", 0)),
            _verdict_on(case),
        )
        for case in cases
    )


def _verdict_on(case: ET.Element) -> str:
    if case.find("failure") is not None or case.find("error") is not None:
        return "failed"
    return "skipped" if case.find("skipped") is not None else "passed"


def verdict(passed: bool) -> str:  # noqa: FBT001  # the one thing that it tells
    """Return the word for success or failure."""
    return "✓ đạt " if passed else "✗ HỎNG"
