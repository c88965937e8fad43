"""The last look before a dossier is sent, and the sending."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import redirect, url_for

from app.infra.forms.base import Form
from app.infra.guard import current_actor
from app.nominations.enums import EDITABLE_STATES, NominationState
from app.nominations.operations.submission import submit_nomination
from app.nominations.policy import NominationPermission as P
from app.nominations.views.checklist import checklist_of
from app.nominations.views.doors import pages
from app.nominations.views.loaders import dossier
from app.nominations.views.reading import reading_of
from app.nominations.views.unreached import warn_of_unasked_unit

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from app.nominations.models import Nomination


@pages.form("/ho-so/<int:nomination_id>/nop", P.SUBMIT, load=dossier)
def review(nomination: Nomination) -> ResponseReturnValue:
    """Show what is missing and what will be sent; send it.

    A second click finds the dossier sent already, and is shown its receipt.
    """
    if nomination.state not in EDITABLE_STATES:
        return redirect(url_for("nominations.receipt", nomination_id=nomination.id), 303)
    form = Form(obj=nomination)
    waits_for_unit = _waits_for_unit(nomination)
    told = form.sent(lambda: submit_nomination(nomination, by=current_actor()))
    if told:
        if waits_for_unit:
            warn_of_unasked_unit(told)
        address = url_for("nominations.receipt", nomination_id=nomination.id, moi=1)
        return redirect(address, 303)
    reading = reading_of(nomination)
    return form.page(
        "nominations/review.html",
        nomination=nomination,
        reading=reading,
        checklist=checklist_of(nomination, reading.reports),
        waits_for_unit=waits_for_unit,
        is_supplement=nomination.state is NominationState.SUPPLEMENT_WANTED,
    )


def _waits_for_unit(nomination: Nomination) -> bool:
    needs = nomination.round.needs_endorsement
    return needs and nomination.unit_id not in current_actor().units
