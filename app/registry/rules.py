"""What is stored of a unit, a person and a locality: one spelling, and keys to find and order by."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from app.kernel.errors import RuleBroken
from app.kernel.vietnamese.search import search_fold, slugify
from app.kernel.vietnamese.text import clean_line
from app.registry.enums import Gender, LocalityKind, UnitKind

if TYPE_CHECKING:
    from collections.abc import Collection

LONGEST_EMAIL = 120
LONGEST_NAME = 200
LONGEST_UNIT_NAME = 300
LONGEST_CODE = 60
LARGEST_ID = 2**31 - 1
EARLIEST_BIRTH = date(1900, 1, 1)

# PostgreSQL refuses index rows above 2,700 bytes; beyond this nobody compares names by eye.
KEY_BYTES = 1000
KEY_LETTERS = 500

# Deliberately plain: a mailbox proves itself by the link that is mailed to it.
_EMAIL = re.compile(r"[a-z0-9!#$%&'*+/=?^_`{|}~.-]+@[a-z0-9-]+(\.[a-z0-9-]+)+", re.IGNORECASE)
_CODE = re.compile(r"[a-z0-9][a-z0-9_-]*")


@dataclass(frozen=True, slots=True)
class UnitDetails:
    """What is known of a unit; an empty code asks for one made from the name."""

    name: str
    kind: UnitKind
    code: str = ""
    locality: str = ""
    is_active: bool = True


@dataclass(frozen=True, slots=True)
class PersonDetails:
    """What is known of a person; only the name must be."""

    full_name: str
    birth_date: date | None = None
    gender: Gender | None = None
    academic_rank: str = ""
    academic_degree: str = ""
    position_title: str = ""
    email: str | None = None
    phone: str | None = None
    unit_id: int | None = None


@dataclass(frozen=True, slots=True)
class LocalityDetails:
    """One row of a list of localities."""

    code: str
    kind: LocalityKind
    name: str
    province_code: str
    valid_from: date | None = None
    valid_until: date | None = None


def email_address(text: str, *, field: str | None = None) -> str:
    """Return an e-mail address as it is stored and compared, in small letters.

    Raises:
        RuleBroken: beside the field, for what is no address.
    """
    address = text.strip().lower()
    if len(address) > LONGEST_EMAIL or not _EMAIL.fullmatch(address) or ".." in address:
        raise RuleBroken(
            "Địa chỉ thư điện tử chưa đúng. Hãy nhập như ví dụ: ten@donvi.vn.", field=field
        )
    return address


def person_name(text: str, *, field: str | None = None) -> str:
    """Return a person's name in one line.

    Raises:
        RuleBroken: beside the field, for an empty or endless name, or one without a letter.
    """
    return _name(text, LONGEST_NAME, "Hãy nhập họ và tên đầy đủ bằng chữ.", field)


def unit_name(text: str, *, field: str | None = None) -> str:
    """Return a unit's name in one line.

    Raises:
        RuleBroken: beside the field, for an empty or endless name, or one without a letter.
    """
    return _name(text, LONGEST_UNIT_NAME, "Hãy nhập tên đầy đủ của đơn vị.", field)


def _name(text: str, longest: int, sentence: str, field: str | None) -> str:
    # Measured before it is cleaned: composing a megabyte of marks takes seconds.
    if len(text) > 4 * longest:
        raise RuleBroken(f"Tên dài quá {longest} ký tự. Hãy viết gọn lại.", field=field)
    name = clean_line(text)
    if not any(map(str.isalpha, name)):
        raise RuleBroken(sentence, field=field)
    if len(name) > longest:
        raise RuleBroken(f"Tên dài quá {longest} ký tự. Hãy viết gọn lại.", field=field)
    return name


def folded(name: str) -> str:
    """Return what a name is searched by, no longer than its column."""
    return search_fold(name)[:KEY_LETTERS]


def code_of_unit(wanted: str, name: str, taken: Collection[str]) -> str:
    """Return the code of a unit: the wanted one, or a free one made from the name.

    Raises:
        RuleBroken: beside ``code``, for a wanted code with other than plain letters and digits.
    """
    code = wanted.strip().lower()
    if not code:
        return _free_code(slugify(name)[:LONGEST_CODE].strip("-") or "don-vi", taken)
    if len(code) > LONGEST_CODE or not _CODE.fullmatch(code):
        raise RuleBroken(
            "Mã chỉ gồm chữ không dấu, chữ số, gạch nối và gạch dưới, ví dụ so_khcn.",
            field="code",
        )
    return code


def _free_code(stem: str, taken: Collection[str]) -> str:
    if stem not in taken:
        return stem
    number = 2
    while f"{stem}-{number}" in taken:
        number += 1
    return f"{stem}-{number}"


def require_birth_date(born: date | None, today: date) -> None:
    """Refuse a day of birth that nobody living can have."""
    if born is not None and not EARLIEST_BIRTH <= born <= today:
        raise RuleBroken("Ngày sinh không thể có. Hãy kiểm tra lại năm.", field="birth_date")


def read_localities(text: str) -> list[LocalityDetails]:
    """Read a list of localities with the columns ``code, kind, name, province_code``.

    Raises:
        RuleBroken: naming the line that cannot be read.
    """
    rows = csv.DictReader(io.StringIO(text))
    return [_locality(line, row) for line, row in enumerate(rows, start=2)]


def _locality(line: int, row: dict[str, str]) -> LocalityDetails:
    try:
        return LocalityDetails(
            code=clean_line(row["code"]),
            kind=LocalityKind(clean_line(row["kind"]).lower()),
            name=clean_line(row["name"]),
            province_code=clean_line(row["province_code"]),
            valid_from=date.fromisoformat(since) if (since := row.get("valid_from")) else None,
            valid_until=date.fromisoformat(until) if (until := row.get("valid_until")) else None,
        )
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        raise RuleBroken(f"Dòng {line} của danh sách địa phương không đọc được.") from error


def read_units(text: str) -> list[UnitDetails]:
    """Read a list of units with the columns ``code, name, kind, locality``.

    Raises:
        RuleBroken: naming the line that cannot be read.
    """
    rows = csv.DictReader(io.StringIO(text))
    return [_unit(line, row) for line, row in enumerate(rows, start=2)]


def _unit(line: int, row: dict[str, str]) -> UnitDetails:
    try:
        return UnitDetails(
            name=unit_name(row["name"]),
            kind=UnitKind(row["kind"].strip()),
            code=clean_line(row["code"]),
            locality=clean_line(row["locality"]),
        )
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        raise RuleBroken(f"Dòng {line} của danh sách đơn vị không đọc được.") from error
