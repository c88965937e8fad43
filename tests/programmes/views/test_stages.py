"""The settings of a round in two stages: a page of criteria and of scoring for each of them."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from app.kernel.access import Role
from app.programmes.enums import RoundState, ScoringMethod
from app.programmes.rules.plan import CriterionPlan, ScoringPlan, StagePlan
from app.programmes.values.round_plan import stage_plan
from app.results.queries.outcome import outcome_of
from app.results.rules.packet import content_of
from tests.factories.accounts import make_account
from tests.factories.programmes import make_round
from tests.programmes.views.test_manage import plan_now, sent, url_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.testing import FlaskClient
    from sqlalchemy.orm import Session

    from app.programmes.models import Round

FIRST = StagePlan(
    "so_khao",
    "Vòng sơ khảo",
    weight=Decimal(1),
    is_blind=True,
    criteria=(CriterionPlan("y_tuong", "Ý tưởng riêng", Decimal(100)),),
    scoring=ScoringPlan(ScoringMethod.MEDIAN, min_sheets=4),
)
STAGES = (FIRST, StagePlan("chung_khao", "Vòng chung khảo", weight=Decimal(2)))


@pytest.fixture
def secretary(session: Session, sign_in: Callable[..., FlaskClient]) -> FlaskClient:
    return sign_in(make_account(Role.SECRETARY))


@pytest.fixture
def round_(session: Session) -> Round:
    made = make_round(stages=STAGES)
    session.commit()
    return made


@pytest.mark.parametrize("part", ["tieu-chi", "cham-diem"])
@pytest.mark.parametrize("stage", ["so_khao", "chung_khao"])
def test_each_stage_has_pages_of_its_own_that_save_what_they_show(
    secretary: FlaskClient, session: Session, round_: Round, part: str, stage: str
) -> None:
    before = plan_now(session, round_)
    url = f"{url_of(round_, part)}?vong={stage}"
    page = secretary.get(url).text
    assert "Vòng sơ khảo" in page
    assert "Vòng chung khảo" in page
    assert secretary.post(url, data=sent(page)).status_code == 303
    assert plan_now(session, round_) == before


def test_a_change_of_one_stage_leaves_the_other_alone(
    secretary: FlaskClient, session: Session, round_: Round
) -> None:
    first, final = plan_now(session, round_).stages
    url = f"{url_of(round_, 'tieu-chi')}?vong=so_khao"
    typed = sent(secretary.get(url).text) | {"criteria-0-max_points": ["120"], "stay": ["1"]}
    answer = secretary.post(url, data=typed)
    assert answer.location.endswith("?vong=so_khao")
    changed = replace(first.criteria[0], max_points=Decimal(120))
    assert plan_now(session, round_).stages == (replace(first, criteria=(changed,)), final)
    url = f"{url_of(round_, 'cham-diem')}?vong=chung_khao"
    typed = sent(secretary.get(url).text) | {"min_sheets": ["7"], "stages-1-is_blind": ["y"]}
    secretary.post(url, data=typed)
    after = plan_now(session, round_)
    assert after.first_stage.scoring.min_sheets == 4
    assert (after.final_stage.scoring.min_sheets, after.final_stage.is_blind) == (7, True)


def test_a_new_stage_begins_with_the_rules_of_the_last_one(
    secretary: FlaskClient, session: Session, round_: Round
) -> None:
    url = url_of(round_, "cham-diem")
    typed = sent(secretary.get(url).text) | {
        "stages-2-name": ["Vòng bổ sung"],
        "stages-2-weight": ["1"],
    }
    assert secretary.post(url, data=typed).status_code == 303
    _first, final, new = plan_now(session, round_).stages
    assert (new.name, new.criteria, new.scoring) == ("Vòng bổ sung", final.criteria, final.scoring)


def test_the_last_stage_that_is_left_does_not_go(
    secretary: FlaskClient, session: Session, round_: Round
) -> None:
    url = url_of(round_, "cham-diem")
    typed = sent(secretary.get(url).text) | {f"stages-{n}-remove": ["y"] for n in (0, 1)}
    answer = secretary.post(url, data=typed)
    assert answer.status_code == 422
    assert "ít nhất một vòng" in answer.text
    assert len(plan_now(session, round_).stages) == 2


def test_what_a_change_breaks_in_the_scoring_of_the_stage_is_named_with_it(
    secretary: FlaskClient, round_: Round
) -> None:
    url = f"{url_of(round_, 'tieu-chi')}?vong=chung_khao"
    typed = sent(secretary.get(url).text) | {"criteria-0-remove": ["y"]}
    answer = secretary.post(url, data=typed)
    assert answer.status_code == 422
    assert "Cách tính điểm, vòng chấm – Vòng chung khảo" in answer.text


def test_a_stage_that_the_round_has_not_is_not_found(
    secretary: FlaskClient, session: Session, round_: Round
) -> None:
    other = make_round(stages=(StagePlan("rieng", "Riêng"),))
    session.commit()
    assert secretary.get(f"{url_of(round_, 'tieu-chi')}?vong=rieng").status_code == 404
    assert secretary.get(f"{url_of(other, 'tieu-chi')}?vong=rieng").status_code == 200


def test_the_call_shows_the_criteria_of_every_stage(client: FlaskClient, session: Session) -> None:
    round_ = make_round(state=RoundState.OPEN, stages=STAGES)
    session.commit()
    page = client.get(f"/dot/{round_.slug}").text
    for words in ("Vòng sơ khảo", "Ý tưởng riêng", "Vòng chung khảo", "Hiệu quả"):
        assert words in page


def test_the_frozen_rules_say_each_stage(session: Session, round_: Round) -> None:
    computed = outcome_of(round_)
    content = content_of(computed.judged, computed.rules, computed.rulings, computed.outcome, ())
    first, final = content["rules"]["stages"]
    assert (first["method"], first["min_sheets"], first["weight"]) == ("median", 4, "1")
    assert [line["code"] for line in first["criteria"]] == ["y_tuong"]
    assert (final["method"], final["weight"]) == ("mean", "2")
    assert stage_plan(round_.first_stage) == FIRST
