"""The formal examination: a queue, and each dossier with three ways to decide."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from flask import render_template, request
from flask_babel import gettext as _

from app.infra.forms.base import Form, done
from app.infra.guard import current_actor
from app.kernel import clock
from app.kernel.calendar import end_of_day, local
from app.nominations.forms import ReasonForm, SupplementForm
from app.nominations.operations.screening import (
    accept_nomination,
    ask_supplement,
    reject_nomination,
    screen_again,
)
from app.nominations.policy import NominationPermission as P
from app.nominations.queries.counts import waits_for_screening
from app.nominations.queries.lists import (
    TO_BE_SCREENED,
    neighbours_in_queue,
)
from app.nominations.values.states import STATE_WORDS
from app.nominations.views.doors import pages
from app.nominations.views.loaders import dossier
from app.nominations.views.reading import reading_of
from app.nominations.views.unreached import warn_of_untold_author
from app.nominations.workflow import nomination_workflow

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.typing import ResponseReturnValue

    from app.letters.operations import Delivery
    from app.nominations.models import Nomination

USUAL_DAYS = 7


@pages.get("/ban-to-chuc/tham-tra", P.LIST_ALL)
def screening() -> ResponseReturnValue:
    """Show what waits for the secretary, the oldest first."""
    return TO_BE_SCREENED.page(
        "nominations/screening.html", waits_for_screening(current_actor()), words=STATE_WORDS
    )


@pages.form("/ban-to-chuc/tham-tra/<int:nomination_id>", P.SCREEN, load=dossier)
def screen(nomination: Nomination) -> ResponseReturnValue:
    """Show a dossier at the left and the three ways to decide at the right; take the verdict."""
    if request.method == "POST":
        return _decide(nomination)
    return _page(nomination)


def _decide(nomination: Nomination) -> ResponseReturnValue:
    wish = request.form.get("do", "")
    form, write = _step(nomination, wish)
    if told := form.sent(write):
        warn_of_untold_author(told)
        return _next(nomination)
    return _page(nomination, wish, form), form.status


def _step(nomination: Nomination, wish: str) -> tuple[Form, Callable[[], Delivery]]:
    """Return the form of a decision and what writes it."""
    by = current_actor()
    if wish == "reject":
        reason = ReasonForm(obj=nomination)
        return reason, lambda: reject_nomination(nomination, reason.reason.data, by=by)
    if wish == "ask_supplement":
        more = SupplementForm(obj=nomination)
        return more, lambda: ask_supplement(nomination, more.request.data, more.due_at.data, by=by)
    if wish == "screen_again":
        again = ReasonForm(obj=nomination)
        return again, lambda: screen_again(nomination, again.reason.data, by=by)
    return Form(obj=nomination), lambda: accept_nomination(nomination, by=by)


def _next(nomination: Nomination) -> ResponseReturnValue:
    """Lead on to the next dossier of the queue, or back to it."""
    label = STATE_WORDS[nomination.state].label.lower()
    words = _("Hồ sơ %(code)s: %(state)s.", code=nomination.code, state=label)
    place = neighbours_in_queue(nomination, current_actor())
    following = place.after or place.before
    if following is None:
        return done(words, "nominations.screening")
    return done(words, "nominations.screen", nomination_id=following)


def _page(nomination: Nomination, wish: str = "", form: Form | None = None) -> str:
    usual = {"due_at": end_of_day(local(clock.now()).date() + timedelta(days=USUAL_DAYS))}
    return render_template(
        "nominations/screen.html",
        nomination=nomination,
        reading=reading_of(nomination),
        neighbours=neighbours_in_queue(nomination, current_actor()),
        offered={step.name for step in nomination_workflow.steps_from(nomination.state)},
        reject=form if wish == "reject" else ReasonForm(formdata=None, prefix=""),
        supplement=form if wish == "ask_supplement" else SupplementForm(formdata=None, data=usual),
        again=form if wish == "screen_again" else ReasonForm(formdata=None),
        refused=form if form is not None else None,
    )
