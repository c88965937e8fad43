from __future__ import annotations

import time
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest

from app.infra.db.units import unit_of_work
from app.infra.jobs import turns
from app.infra.jobs.enums import JobState, Queue
from app.infra.jobs.intake import enqueue
from app.infra.jobs.kinds import handles
from app.infra.jobs.turns import Turns
from app.infra.jobs.worker import work_once
from tests.factories.jobs import all_jobs

if TYPE_CHECKING:
    from flask import Flask


class Watch:
    """A stopwatch that tests wind on."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def watch(monkeypatch: pytest.MonkeyPatch) -> Watch:
    watch = Watch()
    monkeypatch.setattr(turns, "perf_counter", watch)
    return watch


def served(watch: Watch, line: Turns, costs: dict[Queue, float], seconds: float) -> Counter[Queue]:
    """Serve queues that never empty for a while, a job of each at its cost."""
    counts: Counter[Queue] = Counter()
    until = watch.seconds + seconds
    while watch.seconds < until:
        queue = line.order(costs)[0]
        with line.taken(queue):
            watch.seconds += costs[queue]
        counts[queue] += 1
    return counts


def test_queues_get_the_same_time_however_long_their_jobs_take(watch: Watch) -> None:
    costs = {Queue.MAIL: 15.0, Queue.PAPER: 1.0, Queue.REST: 0.1}
    counts = served(watch, Turns(), costs, 450)
    assert counts[Queue.MAIL] == 10
    assert 145 <= counts[Queue.PAPER] <= 155
    assert 1400 <= counts[Queue.REST] <= 1600


def test_nobody_waits_longer_than_for_one_job_of_each_other_queue(watch: Watch) -> None:
    line, costs = Turns(), dict.fromkeys(Queue, 1.0)
    orders = [next(iter(served(watch, line, costs, 1))) for _ in range(40)]
    for start in range(36):
        assert set(orders[start : start + 4]) == set(Queue)


def test_queue_that_was_empty_has_saved_nothing_up(watch: Watch) -> None:
    line = Turns()
    served(watch, line, {Queue.MAIL: 1.0}, 1000)
    counts = served(watch, line, {Queue.MAIL: 1.0, Queue.PAPER: 1.0}, 20)
    assert abs(counts[Queue.MAIL] - counts[Queue.PAPER]) <= 1


def test_jobs_that_take_no_time_still_take_turns(watch: Watch) -> None:
    line, counts = Turns(), Counter[Queue]()
    for _ in range(40):
        queue = line.order([Queue.MAIL, Queue.PAPER])[0]
        with line.taken(queue):
            counts[queue] += 1
    assert counts == {Queue.MAIL: 20, Queue.PAPER: 20}


def test_time_counts_also_of_work_that_fails(watch: Watch) -> None:
    line = Turns()

    def fail_after(seconds: float) -> None:
        with line.taken(Queue.MAIL):
            watch.seconds += seconds
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail_after(5)
    assert line.order([Queue.MAIL, Queue.PAPER]) == [Queue.PAPER, Queue.MAIL]


# ── at the table of jobs ─────────────────────────────────────────────────────────────────────


@handles("test.letter", "Gửi thư thử", Queue.MAIL)
def send_letter(_payload: dict[str, Any]) -> None:
    """Take as long as a mail server."""
    time.sleep(0.02)


@handles("test.paper", "In giấy thử", Queue.PAPER)
def make_paper(_payload: dict[str, Any]) -> None:
    """Take as long as a letter."""
    time.sleep(0.02)


def test_papers_do_not_wait_behind_letters_that_were_there_before(app: Flask) -> None:
    with unit_of_work():
        for number in range(60):
            enqueue("test.letter", {"n": number})
        for number in range(5):
            enqueue("test.paper", {"n": number})
    line = Turns()
    for _ in range(16):
        assert work_once(turns=line) is True
    done = Counter(job.kind for job in all_jobs() if job.state is JobState.DONE)
    assert done["test.paper"] == 5
    assert done["test.letter"] == 11


def test_worker_of_some_kinds_takes_its_own_from_every_queue_and_no_other(app: Flask) -> None:
    with unit_of_work():
        for kind in ("test.letter", "test.note", "test.paper"):
            enqueue(kind, {})
    line = Turns()
    while work_once(("test.note", "test.paper"), line):
        pass
    states = {job.kind: job.state for job in all_jobs()}
    assert states == {
        "test.letter": JobState.QUEUED,
        "test.note": JobState.DONE,
        "test.paper": JobState.DONE,
    }
