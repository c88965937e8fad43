"""Saving a sheet while it is written: one short write, nothing lost, nobody overwritten.

A save is the most frequent write of the product, so it is three statements: one read, one UPDATE
of the sheet that also guards its version, one INSERT … ON CONFLICT for all points.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, delete, update
from sqlalchemy import text as sql_text

from app.audit.operations import unfinished_work
from app.infra.db.engine import db
from app.infra.inserts import insert_once
from app.kernel import clock
from app.kernel.errors import NotFound, WrongState
from app.questions.rules.editions import Merged, merged
from app.questions.rules.history import is_great_loss
from app.scoring.enums import SheetState
from app.scoring.models import ScoreSheet, SheetPoints
from app.scoring.rules.gates import require_open
from app.scoring.rules.typed import (
    COMMENT,
    read_comment,
    read_points,
    texts_of_sheet,
    typed_texts,
    with_earlier,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from decimal import Decimal

    from sqlalchemy import TextClause, Update

    from app.scoring.queries.sheet_to_save import SheetToSave

SENT_ALREADY = (
    "Phiếu này đã gửi nên không sửa được nữa. Nếu cần sửa, hãy đề nghị thư ký mở lại phiếu."
)


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of a save.

    ``is_stale`` says that the page was older than the sheet: nothing was overwritten, and the
    comment that was typed is kept beside the one that is there. ``found`` tells what became of
    each field where two pages were put together, by criterion code and `COMMENT`.
    """

    version: int
    at: datetime
    points: dict[str, Decimal | None]
    comment: str
    problems: dict[str, str] = field(default_factory=dict)
    is_stale: bool = False
    found: Merged = field(default_factory=Merged)


@dataclass(frozen=True, slots=True)
class TypedSheet:
    """What a page of a sheet sent: points by criterion code, and what it was drawn from.

    ``editions`` stand by criterion code and `COMMENT`; None for a page that tells none.
    """

    points: Mapping[str, str]
    comment: str | None
    version: int
    editions: Mapping[str, str] | None


def save_typed(sheet: SheetToSave, typed: TypedSheet) -> Saved:
    """Keep what a page sent; a page older than the sheet is put together with it, field by field.

    Raises:
        WrongState: when the sheet was sent or the stage takes no sheets now.
        RuleBroken: beside ``comment``, when it is endless.
    """
    if typed.editions is None or not sheet.version or typed.version == sheet.version:
        return save_points(sheet, typed.points, typed.comment, version=typed.version)
    mine = typed_texts(typed.points, typed.comment)
    found = merged(mine, texts_of_sheet(sheet.points, sheet.comment), typed.editions)
    if not found.kept and not found.conflicts:
        return _unchanged(sheet, found)
    points = {code: text for code, text in found.kept.items() if code != COMMENT}
    saved = save_points(sheet, points, found.kept.get(COMMENT), version=sheet.version)
    if saved.is_stale or not found.conflicts:
        return replace(saved, found=found)
    _keep_beside(sheet, mine[COMMENT] if COMMENT in found.conflicts else "", saved.at)
    return replace(saved, found=found, is_stale=True)


def _unchanged(sheet: SheetToSave, found: Merged) -> Saved:
    """Answer a page whose texts are all kept already: a save that comes late makes no page old."""
    now = clock.now()
    _require_writable(sheet, now)
    return Saved(
        version=sheet.version, at=now, points=sheet.points, comment=sheet.comment, found=found
    )


def _require_writable(sheet: SheetToSave, now: datetime) -> None:
    """Refuse to write on a sheet that was sent, or in a stage that takes none.

    Raises:
        WrongState: for either.
    """
    require_open(sheet.stage_state, sheet.closes_at, now)
    if sheet.state is SheetState.SUBMITTED:
        raise WrongState(SENT_ALREADY)


@unfinished_work
def save_points(
    sheet: SheetToSave,
    points: Mapping[str, str | Decimal | None],
    comment: str | None,
    *,
    version: int,
) -> Saved:
    """Keep what fits of what was typed; say what does not fit; overwrite nobody.

    Args:
        sheet: as `queries.get_sheet_to_save` read it.
        points: as typed, by criterion code; codes left out keep their points.
        comment: as typed; None leaves the comment as it is.
        version: of the sheet when the page was made; 0 when there was no sheet.

    Raises:
        WrongState: when the sheet was sent or the stage takes no sheets now.
        RuleBroken: beside ``comment``, when it is endless.
    """
    now = clock.now()
    _require_writable(sheet, now)
    typed = read_points(sheet.criteria, points)
    text = sheet.comment if comment is None else read_comment(comment)
    number = _write_sheet(sheet, text, version, now)
    if number is None:
        return _stale(sheet, text, now)
    _write_points(sheet, number, typed.points)
    return Saved(
        version=version + 1,
        at=now,
        points=sheet.points | typed.points,
        comment=text,
        problems=typed.problems,
    )


