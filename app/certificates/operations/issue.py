"""Issuing for a whole round: every number is taken and every word fixed in one unit of work.

So the register has no gap and no double, whatever dies afterwards; only the papers are made by
background jobs, and a job that runs twice finds its papers made.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.audit.operations import operation, record
from app.certificates.enums import MAKE, CertificateEvent
from app.certificates.models import Certificate, CertificateBatch
from app.certificates.operations.drafts import draft_certificates, require_room
from app.certificates.queries import find_batch
from app.certificates.rules.numbers import (
    new_verification_code,
    register_number,
    register_of,
    rehearsal_series,
)
from app.infra.db.engine import db
from app.infra.jobs.batches import fill_batch, open_batch
from app.infra.jobs.destinations import Destination
from app.kernel import clock
from app.kernel.errors import Duplicate
from app.programmes.operations.steps import mark_awarded
from app.programmes.workflow import round_workflow
from app.series.operations import take_numbers

if TYPE_CHECKING:
    from app.certificates.operations.drafts import Draft
    from app.kernel.access import Actor
    from app.programmes.models import Round

ISSUED_ALREADY = "Giấy chứng nhận của đợt này đã được cấp. Hãy xem sổ cấp giấy chứng nhận."


@operation
def issue_certificates(round_: Round, *, by: Actor, is_rehearsal: bool = False) -> CertificateBatch:
    """Enter every certificate of a decided round into the register and queue their papers.

    Everything slow, drawing above all, is done before the register is locked. A rehearsal is
    numbered from 1 in a register of its own, so that it takes no number of the real one.

    Raises:
        Duplicate: when the round's certificates were issued before.
        RuleBroken: without awards, without anybody to sign, or with a text that has no room.
        WrongState: before there is a decision.
    """
    if find_batch(round_.id) is not None:
        raise Duplicate(ISSUED_ALREADY)
    round_workflow.require("award", round_.state)
    drafts = draft_certificates(round_)
    require_room(round_, drafts)
    batch = _begun(round_, by)
    register = rehearsal_series(round_.series, round_.id) if is_rehearsal else round_.series
    certificates = _enter(round_, batch, drafts, register)
    fill_batch(batch.making, [certificate.id for certificate in certificates])
    mark_awarded(round_, by=by)
    record(
        CertificateEvent.ISSUED,
        batch,
        by=by,
        round_id=round_.id,
        first=certificates[0].register_no,
        last=certificates[-1].register_no,
        count=len(certificates),
    )
    return batch


def _begun(round_: Round, by: Actor) -> CertificateBatch:
    """Write down the issue, and the work that will make its papers."""
    making = open_batch(
        MAKE,
        title=f"Giấy chứng nhận {round_.name}",
        back_to=Destination("Giấy chứng nhận", "certificates.issue", {"round_id": round_.id}),
        by=by,
    )
    batch = CertificateBatch(round_id=round_.id, making=making, issued_at=clock.now())
    db.session.add(batch)
    db.session.flush()
    return batch


def _enter(
    round_: Round, batch: CertificateBatch, drafts: list[Draft], register: str
) -> list[Certificate]:
    """Write the lines of the register; the series stays locked until the commit."""
    entered = []
    numbers = take_numbers(register_of(register, round_.year), len(drafts))
    for number, draft in zip(numbers, drafts, strict=True):
        entered.append(_certificate(round_, batch, draft, number))
        entered[-1].series = register
    db.session.add_all(entered)
    db.session.flush()
    return entered


def _certificate(round_: Round, batch: CertificateBatch, draft: Draft, number: int) -> Certificate:
    register_no = register_number(number, year=round_.year, series=round_.series)
    code = new_verification_code()
    return Certificate(
        batch_id=batch.id,
        award_id=draft.award.id,
        nomination_person_id=draft.person.id if draft.person else None,
        year=round_.year,
        number=number,
        register_no=register_no,
        verification_code=code,
        recipient=draft.facts.recipient,
        words=draft.words(register_no, code),
        issued_at=clock.now(),
    )
