"""Long work in parts: one batch, a job for some of its things at a time, then a conclusion.

A part counts its things in the unit of work in which it is done, so a part that runs twice counts
once. Whoever writes to a batch locks it first and its jobs after; see `take_batch`.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.infra.db.engine import db
from app.infra.db.locks import lock_for_write
from app.infra.jobs.destinations import keep_result
from app.infra.jobs.enums import BatchState, Queue
from app.infra.jobs.intake import enqueue
from app.infra.jobs.kinds import handles
from app.infra.jobs.models import Batch, BatchFailure
from app.kernel import clock
from app.kernel.errors import NotFound

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from app.infra.jobs.destinations import Destination, Result
    from app.kernel.access import Actor

    PartHandler = Callable[["Part"], None]
    Conclusion = Callable[[Batch], Result | None]
    PH = TypeVar("PH", bound=PartHandler)
    C = TypeVar("C", bound=Conclusion)

PER_JOB = 25
# The kind of the parts → the kind of the job that concludes them.
_conclusions: dict[str, str] = {}


# ── starting ─────────────────────────────────────────────────────────────────────────────────


def start_batch(  # noqa: PLR0913  # all that the page of a batch says of it
    kind: str,
    items: Sequence[Any],
    *,
    title: str,
    back_to: Destination,
    by: Actor,
    per_job: int = PER_JOB,
) -> Batch:
    """Queue long work over some things in the current unit of work; ``items`` fit into JSON.

    Its page is ``work.batch``; ``back_to`` is where people come from and return to. Title and
    reasons are read by administrators too, whatever they may know of the things.
    """
    batch = open_batch(kind, title=title, back_to=back_to, by=by, per_job=per_job)
    fill_batch(batch, items)
    return batch


def open_batch(
    kind: str, *, title: str, back_to: Destination, by: Actor, per_job: int = PER_JOB
) -> Batch:
    """Write down a batch whose things are still to be made: they refer to it; see `fill_batch`."""
    batch = Batch(
        kind=kind,
        title=title,
        per_job=per_job,
        by_account=by.account_id,
        by_name=by.name,
        back_to=asdict(back_to),
        started_at=clock.now(),
    )
    db.session.add(batch)
    db.session.flush()
    return batch


def fill_batch(batch: Batch, items: Sequence[Any]) -> None:
    """Queue the parts of a batch; one without any things is concluded at once."""
    batch.total = len(items)
    queue_parts(batch, items)
    move_on(batch)


def queue_parts(batch: Batch, items: Sequence[Any]) -> None:
    """Queue a job for each part of some things."""
    for start in range(0, len(items), batch.per_job):
        part = list(items[start : start + batch.per_job])
        enqueue(batch.kind, {"batch": batch.id, "items": part}, batch_id=batch.id)


# ── parts ────────────────────────────────────────────────────────────────────────────────────


class Part:
    """Some things of a batch, as the handler of its kind gets them."""

    def __init__(self, batch_id: int, items: Sequence[Any]) -> None:
        self.batch_id = batch_id
        self.items = items
        self._failures: dict[int, BatchFailure] = {}

    def refuse(self, item: Any, reason: str, *, name: str = "") -> None:
        """Say why a thing cannot be done, in words for people; the other things stand.

        Raises:
            ValueError: for a thing that is not of this part.
        """
        self._failures[self.items.index(item)] = BatchFailure(
            batch_id=self.batch_id, items=[item], name=name or str(item), reason=reason
        )

    def count(self) -> None:
        """Count what is done and what is not."""
        batch = take_batch(self.batch_id)
        db.session.add_all(self._failures.values())
        batch.failed += len(self._failures)
        batch.done += len(self.items) - len(self._failures)
        move_on(batch)


def handles_parts(kind: str, words: str, queue: Queue = Queue.REST) -> Callable[[PH], PH]:
    """Register what does the parts of a kind of batch, in a unit of work for each.

    It may run twice for the same things when a worker dies; what it wrote the first time is then
    not there. An error is tried again like that of any job; what can never be done is refused.
    """

    def register(handler: PH) -> PH:
        def do_part(payload: dict[str, Any]) -> None:
            part = Part(payload["batch"], payload["items"])
            handler(part)
            part.count()

        handles(kind, words, queue)(do_part)
        return handler

    return register


# ── the conclusion ───────────────────────────────────────────────────────────────────────────


def concludes(of: str, kind: str, words: str, queue: Queue = Queue.REST) -> Callable[[C], C]:
    """Register what concludes a batch once none of its things is left, and returns its result.

    It runs unless the batch was cancelled, and again when failed things were tried again; whether
    what failed stands in the way of a result is its to say.
    """

    def register(handler: C) -> C:
        def conclude(payload: dict[str, Any]) -> None:
            result = handler(get_batch(payload["batch"]))
            batch = take_batch(payload["batch"])
            keep_result(batch, result)
            batch.state, batch.finished_at = BatchState.FINISHED, clock.now()

        _conclusions[of] = kind
        handles(kind, words, queue)(conclude)
        return handler

    return register


def conclusion_of(kind: str) -> str | None:
    """Return the kind of the job that concludes a kind of batch, if there is one."""
    return _conclusions.get(kind)


def move_on(batch: Batch) -> None:
    """Conclude a locked batch of which nothing is left."""
    if batch.left:
        return
    conclusion = conclusion_of(batch.kind)
    if batch.state is BatchState.WORKING and conclusion:
        batch.state = BatchState.CONCLUDING
        enqueue(conclusion, {"batch": batch.id}, batch_id=batch.id)
        return
    if batch.state is BatchState.WORKING:
        batch.state = BatchState.FINISHED
    batch.finished_at = clock.now()


# ── reading ──────────────────────────────────────────────────────────────────────────────────


def get_batch(batch_id: int) -> Batch:
    """Return a batch with its file, freshly read.

    Raises:
        NotFound: when there is none of this number.
    """
    query = (
        select(Batch)
        .options(joinedload(Batch.result_file))
        .where(Batch.id == batch_id)
        .execution_options(populate_existing=True)
    )
    batch = db.session.execute(query).scalar_one_or_none()
    if batch is None:
        raise NotFound
    return batch


def take_batch(batch_id: int) -> Batch:
    """Return a batch, locked until the unit of work ends."""
    lock_for_write(db.session())
    db.session.flush()
    query = (
        select(Batch)
        .where(Batch.id == batch_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return db.session.execute(query).scalar_one()


def failures_of(batch_id: int, *, limit: int = 200) -> Sequence[BatchFailure]:
    """Return the first failures of a batch, in the order in which they came."""
    query = (
        select(BatchFailure)
        .where(BatchFailure.batch_id == batch_id)
        .order_by(BatchFailure.id)
        .limit(limit)
    )
    return db.session.execute(query).scalars().all()
