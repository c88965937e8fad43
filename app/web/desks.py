"""The desks: who sits at each, in the order in which they are shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.infra.desks import DeskKey
from app.kernel.access import Actor, Role

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True)
class Desk:
    """A place of work and who sits there."""

    key: DeskKey
    label: str
    belongs_to: Callable[[Actor], bool]


def _everybody(actor: Actor) -> bool:
    return actor.is_signed_in


def _contacts(actor: Actor) -> bool:
    return bool(actor.units)


def _members(actor: Actor) -> bool:
    return bool(actor.seats)


def _holders(role: Role) -> Callable[[Actor], bool]:
    return lambda actor: actor.has_role(role)


DESKS = (
    Desk(DeskKey.AUTHOR, "Hồ sơ của tôi", _everybody),
    Desk(DeskKey.UNIT, "Đơn vị", _contacts),
    Desk(DeskKey.COUNCIL, "Hội đồng", _members),
    Desk(DeskKey.ORGANISER, "Ban tổ chức", _holders(Role.SECRETARY)),
    Desk(DeskKey.APPROVAL, "Phê duyệt", _holders(Role.LEADER)),
    Desk(DeskKey.ADMINISTRATION, "Quản trị", _holders(Role.ADMIN)),
)
