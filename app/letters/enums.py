"""What happens to the words of letters."""

from __future__ import annotations

from app.kernel.events import EventTag


class LetterEvent(EventTag):
    """What happens to the words of a letter."""

    CHANGED = "letters:wording:changed", "Sửa lời thư"
    RESTORED = "letters:wording:restored", "Về lời thư gốc"
