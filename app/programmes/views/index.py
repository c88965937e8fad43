"""The organiser's list of rounds, and how a new one begins."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import render_template, request
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from app.infra.forms.base import done
from app.infra.guard import current_actor
from app.kernel import clock
from app.kernel.errors import NotFound, RuleBroken
from app.programmes import queries
from app.programmes.forms.rounds import PRESET, NewRoundForm
from app.programmes.operations.drafts import draft_round
from app.programmes.policy import RoundPermission as P
from app.programmes.policy import policy
from app.programmes.rules.editions import plan_for_edition
from app.programmes.rules.parts import Part
from app.programmes.rules.summaries import summary_of
from app.programmes.values.calls import call_of
from app.programmes.views.doors import DESK, pages

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from app.programmes.models import Round
    from app.programmes.rules.plan import RoundPlan


@pages.get(DESK, P.LIST_ROUNDS)
def manage_index() -> ResponseReturnValue:
    """List all rounds, newest first: where each stands and what can be done next."""
    shown, now = queries.ROUNDS.shown(), clock.now()
    return render_template(
        "programmes/manage_index.html",
        shown=shown,
        calls=[call_of(round_, now) for round_ in shown.rows],
        may_prepare=policy.allows(current_actor(), P.PREPARE),
    )


@pages.form(f"{DESK}/moi", P.PREPARE)
def draft() -> ResponseReturnValue:
    """Make a new round of a preset or an earlier round, after a look at what comes with it."""
    source = _plan_of(_asked_source())
    form = NewRoundForm(_typed_or_proposed(source), data=_first_words(source))
    is_look = "preview" in request.form
    if not is_look and (round_ := form.sent(lambda: _drafted(source, form))):
        words = _("Đã lập đợt. Hãy xem lại từng phần, đặt ngày giờ rồi công bố.")
        return done(words, "programmes.manage", round_id=round_.id)
    page = render_template(
        "programmes/draft.html",
        form=form,
        plan=source,
        criteria_words=summary_of(Part.CRITERIA, source).words if source else "",
    )
    return page, HTTPStatus.OK if is_look else form.status


def _typed_or_proposed(source: RoundPlan | None) -> MultiDict[str, str] | None:
    """Return what was typed; a look at a source fills what is still empty with its proposals.

    The name of another source is no typing of anybody's: it gives way to the new proposal.
    """
    if "preview" not in request.form:
        return request.form or None
    typed = MultiDict(request.form)
    if typed.get("name") in {plan.name for plan in queries.preset_plans()}:
        typed["name"] = ""
    for name, proposal in _first_words(source).items():
        if not typed.get(name) and proposal is not None:
            typed[name] = str(proposal)
    return typed


def _asked_source() -> str:
    return request.form.get("source") or request.args.get("tu", "")


def _plan_of(source: str) -> RoundPlan | None:
    """Return the plan of a preset or of an earlier round; None when there is none of this name."""
    kind, _sign, key = source.partition(":")
    if kind == PRESET:
        return queries.find_preset(key)
    if not key.isascii() or not key.isdecimal():
        return None
    try:
        return queries.get_setup(int(key[:10])).plan
    except NotFound:
        return None


def _first_words(source: RoundPlan | None) -> dict[str, object]:
    """Return what the form proposes: the name of the source, this year, the next ordinal."""
    if source is None:
        return {"year": clock.today().year}
    ordinal = None if source.ordinal_no is None else source.ordinal_no + 1
    return {
        "source": _asked_source(),
        "name": source.name,
        "year": max(clock.today().year, source.year),
        "ordinal_no": ordinal,
    }


def _drafted(source: RoundPlan | None, form: NewRoundForm) -> Round:
    if source is None:
        raise RuleBroken(_("Mẫu hoặc đợt này không còn. Hãy chọn lại."), field="source")
    name, year, ordinal_no = form["name"].data, form.year.data, form.ordinal_no.data
    plan = plan_for_edition(source, name=name, year=year, ordinal_no=ordinal_no)
    return draft_round(plan, by=current_actor())
