from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from app.councils.queries import rounds_with_council
from app.councils.waits import news
from app.infra.db.engine import db
from app.programmes.enums import RoundState as S
from app.programmes.models import Round
from tests.factories.councils import make_council, make_seat
from tests.factories.programmes import make_round

if TYPE_CHECKING:
    from flask import Flask


@pytest.mark.parametrize("state", list(S))
def test_a_council_is_asked_for_from_the_closing_to_the_judging(state: S) -> None:
    said = news(Round(id=4, state=state), has_council=False)
    asked = state in (S.CLOSED, S.SCREENING, S.JUDGING)
    assert [wait.fact for wait in said.waits] == ["Chưa có hội đồng"] * asked
    assert news(Round(id=4, state=state), has_council=True).waits == ()


def test_a_council_counts_once_somebody_sits_on_it(app: Flask) -> None:
    seated, empty, left = (make_round(state=S.JUDGING) for _ in range(3))
    make_seat(make_council(seated))
    make_council(empty)
    make_seat(make_council(left)).is_active = False
    db.session.flush()
    assert rounds_with_council((seated.id, empty.id, left.id)) == {seated.id}
    assert rounds_with_council((empty.id,)) == frozenset()
