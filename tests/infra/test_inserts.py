from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.infra.beats import WorkerBeat
from app.infra.db.engine import db
from app.infra.db.units import unit_of_work
from app.infra.inserts import KEY_LENGTH, insert_once, short_key
from app.kernel import clock

if TYPE_CHECKING:
    from flask import Flask


def insert(name: str) -> int | None:
    return insert_once(WorkerBeat, {"name": name, "beat_at": clock.now()}, unique="name")


def test_row_is_written_once_and_its_number_returned(app: Flask) -> None:
    with unit_of_work():
        first = insert("a")
        assert insert("a") is None
        assert insert("b") not in {first, None}
    assert db.session.scalar(sa.select(WorkerBeat.id).where(WorkerBeat.name == "a")) == first


def test_unit_of_work_goes_on_after_a_row_that_was_there(app: Flask) -> None:
    with unit_of_work():
        insert("a")
    with unit_of_work():
        assert insert("a") is None
        insert("b")
    assert db.session.scalar(sa.select(sa.func.count()).select_from(WorkerBeat)) == 2


def test_short_key_stays_and_a_long_one_fits_its_column() -> None:
    assert short_key("a" * KEY_LENGTH) == "a" * KEY_LENGTH
    long, other = "a" * KEY_LENGTH + "b", "a" * KEY_LENGTH + "c"
    assert len(short_key(long)) == KEY_LENGTH
    assert short_key(long) == short_key(long) != short_key(other)
