from __future__ import annotations

import threading
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa
import time_machine
from sqlalchemy.exc import IntegrityError

from app.infra.db.engine import db
from app.infra.db.units import unit_of_work
from app.infra.files.store import keep
from app.infra.jobs import batches, worker
from app.infra.jobs.batches import failures_of, get_batch, open_batch, start_batch
from app.infra.jobs.destinations import Destination, result_of
from app.infra.jobs.enums import BatchState, Queue
from app.infra.jobs.leases import claim
from app.infra.jobs.models import Batch, Job
from app.infra.jobs.worker import work_all, work_once
from app.kernel import clock
from app.kernel.errors import NotFound
from app.kernel.media import FileKind
from tests.factories.jobs import BACK, STARTER, all_jobs, batch_at, do_things, put_batch, seen

if TYPE_CHECKING:
    from flask import Flask


def test_things_are_done_some_at_a_time_and_counted(app: Flask) -> None:
    number = put_batch(range(60))
    assert [len(job.payload["items"]) for job in all_jobs()] == [25, 25, 10]
    assert work_once() is True
    batch = batch_at(number)
    assert (batch.total, batch.done, batch.failed, batch.left) == (60, 25, 0, 35)
    assert (batch.state, batch.finished_at) == (BatchState.WORKING, None)
    work_all()
    batch = batch_at(number)
    assert (batch.state, batch.done, batch.left) == (BatchState.FINISHED, 60, 0)
    assert batch.finished_at is not None
    assert sorted(item for given in seen for item in given["items"]) == list(range(60))


def test_batch_says_what_it_is_who_started_it_and_where_to_return(app: Flask) -> None:
    batch = batch_at(put_batch(["a"]))
    assert (batch.title, batch.by_account, batch.by_name) == ("Làm thử", 7, "Vi Thị Khuyên")
    assert Destination.of(batch.back_to) == BACK


def test_part_belongs_to_its_own_batch_and_no_other(app: Flask) -> None:
    first, second = put_batch([1, 2], per_job=1), put_batch([3], per_job=1)
    work_all()
    assert (batch_at(first).done, batch_at(second).done) == (2, 1)


def test_thing_that_cannot_be_done_says_why_and_the_others_stand(app: Flask) -> None:
    number = put_batch(["một", "hỏng", "ba"])
    work_all()
    batch = batch_at(number)
    assert (batch.state, batch.done, batch.failed) == (BatchState.FINISHED, 2, 1)
    assert batch.has_gaps is True
    [failure] = failures_of(number)
    assert (failure.items, failure.job_id) == (["hỏng"], None)
    assert (failure.name, failure.reason) == ("Mục hỏng", "Tên quá dài. Hãy rút gọn.")
    assert failures_of(put_batch(["hỏng"])) == []


def test_thing_of_another_part_cannot_be_refused(app: Flask) -> None:
    with pytest.raises(ValueError, match="khác"):
        batches.Part(1, ["một"]).refuse("khác", "Không được.")


def test_batch_without_things_is_over_at_once(app: Flask) -> None:
    batch = batch_at(put_batch([]))
    assert (batch.state, batch.total) == (BatchState.FINISHED, 0)
    assert batch.finished_at is not None
    assert all_jobs() == []


def test_batch_of_a_unit_of_work_that_failed_does_not_exist(app: Flask) -> None:
    def happening() -> None:
        with unit_of_work():
            start_batch("test.things", [1], title="Làm thử", back_to=BACK, by=STARTER)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        happening()
    assert all_jobs() == []
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Batch)) == 0


def test_number_that_no_batch_has_is_not_found(app: Flask) -> None:
    put_batch([1])
    with pytest.raises(NotFound):
        get_batch(99)


def test_counts_that_cannot_be_are_refused_by_the_database(app: Flask) -> None:
    def miscount() -> None:
        with unit_of_work():
            batch = open_batch("test.things", title="", back_to=BACK, by=STARTER)
            batch.total, batch.done, batch.failed = 3, 2, 2

    with pytest.raises(IntegrityError):
        miscount()


# ── twice ────────────────────────────────────────────────────────────────────────────────────


def test_part_whose_lease_was_lost_is_not_counted_until_it_is_done_again(app: Flask) -> None:
    number = put_batch([1, "hỏng"])
    held = claim(db.session(), Queue.REST)
    assert held is not None
    with unit_of_work() as session:
        session.execute(sa.update(Job).values(lease_token="a rival's"))
    worker._run(held)
    batch = batch_at(number)
    assert (batch.done, batch.failed, batch.left) == (0, 0, 2)
    assert failures_of(number) == []
    with time_machine.travel(clock.now() + timedelta(seconds=61)):
        assert work_once() is True
    batch = batch_at(number)
    assert (batch.done, batch.failed, batch.left) == (1, 1, 0)
    assert len(seen) == 2


def test_parts_that_end_at_once_lose_no_count_and_conclude_once(app: Flask) -> None:
    number = put_batch(range(24), "test.concluded_things", per_job=1)

    def work() -> None:
        with app.app_context():
            work_all()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    work_all()
    batch = batch_at(number)
    assert (batch.state, batch.done) == (BatchState.FINISHED, 24)
    assert [job.kind for job in all_jobs()].count("test.conclusion") == 1


# ── the conclusion ───────────────────────────────────────────────────────────────────────────


def test_conclusion_comes_after_the_last_part_and_offers_a_page(app: Flask) -> None:
    number = put_batch([1, 2], "test.concluded_things", per_job=1)
    work_once()
    assert "test.conclusion" not in [job.kind for job in all_jobs()]
    work_once()
    assert batch_at(number).state is BatchState.CONCLUDING
    assert batch_at(number).is_going_on is True
    work_all()
    batch = batch_at(number)
    assert (batch.state, batch.has_gaps) == (BatchState.FINISHED, False)
    assert result_of(batch) == Destination("Xem kết quả", "web.home", {})


def test_conclusion_offers_a_file_at_the_batch_own_address(app: Flask) -> None:
    number = put_batch(["tệp"], "test.concluded_things")
    work_all()
    batch = get_batch(number)
    assert batch.result_file is not None
    assert batch.result_file.sha256 == keep(b"%PDF-1.4", FileKind.PDF).sha256
    assert result_of(batch) == Destination("Tải tệp", "work.result", {"batch_id": number})


def test_batch_without_a_conclusion_offers_nothing(app: Flask) -> None:
    number = put_batch([1])
    work_all()
    assert result_of(batch_at(number)) is None


def test_conclusion_decides_itself_what_failures_mean(app: Flask) -> None:
    number = put_batch(["hỏng", 2], "test.concluded_things")
    work_all()
    batch = batch_at(number)
    assert (batch.state, batch.done, batch.failed) == (BatchState.FINISHED, 1, 1)
    assert result_of(batch) is None


def test_handlers_are_found_by_their_kind() -> None:
    assert batches.conclusion_of("test.concluded_things") == "test.conclusion"
    assert batches.conclusion_of("test.things") is None
    part = batches.Part(1, [1])
    do_things(part)
    assert seen == [{"items": [1]}]


def read_payloads() -> list[dict[str, Any]]:
    return [job.payload for job in all_jobs()]


def test_payload_tells_batch_and_things(app: Flask) -> None:
    number = put_batch([1, 2, 3], per_job=2)
    assert read_payloads() == [{"batch": number, "items": [1, 2]}, {"batch": number, "items": [3]}]
