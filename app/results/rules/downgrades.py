"""The council's proposal of a lower prize: when it may be made.

The walk in `app.results.rules.prizes` takes recorded proposals into account; this is asked before
one is recorded.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from app.kernel.errors import RuleBroken
from app.kernel.reasons import require_reason
from app.results.rules.prizes import Allocation, Downgrade, PrizeFacts, PrizeRule, allocate

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.results.rules.ranking import Standing


def require_downgrade(
    standings: Iterable[Standing],
    prizes: Iterable[PrizeRule],
    facts: PrizeFacts,
    code: str,
    downgrade: Downgrade,
) -> None:
    """Refuse a proposal that gives no reason or is not lower than what the nomination would take.

    What it would take is computed with all other downgrades in force.
    """
    levels = {prize.level: prize for prize in prizes}
    require_reason(downgrade.reason)
    if downgrade.level not in levels:
        message = f"Đợt này không có mức giải “{downgrade.level}”."
        raise RuleBroken(message, field="level")
    others = {key: value for key, value in facts.downgrades.items() if key != code}
    allocation = allocate(standings, levels.values(), replace(facts, downgrades=others))
    current = allocation.levels.get(code)
    if current is None:
        raise RuleBroken(_no_prize_to_lower(code, allocation), field="level")
    if levels[downgrade.level].order <= levels[current].order:
        message = (
            f"Hồ sơ {code} đạt “{current}”. Hội đồng chỉ được đề nghị mức giải thấp hơn, "
            "không được đề nghị mức bằng hoặc cao hơn."
        )
        raise RuleBroken(message, field="level")


def _no_prize_to_lower(code: str, allocation: Allocation) -> str:
    if code in allocation.unresolved:
        return (
            f"Hồ sơ {code} đang chờ chủ tịch hội đồng phân định các hồ sơ bằng điểm. "
            "Xin ghi quyết định đó trước khi đề nghị mức giải thấp hơn."
        )
    return f"Hồ sơ {code} không được giải nên không có mức giải nào để hạ."
