"""Stopping long work, taking it up again, and giving what failed another chance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.audit.operations import operation, record
from app.infra.jobs import failures, interruptions
from app.infra.jobs.models import Job
from app.kernel.errors import WrongState
from app.work.enums import WorkEvent

if TYPE_CHECKING:
    from app.infra.jobs.models import Batch
    from app.kernel.access import Actor

NOTHING_TO_STOP = "Việc này đã xong hoặc đã dừng. Hãy tải lại trang để xem kết quả."
NOTHING_TO_CONTINUE = "Việc này không còn phần nào để làm tiếp. Hãy tải lại trang để xem tiến độ."
NO_LONGER_DEAD = (
    "Việc này không còn nằm trong danh sách chưa làm được: có người đã cho chạy lại hoặc đã bỏ. "
    "Hãy tải lại trang."
)
NONE_OF_KIND = "Không còn việc nào thuộc loại này chưa làm được. Hãy tải lại trang."


@operation
def cancel_work(batch: Batch, *, by: Actor) -> int:
    """Stop what has not begun of a batch; return how many of its things that were.

    Raises:
        WrongState: when nothing of it goes on any more.
    """
    if not batch.is_going_on:
        raise WrongState(NOTHING_TO_STOP)
    stopped = interruptions.cancel_batch(batch.id)
    record(WorkEvent.CANCELLED, batch, by=by, title=batch.title, stopped=stopped)
    return stopped


@operation
def continue_work(batch: Batch, *, by: Actor) -> int:
    """Try again what failed or was stopped of a batch; return how many things that are.

    Raises:
        WrongState: when there is nothing of the kind, or it still goes on.
    """
    if not batch.has_gaps:
        raise WrongState(NOTHING_TO_CONTINUE)
    again = interruptions.continue_batch(batch.id)
    record(WorkEvent.CONTINUED, batch, by=by, title=batch.title, again=again)
    return again


@operation
def run_job_again(job: Job, *, by: Actor) -> None:
    """Give a dead job its attempts again.

    Raises:
        WrongState: when it is dead no more.
    """
    if not failures.revive(Job.id == job.id):
        raise WrongState(NO_LONGER_DEAD)
    record(WorkEvent.RUN_AGAIN, job, by=by, kind=job.kind)


@operation
def run_kind_again(kind: str, *, by: Actor) -> int:
    """Give all dead jobs of a kind their attempts again; return how many there were.

    The log names the youngest of them.

    Raises:
        WrongState: when there is none.
    """
    youngest = failures.youngest_dead(kind)
    revived = failures.revive(Job.kind == kind)
    if youngest is None or not revived:
        raise WrongState(NONE_OF_KIND)
    record(WorkEvent.KIND_RUN_AGAIN, youngest, by=by, kind=kind, count=revived)
    return revived


@operation
def give_job_up(job: Job, *, by: Actor) -> None:
    """Lay a dead job aside for good: it is not done, and nobody is reminded of it any more.

    Raises:
        WrongState: when it is dead no more.
    """
    if not failures.give_up(job.id):
        raise WrongState(NO_LONGER_DEAD)
    record(WorkEvent.GIVEN_UP, job, by=by, kind=job.kind, why=job.last_error)
