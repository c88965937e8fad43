"""Passwords: which ones are good enough, and how they are kept.

Long beats strange (NIST SP 800-63B-4): no rule about digits or signs, but nothing that stands
first in every list of guesses. Kept as argon2id; one hash costs about a tenth of a second and
64 MiB, so a process makes few at a time.
"""

from __future__ import annotations

from functools import cache
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from app.kernel.errors import RuleBroken
from app.kernel.vietnamese.search import search_fold
from app.kernel.vietnamese.text import nfc

SHORTEST = 10
LONGEST = 200
FEWEST_DIFFERENT = 5
AT_ONCE = 2

# Folded, without spaces: what people here try first.
GUESSED_FIRST = [
    "0123456789",
    "1234567890",
    "12345678910",
    "0987654321",
    "1122334455",
    "1234512345",
    "123456789a",
    "a123456789",
    "matkhau123",
    "matkhau1234",
    "matkhau12345",
    "matkhaumoi",
    "matkhaucuatoi",
    "vietnam123",
    "vietnam1234",
    "vietnam2025",
    "vietnam2026",
    "password123",
    "password1234",
    "passw0rd123",
    "qwertyuiop",
    "qwerty12345",
    "qwerty123456",
    "1q2w3e4r5t",
    "admin12345",
    "admin123456",
    "administrator",
    "abcd123456",
    "abc1234567",
    "iloveyou123",
    "anhyeuem123",
    "emyeuanh123",
    "hoithisangtao",
    "vinhdanh123",
    "vinhdanh1234",
    "quangninh123",
]

_hasher = PasswordHasher()
_few_at_once = BoundedSemaphore(AT_ONCE)


def require_good_password(password: str, *, email: str = "", field: str = "new_password") -> None:
    """Refuse a password that is short, endless, or guessed first.

    Raises:
        RuleBroken: beside the field, with what to do.
    """
    if len(password) > LONGEST:
        raise RuleBroken(f"Mật khẩu dài quá {LONGEST} ký tự. Hãy chọn ngắn hơn.", field=field)
    if len(password) < SHORTEST:
        raise RuleBroken(
            f"Mật khẩu cần ít nhất {SHORTEST} ký tự. "
            "Một câu ngắn dễ nhớ là tốt nhất, dấu cách cũng được tính.",
            field=field,
        )
    if is_easy_to_guess(password, email):
        raise RuleBroken(
            "Mật khẩu này quá dễ đoán. Hãy chọn một câu ngắn chỉ riêng bạn biết.", field=field
        )


def is_easy_to_guess(password: str, email: str) -> bool:
    """Tell whether a password repeats itself, the address, or one that everybody tries."""
    folded = search_fold(password).replace(" ", "")
    local = email.partition("@")[0].lower()
    return (
        len(set(folded)) < FEWEST_DIFFERENT
        or folded in GUESSED_FIRST
        or folded in {email.lower(), local, local * 2}
    )


def hash_password(password: str) -> str:
    """Return what is kept of a password: argon2id with its parameters and salt."""
    with _few_at_once:
        return _hasher.hash(nfc(password))


def matches(kept: str | None, password: str) -> bool:
    """Tell whether a password is the kept one, in the same time also when there is none kept."""
    if len(password) > LONGEST:
        return False
    with _few_at_once:
        try:
            _hasher.verify(kept or _nobodys_hash(), nfc(password))
        except (VerificationError, InvalidHashError):
            return False
    return kept is not None


def wants_new_hash(kept: str) -> bool:
    """Tell whether a kept password was hashed with weaker parameters than today's."""
    return _hasher.check_needs_rehash(kept)


@cache
def _nobodys_hash() -> str:
    """Return a hash to compare with where there is no account, so that the time tells nothing."""
    return _hasher.hash("không phải mật khẩu của ai")
