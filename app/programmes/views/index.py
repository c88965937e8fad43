"""The organiser's list of rounds, and how a new one begins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from app.infra.guard import current_actor
from app.kernel import clock
from app.kernel.errors import NotFound
from app.kernel.numbers import parse_count
from app.programmes import queries
from app.programmes.forms.rounds import PRESET, NewRoundForm
from app.programmes.operations.drafts import draft_round
from app.programmes.policy import RoundPermission as P
from app.programmes.policy import policy
from app.programmes.rules.editions import plan_for_edition
from app.programmes.rules.parts import Part
from app.programmes.rules.summaries import summary_of
from app.programmes.values.calls import call_of
from app.programmes.views.doors import DESK, OK, UNPROCESSABLE, pages

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from app.programmes.rules.plan import RoundPlan


@pages.get(DESK, P.LIST_ROUNDS)
def manage_index() -> ResponseReturnValue:
    """List all rounds, newest first: where each stands and what can be done next."""
    page = queries.rounds_page(request.args.get("trang", 1, type=parse_count))
    now = clock.now()
    shown = [call_of(round_, now) for round_ in page.items]
    return render_template(
        "programmes/manage_index.html",
        page=page,
        calls=shown,
        may_prepare=policy.allows(current_actor(), P.PREPARE),
    )


@pages.form(f"{DESK}/moi", P.PREPARE)
def draft() -> ResponseReturnValue:
    """Make a new round of a preset or an earlier round, after a look at what comes with it."""
    source = _plan_of(_asked_source())
    form = NewRoundForm(_typed_or_proposed(source), data=_first_words(source))
    status = OK
    if form.is_submitted():
        if "preview" not in request.form and form.validate() and source is not None:
            return _drafted(source, form)
        status = OK if "preview" in request.form else UNPROCESSABLE
    page = render_template(
        "programmes/draft.html",
        form=form,
        plan=source,
        criteria_words=summary_of(Part.CRITERIA, source).words if source else "",
    )
    return page, status


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


def _drafted(source: RoundPlan, form: NewRoundForm) -> ResponseReturnValue:
    plan = plan_for_edition(
        source, name=form["name"].data, year=form.year.data, ordinal_no=form.ordinal_no.data
    )
    round_ = draft_round(plan, by=current_actor())
    flash(_("Đã lập đợt. Hãy xem lại từng phần, đặt ngày giờ rồi công bố."), "ok")
    return redirect(url_for("programmes.manage", round_id=round_.id), 303)
