"""What judging does when lower packages speak."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.accounts.operations.admin import change_grants
from app.accounts.queries import get_account
from app.accounts.rules.grants import Grants
from app.scoring.queries.progress import get_assignment
from tests.factories.accounts import make_account
from tests.factories.registry import SYSTEM, make_unit
from tests.factories.scoring import make_judging

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def test_a_judge_who_begins_to_speak_for_a_unit_leaves_its_dossiers(session: Session) -> None:
    judging, unit = make_judging(), make_unit()
    judging.nominations[0].unit_id = unit.id
    theirs, other = judging.assign(nomination=0), judging.assign(nomination=1)
    account = make_account(person=judging.seats[-1].person, email="giam.khao@vidu.vn")
    session.commit()
    grants = Grants(units=frozenset({unit.id}))
    change_grants(get_account(account.id), grants, by=SYSTEM)
    session.commit()
    assert get_assignment(theirs.id).stood_aside_at is not None
    assert get_assignment(other.id).stood_aside_at is None