def _write_sheet(sheet: SheetToSave, text: str, version: int, now: datetime) -> int | None:
    """Write the sheet's own row; return its id, or None when the page was stale."""
    if sheet.sheet_id is None:
        return _begin(sheet, text, now) if version == 0 else None
    written = {"sheet": sheet.sheet_id, "known": version, "text": text, "at": now}
    if is_great_loss(sheet.comment, text):
        kept = with_earlier(sheet.earlier, sheet.comment, now)
        is_written = _changed(
            _update_of_sheet().values(earlier=bindparam("kept")), kept=kept, **written
        )
    else:
        is_written = _changed(_update_of_sheet(), **written)
    return sheet.sheet_id if is_written else None


@cache
def _update_of_sheet() -> Update:
    """Build the UPDATE that guards the version once, like the INSERT of points."""
    return (
        update(ScoreSheet)
        .where(
            ScoreSheet.id == bindparam("sheet"),
            ScoreSheet.version == bindparam("known"),
            ScoreSheet.state == SheetState.DRAFT,
        )
        .values(comment=bindparam("text"), saved_at=bindparam("at"), version=ScoreSheet.version + 1)
    )


def _changed(statement: Update, **values: Any) -> bool:
    """Run an UPDATE past the identity map; tell whether a row was met."""
    return db.session.connection().execute(statement, values).rowcount == 1


def _begin(sheet: SheetToSave, text: str, now: datetime) -> int | None:
    values = {
        "assignment_id": sheet.assignment_id,
        "state": SheetState.DRAFT,
        "comment": text,
        "started_at": now,
        "saved_at": now,
        "reopen_reason": "",
        "earlier": [],
        "version": 1,
    }
    return insert_once(ScoreSheet, values, unique="assignment_id")


def _write_points(sheet: SheetToSave, sheet_id: int, points: Mapping[str, Decimal | None]) -> None:
    changed = {
        sheet.criterion_ids[code]: value
        for code, value in points.items()
        if sheet.points.get(code) != value
    }
    given = {number: value for number, value in changed.items() if value is not None}
    if given:
        values: dict[str, Any] = {"sheet": sheet_id}
        for place, (number, value) in enumerate(given.items()):
            values |= {f"criterion_{place}": number, f"points_{place}": value}
        db.session.connection().execute(_upsert_of_points(len(given)), values)
    emptied = changed.keys() - given.keys()
    if emptied:
        db.session.execute(
            delete(SheetPoints).where(
                SheetPoints.sheet_id == sheet_id, SheetPoints.criterion_id.in_(emptied)
            ),
            execution_options={"synchronize_session": False},
        )


def _upsert_of_points(count: int) -> TextClause:
    """Write the INSERT … ON CONFLICT of so many points, which both databases know.

    SQLAlchemy's own would be sent row by row.
    """
    places = range(count)
    lines = ", ".join(f"(:sheet, :criterion_{place}, :points_{place})" for place in places)
    kinds = [bindparam(f"points_{place}", type_=SheetPoints.points.type) for place in places]
    return sql_text(
        f"INSERT INTO sheet_points (sheet_id, criterion_id, points) VALUES {lines} "  # noqa: S608  # names of ours, and places for values
        "ON CONFLICT (sheet_id, criterion_id) DO UPDATE SET points = excluded.points"
    ).bindparams(*kinds)


def _keep_beside(sheet: SheetToSave, text: str, now: datetime) -> None:
    """Keep a comment that was not written among the earlier ones."""
    if sheet.sheet_id is not None and text.strip() and text != sheet.comment:
        earlier = with_earlier(sheet.earlier, text, now)
        beside = update(ScoreSheet).values(earlier=bindparam("kept"))
        _changed(beside.where(ScoreSheet.id == sheet.sheet_id), kept=earlier)


def _stale(sheet: SheetToSave, text: str, now: datetime) -> Saved:
    """Keep the comment of the stale page beside the newer one, and show both."""
    _keep_beside(sheet, text, now)
    return Saved(sheet.version, now, dict(sheet.points), sheet.comment, is_stale=True)


@unfinished_work
def restore_comment(sheet: SheetToSave, number: int, *, version: int) -> Saved:
    """Make one of the kept texts the comment again; the present one is kept in its place.

    Raises:
        NotFound: when there is no such text.
        WrongState: when the sheet was sent or the stage takes no sheets now.
    """
    if not 0 <= number < len(sheet.earlier):
        raise NotFound
    return save_points(sheet, {}, sheet.earlier[number]["text"], version=version)
