from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa
import time_machine

from app.infra.db.engine import db
from app.infra.db.units import unit_of_work
from app.infra.jobs.batches import Part, failures_of, handles_parts
from app.infra.jobs.destinations import result_of
from app.infra.jobs.enums import BatchState, JobState
from app.infra.jobs.interruptions import cancel_batch, continue_batch
from app.infra.jobs.models import Job
from app.infra.jobs.worker import work_all, work_once
from app.kernel import clock
from tests.factories.jobs import all_jobs, batch_at, bury, put_batch, seen

if TYPE_CHECKING:
    from flask import Flask


def cancel(number: int) -> int:
    with unit_of_work():
        return cancel_batch(number)


def go_on(number: int) -> int:
    with unit_of_work():
        return continue_batch(number)


@handles_parts("test.interrupted_things", "Làm dở")
def do_while_cancelled(part: Part) -> None:
    """Somebody stops the batch while a part of it runs; the first time it then goes wrong."""
    if not seen:
        seen.append({"items": list(part.items)})
        with db.engine.begin() as connection:
            connection.execute(sa.text("UPDATE batches SET state = 'cancelled'"))
        raise RuntimeError("giữa chừng")


# ── stopping ─────────────────────────────────────────────────────────────────────────────────


def test_cancelling_stops_what_has_not_begun_of_this_batch_alone(app: Flask) -> None:
    number, other = put_batch(range(60)), put_batch(range(5))
    work_once()
    assert cancel(number) == 35
    batch = batch_at(number)
    assert (batch.state, batch.done, batch.cancelled) == (BatchState.CANCELLED, 25, 35)
    assert batch.finished_at is not None
    work_all()
    assert batch_at(number).done == 25
    assert batch_at(other).done == 5
    assert (batch_at(other).state, batch_at(other).cancelled) == (BatchState.FINISHED, 0)


def test_cancelled_batch_is_not_concluded(app: Flask) -> None:
    number = put_batch([1, 2], "test.concluded_things", per_job=1)
    work_once()
    cancel(number)
    work_all()
    assert "test.conclusion" not in [job.kind for job in all_jobs()]
    assert batch_at(number).state is BatchState.CANCELLED


def test_cancelling_before_the_conclusion_stops_it(app: Flask) -> None:
    number = put_batch([1], "test.concluded_things")
    work_once()
    assert cancel(number) == 0
    work_all()
    batch = batch_at(number)
    assert (batch.state, batch.done) == (BatchState.CANCELLED, 1)
    assert batch.finished_at is not None


def test_cancelling_twice_or_after_the_end_changes_nothing(app: Flask) -> None:
    number = put_batch([1, 2])
    assert [cancel(number), cancel(number)] == [2, 0]
    assert batch_at(number).cancelled == 2
    done = put_batch([1])
    work_all()
    assert cancel(done) == 0
    assert batch_at(done).state is BatchState.FINISHED


def test_part_that_goes_wrong_after_the_batch_was_stopped_is_not_tried_again(app: Flask) -> None:
    number = put_batch([1, 2], "test.interrupted_things")
    work_once()
    [job] = all_jobs()
    assert (job.state, job.last_error) == (JobState.CANCELLED, "RuntimeError: giữa chừng")
    batch = batch_at(number)
    assert (batch.cancelled, batch.left) == (2, 0)
    assert batch.finished_at is not None


# ── going on ─────────────────────────────────────────────────────────────────────────────────


def test_cancelled_batch_goes_on_with_what_was_stopped(app: Flask) -> None:
    number = put_batch(range(4), "test.concluded_things", per_job=1)
    work_once()
    cancel(number)
    assert go_on(number) == 3
    work_all()
    batch = batch_at(number)
    assert (batch.state, batch.done, batch.cancelled) == (BatchState.FINISHED, 4, 0)
    assert result_of(batch) is not None
    done = [item for given in seen for item in given["items"]]
    assert sorted(done) == [0, 1, 2, 3]


def test_refused_things_are_tried_again_and_no_others(app: Flask) -> None:
    number = put_batch(["một", "hỏng", "ba"])
    work_all()
    seen.clear()
    assert go_on(number) == 1
    assert failures_of(number) == []
    work_all()
    assert seen == [{"items": ["hỏng"]}]
    batch = batch_at(number)
    assert (batch.done, batch.failed) == (2, 1)


def test_parts_that_died_are_tried_again_with_the_conclusion(app: Flask) -> None:
    number = put_batch(["nổ"], "test.concluded_things")
    bury(number)
    work_all()
    assert (batch_at(number).failed, batch_at(number).state) == (1, BatchState.FINISHED)
    with unit_of_work() as session:
        payload = {"batch": number, "items": ["lành"]}
        session.execute(sa.update(Job).where(Job.state == JobState.DEAD).values(payload=payload))
    assert go_on(number) == 1
    work_all()
    batch = batch_at(number)
    assert (batch.state, batch.done, batch.failed) == (BatchState.FINISHED, 1, 0)
    assert result_of(batch) is not None


def test_conclusion_that_died_is_asked_for_anew(app: Flask) -> None:
    number = put_batch(["không ghép"], "test.concluded_things")
    work_once()
    bury(number)
    work_all()
    batch = batch_at(number)
    assert (batch.state, batch.failed, batch.has_gaps) == (BatchState.BROKEN, 0, True)
    [failure] = failures_of(number)
    assert (failure.items, failure.name) == ([], "Phần hoàn tất")
    seen.append({"items": [], "repaired": True})
    assert go_on(number) == 0
    work_all()
    batch = batch_at(number)
    assert (batch.state, batch.done) == (BatchState.FINISHED, 1)
    assert JobState.DEAD not in {job.state for job in all_jobs()}


def test_batch_that_goes_on_or_left_nothing_out_does_not_begin_again(app: Flask) -> None:
    number = put_batch([1, 2], per_job=1)
    work_once()
    assert go_on(number) == 0
    work_all()
    assert go_on(number) == 0
    batch = batch_at(number)
    assert (batch.state, batch.done) == (BatchState.FINISHED, 2)
    with time_machine.travel(clock.now()):
        assert work_once() is False
