"""What fits into the columns in which a round is kept, asked of a whole plan at once.

A plan comes from a file as well as from a page. What its numbers and texts may be is asked here
for every field by its type, so that a new field of the plan is guarded without being named.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

LONGEST_CODE = 120
LONGEST_LINE = 500
LONGEST_TEXT = 100_000
LARGEST_INTEGER = 1_000_000
LARGEST_POINTS = Decimal(10_000)
LARGEST_MONEY = 10**12
LARGEST_DENOMINATOR = 1_000
PLACES = 2
FIRST_YEAR, LAST_YEAR = 1990, 2100

CODES = frozenset({"code", "series", "short_code", "programme_key", "deviation_limit"})
# What may have several lines, or as much as the regulation says.
TEXTS = frozenset({"summary", "body", "help", "looks_at", "text", "note", "legal_bases"})

Named = Iterator[tuple[str, str]]


def misfits_in(value: object, where: str = "") -> Named:
    """Give the place of everything that no column takes, and what to do about it."""
    name = where.rpartition(".")[2].partition("[")[0]
    if is_dataclass(value):
        for field in fields(value):
            inner = f"{where}.{field.name}" if where else field.name
            yield from misfits_in(getattr(value, field.name), inner)
    elif isinstance(value, tuple):
        for at, item in enumerate(value):
            yield from misfits_in(item, f"{where}[{at}]")
    else:
        remedy = _remedy(name, value)
        if remedy:
            yield where, remedy


def _remedy(name: str, value: object) -> str:
    match value:
        case StrEnum() | bool():
            return ""
        case str():
            return _text_remedy(name, value)
        case int():
            return _integer_remedy(name, value)
        case Decimal():
            return decimal_remedy(value)
        case Fraction() if value.denominator > LARGEST_DENOMINATOR:
            return f"Mẫu số của phân số không được quá {LARGEST_DENOMINATOR}."
        case datetime() if not FIRST_YEAR <= value.year <= LAST_YEAR:
            return f"Năm phải từ {FIRST_YEAR} đến {LAST_YEAR}."
    return ""


def _text_remedy(name: str, text: str) -> str:
    longest = LONGEST_LINE
    if name in CODES:
        longest = LONGEST_CODE
    elif name in TEXTS:
        longest = LONGEST_TEXT
    if len(text) > longest:
        return f"Hãy rút gọn còn {longest} ký tự; hiện có {len(text)} ký tự."
    if name not in TEXTS and len(text.splitlines()) > 1:
        return "Hãy viết trên một dòng."
    return ""


def _integer_remedy(name: str, number: int) -> str:
    largest = LARGEST_MONEY if name == "money" else LARGEST_INTEGER
    return f"Số này không được quá {largest}." if abs(number) > largest else ""


def decimal_remedy(number: Decimal) -> str:
    """Say what to do about points, a weight or a score that no column takes; else nothing."""
    if abs(number) > LARGEST_POINTS:
        return f"Số này không được quá {LARGEST_POINTS}."
    if number != round(number, PLACES):
        return f"Chỉ ghi tối đa {PLACES} chữ số thập phân."
    return ""
