from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.infra.db.reads import asked_once
from app.infra.db.units import reading_only
from app.registry.models import Person

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

COUNT = sa.select(sa.func.count()).select_from(Person)


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
