from __future__ import annotations

from typing import TYPE_CHECKING

from app.councils import queries
from app.councils.enums import SeatRole
from app.kernel.access import Role
from app.registry.models import Person
from tests.factories.accounts import make_account
from tests.factories.councils import make_council, make_seat
from tests.factories.programmes import make_round

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.testing import FlaskClient
    from sqlalchemy.orm import Session

PLACE = "/ban-to-chuc/hoi-dong"


def test_secretary_forms_a_council_and_seats_people(
    session: Session, sign_in: Callable[..., FlaskClient]
) -> None:
    round_ = make_round()
    client = sign_in(make_account(Role.SECRETARY))
    answer = client.post(f"{PLACE}/moi/{round_.id}", data={"name": "Hội đồng giám khảo"})
    assert answer.status_code == 303
    session.expire_all()
    (council,) = queries.councils_by_round([round_.id])[round_.id]
    form = {"full_name": "Vi Thị Hoàng Anh", "academic_degree": "TS", "role": "chair"}
    assert client.post(f"{PLACE}/{council.id}/thanh-vien/them", data=form).status_code == 303
    second = client.post(
        f"{PLACE}/{council.id}/thanh-vien/them", data=form | {"full_name": "Lâm Quốc Bảo"}
    )
    assert second.status_code == 422
    assert "chỉ có một chủ tịch" in second.text
    assert 'value="Lâm Quốc Bảo"' in second.text
    page = client.get(f"{PLACE}/{council.id}").text
    assert "TS Vi Thị Hoàng Anh" in page
    assert "Chủ tịch hội đồng" in page


def test_person_of_the_registry_is_found_without_accents(
    session: Session, sign_in: Callable[..., FlaskClient]
) -> None:
    council = make_council(make_round())
    seat = make_seat(council)
    client = sign_in(make_account(Role.SECRETARY))
    other = make_council(make_round(programme_key="khac"))
    session.commit()
    place = f"{PLACE}/{other.id}/thanh-vien/them"
    found = client.get(place, query_string={"tim": seat.person.name_folded})
    assert f"nguoi={seat.person_id}" in found.text
    answer = client.post(place, data={"nguoi": seat.person_id, "role": "member"})
    assert answer.status_code == 303
    assert client.get(place, query_string={"nguoi": 99999}).status_code == 404


def test_seat_of_another_council_is_not_found(
    session: Session, sign_in: Callable[..., FlaskClient]
) -> None:
    first, second = make_council(make_round()), make_council(make_round())
    seat = make_seat(first)
    client = sign_in(make_account(Role.SECRETARY))
    assert client.get(f"{PLACE}/{second.id}/thanh-vien/{seat.id}").status_code == 404
    assert client.get(f"{PLACE}/{first.id}/thanh-vien/{seat.id}").status_code == 200
    assert client.post(f"{PLACE}/{first.id}/thanh-vien/{seat.id}/moi").status_code == 303
    assert client.post(f"{PLACE}/{first.id}/thanh-vien/{seat.id}/thoi").status_code == 303


def test_index_costs_the_same_for_one_and_for_many(
    session: Session, sign_in: Callable[..., FlaskClient], count_statements: Callable[[], object]
) -> None:
    client = sign_in(make_account(Role.SECRETARY))
    costs = []
    for rounds in (1, 12):
        for _ in range(rounds):
            council = make_council(make_round())
            make_seat(council, SeatRole.CHAIR)
        session.commit()
        with count_statements() as seen:  # type: ignore[attr-defined]
            assert client.get(PLACE).status_code == 200
        costs.append(len(seen))
    assert costs[0] == costs[1]


def test_only_the_secretary_opens_councils(
    session: Session, sign_in: Callable[..., FlaskClient]
) -> None:
    assert sign_in(make_account()).get(PLACE).status_code == 403


def test_newcomer_who_finds_no_seat_is_not_entered_in_the_registry(
    session: Session, sign_in: Callable[..., FlaskClient]
) -> None:
    council = make_council(make_round())
    make_seat(council, role=SeatRole.CHAIR)
    client = sign_in(make_account(Role.SECRETARY))
    session.commit()
    before = session.query(Person).count()
    form = {"full_name": "Lâm Quốc Bảo", "role": "chair"}
    answer = client.post(f"{PLACE}/{council.id}/thanh-vien/them", data=form)
    assert answer.status_code == 422
    assert session.query(Person).count() == before
