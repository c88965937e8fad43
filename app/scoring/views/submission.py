"""Sending sheets: one after a last look, or all that are complete, after a typed confirmation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from app.infra.forms.base import done
from app.infra.forms.confirmed import Confirmed
from app.infra.guard import current_actor
from app.kernel.errors import RuleBroken
from app.kernel.numbers import format_decimal, parse_count
from app.scoring.enums import Progress
from app.scoring.operations.sheets import submit_sheet
from app.scoring.policy import ScoringPermission as P
from app.scoring.queries.progress import criteria_of_stage
from app.scoring.queries.worklist import get_own_sheet, own_sheets, worklist
from app.scoring.rules.sheet import largest_total, sheet_total
from app.scoring.values import criterion_rules
from app.scoring.views.doors import pages
from app.scoring.views.loaders import own_sheet, own_stage
from app.scoring.views.sheet_page import faults_of, limits_of, next_url, work_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask.typing import ResponseReturnValue

    from app.kernel.access import Actor
    from app.scoring.queries.sheet_page import OwnSheet
    from app.scoring.queries.worklist import JudgeStage, WorkItem


@pages.form("/hoi-dong/phieu/<int:assignment_id>/gui", P.SCORE, load=own_sheet)
def send(own: OwnSheet) -> ResponseReturnValue:
    """Show the sheet a last time with its total, and send it."""
    if own.is_sent:
        return redirect(url_for("scoring.sheet", assignment_id=own.assignment_id), 303)
    if request.method == "POST":
        return _sent(own)
    rules, points = own.rules, own.points
    if faults_of(rules, points, own.comment, limits_of(own)):
        return redirect(url_for("scoring.sheet", assignment_id=own.assignment_id, kiem=1), 303)
    return render_template(
        "scoring/send.html",
        sheet=own,
        lines=[(rule.name, points[rule.code], rule.max_points) for rule in rules],
        total=sheet_total(rules, points),
        maximum=largest_total(rules),
    )


def _sent(own: OwnSheet) -> ResponseReturnValue:
    actor = current_actor()
    version = request.form.get("version", 0, type=parse_count)
    assignment = get_own_sheet(own.assignment_id, actor)
    submit_sheet(assignment, version=version, by=actor)
    total = assignment.sheet.total if assignment.sheet else None
    flash(
        _(
            "Đã gửi phiếu %(code)s, tổng %(total)s điểm. Phiếu này đã xong.",
            code=own.code,
            total=format_decimal(total or 0),
        ),
        "ok",
    )
    return redirect(next_url(work_of(own), own), 303)


@pages.form("/hoi-dong/vong/<int:stage_id>/gui", P.LIST_OWN, load=own_stage)
def send_all(own: JudgeStage) -> ResponseReturnValue:
    """Show all complete sheets that are not sent, and send them together."""
    actor = current_actor()
    work = worklist(own.stage.id, actor)
    ready = [item for item in work if item.progress is Progress.READY]
    form = Confirmed(len(ready))
    if outcome := form.sent(lambda: _send_each(ready, actor)):
        return _all_sent(own, *outcome)
    sheets = own_sheets(own.stage.id, actor)
    criteria = criteria_of_stage(own.stage.id)
    rules = {
        criterion.id: rule
        for criterion, rule in zip(criteria, criterion_rules(criteria), strict=True)
    }
    totals = {
        number: sum((rules[c].weight * p for c, p in points.items()), start=0)
        for number, points in sheets.items()
    }
    return form.page(
        "scoring/send_all.html",
        own=own,
        ready=ready,
        totals=totals,
        maximum=largest_total(list(rules.values())),
        unfinished=len([i for i in work if i.progress in (Progress.NONE, Progress.PARTIAL)]),
    )


def _send_each(ready: Sequence[WorkItem], actor: Actor) -> tuple[int, list[str]]:
    """Send the sheets; return how many went, and the codes of those that a rule kept here."""
    kept = []
    for item in ready:
        assignment = get_own_sheet(item.assignment_id, actor)
        version = assignment.sheet.version if assignment.sheet else 0
        try:
            submit_sheet(assignment, version=version, by=actor)
        except RuleBroken:
            kept.append(item.code)
    return len(ready) - len(kept), kept


def _all_sent(own: JudgeStage, sent: int, kept: Sequence[str]) -> ResponseReturnValue:
    if kept:
        words = _("Chưa gửi được vì còn thiếu nhận xét: %(codes)s.", codes=", ".join(kept))
        flash(words, "warn")
    return done(_("Đã gửi %(number)s phiếu.", number=sent), "scoring.mine", vong=own.stage.id)
