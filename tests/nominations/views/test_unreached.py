"""What a page says where a letter reached nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from app.infra.db.engine import db
from app.nominations.enums import NominationState as S
from app.programmes.enums import RoundState
from tests.factories.nominations import make_nomination

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.testing import FlaskClient

    from tests.nominations.conftest import Stage

UNASKED = "chưa ai được mời xác nhận hồ sơ"
UNTOLD = "1 hồ sơ không có người lập nào có địa chỉ thư"


@pytest.mark.parametrize("has_contact", [True, False])
def test_an_author_hears_that_nobody_of_the_unit_was_asked(
    endorsed_stage: Stage, sign_in: Callable[..., FlaskClient], has_contact: bool
) -> None:
    stage, nomination = endorsed_stage, endorsed_stage.begin()
    stage.contact.is_active = has_contact
    db.session.commit()
    client = sign_in(stage.author)
    sent = client.post(f"/ho-so/{nomination.id}/nop", data={"version": nomination.version})
    assert sent.status_code == 303
    assert (UNASKED in client.get(sent.location).text) is not has_contact


@pytest.mark.parametrize("has_author", [True, False])
def test_a_secretary_hears_that_no_author_was_told(
    stage: Stage, sign_in: Callable[..., FlaskClient], has_author: bool
) -> None:
    stage.round.state = RoundState.SCREENING
    owner = stage.author.id if has_author else None
    nomination = make_nomination(stage.round, state=S.SUBMITTED, owner_id=owner)
    db.session.commit()
    client = sign_in(stage.secretary)
    data = {"version": nomination.version, "do": "accept"}
    decided = client.post(f"/ban-to-chuc/tham-tra/{nomination.id}", data=data)
    assert decided.status_code == 303
    assert (UNTOLD in client.get(decided.location).text) is not has_author


@pytest.mark.parametrize("authors", [(True, True), (True, False)])
def test_of_many_accepted_at_once_those_without_an_author_are_counted(
    stage: Stage, sign_in: Callable[..., FlaskClient], authors: tuple[bool, ...]
) -> None:
    stage.round.state = RoundState.SCREENING
    owners = [stage.author.id if has_author else None for has_author in authors]
    made = [make_nomination(stage.round, state=S.SUBMITTED, owner_id=owner) for owner in owners]
    db.session.commit()
    client = sign_in(stage.secretary)
    data = {"ho-so": [str(each.id) for each in made], "confirmed_number": "2"}
    decided = client.post(f"/ban-to-chuc/dot/{stage.round.id}/ho-so/cong-nhan", data=data)
    assert decided.status_code == 303
    assert (UNTOLD in client.get(decided.location).text) is not all(authors)
