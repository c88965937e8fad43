"""Writing a dossier: one section at a time, saved first and judged second, by itself and by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _

from app.infra.forms.base import VERSION
from app.kernel import clock
from app.kernel.calendar import format_instant
from app.nominations import forms
from app.nominations.enums import EDITABLE_STATES
from app.nominations.operations.sections import save_section
from app.nominations.operations.writing import require_editable, save_typed_people
from app.nominations.policy import NominationPermission as P
from app.nominations.rules.people import with_even_shares
from app.nominations.rules.plans import people_typed_in, reports_of, texts_of
from app.nominations.rules.sections import SectionKind, neighbours
from app.nominations.rules.texts import differing, version_of, without_row
from app.nominations.values.states import STATE_WORDS, due_of
from app.nominations.views.checklist import checklist_of
from app.nominations.views.doors import pages
from app.nominations.views.loaders import section_of_dossier
from app.nominations.views.section_boxes import drawing_of, labels_of, spoken

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from app.nominations.models import Nomination
    from app.nominations.queries.dossiers import SectionOfDossier
    from app.nominations.rules.completeness import Report

OK, CONFLICT, UNPROCESSABLE = 200, 409, 422
REMOVE = "remove-"


@pages.form("/ho-so/<int:nomination_id>/phan/<code>", P.EDIT, load=section_of_dossier)
def section(place: SectionOfDossier) -> ResponseReturnValue:
    """Show a section; keep what was typed there, then say what is to be mended."""
    if request.method == "POST":
        return _save(place)
    if place.nomination.state not in EDITABLE_STATES:
        flash(_("Hồ sơ đã nộp nên không sửa được nữa; dưới đây là nội dung đã nộp."), "info")
        return redirect(url_for("nominations.detail", nomination_id=place.nomination.id))
    return _page(place, shows_all="kiem-tra" in request.args), OK


def _save(place: SectionOfDossier) -> ResponseReturnValue:
    require_editable(place.nomination)
    typed = forms.texts_in(place.section, request.form)
    if _is_stale(place, typed):
        return _both_texts(place, typed), CONFLICT
    save_section(place.nomination, place.section, typed)
    return _after(place, request.form.get("do", "next"))


def _is_stale(place: SectionOfDossier, typed: dict[str, str]) -> bool:
    """Tell whether somebody wrote something else in this section since the page was drawn."""
    stored = texts_of(place.nomination, place.section)
    sent = request.form.get("version", "")
    is_known = bool(VERSION.fullmatch(sent)) and int(sent) == version_of(stored)
    return not is_known and version_of(typed) != version_of(stored)


def _after(place: SectionOfDossier, wish: str) -> ResponseReturnValue:
    if place.section.kind is SectionKind.PEOPLE and _change_rows(place.nomination, wish):
        return redirect(_address(place.nomination, place.section.code) + "#people", 303)
    _number, before, after = neighbours(_sections(place), place.section.code)
    if wish == "back" and before is not None:
        return redirect(_address(place.nomination, before.code), 303)
    if wish == "stay":
        return redirect(_address(place.nomination, place.section.code), 303)
    if _report(place).faults:
        return _page(place, shows_all=True), UNPROCESSABLE
    if after is None:
        return redirect(url_for("nominations.review", nomination_id=place.nomination.id), 303)
    return redirect(_address(place.nomination, after.code), 303)


def _change_rows(nomination: Nomination, wish: str) -> bool:
    """Add, remove or even out rows of people, as a button asked; tell whether one did."""
    rows = people_typed_in(nomination)
    if wish == "add":
        rows = [*(rows or [{}]), {}]
    elif wish == "even":
        rows = with_even_shares(rows)
    elif wish.startswith(REMOVE) and wish.removeprefix(REMOVE).isdecimal():
        rows = without_row(rows, int(wish.removeprefix(REMOVE)[:4]))
    else:
        return False
    save_typed_people(nomination, rows)
    return True


def _page(place: SectionOfDossier, *, shows_all: bool) -> str:
    nomination, chosen = place.nomination, place.section
    reports = reports_of(nomination)
    report = next(report for report in reports if report.code == chosen.code)
    shown = report.missing if shows_all else report.faults
    number, before, after = neighbours([r.section for r in reports], chosen.code)
    return render_template(
        "nominations/section.html",
        nomination=nomination,
        section=chosen,
        number=number,
        before=before,
        after=after,
        report=report,
        problems=shown,
        checklist=checklist_of(nomination, reports, chosen.code),
        version=version_of(texts_of(nomination, chosen)),
        drawing=drawing_of(nomination, chosen, shown),
        words=STATE_WORDS[nomination.state],
        due=due_of(nomination, clock.now()),
    )


def _both_texts(place: SectionOfDossier, typed: dict[str, str]) -> str:
    stored = texts_of(place.nomination, place.section)
    names = list(differing(typed, stored))

    def in_words(texts: dict[str, str]) -> dict[str, str]:
        return {n: spoken(place.nomination, place.section, n, texts.get(n, "")) for n in names}

    return render_template(
        "nominations/conflict.html",
        nomination=place.nomination,
        section=place.section,
        mine=in_words(typed),
        theirs=in_words(stored),
        labels=labels_of(place.section, names),
        sent=request.form.items(multi=True),
        version=version_of(stored),
    )


@pages.post("/ho-so/<int:nomination_id>/phan/<code>/tu-luu", P.EDIT, load=section_of_dossier)
def autosave(place: SectionOfDossier) -> ResponseReturnValue:
    """Keep what is being typed; answer as docs/look.md says."""
    require_editable(place.nomination)
    typed = forms.texts_in(place.section, request.form)
    if _is_stale(place, typed):
        return jsonify(_conflict(place, typed)), CONFLICT
    save_section(place.nomination, place.section, typed)
    return jsonify(
        ok=True,
        saved_at=format_instant(place.nomination.saved_at, "clock"),
        version=version_of(texts_of(place.nomination, place.section)),
        problems={item.field: item.sentence for item in _report(place).faults},
    )


def _conflict(place: SectionOfDossier, typed: dict[str, str]) -> dict[str, Any]:
    stored = texts_of(place.nomination, place.section)
    return {
        "ok": False,
        "message": _(
            "Phần này vừa được sửa ở nơi khác. Cả hai bản đều còn đây: hãy so sánh rồi chép "
            "phần cần giữ."
        ),
        "fields": {name: stored.get(name, "") for name in differing(typed, stored)},
    }


def _report(place: SectionOfDossier) -> Report:
    reports = reports_of(place.nomination)
    return next(report for report in reports if report.code == place.section.code)


def _sections(place: SectionOfDossier) -> list[Any]:
    return [report.section for report in reports_of(place.nomination)]


def _address(nomination: Nomination, code: str) -> str:
    return url_for("nominations.section", nomination_id=nomination.id, code=code)
