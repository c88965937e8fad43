"""The kinds of rulings and happenings of results."""

from __future__ import annotations

from enum import StrEnum

from app.kernel.events import EventTag
from app.programmes.enums import DECIDED, RoundState

# Results are computed anew while they are open, and read as they were frozen from then on.
STILL_OPEN = frozenset({RoundState.RANKED, RoundState.PUBLIC_COMMENT})
FROZEN = DECIDED | {RoundState.PROPOSED}


class RulingKind(StrEnum):
    """What the chair may rule, always with a reason."""

    TIE = "tie"
    DOWNGRADE = "downgrade"
    SCORE = "score"


class ResultsEvent(EventTag):
    """What happens to results."""

    RULED = "results:ruling:made", "Chủ tịch hội đồng quyết định"
    RULING_WITHDRAWN = "results:ruling:withdrawn", "Rút quyết định của chủ tịch"
    FROZEN = "results:packet:frozen", "Chốt kết quả để trình"
    UNFROZEN = "results:packet:returned", "Kết quả được trả lại"
    DECISION_ISSUED = "results:decision:issued", "Ghi nhận quyết định"
