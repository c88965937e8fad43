"""Writing units, people and localities."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from app.audit.models import AuditEntry
from app.kernel.errors import Duplicate, RuleBroken
from app.registry import operations
from app.registry.enums import LocalityKind, UnitKind
from app.registry.models import Locality, Person
from app.registry.queries import UNITS, people_found
from app.registry.rules import LocalityDetails, PersonDetails, UnitDetails
from tests.factories.registry import SYSTEM, make_person, make_unit

if TYPE_CHECKING:
    from flask import Flask
    from sqlalchemy.orm import Session


def count(session: Session, model: type) -> int:
    return session.execute(sa.select(sa.func.count()).select_from(model)).scalar_one()


def test_a_unit_gets_a_code_and_is_found_without_accents(app: Flask, session: Session) -> None:
    unit = make_unit(name="Sở Khoa học và Công nghệ", code="")
    assert unit.code == "so-khoa-hoc-va-cong-nghe"
    session.commit()
    with app.test_request_context("/?tim=cong nghe"):
        assert [row.id for row in UNITS.shown().rows] == [unit.id]
    with app.test_request_context("/?tim=nghe&loai=school"):
        assert UNITS.shown().rows == []


def test_a_second_unit_of_a_name_is_refused_with_a_hint(session: Session) -> None:
    make_unit(name="Trường THCS Lê Lợi", code="le_loi")
    with pytest.raises(Duplicate, match="le_loi") as refusal:
        make_unit(name="TRƯỜNG  THCS LÊ LỢI")
    assert refusal.value.field == "name"


def test_a_code_is_used_once(session: Session) -> None:
    make_unit(code="so_yte")
    with pytest.raises(Duplicate) as refusal:
        make_unit(code="SO_YTE")
    assert refusal.value.field == "code"


def test_a_unit_is_corrected_and_the_log_says_what_changed(session: Session) -> None:
    unit = make_unit(name="Sở Nội vụ")
    details = UnitDetails(name="Sở Nội vụ tỉnh", kind=unit.kind, is_active=False)
    operations.change_unit(unit, details, by=SYSTEM)
    session.commit()
    query = sa.select(AuditEntry.changes).order_by(AuditEntry.number.desc()).limit(1)
    changes = session.execute(query).scalar_one()
    assert changes == {"name": "Sở Nội vụ tỉnh", "is_active": False}


def test_a_unit_is_found_by_code_or_name_before_it_is_added(session: Session) -> None:
    unit = make_unit(name="Sở Y tế", code="so_yte")
    by_code = UnitDetails(name="Sở Y tế Quảng Ninh", kind=UnitKind.DEPARTMENT, code="so_yte")
    by_name = UnitDetails(name="Sở y tế", kind=UnitKind.DEPARTMENT)
    assert operations.find_or_add_unit(by_code, by=SYSTEM) is unit
    assert operations.find_or_add_unit(by_name, by=SYSTEM) is unit
    other = UnitDetails(name="Sở Xây dựng", kind=UnitKind.DEPARTMENT)
    assert operations.find_or_add_unit(other, by=SYSTEM) is not unit


def test_people_stand_in_the_order_of_given_names(session: Session) -> None:
    for name in ("Trần Đức", "Lê Ánh", "Phạm An", "Bùi Đan", "Võ Dũng"):
        make_person(full_name=name)
    names = [person.full_name for person in people_found("")]
    assert names == ["Phạm An", "Lê Ánh", "Võ Dũng", "Bùi Đan", "Trần Đức"]


@pytest.mark.parametrize("text", ["tran duc", "ĐỨC trần", "duc tr"])
def test_people_are_found_whatever_the_accents_and_the_order_of_words(
    session: Session, text: str
) -> None:
    person = make_person(full_name="Trần Đức")
    make_person(full_name="Trần Dung")
    assert list(people_found(text)) == [person]


def test_a_name_that_unfolds_enormously_can_be_stored(session: Session) -> None:
    make_person(full_name="\ufdfa" * 200)
    make_unit(name="\ufdfa" * 300)
    session.commit()


def test_a_person_is_found_by_address_and_name_together(session: Session) -> None:
    office = make_person(full_name="Lê Văn Tám", email="vanphong@so.vn")
    same = PersonDetails(full_name="Le Van Tam", email="vanphong@so.vn")
    other = PersonDetails(full_name="Nguyễn Thị Hoa", email="vanphong@so.vn")
    assert operations.find_or_add_person(same, by=SYSTEM) is office
    assert operations.find_or_add_person(other, by=SYSTEM) is not office


def test_a_person_is_found_by_name_and_unit_unless_births_differ(session: Session) -> None:
    unit = make_unit()
    known = make_person(full_name="Lê Văn Tám", unit_id=unit.id, birth_date=date(1980, 2, 29))

    def found(**over: object) -> Person:
        details = PersonDetails(full_name="Lê Văn Tám", **{"unit_id": unit.id, **over})  # type: ignore[arg-type]
        return operations.find_or_add_person(details, by=SYSTEM)

    assert found() is known
    assert found(birth_date=date(1980, 2, 29)) is known
    assert found(birth_date=date(1990, 1, 1)) is not known
    assert found(unit_id=None) is not known


def test_the_log_keeps_no_telephone_and_no_birth(session: Session) -> None:
    person = make_person(full_name="Lê Văn Tám")
    details = PersonDetails(
        full_name="Lê Văn Tám", phone="0912345678", birth_date=date(1980, 2, 29)
    )
    operations.change_person(person, details, by=SYSTEM)
    session.commit()
    changes = str(session.execute(sa.select(AuditEntry.changes)).scalars().all())
    assert "0912345678" not in changes
    assert "1980" not in changes


def test_localities_are_loaded_twice_without_harm(session: Session) -> None:
    rows = [LocalityDetails("06652", LocalityKind.WARD, "Hà Tu", "22")]
    assert operations.load_localities(rows, by=SYSTEM) == 1
    renamed = [LocalityDetails("06652", LocalityKind.WARD, "Hà Tu Mới", "22")]
    operations.load_localities(renamed, by=SYSTEM)
    session.commit()
    assert session.execute(sa.select(Locality.name)).scalar_one() == "Hà Tu Mới"
    assert count(session, Locality) == 1


def test_an_empty_list_of_localities_is_refused(session: Session) -> None:
    with pytest.raises(RuleBroken):
        operations.load_localities([], by=SYSTEM)
