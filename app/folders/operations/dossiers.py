"""From the units of a folder to dossiers that the council may judge."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING

from app.folders.operations.course import FOLDER
from app.folders.rules.dossiers import entries_of, plan_to_run, summary_of, typed_answers
from app.folders.rules.moments import SCREENED_AFTER
from app.folders.rules.rows import NOMINATIONS, UNITS
from app.folders.rules.typed import place_of
from app.infra.files.store import receive
from app.kernel import clock
from app.kernel.errors import Refusal
from app.kernel.media import FileKind
from app.nominations.enums import NominationState
from app.nominations.operations.screening import accept_nomination
from app.nominations.operations.submission import endorse_nomination, submit_nomination
from app.nominations.operations.writing import (
    accept_declaration,
    attach_file,
    begin_nomination,
    save_answers,
    save_basics,
)
from app.nominations.queries.dossiers import get_nomination, get_nomination_to_change
from app.nominations.rules.plans import reports_of
from app.programmes.operations.drafts import draft_round
from app.programmes.operations.steps import close_round, open_round, start_screening
from app.registry.operations import add_unit
from app.registry.queries import find_unit_by_code, find_unit_by_name
from app.registry.rules import UnitDetails, folded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.folders.operations.course import Course
    from app.folders.rules.folder import (
        FolderFile,
        FolderNomination,
        FolderPerson,
        FolderUnit,
    )
    from app.kernel.access import Actor
    from app.nominations.models import Nomination
    from app.nominations.rules.people import PersonEntry
    from app.programmes.models import RequiredDocument, Round
    from app.registry.models import Unit

MEGABYTE = 1024 * 1024


# ── units and the round ──────────────────────────────────────────────────────────────────────


def register_units(course: Course) -> int:
    """Find the folder's units in the registry, or enter them."""
    with clock.standing_at(course.moments.opened):
        for row in course.watch.each(course.folder.units, "Đơn vị"):
            with course.naming(UNITS.file, row.line, {"code": "code", "name": "name"}):
                course.units[row.code] = _unit(row).id
    return len(course.folder.units)


def _unit(row: FolderUnit) -> Unit:
    """Return the unit of the row's name; a code alone may mean another unit elsewhere."""
    known = find_unit_by_code(row.code.lower())
    if known is not None and known.name_folded == folded(row.name):
        return known
    code = "" if known else _usable(row.code)
    details = UnitDetails(name=row.name, kind=row.kind, code=code, locality=row.locality)
    return find_unit_by_name(row.name) or add_unit(details, by=FOLDER)


def _usable(code: str) -> str:
    """Return a code that the registry takes; it makes one from the name for any other."""
    return code if code.isascii() and code.replace("_", "").replace("-", "").isalnum() else ""


def open_for_dossiers(course: Course) -> int:
    """Draft the round of the folder's plan, and open it on its first day."""
    with clock.standing_at(course.moments.opened):
        round_ = draft_round(
            plan_to_run(course.folder), by=FOLDER, is_rehearsal=course.is_rehearsal
        )
        open_round(round_, by=FOLDER)
    course.round_id = round_.id
    return 1


# ── dossiers ─────────────────────────────────────────────────────────────────────────────────


def submit_dossiers(course: Course) -> int:
    """Write and submit every dossier while the round is open, then close it."""
    rows = course.folder.nominations
    round_ = course.round
    for place, row in enumerate(course.watch.each(rows, "Nộp hồ sơ")):
        moment = course.moments.submitted(place, len(rows))
        with clock.standing_at(moment), course.naming(NOMINATIONS.file, row.line, "code"):
            _submit(course, round_, row)
    with clock.standing_at(course.moments.closed):
        close_round(course.round, by=FOLDER)
    return len(rows)


def _submit(course: Course, round_: Round, row: FolderNomination) -> None:
    people = course.folder.people_of(row.code)
    nomination = written_dossier(course, round_, row, by=FOLDER)
    problems = [item for report in reports_of(nomination) for item in report.missing]
    for problem in problems:
        course.faults.add(*place_of(problem.field, row, people), problem.text)
    if not problems:
        submit_nomination(nomination, by=FOLDER, code=row.code)
        course.nomination_ids[row.code] = nomination.id


def written_dossier(
    course: Course, round_: Round, row: FolderNomination, *, by: Actor
) -> Nomination:
    """Return a draft with everything that the folder says of it, as its page would load it."""
    unit_id = course.units.get(row.unit or "")
    entries = _entries(course, course.folder.people_of(row.code))
    nomination = begin_nomination(round_, by=by, title=row.title, unit_id=unit_id, people=entries)
    save_basics(
        nomination,
        title=row.title,
        summary=summary_of(course.folder, row),
        category_id=_category_id(course.round, row.category),
        unit_id=unit_id,
    )
    save_answers(nomination, typed_answers(course.folder.plan, row))
    accept_declaration(nomination, accepted=True)
    nomination = get_nomination_to_change(nomination.id)
    for file in row.files:
        _attach(course, nomination, file, by)
    return nomination


def _category_id(round_: Round, code: str | None) -> int | None:
    return next((category.id for category in round_.categories if category.code == code), None)


def _entries(course: Course, people: Sequence[FolderPerson]) -> list[PersonEntry]:
    """Return who is named, with the units that the registry knows."""
    names = {unit.code: unit.name for unit in course.folder.units}
    return [
        replace(entry, unit_id=course.units.get(person.unit or ""))
        for entry, person in zip(entries_of(people, names), people, strict=True)
    ]


def _attach(course: Course, nomination: Nomination, file: FolderFile, by: Actor) -> None:
    document = _document(nomination.round, file.document)
    kinds = [FileKind(kind) for kind in document.kinds]
    most = document.max_mb * MEGABYTE
    try:
        stored, name = receive(io.BytesIO(file.content), file.name, allowed=kinds, max_bytes=most)
        attach_file(nomination, document, stored, name, by=by)
    except Refusal as refusal:
        course.faults.add(file.path, 0, "", refusal.message)


def _document(round_: Round, code: str) -> RequiredDocument:
    return next(document for document in round_.documents if document.code == code)


def endorse_dossiers(course: Course) -> int:
    """Let the units endorse the dossiers that wait for their word."""
    endorsed = 0
    with clock.standing_at(course.moments.closed):
        for row in course.watch.each(course.folder.nominations, "Đơn vị xác nhận"):
            nomination = get_nomination(course.nomination_ids[row.code])
            if nomination.state is NominationState.AWAITING_ENDORSEMENT:
                endorse_nomination(nomination, by=FOLDER)
                endorsed += 1
    return endorsed


def screen_dossiers(course: Course) -> int:
    """Find every dossier in order."""
    with clock.standing_at(course.moments.after(SCREENED_AFTER)):
        start_screening(course.round, by=FOLDER)
        for row in course.watch.each(course.folder.nominations, "Thẩm tra"):
            with course.naming(NOMINATIONS.file, row.line, "code"):
                accept_nomination(get_nomination(course.nomination_ids[row.code]), by=FOLDER)
    return len(course.folder.nominations)
