"""One bench on which mutants are tried: `python -m harden_parts.trial COPY`, inside the environment.

It reads orders from its input, a JSON object a line, and answers each with a line. The libraries
are loaded once; each trial is a child of this process that loads the application anew from the
copy. What a child starts dies with it.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import sys
import time
from pathlib import Path
from typing import TypedDict

import pytest

GLANCE = 0.02
# Not those that pytest rewrites when it begins.
LIBRARIES = ("flask", "pypdf", "reportlab.pdfgen.canvas", "sqlalchemy.orm")
PASSED, NOTHING_COLLECTED = 0, 5


def main() -> None:
    """Answer orders until there are no more."""
    for name in LIBRARIES:
        __import__(name)
    for number, line in enumerate(sys.stdin):
        order = json.loads(line)
        print(json.dumps(try_out(order, number)), flush=True)


class Order(TypedDict):
    """A source of one file, the words of each run of pytest, and how long one may take."""

    path: str
    source: str
    runs: list[list[str]]
    seconds: float


class Answer(TypedDict):
    """What the tests said, and how long they took."""

    verdict: str  # "killed", "survived" or "timed out"
    seconds: float


def try_out(order: Order, number: int) -> Answer:
    """Write the file of an order, run its tests, put the file back; say what the tests found."""
    place = Path(sys.argv[1]) / order["path"]
    whole = place.read_bytes()
    began = time.monotonic()
    try:
        place.write_bytes(order["source"].encode())
        # No bytecode of another mutant is taken for this one's.
        os.utime(place, (number, number))
        verdict = run_tests(order["runs"], order["seconds"])
    finally:
        place.write_bytes(whole)
    return Answer(verdict=verdict, seconds=time.monotonic() - began)


def run_tests(runs: list[list[str]], seconds: float) -> str:
    """Run pytest as often as there are lists of words, until one of them notices."""
    for words in runs:
        verdict = run_once(words, seconds)
        if verdict != "survived":
            return verdict
    return "survived"


def run_once(words: list[str], seconds: float) -> str:
    """Run pytest in a child; what takes much longer than it should has been noticed, too."""
    child = os.fork()
    if child == 0:
        become_pytest(words)
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            code = os.waitstatus_to_exitcode(status)
            return "survived" if code in {PASSED, NOTHING_COLLECTED} else "killed"
        time.sleep(GLANCE)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return "timed out"


def become_pytest(words: list[str]) -> None:
    """Run pytest on the copy as a process of its own, in silence, and end with its code."""
    os.setsid()
    os.chdir(sys.argv[1])
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nothing, stream)
    sys.path[:0] = [sys.argv[1], f"{sys.argv[1]}/scripts"]
    code = pytest.main(["-x", "--quiet", "-p", "no:cacheprovider", *words])
    os._exit(int(code))


if __name__ == "__main__":
    main()
