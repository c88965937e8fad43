"""The dossiers of a folder as the round will ask about them: the same questions as on the page."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from app.folders.rules.rows import NOMINATIONS, PEOPLE
from app.folders.rules.typed import answer_as_typed, place_of
from app.kernel.calendar import local
from app.kernel.errors import RuleBroken
from app.kernel.numbers import even_shares
from app.nominations.rules.completeness import DossierFacts, report_sections
from app.nominations.rules.people import PersonEntry, typed_of
from app.nominations.rules.sections import DossierRules, SectionKind
from app.questions.rules.asked_form import AskedForm
from app.questions.rules.kinds import question_of
from app.registry.rules import require_birth_date

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from app.folders.rules.folder import FolderNomination, FolderPerson, RoundFolder
    from app.kernel.tables.faults import Faults
    from app.programmes.rules.plan import RoundPlan

NOBODY = "Hồ sơ “{code}” chưa có ai trong people.csv; hãy bổ sung."


def plan_to_run(folder: RoundFolder) -> RoundPlan:
    """Return the plan as it is run: no endorsement where units are left out."""
    plan = folder.plan
    if not folder.has_preset_eligibility and any(not n.unit for n in folder.nominations):
        plan = replace(plan, needs_endorsement=False)
    return plan


def note_unfit_dossiers(folder: RoundFolder, faults: Faults) -> None:
    """Note everything that would keep a dossier from being submitted."""
    rules = _rules(plan_to_run(folder))
    units = {unit.code: unit.name for unit in folder.units}
    for row in folder.nominations:
        people = folder.people_of(row.code)
        facts = _facts(folder, row, entries_of(people, units))
        for report in report_sections(facts, rules):
            if report.section.kind is SectionKind.PEOPLE and not people:
                faults.add(NOMINATIONS.file, row.line, "code", NOBODY.format(code=row.code))
                continue
            for item in report.missing:
                faults.add(*place_of(item.field, row, people), item.text)
    _birth_dates(folder, faults)


def _rules(plan: RoundPlan) -> DossierRules:
    return DossierRules(
        subject=plan.subject_kind,
        max_people=plan.max_people,
        needs_unit=plan.needs_endorsement,
        needs_category=bool(plan.categories),
        form=AskedForm.of(plan.sections),
        documents=plan.documents,
    )


def _facts(
    folder: RoundFolder, row: FolderNomination, people: Sequence[PersonEntry]
) -> DossierFacts:
    return DossierFacts(
        title=row.title,
        summary=summary_of(folder, row),
        has_category=row.category is not None,
        has_unit=row.unit is not None,
        answers=typed_answers(folder.plan, row),
        people=[typed_of(entry) for entry in people],
        files=Counter(file.document for file in row.files),
        accepted_declaration=True,
    )


def summary_of(folder: RoundFolder, row: FolderNomination) -> str:
    """Return the summary; where the folder makes its own form, the title may stand for it."""
    return row.summary or ("" if folder.has_preset_form else row.title)


def typed_answers(plan: RoundPlan, row: FolderNomination) -> dict[str, str]:
    """Return the answers as the form takes them."""
    questions = {question.code: question_of(question) for question in plan.questions}
    return {
        code: answer_as_typed(questions[code], answer)
        for code, answer in row.answers
        if code in questions
    }


def entries_of(people: Sequence[FolderPerson], units: Mapping[str, str]) -> list[PersonEntry]:
    """Return who is named; where no share is given at all, everybody has the same.

    Args:
        people: the people of one dossier in their order.
        units: names of units by their code in the folder.
    """
    given = [person.contribution_percent for person in people]
    is_silent = people and all(share is None for share in given)
    shares = even_shares(len(people)) if is_silent else given
    return [
        PersonEntry(
            full_name=person.full_name,
            role=person.role,
            birth_date=person.birth_date,
            gender=person.gender,
            unit_name=units.get(person.unit or "", ""),
            position_title=person.position,
            degree=person.degree,
            contribution=share,
            email=person.email,
            phone=person.phone,
        )
        for person, share in zip(people, shares, strict=True)
    ]


def _birth_dates(folder: RoundFolder, faults: Faults) -> None:
    """Note days of birth that nobody can have who is named in a dossier before the deadline."""
    deadline = folder.plan.closes_at
    if deadline is None:
        return
    for person in folder.people:
        try:
            require_birth_date(person.birth_date, local(deadline).date())
        except RuleBroken as refusal:
            faults.add(PEOPLE.file, person.line, "birth_date", refusal.message)
