"""What the contact of a unit does: read the dossiers of its people, endorse or return them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import request
from flask_babel import gettext as _

from app.infra.forms.base import done, pressed
from app.infra.guard import current_actor
from app.kernel import clock
from app.nominations.enums import NominationState
from app.nominations.forms import ReasonForm
from app.nominations.operations.submission import endorse_nomination, return_nomination
from app.nominations.policy import NominationPermission as P
from app.nominations.queries.lists import OF_UNITS, seen_by_units_of
from app.nominations.values.states import STATE_WORDS
from app.nominations.views.doors import pages
from app.nominations.views.loaders import dossier
from app.nominations.views.reading import reading_of
from app.nominations.views.unreached import warn_of_untold_author
from app.programmes.queries import announced_rounds
from app.programmes.values.calls import call_of
from app.registry.queries import units_by_id

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from app.nominations.models import Nomination


@pages.get("/don-vi/ho-so", P.LIST_UNIT)
def for_unit() -> ResponseReturnValue:
    """List the dossiers of a unit's people, those that wait for its word first."""
    actor = current_actor()
    units = units_by_id(actor.units)
    calls = [call_of(round_, clock.now()) for round_ in announced_rounds()]
    return OF_UNITS.page(
        "nominations/for_unit.html",
        seen_by_units_of(actor),
        about=units,
        units=units,
        words=STATE_WORDS,
        calls=[call for call in calls if call.is_open],
    )


@pages.form("/don-vi/ho-so/<int:nomination_id>/xac-nhan", P.ENDORSE, load=dossier)
def endorse(nomination: Nomination) -> ResponseReturnValue:
    """Show a dossier to the unit that is asked to put it forward; take its word."""
    if request.method == "POST":
        warn_of_untold_author(pressed(endorse_nomination, nomination, by=current_actor()))
        words = _("Đã xác nhận đề cử hồ sơ %(code)s.", code=nomination.code)
        return done(words, "nominations.for_unit")
    return _page(nomination, ReasonForm(obj=nomination))


@pages.post("/don-vi/ho-so/<int:nomination_id>/tra-lai", P.ENDORSE, load=dossier)
def return_for_changes(nomination: Nomination) -> ResponseReturnValue:
    """Give a dossier back to its author, with a reason."""
    form = ReasonForm(obj=nomination)
    told = form.sent(lambda: return_nomination(nomination, form.reason.data, by=current_actor()))
    if told:
        warn_of_untold_author(told)
        words = _("Đã trả lại hồ sơ %(code)s để tác giả sửa.", code=nomination.code)
        return done(words, "nominations.for_unit")
    return _page(nomination, form)


def _page(nomination: Nomination, form: ReasonForm) -> ResponseReturnValue:
    return form.page(
        "nominations/endorse.html",
        nomination=nomination,
        reading=reading_of(nomination),
        waits=nomination.state is NominationState.AWAITING_ENDORSEMENT,
    )
