"""A judge of a blind round holds no role that reads the authors, whichever came first."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from app.accounts.enums import INVITATION
from app.accounts.operations.admin import change_grants
from app.accounts.operations.links import Opening, open_account_from_link
from app.accounts.operations.tokens import Holder, grant_link
from app.accounts.queries import get_account
from app.accounts.rules.grants import Grants
from app.councils import queries
from app.councils.enums import SeatRole
from app.councils.operations import seat_member, unseat_member
from app.infra.db.engine import db
from app.infra.db.units import unit_of_work
from app.kernel.access import Role
from app.kernel.errors import Refusal, RuleBroken, WrongState
from app.programmes.enums import RoundState
from app.programmes.operations.settings import edit_round
from app.programmes.queries import get_setup
from app.registry.queries import get_person
from tests.factories.accounts import PASSWORD, make_account
from tests.factories.councils import SECRETARY, make_council, make_seat
from tests.factories.programmes import blinded, make_round
from tests.factories.registry import SYSTEM, make_person

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask
    from flask.testing import FlaskClient

INSIDERS = (Role.SECRETARY, Role.ADMIN)


def grant(account_id: int, *roles: Role) -> None:
    change_grants(get_account(account_id), Grants(roles=frozenset(roles)), by=SYSTEM)


@pytest.mark.parametrize("role", INSIDERS)
def test_who_reads_the_authors_takes_no_seat_on_a_blind_council(app: Flask, role: Role) -> None:
    account = make_account(role)
    blind, seeing = (make_council(make_round(is_blind=blind)) for blind in (True, False))
    with pytest.raises(RuleBroken, match="đợt chấm kín"):
        make_seat(blind, person=account.person)
    assert blind.seats == []
    assert make_seat(seeing, person=account.person).is_active


def test_a_leader_may_sit_on_a_blind_council(app: Flask) -> None:
    account = make_account(Role.LEADER)
    assert make_seat(make_council(make_round(is_blind=True)), person=account.person).is_active


@pytest.mark.parametrize("role", INSIDERS)
def test_a_blind_judge_is_granted_no_role_that_reads_the_authors(app: Flask, role: Role) -> None:
    make_account(Role.ADMIN)
    account = make_account()
    seat = make_seat(make_council(make_round(is_blind=True)), person=account.person)
    db.session.commit()
    with pytest.raises(WrongState, match="đợt chấm kín"):
        grant(account.id, role)
    db.session.rollback()
    grant(account.id, Role.LEADER)
    unseat_member(queries.get_seat(seat.council_id, seat.id), by=SECRETARY)
    grant(account.id, role)


def test_who_left_a_blind_council_and_became_secretary_does_not_come_back(app: Flask) -> None:
    account = make_account()
    seat = make_seat(make_council(make_round(is_blind=True)), person=account.person)
    unseat_member(seat, by=SECRETARY)
    grant(account.id, Role.SECRETARY)
    with pytest.raises(RuleBroken, match="đợt chấm kín"):
        seat_member(seat.council, account.person, SeatRole.MEMBER, None, by=SECRETARY)
    assert not seat.is_active


@pytest.mark.parametrize("state", [RoundState.DECIDED, RoundState.AWARDED, RoundState.ARCHIVED])
def test_after_the_decision_there_is_nothing_left_to_hide(app: Flask, state: RoundState) -> None:
    account = make_account()
    make_seat(make_council(make_round(is_blind=True, state=state)), person=account.person)
    grant(account.id, Role.SECRETARY)


def test_an_invitation_brings_a_blind_judge_no_such_role(app: Flask) -> None:
    person = make_person(email="giam.khao@vidu.vn")
    make_seat(make_council(make_round(is_blind=True)), person=person)
    grants = Grants(roles=frozenset({Role.SECRETARY})).as_json()
    holder = Holder("giam.khao@vidu.vn", "Lâm Bảo", person.id)
    _link, token = grant_link(INVITATION, None, holder, grants=grants)
    db.session.commit()
    with pytest.raises(WrongState, match="đợt chấm kín"):
        open_account_from_link(token, Opening(PASSWORD))


def test_a_refused_invitation_opens_nothing(app: Flask, client: FlaskClient) -> None:
    person = make_person(email="giam.khao@vidu.vn")
    make_seat(make_council(make_round(is_blind=True)), person=person)
    grants = Grants(roles=frozenset({Role.ADMIN})).as_json()
    holder = Holder("giam.khao@vidu.vn", "Lâm Bảo", person.id)
    _link, token = grant_link(INVITATION, None, holder, grants=grants)
    db.session.commit()
    typed = {"full_name": "Lâm Bảo", "new_password": PASSWORD, "repeated_password": PASSWORD}
    assert client.post(f"/lien-ket/{token}", data=typed).status_code == 409
    db.session.expire_all()
    assert queries.people_with_accounts([person.id]) == set()


def test_a_round_is_not_made_blind_while_its_council_holds_an_insider(app: Flask) -> None:
    account = make_account(Role.SECRETARY)
    round_ = make_round(state=RoundState.DRAFT)
    seat = make_seat(make_council(round_), person=account.person)
    db.session.commit()
    setup = get_setup(round_.id)
    with pytest.raises(WrongState, match=account.person.full_name):
        edit_round(setup, blinded(setup.plan), by=SECRETARY)
    db.session.rollback()
    unseat_member(queries.get_seat(seat.council_id, seat.id), by=SECRETARY)
    setup = get_setup(round_.id)
    assert edit_round(setup, blinded(setup.plan), by=SECRETARY)


def test_the_page_says_why_a_secretary_takes_no_seat(
    app: Flask, sign_in: Callable[..., FlaskClient]
) -> None:
    account = make_account(Role.SECRETARY)
    council = make_council(make_round(is_blind=True))
    db.session.commit()
    place = f"/ban-to-chuc/hoi-dong/{council.id}/thanh-vien/them"
    typed = {"nguoi": account.person_id, "role": "member"}
    refused = sign_in(account).post(place, data=typed)
    assert refused.status_code == 422
    assert "đợt chấm kín" in refused.text


def test_of_a_role_and_a_seat_given_at_the_same_moment_one_is_refused(app: Flask) -> None:
    account = make_account()
    council = make_council(make_round(is_blind=True))
    db.session.commit()
    numbers = (account.id, account.person_id, council.id)
    start, outcomes = threading.Barrier(2), []

    def act(write: Callable[[], object]) -> None:
        with app.app_context():
            start.wait()
            try:
                with unit_of_work():
                    write()
            except Refusal:
                outcomes.append("refused")
            else:
                outcomes.append("done")
            db.session.remove()

    def seat() -> None:
        person, council = get_person(numbers[1]), queries.get_council(numbers[2])
        seat_member(council, person, SeatRole.MEMBER, None, by=SECRETARY)

    writes = (lambda: grant(numbers[0], Role.SECRETARY), seat)
    threads = [threading.Thread(target=act, args=(write,)) for write in writes]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["done", "refused"]
