"""The kinds of jobs: what each is called, where it waits and who does it.

The packages make their kinds known when the application starts: in their rung ``jobs.py``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from app.infra.jobs.enums import Queue

Handler = Callable[[dict[str, Any]], None]
H = TypeVar("H", bound=Handler)


@dataclass(frozen=True, slots=True)
class JobKind:
    """One kind: the key in the table, what people read, the queue and the handler."""

    name: str
    words: str
    queue: Queue
    handler: Handler
    is_daily: bool = False


_kinds: dict[str, JobKind] = {}


def handles(kind: str, words: str, queue: Queue = Queue.REST) -> Callable[[H], H]:
    """Register the handler of a kind of job; it runs in a unit of work and is kept short.

    ``words`` say to an administrator what the work is ("Gửi thư").

    Raises:
        TypeError: when the kind has another handler.
    """
    return _registering(kind, words, queue, is_daily=False)


def daily(kind: str, words: str, queue: Queue = Queue.REST) -> Callable[[H], H]:
    """Register a handler that runs once on every Vietnamese day, soon after midnight."""
    return _registering(kind, words, queue, is_daily=True)


def _registering(name: str, words: str, queue: Queue, *, is_daily: bool) -> Callable[[H], H]:
    def register(handler: H) -> H:
        kind = JobKind(name, words, queue, handler, is_daily)
        if _kinds.setdefault(name, kind).handler is not handler:
            msg = f"two handlers for jobs of kind {name}"
            raise TypeError(msg)
        return handler

    return register


def kind_of(name: str) -> JobKind:
    """Return a kind by its key.

    Raises:
        LookupError: for a kind without a handler, which is a defect.
    """
    if name not in _kinds:
        msg = f"no handler for jobs of kind {name}"
        raise LookupError(msg)
    return _kinds[name]


def kind_words(name: str) -> str:
    """Return what people read of a kind; one that the product no longer knows keeps its key."""
    return _kinds[name].words if name in _kinds else name


def daily_kinds() -> list[JobKind]:
    """Return the kinds that run once a day."""
    return [kind for _name, kind in sorted(_kinds.items()) if kind.is_daily]
