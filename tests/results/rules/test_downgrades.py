"""The council may propose a lower prize, never a higher one, and only with a reason."""

from __future__ import annotations

from decimal import Decimal

import pytest

from app.kernel.errors import RuleBroken
from app.results.rules.downgrades import require_downgrade
from app.results.rules.prizes import Downgrade, PrizeFacts, PrizeRule
from app.results.rules.ranking import Standing

LEVELS = (
    PrizeRule("Giải Nhất", 1, 1, Decimal(85)),
    PrizeRule("Giải Nhì", 2, 2, Decimal(75)),
    PrizeRule("Giải Khuyến khích", 3, None, Decimal(50)),
)


def standings_of(*lines: str) -> list[Standing]:
    """Read "A 90": code and score; the rank follows from the scores."""
    scores = {line.split()[0]: Decimal(line.split()[1]) for line in lines}
    return [
        Standing(code, "cntt", score, 1 + sum(other > score for other in scores.values()))
        for code, score in scores.items()
    ]


def test_a_downgrade_to_a_lower_level_with_a_reason_is_accepted() -> None:
    require_downgrade(
        standings_of("A 95", "B 90"), LEVELS, PrizeFacts(), "A", Downgrade("Giải Nhì", "Lý do.")
    )


@pytest.mark.parametrize(
    ("code", "downgrade", "field", "words"),
    [
        ("B", Downgrade("Giải Nhất", "Lý do."), "level", "chỉ được đề nghị mức giải thấp hơn"),
        ("B", Downgrade("Giải Nhì", "Lý do."), "level", "đạt “Giải Nhì”"),
        ("A", Downgrade("Giải Nhì", "  "), "reason", "lý do"),
        ("A", Downgrade("Giải Tư", "Lý do."), "level", "không có mức giải “Giải Tư”"),
        ("C", Downgrade("Giải Nhì", "Lý do."), "level", "không được giải"),
    ],
)
def test_an_improper_downgrade_is_refused(
    code: str, downgrade: Downgrade, field: str, words: str
) -> None:
    standings = standings_of("A 95", "B 90", "C 10")
    with pytest.raises(RuleBroken) as refusal:
        require_downgrade(standings, LEVELS, PrizeFacts(), code, downgrade)
    assert refusal.value.field == field
    assert words in refusal.value.message


def test_a_downgrade_waits_for_the_chair_where_a_tie_is_open() -> None:
    standings = standings_of("A 95", "B 95")
    with pytest.raises(RuleBroken, match="chờ chủ tịch hội đồng"):
        require_downgrade(standings, LEVELS, PrizeFacts(), "A", Downgrade("Giải Nhì", "Lý do."))


def test_who_rose_through_another_downgrade_may_be_lowered_to_where_they_were() -> None:
    facts = PrizeFacts(downgrades={"A": Downgrade("Giải Khuyến khích", "Lý do.")})
    require_downgrade(
        standings_of("A 95", "B 90"), LEVELS, facts, "B", Downgrade("Giải Nhì", "Lý do.")
    )
