"""A score that the chair rules where the sheets give none: when it may be given."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.kernel.errors import RuleBroken
from app.kernel.numbers import format_decimal, round_half_up
from app.scoring.rules.aggregation import SCORE_PLACES

if TYPE_CHECKING:
    from collections.abc import Iterable
    from decimal import Decimal

    from app.results.rules.ranking import Standing

HAS_SCORE = "Hồ sơ này đã có điểm theo cách tính của đợt nên không quyết định điểm khác được. Hãy xem điểm ở bảng xếp hạng."
SCORE_RANGE = "Điểm phải từ 0 đến {most}, nhiều nhất hai chữ số thập phân. Hãy nhập lại."
NOT_RANKED = "Hồ sơ này không ở vòng cuối nên không có trong bảng xếp hạng. Hãy chọn một hồ sơ của vòng cuối."


def require_ruled_score(
    standings: Iterable[Standing], code: str, score: Decimal, largest: Decimal
) -> None:
    """Refuse a score for a dossier that has one, that is not ranked, or out of range.

    Raises:
        RuleBroken: beside ``nomination`` or ``score``.
    """
    scores = {standing.code: standing.score for standing in standings}
    if code not in scores:
        raise RuleBroken(NOT_RANKED, field="nomination")
    if scores[code] is not None:
        raise RuleBroken(HAS_SCORE, field="score")
    if not 0 <= score <= largest or score != round_half_up(score, SCORE_PLACES):
        most = format_decimal(largest)
        raise RuleBroken(SCORE_RANGE.format(most=most), field="score")
