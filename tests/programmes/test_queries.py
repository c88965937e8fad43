from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from app.kernel import clock
from app.kernel.errors import NotFound
from app.programmes import queries
from app.programmes.enums import RoundState
from tests.factories.programmes import make_round

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from app.programmes.models import Round


def names(rounds: Sequence[Round]) -> list[str]:
    return [round_.name for round_ in rounds]


def test_public_sees_open_rounds_by_deadline_then_others_and_no_drafts(session: Session) -> None:
    moment = clock.now()
    make_round(name="Nháp")
    make_round(name="Xa", state=RoundState.OPEN, closes_at=moment + timedelta(days=90))
    make_round(name="Gần", state=RoundState.OPEN, closes_at=moment + timedelta(days=9))
    make_round(name="Cũ", state=RoundState.ARCHIVED, year=2024)
    session.commit()
    assert names(queries.announced_rounds()) == ["Gần", "Xa", "Cũ"]


def test_announced_rounds_are_filtered_by_programme_and_year(session: Session) -> None:
    make_round(name="Một", state=RoundState.OPEN, programme_key="mot", year=2025)
    make_round(name="Hai", state=RoundState.OPEN, programme_key="hai", year=2026)
    make_round(name="Ba", programme_key="ba", year=2027)
    session.commit()
    assert names(queries.announced_rounds("mot")) == ["Một"]
    assert names(queries.announced_rounds(year=2026)) == ["Hai"]
    assert names(queries.announced_rounds("mot", 2026)) == []
    assert [programme.key for programme in queries.announced_programmes()] == ["hai", "mot"]
    assert list(queries.announced_years()) == [2026, 2025]


@pytest.mark.parametrize("number", [0, 999, 2**31, 10**30])
def test_round_that_does_not_exist_is_not_found(session: Session, number: Any) -> None:
    with pytest.raises(NotFound):
        queries.get_round(number)
    with pytest.raises(NotFound):
        queries.get_setup(number)


def test_part_that_does_not_exist_is_not_found(session: Session) -> None:
    round_ = make_round()
    with pytest.raises(NotFound):
        queries.get_setup_part(round_.id, "khong-co")


def test_presets_are_read_once() -> None:
    assert queries.preset_plans() is queries.preset_plans()
    assert queries.find_preset("khong-co") is None
