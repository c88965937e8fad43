"""Co-authors confirm their shares: they are asked when a dossier is sent, by a link of their own.

An answer is about one share of one person. When the dossier says something else at its next
sending, the answer is void with its link, and the person is asked anew.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from app.accounts.operations.tokens import Holder, grant_link, void_links
from app.audit.operations import operation, record
from app.infra.db.engine import db
from app.kernel import clock
from app.kernel.errors import WrongState
from app.nominations import notifications
from app.nominations.enums import CONFIRM_SHARE, NominationEvent, ShareState
from app.nominations.models import ShareClaim
from app.nominations.queries.shares import claims_of
from app.nominations.rules.shares import clean_reason, no_longer_said, still_to_ask
from app.nominations.values.shares import has_shares, is_oneself, named_share, named_shares

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from app.kernel.access import Actor
    from app.nominations.models import Nomination
    from app.nominations.rules.shares import NamedShare

# Who is asked on the last day of a round has as long as this to answer.
SHORTEST_TIME = timedelta(days=14)
ANSWERED_ALREADY = "Câu hỏi này đã được trả lời hoặc không còn hiệu lực, nên không ghi thêm gì."


def ask_shares(nomination: Nomination, *, by: Actor) -> Sequence[ShareClaim]:
    """Ask who is named in a dossier that was sent whether their share is right.

    A dossier from a folder asks nobody: its people have agreed on paper, and nobody here would
    read the answers.

    Returns:
        The claims of the dossier, asked now or before.
    """
    if nomination.owner_id is None or not has_shares(nomination):
        return ()
    named, claims = named_shares(nomination), claims_of(nomination.id)
    _void(no_longer_said(named, claims))
    others = [named_share(row) for row in nomination.people if not is_oneself(row, by)]
    for each in still_to_ask(others, claims):
        _ask(nomination, each, by=by)
    return claims_of(nomination.id)


@operation
def _ask(nomination: Nomination, named: NamedShare, *, by: Actor) -> None:
    claim = ShareClaim(
        nomination_id=nomination.id,
        full_name=named.full_name,
        email=named.email,
        share=named.share,
        asked_at=clock.now(),
    )
    db.session.add(claim)
    db.session.flush()
    until = _last_moment(nomination)
    link, token = grant_link(
        CONFIRM_SHARE, claim, Holder(named.email, named.full_name), until=until
    )
    notifications.ask_share(nomination, claim, link, token, author=by.name)
    record(NominationEvent.SHARE_ASKED, nomination, by=by, of=claim.full_name, share=claim.share)


def _last_moment(nomination: Nomination) -> datetime:
    soonest = clock.now() + SHORTEST_TIME
    return max(soonest, nomination.round.closes_at or soonest)


@operation
def answer_share(claim: ShareClaim, *, agrees: bool, reason: str, by: Actor) -> None:
    """Keep whether somebody confirms the share that a dossier claims for them.

    Raises:
        RuleBroken: for a reason that is too long.
        WrongState: when it was answered before, or the dossier claims it no more.
    """
    why = "" if agrees else clean_reason(reason)
    if claim.state is not ShareState.AWAITING:
        raise WrongState(ANSWERED_ALREADY)
    claim.state = ShareState.CONFIRMED if agrees else ShareState.DENIED
    claim.reason, claim.answered_at = why, clock.now()
    db.session.flush()
    event = NominationEvent.SHARE_CONFIRMED if agrees else NominationEvent.SHARE_DENIED
    record(event, claim.nomination, by=by, of=claim.full_name, share=claim.share, why=why)
    if not agrees:
        notifications.tell_share_denied(claim)


def void_shares(nomination: Nomination) -> None:
    """Let nobody answer for a dossier any more that takes no part."""
    _void(claim for claim in claims_of(nomination.id) if claim.state is ShareState.AWAITING)


def _void(claims: Iterable[ShareClaim]) -> None:
    for claim in claims:
        # The link first: who answers at this moment holds it, and takes the claim after it.
        void_links(claim)
        claim.state = ShareState.VOID
    db.session.flush()
