"""Who judges what: by hand, or dealt evenly with a preview."""

from __future__ import annotations

from secrets import randbelow
from typing import TYPE_CHECKING, Any

from flask import render_template, request
from flask_babel import gettext as _

from app.conflicts.queries import conflict_table
from app.councils.queries import seats_of_stage
from app.infra.forms.base import done
from app.infra.forms.confirmed import Confirmed
from app.infra.guard import current_actor
from app.kernel.errors import NotFound, RuleBroken
from app.kernel.numbers import parse_count
from app.programmes.enums import StageState
from app.programmes.queries import get_round_in_full
from app.scoring.forms import LARGEST_SEED, DealForm
from app.scoring.operations.assignments import (
    assign_by_hand,
    assign_evenly_at_random,
    propose_evenly,
    unassign,
)
from app.scoring.policy import ScoringPermission as P
from app.scoring.queries.progress import (
    get_assignment,
    ids_in_stage,
    in_stage,
    marks_of_stage,
    nominations_in_stage,
)
from app.scoring.queries.stage_list import OF_STAGE, StageList
from app.scoring.views.doors import pages

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask.typing import ResponseReturnValue

    from app.councils.models import Seat
    from app.programmes.models import Round, Stage
    from app.scoring.models import Assignment
    from app.scoring.operations.assignments import Proposal

HERE = "scoring.assignments"
KEPT = ("linh-vuc", "thieu", "tim", "trang")


def stage_of(round_: Round) -> Stage:
    """Return the stage that the address names, or the one that is judged now.

    Raises:
        NotFound: when the round has no such stage.
    """
    wanted = request.values.get("vong", type=parse_count)
    if wanted is None:
        opened = (s for s in round_.stages if s.state is StageState.OPEN)
        waiting = (s for s in round_.stages if s.state is StageState.WAITING)
        return next(opened, None) or next(waiting, None) or round_.final_stage
    found = next((stage for stage in round_.stages if stage.id == wanted), None)
    if found is None:
        raise NotFound
    return found


@pages.get("/ban-to-chuc/dot/<int:round_id>/phan-cong", P.ASSIGN, load=get_round_in_full)
def assignments(round_: Round) -> ResponseReturnValue:
    """Show each dossier with its judges, and who else could judge it."""
    stage = stage_of(round_)
    seats = seats_of_stage(stage.id)
    everything, judges = ids_in_stage(stage.id), _judges_by_dossier(stage)
    short = [n for n in everything if len(judges.get(n, ())) < stage.min_sheets]
    shown = OF_STAGE.shown(
        in_stage(stage.id), about=StageList(round_, short), also={"vong": stage.id}
    )
    return render_template(
        "scoring/assignments.html",
        round=round_,
        stage=stage,
        seats=seats,
        names={s.id: s for s in seats_of_stage(stage.id, only_active=False)},
        total=len(everything),
        shown=shown,
        short=len(short),
        made=sum(map(len, judges.values())),
        rows=_rows(shown.rows, seats, judges),
        is_closed=stage.state is StageState.CLOSED,
    )


def _judges_by_dossier(stage: Stage) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for mark in marks_of_stage(stage.id):
        if not mark.stood_aside:
            found.setdefault(mark.nomination_id, []).append(mark)
    return found


def _rows(
    shown: Sequence[Any], seats: Sequence[Seat], judges: dict[int, list[Any]]
) -> list[dict[str, Any]]:
    barred = conflict_table([seat.id for seat in seats], [n.id for n in shown])
    rows = []
    for nomination in shown:
        marks = judges.get(nomination.id, [])
        taken = {mark.seat_id for mark in marks}
        free = [s for s in seats if s.id not in taken and (s.id, nomination.id) not in barred]
        rows.append({"nomination": nomination, "marks": marks, "free": free})
    return rows


