from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from app.programmes.enums import RoundState
from app.programmes.values.calls import Reception, call_of, days_written, steps_of

CLOSES = datetime(2026, 11, 30, 10, 0, tzinfo=UTC)
SECOND, DAY = timedelta(seconds=1), timedelta(days=1)


def a_round(**over: Any) -> Any:
    facts = {
        "state": RoundState.OPEN,
        "opens_at": CLOSES - 60 * DAY,
        "closes_at": CLOSES,
        "grace_minutes": 0,
        "milestones": [],
    }
    return SimpleNamespace(**(facts | over))


@pytest.mark.parametrize(
    ("moment", "reception", "label", "left"),
    [
        (CLOSES - 61 * DAY, Reception.SOON, "Sắp nhận hồ sơ", ((1, "ngày"),)),
        (CLOSES - 30 * DAY, Reception.NOW, "Đang nhận hồ sơ", ((30, "ngày"),)),
        (
            CLOSES - 9 * DAY - 2 * 3600 * SECOND,
            Reception.NOW,
            "Sắp hết hạn",
            ((9, "ngày"), (2, "giờ")),
        ),
        (CLOSES - 125 * 60 * SECOND, Reception.NOW, "Sắp hết hạn", ((2, "giờ"), (5, "phút"))),
        (CLOSES, Reception.NOW, "Sắp hết hạn", ((1, "phút"),)),
        (CLOSES + SECOND, Reception.OVER, "Đã hết hạn nộp", ()),
    ],
)
def test_open_round_says_what_is_left(
    moment: datetime, reception: Reception, label: str, left: tuple[tuple[int, str], ...]
) -> None:
    call = call_of(a_round(), moment)
    assert (call.reception, call.words.label, call.remaining) == (reception, label, left)


def test_grace_counts_to_its_own_end() -> None:
    call = call_of(a_round(grace_minutes=30), CLOSES + 60 * SECOND)
    assert call.reception is Reception.GRACE
    assert call.awaited == CLOSES + timedelta(minutes=30)
    assert call.remaining == ((29, "phút"),)
    assert call.is_open


@pytest.mark.parametrize("state", [s for s in RoundState if s is not RoundState.OPEN])
def test_other_states_take_nothing_and_say_why(state: RoundState) -> None:
    call = call_of(a_round(state=state), CLOSES - DAY)
    assert not call.is_open
    assert call.remaining == ()
    assert call.sentence.endswith(".")


def milestone(code: str, starts_on: date | None = None, ends_on: date | None = None) -> Any:
    return SimpleNamespace(code=code, label=code, starts_on=starts_on, ends_on=ends_on)


CALENDAR = [
    milestone("phat_dong", date(2026, 9, 1)),
    milestone("nhan_ho_so", date(2026, 9, 1), date(2026, 11, 15)),
    milestone("tham_tra", date(2026, 11, 16), date(2026, 12, 10)),
    milestone("le", date(2027, 5, 18)),
]


@pytest.mark.parametrize(
    ("state", "today", "statuses"),
    [
        # The deadline was moved: the state knows better than the old days of the calendar.
        (RoundState.OPEN, date(2026, 11, 20), ["done", "now", "later", "later"]),
        (RoundState.CLOSED, date(2026, 11, 20), ["done", "done", "now", "later"]),
        (RoundState.OPEN, date(2026, 8, 1), ["later", "later", "later", "later"]),
        (RoundState.ARCHIVED, date(2028, 1, 1), ["done", "done", "done", "done"]),
    ],
)
def test_line_of_steps_follows_the_days_but_not_against_the_state(
    state: RoundState, today: date, statuses: list[str]
) -> None:
    steps = steps_of(a_round(state=state, milestones=CALENDAR), today)
    assert [step.status for step in steps] == statuses


def test_step_of_receiving_says_the_deadline_that_holds() -> None:
    steps = steps_of(a_round(milestones=CALENDAR), date(2026, 11, 1))
    assert steps[1].note == "đến 17:00 ngày 30/11/2026"
    assert steps[2].note == "16/11–10/12/2026"


def test_receiving_stands_on_the_line_where_the_calendar_leaves_it_out() -> None:
    rest = [row for row in CALENDAR if row.code not in ("phat_dong", "nhan_ho_so")]
    steps = steps_of(a_round(state=RoundState.OPEN, milestones=rest), date(2026, 11, 1))
    assert (steps[0].label, steps[0].status) == ("Nhận hồ sơ", "now")
    assert steps[0].note == "đến 17:00 ngày 30/11/2026"
    assert [step.status for step in steps[1:]] == ["later", "later"]
    closed = steps_of(a_round(state=RoundState.SCREENING, milestones=rest), date(2026, 11, 20))
    assert [step.status for step in closed] == ["done", "now", "later"]
    assert steps_of(a_round(milestones=[]), date(2026, 11, 1)) == ()


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (None, None, ""),
        (date(2026, 1, 5), None, "05/01/2026"),
        (None, date(2026, 1, 5), "05/01/2026"),
        (date(2026, 12, 1), date(2026, 12, 10), "01–10/12/2026"),
        (date(2026, 3, 9), date(2026, 4, 3), "09/3–03/4/2026"),
        (date(2026, 12, 20), date(2027, 1, 3), "20/12/2026–03/01/2027"),
    ],
)
def test_span_of_days_repeats_nothing(first: date | None, last: date | None, words: str) -> None:
    assert days_written(first, last) == words
