"""Which earlier texts of a field are kept.

Somebody who writes is saved every few seconds. A text is therefore kept when somebody else goes
on, when the same person has been writing for a while, and when most of it is lost at once; not at
every save.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from app.questions.rules.answer import StoredAnswer

QUIET = timedelta(minutes=10)
MOST_EARLIER = 20
SHORTEST_KEPT = 20


def is_great_loss(before: str, after: str) -> bool:
    """Tell whether a text that a save replaces should be kept beside the new one.

    Typing on, correcting a word and starting a sentence anew are not losses; losing more than
    half of a text is one.
    """
    old, new = before.strip(), after.strip()
    return len(old) >= SHORTEST_KEPT and old not in new and len(new) * 2 < len(old)


def is_kept_as_earlier(before: StoredAnswer, after: str, by: int | None, at: datetime) -> bool:
    """Tell whether the text that somebody replaces now becomes an earlier text of the field."""
    if not before.value.strip():
        return False
    since = before.begun_at
    goes_on = before.by_account == by and since is not None and at - since <= QUIET
    return not goes_on or is_great_loss(before.value, after)