@pages.post("/ban-to-chuc/dot/<int:round_id>/phan-cong/them", P.ASSIGN, load=get_round_in_full)
def assign(round_: Round) -> ResponseReturnValue:
    """Assign one dossier to one judge."""
    stage = stage_of(round_)
    seat_id, nomination_id = (
        request.form.get(key, 0, type=parse_count) for key in ("seat", "nomination")
    )
    seat = next((s for s in seats_of_stage(stage.id) if s.id == seat_id), None)
    dossiers = nominations_in_stage(stage.id)
    nomination = next((n for n in dossiers if n.id == nomination_id), None)
    if seat is None or nomination is None:
        raise RuleBroken(_("Hãy chọn một giám khảo trong danh sách rồi bấm Thêm."))
    assign_by_hand(stage, seat, nomination, by=current_actor())
    code, name = nomination.code, seat.person.full_name
    words = _("Đã phân công %(code)s cho %(name)s.", code=code, name=name)
    return done(words, HERE, **_place(round_.id, stage.id, nomination.id))


@pages.post("/ban-to-chuc/phan-cong/<int:assignment_id>/go", P.ASSIGN, load=get_assignment)
def take_back(assignment: Assignment) -> ResponseReturnValue:
    """Take an assignment back."""
    unassign(assignment, by=current_actor())
    stage, nomination = assignment.stage, assignment.nomination
    name = assignment.seat.person.full_name
    words = _("Đã gỡ %(name)s khỏi hồ sơ %(code)s.", name=name, code=nomination.code)
    return done(words, HERE, **_place(stage.round_id, stage.id, nomination.id))


def _place(round_id: int, stage_id: int, nomination_id: int) -> dict[str, Any]:
    """Return the place on the page of assignments that was acted upon, its filter kept."""
    kept = {key: request.form[key] for key in KEPT if request.form.get(key)}
    place = {"round_id": round_id, "vong": stage_id, "_anchor": f"ho-so-{nomination_id}"}
    return place | kept


@pages.form("/ban-to-chuc/dot/<int:round_id>/phan-cong/deu", P.ASSIGN, load=get_round_in_full)
def deal(round_: Round) -> ResponseReturnValue:
    """Preview an even assignment: who would get how many; then, confirmed, do it."""
    stage = stage_of(round_)
    form = _deal_form(round_, stage)
    proposal = form.sent(lambda: propose_evenly(stage, **_limits(form)))
    confirmation = Confirmed(len(proposal.new_pairs) if proposal else 0)
    is_confirmed = proposal is not None and request.form.get("viec") == "lam"
    if is_confirmed and (made := confirmation.sent(lambda: _dealt(stage, form))):
        words = _("Đã phân công thêm %(number)s lượt chấm.", number=made)
        return done(words, HERE, round_id=round_.id, vong=stage.id)
    page = render_template(
        "scoring/deal.html",
        round=round_,
        stage=stage,
        form=form,
        proposal=proposal,
        spread=_spread(proposal),
        confirmation=confirmation,
    )
    return page, confirmation.status if is_confirmed else form.status


def _deal_form(round_: Round, stage: Stage) -> DealForm:
    seats = seats_of_stage(stage.id)
    form = DealForm(
        data={
            "per_nomination": stage.min_sheets,
            "seats": [seat.id for seat in seats],
            "seed": randbelow(LARGEST_SEED),
        }
    )
    form.offer(seats, round_.categories)
    return form


def _limits(form: DealForm) -> dict[str, Any]:
    return {
        "per_nomination": form.per_nomination.data,
        "seed": form.seed.data,
        "max_load": form.max_load.data,
        "seat_ids": set(form.seats.data),
        "category_id": form.category_id.data,
    }


def _dealt(stage: Stage, form: DealForm) -> int:
    return assign_evenly_at_random(stage, **_limits(form), by=current_actor())


def _spread(proposal: Proposal | None) -> list[dict[str, Any]]:
    """Return a row for each judge: how many dossiers now, how many more, how many then."""
    if proposal is None:
        return []
    return [
        {
            "seat": seat,
            "before": proposal.before[seat.id],
            "added": proposal.added(seat.id),
            "after": proposal.before[seat.id] + proposal.added(seat.id),
        }
        for seat in proposal.seats
    ]
