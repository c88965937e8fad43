"""The codes of a dossier: the one on its receipt, and the one that judges see."""

from __future__ import annotations

from app.kernel.vietnamese.editions import ordinal_roman
from app.series.rules import Series

# Letters that cannot be mistaken for each other or for figures when read aloud.
BLIND_LETTERS = "ABCDEGHKLMNPQRSTVXY"
RECEIPTS = "TN"


def receipts_of(round_id: int) -> Series:
    """Return the book in which a round numbers the dossiers that it receives (*số tiếp nhận*)."""
    return Series(RECEIPTS, f"round-{round_id}")


def dossier_code(short_code: str, *, ordinal: int | None, year: int, number: int) -> str:
    """Return the code of a dossier: "STKT-XI-0214", or "TTTB-2026-0007" without an ordinal."""
    edition = ordinal_roman(ordinal) if ordinal else str(year)
    return f"{short_code}-{edition}-{number:04d}"


def blind_code(draw: int) -> str:
    """Return a code (*mã phách*) from a number drawn by chance: "K-73".

    The draw is below ``len(BLIND_LETTERS) * 900``; the figures run from 100 so that no code
    looks like an ordinal of submission.
    """
    letter, figure = divmod(draw, 900)
    return f"{BLIND_LETTERS[letter % len(BLIND_LETTERS)]}-{figure + 100}"


BLIND_CODES = len(BLIND_LETTERS) * 900
