"""What a round asks of the organiser, as a table."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from app.programmes.enums import RoundState as S
from app.web.rules import RoundFacts, main_action, pipeline, todos

NOW = datetime(2026, 11, 21, 1, 0, tzinfo=UTC)
BASE = RoundFacts(
    round_id=4, name="Hội thi", state=S.JUDGING, closes_at=NOW - timedelta(days=60),
    received=60, eligible=58, has_council=True, assigned=58,
    sheets_done=100, sheets_wanted=290,
)  # fmt: skip


def _facts(facts: RoundFacts) -> list[str]:
    return [todo.fact for todo in todos(facts, NOW)]


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (replace(BASE, state=S.DRAFT), ["Đợt chưa được công bố"]),
        (replace(BASE, state=S.OPEN), ["Đã hết hạn nộp hồ sơ"]),
        (
            replace(BASE, state=S.OPEN, closes_at=NOW + timedelta(days=2, hours=3)),
            ["Còn 2 ngày 3 giờ đến hạn nộp"],
        ),
        (replace(BASE, state=S.OPEN, closes_at=NOW + timedelta(days=30)), []),
        (replace(BASE, state=S.SCREENING, to_screen=16), ["16 hồ sơ chờ thẩm tra"]),
        (replace(BASE, state=S.CLOSED, has_council=False), ["Chưa có hội đồng"]),
        (replace(BASE, assigned=54), ["4 hồ sơ chưa có giám khảo"]),
        (replace(BASE, judges_not_begun=2), ["2 giám khảo chưa bắt đầu"]),
        (replace(BASE, sheets_done=290), ["Đã đủ phiếu chấm"]),
        (replace(BASE, state=S.RANKED, unresolved=3), ["3 hồ sơ đồng hạng ở ranh giới giải"]),
        (replace(BASE, state=S.PROPOSED), ["Kết quả đang chờ quyết định"]),
        (replace(BASE, state=S.DECIDED, awards=47), ["47 giải chờ cấp giấy chứng nhận"]),
        (replace(BASE, state=S.AWARDED), []),
    ],
)
def test_each_situation_asks_for_its_own_work(facts: RoundFacts, expected: list[str]) -> None:
    assert _facts(facts) == expected


@pytest.mark.parametrize("state", list(S))
def test_every_state_has_one_main_action(state: S) -> None:
    assert main_action(replace(BASE, state=state)).link.endpoint


def test_a_round_is_not_handed_over_while_dossiers_are_undecided() -> None:
    facts = replace(BASE, state=S.SCREENING, undecided=5)
    assert main_action(facts).label == "Thẩm tra 5 hồ sơ"
    assert not main_action(facts).link.posts
    assert main_action(replace(facts, undecided=0)).link.posts


def test_the_line_marks_one_place_and_shows_no_figure_beyond_it() -> None:
    cells = pipeline(BASE)
    assert [cell.status for cell in cells] == [
        "done", "done", "now", "later", "later", "later", "later"
    ]  # fmt: skip
    assert [cell.figure for cell in cells] == ["60", "58", "100", None, None, None, None]


@pytest.mark.parametrize("state", [s for s in S if s is not S.DRAFT])
def test_the_line_has_exactly_one_place_in_every_state(state: S) -> None:
    statuses = [cell.status for cell in pipeline(replace(BASE, state=state))]
    assert statuses.count("now") == 1
