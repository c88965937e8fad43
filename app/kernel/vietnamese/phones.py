"""Telephone numbers: stored as digits, shown in groups.

Mobile numbers have ten digits (03, 05, 07, 08, 09), landlines eleven (02). Nominees abroad give
a number that begins with + and the code of their country.
"""

from __future__ import annotations

import re

from app.kernel.errors import RuleBroken

_SPACING = re.compile(r"[\s.()\-\u2010-\u2015]+")
_FROM_ABROAD = re.compile(r"^(?:\+|00)84(?:0(?=[2-9]))?")
_MOBILE = re.compile(r"(0[35789][0-9]{2})([0-9]{3})([0-9]{3})")
_LANDLINE = re.compile(r"(02[48])([0-9]{4})([0-9]{4})|(02[0-9]{2})([0-9]{3})([0-9]{4})")
_FOREIGN = re.compile(r"\+(?!84)[1-9][0-9]{7,14}")


def normalise_phone(text: str, *, field: str | None = None) -> str:
    """Return the digits to store, "0912345678"; "+84" becomes 0, other countries keep their "+".

    Raises:
        RuleBroken: beside the field, for what is not a telephone number.
    """
    digits = _FROM_ABROAD.sub("0", _SPACING.sub("", text), count=1)
    if any(kind.fullmatch(digits) for kind in (_MOBILE, _LANDLINE, _FOREIGN)):
        return digits
    raise RuleBroken(
        "Xin nhập số di động 10 chữ số (ví dụ 0912 345 678) "
        "hoặc số cố định 11 chữ số kèm mã vùng (ví dụ 0203 382 5678).",
        field=field,
    )


def format_phone(number: str) -> str:
    """Return "0912 345 678"; what is no Vietnamese number stays as it is."""
    found = _MOBILE.fullmatch(number) or _LANDLINE.fullmatch(number)
    return " ".join(filter(None, found.groups())) if found else number
