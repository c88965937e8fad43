from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from app.infra.db.reads import rows
from app.infra.db.units import reading_only
from app.registry.models import Person
from tests.factories.registry import make_person

if TYPE_CHECKING:
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
