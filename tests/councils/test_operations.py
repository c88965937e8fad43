from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from app.councils import queries
from app.councils.enums import SeatRole
from app.councils.operations import (
    Founding,
    change_council,
    change_seat,
    form_council,
    invite_member,
    unseat_member,
)
from app.kernel.errors import Duplicate, RuleBroken
from app.registry.operations import add_person
from app.registry.rules import PersonDetails
from tests.factories.councils import SECRETARY, make_council, make_seat
from tests.factories.programmes import make_round

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def test_two_councils_of_a_round_have_two_names(session: Session) -> None:
    round_ = make_round()
    first = form_council(round_, Founding(" Hội đồng  giám khảo "), by=SECRETARY)
    assert first.name == "Hội đồng giám khảo"
    with pytest.raises(Duplicate):
        form_council(round_, Founding("Hội đồng giám khảo"), by=SECRETARY)
    second = form_council(round_, Founding("Hội đồng y dược"), by=SECRETARY)
    with pytest.raises(Duplicate):
        change_council(second, Founding("Hội đồng giám khảo"), by=SECRETARY)


def test_refused_seat_leaves_nothing_behind(session: Session) -> None:
    council = make_council(make_round())
    make_seat(council, SeatRole.CHAIR)
    with pytest.raises(RuleBroken):
        make_seat(council, SeatRole.CHAIR)
    session.commit()
    session.expire_all()
    assert len(queries.get_council(council.id).seats) == 1


def test_codes_are_unique_in_the_round_not_only_in_the_council(session: Session) -> None:
    round_ = make_round()
    make_seat(make_council(round_), code="GK07")
    with pytest.raises(Duplicate):
        make_seat(make_council(round_), code="GK07")


def test_who_left_takes_the_old_seat_again(session: Session) -> None:
    council = make_council(make_round())
    seat = make_seat(council)
    unseat_member(seat, by=SECRETARY)
    assert queries.seats_of_round(council.round_id) == []
    again = make_seat(council, SeatRole.CHAIR, person=seat.person)
    assert again is seat
    assert again.is_active
    with pytest.raises(Duplicate):
        make_seat(council, person=seat.person)


def test_seat_knows_its_specialities(session: Session) -> None:
    round_ = make_round()
    council = make_council(round_)
    seat = make_seat(council, specialities=round_.categories)
    change_seat(seat, SeatRole.CHAIR, None, "", round_.categories[:1], by=SECRETARY)
    session.commit()
    session.expire_all()
    (kept,) = queries.seats_of_round(round_.id)
    assert [known.category.code for known in kept.specialities] == ["cntt"]
    assert kept.role is SeatRole.CHAIR


def test_invitation_needs_an_address(session: Session) -> None:
    council = make_council(make_round())
    nobody = add_person(PersonDetails("Vi Văn Không Thư"), by=SECRETARY)
    with pytest.raises(RuleBroken, match="thư điện tử"):
        invite_member(make_seat(council, person=nobody), by=SECRETARY)
    link = invite_member(make_seat(council), by=SECRETARY)
    assert link.person_id is not None
