"""A dossier as it is read: the same for its author, its unit, the secretary, and on paper."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from app.audit.queries import history_of
from app.kernel import clock
from app.kernel.vietnamese.dates import short_date
from app.nominations.notifications import next_step
from app.nominations.queries.shares import claims_of
from app.nominations.rules.people import faults_in
from app.nominations.rules.plans import answers_of, people_typed_in, reports_of
from app.nominations.rules.sections import SectionKind
from app.nominations.rules.shares import ANSWERS, claim_about
from app.nominations.values.shares import has_shares, named_share
from app.nominations.values.states import STATE_WORDS, due_of, steps_of
from app.nominations.views.file_rows import file_drawn

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.kernel.badges import StateWords, WayStep
    from app.nominations.models import Nomination
    from app.nominations.rules.completeness import Report
    from app.nominations.rules.sections import Section
    from app.nominations.values.states import Due
    from app.questions.rules.asked_form import AskedForm


@dataclass(frozen=True, slots=True)
class ReadAnswer:
    """A question and what was answered."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class ReadSection:
    """A section of answers as it is read."""

    title: str
    answers: tuple[ReadAnswer, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything of a dossier that a page shows."""

    words: StateWords
    steps: tuple[WayStep, ...]
    due: Due | None
    sections: tuple[ReadSection, ...]
    people: tuple[dict[str, Any], ...]
    files: tuple[tuple[str, list[dict[str, Any]]], ...]
    reports: Sequence[Report]
    history: list[Any]
    next_step: str

    @property
    def missing(self) -> int:
        """How many things are still missing before it can be submitted."""
        return sum(len(report.missing) for report in self.reports)


def reading_of(nomination: Nomination) -> Reading:
    """Return what the pages of a dossier show."""
    reports = reports_of(nomination)
    answers = answers_of(nomination)
    return Reading(
        words=STATE_WORDS[nomination.state],
        steps=steps_of(nomination),
        due=due_of(nomination, clock.now()),
        sections=tuple(
            _section(report.section, answers, nomination.form.asked)
            for report in reports
            if report.section.kind is SectionKind.ANSWERS
        ),
        people=tuple(_people(nomination)),
        files=_files(nomination),
        reports=reports,
        history=history_of(nomination) if nomination.id else [],
        next_step=next_step(nomination),
    )


def _section(section: Section, answers: dict[str, str], form: AskedForm) -> ReadSection:
    return ReadSection(
        section.title,
        tuple(
            ReadAnswer(q.label, q.words(answers.get(q.code, "")))
            for q in section.questions
            if form.asks(q, answers)
        ),
    )


def _people(nomination: Nomination) -> list[dict[str, Any]]:
    """Return who is named, with what was typed where it could not be understood."""
    typed = people_typed_in(nomination)
    asked = claims_of(nomination.id) if nomination.submitted_at and has_shares(nomination) else ()
    people = []
    for row, words in zip(nomination.people, typed, strict=False):
        born = short_date(row.birth_date) if row.birth_date else words.get("birth_date", "")
        note = (row.role, row.position_title, row.unit_name, born)
        claim = claim_about(named_share(row), asked)
        people.append(
            {
                "name": row.full_name or "–",
                "degree": row.degree,
                "note": " · ".join(part for part in note if part),
                "share": row.contribution,
                "contact": " · ".join(part for part in (row.email, row.phone) if part),
                "problems": " ".join(faults_in(words).values()),
                "answer": ANSWERS[claim.state] if claim else None,
                "why": claim.reason if claim else "",
            }
        )
    return people


def _files(nomination: Nomination) -> tuple[tuple[str, list[dict[str, Any]]], ...]:
    return tuple(
        (
            document.name,
            [
                file_drawn(nomination, attachment, removable=False)
                for attachment in nomination.attachments
                if attachment.document == document.code
            ],
        )
        for document in nomination.round.documents
    )
