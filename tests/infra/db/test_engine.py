"""The database: connections that a server closed meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.infra.db import engine
from app.infra.db.engine import db
from app.infra.db.reads import rows
from app.registry.models import Person

if TYPE_CHECKING:
    import pytest
    from flask import Flask

COUNT = sa.select(sa.func.count()).select_from(Person)


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
    alone = sa.create_engine(db.engine.url, isolation_level="AUTOCOMMIT")
    with alone.connect() as connection:
        others = sa.text(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        assert any(connection.execute(others).scalars())
    alone.dispose()
