"""The organiser's dashboards tell of no round in which their reader competes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from app.infra.db.engine import db
from app.kernel.access import Actor, Role
from app.nominations.enums import NominationState
from app.nominations.models import Nomination
from app.nominations.queries.counts import count_to_screen
from app.nominations.queries.lists import neighbours_in_queue
from app.programmes.enums import RoundState
from app.results.queries.decision import count_proposed
from tests.factories.accounts import make_account
from tests.factories.nominations import make_nomination
from tests.factories.programmes import make_round
from tests.factories.results import make_proposed, make_ranked

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask
    from flask.testing import FlaskClient

    from app.accounts.models import Account
    from app.programmes.models import Round

CLEAR = ((90, 90, 90), (80, 80, 80))
TIED = ((90, 90, 90), (90, 90, 90), (90, 90, 90))


@pytest.fixture
def own(app: Flask) -> Round:
    """A ranked round with three tied dossiers."""
    return make_ranked(TIED, name="Đợt của mình", short_code="DCM")


@pytest.fixture
def other(app: Flask) -> Round:
    """Another round, with a dossier to screen."""
    round_ = make_round(state=RoundState.CLOSED, name="Đợt của người khác", short_code="DNK")
    make_nomination(round_, state=NominationState.SUBMITTED)
    return round_


@pytest.fixture
def competitor(own: Round, other: Round) -> Account:
    """A secretary who wrote a dossier of the first round, where one more is to be screened."""
    account = make_account(Role.SECRETARY)
    make_nomination(own, state=NominationState.SUBMITTED, owner_id=account.id)
    db.session.commit()
    return account


def test_who_competes_finds_nothing_of_the_round_on_the_desk(
    competitor: Account, own: Round, other: Round, sign_in: Callable[..., FlaskClient]
) -> None:
    page = sign_in(competitor).get("/ban-to-chuc").text
    assert own.name not in page
    assert f"/ban-to-chuc/dot/{own.id}" not in page
    assert "đồng hạng" not in page
    assert other.name in page
    assert "1 hồ sơ chờ thẩm tra" in page


def test_who_competes_is_refused_the_dashboard_of_the_round(
    competitor: Account, own: Round, other: Round, sign_in: Callable[..., FlaskClient]
) -> None:
    browser = sign_in(competitor)
    refused = browser.get(f"/ban-to-chuc/dot/{own.id}")
    assert refused.status_code == 403
    assert "có tên trong một hồ sơ của đợt này" in refused.text
    assert "đồng hạng" not in refused.text
    assert browser.get(f"/ban-to-chuc/dot/{other.id}").status_code == 200


def test_a_secretary_who_does_not_compete_finds_both_rounds(
    competitor: Account, own: Round, other: Round, sign_in: Callable[..., FlaskClient]
) -> None:
    browser = sign_in(make_account(Role.SECRETARY))
    page = browser.get("/ban-to-chuc").text
    assert own.name in page
    assert other.name in page
    assert "hồ sơ đồng hạng ở ranh giới giải" in page
    assert "hồ sơ đồng hạng ở ranh giới giải" in browser.get(f"/ban-to-chuc/dot/{own.id}").text


def test_what_waits_leaves_out_those_one_competes_with(competitor: Account, own: Round) -> None:
    competing = Actor(account_id=competitor.id, competes_in=frozenset({own.id}))
    assert count_to_screen(competing) == 1
    assert count_to_screen(Actor(account_id=0)) == 2


def test_queue_of_screening_leads_on_to_no_rival(
    competitor: Account, own: Round, other: Round
) -> None:
    dossier = db.session.query(Nomination).filter_by(round_id=other.id).one()
    competing = Actor(account_id=competitor.id, competes_in=frozenset({own.id}))
    mine = neighbours_in_queue(dossier, competing)
    assert (mine.before, mine.after, mine.waiting) == (None, None, 1)
    theirs = neighbours_in_queue(dossier, Actor(account_id=0))
    assert theirs.before or theirs.after
    assert theirs.waiting == 2


def test_what_waits_for_a_decision_leaves_out_rounds_one_competes_in(app: Flask) -> None:
    own = make_proposed(CLEAR)
    assert count_proposed(Actor(account_id=0)) == 1
    assert count_proposed(Actor(account_id=0, competes_in=frozenset({own.id}))) == 0
    assert count_proposed(Actor(account_id=0, competes_in=frozenset({own.id + 1}))) == 1
