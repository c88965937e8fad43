"""Units and people in the browser."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from app.infra.db.engine import db
from app.kernel.access import Role
from tests.factories.accounts import make_account
from tests.factories.registry import make_person, make_unit

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask
    from flask.testing import FlaskClient

    SignIn = Callable[..., FlaskClient]

PAGES = ("/don-vi", "/don-vi/moi", "/don-vi/1", "/tri-thuc", "/tri-thuc/moi", "/tri-thuc/1",
         "/tri-thuc/1/sua")  # fmt: skip


@pytest.fixture
def secretary(sign_in: SignIn, app: Flask) -> FlaskClient:
    return sign_in(make_account(Role.SECRETARY))


@pytest.mark.parametrize("path", PAGES)
def test_strangers_and_authors_do_not_come_near(
    client: FlaskClient, sign_in: SignIn, path: str
) -> None:
    make_unit()
    author = make_account()
    assert client.get(f"/ban-to-chuc{path}").status_code == 401
    assert sign_in(author).get(f"/ban-to-chuc{path}").status_code == 403


@pytest.mark.parametrize("path", PAGES)
def test_a_secretary_sees_every_page(secretary: FlaskClient, path: str) -> None:
    make_unit()
    db.session.commit()
    assert secretary.get(f"/ban-to-chuc{path}").status_code == 200


def test_a_unit_is_added_and_refused_the_second_time(secretary: FlaskClient) -> None:
    data = {"name": "Sở Khoa học và Công nghệ", "kind": "department", "code": "so_khcn"}
    assert secretary.post("/ban-to-chuc/don-vi/moi", data=data).status_code == 303
    again = secretary.post("/ban-to-chuc/don-vi/moi", data={**data, "code": ""})
    assert again.status_code == 422
    assert "so_khcn" in again.text
    assert 'id="name-error"' in again.text
    assert "Sở Khoa học và Công nghệ" in secretary.get("/ban-to-chuc/don-vi?tim=so khoa").text


def test_a_stale_page_of_a_unit_changes_nothing(secretary: FlaskClient) -> None:
    unit = make_unit(name="Sở Nội vụ")
    db.session.commit()
    data = {"name": "Sở Nội vụ mới", "kind": "department", "is_active": "y", "version": "1"}
    path = f"/ban-to-chuc/don-vi/{unit.id}"
    assert secretary.post(path, data=data).status_code == 303
    stale = secretary.post(path, data={**data, "name": "Tên gõ ở thẻ cũ"})
    assert stale.status_code == 409
    assert "Tên gõ ở thẻ cũ" in stale.text


def test_a_person_is_added_and_corrected(secretary: FlaskClient) -> None:
    unit = make_unit()
    db.session.commit()
    data = {
        "full_name": "Lê Văn Tám",
        "birth_date": "29/02/1980",
        "gender": "male",
        "unit_id": str(unit.id),
        "email": "Tam@So.vn",
    }
    assert secretary.post("/ban-to-chuc/tri-thuc/moi", data=data).status_code == 303
    assert "tam@so.vn" in secretary.get("/ban-to-chuc/tri-thuc?tim=le van").text
    person = make_person(full_name="Trần Ánh")
    db.session.commit()
    path = f"/ban-to-chuc/tri-thuc/{person.id}"
    corrected = {"full_name": "Trần Thị Ánh", "academic_degree": "TS", "version": "1"}
    assert secretary.post(f"{path}/sua", data=corrected).status_code == 303
    assert "TS Trần Thị Ánh" in secretary.get(path).text


@pytest.mark.parametrize(
    "over",
    [
        {"full_name": ""},
        {"full_name": "a" * 1_000_000},
        {"full_name": "<b>1</b>" * 200},
        {"birth_date": "30/02/1980"},
        {"birth_date": "01/01/2999"},
        {"gender": "x"},
        {"unit_id": "404"},
        {"unit_id": "9" * 40},
        {"email": "a@b"},
        {"phone": "không có"},
    ],
)
def test_strange_people_are_refused_and_nothing_is_written(
    secretary: FlaskClient, over: dict[str, str]
) -> None:
    data = {"full_name": "Lê Văn Tám", **over}
    answer = secretary.post("/ban-to-chuc/tri-thuc/moi", data=data)
    assert answer.status_code == 422
    assert "<b>1</b>" not in answer.text
    assert "Lê Văn Tám" not in secretary.get("/ban-to-chuc/tri-thuc").text


def test_markup_in_a_name_is_text(secretary: FlaskClient) -> None:
    make_person(full_name="<script>alert(1)</script>")
    db.session.commit()
    assert "<script>alert" not in secretary.get("/ban-to-chuc/tri-thuc").text


@pytest.mark.parametrize(
    "query", ["tim=%00%25_", "trang=-1", "trang=9999999999999", "loai=x", "don-vi=9" + "9" * 30]
)
@pytest.mark.parametrize("path", ["/don-vi", "/tri-thuc"])
def test_strange_searches_are_answered(secretary: FlaskClient, path: str, query: str) -> None:
    assert secretary.get(f"/ban-to-chuc{path}?{query}").status_code == 200


@pytest.mark.parametrize("path", ["/don-vi/404", "/tri-thuc/404", f"/tri-thuc/{10**20}",
                                  f"/don-vi/{10**20}"])  # fmt: skip
def test_what_does_not_exist_is_not_found(secretary: FlaskClient, path: str) -> None:
    assert secretary.get(f"/ban-to-chuc{path}").status_code == 404


@pytest.mark.parametrize("path", ["/don-vi", "/tri-thuc"])
def test_lists_ask_the_same_number_of_questions_for_one_and_for_thirty(
    secretary: FlaskClient, count_statements: Callable[[], Any], path: str
) -> None:
    unit = make_unit()
    make_person(unit_id=unit.id)
    db.session.commit()
    with count_statements() as few:
        secretary.get(f"/ban-to-chuc{path}")
    for _ in range(30):
        make_person(unit_id=make_unit().id)
    db.session.commit()
    with count_statements() as many:
        secretary.get(f"/ban-to-chuc{path}")
    assert len(many) == len(few)
