from __future__ import annotations

import pytest

from app.certificates.waits import news
from app.programmes.enums import RoundState as S
from app.programmes.models import Round


@pytest.mark.parametrize("state", list(S))
def test_certificates_are_waited_for_from_the_decision_until_they_are_issued(state: S) -> None:
    said = news(Round(id=4, state=state), awards=47, issued=0)
    expected = ["47 giải chờ cấp giấy chứng nhận"] if state is S.DECIDED else []
    assert [wait.fact for wait in said.waits] == expected
    assert (said.action is not None) == (state in (S.DECIDED, S.AWARDED, S.ARCHIVED))
