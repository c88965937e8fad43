"""What the page of a sheet reads: the most opened page of judging, in four statements.

Plain values instead of loaded models: nothing of them is written back, and a judge who leafs
through forty dossiers waits for none of what models cost. In a blind round nothing of people and
units is at hand here.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import Text, bindparam, cast, select

from app.infra.db import db, rows
from app.infra.files import StoredFile
from app.kernel.errors import NotFound
from app.nominations.models import Answer, Attachment, Nomination
from app.programmes.models import (
    Category,
    Criterion,
    FormDefinition,
    RequiredDocument,
    Round,
    Stage,
)
from app.programmes.rules.codec import sections_from_json
from app.scoring.enums import SheetState
from app.scoring.models import Assignment, ScoreSheet, SheetPoints
from app.scoring.queries.judging import points_given
from app.scoring.queries.visibility import seat_ids_of, visible
from app.scoring.rules.progress import progress_of_sheet
from app.scoring.rules.sheet import CriterionRule

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from decimal import Decimal

    from sqlalchemy import Select

    from app.kernel.access import Actor
    from app.kernel.media import FileKind
    from app.programmes.enums import RoundState, StageState
    from app.programmes.rules.plan import SectionPlan
    from app.scoring.enums import Progress


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One criterion of the sheet with the points that are kept, None where there are none."""

    group: str
    looks_at: str
    guidance: Sequence[Mapping[str, str]]
    rule: CriterionRule
    points: Decimal | None


@dataclass(frozen=True, slots=True)
class OwnSheet:
    """A judge's sheet beside its dossier; ``version`` is 0 before the first save.

    ``code`` is the blind code in a blind round.
    """

    assignment_id: int
    seat_id: int
    nomination_id: int
    stage_id: int
    stage_state: StageState
    closes_at: datetime | None
    round_id: int
    round_state: RoundState
    is_blind: bool
    comment_below: Decimal | None
    comment_above: Decimal | None
    code: str
    title: str
    summary: str
    category: str
    form: tuple[SectionPlan, ...]
    sheet_id: int | None
    state: SheetState | None
    version: int
    comment: str
    earlier: Sequence[Mapping[str, str]]
    total: Decimal | None
    saved_at: datetime | None
    submitted_at: datetime | None
    reopen_reason: str
    lines: tuple[SheetLine, ...]

    @property
    def is_sent(self) -> bool:
        """Whether the sheet was sent and counts."""
        return self.state is SheetState.SUBMITTED

    @property
    def rules(self) -> tuple[CriterionRule, ...]:
        """The criteria in the order of the sheet."""
        return tuple(line.rule for line in self.lines)

    @property
    def points(self) -> dict[str, Decimal | None]:
        """The kept points by criterion code."""
        return {line.rule.code: line.points for line in self.lines}


@dataclass(frozen=True, slots=True)
class JudgeFile:
    """A file of a dossier as a judge may open it; ``number`` counts within its document from 1."""

    id: int
    document: str
    number: int
    original_name: str
    kind: FileKind
    size: int
    pages: int | None
    stored_file_id: int


@dataclass(frozen=True, slots=True)
class WorkMark:
    """One dossier of a judge's list and how far its sheet is, without its words."""

    assignment_id: int
    progress: Progress


def get_sheet_page(assignment_id: int, actor: Actor) -> OwnSheet:
    """Return a sheet of the actor with the head of its dossier.

    Raises:
        NotFound: when the actor has no such dossier to score.
    """
    wanted = {"number": assignment_id, "seats": seat_ids_of(actor)}
    head = rows(_head_query(), wanted).one_or_none()
    if head is None:
        raise NotFound
    facts = dict(head._mapping)  # noqa: SLF001  # the documented way to a row's names
    blind_code, form = facts.pop("blind_code"), facts.pop("form")
    return OwnSheet(
        **facts
        | {
            "code": (blind_code if facts["is_blind"] else facts["code"]) or "",
            "category": facts["category"] or "",
            "version": facts["version"] or 0,
            "comment": facts["comment"] or "",
            "earlier": facts["earlier"] or (),
            "reopen_reason": facts["reopen_reason"] or "",
        },
        form=_read_form(form),
        lines=_lines(facts["round_id"], facts["sheet_id"]),
    )


@cache
def _head_query() -> Select[*tuple[Any, ...]]:
    """Build the query once, like all of this module."""
    return (
        select(
            Assignment.id.label("assignment_id"),
            Assignment.seat_id,
            Assignment.nomination_id,
            Assignment.stage_id,
            Stage.state.label("stage_state"),
            Stage.closes_at,
            Round.id.label("round_id"),
            Round.state.label("round_state"),
            Round.is_blind,
            Round.comment_below,
            Round.comment_above,
            Nomination.code,
            Nomination.blind_code,
            Nomination.title,
            Nomination.summary,
            Category.name.label("category"),
            cast(FormDefinition.sections, Text).label("form"),
            ScoreSheet.id.label("sheet_id"),
            ScoreSheet.state,
            ScoreSheet.version,
            ScoreSheet.comment,
            ScoreSheet.earlier,
            ScoreSheet.total,
            ScoreSheet.saved_at,
            ScoreSheet.submitted_at,
            ScoreSheet.reopen_reason,
        )
        .join(Stage, Stage.id == Assignment.stage_id)
        .join(Round, Round.id == Stage.round_id)
        .join(Nomination, Nomination.id == Assignment.nomination_id)
        .join(FormDefinition, FormDefinition.id == Nomination.form_id)
        .outerjoin(Category, Category.id == Nomination.category_id)
        .outerjoin(ScoreSheet, ScoreSheet.assignment_id == Assignment.id)
        .where(Assignment.id == bindparam("number"), visible(bindparam("seats", expanding=True)))
    )


