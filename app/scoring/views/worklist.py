"""The judge's desk: what waits, own sheets side by side, standing aside."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import render_template, request
from flask_babel import gettext as _

from app.conflicts.forms import DeclareForm
from app.conflicts.operations import declare_conflict
from app.infra.forms.base import done
from app.infra.guard import current_actor
from app.kernel import clock
from app.kernel.calendar import remaining_words
from app.kernel.errors import NotFound
from app.kernel.numbers import parse_count
from app.scoring.enums import PROGRESS_LABELS, Progress
from app.scoring.policy import ScoringPermission as P
from app.scoring.queries.progress import criteria_of_stage
from app.scoring.queries.worklist import (
    get_own_sheet,
    own_sheets,
    seat_for_declaring,
    stages_of_judge,
    worklist,
)
from app.scoring.rules.gates import is_open
from app.scoring.views.doors import pages
from app.scoring.views.loaders import own_sheet, own_stage

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask.typing import ResponseReturnValue

    from app.conflicts.models import Conflict
    from app.scoring.queries.sheet_page import OwnSheet
    from app.scoring.queries.worklist import JudgeStage, WorkItem

FILTERS = {
    "can-cham": (Progress.NONE, Progress.PARTIAL),
    "chua-gui": (Progress.READY,),
    "da-gui": (Progress.SENT,),
    "tat-ca": tuple(Progress),
}
TONES = {
    Progress.NONE: ("idle", "circle"),
    Progress.PARTIAL: ("warn", "circle-half"),
    Progress.READY: ("info", "check-circle"),
    Progress.SENT: ("ok", "check-circle-fill"),
}


@pages.get("/hoi-dong", P.LIST_OWN)
def mine() -> ResponseReturnValue:
    """Show the stages of a judge, and the dossiers of one of them: what waits comes first."""
    actor = current_actor()
    stages = stages_of_judge(actor)
    chosen = _chosen(stages)
    work = worklist(chosen.stage.id, actor) if chosen else []
    name = _filter_of(work)
    return render_template(
        "scoring/mine.html",
        stages=stages,
        own=chosen,
        takes_sheets=bool(chosen) and _takes_sheets(chosen),
        remaining=_remaining(chosen),
        chosen_filter=name,
        counts={each: _count(work, each) for each in FILTERS},
        shown=[item for item in work if item.progress in FILTERS[name]],
        first=next((item for item in work if item.progress in FILTERS["can-cham"]), None),
        labels=PROGRESS_LABELS,
        tones=TONES,
    )


def _chosen(stages: Sequence[JudgeStage]) -> JudgeStage | None:
    wanted = request.args.get("vong", type=parse_count)
    if wanted is None:
        return stages[0] if stages else None
    found = next((each for each in stages if each.stage.id == wanted), None)
    if found is None:
        raise NotFound
    return found


def _filter_of(work: Sequence[WorkItem]) -> str:
    name = request.args.get("loc", "")
    if name in FILTERS:
        return name
    return next((each for each in ("can-cham", "chua-gui") if _count(work, each)), "tat-ca")


def _count(work: Sequence[WorkItem], name: str) -> int:
    return sum(item.progress in FILTERS[name] for item in work)


def _takes_sheets(own: JudgeStage | None) -> bool:
    if own is None or not own.takes_sheets:
        return False
    return is_open(own.stage.state, own.stage.closes_at, clock.now())


def _remaining(own: JudgeStage | None) -> str:
    if own is None or own.stage.closes_at is None:
        return ""
    return remaining_words(own.stage.closes_at, clock.now())


@pages.get("/hoi-dong/vong/<int:stage_id>/phieu-cua-toi", P.LIST_OWN, load=own_stage)
def compare(own: JudgeStage) -> ResponseReturnValue:
    """Show a judge's own sheets of a stage side by side, to keep the measure even."""
    actor = current_actor()
    sheets = own_sheets(own.stage.id, actor)
    criteria = criteria_of_stage(own.stage.id)
    work = worklist(own.stage.id, actor)
    return render_template(
        "scoring/compare.html",
        own=own,
        criteria=criteria,
        rows=_compared([item for item in work if item.assignment_id in sheets], sheets, criteria),
        current=request.args.get("phieu", type=parse_count),
        labels=PROGRESS_LABELS,
        tones=TONES,
    )


def _compared(work: Sequence[WorkItem], sheets: Any, criteria: Any) -> list[dict[str, Any]]:
    """Return a row for each own sheet, the highest total first."""
    weights = {criterion.id: criterion.weight for criterion in criteria}
    rows = [
        {
            "item": item,
            "points": sheets[item.assignment_id],
            "total": sum(weights[c] * p for c, p in sheets[item.assignment_id].items()),
        }
        for item in work
    ]
    return sorted(rows, key=lambda row: (-row["total"], row["item"].code))


@pages.form("/hoi-dong/phieu/<int:assignment_id>/xung-dot", P.READ_OWN, load=own_sheet)
def declare(own: OwnSheet) -> ResponseReturnValue:
    """Let a judge say that a dossier is too close to them, and stand aside."""
    form = DeclareForm()
    if form.sent(lambda: _declared(own, form)):
        words = _("Đã ghi nhận. Bạn không chấm hồ sơ %(code)s nữa.", code=own.code)
        return done(words, "scoring.mine", vong=_stage_left(own.stage_id))
    return form.page("scoring/declare.html", sheet=own)


def _declared(own: OwnSheet, form: DeclareForm) -> Conflict:
    actor = current_actor()
    assignment = get_own_sheet(own.assignment_id, actor)
    seat, note = seat_for_declaring(assignment), form.note.data or ""
    return declare_conflict(seat, assignment.nomination, form.kind.data, note, by=actor)


def _stage_left(stage_id: int) -> int | None:
    """Return the stage whose list is shown next; none if this was the judge's only dossier there."""
    stages = stages_of_judge(current_actor())
    return stage_id if any(each.stage.id == stage_id for each in stages) else None
