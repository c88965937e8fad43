from __future__ import annotations

from typing import TYPE_CHECKING

from app.conflicts.enums import ConflictKind
from app.conflicts.queries import declared_in_round
from app.kernel.access import Role
from tests.factories.accounts import make_account
from tests.factories.conflicts import make_conflict
from tests.factories.scoring import make_judging

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.testing import FlaskClient
    from sqlalchemy.orm import Session


def test_secretary_enters_and_withdraws_a_declaration(
    session: Session, sign_in: Callable[..., FlaskClient]
) -> None:
    judging = make_judging()
    client = sign_in(make_account(Role.SECRETARY))
    place = f"/ban-to-chuc/dot/{judging.round.id}/xung-dot"
    form = {
        "seat_id": judging.seats[0].id,
        "nomination_id": judging.nominations[0].id,
        "kind": ConflictKind.SUPERVISOR.value,
        "note": "<b>Hướng dẫn luận văn</b>",
    }
    assert client.post(f"{place}/ghi", data=form).status_code == 303
    assert client.post(f"{place}/ghi", data=form).status_code == 422
    page = client.get(place).text
    assert "Quan hệ hướng dẫn" in page
    assert "<b>Hướng" not in page
    session.expire_all()
    (row,) = declared_in_round(judging.round.id)
    assert client.post(f"{place}/{row.id}/go", data={"reason": ""}).status_code == 422
    assert client.get(f"/ban-to-chuc/dot/999/xung-dot/{row.id}/go").status_code == 404
    assert client.post(f"{place}/{row.id}/go", data={"reason": "Nhầm."}).status_code == 303


def test_list_costs_the_same_for_one_and_for_many(
    session: Session, sign_in: Callable[..., FlaskClient], count_statements: Callable[[], object]
) -> None:
    client = sign_in(make_account(Role.SECRETARY))
    costs = []
    for dossiers in (1, 20):
        judging = make_judging(dossiers=dossiers)
        for nomination in judging.nominations:
            make_conflict(judging.seats[0], nomination)
        session.commit()
        with count_statements() as seen:  # type: ignore[attr-defined]
            answer = client.get(f"/ban-to-chuc/dot/{judging.round.id}/xung-dot")
        assert answer.status_code == 200
        costs.append(len(seen))
    assert costs[0] == costs[1]


def test_judges_do_not_open_the_list(session: Session, sign_in: Callable[..., FlaskClient]) -> None:
    judging = make_judging()
    account = make_account(email="gk@vidu.vn", person=judging.seats[0].person)
    client = sign_in(account)
    assert client.get(f"/ban-to-chuc/dot/{judging.round.id}/xung-dot").status_code == 403
