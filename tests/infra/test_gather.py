"""Rows gathered into one value: the same values as when they are read by themselves."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from app.infra.db.reads import rows
from app.infra.gather import gathered
from app.programmes.models import Criterion, Round, Stage
from app.registry.models import Person
from tests.factories.programmes import make_round
from tests.factories.registry import make_person

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

TYPED = 'Nguyễn "Bình" \\ <b> {"a": [1]} 😀 %(x)s \\u0041 ;'


def test_every_kind_of_value_comes_as_it_is_read_alone(session: Session) -> None:
    round_ = make_round()
    session.commit()
    by_itself = (
        sa.select(
            Criterion.id,
            Criterion.name,
            Criterion.max_points,
            Criterion.min_points,
            Criterion.guidance,
            Round.state,
            Stage.is_blind,
        )
        .join(Stage, Stage.id == Criterion.stage_id)
        .join(Round, Round.id == Stage.round_id)
        .where(Round.id == round_.id)
    )
    alone = [tuple(row) for row in rows(by_itself)]
    together = rows(sa.select(gathered(by_itself))).scalar_one()
    assert len(alone) > 1
    assert sorted(together) == sorted(alone)
    assert {type(value) for value in next(iter(together))} == {type(value) for value in alone[0]}


@pytest.mark.parametrize("points", ["0", "0.01", "8.1", "12.35", "99999.99", None])
def test_an_exact_decimal_stays_exact(session: Session, points: str | None) -> None:
    criterion = make_round().final_stage.criteria[0]
    criterion.min_points = None if points is None else Decimal(points)
    session.flush()
    query = sa.select(Criterion.min_points).where(Criterion.id == criterion.id)
    ((value,),) = rows(sa.select(gathered(query))).scalar_one()
    assert value == criterion.min_points
    assert isinstance(value, Decimal | None)


def test_what_people_type_comes_through_letter_for_letter(session: Session) -> None:
    person = make_person(full_name=TYPED)
    session.flush()
    query = sa.select(Person.full_name).where(Person.id == person.id)
    assert rows(sa.select(gathered(query))).scalar_one() == [(TYPED,)]


def test_conditions_may_name_the_query_around_and_no_rows_are_an_empty_list(
    session: Session,
) -> None:
    first, second = make_round(), make_round(programme_key="khac")
    for criterion in second.final_stage.criteria:
        session.delete(criterion)
    session.flush()
    codes = gathered(
        sa.select(Criterion.code)
        .join(Stage, Stage.id == Criterion.stage_id)
        .where(Stage.round_id == Round.id)
    )
    found: dict[int, Any] = dict(rows(sa.select(Round.id, codes)).all())
    assert {code for (code,) in found[first.id]} == {
        each.code for each in first.final_stage.criteria
    }
    assert found[second.id] == []


def test_a_kind_that_json_would_change_is_a_defect(session: Session) -> None:
    make_round()
    session.flush()
    with pytest.raises(TypeError, match="cannot be gathered"):
        rows(sa.select(gathered(sa.select(Round.opens_at)))).scalar_one()
