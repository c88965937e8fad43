"""Exact numbers: what decides over a prize is a `Decimal` or a `Fraction`, never a float.

Vietnamese writes a comma before the decimals and dots between the thousands.
"""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from app.kernel.errors import RuleBroken

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_PLAIN = re.compile(r"([+-]?[0-9]+)(?:[,.]([0-9]+))?")
_GROUPED = re.compile(r"([+-]?[1-9][0-9]{0,2}(?:\.[0-9]{3})+)(?:,([0-9]+))?")
_RATIO = re.compile(r"([0-9]+)\s*/\s*([0-9]+)")
_SWAP_POINT_AND_COMMA = str.maketrans(",.", ".,")
_LONGEST_NUMBER = 40
_COUNT = re.compile(r"[0-9]{1,10}")
_LARGEST_COUNT = 2**31 - 1


class _Ordered(Protocol):
    """What can be ranked: Decimals, Fractions, tuples of them."""

    def __lt__(self, other: Any, /) -> bool: ...

    def __hash__(self) -> int: ...


K = TypeVar("K", bound=_Ordered)


def round_half_up(value: Decimal | Fraction | int, places: int = 2) -> Decimal:
    """Round exactly, halves away from zero; the result has that many decimals."""
    exact = abs(Fraction(value)) * 10**places
    units = (2 * exact.numerator + exact.denominator) // (2 * exact.denominator)
    sign = 1 if value < 0 and units else 0
    return Decimal((sign, tuple(map(int, str(units))), -places))


def parse_count(text: str) -> int:
    """Read a number of an address or a hidden field: a key, a page, a version, a place in a list.

    Raises:
        ValueError: for what is none, is negative, or is larger than any key of the database.
    """
    if not _COUNT.fullmatch(text) or int(text) > _LARGEST_COUNT:
        raise ValueError("no number that anything is counted by")
    return int(text)


def parse_decimal(text: str, *, field: str | None = None) -> Decimal:
    """Read "87,25", "1.234.567,89", and also "87.25", which cannot be thousands.

    A single dot before exactly three digits ("1.234") separates thousands, unless a zero leads
    ("0.125").

    Raises:
        RuleBroken: beside the field, for what is not a number.
    """
    typed = text.strip().replace("\N{MINUS SIGN}", "-")
    found = _GROUPED.fullmatch(typed) or _PLAIN.fullmatch(typed)
    if not found or len(typed) > _LONGEST_NUMBER:
        raise RuleBroken(
            "Xin nhập một số, dùng dấu phẩy trước phần thập phân, ví dụ 87,25.", field=field
        )
    number = Decimal(f"{found[1].replace('.', '')}.{found[2] or ''}")
    return number or abs(number)  # "-0" is zero


def format_decimal(value: Decimal | Fraction | int, places: int | None = None) -> str:
    """Return "1.234,5"; rounded half up to that many decimals, or all there are, zeros cut.

    Raises:
        ValueError: for a fraction without places that no decimal equals.
    """
    number = _as_decimal(value) if places is None else round_half_up(value, places)
    printed = f"{number:,f}".translate(_SWAP_POINT_AND_COMMA)
    if places is None and "," in printed:
        return printed.rstrip("0").rstrip(",")
    return printed


def parse_fraction(text: str, *, field: str | None = None) -> Fraction:
    """Read a share as "2/3", "80%", "66,7 %" or a plain number.

    Raises:
        RuleBroken: beside the field, for what is none of these.
    """
    typed = text.strip()
    if (found := _RATIO.fullmatch(typed)) and int(found[2]):
        return Fraction(int(found[1]), int(found[2]))
    try:
        number = Fraction(parse_decimal(typed.removesuffix("%")))
    except RuleBroken as refusal:
        raise RuleBroken(
            "Xin nhập phân số như 2/3 hoặc tỷ lệ phần trăm như 80%.", field=field
        ) from refusal
    return number / 100 if typed.endswith("%") else number


def rank_with_ties(keys: Iterable[K], *, highest_first: bool = True) -> list[int]:
    """Return the rank of each key, in the order given; equal keys share one (1, 2, 2, 4)."""
    listed = list(keys)
    ranks: dict[K, int] = {}
    for rank, key in enumerate(sorted(listed, reverse=highest_first), start=1):
        ranks.setdefault(key, rank)
    return [ranks[key] for key in listed]


def largest_remainder(
    weights: Sequence[Decimal | Fraction | int],
    total: Decimal | int = 100,
    places: int = 2,
) -> list[Decimal]:
    """Split a total by weights into decimals that sum to it exactly (Hamilton's method).

    What rounding down leaves goes, a unit each, to the largest remainders; the first of equals.

    Raises:
        ValueError: for weights that are negative or all zero, or a total with more decimals.
    """
    exact = _exact_units(weights, total, places)
    units = [share.numerator // share.denominator for share in exact]
    left = int(sum(exact)) - sum(units)
    by_remainder = sorted(range(len(exact)), key=lambda place: units[place] - exact[place])
    for place in by_remainder[:left]:
        units[place] += 1
    return [round_half_up(Fraction(unit, 10**places), places) for unit in units]


def even_shares(count: int) -> list[Decimal]:
    """Split 100 among so many; the first ones have a hundredth more where it does not divide.

    Raises:
        ValueError: for fewer than one.
    """
    return largest_remainder([1] * count)


def _exact_units(
    weights: Sequence[Decimal | Fraction | int],
    total: Decimal | int,
    places: int,
) -> list[Fraction]:
    """Return the exact share of each weight, counted in units of the last decimal."""
    fractions = [Fraction(weight) for weight in weights]
    whole = sum(fractions)
    units = Fraction(total) * 10**places
    if units.denominator != 1 or not whole or min(fractions) < 0:
        raise ValueError(f"cannot split {total} by {list(weights)} into {places} decimals")
    return [units * fraction / whole for fraction in fractions]


def _as_decimal(value: Decimal | Fraction | int) -> Decimal:
    """Return the decimal that equals the value; a fraction has at most as many places as bits."""
    if not isinstance(value, Fraction):
        return Decimal(value)
    number = round_half_up(value, value.denominator.bit_length())
    if Fraction(number) != value:
        raise ValueError(f"{value} has no end as a decimal")
    return number
