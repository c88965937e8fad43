"""Conflicts of a round as the secretary sees them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import render_template
from flask_babel import gettext as _

from app.conflicts import queries
from app.conflicts.enums import CONFLICT_LABELS
from app.conflicts.forms import EnterForm, WithdrawForm
from app.conflicts.operations import declare_conflict, withdraw_declaration
from app.conflicts.policy import ConflictPermission as P
from app.conflicts.policy import policy
from app.councils.queries import seats_of_round
from app.infra.forms.base import done
from app.infra.guard import Doors, current_actor
from app.nominations.queries.lists import eligible_nominations
from app.programmes.queries import get_round

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask.typing import ResponseReturnValue

    from app.conflicts.models import Conflict
    from app.councils.models import Seat
    from app.nominations.models import Nomination
    from app.programmes.models import Round

pages = Doors("conflicts", policy, url_prefix="/ban-to-chuc/dot/<int:round_id>/xung-dot")
doors = (pages,)


@pages.get("", P.LIST, load=get_round)
def index(round_: Round) -> ResponseReturnValue:
    """List what is declared, and what the system found by itself."""
    seats = {seat.id: seat for seat in seats_of_round(round_.id)}
    nominations = {nomination.id: nomination for nomination in eligible_nominations(round_.id)}
    table = queries.conflict_table(seats, nominations)
    declared = queries.declared_in_round(round_.id)
    known = {(row.seat_id, row.nomination_id): row.kind for row in declared}
    found = [
        (nominations[pair[1]], seats[pair[0]], [k for k in kinds if known.get(pair) is not k])
        for pair, kinds in table.items()
    ]
    return render_template(
        "conflicts/index.html",
        round=round_,
        declared=declared,
        derived=sorted(
            (row for row in found if row[2]), key=lambda row: (row[0].code or "", row[1].code)
        ),
        labels=CONFLICT_LABELS,
    )


@pages.form("/ghi", P.ENTER, load=get_round)
def enter(round_: Round) -> ResponseReturnValue:
    """Enter what a judge declared by word or on paper."""
    seats, nominations = seats_of_round(round_.id), eligible_nominations(round_.id)
    form = EnterForm()
    form.offer(seats, nominations)
    if declared := form.sent(lambda: _entered(form, seats, nominations)):
        words = _("Đã ghi xung đột lợi ích của %(name)s.", name=declared.seat.person.full_name)
        return done(words, "conflicts.index", round_id=round_.id)
    return form.page("conflicts/enter.html", round=round_)


def _entered(form: EnterForm, seats: Sequence[Seat], nominations: Sequence[Nomination]) -> Conflict:
    seat = next(s for s in seats if s.id == form.seat_id.data)
    nomination = next(n for n in nominations if n.id == form.nomination_id.data)
    kind, note = form.kind.data, form.note.data or ""
    return declare_conflict(seat, nomination, kind, note, by=current_actor())


@pages.form("/<int:conflict_id>/go", P.WITHDRAW, load=queries.get_conflict)
def withdraw(conflict: Conflict) -> ResponseReturnValue:
    """Take a declaration back, for a reason."""
    form = WithdrawForm()
    round_id = conflict.round_id
    if form.sent(lambda: withdraw_declaration(conflict, form.reason.data, by=current_actor())):
        words = _("Đã gỡ khai báo. Muốn người này chấm lại, hãy phân công lại.")
        return done(words, "conflicts.index", round_id=round_id)
    return form.page("conflicts/withdraw.html", conflict=conflict, labels=CONFLICT_LABELS)
