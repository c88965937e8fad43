"""Decided rounds of any size, and certificates issued for them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from app.certificates.operations.issue import issue_certificates
from app.certificates.queries import certificates_of_batch
from app.infra.db.engine import db
from app.infra.jobs.worker import work_all
from app.kernel import clock
from app.nominations.enums import NominationState
from app.nominations.queries.lists import eligible_nominations
from app.organiser.queries import signatories
from app.programmes.enums import CertificateRecipient, RoundState
from app.programmes.rules.plan import CertificatePlan
from app.results.models import Award, DecisionPaper, FrozenResults
from app.results.values import printed
from tests.factories.councils import SECRETARY
from tests.factories.nominations import make_nomination
from tests.factories.organiser import make_organiser, make_signatory
from tests.factories.programmes import make_round
from tests.factories.results import ENTRY

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.certificates.models import Certificate
    from app.nominations.models import Nomination
    from app.programmes.models import Round
    from app.results.rules.printed import Printed

PLAN = CertificatePlan(
    honour_intro="Chứng nhận",
    honour_title_template="{level}",
    purpose_template="Giải pháp “{title}”, {round}",
    recipient=CertificateRecipient.PERSON,
    series="GCN-STTN",
)


def make_awarded(
    people: Sequence[Sequence[str]] = (("Lê Thuỵ Khuê",),),
    *,
    certificate: CertificatePlan = PLAN,
    level: str = "Giải Nhất",
    **over: Any,
) -> Round:
    """Make a decided round; ``people`` holds the names of each honoured dossier."""
    if not signatories():
        make_signatory(make_organiser())
    round_ = make_round(state=RoundState.DECIDED, certificate=certificate, **over)
    paper = _decision(round_)
    for place, names in enumerate(people, 1):
        nomination = make_nomination(round_, state=NominationState.ELIGIBLE, people=names)
        _award(paper, nomination, place, level)
    db.session.flush()
    return round_


def grouped() -> CertificatePlan:
    """Return the plan of a round that gives one certificate to each group."""
    return replace(PLAN, recipient=CertificateRecipient.GROUP)


def _decision(round_: Round) -> DecisionPaper:
    frozen = FrozenResults(
        round_id=round_.id,
        frozen_at=clock.now(),
        frozen_by="Thư ký",
        content={},
        sha256="0" * 64,
        return_reason="",
        standings=[],
    )
    db.session.add(frozen)
    db.session.flush()
    paper = DecisionPaper(
        round_id=round_.id,
        results_id=frozen.id,
        number=ENTRY.number,
        issued_on=ENTRY.issued_on,
        issuer=ENTRY.issuer,
        signer=ENTRY.signer,
        entered_at=clock.now(),
    )
    db.session.add(paper)
    db.session.flush()
    return paper


def _award(paper: DecisionPaper, nomination: Nomination, place: int, level: str) -> None:
    db.session.add(
        Award(
            round_id=paper.round_id,
            decision_id=paper.id,
            nomination_id=nomination.id,
            position=place,
            level=level,
            printed=_words_of(nomination).as_json(),
        )
    )


def _words_of(nomination: Nomination) -> Printed:
    loaded = {each.id: each for each in eligible_nominations(nomination.round_id)}
    return printed(loaded[nomination.id])


def make_certificates(
    people: Sequence[Sequence[str]] = (("Lê Thuỵ Khuê",),),
    *,
    with_papers: bool = False,
    **over: Any,
) -> Sequence[Certificate]:
    """Issue the certificates of a decided round, and make the papers where asked for."""
    round_ = make_awarded(people, **over)
    batch = issue_certificates(round_, by=SECRETARY)
    db.session.commit()
    if with_papers:
        work_all()
        db.session.expire_all()
    return certificates_of_batch(batch.id)
