"""Whose turn it is: a worker shares its time fairly among the queues in which something waits.

Taking the oldest job of all would let 1,700 letters stand before one certificate; taking the
queues in turn would give a mail server that answers after fifteen seconds as much as it wants.
So the queue that has had the least of the worker's time is next (fair queueing by start time,
Goyal, Vin and Cheng 1996). A queue that was empty for a while has saved nothing up: it joins at
the level of those that were served meanwhile, and so cannot shut them out in its turn.
"""

from __future__ import annotations

from contextlib import contextmanager
from time import perf_counter
from typing import TYPE_CHECKING

from app.infra.jobs.enums import Queue

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

# Each job costs its queue at least this many seconds, for somebody else had to wait for it.
LEAST_COST = 0.01


class Turns:
    """How much of one worker's time each queue has had."""

    def __init__(self) -> None:
        self._spent = dict.fromkeys(Queue, 0.0)
        self._waiting: frozenset[Queue] = frozenset()
        self._level = 0.0

    def order(self, waiting: Collection[Queue]) -> list[Queue]:
        """Return the queues in which something waits, the one whose turn it is first."""
        for queue in set(waiting) - self._waiting:
            self._spent[queue] = max(self._spent[queue], self._level)
        self._waiting = frozenset(waiting)
        return sorted(waiting, key=lambda queue: (self._spent[queue], list(Queue).index(queue)))

    @contextmanager
    def taken(self, queue: Queue) -> Iterator[None]:
        """Charge a queue with the time that the work inside takes."""
        self._level, started = self._spent[queue], perf_counter()
        try:
            yield
        finally:
            self._spent[queue] += max(perf_counter() - started, LEAST_COST)
