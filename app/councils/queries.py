"""Reading councils and seats."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import exists, select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.orm.attributes import set_committed_value

from app.accounts.models import Account, AccountRole
from app.councils.models import Council, Seat, SeatSpeciality, council_stages
from app.infra.db.engine import db
from app.infra.db.locks import lock_for_write
from app.infra.db.reads import asked_once
from app.kernel.errors import NotFound
from app.programmes.enums import DECIDED
from app.programmes.models import Round, Stage
from app.registry.models import Person

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from sqlalchemy.orm.strategy_options import _AbstractLoad

    from app.kernel.access import Role

SEAT_IN_FULL: tuple[_AbstractLoad, ...] = (
    joinedload(Seat.person).joinedload(Person.unit),
    joinedload(Seat.unit),
    selectinload(Seat.specialities).joinedload(SeatSpeciality.category),
)
COUNCIL_IN_FULL: tuple[_AbstractLoad, ...] = (
    joinedload(Council.round).options(
        joinedload(Round.programme), selectinload(Round.categories), selectinload(Round.stages)
    ),
    selectinload(Council.stages),
    selectinload(Council.seats).options(*SEAT_IN_FULL),
)


def get_council(council_id: int) -> Council:
    """Return a council with its round and its seats.

    Raises:
        NotFound: when there is none.
    """
    query = select(Council).options(*COUNCIL_IN_FULL).where(Council.id == council_id)
    found = db.session.execute(query).scalar_one_or_none()
    if found is None:
        raise NotFound
    for seat in found.seats:
        set_committed_value(seat, "council", found)
    return found


def get_seat(council_id: int, seat_id: int) -> Seat:
    """Return a seat of a council, with the council and everything about the member.

    Raises:
        NotFound: when the council has no such seat.
    """
    council = get_council(council_id)
    for seat in council.seats:
        if seat.id == seat_id:
            return seat
    raise NotFound


def councils_by_round(round_ids: Collection[int]) -> dict[int, list[Council]]:
    """Return the councils of some rounds with their seats, the oldest first."""
    query = (
        select(Council)
        .options(selectinload(Council.seats).joinedload(Seat.person), selectinload(Council.stages))
        .where(Council.round_id.in_(round_ids))
        .order_by(Council.round_id, Council.id)
    )
    found: dict[int, list[Council]] = {round_id: [] for round_id in round_ids}
    for council in db.session.execute(query).scalars():
        found[council.round_id].append(council)
    return found


def seats_of_round(round_id: int, *, only_active: bool = True) -> Sequence[Seat]:
    """Return the seats of all councils of a round, in the order of the councils' lists."""
    query = (
        select(Seat)
        .join(Seat.council)
        .options(*SEAT_IN_FULL)
        .where(Council.round_id == round_id)
        .order_by(Seat.council_id, Seat.position, Seat.id)
    )
    if only_active:
        query = query.where(Seat.is_active)
    return db.session.execute(query).scalars().all()


def seats_of_stage(stage_id: int, *, only_active: bool = True) -> Sequence[Seat]:
    """Return the seats of the councils that judge a stage, in the order of the councils' lists."""
    query = (
        select(Seat)
        .join(council_stages, council_stages.c.council_id == Seat.council_id)
        .options(*SEAT_IN_FULL)
        .where(council_stages.c.stage_id == stage_id)
        .order_by(Seat.council_id, Seat.position, Seat.id)
    )
    if only_active:
        query = query.where(Seat.is_active)
    return db.session.execute(query).scalars().all()


def councils_of_stage(stage_id: int) -> set[int]:
    """Return the numbers of the councils that judge a stage."""
    query = select(council_stages.c.council_id).where(council_stages.c.stage_id == stage_id)
    return set(db.session.execute(query).scalars())


def codes_of_round(round_id: int, *, but: int | None = None) -> set[str]:
    """Return the seat codes that a round has given, less that of one seat."""
    query = select(Seat.code).join(Seat.council).where(Council.round_id == round_id)
    if but is not None:
        query = query.where(Seat.id != but)
    return set(db.session.execute(query).scalars())


def find_council_by_name(round_id: int, name: str) -> Council | None:
    """Return the council of a name in a round."""
    query = select(Council).where(Council.round_id == round_id, Council.name == name)
    return db.session.execute(query).scalar_one_or_none()


def people_with_accounts(person_ids: Collection[int]) -> set[int]:
    """Return those of some people who have an account to sign in with."""
    query = select(Account.person_id).where(Account.person_id.in_(person_ids))
    return set(db.session.execute(query).scalars())


# ── who may not know the authors ─────────────────────────────────────────────────────────────


# Said of a row of `council_stages`: its stage hides the authors from the council.
JUDGED_BLIND = (Stage.id == council_stages.c.stage_id) & Stage.is_blind


def hold_person(person_id: int) -> None:
    """Let nobody else give a person roles or seats until the unit of work ends."""
    lock_for_write(db.session())
    db.session.execute(select(Person.id).where(Person.id == person_id).with_for_update()).all()


def hold_blindness(council: Council) -> bool:
    """Tell whether a council judges blind, which nobody changes until the unit of work ends."""
    lock_for_write(db.session())
    held = select(Round.id).where(Round.id == council.round_id).with_for_update(read=True)
    db.session.execute(held).all()
    query = select(exists().where(council_stages.c.council_id == council.id, JUDGED_BLIND))
    return db.session.execute(query).scalar_one()


def roles_of_person(person_id: int) -> set[Role]:
    """Return the roles that somebody's account holds, also while it is closed."""
    query = (
        select(AccountRole.role)
        .join(Account, Account.id == AccountRole.account_id)
        .where(Account.person_id == person_id)
    )
    return set(db.session.execute(query).scalars())


def blind_rounds_judged_by(person_id: int) -> Sequence[str]:
    """Return the names of the blind rounds whose authors somebody must not know yet."""
    query = (
        select(Round.name)
        .join(Council, Council.round_id == Round.id)
        .join(Seat, Seat.council_id == Council.id)
        .where(
            Seat.person_id == person_id,
            Seat.is_active,
            exists().where(council_stages.c.council_id == Council.id, JUDGED_BLIND),
            Round.state.not_in(DECIDED),
        )
        .order_by(Round.id)
    )
    return db.session.execute(query).scalars().all()


def blind_members_with_roles(round_id: int, roles: Collection[Role]) -> Sequence[str]:
    """Return the names of those who judge a round blind and hold one of some roles."""
    holders = (
        select(Account.person_id)
        .join(AccountRole, AccountRole.account_id == Account.id)
        .where(AccountRole.role.in_(roles))
    )
    query = (
        select(Person.full_name)
        .join(Seat, Seat.person_id == Person.id)
        .join(Council, Council.id == Seat.council_id)
        .where(
            Council.round_id == round_id,
            Seat.is_active,
            Person.id.in_(holders),
            exists().where(council_stages.c.council_id == Council.id, JUDGED_BLIND),
        )
        .order_by(Person.sort_key, Person.id)
    )
    return db.session.execute(query).scalars().all()


@asked_once
def rounds_with_council(round_ids: tuple[int, ...]) -> frozenset[int]:
    """Return which of some rounds have a council with somebody on it."""
    query = (
        select(Council.round_id)
        .join(Seat, Seat.council_id == Council.id)
        .where(Council.round_id.in_(round_ids), Seat.is_active)
        .distinct()
    )
    return frozenset(db.session.execute(query).scalars())
