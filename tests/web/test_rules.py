"""What packages say of a round, put together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from app.kernel.access import Actor, Role
from app.kernel.waits import Link, MainAction, RoundNews, Wait
from app.programmes.enums import RoundState as S
from app.web.queries.dashboard import news_of_rounds
from app.web.rules import together
from tests.factories.programmes import make_round

if TYPE_CHECKING:
    from flask import Flask

SECRETARY = Actor(account_id=1, roles=frozenset({Role.SECRETARY}))


def _wait(fact: str) -> Wait:
    return Wait(fact, "", "", Link("web.home"))


def test_lower_packages_speak_first_and_the_highest_names_the_main_action() -> None:
    low = RoundNews((_wait("a"),), action=MainAction("low", Link("web.home")))
    high = RoundNews((_wait("b"),), action=MainAction("high", Link("web.home")))
    said = together([low, high, RoundNews()])
    assert [wait.fact for wait in said.waits] == ["a", "b"]
    assert said.action == high.action
    assert together([]) == RoundNews()


@pytest.mark.parametrize("state", list(S))
def test_every_state_has_a_main_action_and_one_place_on_the_line(app: Flask, state: S) -> None:
    (news,) = news_of_rounds([make_round(state=state)], SECRETARY)
    assert news.action is not None
    statuses = [figure.status for figure in news.figures]
    assert len(statuses) == 7
    assert statuses.count("now") == (state is not S.DRAFT)


def test_news_stand_in_the_order_of_the_rounds(app: Flask) -> None:
    draft, closed = make_round(state=S.DRAFT), make_round(state=S.CLOSED)
    facts = [
        [wait.fact for wait in said.waits] for said in news_of_rounds([closed, draft], SECRETARY)
    ]
    assert facts == [["Chưa có hội đồng"], ["Đợt chưa được công bố"]]
