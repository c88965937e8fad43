from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from app.kernel.errors import RuleBroken
from app.questions.rules.history import MOST_EARLIER
from app.scoring.rules.sheet import CriterionRule
from app.scoring.rules.typed import (
    LONGEST_COMMENT,
    read_comment,
    read_points,
    with_earlier,
)

NOVELTY = CriterionRule("moi", "Tính mới", Decimal(30))
EFFECT = CriterionRule("hieu_qua", "Hiệu quả", Decimal(40))
AT = datetime(2026, 11, 21, 9, 41, 22, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "value"),
    [("24", "24"), (" 33,5 ", "33.5"), ("33.5", "33.5"), ("0", "0"), ("−0", "0"), ("40", "40")],
)
def test_points_are_read_as_people_type_them(typed: str, value: str) -> None:
    read = read_points([EFFECT], {"hieu_qua": typed})
    assert read.points == {"hieu_qua": Decimal(value)}
    assert not read.problems


@pytest.mark.parametrize(
    "typed",
    [
        "1e5",
        "NaN",
        "Infinity",
        "−1",
        "-0,5",
        "8,33",
        "40,5",
        "0x1F",
        "１２",
        "9" * 1_000_000,
        "abc",
    ],
)
def test_hostile_points_are_named_and_nothing_else(typed: str) -> None:
    read = read_points([NOVELTY, EFFECT], {"moi": "10", "hieu_qua": typed})
    assert read.points == {"moi": Decimal(10)}
    assert set(read.problems) == {"hieu_qua"}


def test_emptied_field_means_no_points_and_a_missing_one_means_nothing() -> None:
    read = read_points([NOVELTY, EFFECT], {"moi": "  "})
    assert read.points == {"moi": None}


def test_comment_is_composed_and_not_endless() -> None:
    assert read_comment("Giải pháp tốt") == "Giải pháp tốt"
    with pytest.raises(RuleBroken) as refusal:
        read_comment("x" * (LONGEST_COMMENT + 1))
    assert refusal.value.field == "comment"


def test_earlier_texts_come_newest_first_each_once_and_not_endlessly() -> None:
    kept: list[dict[str, str]] = []
    for number in [*range(MOST_EARLIER + 5), 3]:
        kept = with_earlier(kept, f"bản {number}", AT)
    assert len(kept) == MOST_EARLIER
    assert kept[0] == {"at": AT.isoformat(), "text": "bản 3"}
    assert with_earlier(kept, "  ", AT) == kept
