"""Links are given to one thing, spent as often as they may be, and voided with their thing."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import TYPE_CHECKING

import pytest
import time_machine
from sqlalchemy import select

from app.accounts.enums import INVITATION, OPENING_KINDS, PASSWORD_RESET
from app.accounts.models import Link
from app.accounts.operations.tokens import Holder, grant_link, spend_link, void_links
from app.accounts.queries import find_holder, find_live_link, get_link_offer
from app.accounts.rules.tokens import token_hash
from app.infra.db.engine import db
from app.infra.db.units import unit_of_work
from app.kernel import clock
from app.kernel.links import LinkGrant, LinkKind
from app.registry.models import Unit
from tests.factories.accounts import make_account
from tests.factories.registry import make_unit

if TYPE_CHECKING:
    from flask import Flask

WEEK = timedelta(days=7)
ONCE: LinkKind[Unit] = LinkKind("once", WEEK, "units")
THRICE: LinkKind[Unit] = LinkKind("thrice", WEEK, "units", uses=3)
TAM = Holder("tam@so.vn", "Lê Văn Tám")
COMERS = 12


def grant_of(kind: LinkKind[Unit], token: str) -> LinkGrant:
    holder = find_holder(token, kind)
    assert holder is not None
    assert holder.link is not None
    return holder.link


def test_holder_is_who_the_link_was_given_to_and_nobody_else(app: Flask) -> None:
    unit = make_unit()
    link, token = grant_link(ONCE, unit, TAM)
    holder = find_holder(token, ONCE)
    assert holder is not None
    assert (holder.name, holder.email) == ("Lê Văn Tám", "tam@so.vn")
    assert holder.link == LinkGrant(ONCE, link.id, unit.id)
    assert not holder.is_signed_in
    assert (holder.person_id, holder.roles, holder.units) == (None, frozenset(), frozenset())


def test_only_the_hash_of_a_token_is_kept(app: Flask) -> None:
    _link, token = grant_link(ONCE, make_unit(), TAM)
    kept = db.session.execute(select(Link.__table__)).mappings().one()
    assert kept["token_hash"] == token_hash(token)
    assert token not in map(str, kept.values())


def test_link_is_about_things_of_its_kind_alone(app: Flask) -> None:
    with pytest.raises(TypeError, match="about “units”, not about “accounts”"):
        grant_link(ONCE, make_account(), TAM)  # type: ignore[misc]  # the point of the test
    with pytest.raises(TypeError, match="about “units”, not about “”"):
        grant_link(ONCE, None, TAM)  # type: ignore[misc]  # the point of the test
    with pytest.raises(TypeError, match="about “”, not about “units”"):
        grant_link(INVITATION, make_unit(), TAM)  # type: ignore[misc]  # the point of the test


def test_token_of_another_kind_or_of_nothing_leads_nowhere(app: Flask) -> None:
    _link, token = grant_link(ONCE, make_unit(), TAM)
    assert find_holder(token, THRICE) is None
    assert find_holder(token + "x", ONCE) is None
    assert find_holder("", ONCE) is None
    assert find_holder("\udc80", ONCE) is None


def test_link_to_a_thing_opens_no_account_and_one_to_an_account_no_page(app: Flask) -> None:
    _link, token = grant_link(ONCE, make_unit(), TAM)
    assert find_live_link(token) is None
    assert get_link_offer(token).link is None
    _link, invited = grant_link(INVITATION, None, TAM)
    assert find_live_link(invited) is not None
    assert find_holder(invited, INVITATION) is None


def test_looking_up_a_link_spends_nothing(app: Flask) -> None:
    link, token = grant_link(ONCE, make_unit(), TAM)
    for _ in range(3):
        find_holder(token, ONCE)
    db.session.refresh(link)
    assert (link.used, link.last_used_at) == (0, None)


def test_link_is_spent_as_often_as_its_kind_says(app: Flask) -> None:
    link, token = grant_link(THRICE, make_unit(), TAM)
    other, _token = grant_link(THRICE, make_unit(), TAM)
    grant = grant_of(THRICE, token)
    assert [spend_link(grant) for _ in range(5)] == [True, True, True, False, False]
    db.session.refresh(link)
    db.session.refresh(other)
    assert (link.used, other.used) == (3, 0)
    assert link.last_used_at is not None
    assert find_holder(token, THRICE) is None


def test_link_ends_at_its_last_moment(app: Flask) -> None:
    begun = clock.now()
    with time_machine.travel(begun, tick=False):
        _link, week = grant_link(ONCE, make_unit(), TAM)
        _link, day = grant_link(ONCE, make_unit(), TAM, until=begun + timedelta(days=1))
        grant = grant_of(ONCE, day)
    with time_machine.travel(begun + timedelta(days=1) - timedelta(seconds=1), tick=False):
        assert find_holder(day, ONCE) is not None
    with time_machine.travel(begun + timedelta(days=1), tick=False):
        assert find_holder(day, ONCE) is None
        assert not spend_link(grant)
        assert find_holder(week, ONCE) is not None
    with time_machine.travel(begun + WEEK, tick=False):
        assert find_holder(week, ONCE) is None


def test_one_event_voids_every_link_to_a_thing_and_no_other(app: Flask) -> None:
    unit, other = make_unit(), make_unit()
    gone = [(kind, grant_link(kind, unit, TAM)[1]) for kind in (ONCE, THRICE, ONCE)]
    _link, kept = grant_link(ONCE, other, TAM)
    grants = [grant_of(kind, token) for kind, token in gone]
    void_links(unit)
    assert [find_holder(token, kind) for kind, token in gone] == [None, None, None]
    assert [spend_link(grant) for grant in grants] == [False, False, False]
    assert find_holder(kept, ONCE) is not None


def test_thing_of_another_table_with_the_same_number_keeps_its_links(app: Flask) -> None:
    account = make_account()
    unit = Unit(id=account.id, name="Sở", name_folded="so")
    _link, token = grant_link(PASSWORD_RESET, account, TAM)
    void_links(unit)
    assert find_live_link(token) is not None
    void_links(account)
    assert find_live_link(token) is None


@pytest.mark.parametrize(("kind", "through"), [(ONCE, 1), (THRICE, 3)])
def test_of_many_who_use_a_link_at_once_as_many_get_through_as_it_has_uses(
    app: Flask, kind: LinkKind[Unit], through: int
) -> None:
    with unit_of_work():
        link, token = grant_link(kind, make_unit(), TAM)
        grant = grant_of(kind, token)
    link_id, start = link.id, Barrier(COMERS)

    def use(_place: int) -> bool:
        with app.app_context():
            start.wait(timeout=20)
            try:
                with unit_of_work():
                    return spend_link(grant)
            finally:
                db.session.remove()

    db.session.remove()
    with ThreadPoolExecutor(COMERS) as hands:
        assert sum(hands.map(use, range(COMERS))) == through
    assert db.session.get_one(Link, link_id).used == through


def test_use_of_a_unit_of_work_that_was_undone_is_given_back(app: Flask) -> None:
    with unit_of_work():
        _link, token = grant_link(ONCE, make_unit(), TAM)
        grant = grant_of(ONCE, token)
    assert spend_link(grant)
    db.session.rollback()
    assert find_holder(token, ONCE) is not None
    assert spend_link(grant)


def test_no_two_kinds_share_a_key() -> None:
    assert len(OPENING_KINDS) == 4
    assert {key: kind.key for key, kind in OPENING_KINDS.items()} == {k: k for k in OPENING_KINDS}
