"""Plain tables, as TOML gives them, into the frozen dataclasses of a plan.

One reader follows the type hints of the dataclass, so a key that the plan does not have is refused
by name instead of being ignored, and a new field of the plan needs no parser of its own.
"""

from __future__ import annotations

import difflib
from dataclasses import MISSING, Field, dataclass, fields, is_dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Any, TypeVar, get_args, get_origin, get_type_hints

from app.kernel.vietnamese.text import clean_text
from app.programmes.rules.limits import decimal_remedy
from app.programmes.rules.plan_faults import PlanFault

if TYPE_CHECKING:
    from collections.abc import Mapping

T = TypeVar("T")

# The keys of a table and the indices of an array that lead to a value.
Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class ReadFault:
    """A value that could not be read; `path` leads to it."""

    path: Path
    what_to_do: str

    def as_fault(self) -> PlanFault:
        """Give the same fault with its place written out."""
        return PlanFault(written_path(self.path), self.what_to_do)


class Unreadable(Exception):
    """Raised with all the faults of a table that does not fit its dataclass."""

    def __init__(self, faults: list[ReadFault]) -> None:
        """Keep the faults for whoever knows the file they stand in."""
        super().__init__("; ".join(str(fault.as_fault()) for fault in faults))
        self.faults = faults


def written_path(path: Path) -> str:
    """Write a path the way plans name their places: "criteria[2].step"."""
    text = ""
    for step in path:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else step
    return text


def read_table(kind: type[T], table: Mapping[str, object], path: Path = ()) -> T:
    """Read a table into the dataclass `kind`; `Unreadable` names everything that does not fit."""
    faults: list[ReadFault] = []
    value = _dataclass(kind, table, path, faults)
    if faults:
        raise Unreadable(faults)
    return value


def _dataclass(
    kind: type[T], table: Mapping[str, object], path: Path, faults: list[ReadFault]
) -> T:
    before = len(faults)
    hints = get_type_hints(kind)
    known = {field.name: field for field in fields(kind)}  # type: ignore[arg-type]  # a dataclass
    faults.extend(_unknown(key, known, path) for key in table if key not in known)
    values: dict[str, Any] = {}
    for name, field in known.items():
        if name in table:
            values[name] = _value(hints[name], table[name], (*path, name), faults)
        elif _is_required(field):
            faults.append(ReadFault((*path, name), f"Thiếu mục “{name}”; hãy bổ sung."))
    if len(faults) > before:
        return None  # type: ignore[return-value]  # never seen: read_table raises the faults
    return kind(**values)


def _is_required(field: Field[Any]) -> bool:
    return field.default is MISSING and field.default_factory is MISSING


def _unknown(key: str, known: Mapping[str, object], path: Path) -> ReadFault:
    near = difflib.get_close_matches(key, known, n=1)
    hint = f" Có phải là “{near[0]}”?" if near else ""
    listed = ", ".join(known)
    return ReadFault((*path, key), f"Không có mục “{key}”.{hint} Các mục dùng được: {listed}.")


def _value(hint: Any, value: object, path: Path, faults: list[ReadFault]) -> Any:
    if isinstance(hint, UnionType):
        hint = next(option for option in get_args(hint) if option is not NoneType)
    if get_origin(hint) is tuple:
        return _tuple(get_args(hint)[0], value, path, faults)
    if is_dataclass(hint) and isinstance(hint, type):
        if isinstance(value, dict):
            return _dataclass(hint, value, path, faults)
        faults.append(ReadFault(path, "Ở đây cần một bảng các mục."))
        return None
    try:
        return _scalar(hint, value)
    except (ValueError, ArithmeticError, TypeError) as problem:
        faults.append(ReadFault(path, str(problem)))
        return None


def _tuple(item: Any, value: object, path: Path, faults: list[ReadFault]) -> Any:
    if get_origin(item) is tuple and isinstance(value, dict):
        key_kind, value_kind = get_args(item)
        return tuple(
            (_value(key_kind, key, path, faults), _value(value_kind, held, (*path, key), faults))
            for key, held in value.items()
        )
    if not isinstance(value, list):
        faults.append(ReadFault(path, "Ở đây cần một danh sách."))
        return ()
    return tuple(_value(item, one, (*path, at), faults) for at, one in enumerate(value))


def _scalar(hint: Any, value: object) -> object:
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return _enum(hint, value)
    reader = _SCALARS.get(hint)
    if reader is None:
        msg = f"no reader for {hint!r}"
        raise AssertionError(msg)
    return reader(value)


def _enum(kind: type[StrEnum], value: object) -> StrEnum:
    allowed = [str(member) for member in kind]
    if value in allowed:
        return kind(str(value))
    msg = f"“{value}” không dùng được; hãy chọn một trong: {', '.join(allowed)}."
    raise ValueError(msg)


def _text(value: object) -> str:
    if not isinstance(value, str):
        msg = "Ở đây cần một đoạn chữ, đặt trong dấu nháy."
        raise TypeError(msg)
    return clean_text(value)


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        msg = "Hãy ghi true hoặc false."
        raise TypeError(msg)
    return value


def _integer(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        msg = "Ở đây cần một số nguyên, không đặt trong dấu nháy."
        raise TypeError(msg)
    return value


def _decimal(value: object) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        msg = "Ở đây cần một số, dùng dấu chấm cho phần thập phân, không đặt trong dấu nháy."
        raise TypeError(msg)
    number = Decimal(value)
    if not number.is_finite():
        msg = "Ở đây cần một số hữu hạn."
        raise ValueError(msg)
    if remedy := decimal_remedy(number):
        raise ValueError(remedy)
    return number


def _fraction(value: object) -> Fraction:
    try:
        return Fraction(str(value))
    except (ValueError, ZeroDivisionError):
        msg = 'Ở đây cần một phân số, ví dụ "1/4".'
        raise ValueError(msg) from None


def _instant(value: object) -> datetime:
    if not isinstance(value, datetime) or value.tzinfo is None:
        msg = "Ở đây cần ngày, giờ và múi giờ, ví dụ 2026-08-31T17:00:00+07:00."
        raise TypeError(msg)
    return value.astimezone(UTC)


def _day(value: object) -> date:
    if isinstance(value, datetime) or not isinstance(value, date):
        msg = "Ở đây cần một ngày, ví dụ 2026-08-31."
        raise TypeError(msg)
    return value


_SCALARS: dict[Any, Any] = {
    str: _text,
    bool: _flag,
    int: _integer,
    Decimal: _decimal,
    Fraction: _fraction,
    datetime: _instant,
    date: _day,
}
