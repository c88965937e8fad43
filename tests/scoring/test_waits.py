from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from app.kernel.access import Actor, Role
from app.programmes.enums import RoundState as S
from app.programmes.models import Round
from app.scoring.queries.sheet_counts import SheetCounts
from app.scoring.waits import news, news_of_rounds
from tests.factories.programmes import make_round

if TYPE_CHECKING:
    from flask import Flask

COUNTS = SheetCounts(wanted=290, sent=100, dossiers=58)
JUDGING = Round(id=4, state=S.JUDGING)


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        (COUNTS, []),
        (replace(COUNTS, dossiers=54), ["4 hồ sơ chưa có giám khảo"]),
        (replace(COUNTS, judges_not_begun=2), ["2 giám khảo chưa bắt đầu"]),
        (replace(COUNTS, sent=290), ["Đã đủ phiếu chấm"]),
        (SheetCounts(dossiers=58), []),
    ],
)
def test_each_situation_of_the_judging_asks_for_its_own_work(
    counts: SheetCounts, expected: list[str]
) -> None:
    said = news(JUDGING, counts, eligible=58, has_council=True)
    assert [wait.fact for wait in said.waits] == expected


def test_without_a_council_or_outside_the_judging_nothing_waits_for_judges() -> None:
    assert news(JUDGING, SheetCounts(), eligible=58, has_council=False).waits == ()
    ranked = news(Round(id=4, state=S.RANKED), SheetCounts(), eligible=58, has_council=True)
    assert (ranked.waits, ranked.action) == ((), None)


def test_the_line_says_how_many_sheets_are_wanted() -> None:
    (figure,) = news(JUDGING, COUNTS, eligible=58, has_council=True).figures
    assert (figure.count, figure.of, figure.note) == (100, 290, "trên 290 phiếu")
    (figure,) = news(JUDGING, SheetCounts(), eligible=58, has_council=True).figures
    assert (figure.count, figure.note) == (None, "phiếu")


def test_whoever_competes_hears_nothing_of_the_round(app: Flask) -> None:
    round_, other = make_round(state=S.JUDGING), make_round(state=S.JUDGING)
    actor = Actor(
        account_id=1, roles=frozenset({Role.SECRETARY}), competes_in=frozenset({round_.id})
    )
    assert set(news_of_rounds([round_, other], actor)) == {other.id}
