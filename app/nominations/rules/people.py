"""The people named in a dossier: what was typed about them, and shares that add up to 100 %.

What was typed is kept word for word, also where it means nothing yet ("33,33 hay 34"): a row is
a mapping of `FIELDS` to text. `entry_of` reads from it what can be understood, `faults_in` names
what cannot.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from app.kernel.errors import RuleBroken
from app.kernel.numbers import even_shares, format_decimal, parse_decimal
from app.kernel.vietnamese.dates import parse_date
from app.kernel.vietnamese.phones import normalise_phone
from app.kernel.vietnamese.search import search_fold
from app.kernel.vietnamese.text import clean_line
from app.programmes.enums import SubjectKind
from app.registry.enums import Gender

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date

T = TypeVar("T")

FIELDS = (
    "full_name",
    "role",
    "birth_date",
    "gender",
    "unit_name",
    "position_title",
    "degree",
    "contribution",
    "email",
    "phone",
)
WHOLE = Decimal(100)
SHARE_PLACES = 2
LONGEST = {"full_name": 200, "email": 120, "phone": 120}
LONGEST_OTHER = 500
EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")
SPOKEN = {
    "birth_date": "ngày sinh",
    "gender": "giới tính",
    "contribution": "tỷ lệ",
    "email": "thư điện tử",
    "phone": "số điện thoại",
}


@dataclass(frozen=True, slots=True)
class PersonEntry:
    """What is understood about somebody named; ``contribution`` is a share in percent."""

    full_name: str
    role: str = ""
    birth_date: date | None = None
    gender: Gender | None = None
    unit_id: int | None = None
    unit_name: str = ""
    position_title: str = ""
    degree: str = ""
    contribution: Decimal | None = None
    email: str = ""
    phone: str = ""
    person_id: int | None = None


class PersonFault(NamedTuple):
    """What to do about somebody: the place from 1 (0: nobody's), the field, a sentence.

    ``is_about_all`` tells that the sentence is about the whole list and the field only where to
    begin mending it.
    """

    place: int
    field: str
    sentence: str
    is_empty: bool = False
    is_about_all: bool = False


# ── between what was typed and what it means ─────────────────────────────────────────────────


def entry_of(typed: Mapping[str, str]) -> PersonEntry:
    """Return what can be understood of a row; the rest is left empty."""
    return PersonEntry(
        full_name=_line(typed, "full_name"),
        role=_line(typed, "role"),
        birth_date=_understood(parse_date, typed.get("birth_date", "")),
        gender=_understood(read_gender, typed.get("gender", "")),
        unit_name=_line(typed, "unit_name"),
        position_title=_line(typed, "position_title"),
        degree=_line(typed, "degree"),
        contribution=_understood(read_share, typed.get("contribution", "")),
        email=_understood(read_email, typed.get("email", "")) or "",
        phone=_understood(normalise_phone, typed.get("phone", "")) or "",
    )


def typed_of(entry: PersonEntry) -> dict[str, str]:
    """Return an entry as somebody would have typed it."""
    born, share = entry.birth_date, entry.contribution
    return {
        "full_name": entry.full_name,
        "role": entry.role,
        "birth_date": f"{born:%d/%m/%Y}" if born else "",
        "gender": entry.gender.value if entry.gender else "",
        "unit_name": entry.unit_name,
        "position_title": entry.position_title,
        "degree": entry.degree,
        "contribution": "" if share is None else format_decimal(share),
        "email": entry.email,
        "phone": entry.phone,
    }


def _line(typed: Mapping[str, str], name: str) -> str:
    return clean_line(typed.get(name, ""))[: LONGEST.get(name, LONGEST_OTHER)]


def _understood(read: Callable[[str], T], text: str) -> T | None:
    if not text.strip():
        return None
    try:
        return read(text.strip())
    except RuleBroken:
        return None


def read_share(text: str) -> Decimal:
    """Read a share in percent, "33,33" or "33,33 %".

    Raises:
        RuleBroken: for what is no number, not between 0 and 100, or has more than two decimals.
    """
    share = parse_decimal(text.removesuffix("%").strip())
    if not 0 < share <= WHOLE:
        raise RuleBroken("Tỷ lệ phải lớn hơn 0 và không quá 100. Hãy nhập lại.")
    if share != round(share, SHARE_PLACES):
        raise RuleBroken("Tỷ lệ chỉ ghi tối đa hai chữ số sau dấu phẩy, ví dụ 33,33.")
    return share


def read_gender(text: str) -> Gender:
    """Read a gender as the page sends it or as people write it.

    Raises:
        RuleBroken: for anything else.
    """
    words = {"male": Gender.MALE, "nam": Gender.MALE, "female": Gender.FEMALE, "nu": Gender.FEMALE}
    gender = words.get(search_fold(text))
    if gender is None:
        raise RuleBroken("Hãy chọn nam hoặc nữ.")
    return gender


def read_email(text: str) -> str:
    """Read an e-mail address; small letters, as the registry keeps it.

    Raises:
        RuleBroken: for what is no address.
    """
    address = text.lower()
    if len(address) > LONGEST["email"] or not EMAIL.fullmatch(address):
        raise RuleBroken("Hãy ghi địa chỉ thư dạng ten@donvi.vn.")
    return address


READERS: dict[str, Callable[[str], object]] = {
    "birth_date": parse_date,
    "gender": read_gender,
    "contribution": read_share,
    "email": read_email,
    "phone": normalise_phone,
}


def faults_in(typed: Mapping[str, str]) -> dict[str, str]:
    """Return, by field, a sentence on each thing in a row that was typed but means nothing."""
    faults = {name: _fault_of(name, typed.get(name, "")) for name in FIELDS}
    return {name: sentence for name, sentence in faults.items() if sentence}


def _fault_of(name: str, text: str) -> str:
    longest = LONGEST.get(name, LONGEST_OTHER)
    if len(text) > longest:
        return f"Hãy rút gọn còn {longest} ký tự; hiện có {len(text)} ký tự."
    read = READERS.get(name)
    if read is None or not text.strip():
        return ""
    try:
        read(text.strip())
    except RuleBroken as refusal:
        return refusal.message
    return ""


# ── what the regulation asks ─────────────────────────────────────────────────────────────────


def problems_with_people(
    rows: Sequence[Mapping[str, str]], *, most: int, subject: SubjectKind
) -> list[PersonFault]:
    """Return what to do about the people of a dossier, one sentence per fault.

    Shares are asked for where a work has authors; somebody nominated for a title has none.
    """
    if not rows or not any(is_somebody(row) for row in rows):
        sentence = "Hãy ghi ít nhất một người."
        return [PersonFault(1, "full_name", sentence, is_empty=True, is_about_all=True)]
    faults = [*_count_faults(rows, most), *_row_faults(rows), *_same_person_faults(rows)]
    return faults if subject is SubjectKind.PERSON else [*faults, *_share_faults(rows)]


def is_somebody(row: Mapping[str, str]) -> bool:
    """Tell whether anything was typed in a row."""
    return any(row.get(name, "").strip() for name in FIELDS)


def _count_faults(rows: Sequence[Mapping[str, str]], most: int) -> list[PersonFault]:
    if len(rows) <= most:
        return []
    sentence = f"Thể lệ cho tối đa {most} người; hiện có {len(rows)} người. Hãy bớt người."
    return [PersonFault(0, "", sentence)]


def _row_faults(rows: Sequence[Mapping[str, str]]) -> list[PersonFault]:
    faults = []
    for place, row in enumerate(rows, 1):
        if not row.get("full_name", "").strip():
            faults.append(
                PersonFault(place, "full_name", "Hãy ghi họ và tên.", is_empty=not is_somebody(row))
            )
        faults += [PersonFault(place, name, text) for name, text in faults_in(row).items()]
    return faults


def _same_person_faults(rows: Sequence[Mapping[str, str]]) -> list[PersonFault]:
    seen: set[tuple[str, str]] = set()
    faults = []
    for place, row in enumerate(rows, 1):
        key = identity_of(row.get("full_name", ""), row.get("email", ""))
        if all(key) and key in seen:
            faults.append(PersonFault(place, "full_name", "Người này đã có ở dòng trên."))
        seen.add(key)
    return faults


def identity_of(full_name: str, email: str) -> tuple[str, str]:
    """Return what tells two rows apart: the name as it is searched, and the address."""
    return search_fold(full_name), email.strip().lower()


def _share_faults(rows: Sequence[Mapping[str, str]]) -> list[PersonFault]:
    faults = [
        PersonFault(place, "contribution", "Hãy ghi tỷ lệ đóng góp lớn hơn 0.", is_empty=True)
        for place, row in enumerate(rows, 1)
        if not row.get("contribution", "").strip()
    ]
    wrong = any("contribution" in faults_in(row) for row in rows)
    total = sum_of_shares(rows)
    if not faults and not wrong and total != WHOLE:
        sentence = f"Tổng tỷ lệ đóng góp phải đúng 100 %; hiện là {format_decimal(total)} %."
        faults.append(PersonFault(1, "contribution", sentence, is_about_all=True))
    return faults


def sum_of_shares(rows: Iterable[Mapping[str, str]]) -> Decimal:
    """Return the exact sum of the shares that could be understood."""
    shares = (_understood(read_share, row.get("contribution", "")) for row in rows)
    return sum((share for share in shares if share is not None), Decimal(0))


def with_even_shares(rows: Sequence[Mapping[str, str]]) -> list[dict[str, str]]:
    """Return the rows with the whole shared evenly; hundredths that are left go to the first."""
    if not rows:
        return []
    shares = even_shares(len(rows))
    return [
        {**row, "contribution": format_decimal(share)}
        for row, share in zip(rows, shares, strict=True)
    ]
