"""A double click, or two people at once: two equal requests in parallel have exactly one effect."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from sqlalchemy import func, select

from app.audit.cli import first_fault
from app.audit.models import AuditEntry
from app.certificates.models import Certificate
from app.councils.queries import seats_of_round
from app.infra.db.engine import db
from app.nominations.models import Nomination
from app.programmes.models import Round
from app.programmes.queries import get_round_in_full
from app.results.operations.rulings import rule_tie
from app.scoring.models import ScoreSheet
from app.scoring.operations.autosave import save_points
from app.scoring.queries.sheet_to_save import get_sheet_to_save
from tests.architecture.world import World, make_world, world_seat
from tests.factories.accounts import PASSWORD
from tests.factories.councils import judge_on

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask
    from flask.testing import FlaskClient

TWICE = 2


class Race(NamedTuple):
    """Who sends what where, and the happening that may come of it once."""

    persona: str
    address: str
    thing: tuple[type[Any], str]
    typed: dict[str, str]
    happening: str


RACES = {
    "submit nomination": Race(
        "author",
        "/ho-so/{nomination_draft}/nop",
        (Nomination, "nomination_draft"),
        {},
        "nominations:nomination:submitted",
    ),
    "endorse": Race(
        "unit_contact",
        "/don-vi/ho-so/{nomination_awaiting_endorsement}/xac-nhan",
        (Nomination, "nomination_awaiting_endorsement"),
        {},
        "nominations:nomination:endorsed",
    ),
    "accept": Race(
        "secretary",
        "/ban-to-chuc/tham-tra/{nomination_submitted}",
        (Nomination, "nomination_submitted"),
        {"do": "accept"},
        "nominations:nomination:accepted",
    ),
    "submit sheet": Race(
        "judge",
        "/hoi-dong/phieu/{assignment_drafted}/gui",
        (ScoreSheet, "sheet"),
        {},
        "scoring:sheet:submitted",
    ),
    "propose": Race(
        "secretary",
        "/ban-to-chuc/dot/{round_ranked}/ket-qua/trinh",
        (Round, "round_ranked"),
        {},
        "results:packet:frozen",
    ),
    "decide": Race(
        "leader",
        "/phe-duyet/{round_proposed}",
        (Round, "round_proposed"),
        {"number": "48/QĐ-UBND", "issued_on": "01/02/2026", "issuer": "Ủy ban nhân dân tỉnh"},
        "results:decision:issued",
    ),
    "issue": Race(
        "secretary",
        "/ban-to-chuc/dot/{round_decided}/giay-chung-nhan",
        (Round, "round_decided"),
        {"confirmed_number": "12"},
        "certificates:batch:issued",
    ),
    "revoke": Race(
        "secretary",
        "/ban-to-chuc/giay-chung-nhan/{certificate}/thu-hoi",
        (Certificate, "certificate"),
        {"reason": "Ghi sai tên giải pháp."},
        "certificates:certificate:revoked",
    ),
    "open link": Race(
        "stranger",
        "/lien-ket/{token}",
        (Round, "round_open"),
        {"new_password": PASSWORD, "repeated_password": PASSWORD, "full_name": "Người Mới"},
        "accounts:account:opened",
    ),
}


@pytest.fixture
def world(app: Flask) -> World:
    """The world, with nothing left that keeps the ranked round or the sheet from going on."""
    world = make_world()
    _put_tied_in_order(world)
    _fill_sheet(world)
    db.session.commit()
    return world


def _put_tied_in_order(world: World) -> None:
    chair = judge_on(world_seat(world, "ranked"), world.accounts["chair"])
    round_ = get_round_in_full(int(world.names["round_ranked"]))
    tied = db.session.execute(
        select(Nomination)
        .where(Nomination.round_id == round_.id, Nomination.id != world.names["nomination_ranked"])
        .order_by(Nomination.id)
    )
    rule_tie(round_, tied.scalars().all(), "Minh chứng đầy đủ hơn.", by=chair)


def _fill_sheet(world: World) -> None:
    number = int(world.names["assignment_drafted"])
    sheet = db.session.execute(
        select(ScoreSheet).where(ScoreSheet.assignment_id == number)
    ).scalar_one()
    judge = judge_on(_seat_of_judge(world))
    save_points(get_sheet_to_save(number, judge), {"moi": "40", "hieu_qua": "20"}, None, version=1)
    world.enter("sheet", sheet.id)


def _seat_of_judge(world: World) -> Any:
    seats = seats_of_round(int(world.names["round_judging"]))
    person_id = world.accounts["judge"].person_id
    return next(seat for seat in seats if seat.person_id == person_id)


def _version(race: Race, world: World) -> str:
    model, name = race.thing
    if name not in world.names:
        return ""
    query = select(model.version).where(model.id == world.names[name])
    return str(db.session.execute(query).scalar_one())


def _happened(race: Race) -> int:
    query = select(func.count(AuditEntry.id)).where(AuditEntry.tag == race.happening)
    return db.session.execute(query).scalar_one()


def _run(race: Race, world: World, browsers: list[FlaskClient]) -> list[int]:
    """Send the same form from two browsers at the same moment; return both answers."""
    typed = {**race.typed, "version": _version(race, world)}
    address = race.address.format(**world.names)
    start = Barrier(TWICE)

    def click(browser: FlaskClient) -> int:
        start.wait()
        return browser.post(address, data=typed).status_code

    db.session.remove()
    with ThreadPoolExecutor(TWICE) as hands:
        return sorted(hands.map(click, browsers))


def test_a_double_click_has_one_effect(
    app: Flask, world: World, sign_in: Callable[..., FlaskClient]
) -> None:
    wrong = {}
    for name, race in RACES.items():
        account = world.accounts.get(race.persona)
        browsers = [sign_in(account) if account else app.test_client() for _ in range(TWICE)]
        before = _happened(race)
        answers = _run(race, world, browsers)
        effects = _happened(race) - before
        # The second one is told so, or is led to what the first one made.
        if effects != 1 or answers not in ([303, 303], [303, 409], [303, 410]):
            wrong[name] = (effects, answers)
    assert wrong == {}
    assert first_fault() is None
