from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from app.infra.db.units import unit_of_work
from app.infra.jobs.intake import enqueue
from app.infra.jobs.worker import work_all
from tests.factories.jobs import all_jobs

if TYPE_CHECKING:
    from flask import Flask


def test_job_of_a_failed_unit_of_work_does_not_exist(app: Flask) -> None:
    def happening() -> None:
        with unit_of_work():
            enqueue("test.note", {})
            raise RuntimeError

    with pytest.raises(RuntimeError):
        happening()
    assert all_jobs() == []


def test_dedupe_key_makes_one_job_even_after_it_is_done(app: Flask) -> None:
    with unit_of_work():
        assert enqueue("test.note", {}, dedupe="k") is True
        assert enqueue("test.note", {}, dedupe="k") is False
    work_all()
    with unit_of_work():
        assert enqueue("test.note", {}, dedupe="k") is False
    assert len(all_jobs()) == 1


def test_dedupe_key_longer_than_its_column_still_tells_apart(app: Flask) -> None:
    with unit_of_work():
        assert enqueue("test.note", {}, dedupe="k" * 400 + "a") is True
        assert enqueue("test.note", {}, dedupe="k" * 400 + "b") is True
        assert enqueue("test.note", {}, dedupe="k" * 400 + "b") is False


def test_two_enqueue_the_same_key_at_once_and_one_job_exists(app: Flask) -> None:
    gate, outcomes = threading.Barrier(4), []

    def enqueue_it() -> None:
        with app.app_context():
            gate.wait()
            with unit_of_work():
                outcomes.append(enqueue("test.note", {}, dedupe="same"))

    threads = [threading.Thread(target=enqueue_it) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == [False, False, False, True]
    assert len(all_jobs()) == 1


def test_unknown_kind_is_a_defect(app: Flask) -> None:
    with pytest.raises(LookupError):
        enqueue("test.nobody", {})