@lru_cache(maxsize=32)
def _read_form(kept: str) -> tuple[SectionPlan, ...]:
    """Read a form once for all the dossiers that were written on it."""
    return sections_from_json(json.loads(kept))


def _lines(round_id: int, sheet_id: int | None) -> tuple[SheetLine, ...]:
    found = rows(_lines_query(), {"round": round_id, "sheet": sheet_id})
    return tuple(
        SheetLine(group, looks_at, guidance, CriterionRule(*rule), points)
        for group, looks_at, guidance, *rule, points in found
    )


@cache
def _lines_query() -> Select[*tuple[Any, ...]]:
    return (
        select(
            Criterion.group,
            Criterion.looks_at,
            Criterion.guidance,
            Criterion.code,
            Criterion.name,
            Criterion.max_points,
            Criterion.step,
            Criterion.weight,
            SheetPoints.points,
        )
        .outerjoin(
            SheetPoints,
            (SheetPoints.criterion_id == Criterion.id)
            & (SheetPoints.sheet_id == bindparam("sheet")),
        )
        .where(Criterion.round_id == bindparam("round"))
        .order_by(Criterion.position, Criterion.id)
    )


def answers_of(nomination_id: int) -> dict[str, str]:
    """Return what was typed at the questions of a dossier."""
    found = rows(_answers_query(), {"number": nomination_id})
    return {question: value for question, value in found}  # noqa: C416  # a result is no mapping


@cache
def _answers_query() -> Select[*tuple[Any, ...]]:
    return select(Answer.question, Answer.value).where(Answer.nomination_id == bindparam("number"))


def files_of(sheet: OwnSheet) -> list[JudgeFile]:
    """Return the files that the judge of a sheet may open; in a blind round those that name nobody."""
    wanted = {"number": sheet.nomination_id, "round": sheet.round_id, "blind": sheet.is_blind}
    counted: dict[str, int] = {}
    files = []
    for number, document, name, *facts in rows(_files_query(), wanted):
        counted[document] = counted.get(document, 0) + 1
        files.append(JudgeFile(number, name, counted[document], *facts))
    return files


def get_own_file(
    assignment_id: int, attachment_id: int, actor: Actor
) -> tuple[OwnSheet, JudgeFile, StoredFile]:
    """Return a file of an assigned dossier that goes to judges, with its content.

    Raises:
        NotFound: when there is none, or when the file would name the authors in a blind round.
    """
    sheet = get_sheet_page(assignment_id, actor)
    found = next((file for file in files_of(sheet) if file.id == attachment_id), None)
    if found is None:
        raise NotFound
    query = select(StoredFile).where(StoredFile.id == found.stored_file_id)
    return sheet, found, db.session.execute(query).scalar_one()


@cache
def _files_query() -> Select[*tuple[Any, ...]]:
    shown = RequiredDocument.goes_to_judges | ~bindparam("blind", type_=Round.is_blind.type)
    return (
        select(
            Attachment.id,
            Attachment.document,
            RequiredDocument.name,
            Attachment.file_name,
            StoredFile.kind,
            StoredFile.size,
            StoredFile.pages,
            StoredFile.id,
        )
        .join(StoredFile, StoredFile.id == Attachment.stored_file_id)
        .join(RequiredDocument, RequiredDocument.code == Attachment.document)
        .where(
            Attachment.nomination_id == bindparam("number"),
            RequiredDocument.round_id == bindparam("round"),
            shown,
        )
        .order_by(RequiredDocument.position, Attachment.id)
    )


def work_marks(stage_id: int, criteria: int, actor: Actor) -> list[WorkMark]:
    """Return how far a judge is with each dossier of a stage, in the order of their list.

    Args:
        stage_id: the stage.
        criteria: how many criteria a complete sheet has.
        actor: the judge.
    """
    wanted = {"stage": stage_id, "seats": seat_ids_of(actor)}
    return [
        WorkMark(number, progress_of_sheet(state, scored, criteria))
        for number, state, scored in rows(_marks_query(), wanted)
    ]


@cache
def _marks_query() -> Select[*tuple[Any, ...]]:
    return (
        select(Assignment.id, ScoreSheet.state, points_given())
        .outerjoin(ScoreSheet, ScoreSheet.assignment_id == Assignment.id)
        .where(
            Assignment.stage_id == bindparam("stage"), visible(bindparam("seats", expanding=True))
        )
        .order_by(Assignment.place, Assignment.id)
    )
