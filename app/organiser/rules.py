"""The organiser as data: what a profile and a signatory must say, and presets in TOML."""

from __future__ import annotations

import tomllib
from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING, Any

from app.kernel.errors import RuleBroken
from app.kernel.vietnamese.text import clean_line, clean_text

if TYPE_CHECKING:
    from datetime import date

LONGEST_LINE = 300
LONGEST_INTRODUCTION = 4000


@dataclass(frozen=True, slots=True)
class Profile:
    """What the organiser says of itself; letterhead lines may break."""

    name: str = "Liên hiệp các Hội Khoa học và Kỹ thuật"
    short_name: str = "Liên hiệp Hội"
    place: str = ""
    place_line: str = ""
    province_code: str = ""
    letterhead_parent: str = ""
    letterhead_name: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""
    slogan: str = ""
    introduction: str = ""


@dataclass(frozen=True, slots=True)
class SignatoryDetails:
    """Somebody who signs: authority and office as Nghị định 30/2020 words them, and the name."""

    office: str
    full_name: str
    authority: str = ""
    valid_from: date | None = None
    valid_until: date | None = None


@dataclass(frozen=True, slots=True)
class OrganiserPreset:
    """A profile that is shipped, with its signatories in order and the lists that go with it."""

    key: str
    profile: Profile
    signatories: tuple[SignatoryDetails, ...]
    units_file: str = ""
    localities_file: str = ""


SEVERAL_LINES = ("letterhead_parent", "letterhead_name", "introduction")


def profile_of(values: dict[str, str]) -> Profile:
    """Return a profile of typed or stored text, each line clean.

    Raises:
        RuleBroken: beside the field that must not be empty or is too long.
    """
    known = {field.name: values.get(field.name, "") for field in fields(Profile)}
    profile = Profile(**{key: _clean(key, text) for key, text in known.items()})
    for key in ("name", "short_name"):
        if not getattr(profile, key):
            raise RuleBroken("Hãy nhập tên của đơn vị tổ chức.", field=key)
    return profile


def _clean(key: str, text: str) -> str:
    longest = LONGEST_INTRODUCTION if key == "introduction" else LONGEST_LINE
    clean = (clean_text if key in SEVERAL_LINES else clean_line)(text[: 4 * longest])
    if len(clean) > longest:
        raise RuleBroken(f"Nội dung dài quá {longest} ký tự. Hãy viết gọn lại.", field=key)
    return clean


def require_sound_signatory(details: SignatoryDetails) -> None:
    """Refuse a signature without office or name, or one that ends before it begins."""
    if not details.office:
        raise RuleBroken("Hãy nhập chức vụ ghi trên chữ ký, ví dụ CHỦ TỊCH.", field="office")
    if not details.full_name:
        raise RuleBroken("Hãy nhập họ và tên người ký.", field="full_name")
    if details.valid_from and details.valid_until and details.valid_until < details.valid_from:
        raise RuleBroken(
            "Ngày hết quyền ký phải sau ngày bắt đầu. Hãy kiểm tra lại hai ngày này.",
            field="valid_until",
        )


def read_preset(text: str) -> OrganiserPreset:
    """Read a preset from TOML.

    Raises:
        RuleBroken: when it is no TOML or lacks what a profile needs.
    """
    try:
        data = tomllib.loads(text)
        return OrganiserPreset(
            key=str(data["key"]),
            profile=profile_of({key: str(value) for key, value in data.items()}),
            signatories=tuple(_signatory(row) for row in data.get("signatories", ())),
            units_file=str(data.get("units_file", "")),
            localities_file=str(data.get("localities_file", "")),
        )
    except (tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise RuleBroken(f"Bộ dữ liệu mẫu của đơn vị tổ chức không đọc được: {error}.") from error


def _signatory(row: dict[str, Any]) -> SignatoryDetails:
    details = SignatoryDetails(
        office=clean_text(row["office"]),
        full_name=clean_line(row["full_name"]),
        authority=clean_text(row.get("authority", "")),
        valid_from=row.get("valid_from"),
        valid_until=row.get("valid_until"),
    )
    require_sound_signatory(details)
    return details


def profile_facts(profile: Profile) -> dict[str, str]:
    """Return a profile as names and values."""
    return asdict(profile)
