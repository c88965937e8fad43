"""The world that pages and saves are measured in: the shipped contest, brought up to its judging.

Run as a program on an empty database it prints, as JSON, who may sign in and what to open.
"""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from app import create_app
from app.accounts.models import Account, AccountRole
from app.accounts.rules.passwords import hash_password
from app.accounts.rules.tokens import new_stamp
from app.folders.operations.run import GATHERING, perform, prepared
from app.folders.queries.disk import presets_by_key, read_files
from app.folders.rules.parsed_folder import read_folder
from app.infra.db.engine import db
from app.infra.db.units import unit_of_work
from app.infra.mail.outbox import letters_kept
from app.infra.orm import Base
from app.kernel import clock
from app.kernel.access import Actor, Role
from app.nominations.enums import NominationState
from app.nominations.models import Nomination, NominationPerson
from app.organiser.operations import load_organiser_preset
from app.organiser.queries import get_preset
from app.programmes.enums import RoundState
from app.programmes.operations.drafts import draft_round
from app.programmes.queries import latest_form
from app.questions.rules.plan import QuestionPlan, SectionPlan
from app.registry.operations import add_person
from app.registry.rules import PersonDetails
from app.scoring.queries.progress import marks_of_stage
from app.settings import Settings
from bench_parts.bare import make_bare_tables

if TYPE_CHECKING:
    from app.councils.models import Seat
    from app.folders.operations.course import Course
    from app.programmes.models import Round

EXAMPLE = Path(__file__).parents[2] / "app" / "folders" / "example" / "hoi-thi-2026"
PASSWORD = "mật khẩu chỉ để đo"  # noqa: S105  # of a database that is thrown away
JUDGE, SECRETARY = "giam.khao@vidu.vn", "thu.ky@vidu.vn"
AUTHOR = "tac.gia@vidu.vn"
SECTIONS, QUESTIONS = 6, 10
FEW, MANY = 100, 10_000
BENCH = Actor.of_system("Đo tốc độ")
AT_ONCE = 1000


def main() -> None:
    """Make the world in the database of the environment and say what is in it."""
    app = create_app(Settings.from_environment())
    with app.app_context():
        Base.metadata.create_all(db.engine)
        with unit_of_work():
            load_organiser_preset(get_preset("quang-ninh"), by=BENCH)
        facts = make_world()
        make_bare_tables(app.config["SQLALCHEMY_DATABASE_URI"])
    json.dump(facts, sys.stdout)


def make_world() -> dict[str, Any]:
    """Run the shipped folder until its dossiers are judged; add accounts and two long lists."""
    course = prepared(read_folder(read_files(EXAMPLE), presets_by_key()))
    with letters_kept():
        perform(course, GATHERING)
    with unit_of_work():
        seat, assignments = _busiest_judge(course)
        _enter_account(JUDGE, seat.person_id)
        person = add_person(PersonDetails(full_name="Trịnh Thị Thuỳ Dương"), by=BENCH)
        _enter_account(SECRETARY, person.id, Role.SECRETARY)
        lists = {str(count): _enter_list(course, count) for count in (FEW, MANY)}
        form = _enter_form(course)
    with db.engine.begin() as connection:
        connection.execute(sa.text("ANALYZE"))
    points = {f"diem-{c.code}": str(c.max_points) for c in course.stage.criteria}
    return {
        "password": PASSWORD,
        "judge": JUDGE,
        "secretary": SECRETARY,
        "assignments": assignments,
        "points": points,
        "lists": lists,
        "form": form,
    }


def _busiest_judge(course: Course) -> tuple[Seat, list[int]]:
    """Return the judge with the most dossiers, and the numbers of the assignments."""
    held: dict[int, list[int]] = {}
    for mark in marks_of_stage(course.stage.id):
        held.setdefault(mark.seat_id, []).append(mark.assignment_id)
    seats = {seat.id: seat for seat in course.seats.values()}
    busiest = max(sorted(held), key=lambda seat_id: len(held[seat_id]))
    return seats[busiest], held[busiest]


def _enter_account(email: str, person_id: int, *roles: Role) -> Account:
    account = Account(
        email=email,
        password_hash=hash_password(PASSWORD),
        person_id=person_id,
        session_stamp=new_stamp(),
        opened_at=clock.now(),
    )
    account.roles = [AccountRole(role=role) for role in roles]
    account.unit_contacts = []
    db.session.add(account)
    db.session.flush()
    return account


def _enter_list(course: Course, count: int) -> int:
    """Enter a round with so many dossiers, written in bulk; return its number."""
    round_ = draft_round(course.folder.plan, by=BENCH)
    round_.state = RoundState.SCREENING
    db.session.flush()
    form_id, now = latest_form(round_.id).id, clock.now()
    for start in range(0, count, AT_ONCE):
        numbers = range(start, min(start + AT_ONCE, count))
        rows = [{"form_id": form_id, "created_at": now, **_dossier(round_, n + 1)} for n in numbers]
        written = db.session.execute(sa.insert(Nomination).returning(Nomination.id), rows)
        people = [_person(number) for number in written.scalars()]
        db.session.execute(sa.insert(NominationPerson), people)
    return round_.id


def _enter_form(course: Course) -> dict[str, Any]:
    """Enter a round whose form has sixty questions, and a dossier of it; return its second section."""
    sections = tuple(
        SectionPlan(f"phan_{part}", f"Phần {part}", questions=_questions(part))
        for part in range(1, SECTIONS + 1)
    )
    round_ = draft_round(replace(course.folder.plan, sections=sections), by=BENCH)
    round_.state = RoundState.OPEN
    person = add_person(PersonDetails(full_name="Lương Thị Bích Ngọc"), by=BENCH)
    author = _enter_account(AUTHOR, person.id)
    facts = {**_dossier(round_, 1), "state": NominationState.DRAFT, "owner_id": author.id}
    form_id = latest_form(round_.id).id
    nomination = Nomination(form_id=form_id, created_at=clock.now(), **facts)
    db.session.add(nomination)
    db.session.flush()
    fields = [f"q_{question.code}" for question in _questions(2)]
    section = f"/ho-so/{nomination.id}/phan/phan_2"
    return {"author": AUTHOR, "section": section, "fields": fields}


def _questions(part: int) -> tuple[QuestionPlan, ...]:
    return tuple(
        QuestionPlan(f"cau_{part}_{place}", f"Câu hỏi {place} của phần {part}", max_words=600)
        for place in range(1, QUESTIONS + 1)
    )


def _dossier(round_: Round, place: int) -> dict[str, Any]:
    title = f"Giải pháp nâng cao hiệu quả sản xuất số {place}"
    return {
        "round_id": round_.id,
        "state": NominationState.SUBMITTED if place % 2 else NominationState.ELIGIBLE,
        "title": title,
        "summary": "Giải pháp rẻ, bền, làm được tại chỗ.",
        "code": f"{round_.short_code}-{place:05d}",
        "receipt_no": place,
        "blind_code": f"P{place:05d}",
        "accepted_declaration": True,
        "saved_at": clock.now(),
        "submitted_at": clock.now(),
        "people_draft": [],
        "version": 1,
    }


def _person(nomination_id: int) -> dict[str, Any]:
    return {
        "nomination_id": nomination_id,
        "position": 1,
        "full_name": "Đặng Thị Quỳnh Ngưỡng",
        "unit_name": "Trường Đại học Yên Lập",
    }


if __name__ == "__main__":
    main()
