"""Changing what a round says: freely in draft, hardly anything once it was announced."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm.attributes import flag_modified

from app.audit.operations import operation, record
from app.infra.db.engine import db
from app.kernel import clock
from app.kernel.errors import RuleBroken, WrongState
from app.kernel.reasons import require_reason
from app.programmes.enums import RoundEvent, RoundState
from app.programmes.operations import rows
from app.programmes.operations.steps import DEADLINE_GONE, close_round
from app.programmes.queries import rounds_past_deadline
from app.programmes.rules.deadlines import submission_deadline
from app.programmes.rules.parts import changed_fields, require_changeable
from app.programmes.rules.soundness import require_sound_plan

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from app.infra.orm import Base
    from app.kernel.access import Actor
    from app.programmes.models import FormDefinition, Round
    from app.programmes.queries import RoundSetup
    from app.programmes.rules.plan import RoundPlan

R = TypeVar("R", bound="Base")

# The lists inside a row, and by what their own rows are known.
NESTED = {"criteria": "code"}
# The lists of a round: how each is called, made from a plan, and by what its rows are known.
ROWS: dict[str, tuple[Callable[[RoundPlan], list[Any]], str]] = {
    "categories": (rows.categories_of, "code"),
    "documents": (rows.documents_of, "code"),
    "prizes": (rows.prizes_of, "level"),
    "stages": (rows.stages_of, "code"),
    "milestones": (rows.milestones_of, "code"),
}
ONLY_WHEN_OPEN = (
    "Chỉ lùi được hạn nộp khi đợt đang nhận hồ sơ. Hãy tải lại trang để xem đợt đang ở bước nào."
)
ONLY_LATER = "Hạn nộp chỉ được lùi muộn hơn, không được rút ngắn, vì người nộp đã dựa vào hạn đã công bố. Hãy chọn một thời điểm sau hạn hiện nay."


def edit_round(setup: RoundSetup, plan: RoundPlan, *, by: Actor) -> bool:
    """Make a round say what a plan says; tell whether anything was different.

    Raises:
        WrongState: for a part that is settled since the round was announced.
        RuleBroken: naming every fault of the round as it would be.
    """
    changed = changed_fields(setup.plan, plan)
    if changed:
        _edit(setup, plan, changed, by=by)
    return bool(changed)


@operation
def _edit(setup: RoundSetup, plan: RoundPlan, changed: tuple[str, ...], *, by: Actor) -> None:
    round_ = setup.round
    require_changeable(changed, round_.state)
    require_sound_plan(plan)
    _write_columns(round_, plan)
    for name in ROWS.keys() & set(changed):
        make, key = ROWS[name]
        _renew(getattr(round_, name), make(plan), key)
    if "sections" in changed:
        _write_form(setup.form, plan)
    db.session.flush()
    record(RoundEvent.EDITED, round_, by=by, changed=list(changed))


def _write_columns(round_: Round, plan: RoundPlan) -> None:
    for name, value in rows.columns_of(plan).items():
        if getattr(round_, name) != value:
            setattr(round_, name, value)
    # The version counts changes of the lists too, which touch no column of the round.
    flag_modified(round_, "name")


def _renew(kept: list[R], wanted: list[R], key: str) -> None:
    """Bring the rows to what is wanted; one that stays keeps its number and who refers to it."""
    known = {getattr(row, key): row for row in kept}
    kept[:] = [_updated(known.get(getattr(row, key)), row) for row in wanted]


def _updated(row: R | None, wanted: R) -> R:
    if row is None:
        return wanted
    for name, value in sa.inspect(wanted).dict.items():
        if name in NESTED:
            _renew(getattr(row, name), list(value), NESTED[name])
        elif name != "_sa_instance_state":
            setattr(row, name, value)
    return row


def _write_form(form: FormDefinition, plan: RoundPlan) -> None:
    """Add a version of the form; the earlier one stays as whoever began with it saw it."""
    newer = rows.form_of(plan, form.number + 1)
    newer.round_id = form.round_id
    db.session.add(newer)


@operation
def move_deadline(round_: Round, closes_at: datetime, reason: str, *, by: Actor) -> None:
    """Give more time to submit, for a reason that is kept.

    Raises:
        WrongState: when the round receives no dossiers.
        RuleBroken: without a reason, or for a moment that is past or earlier than announced.
    """
    if round_.state is not RoundState.OPEN:
        raise WrongState(ONLY_WHEN_OPEN)
    why = require_reason(reason)
    if closes_at <= clock.now():
        raise RuleBroken(DEADLINE_GONE, field="closes_at")
    if round_.closes_at is not None and closes_at <= round_.closes_at:
        raise RuleBroken(ONLY_LATER, field="closes_at")
    before, round_.closes_at = round_.closes_at, closes_at
    db.session.flush()
    record(RoundEvent.DEADLINE_MOVED, round_, by=by, before=before, after=closes_at, why=why)


def close_rounds_past_deadline(*, by: Actor) -> int:
    """Close each round whose deadline, its grace included, is past; return how many there were.

    Running it twice closes nothing twice.
    """
    due = [round_ for round_ in rounds_past_deadline() if _is_past(round_)]
    for round_ in due:
        close_round(round_, by=by)
    return len(due)


def _is_past(round_: Round) -> bool:
    closes_at = round_.closes_at
    if closes_at is None:
        return False
    return not submission_deadline(closes_at, round_.grace_minutes).is_open(clock.now())
