"""Units and people for tests, made through the operations that the product uses."""

from __future__ import annotations

from dataclasses import replace
from itertools import count
from typing import TYPE_CHECKING, Any

from app.kernel.access import Actor
from app.registry.enums import UnitKind
from app.registry.operations import add_person, add_unit
from app.registry.rules import PersonDetails, UnitDetails

if TYPE_CHECKING:
    from app.registry.models import Person, Unit

SYSTEM = Actor.of_system("Kiểm thử")
_numbers = count(1)


def make_unit(**over: Any) -> Unit:
    """Enter a unit; every call makes another one."""
    number = next(_numbers)
    usual = UnitDetails(name=f"Đơn vị số {number}", kind=UnitKind.DEPARTMENT, code=f"dv_{number}")
    return add_unit(replace(usual, **over), by=SYSTEM)


def make_person(**over: Any) -> Person:
    """Enter a person; every call makes another one."""
    usual = PersonDetails(full_name=f"Nguyễn Văn Người {next(_numbers)}")
    return add_person(replace(usual, **over), by=SYSTEM)
