from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from app.kernel import clock
from app.kernel.access import Actor, Role
from app.programmes.enums import RoundState as S
from app.programmes.models import Round
from app.programmes.values.line import Place, line_figure
from app.programmes.waits import news_of_rounds

NOW = datetime(2026, 11, 21, 1, 0, tzinfo=UTC)
SECRETARY = Actor(account_id=1, roles=frozenset({Role.SECRETARY}))


def a_round(state: S, closes_at: datetime | None = None, number: int = 4) -> Round:
    return Round(id=number, state=state, closes_at=closes_at)


@pytest.mark.parametrize(
    ("round_", "expected"),
    [
        (a_round(S.DRAFT), ["Đợt chưa được công bố"]),
        (a_round(S.OPEN, NOW - timedelta(days=60)), ["Đã hết hạn nộp hồ sơ"]),
        (a_round(S.OPEN, NOW), ["Đã hết hạn nộp hồ sơ"]),
        (a_round(S.OPEN, NOW + timedelta(days=2, hours=3)), ["Còn 2 ngày 3 giờ đến hạn nộp"]),
        (a_round(S.OPEN, NOW + timedelta(days=3)), []),
        (a_round(S.OPEN), []),
        (a_round(S.CLOSED, NOW - timedelta(days=1)), []),
    ],
)
def test_state_and_dates_ask_for_their_own_work(round_: Round, expected: list[str]) -> None:
    with clock.standing_at(NOW):
        news = news_of_rounds([round_], SECRETARY)
    assert [wait.fact for wait in news[4].waits] == expected


def test_a_step_that_is_the_main_thing_to_do_has_the_words_of_the_workflow() -> None:
    news = news_of_rounds([a_round(S.CLOSED), a_round(S.SCREENING, number=5)], SECRETARY)
    actions = [news[number].action for number in (4, 5)]
    assert [
        action and (action.label, action.link.endpoint, action.link.posts) for action in actions
    ] == [
        ("Bắt đầu thẩm tra", "programmes.screen", True),
        ("Chuyển hội đồng chấm", "programmes.judge", True),
    ]


def test_whoever_may_not_read_a_round_hears_nothing_of_it() -> None:
    assert news_of_rounds([a_round(S.DRAFT)], Actor(account_id=1)) == {}


@pytest.mark.parametrize(
    ("state", "status", "is_shown"),
    [
        (S.DRAFT, "later", False),
        (S.OPEN, "now", True),
        (S.CLOSED, "now", True),
        (S.SCREENING, "done", True),
    ],
)
def test_a_place_shows_its_figure_once_the_round_has_come_there(
    state: S, status: str, is_shown: bool
) -> None:
    place = Place("received", "Nộp", "hồ sơ", "nominations.of_round", (S.OPEN, S.CLOSED))
    figure = line_figure(a_round(state), place, 60)
    assert (figure.status, figure.is_shown, figure.count) == (status, is_shown, 60)
    assert figure.link.arguments == {"round_id": 4}
