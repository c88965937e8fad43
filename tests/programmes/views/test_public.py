from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from app.kernel import clock
from app.kernel.access import Role
from app.programmes.enums import RoundState
from tests.factories.accounts import make_account
from tests.factories.programmes import closing_of, make_round

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.testing import FlaskClient
    from sqlalchemy.orm import Session


def test_list_of_calls_says_when_there_is_none(client: FlaskClient) -> None:
    page = client.get("/dot")
    assert page.status_code == 200
    assert "Chưa có đợt nào được công bố" in page.text


def test_list_of_calls_hides_drafts(client: FlaskClient, session: Session) -> None:
    make_round(name="Đợt còn giấu", programme_key="con-giau")
    make_round(name="Đợt đã mở", state=RoundState.OPEN)
    session.commit()
    page = client.get("/dot").text
    assert "Đợt đã mở" in page
    assert "Đợt còn giấu" not in page


@pytest.mark.parametrize(
    "query",
    [
        "nam=99999999999999999999999999",
        "nam=-1",
        "nam='%20OR%201=1",
        "chuong-trinh=<script>alert(1)</script>",
        "chuong-trinh=%00",
    ],
)
def test_list_of_calls_survives_strange_filters(
    client: FlaskClient, session: Session, query: str
) -> None:
    make_round(state=RoundState.OPEN)
    session.commit()
    page = client.get(f"/dot?{query}")
    assert page.status_code == 200
    assert "<script>alert" not in page.text


def test_filter_that_finds_nothing_leads_back_to_all(client: FlaskClient, session: Session) -> None:
    make_round(state=RoundState.OPEN)
    session.commit()
    assert "Không có đợt nào như vậy" in client.get("/dot?nam=1999").text


@pytest.mark.parametrize("address", ["/dot", "/"])
def test_as_many_statements_for_one_round_as_for_thirty(
    client: FlaskClient, session: Session, count_statements: Callable[[], Any], address: str
) -> None:
    make_round(state=RoundState.OPEN)
    session.commit()
    client.get(address)
    with count_statements() as one:
        assert client.get(address).status_code == 200
    for number in range(29):
        make_round(name=f"Đợt {number}", state=RoundState.OPEN)
    session.commit()
    with count_statements() as thirty:
        assert client.get(address).status_code == 200
    assert len(one) == len(thirty)


@pytest.mark.parametrize("state", [s for s in RoundState if s is not RoundState.DRAFT])
def test_call_is_shown_in_every_announced_state(
    client: FlaskClient, session: Session, state: RoundState
) -> None:
    slug = make_round(state=state).slug
    session.commit()
    page = client.get(f"/dot/{slug}")
    assert page.status_code == 200
    assert "Hội thi Sáng tạo thử nghiệm" in page.text
    assert "40.000.000" in page.text
    assert ("Bắt đầu hồ sơ" in page.text) is (state is RoundState.OPEN)


def test_draft_is_as_unknown_as_what_does_not_exist(client: FlaskClient, session: Session) -> None:
    slug = make_round(name="Đợt còn giấu").slug
    session.commit()
    hidden, absent = client.get(f"/dot/{slug}"), client.get("/dot/khong-co-gi")
    assert hidden.status_code == absent.status_code == 404
    assert "Đợt còn giấu" not in hidden.text


def test_draft_is_unknown_to_other_accounts_and_shown_to_the_secretary(
    session: Session, sign_in: Callable[..., FlaskClient]
) -> None:
    slug = make_round().slug
    session.commit()
    assert sign_in(make_account(Role.LEADER)).get(f"/dot/{slug}").status_code == 404
    assert sign_in(make_account()).get(f"/dot/{slug}").status_code == 404
    page = sign_in(make_account(Role.SECRETARY)).get(f"/dot/{slug}")
    assert page.status_code == 200
    assert "chưa được công bố" in page.text


def test_call_says_the_deadline_in_full_with_its_weekday(
    client: FlaskClient, session: Session
) -> None:
    from app.kernel.calendar import format_instant

    round_ = make_round(state=RoundState.OPEN)
    session.commit()
    assert format_instant(closing_of(round_), "long") in client.get(f"/dot/{round_.slug}").text


def test_call_takes_no_dossier_one_second_after_the_deadline(
    client: FlaskClient, session: Session
) -> None:
    round_ = make_round(state=RoundState.OPEN)
    session.commit()
    slug, closes_at = round_.slug, closing_of(round_).replace(microsecond=0)
    with clock.standing_at(closes_at):
        assert "Bắt đầu hồ sơ" in client.get(f"/dot/{slug}").text
    with clock.standing_at(closes_at + timedelta(seconds=2)):
        page = client.get(f"/dot/{slug}").text
    assert "Bắt đầu hồ sơ" not in page
    assert "Đã qua hạn nộp" in page


def test_words_of_the_organiser_are_never_markup(client: FlaskClient, session: Session) -> None:
    slug = make_round(state=RoundState.OPEN, summary="<script>alert('x')</script> & co").slug
    session.commit()
    page = client.get(f"/dot/{slug}").text
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


def test_home_shows_the_open_round_and_the_box_of_verification(
    client: FlaskClient, session: Session
) -> None:
    make_round(name="Đợt đang mở", state=RoundState.OPEN)
    make_round(name="Đợt đang chấm", state=RoundState.JUDGING)
    session.commit()
    page = client.get("/").text
    assert "Đợt đang mở" in page
    assert "Đợt đang chấm" in page
    assert "Số giấy chứng nhận" in page


@pytest.mark.parametrize("slug", ["%00", "hội-thi", "%F0%9F%98%80", "a" * 3000, "'%20OR%201=1--"])
def test_strange_address_is_not_found(client: FlaskClient, slug: str) -> None:
    assert client.get(f"/dot/{slug}").status_code == 404
