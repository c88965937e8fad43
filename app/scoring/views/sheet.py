"""The sheet: reading the dossier, giving points, saving by itself and by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _

from app.infra.files.serving import send_stored, send_without_maker
from app.infra.guard import current_actor
from app.kernel.calendar import format_instant
from app.kernel.errors import Refusal, RuleBroken, WrongState
from app.kernel.numbers import format_decimal, parse_count
from app.scoring import queries
from app.scoring.operations import restore_comment, save_points
from app.scoring.policy import ScoringPermission as P
from app.scoring.views.doors import (
    CONFLICT,
    OK,
    UNPROCESSABLE,
    own_file,
    own_sheet,
    own_sheet_to_save,
    pages,
)
from app.scoring.views.sheet_page import (
    Typed,
    code_of,
    comment_of,
    faults_of,
    field_name,
    file_name,
    next_url,
    number_of,
    page_of,
    points_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterable
    from decimal import Decimal

    from flask.typing import ResponseReturnValue

    from app.scoring.models import Assignment
    from app.scoring.operations import Saved
    from app.scoring.queries import SheetToSave
    from app.scoring.views.doors import OwnFile

LARGEST_VERSION = 10**9
CHANGED_ELSEWHERE = (
    "Phiếu này vừa được sửa ở thẻ hoặc máy khác. Chưa có gì bị ghi đè: bên dưới là phần bạn vừa "
    "gõ và phần đang lưu. Nhận xét vừa gõ cũng được giữ trong “Các bản nhận xét trước”."
)


@pages.post("/hoi-dong/phieu/<int:assignment_id>/luu", P.SCORE, load=own_sheet_to_save)
def save(sheet: SheetToSave) -> ResponseReturnValue:
    """Keep what is on the page; asked for by the page itself while somebody writes."""
    saved = save_points(
        sheet, _typed_points(sheet.points), request.form.get("comment"), version=_version()
    )
    if saved.is_stale:
        fields = {field_name(code): _shown(value) for code, value in saved.points.items()}
        fields["comment"] = saved.comment
        return jsonify(ok=False, message=_(CHANGED_ELSEWHERE), fields=fields), CONFLICT
    return jsonify(
        ok=True,
        saved_at=format_instant(saved.at, "clock"),
        version=saved.version,
        problems={field_name(code): text for code, text in saved.problems.items()},
    )


@pages.form("/hoi-dong/phieu/<int:assignment_id>", P.SCORE, load=own_sheet)
def sheet(assignment: Assignment) -> ResponseReturnValue:
    """Show the dossier beside the sheet; sent by hand, save and go on or ask to send."""
    if request.method == "POST":
        return _saved_by_hand(assignment)
    typed = Typed()
    if "kiem" in request.args:
        typed.problems = faults_of(assignment, points_of(assignment), comment_of(assignment))
    return render_template("scoring/sheet.html", **page_of(assignment, typed))


def _saved_by_hand(assignment: Assignment) -> ResponseReturnValue:
    kept = queries.get_sheet_to_save(assignment.id, current_actor())
    typed = Typed(points=_typed_points(kept.points), comment=request.form.get("comment"))
    try:
        saved = save_points(kept, typed.points, typed.comment, version=_version())
    except (RuleBroken, WrongState) as refusal:
        return _refused(assignment, typed, refusal)
    if saved.is_stale:
        return _stale(assignment, typed, saved)
    if saved.problems:
        return _unfit(assignment, typed, saved)
    return redirect(_after_saving(assignment, saved), 303)


def _refused(assignment: Assignment, typed: Typed, refusal: Refusal) -> ResponseReturnValue:
    """Show again all that was typed, beside the reason why it was not kept."""
    if refusal.field == "comment":
        typed.problems = {"comment": refusal.message}
    typed.refusal = refusal.message
    return render_template("scoring/sheet.html", **page_of(assignment, typed)), refusal.status


def _stale(assignment: Assignment, typed: Typed, saved: Saved) -> ResponseReturnValue:
    names = {criterion.code: criterion.name for criterion in assignment.stage.round.criteria}
    pairs = [
        (names[code], typed.points.get(code, ""), _shown(saved.points[code])) for code in names
    ]
    pairs.append((_("Nhận xét"), typed.comment or "", saved.comment))
    typed.theirs = [pair for pair in pairs if pair[1].strip() != pair[2].strip()]
    typed.refusal = _(CHANGED_ELSEWHERE)
    fresh = queries.get_own_sheet(assignment.id, current_actor())
    return render_template("scoring/sheet.html", **page_of(fresh, typed)), CONFLICT


def _unfit(assignment: Assignment, typed: Typed, saved: Saved) -> ResponseReturnValue:
    typed.problems = saved.problems
    page = page_of(assignment, typed)
    page["version"] = saved.version
    return render_template("scoring/sheet.html", **page), UNPROCESSABLE


def _after_saving(assignment: Assignment, saved: Saved) -> str:
    if request.form.get("viec") == "gui":
        if faults_of(assignment, saved.points, saved.comment):
            return url_for("scoring.sheet", assignment_id=assignment.id, kiem=1)
        return url_for("scoring.send", assignment_id=assignment.id)
    flash(_("Đã lưu bản nháp phiếu %(code)s.", code=code_of(assignment)), "ok")
    return next_url(queries.worklist(assignment.stage_id, current_actor()), assignment)


@pages.form("/hoi-dong/phieu/<int:assignment_id>/nhan-xet", P.SCORE, load=own_sheet_to_save)
def restore(sheet: SheetToSave) -> ResponseReturnValue:
    """Show earlier texts of the comment, and make one of them the comment again."""
    if request.method == "POST":
        number = request.form.get("so", -1, type=parse_count)
        saved = restore_comment(sheet, number, version=_version())
        if saved.is_stale:
            raise WrongState(_(CHANGED_ELSEWHERE))
        flash(_("Đã lấy lại nhận xét."), "ok")
        return redirect(url_for("scoring.sheet", assignment_id=sheet.assignment_id), 303)
    return render_template("scoring/restore.html", sheet=sheet), OK


@pages.get("/hoi-dong/phieu/<int:assignment_id>/tep/<int:attachment_id>", P.READ_OWN, load=own_file)
def file(own: OwnFile) -> ResponseReturnValue:
    """Hand out a file of an assigned dossier; a blind round's names neither author nor maker."""
    number = number_of(own.assignment, own.attachment)
    name = file_name(own.assignment, own.attachment, number)
    if own.assignment.stage.round.is_blind:
        return send_without_maker(own.attachment.stored, name)
    return send_stored(own.attachment.stored, name)


def _typed_points(codes: Iterable[str]) -> dict[str, str]:
    sent = request.form
    return {code: sent[field_name(code)] for code in codes if field_name(code) in sent}


def _version() -> int:
    number = request.form.get("version", 0, type=parse_count)
    return number if 0 <= number <= LARGEST_VERSION else 0


def _shown(value: Decimal | None) -> str:
    return "" if value is None else format_decimal(value)
