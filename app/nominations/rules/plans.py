"""From the models of a round and a dossier to the values that the rules ask about.

Like `app.programmes.rules.mapping`, it reads attributes and knows no database: everything is
loaded when it is called.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.kernel.media import FileKind
from app.nominations.rules.completeness import DossierFacts, report_sections
from app.nominations.rules.people import PersonEntry, typed_of
from app.nominations.rules.sections import (
    DossierRules,
    Section,
    SectionKind,
)
from app.nominations.rules.texts import texts_of_people
from app.programmes.rules.plan import DocumentPlan

if TYPE_CHECKING:
    from app.nominations.models import Nomination, NominationPerson
    from app.nominations.rules.completeness import Report
    from app.programmes.models import RequiredDocument


def reports_of(nomination: Nomination) -> tuple[Report, ...]:
    """Return how complete a dossier is; it comes with everything on its page loaded."""
    return report_sections(facts_of(nomination), rules_for(nomination))


def facts_of(nomination: Nomination) -> DossierFacts:
    """Return what completeness asks of a dossier."""
    files: dict[str, int] = {}
    for attachment in nomination.attachments:
        files[attachment.document] = files.get(attachment.document, 0) + 1
    return DossierFacts(
        title=nomination.title,
        summary=nomination.summary,
        has_category=nomination.category_id is not None,
        has_unit=nomination.unit_id is not None,
        answers=answers_of(nomination),
        people=people_typed_in(nomination),
        files=files,
        accepted_declaration=nomination.accepted_declaration,
    )


def answers_of(nomination: Nomination) -> dict[str, str]:
    """Return what was answered, by the code of the question."""
    return {answer.question: answer.value for answer in nomination.answers}


def people_typed_in(nomination: Nomination) -> list[dict[str, str]]:
    """Return what was typed about people, row by row."""
    return list(nomination.people_draft) or [draft_of(row) for row in nomination.people]


def draft_of(row: NominationPerson) -> dict[str, str]:
    """Return a kept row as somebody would have typed it."""
    return typed_of(
        PersonEntry(
            full_name=row.full_name,
            role=row.role or "",
            birth_date=row.birth_date,
            gender=row.gender,
            unit_name=row.unit_name or "",
            position_title=row.position_title or "",
            degree=row.degree or "",
            contribution=row.contribution,
            email=row.email or "",
            phone=row.phone or "",
        )
    )


def rules_for(nomination: Nomination) -> DossierRules:
    """Return what the round asks of a dossier, by the version of the form it was begun with."""
    round_ = nomination.round
    return DossierRules(
        subject=round_.subject_kind,
        max_people=round_.max_people,
        needs_unit=round_.needs_endorsement,
        needs_category=bool(round_.categories),
        form=nomination.form.asked,
        documents=[document_plan(document) for document in round_.documents],
    )


def document_plan(document: RequiredDocument) -> DocumentPlan:
    """Return what a round asks of one kind of attachment."""
    return DocumentPlan(
        code=document.code,
        name=document.name,
        help=document.help,
        required=document.required,
        max_files=document.max_files,
        max_mb=document.max_mb,
        kinds=tuple(FileKind(kind) for kind in document.kinds),
    )


def texts_of(nomination: Nomination, section: Section) -> dict[str, str]:
    """Return what the fields of a section hold, by the name of the field."""
    if section.kind is SectionKind.BASICS:
        return {
            "title": nomination.title,
            "summary": nomination.summary,
            "category": str(nomination.category_id or ""),
            "unit": str(nomination.unit_id or ""),
        }
    if section.kind is SectionKind.PEOPLE:
        return texts_of_people(people_typed_in(nomination))
    if section.kind is SectionKind.ANSWERS:
        answers = answers_of(nomination)
        return {q.field: answers.get(q.code, "") for q in section.questions}
    if section.kind is SectionKind.PLEDGE:
        return {"accepted_declaration": "y" if nomination.accepted_declaration else ""}
    return {}
