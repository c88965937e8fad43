"""Amounts of đồng in digits and in words, as decisions and receipts print both.

``style`` is the word for a zero among the tens: "lẻ", or "linh" as the North says.
"""

from __future__ import annotations

from typing import Literal

ZeroWord = Literal["lẻ", "linh"]

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_FIVE = 5  # spoken "lăm" after a ten
_BILLION = 10**9
_SCALES = ((10**6, "triệu"), (10**3, "nghìn"), (1, ""))


def format_money(amount: int) -> str:
    """Return "10.000.000 đồng"."""
    return f"{amount:,} đồng".replace(",", ".")


def money_words(amount: int, style: ZeroWord = "lẻ") -> str:
    """Return "Mười triệu đồng", with a capital.

    Raises:
        ValueError: for an amount below zero.
    """
    words = f"{number_words(amount, style)} đồng"
    return words[0].upper() + words[1:]


def number_words(number: int, style: ZeroWord = "lẻ") -> str:
    """Return "mười lăm"; what counts people and votes in minutes.

    Raises:
        ValueError: for a number below zero.
    """
    if number < 0:
        raise ValueError(f"cannot spell a number below zero: {number}")
    return " ".join(_spell(number, style, follows=False)) or _DIGITS[0]


def _spell(number: int, style: ZeroWord, *, follows: bool) -> list[str]:
    """Spell a number; one that follows a higher group also names its zero hundreds."""
    billions, rest = divmod(number, _BILLION)
    words = [*_spell(billions, style, follows=follows), "tỷ"] if billions else []
    for scale, name in _SCALES:
        group, rest = divmod(rest, scale)
        if group:
            words += [*_hundreds(group, style, follows=follows or bool(words)), name]
    return [word for word in words if word]


def _hundreds(group: int, style: ZeroWord, *, follows: bool) -> list[str]:
    hundreds, rest = divmod(group, 100)
    if not hundreds and not follows:
        return _tens(rest)
    words = [_DIGITS[hundreds], "trăm"]
    if 0 < rest < len(_DIGITS):
        return [*words, style, _DIGITS[rest]]
    return words + _tens(rest)


def _tens(number: int) -> list[str]:
    tens, unit = divmod(number, 10)
    if not tens:
        return [_DIGITS[unit]] if unit else []
    return [*(["mười"] if tens == 1 else [_DIGITS[tens], "mươi"]), *_unit_after_tens(tens, unit)]


def _unit_after_tens(tens: int, unit: int) -> list[str]:
    if not unit:
        return []
    if unit == 1 and tens > 1:
        return ["mốt"]
    return ["lăm" if unit == _FIVE else _DIGITS[unit]]
