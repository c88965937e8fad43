from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from app.conflicts import queries
from app.conflicts.enums import ConflictKind
from app.conflicts.operations import declare_conflict, withdraw_declaration
from app.kernel.errors import Duplicate, NotAllowed, RuleBroken
from tests.factories.conflicts import make_conflict
from tests.factories.councils import SECRETARY, judge_on
from tests.factories.registry import make_unit
from tests.factories.scoring import make_judging

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session


def test_judge_declares_for_the_own_seat_only(session: Session) -> None:
    judging = make_judging()
    seat, other = judging.seats[0], judging.seats[1]
    dossier = judging.nominations[0]
    with pytest.raises(NotAllowed):
        declare_conflict(seat, dossier, ConflictKind.FAMILY, by=judge_on(other))
    declare_conflict(other, dossier, ConflictKind.FAMILY, by=judge_on(other))
    table = queries.conflict_table([seat.id, other.id], [dossier.id])
    assert table == {(other.id, dossier.id): (ConflictKind.FAMILY,)}


def test_conflict_is_declared_once(session: Session) -> None:
    judging = make_judging()
    make_conflict(judging.seats[0], judging.nominations[0])
    with pytest.raises(Duplicate):
        make_conflict(judging.seats[0], judging.nominations[0])


def test_withdrawing_needs_a_reason(session: Session) -> None:
    judging = make_judging()
    conflict = make_conflict(judging.seats[0], judging.nominations[0])
    with pytest.raises(RuleBroken):
        withdraw_declaration(conflict, " ", by=SECRETARY)
    withdraw_declaration(conflict, "Khai nhầm hồ sơ.", by=SECRETARY)
    assert queries.find_conflict(judging.seats[0].id, judging.nominations[0].id) is None


def test_table_finds_namesakes_of_the_judge_in_the_same_unit(session: Session) -> None:
    judging = make_judging()
    unit = make_unit()
    seat, dossier = judging.seats[0], judging.nominations[0]
    seat.unit_id = unit.id
    dossier.people[0].full_name = seat.person.full_name.upper()
    dossier.people[0].unit_name = unit.name
    session.flush()
    table = queries.conflict_table([seat.id], [dossier.id])
    assert table[seat.id, dossier.id] == (ConflictKind.SELF, ConflictKind.SAME_UNIT)


def test_table_costs_the_same_for_one_and_for_thirty(
    session: Session, count_statements: Callable[[], object]
) -> None:
    judging = make_judging(dossiers=30, judges=5)
    session.commit()
    costs = []
    for seats, dossiers in ((1, 1), (5, 30)):
        with count_statements() as seen:  # type: ignore[attr-defined]
            queries.conflict_table(
                [s.id for s in judging.seats[:seats]],
                [n.id for n in judging.nominations[:dossiers]],
            )
        costs.append(len(seen))
    assert costs == [4, 4]
