"""A thing that the log tells of, and the hand of somebody who has the database itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from app.audit.operations import operation, record
from app.infra.db.engine import db
from app.infra.db.units import unit_of_work
from app.kernel.access import Actor
from app.kernel.events import EventTag
from app.registry.models import Unit

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

ACTOR = Actor(account_id=7, name="Trịnh Thị Thuỳ Dương")


class LampEvent(EventTag):
    LIT = "lamp:lamp:lit", "Thắp đèn"


def make_unit(name: str) -> Unit:
    return Unit(code=name, name=name, kind="other", sort_key=b"", name_folded=name)


@operation
def light(unit: Unit, *, by: Actor) -> None:
    db.session.add(unit)
    record(LampEvent.LIT, unit, by=by, name=unit.name)


def light_one(name: str) -> Unit:
    unit = make_unit(name)
    with unit_of_work():
        light(unit, by=ACTOR)
    return unit


def without_triggers(session: Session, statement: str, **values: Any) -> None:
    """Do what only somebody with the database in hand can do."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(sa.text("SET session_replication_role = replica"))
        session.execute(sa.text(statement), values)
        session.execute(sa.text("SET session_replication_role = origin"))
    else:
        verb = statement.split(maxsplit=1)[0].lower()
        name = f"audit_entries_no_{verb}"
        made = session.execute(
            sa.text("SELECT sql FROM sqlite_master WHERE name = :name"), {"name": name}
        ).scalar_one()
        session.execute(sa.text(f"DROP TRIGGER {name}"))
        session.execute(sa.text(statement), values)
        session.execute(sa.text(made))
    session.commit()
