from __future__ import annotations

import pytest

from app.programmes.enums import RoundState as S
from app.programmes.models import Round
from app.results.waits import news


@pytest.mark.parametrize(
    ("state", "unresolved", "expected"),
    [
        (S.RANKED, 3, ["3 hồ sơ đồng hạng ở ranh giới giải"]),
        (S.RANKED, 0, []),
        (S.PROPOSED, 0, ["Kết quả đang chờ quyết định"]),
        (S.DECIDED, 0, []),
    ],
)
def test_ties_and_the_decision_are_waited_for(
    state: S, unresolved: int, expected: list[str]
) -> None:
    said = news(Round(id=4, state=state), awards=0, unresolved=unresolved)
    assert [wait.fact for wait in said.waits] == expected


@pytest.mark.parametrize("state", list(S))
def test_results_are_the_main_thing_from_the_ranking_to_the_proposal(state: S) -> None:
    said = news(Round(id=4, state=state), awards=47, unresolved=0)
    assert (said.action is not None) == (state in (S.RANKED, S.PUBLIC_COMMENT, S.PROPOSED))
    assert [figure.count for figure in said.figures] == [None, None, 47]
