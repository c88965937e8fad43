"""The steps of a round that the organiser takes by a button; the others belong to higher packages.

Each endpoint is named after its transition.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import gettext as _

from app.infra.forms.base import Form, done, pressed
from app.infra.guard import current_actor
from app.kernel import clock
from app.programmes import queries
from app.programmes.forms.rounds import DeadlineForm
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
from app.programmes.views.doors import DESK, pages
from app.programmes.views.manage import parts_of
from app.programmes.workflow import round_workflow

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from app.programmes.models import Round
    from app.programmes.queries import RoundSetup

ROUND = f"{DESK}/<int:round_id>"
HERE = "programmes.manage"


@pages.form(f"{ROUND}/mo", P.PREPARE, load=queries.get_setup)
def open_(setup: RoundSetup) -> ResponseReturnValue:
    """Show what will be settled, then announce the round."""
    round_ = setup.round
    round_workflow.require("open", round_.state)
    form = Form(obj=round_)
    if form.sent(lambda: open_round(round_, by=current_actor())):
        words = _("Đã công bố. Trang của đợt đã hiện cho mọi người.")
        return done(words, HERE, round_id=round_.id)
    return form.page(
        "programmes/open.html",
        round=round_,
        plan=setup.plan,
        parts=parts_of(setup),
        call=call_of(round_, clock.now()),
    )


@pages.form(f"{ROUND}/mo-lai", P.RUN, load=queries.get_round)
def reopen(round_: Round) -> ResponseReturnValue:
    """Receive dossiers again until a new deadline, with the reason."""
    round_workflow.require("reopen", round_.state)
    form = DeadlineForm(data={"version": round_.version})
    closes_at, why = form.closes_at, form.reason
    if form.sent(lambda: reopen_round(round_, closes_at.data, why.data, by=current_actor())):
        return done(_("Đã mở lại nhận hồ sơ."), HERE, round_id=round_.id)
    return form.page("programmes/reopen.html", round=round_)


@pages.post(f"{ROUND}/rut-thong-bao", P.PREPARE, load=queries.get_round)
def withdraw(round_: Round) -> ResponseReturnValue:
    """Take the announcement back."""
    pressed(withdraw_call, round_, by=current_actor())
    return done(_("Đã rút thông báo. Đợt trở lại bản nháp."), HERE, round_id=round_.id)


@pages.post(f"{ROUND}/khoa", P.RUN, load=queries.get_round)
def close(round_: Round) -> ResponseReturnValue:
    """Receive no more dossiers."""
    pressed(close_round, round_, by=current_actor())
    return done(_("Đã khóa nhận hồ sơ."), HERE, round_id=round_.id)


@pages.post(f"{ROUND}/tham-tra", P.RUN, load=queries.get_round)
def screen(round_: Round) -> ResponseReturnValue:
    """Begin the formal examination."""
    pressed(start_screening, round_, by=current_actor())
    return done(_("Đã chuyển sang thẩm tra."), HERE, round_id=round_.id)


@pages.post(f"{ROUND}/cham", P.RUN, load=queries.get_round_in_full)
def judge(round_: Round) -> ResponseReturnValue:
    """Hand the eligible dossiers to the council."""
    pressed(start_judging, round_, by=current_actor())
    return done(_("Đã chuyển hội đồng chấm."), HERE, round_id=round_.id)


@pages.post(f"{ROUND}/luu-tru", P.RUN, load=queries.get_round)
def archive(round_: Round) -> ResponseReturnValue:
    """Put the finished round into the archive."""
    pressed(archive_round, round_, by=current_actor())
    return done(_("Đã lưu trữ đợt."), HERE, round_id=round_.id)
