"""Councils and seats, made by the operations that make them in the house."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Any

from app.councils.enums import SeatRole
from app.councils.operations import Founding, form_council, seat_member
from app.kernel.access import Actor, Role, SeatGrant
from tests.factories.registry import make_person

if TYPE_CHECKING:
    from app.accounts.models import Account
    from app.councils.models import Council, Seat
    from app.programmes.models import Round

SECRETARY = Actor(account_id=1, name="Thư ký", roles=frozenset({Role.SECRETARY}))
NAMES = ("Trần Quý Hoạch", "Đỗ Thị Ngần", "Phùng Đức Uẩn", "Mạc Thuý Vững", "Ngô Văn Triệu")
_counter = count()


def make_council(round_: Round, *, by: Actor = SECRETARY) -> Council:
    """Form a council for a round."""
    return form_council(round_, Founding(f"Hội đồng {next(_counter)}", "12/QĐ-UBND"), by=by)


def make_seat(council: Council, role: SeatRole = SeatRole.MEMBER, **over: Any) -> Seat:
    """Seat somebody; ``person``, ``unit``, ``code`` and ``specialities`` as in the operation."""
    number = next(_counter)
    person = over.pop("person", None) or make_person(
        full_name=f"{NAMES[number % len(NAMES)]} {'ABCDEGHKLM'[number % 10]}",
        email=f"giam.khao{number}@vidu.vn",
    )
    return seat_member(council, person, role, over.pop("unit", None), by=SECRETARY, **over)


def make_roster(round_: Round, judges: int = 3) -> list[Seat]:
    """Form a council of a chair and some members; return the seats of all, the chair first."""
    council = make_council(round_)
    roles = [SeatRole.CHAIR] + [SeatRole.MEMBER] * (judges - 1)
    return [make_seat(council, role) for role in roles]


def judge_on(seat: Seat, account: Account | None = None) -> Actor:
    """Return the actor of somebody who sits there."""
    grant = SeatGrant(seat.id, seat.council_id, seat.council.round_id, seat.role)
    return Actor(
        account_id=account.id if account else 900 + seat.id,
        person_id=seat.person_id,
        name=seat.person.full_name,
        seats=frozenset({grant}),
    )
