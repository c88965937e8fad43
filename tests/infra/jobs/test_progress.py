from __future__ import annotations

from typing import TYPE_CHECKING

from app.infra.beats import WorkerBeat
from app.infra.db.engine import db
from app.infra.db.units import unit_of_work
from app.infra.jobs.interruptions import cancel_batch
from app.infra.jobs.progress import progress_of
from app.infra.jobs.worker import work_all, work_once
from app.kernel import clock
from tests.factories.jobs import batch_at, bury, put_batch

if TYPE_CHECKING:
    from flask import Flask


def label_at(number: int) -> str:
    return str(progress_of(batch_at(number))["label"])


def let_a_worker_live() -> None:
    db.session.add(WorkerBeat(name="máy chủ", beat_at=clock.now()))
    db.session.commit()


def test_progress_is_said_in_numbers_and_words(app: Flask) -> None:
    let_a_worker_live()
    number = put_batch(["a", "hỏng", "c"], per_job=2)
    assert progress_of(batch_at(number)) == {
        "value": 0,
        "maximum": 3,
        "words": "0 trên 3",
        "label": "Đang làm thử nhiều mục",
        "finished": False,
        "failed": False,
    }
    work_once()
    going = progress_of(batch_at(number))
    assert (going["value"], going["words"]) == (2, "1 trên 3, 1 không thành")
    assert (going["failed"], going["finished"]) == (True, False)
    work_all()
    over = progress_of(batch_at(number))
    assert (over["words"], over["finished"]) == ("2 trên 3, 1 không thành", True)
    assert over["label"] == "Đã làm xong, trừ 1 mục không thành"


def test_label_says_what_goes_on_and_how_it_ended(app: Flask) -> None:
    let_a_worker_live()
    number = put_batch([1], "test.concluded_things")
    assert label_at(number) == "Đang làm thử rồi ghép"
    work_once()
    assert label_at(number) == "Đang ghép thử"
    work_all()
    assert label_at(number) == "Đã làm xong"


def test_work_that_nobody_does_says_so(app: Flask) -> None:
    number = put_batch([1])
    assert label_at(number).startswith("Máy làm việc nền chưa chạy")


def test_stopped_and_broken_work_says_so(app: Flask) -> None:
    let_a_worker_live()
    number = put_batch([1, 2])
    with unit_of_work():
        cancel_batch(number)
    stopped = progress_of(batch_at(number))
    assert (stopped["label"], stopped["words"]) == (
        "Đã dừng theo yêu cầu",
        "0 trên 2, 2 đã dừng",
    )
    number = put_batch(["không ghép"], "test.concluded_things")
    work_once()
    bury(number)
    work_all()
    broken = progress_of(batch_at(number))
    assert broken["label"] == "Đã làm các phần nhưng chưa hoàn tất được"
    assert (broken["failed"], broken["finished"]) == (True, True)
