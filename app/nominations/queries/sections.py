"""What the writing of one section of a dossier reads: one statement, and nothing of the others."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, partial
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, exists, select
from sqlalchemy.orm import joinedload, selectinload

from app.infra.db.engine import db
from app.infra.db.locks import lock_for_write
from app.infra.db.reads import rows
from app.kernel.errors import NotFound
from app.nominations.models import ANSWERS, Nomination
from app.nominations.rules.sections import DossierRules, sections_for
from app.programmes.models import Category, FormDefinition, Round
from app.programmes.queries import kept_sections
from app.questions.queries import stored_answers
from app.questions.rules.asked_form import asked_form

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Select

    from app.nominations.enums import NominationState
    from app.nominations.rules.sections import Section
    from app.questions.rules.asked_form import AskedForm
    from app.questions.rules.question import Question


@dataclass(frozen=True, slots=True)
class WrittenDossier:
    """A dossier as far as whoever writes a section of it must know it."""

    id: int
    round_id: int
    owner_id: int | None
    state: NominationState
    saved_at: datetime
    rules: DossierRules


@dataclass(frozen=True, slots=True)
class SectionPlace:
    """A section together with the dossier that it belongs to."""

    nomination: WrittenDossier
    section: Section

    @property
    def round_id(self) -> int:
        """The round of the dossier."""
        return self.nomination.round_id


@dataclass(frozen=True, slots=True)
class QuestionPlace:
    """A question of a section of a dossier."""

    nomination: WrittenDossier
    section: Section
    question: Question

    @property
    def round_id(self) -> int:
        """The round of the dossier."""
        return self.nomination.round_id


def get_section(nomination_id: int, code: str) -> SectionPlace:
    """Return a section of a dossier.

    Raises:
        NotFound: when there is no such dossier, or its form has no such section.
    """
    found = rows(_written_query(), {"number": nomination_id}).one_or_none()
    dossier = None if found is None else _written(*found)
    for section in sections_for(dossier.rules) if dossier else ():
        if section.code == code and dossier:
            return SectionPlace(dossier, section)
    raise NotFound


def get_question(nomination_id: int, code: str, question: str) -> QuestionPlace:
    """Return a question of a section of a dossier.

    Raises:
        NotFound: when the section has no such question.
    """
    place = get_section(nomination_id, code)
    for asked in place.section.questions:
        if asked.code == question:
            return QuestionPlace(place.nomination, place.section, asked)
    raise NotFound


@cache
def _written_query() -> Select[*tuple[Any, ...]]:
    """Build the query once: it runs at every keystroke that rests."""
    return (
        select(
            Nomination.id,
            Nomination.round_id,
            Nomination.owner_id,
            Nomination.state,
            Nomination.saved_at,
            Round.subject_kind,
            Round.max_people,
            Round.needs_endorsement,
            exists().where(Category.round_id == Round.id),
            FormDefinition.id,
            FormDefinition.digest,
        )
        .join(Round, Round.id == Nomination.round_id)
        .join(FormDefinition, FormDefinition.id == Nomination.form_id)
        .where(Nomination.id == bindparam("number"))
    )


def _written(*facts: Any) -> WrittenDossier:
    number, round_id, owner_id, state, saved_at, *asked, form_id, digest = facts
    subject, most, by_unit, by_category = asked
    form = asked_form(digest, partial(kept_sections, form_id))
    rules = DossierRules(subject, most, by_unit, by_category, form, documents=())
    return WrittenDossier(number, round_id, owner_id, state, saved_at, rules)


def get_nomination_to_write(nomination_id: int) -> Nomination:
    """Return a dossier with what its own sections hold, locked until the unit of work ends.

    Raises:
        NotFound: when there is none.
    """
    lock_for_write(db.session())
    query = (
        select(Nomination)
        .options(
            joinedload(Nomination.round).selectinload(Round.categories),
            selectinload(Nomination.people),
        )
        .where(Nomination.id == nomination_id)
        .with_for_update(of=Nomination)
        .execution_options(populate_existing=True)
    )
    found = db.session.execute(query).unique().scalar_one_or_none()
    if found is None:
        raise NotFound
    return found


def answers_outside(nomination_id: int, form: AskedForm, section: Section) -> dict[str, str]:
    """Return the answers in other sections on which it depends what a section asks, by code."""
    codes = form.sources_outside(section.questions)
    if not codes:
        return {}
    stored = stored_answers(ANSWERS.of(nomination_id), codes)
    return {code: answer.value for code, answer in stored.items()}
