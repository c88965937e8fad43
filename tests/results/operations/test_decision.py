from __future__ import annotations

import hashlib
import threading
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from app.audit.rules import canonical
from app.infra.db.engine import db
from app.infra.db.units import unit_of_work
from app.kernel import clock
from app.kernel.errors import NotFound, Refusal, RuleBroken, WrongState
from app.nominations.queries.lists import eligible_nominations
from app.programmes.enums import RoundState
from app.programmes.queries import get_round_in_full
from app.results.models import Award, DecisionPaper, FrozenResults
from app.results.operations.decision import decide_results, propose_results, return_results
from app.results.queries.decision import awards_of, find_frozen, get_frozen, returned_results
from app.results.queries.outcome import outcome_of
from app.results.rules.packet import content_of
from app.results.rules.printed import Printed
from tests.factories.councils import SECRETARY
from tests.factories.registry import make_unit
from tests.factories.results import ENTRY, LEADER, make_decided, make_proposed, make_ranked

if TYPE_CHECKING:
    from flask import Flask

TWO = [[95, 95, 95], [82, 82, 82]]


def test_the_proposed_results_are_frozen_with_their_fingerprint(app: Flask) -> None:
    round_ = make_proposed(TWO)
    frozen = get_frozen(round_.id)
    assert frozen.sha256 == hashlib.sha256(canonical(frozen.content)).hexdigest()
    assert [(line.rank, line.level, line.money) for line in frozen.standings] == [
        (1, "Giải Nhất", 40_000_000),
        (2, "Giải Nhì", 32_000_000),
    ]


def test_frozen_results_survive_every_later_edit(app: Flask) -> None:
    round_ = make_proposed(TWO)
    before = get_frozen(round_.id).sha256
    for nomination in eligible_nominations(round_.id):
        nomination.title = "Tên mới"
        for person in nomination.people:
            person.full_name = "Tên Khác"
    round_.name = "Tên đợt mới"
    db.session.commit()
    db.session.expire_all()
    frozen = get_frozen(round_.id)
    assert frozen.sha256 == before == hashlib.sha256(canonical(frozen.content)).hexdigest()
    computed = outcome_of(get_round_in_full(round_.id))
    printed = [Printed.of_json(line.printed) for line in frozen.standings]
    again = content_of(computed.judged, computed.rules, computed.rulings, computed.outcome, printed)
    assert hashlib.sha256(canonical(again)).hexdigest() == before


def test_results_keep_the_words_of_the_freeze_when_a_unit_is_renamed(app: Flask) -> None:
    unit = make_unit(name="Sở Khoa học và Công nghệ tỉnh Hà Giang")
    round_ = make_ranked(TWO)
    for nomination in eligible_nominations(round_.id):
        nomination.unit_id = unit.id
    db.session.commit()
    db.session.expire_all()
    round_ = get_round_in_full(round_.id)
    propose_results(round_, by=SECRETARY)
    was = [Printed.of_json(line.printed) for line in get_frozen(round_.id).standings]
    unit.name = "Sở Khoa học và Công nghệ tỉnh Tuyên Quang"
    db.session.commit()
    db.session.expire_all()
    decide_results(get_round_in_full(round_.id), ENTRY, by=LEADER)
    assert [Printed.of_json(award.printed) for award in awards_of(round_.id)] == was
    assert {words.unit for words in was} == {"Sở Khoa học và Công nghệ tỉnh Hà Giang"}
    assert all(words.code and words.title and words.people and words.category for words in was)


def test_the_frozen_words_are_under_the_fingerprint(app: Flask) -> None:
    frozen = get_frozen(make_proposed(TWO).id)
    assert frozen.content["printed"] == [line.printed for line in frozen.standings]


def test_nothing_is_proposed_while_a_tie_waits(app: Flask) -> None:
    round_ = make_ranked([[90, 90, 90], [90, 90, 90]])
    with pytest.raises(RuleBroken, match="Còn 2 hồ sơ"):
        propose_results(round_, by=SECRETARY)


def test_a_tie_of_sixty_has_room_for_its_note(app: Flask) -> None:
    round_ = make_proposed([[50, 50, 50]] * 60)
    assert len(get_frozen(round_.id).standings[0].note) > 500


def test_returned_results_are_kept_with_the_reason(app: Flask) -> None:
    round_ = make_proposed(TWO)
    with pytest.raises(RuleBroken):
        return_results(round_, " ", by=LEADER)
    return_results(round_, "Làm rõ hồ sơ thứ hai.", by=LEADER)
    db.session.flush()
    assert round_.state is RoundState.RANKED
    assert find_frozen(round_.id) is None
    assert [r.return_reason for r in returned_results(round_.id)] == ["Làm rõ hồ sơ thứ hai."]
    propose_results(round_, by=SECRETARY)
    assert get_frozen(round_.id).returned_at is None


def test_the_decision_gives_the_frozen_awards(app: Flask) -> None:
    round_ = make_decided(TWO)
    assert round_.state is RoundState.DECIDED
    assert [(a.position, a.level, a.money) for a in awards_of(round_.id)] == [
        (1, "Giải Nhất", 40_000_000),
        (2, "Giải Nhì", 32_000_000),
    ]


@pytest.mark.parametrize(
    ("over", "field"),
    [({"number": "  "}, "number"), ({"issuer": ""}, "issuer"), ({"days": 1}, "issued_on")],
)
def test_a_decision_needs_number_issuer_and_a_day_that_has_come(
    app: Flask, over: dict[str, Any], field: str
) -> None:
    round_ = make_proposed(TWO)
    if "days" in over:
        over = {"issued_on": clock.today() + timedelta(days=1)}
    with pytest.raises(RuleBroken) as refused:
        decide_results(round_, replace(ENTRY, **over), by=LEADER)
    assert refused.value.field == field


@pytest.mark.parametrize("state", [s for s in RoundState if s is not RoundState.PROPOSED])
def test_nothing_is_decided_or_returned_in_another_state(app: Flask, state: RoundState) -> None:
    round_ = make_proposed(TWO)
    round_.state = state
    with pytest.raises(WrongState):
        decide_results(round_, ENTRY, by=LEADER)
    with pytest.raises(WrongState):
        return_results(round_, "Vì thế.", by=LEADER)


def test_a_round_without_frozen_results_has_none(app: Flask) -> None:
    round_ = make_ranked(TWO)
    with pytest.raises(NotFound):
        get_frozen(round_.id)


def test_two_who_decide_at_once_make_one_decision(app: Flask) -> None:
    round_id = make_proposed(TWO).id
    db.session.commit()
    start = threading.Barrier(2)
    outcomes: list[str] = []
    threads = [
        threading.Thread(target=_decide, args=(app, round_id, number, start, outcomes))
        for number in (1, 2)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["decided", "refused"]
    db.session.expire_all()
    counted = [
        db.session.scalar(sa.select(sa.func.count()).select_from(model))
        for model in (DecisionPaper, Award, FrozenResults)
    ]
    assert counted == [1, 2, 1]


def _decide(
    app: Flask, round_id: int, number: int, start: threading.Barrier, outcomes: list[str]
) -> None:
    with app.app_context():
        try:
            with unit_of_work():
                round_ = get_round_in_full(round_id)
                start.wait(timeout=10)
                entry = replace(ENTRY, number=f"{number}/QĐ-UBND")
                decide_results(round_, entry, by=LEADER)
            outcomes.append("decided")
        except (Refusal, StaleDataError, IntegrityError):
            outcomes.append("refused")
        finally:
            db.session.remove()
