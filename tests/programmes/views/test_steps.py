from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from app.kernel import clock
from app.kernel.access import Role
from app.kernel.calendar import local
from app.programmes.enums import RoundState, StageState
from app.programmes.models import Round, Stage
from tests.diagrams import ROUND_STEPS
from tests.factories.accounts import make_account
from tests.factories.councils import make_roster
from tests.factories.programmes import make_round

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.testing import FlaskClient
    from sqlalchemy.orm import Session

ADDRESSES = {
    "open": "mo",
    "withdraw": "rut-thong-bao",
    "close": "khoa",
    "reopen": "mo-lai",
    "screen": "tham-tra",
    "judge": "cham",
    "archive": "luu-tru",
}


@pytest.fixture
def secretary(session: Session, sign_in: Callable[..., FlaskClient]) -> FlaskClient:
    return sign_in(make_account(Role.SECRETARY))


def prepared(session: Session, state: RoundState) -> Round:
    round_ = make_round(state=state)
    if state is RoundState.SCREENING:
        make_roster(round_)
    for stage in round_.stages:
        if state is not RoundState.JUDGING:
            stage.state = StageState.WAITING
    session.commit()
    return round_


def typed_for(round_: Any, name: str) -> dict[str, str]:
    typed = {"version": str(round_.version)}
    if name == "reopen":
        from datetime import timedelta

        later = clock.now() + timedelta(days=9)
        typed |= {"closes_at": f"{local(later):%H:%M %d/%m/%Y}", "reason": "Công văn số 1."}
    return typed


@pytest.mark.parametrize("state", list(RoundState))
@pytest.mark.parametrize("name", list(ADDRESSES))
def test_button_takes_its_step_or_is_refused(
    secretary: FlaskClient, session: Session, name: str, state: RoundState
) -> None:
    round_ = prepared(session, state)
    answer = secretary.post(
        f"/ban-to-chuc/dot/{round_.id}/{ADDRESSES[name]}", data=typed_for(round_, name)
    )
    target = ROUND_STEPS.get((name, state))
    session.expire_all()
    assert answer.status_code == (303 if target else 409)
    assert session.get_one(Round, round_.id).state is (target or state)


@pytest.mark.parametrize("address", ADDRESSES.values())
def test_steps_are_the_secretarys(
    client: FlaskClient, session: Session, sign_in: Callable[..., FlaskClient], address: str
) -> None:
    round_ = prepared(session, RoundState.OPEN)
    url = f"/ban-to-chuc/dot/{round_.id}/{address}"
    assert client.post(url).status_code == 401
    assert sign_in(make_account(Role.LEADER)).post(url).status_code == 403
    session.expire_all()
    assert session.get_one(Round, round_.id).state is RoundState.OPEN


@pytest.mark.parametrize("version", ["", "0", "x", "999999999999999"])
def test_old_page_takes_no_step(secretary: FlaskClient, session: Session, version: str) -> None:
    round_ = prepared(session, RoundState.OPEN)
    url = f"/ban-to-chuc/dot/{round_.id}/khoa"
    assert secretary.post(url, data={"version": version}).status_code == 409
    session.expire_all()
    assert session.get_one(Round, round_.id).state is RoundState.OPEN


def test_second_press_of_the_same_button_is_refused(
    secretary: FlaskClient, session: Session
) -> None:
    round_ = prepared(session, RoundState.OPEN)
    url, typed = f"/ban-to-chuc/dot/{round_.id}/khoa", {"version": str(round_.version)}
    assert secretary.post(url, data=typed).status_code == 303
    assert secretary.post(url, data=typed).status_code == 409


def test_announcing_without_dates_is_refused_on_the_page(
    secretary: FlaskClient, session: Session
) -> None:
    round_ = make_round(opens_at=None, closes_at=None)
    session.commit()
    url = f"/ban-to-chuc/dot/{round_.id}/mo"
    assert "Nên xem lại trước khi công bố" in secretary.get(url).text
    page = secretary.post(url, data={"version": str(round_.version)})
    assert page.status_code == 422
    assert "ngày giờ mở và hạn nộp" in page.text


def test_judging_by_the_button_opens_the_first_stage(
    secretary: FlaskClient, session: Session
) -> None:
    round_ = prepared(session, RoundState.SCREENING)
    secretary.post(f"/ban-to-chuc/dot/{round_.id}/cham", data={"version": str(round_.version)})
    session.expire_all()
    assert session.get_one(Stage, 1).state is StageState.OPEN
