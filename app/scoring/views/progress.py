"""How far the judging is, and what the secretary does about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import render_template, request, url_for
from flask_babel import gettext as _

from app.infra.forms.base import Form, done
from app.infra.forms.confirmed import Confirmed
from app.infra.guard import access, current_actor
from app.kernel.errors import NotFound, RuleBroken, WrongState
from app.programmes.enums import StageState
from app.programmes.operations.steps import close_stage, set_stage_deadline
from app.programmes.queries import get_round_in_full
from app.scoring.enums import SheetState
from app.scoring.forms import JudgingDeadlineForm, ReopenForm
from app.scoring.operations.sheets import enter_paper_sheet, reopen_sheet
from app.scoring.operations.stages import pass_on, propose_passing
from app.scoring.policy import ScoringPermission as P
from app.scoring.queries.progress import get_assignment, next_stage, progress_of
from app.scoring.queries.sheet_page import SheetLine
from app.scoring.rules.sheet import largest_total
from app.scoring.rules.typed import read_points
from app.scoring.values import criterion_rule, criterion_rules
from app.scoring.views.assignments import stage_of
from app.scoring.views.doors import pages
from app.scoring.views.sheet_page import Typed, faults_of, field_name, page_faults, page_lines

if TYPE_CHECKING:
    from collections.abc import Iterable
    from decimal import Decimal

    from flask.typing import ResponseReturnValue

    from app.programmes.models import Criterion, Round, Stage
    from app.scoring.models import Assignment
    from app.scoring.rules.grid import StageProgress


@pages.get("/ban-to-chuc/dot/<int:round_id>/tien-do", P.WATCH, load=get_round_in_full)
def progress(round_: Round) -> ResponseReturnValue:
    """Show the grid of judges and dossiers, one category at a time."""
    stage = stage_of(round_)
    whole = progress_of(stage.id, current_actor())
    category = _category(round_, whole)
    part = whole.only(category)
    return render_template(
        "scoring/progress.html",
        round=round_,
        stage=stage,
        whole=whole,
        part=part,
        category=next((c for c in round_.categories if c.id == category), None),
        grid=_grid(part, round_.id, stage.id),
        not_begun=whole.not_begun(),
        short=whole.below(stage.min_sheets),
        following=next_stage(stage),
    )


def _category(round_: Round, whole: StageProgress) -> int | None:
    """Return the chosen category; a long round shows its first one, never all at once."""
    wanted = request.args.get("linh-vuc", "")
    if wanted.isdecimal() and any(c.id == int(wanted) for c in round_.categories):
        return int(wanted)
    if wanted == "tat-ca" or not round_.categories:
        return None
    used = {dossier.category_id for dossier in whole.dossiers}
    return next((c.id for c in round_.categories if c.id in used), None)


def _grid(part: StageProgress, round_id: int, stage_id: int) -> dict[str, Any]:
    """Return what the component draws."""
    column_url = url_for("scoring.assignments", round_id=round_id, vong=stage_id)
    return {
        "columns": [
            {"label": d.label, "url": f"{column_url}#ho-so-{d.nomination_id}"}
            for d in part.dossiers
        ],
        "rows": [
            {"label": judge.name, "total": total, "cells": [_cell(cell) for cell in cells]}
            for judge, cells, total in part.rows()
        ],
        "totals": part.column_totals(),
        "grand": part.grand_total,
    }


def _cell(cell: Any) -> dict[str, Any]:
    shown = {"status": cell.status, "text": cell.text}
    if cell.assignment_id is not None:
        shown["url"] = url_for("scoring.review", assignment_id=cell.assignment_id)
    return shown


# ── one sheet, as the secretary sees it ──────────────────────────────────────────────────────


@pages.form("/ban-to-chuc/phieu/<int:assignment_id>", P.WATCH, load=get_assignment)
def review(assignment: Assignment) -> ResponseReturnValue:
    """Show where a sheet stands; let it be opened again, or entered from paper."""
    form = ReopenForm()
    if form.is_submitted():
        access.require(P.REOPEN, assignment)
    if form.sent(lambda: reopen_sheet(assignment, form.reason.data, by=current_actor())):
        words = _("Đã mở lại phiếu. Giám khảo sửa và gửi lại được đến khi chốt vòng.")
        return done(words, "scoring.review", assignment_id=assignment.id)
    return form.page("scoring/review.html", **_review(assignment))


def _review(assignment: Assignment) -> dict[str, Any]:
    sheet, stage = assignment.sheet, assignment.stage
    sees = access.may(P.READ_POINTS, stage)
    is_sent = sheet is not None and sheet.state is SheetState.SUBMITTED
    is_open = stage.state is StageState.OPEN
    return {
        "assignment": assignment,
        "sheet": sheet,
        "is_sent": is_sent,
        "is_open": is_open,
        "total": sheet.total if sheet and is_sent and sees else None,
        "sees_points": sees and is_sent and stage.state is StageState.CLOSED,
        "maximum": largest_total(criterion_rules(stage.criteria)),
        "can_enter": is_open and not is_sent and access.may(P.ENTER_PAPER, stage),
    }


@pages.form("/ban-to-chuc/phieu/<int:assignment_id>/nhap", P.ENTER_PAPER, load=get_assignment)
def enter_paper(assignment: Assignment) -> ResponseReturnValue:
    """Enter a signed paper sheet for a judge."""
    typed = _typed_paper(assignment)
    if request.method == "POST" and _entered(assignment, typed):
        words = _("Đã nhập phiếu giấy của %(name)s.", name=assignment.seat.person.full_name)
        return done(words, "scoring.review", assignment_id=assignment.id)
    lines = page_lines(_empty_lines(assignment.stage.criteria), typed)
    page = render_template(
        "scoring/enter_paper.html",
        assignment=assignment,
        lines=lines,
        faults=page_faults(lines, typed),
        typed=typed,
    )
    return page, typed.status


def _empty_lines(criteria: Iterable[Criterion]) -> list[SheetLine]:
    return [SheetLine(c.group, c.looks_at, c.guidance, criterion_rule(c), None) for c in criteria]


def _typed_paper(assignment: Assignment) -> Typed:
    if request.method != "POST":
        return Typed(comment="")
    codes = [criterion.code for criterion in assignment.stage.criteria]
    points = {code: request.form.get(field_name(code), "") for code in codes}
    return Typed(points=points, comment=request.form.get("comment", ""))


def _entered(assignment: Assignment, typed: Typed) -> bool:
    stage = assignment.stage
    rules, limits = criterion_rules(stage.criteria), (stage.comment_below, stage.comment_above)
    read = read_points(rules, typed.points)
    comment = typed.comment or ""
    typed.problems = read.problems or faults_of(rules, read.points, comment, limits)
    if typed.problems:
        return False
    points: dict[str, Decimal] = {c: p for c, p in read.points.items() if p is not None}
    try:
        enter_paper_sheet(assignment, points, comment, by=current_actor())
    except RuleBroken as refusal:
        typed.problems, typed.refusal = {refusal.field or "": refusal.message}, refusal.message
        return False
    return True


# ── the stage ────────────────────────────────────────────────────────────────────────────────


@pages.form("/ban-to-chuc/dot/<int:round_id>/han-cham", P.SET_DEADLINE, load=get_round_in_full)
def deadline(round_: Round) -> ResponseReturnValue:
    """Say until when a stage takes sheets, or that it takes them until it is closed."""
    stage = stage_of(round_)
    form = JudgingDeadlineForm(obj=stage)
    if form.sent(lambda: set_stage_deadline(stage, form.closes_at.data, by=current_actor())):
        words = _("Đã ghi hạn chấm.") if stage.closes_at else _("Đã bỏ hạn chấm.")
        return done(words, "scoring.progress", round_id=round_.id, vong=stage.id)
    return form.page("scoring/deadline.html", round=round_, stage=stage)


@pages.form("/ban-to-chuc/dot/<int:round_id>/chot-vong", P.CLOSE, load=get_round_in_full)
def close(round_: Round) -> ResponseReturnValue:
    """Show which sheets are missing, and close the stage after a typed confirmation."""
    stage = stage_of(round_)
    whole = progress_of(stage.id, current_actor())
    lacking = whole.wanted - whole.sent
    form = Confirmed(lacking) if lacking else Form()
    if form.sent(lambda: close_stage(stage, by=current_actor())):
        words = _("Đã chốt vòng “%(name)s”.", name=stage.name)
        return done(words, "scoring.progress", round_id=round_.id, vong=stage.id)
    return form.page(
        "scoring/close.html",
        round=round_,
        stage=stage,
        whole=whole,
        lacking=lacking,
        short=_short_of_sheets(whole, stage.min_sheets),
    )


def _short_of_sheets(whole: StageProgress, min_sheets: int) -> list[tuple[Any, int]]:
    """Return the dossiers that would get no score, with the number of their sheets."""
    sent: dict[int, int] = {}
    for mark in whole.counted:
        sent[mark.nomination_id] = sent.get(mark.nomination_id, 0) + mark.is_sent
    counts = [(dossier, sent.get(dossier.nomination_id, 0)) for dossier in whole.dossiers]
    return [row for row in counts if row[1] < min_sheets]


@pages.form("/ban-to-chuc/dot/<int:round_id>/vao-vong-sau", P.CLOSE, load=get_round_in_full)
def advance(round_: Round) -> ResponseReturnValue:
    """Show who passes into the next stage by the rule, and let them pass."""
    stage = stage_of(round_)
    following = next_stage(stage)
    if following is None:
        raise NotFound
    _require_scores_shown(stage)
    proposal = propose_passing(stage)
    form = Confirmed(len(proposal.passed), least=0)
    number = form.sent(lambda: pass_on(stage, by=current_actor()))
    if number is not None:
        name = following.name
        words = _("Đã chuyển %(number)s hồ sơ vào vòng “%(name)s”.", number=number, name=name)
        return done(words, "scoring.assignments", round_id=round_.id, vong=following.id)
    return form.page(
        "scoring/advance.html", round=round_, stage=stage, following=following, proposal=proposal
    )


def _require_scores_shown(stage: Stage) -> None:
    """Refuse a look at scores to the council's members, and to all while sheets are taken.

    Raises:
        NotAllowed: for members of the council.
        WrongState: until the stage is closed.
    """
    access.require(P.READ_POINTS, stage)
    if stage.state is not StageState.CLOSED:
        raise WrongState(_("Hãy chốt vòng này trước khi chuyển hồ sơ vào vòng sau."))
