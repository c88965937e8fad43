"""The sheet: reading the dossier, giving points, saving by itself and by hand."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import flash, jsonify, redirect, render_template, request, url_for

from app.infra.files.responses import send_stored, send_without_maker
from app.infra.forms.base import done
from app.infra.guard import current_actor
from app.infra.words import gettext as _
from app.kernel.calendar import format_instant
from app.kernel.errors import Refusal, RuleBroken, WrongState
from app.kernel.numbers import format_decimal, parse_count
from app.questions.forms import editions_in
from app.questions.rules.editions import editions_of
from app.scoring.operations.autosave import TypedSheet, restore_comment, save_typed
from app.scoring.policy import ScoringPermission as P
from app.scoring.queries.sheet_page import get_sheet_page
from app.scoring.queries.sheet_to_save import get_sheet_to_save
from app.scoring.rules.typed import COMMENT, texts_of_sheet
from app.scoring.views.doors import pages
from app.scoring.views.loaders import own_file, own_sheet, own_sheet_to_save
from app.scoring.views.sheet_page import (
    Typed,
    editions_on_page,
    faults_of,
    field_name,
    file_name,
    limits_of,
    next_url,
    page_of,
    work_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from decimal import Decimal

    from flask.typing import ResponseReturnValue

    from app.scoring.operations.autosave import Saved
    from app.scoring.queries.sheet_page import OwnSheet
    from app.scoring.queries.sheet_to_save import SheetToSave
    from app.scoring.views.loaders import OwnFile

LARGEST_VERSION = 10**9
CHANGED_ELSEWHERE = (
    "Phiếu này vừa được sửa ở thẻ hoặc máy khác. Chưa có gì bị ghi đè: bên dưới là phần bạn vừa "
    "gõ và phần đang lưu. Nhận xét vừa gõ cũng được giữ trong “Các bản nhận xét trước”."
)


@pages.post("/hoi-dong/phieu/<int:assignment_id>/luu", P.SCORE, load=own_sheet_to_save)
def save(sheet: SheetToSave) -> ResponseReturnValue:
    """Keep what is on the page; asked for by the page itself while somebody writes."""
    saved = save_typed(sheet, _typed(sheet))
    texts = texts_of_sheet(saved.points, saved.comment)
    if saved.is_stale and not saved.found.conflicts:
        return jsonify(ok=False, message=_(CHANGED_ELSEWHERE), fields=_by_field(texts)), (
            HTTPStatus.CONFLICT
        )
    answer = {
        "ok": not saved.is_stale,
        "saved_at": format_instant(saved.at, "clock"),
        "version": saved.version,
        "editions": editions_on_page(
            {code: text for code, text in texts.items() if code not in saved.found.conflicts}
        ),
        "merged": _by_field(saved.found.taken),
        "problems": _by_field(saved.problems),
    }
    if not saved.is_stale:
        return jsonify(answer)
    conflicts = _by_field(saved.found.conflicts)
    told = {"message": _(CHANGED_ELSEWHERE), "fields": conflicts}
    return jsonify(**answer, **told, their_editions=editions_of(conflicts)), HTTPStatus.CONFLICT


def _typed(sheet: SheetToSave) -> TypedSheet:
    known = editions_in(request.form)
    names = {field_name(code): code for code in (*sheet.points, COMMENT)}
    editions = known and {names[name]: one for name, one in known.items() if name in names}
    points = _typed_points(sheet.points)
    return TypedSheet(points, request.form.get("comment"), _version(), editions)


def _by_field(texts: Mapping[str, str]) -> dict[str, str]:
    return {field_name(code): text for code, text in texts.items()}


@pages.form("/hoi-dong/phieu/<int:assignment_id>", P.SCORE, load=own_sheet)
def sheet(own: OwnSheet) -> ResponseReturnValue:
    """Show the dossier beside the sheet; sent by hand, save and go on or ask to send."""
    if request.method == "POST":
        return _saved_by_hand(own)
    typed = Typed()
    if "kiem" in request.args:
        typed.problems = faults_of(own.rules, own.points, own.comment, limits_of(own))
    return render_template("scoring/sheet.html", **page_of(own, typed))


def _saved_by_hand(own: OwnSheet) -> ResponseReturnValue:
    kept = get_sheet_to_save(own.assignment_id, current_actor())
    typed = Typed(points=_typed_points(kept.points), comment=request.form.get("comment"))
    try:
        saved = save_typed(kept, _typed(kept))
    except (RuleBroken, WrongState) as refusal:
        return _refused(own, typed, refusal)
    if saved.is_stale:
        return _stale(own, typed, saved)
    if saved.problems:
        return _unfit(own, typed, saved)
    return redirect(_after_saving(own, saved), 303)


def _refused(own: OwnSheet, typed: Typed, refusal: Refusal) -> ResponseReturnValue:
    """Show again all that was typed, beside the reason why it was not kept."""
    if refusal.field == "comment":
        typed.problems = {"comment": refusal.message}
    typed.refusal = refusal.message
    return render_template("scoring/sheet.html", **page_of(own, typed)), refusal.status


def _stale(own: OwnSheet, typed: Typed, saved: Saved) -> ResponseReturnValue:
    theirs = saved.found.conflicts or texts_of_sheet(saved.points, saved.comment)
    mine = {**typed.points, COMMENT: typed.comment or ""}
    names = {**{rule.code: rule.name for rule in own.rules}, COMMENT: _("Nhận xét")}
    pairs = [(names[code], mine.get(code, ""), text) for code, text in theirs.items()]
    typed.theirs = [pair for pair in pairs if pair[1].strip() != pair[2].strip()]
    typed.refusal = _(CHANGED_ELSEWHERE)
    if saved.found.conflicts:  # the others are kept, or were changed elsewhere alone
        typed.points = {code: typed.points[code] for code in typed.points if code in theirs}
        typed.comment = typed.comment if COMMENT in theirs else None
    fresh = get_sheet_page(own.assignment_id, current_actor())
    return render_template("scoring/sheet.html", **page_of(fresh, typed)), HTTPStatus.CONFLICT


def _unfit(own: OwnSheet, typed: Typed, saved: Saved) -> ResponseReturnValue:
    typed.problems = saved.problems
    fresh = get_sheet_page(own.assignment_id, current_actor())
    return render_template(
        "scoring/sheet.html", **page_of(fresh, typed)
    ), HTTPStatus.UNPROCESSABLE_ENTITY


def _after_saving(own: OwnSheet, saved: Saved) -> str:
    if request.form.get("viec") == "gui":
        if faults_of(own.rules, saved.points, saved.comment, limits_of(own)):
            return url_for("scoring.sheet", assignment_id=own.assignment_id, kiem=1)
        return url_for("scoring.send", assignment_id=own.assignment_id)
    flash(_("Đã lưu bản nháp phiếu %(code)s.", code=own.code), "ok")
    return next_url(work_of(own), own)


@pages.form("/hoi-dong/phieu/<int:assignment_id>/nhan-xet", P.SCORE, load=own_sheet_to_save)
def restore(sheet: SheetToSave) -> ResponseReturnValue:
    """Show earlier texts of the comment, and make one of them the comment again."""
    if request.method == "POST":
        number = request.form.get("so", -1, type=parse_count)
        saved = restore_comment(sheet, number, version=_version())
        if saved.is_stale:
            raise WrongState(_(CHANGED_ELSEWHERE))
        words = _("Đã lấy lại nhận xét.")
        return done(words, "scoring.sheet", assignment_id=sheet.assignment_id)
    return render_template("scoring/restore.html", sheet=sheet)


@pages.get("/hoi-dong/phieu/<int:assignment_id>/tep/<int:attachment_id>", P.READ_OWN, load=own_file)
def file(own: OwnFile) -> ResponseReturnValue:
    """Hand out a file of an assigned dossier; a blind round's names neither author nor maker."""
    name = file_name(own.sheet, own.file)
    if own.sheet.is_blind:
        return send_without_maker(own.stored, name)
    return send_stored(own.stored, name)


def _typed_points(codes: Iterable[str]) -> dict[str, str]:
    sent = request.form
    return {code: sent[field_name(code)] for code in codes if field_name(code) in sent}


def _version() -> int:
    number = request.form.get("version", 0, type=parse_count)
    return number if 0 <= number <= LARGEST_VERSION else 0


def _shown(value: Decimal | None) -> str:
    return "" if value is None else format_decimal(value)
