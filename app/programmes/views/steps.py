"""The steps of a round that the organiser takes by a button; the others belong to higher packages.

Each endpoint is named after its transition.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from app.infra.forms.base import refuse, require_fresh
from app.infra.guard import current_actor
from app.kernel import clock
from app.kernel.errors import RuleBroken
from app.programmes import queries
from app.programmes.forms.rounds import DeadlineForm, StepForm
from app.programmes.operations.steps import (
    archive_round,
    close_round,
    open_round,
    reopen_round,
    start_judging,
    start_screening,
    withdraw_call,
)
from app.programmes.policy import RoundPermission as P
from app.programmes.values.calls import call_of
from app.programmes.views.doors import DESK, OK, UNPROCESSABLE, pages
from app.programmes.views.manage import parts_of
from app.programmes.workflow import round_workflow

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.typing import ResponseReturnValue

    from app.programmes.models import Round
    from app.programmes.queries import RoundSetup

ROUND = f"{DESK}/<int:round_id>"


@pages.form(f"{ROUND}/mo", P.PREPARE, load=queries.get_setup)
def open_(setup: RoundSetup) -> ResponseReturnValue:
    """Show what will be settled, then announce the round."""
    round_ = setup.round
    round_workflow.require("open", round_.state)
    form, status = StepForm(data={"version": round_.version}), OK
    if form.is_submitted():
        if _opened(round_, form):
            flash(_("Đã công bố. Trang của đợt đã hiện cho mọi người."), "ok")
            return redirect(url_for("programmes.manage", round_id=round_.id), 303)
        status = UNPROCESSABLE
    page = render_template(
        "programmes/open.html",
        round=round_,
        plan=setup.plan,
        form=form,
        parts=parts_of(setup),
        call=call_of(round_, clock.now()),
    )
    return page, status


def _opened(round_: Round, form: StepForm) -> bool:
    require_fresh(round_, form.version.data)
    try:
        open_round(round_, by=current_actor())
    except RuleBroken as refusal:
        refuse(form, refusal)
        return False
    return True


@pages.form(f"{ROUND}/mo-lai", P.RUN, load=queries.get_round)
def reopen(round_: Round) -> ResponseReturnValue:
    """Receive dossiers again until a new deadline, with the reason."""
    round_workflow.require("reopen", round_.state)
    form, status = DeadlineForm(data={"version": round_.version}), OK
    if form.is_submitted():
        if _reopened(round_, form):
            flash(_("Đã mở lại nhận hồ sơ."), "ok")
            return redirect(url_for("programmes.manage", round_id=round_.id), 303)
        status = UNPROCESSABLE
    return render_template("programmes/reopen.html", round=round_, form=form), status


def _reopened(round_: Round, form: DeadlineForm) -> bool:
    if not form.validate():
        return False
    require_fresh(round_, form.version.data)
    try:
        reopen_round(round_, form.closes_at.data, form.reason.data, by=current_actor())
    except RuleBroken as refusal:
        refuse(form, refusal)
        return False
    return True


@pages.post(f"{ROUND}/rut-thong-bao", P.PREPARE, load=queries.get_round)
def withdraw(round_: Round) -> ResponseReturnValue:
    """Take the announcement back."""
    return _take(round_, withdraw_call, _("Đã rút thông báo. Đợt trở lại bản nháp."))


@pages.post(f"{ROUND}/khoa", P.RUN, load=queries.get_round)
def close(round_: Round) -> ResponseReturnValue:
    """Receive no more dossiers."""
    return _take(round_, close_round, _("Đã khóa nhận hồ sơ."))


@pages.post(f"{ROUND}/tham-tra", P.RUN, load=queries.get_round)
def screen(round_: Round) -> ResponseReturnValue:
    """Begin the formal examination."""
    return _take(round_, start_screening, _("Đã chuyển sang thẩm tra."))


@pages.post(f"{ROUND}/cham", P.RUN, load=queries.get_round_in_full)
def judge(round_: Round) -> ResponseReturnValue:
    """Hand the eligible dossiers to the council."""
    return _take(round_, start_judging, _("Đã chuyển hội đồng chấm."))


@pages.post(f"{ROUND}/luu-tru", P.RUN, load=queries.get_round)
def archive(round_: Round) -> ResponseReturnValue:
    """Put the finished round into the archive."""
    return _take(round_, archive_round, _("Đã lưu trữ đợt."))


def _take(round_: Round, step: Callable[..., None], words: str) -> ResponseReturnValue:
    require_fresh(round_, StepForm().version.data)
    step(round_, by=current_actor())
    flash(words, "ok")
    return redirect(url_for("programmes.manage", round_id=round_.id), 303)
