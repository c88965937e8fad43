from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from app.kernel.access import Role
from app.programmes.enums import RoundState
from app.programmes.models import Round
from tests.factories.accounts import make_account
from tests.factories.programmes import make_round

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.testing import FlaskClient
    from sqlalchemy.orm import Session

LIST, NEW = "/ban-to-chuc/dot", "/ban-to-chuc/dot/moi"


@pytest.fixture
def secretary(session: Session, sign_in: Callable[..., FlaskClient]) -> FlaskClient:
    return sign_in(make_account(Role.SECRETARY))


def test_strangers_and_others_do_not_see_the_list(
    client: FlaskClient, session: Session, sign_in: Callable[..., FlaskClient]
) -> None:
    assert client.get(LIST).status_code == 401
    assert sign_in(make_account()).get(LIST).status_code == 403
    assert sign_in(make_account(Role.LEADER)).get(LIST).status_code == 200
    assert sign_in(make_account(Role.LEADER)).get(NEW).status_code == 403


def test_empty_list_says_what_to_do(secretary: FlaskClient) -> None:
    page = secretary.get(LIST).text
    assert "Chưa có đợt nào" in page
    assert "Lập đợt mới" in page


def test_as_many_statements_for_one_round_as_for_thirty(
    secretary: FlaskClient, session: Session, count_statements: Callable[[], Any]
) -> None:
    make_round(state=RoundState.OPEN)
    session.commit()
    secretary.get(LIST)
    with count_statements() as one:
        secretary.get(LIST)
    for number in range(29):
        make_round(name=f"Đợt {number}")
    session.commit()
    with count_statements() as thirty:
        assert secretary.get(LIST).status_code == 200
    assert len(one) == len(thirty)


@pytest.mark.parametrize("number", ["0", "-3", "99999999999999999999", "x"])
def test_list_survives_strange_page_numbers(
    secretary: FlaskClient, session: Session, number: Any
) -> None:
    make_round()
    session.commit()
    assert secretary.get(f"{LIST}?trang={number}").status_code == 200


def test_preview_shows_what_comes_with_a_preset_and_makes_nothing(
    secretary: FlaskClient, session: Session
) -> None:
    page = secretary.post(NEW, data={"source": "mau:tri-thuc-tieu-bieu", "preview": "1"})
    assert page.status_code == 200
    assert "4 tiêu chí, tổng 100 điểm" in page.text
    assert session.scalars(select(Round)).all() == []


def test_round_is_made_from_a_preset(secretary: FlaskClient, session: Session) -> None:
    typed = {"source": "mau:tri-thuc-tieu-bieu", "name": "Trí thức 2030", "year": "2030"}
    answer = secretary.post(NEW, data=typed)
    assert answer.status_code == 303
    round_ = session.scalars(select(Round)).one()
    assert (round_.name, round_.year, round_.state) == ("Trí thức 2030", 2030, RoundState.DRAFT)
    assert secretary.get(answer.location).status_code == 200


def test_round_is_made_from_an_earlier_round(secretary: FlaskClient, session: Session) -> None:
    source = make_round(state=RoundState.ARCHIVED)
    session.commit()
    typed = {"source": f"dot:{source.id}", "name": "Hội thi lần X", "year": "2027"}
    typed["ordinal_no"] = "10"
    assert secretary.post(NEW, data=typed).status_code == 303
    made = session.scalars(select(Round).where(Round.id != source.id)).one()
    assert (made.ordinal_no, made.closes_at, made.state) == (10, None, RoundState.DRAFT)


@pytest.mark.parametrize(
    "source", ["", "dot:999999", "dot:x", "dot:²", "mau:khong-co", "'; DROP TABLE rounds;--", "\0"]
)
def test_source_that_does_not_exist_is_refused_beside_its_field(
    secretary: FlaskClient, session: Session, source: str
) -> None:
    page = secretary.post(NEW, data={"source": source, "name": "Tên", "year": "2027"})
    assert page.status_code == 422
    assert session.scalars(select(Round)).all() == []


def test_wrong_year_keeps_what_was_typed(secretary: FlaskClient) -> None:
    typed = {"source": "mau:tri-thuc-tieu-bieu", "name": "Tên đã gõ", "year": "hai nghìn"}
    page = secretary.post(NEW, data=typed)
    assert page.status_code == 422
    assert "Tên đã gõ" in page.text
    assert "hai nghìn" in page.text


def test_a_look_at_a_preset_proposes_name_and_year_and_keeps_what_was_typed(
    secretary: FlaskClient,
) -> None:
    source = "mau:hoi-thi-sang-tao-ky-thuat"
    first = secretary.post(NEW, data={"source": source, "preview": "1"}).text
    assert 'value="Hội thi Sáng tạo kỹ thuật tỉnh Quảng Ninh"' in first
    typed = {"source": source, "preview": "1", "name": "Hội thi lần thứ XII", "year": "2028"}
    again = secretary.post(NEW, data=typed).text
    assert 'value="Hội thi lần thứ XII"' in again
    assert 'value="2028"' in again
