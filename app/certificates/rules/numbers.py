"""The number in the register and the code behind the QR."""

from __future__ import annotations

import re
from secrets import choice

from app.kernel.vietnamese.text import clean_line
from app.series.rules import ORGANISER, Series

# No 0 O 1 I L U: a code is read from paper and typed by hand. 30⁸ codes: 39 bits.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 8
REHEARSAL = "#"
LONGEST_TYPED = 200
_NOT_CODE = re.compile(r"[^0-9A-Z]")
_NUMBER = re.compile(r"(?:SỐ\s*:?\s*)?0*([0-9]{1,9})\s*/\s*([0-9]{4})\s*/\s*(\S+)")


def register_number(number: int, *, year: int, series: str) -> str:
    """Return the number as it is printed: "0147/2026/TTTB"."""
    return f"{number:04d}/{year}/{series}"


def register_of(series: str, year: int) -> Series:
    """Return the book in which the certificates of a series are numbered, anew each year."""
    return Series(series, ORGANISER, year)


def rehearsal_series(series: str, round_id: int) -> str:
    """Return the register in which a rehearsed round is numbered from 1: "GCN-STKT#7"."""
    return f"{series}{REHEARSAL}{round_id}"


def is_rehearsal(series: str) -> bool:
    """Tell whether a register belongs to a rehearsal, whose certificates honour nobody."""
    return REHEARSAL in series


def new_verification_code() -> str:
    """Draw a code that nobody can guess: "K7QD-2MPA"."""
    drawn = "".join(choice(ALPHABET) for _ in range(CODE_LENGTH))
    return f"{drawn[:4]}-{drawn[4:]}"


def typed_reference(text: str) -> str:
    """Bring what was typed or scanned into its printed form: a code, a number, or an address.

    "k7qd 2mpa" is a code, "147/2026/tttb" a number, and an address ends in its code; anything
    else stays as it is and will not be found.
    """
    typed = clean_line(text)[:LONGEST_TYPED].upper()
    number = _NUMBER.fullmatch(typed)
    if number:
        return register_number(int(number[1]), year=int(number[2]), series=number[3])
    bare = _NOT_CODE.sub("", typed.rstrip("/").rpartition("/")[2])
    return f"{bare[:4]}-{bare[4:]}" if len(bare) == CODE_LENGTH else typed
