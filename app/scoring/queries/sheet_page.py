"""What the page of a sheet reads: the most opened page of judging, in one statement.

Plain values instead of loaded models: nothing of them is written back, and a judge who leafs
through forty dossiers waits for none of what models cost. In a blind round nothing of people and
units is at hand here.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, partial
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, select

from app.infra.db.engine import db
from app.infra.db.reads import rows
from app.infra.files.models import StoredFile
from app.infra.gather import gathered
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
from app.programmes.queries import kept_sections
from app.questions.rules.asked_form import asked_form
from app.scoring.enums import SheetState
from app.scoring.models import Assignment, ScoreSheet, SheetPoints
from app.scoring.queries.visibility import seat_ids_of, visible
from app.scoring.rules.sheet import CriterionRule

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime
    from decimal import Decimal

    from sqlalchemy import Select

    from app.kernel.access import Actor
    from app.kernel.media import FileKind
    from app.programmes.enums import RoundState, StageState
    from app.questions.rules.asked_form import AskedForm


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One criterion of the sheet with the points that are kept, None where there are none."""

    group: str
    looks_at: str
    guidance: Sequence[Mapping[str, str]]
    rule: CriterionRule
    points: Decimal | None


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
class OwnSheet:
    """A judge's sheet beside its dossier; ``version`` is 0 before the first save.

    ``code`` is the blind code in a blind stage; ``files`` are those that the judge may open, in a
    blind stage those that name nobody.
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
    form: AskedForm
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
    answers: Mapping[str, str]
    files: tuple[JudgeFile, ...]

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
    blind_code = facts.pop("blind_code")
    digest, form_id = facts.pop("digest"), facts.pop("form_id")
    lines, answers, files = facts.pop("lines"), facts.pop("answers"), facts.pop("files")
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
        form=asked_form(digest, partial(kept_sections, form_id)),
        lines=_lines(lines),
        answers=dict(answers),
        files=_files(files),
    )


_HEAD = (
    Assignment.id.label("assignment_id"),
    Assignment.seat_id,
    Assignment.nomination_id,
    Assignment.stage_id,
    Stage.state.label("stage_state"),
    Stage.closes_at,
    Round.id.label("round_id"),
    Round.state.label("round_state"),
    Stage.is_blind,
    Stage.comment_below,
    Stage.comment_above,
    Nomination.code,
    Nomination.blind_code,
    Nomination.title,
    Nomination.summary,
    Category.name.label("category"),
    FormDefinition.id.label("form_id"),
    FormDefinition.digest,
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


@cache
def _head_query() -> Select[*tuple[Any, ...]]:
    """Build the query once, like all of this module."""
    return (
        select(
            *_HEAD,
            gathered(_lines_query()).label("lines"),
            gathered(_answers_query()).label("answers"),
            gathered(_files_query()).label("files"),
        )
        .select_from(Assignment)
        .join(Stage, Stage.id == Assignment.stage_id)
        .join(Round, Round.id == Stage.round_id)
        .join(Nomination, Nomination.id == Assignment.nomination_id)
        .join(FormDefinition, FormDefinition.id == Nomination.form_id)
        .outerjoin(Category, Category.id == Nomination.category_id)
        .outerjoin(ScoreSheet, ScoreSheet.assignment_id == Assignment.id)
        .where(Assignment.id == bindparam("number"), visible(bindparam("seats", expanding=True)))
    )


def _lines(found: Iterable[tuple[Any, ...]]) -> tuple[SheetLine, ...]:
    return tuple(
        SheetLine(group, looks_at, guidance, CriterionRule(*rule), points)
        for _position, _id, group, looks_at, guidance, *rule, points in sorted(found, key=_place)
    )


def _place(row: tuple[Any, ...]) -> tuple[int, int]:
    """Return what gathered rows are sorted by: their position, and their number."""
    position, number, *_ = row
    return position, number


def _lines_query() -> Select[*tuple[Any, ...]]:
    return (
        select(
            Criterion.position,
            Criterion.id,
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
        .select_from(Criterion)
        .outerjoin(
            SheetPoints,
            (SheetPoints.criterion_id == Criterion.id) & (SheetPoints.sheet_id == ScoreSheet.id),
        )
        .where(Criterion.stage_id == Stage.id)
    )


def _answers_query() -> Select[*tuple[Any, ...]]:
    return select(Answer.question, Answer.value).where(Answer.nomination_id == Nomination.id)


def _files(found: Iterable[tuple[Any, ...]]) -> tuple[JudgeFile, ...]:
    counted: dict[str, int] = {}
    files = []
    for _position, number, document, name, *facts in sorted(found, key=_place):
        counted[document] = counted.get(document, 0) + 1
        files.append(JudgeFile(number, name, counted[document], *facts))
    return tuple(files)


def _files_query() -> Select[*tuple[Any, ...]]:
    return (
        select(
            RequiredDocument.position,
            Attachment.id,
            Attachment.document,
            RequiredDocument.name,
            Attachment.file_name,
            StoredFile.kind,
            StoredFile.size,
            StoredFile.pages,
            StoredFile.id,
        )
        .select_from(Attachment)
        .join(StoredFile, StoredFile.id == Attachment.stored_file_id)
        .join(RequiredDocument, RequiredDocument.code == Attachment.document)
        .where(
            Attachment.nomination_id == Nomination.id,
            RequiredDocument.round_id == Round.id,
            RequiredDocument.goes_to_judges | ~Stage.is_blind,
        )
    )


def get_own_file(
    assignment_id: int, attachment_id: int, actor: Actor
) -> tuple[OwnSheet, JudgeFile, StoredFile]:
    """Return a file of an assigned dossier that goes to judges, with its content.

    Raises:
        NotFound: when there is none, or when the file would name the authors in a blind round.
    """
    sheet = get_sheet_page(assignment_id, actor)
    found = next((file for file in sheet.files if file.id == attachment_id), None)
    if found is None:
        raise NotFound
    query = select(StoredFile).where(StoredFile.id == found.stored_file_id)
    return sheet, found, db.session.execute(query).scalar_one()
