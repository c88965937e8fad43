from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from app.kernel.errors import RuleBroken, WrongState
from app.programmes.enums import RoundState, StageState
from app.programmes.operations.steps import close_stage
from app.programmes.queries import get_round_in_full
from app.results.operations.ranking import publish_results, rank_round, return_to_judging
from app.results.operations.rulings import rule_tie, withdraw_ruling
from app.results.queries.outcome import get_ruling, outcome_of
from app.results.rules.ties import tied_groups
from tests.factories.councils import SECRETARY
from tests.factories.results import make_ranked, make_scored

if TYPE_CHECKING:
    from flask import Flask

    from app.nominations.models import Nomination
    from app.programmes.models import Round


def nominations_of(round_: Round) -> list[Nomination]:
    from app.nominations.queries.lists import eligible_nominations

    return list(eligible_nominations(round_.id))


def levels_of(round_: Round) -> list[str | None]:
    levels = outcome_of(round_).outcome.allocation.levels
    return [levels.get(nomination.code or "") for nomination in nominations_of(round_)]


def test_sheets_become_scores_ranks_and_prizes(app: Flask) -> None:
    round_ = make_ranked([[90, 92, 94], [82, 84, 86], [70, 72, 74]])
    standings = outcome_of(round_).outcome.standings
    assert [(s.score, s.rank) for s in standings] == [
        (Decimal("92.00"), 1),
        (Decimal("84.00"), 2),
        (Decimal("72.00"), 3),
    ]
    assert levels_of(round_) == ["Giải Nhất", "Giải Nhì", None]


def test_a_round_cannot_be_ranked_while_a_stage_is_open(app: Flask) -> None:
    round_ = make_scored([[90, 92, 94]])
    with pytest.raises(WrongState, match="Hãy chốt vòng “Chấm điểm”"):
        rank_round(round_, by=SECRETARY)
    close_stage(round_.stages[0], by=SECRETARY)
    rank_round(round_, by=SECRETARY)
    assert round_.state is RoundState.RANKED


def test_giving_back_to_the_council_opens_the_last_stage(app: Flask) -> None:
    round_ = make_ranked([[90, 92, 94]])
    with pytest.raises(RuleBroken):
        return_to_judging(round_, "  ", by=SECRETARY)
    return_to_judging(round_, "Điểm phân tán.", by=SECRETARY)
    assert round_.state is RoundState.JUDGING
    assert round_.stages[0].state is StageState.OPEN


def test_nothing_is_published_while_a_prize_waits_for_the_chair(app: Flask) -> None:
    round_ = make_ranked([[90, 90, 90], [90, 90, 90]])
    with pytest.raises(RuleBroken, match="chờ Chủ tịch hội đồng"):
        publish_results(round_, by=SECRETARY)
    rule_tie(round_, nominations_of(round_), "Áp dụng rộng hơn.", by=SECRETARY)
    publish_results(round_, by=SECRETARY)
    assert round_.state is RoundState.PUBLIC_COMMENT


def test_a_tie_for_the_last_place_names_the_prize_that_waits(app: Flask) -> None:
    round_ = make_ranked([[90, 90, 90], [90, 90, 90], [60, 60, 60], [60, 60, 60]])
    needed, free = tied_groups(outcome_of(round_).outcome)
    assert (needed.rank, needed.prizes) == (1, ("Giải Nhất",))
    assert (free.rank, free.prizes) == (3, ())


def test_the_order_of_the_chair_holds_until_it_is_withdrawn(app: Flask) -> None:
    round_ = make_ranked([[90, 90, 90], [90, 90, 90]])
    first, second = nominations_of(round_)
    ruling = rule_tie(round_, [second, first], "Áp dụng rộng hơn.", by=SECRETARY)
    assert levels_of(round_) == ["Giải Nhì", "Giải Nhất"]
    withdraw_ruling(round_, get_ruling(round_.id, ruling.id), by=SECRETARY)
    app.extensions["sqlalchemy"].session.flush()
    assert levels_of(round_) == [None, None]


def test_only_those_who_came_to_the_last_stage_are_ranked(app: Flask) -> None:
    from app.infra.db.engine import db
    from app.programmes.rules.plan import StagePlan
    from app.scoring.models import StagePass
    from tests.factories.results import add_sheet

    stages = (StagePlan("so-khao", "Sơ khảo"), StagePlan("chung-khao", "Chung khảo"))
    round_ = make_scored([[90, 92, 94], [60, 60, 60]], stages=stages)
    best, _other = nominations_of(round_)
    last = round_.stages[1]
    db.session.add(StagePass(stage_id=last.id, nomination_id=best.id))
    for total in (80, 82):
        seat_of = {80: 0, 82: 1}[total]
        from app.councils.queries import seats_of_round

        seat = seats_of_round(round_.id)[seat_of]
        add_sheet(last, seat, best, Decimal(total))
    db.session.flush()
    computed = outcome_of(get_round_in_full(round_.id))
    assert [(s.code, s.score) for s in computed.outcome.standings] == [
        (best.code, Decimal("81.00"))
    ]
    assert [len(stage) for stage in computed.judged[0].stages] == [3, 2]


def test_the_outcome_takes_as_many_statements_for_thirty_as_for_one(
    app: Flask, count_statements: object
) -> None:
    counts = []
    for size in (1, 30):
        round_ = make_ranked([[90, 92, 94]] * size)
        with count_statements() as statements:  # type: ignore[operator]
            outcome_of(round_)
        counts.append(len(statements))
    assert counts[0] == counts[1] <= 3
