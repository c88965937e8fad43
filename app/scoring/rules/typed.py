"""What a judge typed on a sheet: points that fit, and sentences about those that do not.

A save never refuses as a whole. What fits is kept; what does not is said beside its field, and the
good points that were there before stay.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from app.kernel.errors import RuleBroken
from app.kernel.numbers import format_decimal, parse_decimal
from app.kernel.vietnamese.text import clean_text
from app.questions.rules.history import MOST_EARLIER
from app.scoring.rules.sheet import require_points

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from app.scoring.rules.sheet import CriterionRule

# No criterion has it for its code, in which there are only small letters.
COMMENT = "COMMENT"
LONGEST_COMMENT = 20_000
LONGEST_POINTS = 100


@dataclass(frozen=True, slots=True)
class TypedPoints:
    """Points by criterion code that fit, None where the field was emptied; and the problems."""

    points: dict[str, Decimal | None] = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)


def read_points(
    criteria: Sequence[CriterionRule], typed: Mapping[str, str | Decimal | None]
) -> TypedPoints:
    """Read what was typed, criterion by criterion; codes that were not sent are left alone."""
    read = TypedPoints()
    for criterion in criteria:
        if criterion.code in typed:
            _read_one(criterion, typed[criterion.code], read)
    return read


def _read_one(criterion: CriterionRule, typed: str | Decimal | None, read: TypedPoints) -> None:
    try:
        read.points[criterion.code] = _value(criterion, typed)
    except RuleBroken as refusal:
        read.problems[criterion.code] = refusal.message


def _value(criterion: CriterionRule, typed: str | Decimal | None) -> Decimal | None:
    if typed is None:
        return None
    if isinstance(typed, Decimal):
        return require_points(criterion, typed)
    # Cut before it is matched: a megabyte of digits is no number, and takes no time to refuse.
    line = typed.strip()[:LONGEST_POINTS]
    return require_points(criterion, parse_decimal(line, field=criterion.code)) if line else None


def read_comment(typed: str) -> str:
    """Return the comment as it is kept.

    Raises:
        RuleBroken: beside ``comment``, when it is longer than a comment may be.
    """
    if len(typed) > LONGEST_COMMENT:
        raise RuleBroken(
            f"Nhận xét dài nhất {LONGEST_COMMENT:,} ký tự. Hãy viết gọn lại.".replace(",", "."),
            field="comment",
        )
    return clean_text(typed)


def with_earlier(
    earlier: Sequence[dict[str, str]], text: str, at: datetime
) -> list[dict[str, str]]:
    """Return the kept texts with one more, the newest first, each text once, not endlessly many."""
    if not text.strip():
        return list(earlier)
    others = [kept for kept in earlier if kept["text"] != text]
    return [{"at": at.isoformat(), "text": text}, *others][:MOST_EARLIER]


def texts_of_sheet(points: Mapping[str, Decimal | None], comment: str) -> dict[str, str]:
    """Return what the fields of a sheet hold as its page prints it: by criterion code, `COMMENT`."""
    shown = {code: "" if value is None else format_decimal(value) for code, value in points.items()}
    return {**shown, COMMENT: comment}


def typed_texts(points: Mapping[str, str], comment: str | None) -> dict[str, str]:
    """Return what was typed on a sheet in the same way; what was not sent is left out."""
    texts = {code: _as_printed(typed) for code, typed in points.items()}
    return texts if comment is None else {**texts, COMMENT: read_comment(comment)}


def _as_printed(typed: str) -> str:
    """Return points as a page prints them, or what was typed when it means none."""
    line = typed.strip()[:LONGEST_POINTS]
    try:
        return format_decimal(parse_decimal(line)) if line else ""
    except RuleBroken:
        return line
