"""The kinds that the registry knows."""

from __future__ import annotations

from enum import StrEnum

from app.kernel.events import EventTag


class UnitKind(StrEnum):
    """What kind of body a unit is (round-folder.md, units.csv)."""

    DEPARTMENT = "department"
    ASSOCIATION = "association"
    SCHOOL = "school"
    INSTITUTE = "institute"
    HOSPITAL = "hospital"
    COMPANY = "company"
    COMMUNE = "commune"
    OTHER = "other"


UNIT_KIND_LABELS: dict[UnitKind, str] = {
    UnitKind.DEPARTMENT: "Sở, ban, ngành",
    UnitKind.ASSOCIATION: "Hội thành viên",
    UnitKind.SCHOOL: "Trường học",
    UnitKind.INSTITUTE: "Viện, trung tâm",
    UnitKind.HOSPITAL: "Bệnh viện, cơ sở y tế",
    UnitKind.COMPANY: "Doanh nghiệp",
    UnitKind.COMMUNE: "Xã, phường, đặc khu",
    UnitKind.OTHER: "Đơn vị khác",
}


class Gender(StrEnum):
    """As written in papers; unknown is no value at all."""

    MALE = "male"
    FEMALE = "female"


class LocalityKind(StrEnum):
    """The lower administrative level since 1 July 2025."""

    WARD = "phường"
    COMMUNE = "xã"
    SPECIAL_ZONE = "đặc khu"


class RegistryEvent(EventTag):
    """What happens to units and people."""

    UNIT_ADDED = "registry:unit:added", "Thêm đơn vị"
    UNIT_CHANGED = "registry:unit:changed", "Sửa đơn vị"
    PERSON_ADDED = "registry:person:added", "Thêm trí thức"
    PERSON_CHANGED = "registry:person:changed", "Sửa thông tin trí thức"
    LOCALITIES_LOADED = "registry:locality:loaded", "Nạp danh sách địa phương"
