"""A kept round as the folder that it could be run from."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.conflicts.queries import declared_in_round
from app.councils.models import Seat
from app.councils.queries import councils_by_round, seats_of_round
from app.folders.rules.attachments import FILES, name_in_folder
from app.folders.rules.decisions import decisions_from
from app.folders.rules.folder import FolderAssignment, FolderComment, FolderSheet, RoundFolder
from app.folders.values import (
    UnitCodes,
    conflict_rows,
    nomination_row,
    person_row,
    seat_row,
)
from app.infra.db.engine import db
from app.nominations.enums import NominationState
from app.nominations.models import Attachment, Nomination
from app.programmes.enums import RoundState, StageState
from app.programmes.models import Round, Stage
from app.programmes.queries import LARGEST_ID, find_round_by_slug, get_round_in_full, latest_form
from app.programmes.values.round_plan import plan_of
from app.registry.models import Unit
from app.results.queries.outcome import outcome_of
from app.scoring.enums import SheetState
from app.scoring.models import Assignment, ScoreSheet
from app.scoring.queries.counted_sheets import stage_inputs
from app.scoring.queries.progress import marks_of_stage

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from app.folders.rules.folder import FolderConflict, FolderDecision
    from app.programmes.rules.plan import RoundPlan
    from app.results.rules.outcome import Outcome

BEFORE_JUDGING = frozenset(
    {RoundState.DRAFT, RoundState.OPEN, RoundState.CLOSED, RoundState.SCREENING}
)
RANKED = frozenset(RoundState) - BEFORE_JUDGING - {RoundState.JUDGING}
# Dossiers that somebody has handed in and nobody has put aside.
IN_HAND = (
    NominationState.SUBMITTED,
    NominationState.SUPPLEMENT_WANTED,
    NominationState.ELIGIBLE,
)


@dataclass(frozen=True, slots=True)
class ExportedRound:
    """A round as a folder; ``stored`` maps the path of each attachment to its SHA-256."""

    folder: RoundFolder
    stored: Mapping[str, str]


def find_round(word: str) -> Round | None:
    """Return a round in full by its number or by the word of its address."""
    by_slug = find_round_by_slug(word)
    if by_slug is not None:
        return get_round_in_full(by_slug.id)
    number = int(word) if word.isascii() and word.isdigit() and len(word) < 10 else 0  # noqa: PLR2004  no such number
    known = db.session.get(Round, min(number, LARGEST_ID)) if number else None
    return get_round_in_full(known.id) if known else None


def round_named(name: str) -> Round | None:
    """Return the newest round of a name."""
    query = select(Round).where(Round.name == name).order_by(Round.id.desc()).limit(1)
    return db.session.execute(query).scalar_one_or_none()


def round_as_folder(round_: Round, preset: RoundPlan | None) -> ExportedRound:
    """Return a round that is loaded in full, with what its council has handed in so far.

    Sheets are left out while their stage is open: until then nobody but their judge knows them.
    """
    plan = plan_of(round_, latest_form(round_.id).asked.plan)
    keeps_form = preset is not None and plan.sections == preset.sections
    dossiers = _dossiers(round_)
    seats = seats_of_round(round_.id, only_active=False)
    codes = {dossier.id: dossier.code or "" for dossier in dossiers}
    units, judged = _unit_codes(dossiers, seats), _stages_of_councils(round_)
    assignments = _assignments(round_, seats, codes)
    at_work = {row.judge for row in assignments or ()}
    council = [seat for seat in seats if seat.is_active or seat.code in at_work]
    folder = RoundFolder(
        plan=plan,
        has_preset_form=keeps_form,
        has_preset_eligibility=True,
        nominations=tuple(nomination_row(one, plan, units) for one in dossiers),
        people=tuple(person_row(one, who, units) for one in dossiers for who in one.people),
        council=tuple(seat_row(seat, units, judged[seat.council_id]) for seat in council),
        conflicts=_conflicts(round_, council, codes),
        assignments=assignments,
        sheets=_sheets(round_, codes),
        comments=_comments(round_, codes),
        decisions=_decisions(round_),
    )
    # Last, because a name that stands in no registry becomes a unit when it is met.
    return ExportedRound(replace(folder, units=units.rows()), _stored(dossiers, plan))


def results_as_ranked(round_: Round) -> Outcome | None:
    """Return scores, ranks and prizes of a round that has come so far."""
    return outcome_of(round_).outcome if round_.state in RANKED else None


def _dossiers(round_: Round) -> Sequence[Nomination]:
    """Return the dossiers in hand; once the council judges, those of the first stage."""
    query = (
        select(Nomination)
        .options(
            joinedload(Nomination.category),
            joinedload(Nomination.unit),
            selectinload(Nomination.answers),
            selectinload(Nomination.people),
            selectinload(Nomination.attachments).joinedload(Attachment.stored),
        )
        .where(
            Nomination.round_id == round_.id,
            Nomination.state.in_(IN_HAND),
            Nomination.code.is_not(None),
        )
        .order_by(Nomination.id)
    )
    found = db.session.execute(query).scalars().all()
    if round_.state in BEFORE_JUDGING:
        return found
    judged = {item.nomination_id for item in stage_inputs(round_.first_stage.id)}
    return [dossier for dossier in found if dossier.id in judged]


def _unit_codes(dossiers: Sequence[Nomination], seats: Sequence[Seat]) -> UnitCodes:
    ids = {dossier.unit_id for dossier in dossiers} | {seat.unit_id for seat in seats}
    ids |= {person.unit_id for dossier in dossiers for person in dossier.people}
    query = select(Unit).where(Unit.id.in_(ids - {None})).order_by(Unit.code)
    return UnitCodes(db.session.execute(query).scalars().all())


def _stages_of_councils(round_: Round) -> dict[int, tuple[str, ...]]:
    """Return the stages that each council judges; nothing where it judges all."""
    judged = {}
    for council in councils_by_round([round_.id])[round_.id]:
        codes = tuple(stage.code for stage in council.stages)
        judged[council.id] = codes if len(codes) < len(round_.stages) else ()
    return judged


def _staged(round_: Round) -> list[tuple[str, Stage]]:
    """Return the stages with the word by which rows name them: an only one is not named."""
    if len(round_.stages) == 1:
        return [("", round_.final_stage)]
    return [(stage.code, stage) for stage in round_.stages]


def _assignments(
    round_: Round, seats: Sequence[Seat], codes: Mapping[int, str]
) -> tuple[FolderAssignment, ...] | None:
    """Return who judges what, less whoever stood aside; None when nobody was assigned yet."""
    judges = {seat.id: seat.code for seat in seats}
    rows = [
        FolderAssignment(0, judges[mark.seat_id], codes[mark.nomination_id], word)
        for word, stage in _staged(round_)
        for mark in marks_of_stage(stage.id)
        if not mark.stood_aside and mark.nomination_id in codes
    ]
    words = [word for word, _ in _staged(round_)]
    rows.sort(key=lambda row: (words.index(row.stage), row.judge, row.nomination))
    return tuple(rows) or None


def _sheets(round_: Round, codes: Mapping[int, str]) -> tuple[FolderSheet, ...]:
    return tuple(
        FolderSheet(0, sheet.judge, item.code, tuple(sheet.points.items()), word)
        for word, stage in _staged(round_)
        if stage.state is StageState.CLOSED
        for item in stage_inputs(stage.id)
        if item.nomination_id in codes
        for sheet in item.sheets
    )


def _comments(round_: Round, ids: Collection[int]) -> tuple[FolderComment, ...]:
    return tuple(
        FolderComment(0, judge, code or "", text, word)
        for word, stage in _staged(round_)
        if stage.state is StageState.CLOSED
        for judge, code, text in _comments_in(stage, ids)
    )


def _comments_in(stage: Stage, ids: Collection[int]) -> Sequence[Any]:
    query = (
        select(Seat.code, Nomination.code, ScoreSheet.comment)
        .join(Assignment, Assignment.id == ScoreSheet.assignment_id)
        .join(Seat, Seat.id == Assignment.seat_id)
        .join(Nomination, Nomination.id == Assignment.nomination_id)
        .where(
            Assignment.stage_id == stage.id,
            Assignment.stood_aside_at.is_(None),
            Assignment.nomination_id.in_(ids),
            ScoreSheet.state == SheetState.SUBMITTED,
            ScoreSheet.comment != "",
        )
        .order_by(Nomination.code, Seat.code)
    )
    return db.session.execute(query).all()


def _decisions(round_: Round) -> tuple[FolderDecision, ...]:
    if round_.state not in RANKED:
        return ()
    computed = outcome_of(round_)
    return decisions_from(computed.judged, computed.rules, computed.rulings)


def _conflicts(
    round_: Round, council: Sequence[Seat], ids: Collection[int]
) -> tuple[FolderConflict, ...]:
    seats = {seat.id for seat in council}
    declared = declared_in_round(round_.id)
    return conflict_rows(
        [row for row in declared if row.nomination_id in ids and row.seat_id in seats]
    )


def _stored(dossiers: Sequence[Nomination], plan: RoundPlan) -> dict[str, str]:
    stored: dict[str, str] = {}
    for dossier in dossiers:
        names: set[str] = set()
        for file in dossier.attachments:
            name = name_in_folder(file.file_name, file.document, plan, names)
            names.add(name)
            stored[f"{FILES}/{dossier.code}/{name}"] = file.stored.sha256
    return stored
