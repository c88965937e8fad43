"""Verification for anybody: number, name, title, decision, and whether it holds; nothing more."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import redirect, render_template, request, url_for

from app.certificates import queries
from app.certificates.enums import CertificateState
from app.certificates.policy import CertificatePermission as P
from app.certificates.rules.numbers import typed_reference
from app.certificates.views.doors import pages
from app.kernel import clock

if TYPE_CHECKING:
    from datetime import date

    from flask.typing import ResponseReturnValue

    from app.certificates.models import Certificate


@dataclass(frozen=True, slots=True)
class Verified:
    """Everything that the public learns of a certificate; templates are given nothing else."""

    register_no: str
    recipient: str
    level: str
    round_name: str
    decision_number: str
    decided_on: date
    holds: bool
    is_rehearsal: bool


def verified(certificate: Certificate) -> Verified:
    """Return the public part of a certificate."""
    decision = certificate.award.decision
    return Verified(
        register_no=certificate.register_no,
        recipient=certificate.recipient,
        level=certificate.award.level,
        round_name=decision.round.name,
        decision_number=decision.number,
        decided_on=decision.issued_on,
        holds=certificate.state is CertificateState.VALID,
        is_rehearsal=certificate.is_rehearsal,
    )


@dataclass(frozen=True, slots=True)
class Looked:
    """What was asked for in the register, and what stands there."""

    reference: str
    certificate: Certificate | None


def look_up(code: str) -> Looked:
    """Look for a code in the register; not finding it is an answer, not a refusal."""
    reference = typed_reference(code)
    return Looked(reference, queries.find_by_reference(reference))


@pages.get("/xac-minh", P.VERIFY)
def lookup() -> ResponseReturnValue:
    """Ask for a code or a number; lead from there to the certificate."""
    typed = request.args.get("ma", "").strip()
    if not typed:
        return render_template("certificates/lookup.html", typed="")
    looked = look_up(typed)
    if looked.certificate is None:
        return _unknown(typed)
    code = looked.certificate.verification_code
    return redirect(url_for("certificates.verify", code=code))


@pages.get("/xac-minh/<code>", P.VERIFY, load=look_up)
def verify(looked: Looked) -> ResponseReturnValue:
    """Say whether a certificate is in the register and holds."""
    if looked.certificate is None:
        return _unknown(looked.reference)
    return render_template(
        "certificates/verify.html", it=verified(looked.certificate), now=clock.now()
    )


def _unknown(typed: str) -> ResponseReturnValue:
    page = render_template("certificates/unknown.html", typed=typed[:80], now=clock.now())
    return page, HTTPStatus.NOT_FOUND
