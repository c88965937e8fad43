from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from app.audit.queries import history_of
from app.conflicts.enums import ConflictKind
from app.conflicts.models import Conflict
from app.councils.queries import seats_of_round
from app.infra.db.engine import db
from app.kernel import clock
from app.kernel.errors import NotAllowed, RuleBroken, WrongState
from app.nominations.queries.lists import eligible_nominations
from app.programmes.enums import RoundState
from app.programmes.queries import get_round_in_full
from app.results.operations.rulings import rule_downgrade, rule_score, rule_tie, withdraw_ruling
from app.results.queries.outcome import outcome_of
from tests.factories.councils import SECRETARY, judge_on
from tests.factories.results import make_ranked

if TYPE_CHECKING:
    from flask import Flask

CLOSED = [state for state in RoundState if state not in ("ranked", "public_comment")]


def test_a_ruling_needs_a_reason(app: Flask) -> None:
    round_ = make_ranked([[90, 90, 90], [90, 90, 90]])
    with pytest.raises(RuleBroken) as refused:
        rule_tie(round_, eligible_nominations(round_.id), " ", by=SECRETARY)
    assert refused.value.field == "reason"


def test_only_those_who_are_tied_can_be_put_in_order(app: Flask) -> None:
    round_ = make_ranked([[90, 90, 90], [80, 80, 80], [70, 70], [60]])
    best, good, _fair, bare = eligible_nominations(round_.id)
    for order in ([best, good], [best], [best, best], [bare, bare]):
        with pytest.raises(RuleBroken):
            rule_tie(round_, order, "Vì thế.", by=SECRETARY)


def test_two_without_a_score_are_not_tied(app: Flask) -> None:
    round_ = make_ranked([[60], [60]])
    with pytest.raises(RuleBroken):
        rule_tie(round_, eligible_nominations(round_.id), "Vì thế.", by=SECRETARY)


@pytest.mark.parametrize("state", CLOSED)
def test_nothing_is_ruled_before_the_ranking_or_after_the_freeze(
    app: Flask, state: RoundState
) -> None:
    round_ = make_ranked([[90, 90, 90], [90, 90, 90]])
    both = eligible_nominations(round_.id)
    ruling = rule_tie(round_, both, "Vì thế.", by=SECRETARY)
    round_.state = state
    with pytest.raises(WrongState):
        rule_tie(round_, both, "Vì thế.", by=SECRETARY)
    with pytest.raises(WrongState):
        withdraw_ruling(round_, ruling, by=SECRETARY)


def test_a_lower_prize_frees_the_place_for_the_next(app: Flask) -> None:
    round_ = make_ranked([[95, 95, 95], [90, 90, 90]])
    best, next_best = eligible_nominations(round_.id)
    rule_downgrade(round_, best, "Giải Nhì", "Chưa áp dụng đủ lâu.", by=SECRETARY)
    assert outcome_of(round_).outcome.allocation.levels == {
        best.code: "Giải Nhì",
        next_best.code: "Giải Nhất",
    }


def test_a_prize_is_never_raised(app: Flask) -> None:
    round_ = make_ranked([[95, 95, 95], [82, 82, 82]])
    _best, second = eligible_nominations(round_.id)
    with pytest.raises(RuleBroken, match="không được đề nghị mức bằng hoặc cao hơn"):
        rule_downgrade(round_, second, "Giải Nhất", "Rất hay.", by=SECRETARY)


def test_a_score_is_ruled_only_where_there_is_none(app: Flask) -> None:
    round_ = make_ranked([[95, 95, 95], [82]])
    scored, bare = eligible_nominations(round_.id)
    with pytest.raises(RuleBroken, match="đã có điểm"):
        rule_score(round_, scored, Decimal(80), "Vì thế.", by=SECRETARY)
    for wrong in ("-1", "100.01", "80.125"):
        with pytest.raises(RuleBroken, match="từ 0 đến 100"):
            rule_score(round_, bare, Decimal(wrong), "Vì thế.", by=SECRETARY)
    rule_score(round_, bare, Decimal("81.25"), "Hội đồng đã thảo luận.", by=SECRETARY)
    standing = next(s for s in outcome_of(round_).outcome.standings if s.code == bare.code)
    assert (standing.score, standing.rank) == (Decimal("81.25"), 2)


def test_a_chair_with_a_conflict_does_not_rule(app: Flask) -> None:
    round_ = make_ranked([[90, 90, 90], [90, 90, 90]])
    both = eligible_nominations(round_.id)
    seat = seats_of_round(round_.id)[0]
    db.session.add(
        Conflict(
            seat_id=seat.id,
            nomination_id=both[0].id,
            kind=next(iter(ConflictKind)),
            declared_at=clock.now(),
        )
    )
    db.session.flush()
    with pytest.raises(NotAllowed, match="xung đột lợi ích"):
        rule_tie(round_, both, "Vì thế.", by=judge_on(seat))


def test_a_chair_with_a_conflict_withdraws_no_ruling(app: Flask) -> None:
    round_ = make_ranked([[95, 95, 95], [90, 90, 90]])
    best, _second = eligible_nominations(round_.id)
    ruling = rule_downgrade(round_, best, "Giải Nhì", "Chưa áp dụng đủ lâu.", by=SECRETARY)
    seat = seats_of_round(round_.id)[0]
    kind = next(iter(ConflictKind))
    db.session.add(
        Conflict(seat_id=seat.id, nomination_id=best.id, kind=kind, declared_at=clock.now())
    )
    db.session.flush()
    with pytest.raises(NotAllowed, match="xung đột lợi ích"):
        withdraw_ruling(round_, ruling, by=judge_on(seat))


def test_no_ruling_is_written_once_somebody_froze_the_results(app: Flask) -> None:
    round_ = make_ranked([[90, 90, 90], [90, 90, 90]])
    both = eligible_nominations(round_.id)
    db.session.commit()
    with app.app_context():
        other = get_round_in_full(round_.id)
        other.state = RoundState.PROPOSED
        db.session.commit()
    assert round_.state is RoundState.RANKED
    with pytest.raises(WrongState):
        rule_tie(round_, both, "Vì thế.", by=SECRETARY)


def test_a_ruling_is_kept_in_the_log(app: Flask) -> None:
    round_ = make_ranked([[90, 90, 90], [90, 90, 90]])
    rule_tie(round_, eligible_nominations(round_.id), "Vì thế.", by=SECRETARY)
    db.session.commit()
    assert history_of(round_)[0].what == "Chủ tịch hội đồng quyết định"
