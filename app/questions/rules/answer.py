"""An answer as it is stored, and how a text becomes one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.kernel.errors import RuleBroken
from app.kernel.vietnamese.text import clean_text

if TYPE_CHECKING:
    from datetime import datetime

LONGEST_TEXT = 200_000


@dataclass(frozen=True, slots=True)
class StoredAnswer:
    """An answer with its edition, and since when and by whom it is being written.

    Whoever wrote before there was a history is not known, nor when.
    """

    value: str
    edition: int
    by_account: int | None
    begun_at: datetime | None
    written_at: datetime | None


@dataclass(frozen=True, slots=True)
class EarlierText:
    """A text that a field held before: who wrote it, and when last."""

    id: int
    text: str
    who: str
    written_at: datetime | None


def kept_as_typed(text: str) -> str:
    """Return a text as it is kept: composed, without what nobody can see.

    Raises:
        RuleBroken: for a text that no field asks for; it is refused whole, never cut.
    """
    if len(text) > LONGEST_TEXT:
        raise RuleBroken(
            f"Một mục dài {len(text)} ký tự, hơn mức {LONGEST_TEXT} ký tự nên chưa ghi được. "
            "Hãy chia bớt nội dung sang tệp đính kèm."
        )
    return clean_text(text)
