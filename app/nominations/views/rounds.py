"""All dossiers of a round: found, counted, downloaded, and accepted many at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import request
from flask_babel import gettext as _

from app.infra.forms.base import done
from app.infra.forms.confirmed import Confirmed
from app.infra.guard import access, current_actor
from app.infra.spreadsheets import KINDS
from app.kernel.errors import NotFound
from app.kernel.numbers import parse_count
from app.nominations.forms import LARGEST_ID
from app.nominations.operations.screening import accept_many
from app.nominations.policy import NominationPermission as P
from app.nominations.queries.lists import OF_ROUND, in_round, nominations_to_accept
from app.nominations.rules.plans import reports_of
from app.nominations.values.states import STATE_WORDS
from app.nominations.views.doors import pages
from app.nominations.views.unreached import warn_of_untold_author
from app.programmes.queries import get_round, get_round_in_full

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask.typing import ResponseReturnValue

    from app.nominations.models import Nomination
    from app.programmes.models import Round

MOST_AT_ONCE = 500


@pages.get("/ban-to-chuc/dot/<int:round_id>/ho-so", P.LIST_ALL, load=get_round)
def of_round(round_: Round) -> ResponseReturnValue:
    """List the dossiers of a round, as the address asks."""
    return OF_ROUND.page(
        "nominations/of_round.html",
        in_round(round_),
        about=round_,
        suffix=f"-{round_.slug}",
        round=round_,
        words=STATE_WORDS,
    )


def list_of_round(round_id: int, kind: str) -> tuple[Round, str]:
    """Return a round and the kind of file that its list is wanted as.

    Raises:
        NotFound: for a kind that we do not write.
    """
    if kind not in KINDS:
        raise NotFound
    return get_round(round_id), kind


@pages.get("/ban-to-chuc/dot/<int:round_id>/ho-so.<kind>", P.LIST_ALL, load=list_of_round)
def download(wanted: tuple[Round, str]) -> ResponseReturnValue:
    """Hand out just what the list shows, all its pages; the address that people have kept."""
    round_, kind = wanted
    return OF_ROUND.file(kind, in_round(round_), about=round_, suffix=f"-{round_.slug}")


@pages.form("/ban-to-chuc/dot/<int:round_id>/ho-so/cong-nhan", P.LIST_ALL, load=get_round_in_full)
def accept_chosen(round_: Round) -> ResponseReturnValue:
    """Show who would be accepted and told; do it when the number is typed."""
    chosen = _chosen(round_)
    form, asked = Confirmed(len(chosen)), len(_ids())
    told = form.sent(lambda: accept_many(chosen, expected=asked, by=current_actor()))
    if told is not None:
        warn_of_untold_author(*told)
        words = _("Đã công nhận hợp lệ %(count)s hồ sơ.", count=len(chosen))
        return done(words, "nominations.of_round", round_id=round_.id)
    return form.page(
        "nominations/accept_chosen.html",
        round=round_,
        chosen=chosen,
        incomplete={n.id for n in chosen if any(r.missing for r in reports_of(n))},
        asked=asked,
    )


def _ids() -> list[int]:
    typed = request.values.getlist("ho-so", type=parse_count)
    return [number for number in typed if 0 < number <= LARGEST_ID][:MOST_AT_ONCE]


def _chosen(round_: Round) -> Sequence[Nomination]:
    """Return the chosen dossiers that this secretary may decide on."""
    found = nominations_to_accept(round_.id, _ids())
    return [nomination for nomination in found if access.may(P.SCREEN, nomination)]
