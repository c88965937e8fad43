"""Every operation leaves an entry; the chain holds; the database refuses to forget."""

from __future__ import annotations

from threading import Barrier, Thread
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DatabaseError

from app.audit.cli import first_fault
from app.audit.models import AuditEntry, AuditHead
from app.audit.operations import operation, record, unfinished_work
from app.audit.queries import history_of
from app.infra.db.engine import db
from app.infra.db.units import unit_of_work
from app.infra.guard import Door, _guard
from app.kernel.errors import RuleBroken
from app.web.policy import WebPermission, policy
from tests.audit.lamps import ACTOR, LampEvent, light, light_one, make_unit, without_triggers

if TYPE_CHECKING:
    from flask import Flask
    from sqlalchemy.orm import Session

    from app.kernel.access import Actor
    from app.registry.models import Unit


@operation
def forget(*, by: Actor) -> None:
    """Do nothing, and say nothing."""


@unfinished_work
def scribble(unit: Unit) -> None:
    unit.name = "nháp"


@operation
def light_and_refuse(unit: Unit, *, by: Actor, where: str) -> None:
    """Refuse before anything changed, or at some point after it."""
    if where == "before":
        raise RuleBroken("Chưa được.")
    unit.name = "nửa chừng"
    if where == "written":
        db.session.flush()
    if where == "recorded":
        record(LampEvent.LIT, unit, by=by)
    raise RuleBroken("Chưa được.")


def _entries(session: Session) -> list[AuditEntry]:
    session.expire_all()
    return list(session.execute(sa.select(AuditEntry).order_by(AuditEntry.number)).scalars())


def test_an_operation_leaves_an_entry_in_its_own_unit_of_work(session: Session) -> None:
    unit = light_one("a")
    (entry,) = _entries(session)
    assert (entry.number, entry.tag, entry.thing, entry.thing_id) == (
        1,
        "lamp:lamp:lit",
        "Unit",
        unit.id,
    )
    assert (entry.by_account, entry.by_name, entry.changes) == (7, ACTOR.name, {"name": "a"})


def test_an_operation_without_an_entry_is_a_defect(app: Flask) -> None:
    with pytest.raises(RuntimeError, match="forget left no audit entry"):
        forget(by=ACTOR)


def test_unfinished_work_leaves_no_entry(session: Session) -> None:
    unit = light_one("a")
    with unit_of_work():
        scribble(unit)
    assert len(_entries(session)) == 1
    session.refresh(unit)
    assert unit.name == "nháp"


def test_a_unit_of_work_that_fails_leaves_neither_the_thing_nor_the_entry(
    session: Session,
) -> None:
    def break_down() -> None:
        with unit_of_work():
            light(make_unit("a"), by=ACTOR)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        break_down()
    light_one("b")
    assert [entry.changes["name"] for entry in _entries(session)] == ["b"]
    assert first_fault() is None


def test_the_history_of_a_thing_reads_as_sentences(app: Flask) -> None:
    unit = light_one("a")
    (line,) = history_of(unit)
    assert (line.who, line.what) == (ACTOR.name, "Thắp đèn")


@pytest.mark.parametrize(
    "statement", ["UPDATE audit_entries SET tag = 'x'", "DELETE FROM audit_entries"]
)
def test_the_database_refuses_to_change_or_delete_entries(session: Session, statement: str) -> None:
    light_one("a")
    with pytest.raises(DatabaseError, match="append-only"):
        session.execute(sa.text(statement))
    session.rollback()
    assert len(_entries(session)) == 1


def _three(session: Session) -> None:
    for name in "abc":
        light_one(name)
    assert first_fault() is None


@pytest.mark.parametrize(
    ("forgery", "fault"),
    [
        ("UPDATE audit_entries SET by_name = 'X' WHERE number = 2", "Dòng 2 đã bị sửa"),
        ("DELETE FROM audit_entries WHERE number = 2", "Thiếu dòng 2"),
        ("DELETE FROM audit_entries WHERE number = 3", "bị cắt đuôi"),
    ],
)
def test_the_verifier_names_the_first_bad_row(session: Session, forgery: str, fault: str) -> None:
    _three(session)
    without_triggers(session, forgery)
    session.expire_all()
    found = first_fault()
    assert found is not None
    assert fault in found


def test_the_command_says_how_many_rows_fit(app: Flask) -> None:
    light_one("a")
    result = app.test_cli_runner().invoke(args=["audit", "verify"])
    assert (result.exit_code, result.output) == (0, "Nhật ký khớp: 1 dòng.\n")


def test_writers_at_the_same_moment_stand_in_line(app: Flask, session: Session) -> None:
    gate = Barrier(6)

    def write(name: str) -> None:
        with app.app_context():
            gate.wait()
            light_one(name)

    threads = [Thread(target=write, args=(f"n{i}",)) for i in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [entry.number for entry in _entries(session)] == [1, 2, 3, 4, 5, 6]
    assert first_fault() is None
    assert session.execute(sa.select(AuditHead.number)).scalar_one() == 6


HALF_WAY = ["waiting", "written", "recorded"]


@pytest.mark.parametrize("where", HALF_WAY)
def test_an_operation_that_refused_half_way_cannot_be_kept(session: Session, where: str) -> None:
    unit = light_one("Đèn")
    with pytest.raises(RuntimeError, match="half written"), unit_of_work():
        _refused(unit, where)
    session.expire_all()
    assert unit.name == "Đèn"
    assert len(_entries(session)) == 1
    unit.name = "Đèn mới"  # the next unit of work is a new one
    session.commit()


def test_an_operation_that_refused_first_spoils_nothing(session: Session) -> None:
    unit = light_one("Đèn")
    with unit_of_work():
        unit.name = "Đèn mới"
        _refused(unit, "before")
    session.expire_all()
    assert unit.name == "Đèn mới"


def _refused(unit: Unit, where: str) -> None:
    with pytest.raises(RuleBroken):
        light_and_refuse(unit, by=ACTOR, where=where)


@pytest.mark.parametrize("where", [*HALF_WAY, "before"])
@pytest.mark.parametrize("status", [303, 422])
def test_a_page_that_catches_a_refusal_keeps_no_half(
    app: Flask, session: Session, where: str, status: int
) -> None:
    unit = light_one("Đèn")

    def view() -> tuple[str, int]:
        scribble(unit)
        _refused(unit, where)
        return "Đã xem.", status

    guarded = _guard(view, Door(WebPermission.VISIT, policy, None))
    says_what_is_not = status == 303 and where != "before"
    with app.test_request_context("/den", method="POST"):
        if says_what_is_not:
            with pytest.raises(RuntimeError, match="all is well"):
                guarded()
        else:
            assert guarded() == ("Đã xem.", status)
    session.expire_all()
    assert unit.name == ("nháp" if where == "before" else "Đèn")
