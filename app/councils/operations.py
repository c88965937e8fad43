"""Forming a council and seating its members."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.accounts.operations.links import Invitation, invite
from app.audit.operations import operation, record
from app.councils import queries, rules
from app.councils.enums import CouncilEvent, SeatRole
from app.councils.models import Council, Seat, SeatSpeciality
from app.infra.db.engine import db
from app.kernel import clock
from app.kernel.errors import Duplicate, RuleBroken
from app.kernel.vietnamese.text import clean_line
from app.programmes.queries import stages_of_round
from app.registry.operations import find_or_add_person

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from app.accounts.models import Link
    from app.kernel.access import Actor
    from app.programmes.models import Category, Round
    from app.registry.models import Person, Unit
    from app.registry.rules import PersonDetails


NO_STAGE = "Hãy chọn ít nhất một vòng chấm cho hội đồng."


@dataclass(frozen=True, slots=True)
class Founding:
    """What a council is called, the decision that founded it, and the stages that it judges.

    Without numbers of stages it judges all of its round.
    """

    name: str
    decision_number: str = ""
    decided_on: date | None = None
    stage_ids: frozenset[int] | None = None


@operation
def form_council(round_: Round, founding: Founding, *, by: Actor) -> Council:
    """Form a council for a round.

    Raises:
        Duplicate: beside ``name``, when the round has a council of this name.
        RuleBroken: beside ``stage_ids``, when it judges none.
    """
    council = Council(round_id=round_.id, round=round_, created_at=clock.now(), seats=[], stages=[])
    _found(council, founding)
    db.session.add(council)
    db.session.flush()
    record(CouncilEvent.FORMED, council, by=by, name=council.name, round_id=round_.id)
    return council


@operation
def change_council(council: Council, founding: Founding, *, by: Actor) -> None:
    """Correct the name or the decision of a council, or which stages it judges.

    Raises:
        Duplicate: beside ``name``, when the round has another council of this name.
        RuleBroken: beside ``stage_ids``, when it judges none, or would judge one blind though a
            member reads the authors.
    """
    _found(council, founding)
    db.session.flush()
    insiders = queries.blind_members_with_roles(council.round_id, rules.SEES_AUTHORS)
    rules.require_no_insiders(insiders)
    record(CouncilEvent.CHANGED, council, by=by, name=council.name)


def _found(council: Council, founding: Founding) -> None:
    name = clean_line(founding.name)
    same = queries.find_council_by_name(council.round_id, name)
    if same is not None and same.id != council.id:
        raise Duplicate("Đợt này đã có hội đồng tên như vậy. Hãy đặt tên khác.", field="name")
    council.name = name
    council.decision_number = clean_line(founding.decision_number)
    council.decided_on = founding.decided_on
    stages = stages_of_round(council.round_id)
    wanted = founding.stage_ids
    council.stages = [stage for stage in stages if wanted is None or stage.id in wanted]
    if not council.stages:
        raise RuleBroken(NO_STAGE, field="stage_ids")


@operation
def seat_member(  # noqa: PLR0913  # what is decided about a seat
    council: Council,
    person: Person,
    role: SeatRole,
    unit: Unit | None,
    code: str = "",
    specialities: Iterable[Category] = (),
    *,
    by: Actor,
) -> Seat:
    """Seat a person; somebody who left takes their old seat again, and keeps its work.

    An empty code becomes the next free one. ``unit`` is the one that conflicts are about.

    Raises:
        Duplicate: when the person sits here already, or beside ``code``.
        RuleBroken: beside ``role``, for a second chair; for somebody who reads the authors of a
            blind round at another desk.
    """
    _require_blind_judge(council, person)
    seat = next((seat for seat in council.seats if seat.person_id == person.id), None)
    if seat is not None and seat.is_active:
        raise Duplicate(
            f"{person.full_name} đã là thành viên của hội đồng này. Hãy chọn người khác.",
            field="person_id",
        )
    decided = _decision(council, seat, role, code)
    if seat is None:
        place = max((other.position for other in council.seats), default=0) + 1
        seat = Seat(council=council, person_id=person.id, person=person, position=place)
        seat.specialities = []
        db.session.add(seat)
    seat.is_active = True
    _settle(seat, role, unit, decided, specialities)
    db.session.flush()
    record(CouncilEvent.SEATED, seat, by=by, code=seat.code, role=role, person_id=person.id)
    return seat


def _require_blind_judge(council: Council, person: Person) -> None:
    """Refuse whoever knows the authors, and let nobody grant them a role at the same moment."""
    queries.hold_person(person.id)
    if queries.hold_blindness(council):
        rules.require_blind_judge(person.full_name, queries.roles_of_person(person.id))


def seat_newcomer(  # noqa: PLR0913  # what is decided about a seat
    council: Council,
    details: PersonDetails,
    role: SeatRole,
    unit: Unit | None,
    code: str = "",
    specialities: Iterable[Category] = (),
    *,
    by: Actor,
) -> Seat:
    """Seat somebody who may not be in the registry yet, and is entered only if there is a seat.

    Raises:
        Duplicate: when the person sits here already, or beside ``code``.
        RuleBroken: beside ``role``, for a second chair, or beside a detail of the person.
    """
    _decision(council, None, role, code)
    person = find_or_add_person(details, by=by)
    return seat_member(council, person, role, unit, code, specialities, by=by)


@operation
def change_seat(  # noqa: PLR0913  # what is decided about a seat
    seat: Seat,
    role: SeatRole,
    unit: Unit | None,
    code: str,
    specialities: Iterable[Category] = (),
    *,
    by: Actor,
) -> None:
    """Correct role, unit, code and specialities of a seat; its council comes with all seats.

    Raises:
        Duplicate: beside ``code``.
        RuleBroken: beside ``role``, for a second chair.
    """
    _settle(seat, role, unit, _decision(seat.council, seat, role, code), specialities)
    db.session.flush()
    record(CouncilEvent.SEAT_CHANGED, seat, by=by, code=seat.code, role=role, unit_id=seat.unit_id)


def _decision(council: Council, seat: Seat | None, role: SeatRole, code: str) -> str:
    """Return the code that a seat gets; everything is refused here, before anything changes."""
    others = (other.role for other in council.seats if other.is_active and other is not seat)
    rules.require_room_for_chair(others, role)
    taken = queries.codes_of_round(council.round_id, but=seat.id if seat else None)
    return rules.seat_code(code or (seat.code if seat else ""), role, taken)


def _settle(
    seat: Seat, role: SeatRole, unit: Unit | None, code: str, specialities: Iterable[Category]
) -> None:
    seat.code, seat.role, seat.unit = code, role, unit
    seat.unit_id = unit.id if unit else None
    _know(seat, specialities)


def _know(seat: Seat, categories: Iterable[Category]) -> None:
    wanted = {category.id: category for category in categories}
    kept = [known for known in seat.specialities if known.category_id in wanted]
    new = wanted.keys() - {known.category_id for known in kept}
    seat.specialities = kept + [
        SeatSpeciality(category_id=number, category=wanted[number]) for number in sorted(new)
    ]


@operation
def unseat_member(seat: Seat, *, by: Actor) -> None:
    """Let a member leave; the seat and its finished work stay known."""
    seat.is_active = False
    db.session.flush()
    record(CouncilEvent.UNSEATED, seat, by=by, code=seat.code)


def invite_member(seat: Seat, *, by: Actor) -> Link:
    """Mail a member a link with which they open an account.

    Raises:
        RuleBroken: when no address is known.
        Duplicate: when the address has an account.
    """
    if not seat.person.email:
        raise RuleBroken(
            f"Chưa có thư điện tử của {seat.person.full_name}. "
            "Hãy ghi địa chỉ trong danh sách trí thức rồi mời."
        )
    invitation = Invitation(
        email=seat.person.email, full_name=seat.person.full_name, person_id=seat.person_id
    )
    return invite(invitation, by=by)
