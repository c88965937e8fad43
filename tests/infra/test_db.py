"""The database: units of work that only read, and connections that a server closed meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from app.infra.db import engine
from app.infra.db.engine import db
from app.infra.db.reads import asked_once, rows
from app.infra.db.units import reading_only
from app.registry.models import Person
from tests.factories.registry import make_person

if TYPE_CHECKING:
    from flask import Flask
    from sqlalchemy.orm import Session

COUNT = sa.select(sa.func.count()).select_from(Person)


def test_a_write_where_only_reading_was_announced_is_a_defect(session: Session) -> None:
    make_person()
    session.commit()
    with reading_only():
        assert rows(COUNT).scalar_one() == 1
        with pytest.raises(RuntimeError, match="only reads"):
            session.execute(sa.delete(Person))
        session.rollback()
    assert rows(COUNT).scalar_one() == 1
    session.execute(sa.delete(Person))
    session.commit()
    assert rows(COUNT).scalar_one() == 0


def test_reading_ends_with_its_block(session: Session) -> None:
    with reading_only():
        rows(COUNT)
    session.rollback()
    make_person()
    session.rollback()
    assert rows(COUNT).scalar_one() == 0


def test_what_only_reads_asks_the_same_once(session: Session) -> None:
    asked: list[int] = []

    @asked_once
    def double(number: int) -> int:
        asked.append(number)
        return 2 * number

    assert [double(2), double(2)] == [4, 4]
    assert asked == [2, 2]
    for _unit_of_work in range(2):
        with reading_only():
            assert [double(3), double(3), double(4)] == [6, 6, 8]
        session.rollback()
    assert asked == [2, 2, 3, 4, 3, 4]


def test_a_connection_that_the_server_closed_while_it_rested_is_replaced(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    if db.engine.dialect.name == "sqlite":
        assert rows(COUNT).scalar_one() == 0  # a file closes no connection
        return
    monkeypatch.setattr(engine, "SECONDS_OF_REST", 0.0)
    rows(COUNT)
    db.session.remove()
    _end_other_connections()
    assert rows(COUNT).scalar_one() == 0
    db.session.remove()
    db.engine.dispose()  # the pool may hold more that were ended, and other tests do not wait


def _end_other_connections() -> None:
    engine = sa.create_engine(db.engine.url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        others = sa.text(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        assert any(connection.execute(others).scalars())
    engine.dispose()
