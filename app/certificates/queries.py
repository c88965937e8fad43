"""Reading the register, the batches and what is needed to issue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, false, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from app.accounts.models import Account
from app.certificates.enums import CertificateState
from app.certificates.models import Certificate, CertificateBatch
from app.certificates.rules.numbers import REHEARSAL, typed_reference
from app.infra.db.engine import db
from app.infra.lists.columns import Kind, ListColumn, Place
from app.infra.lists.listing import Listing
from app.infra.lists.narrowing import OneOf
from app.infra.search.finding import FoundBy, Search
from app.kernel.errors import NotFound
from app.nominations.models import Nomination, NominationPerson
from app.programmes.models import Round
from app.registry.models import Person
from app.results.models import Award, DecisionPaper

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from sqlalchemy import ColumnElement

    from app.kernel.access import Actor

LARGEST_ID = 2**31 - 1


def awards_of(round_id: int) -> Sequence[Award]:
    """Return the awards of a round in their order, with everything a certificate tells."""
    query = (
        select(Award)
        .options(
            joinedload(Award.decision),
            joinedload(Award.nomination).options(
                joinedload(Nomination.category),
                joinedload(Nomination.unit),
                selectinload(Nomination.people),
            ),
        )
        .where(Award.round_id == round_id)
        .order_by(Award.position, Award.id)
    )
    return db.session.execute(query).scalars().all()


def find_batch(round_id: int) -> CertificateBatch | None:
    """Return the issue of a round's certificates, once there is one."""
    query = (
        select(CertificateBatch)
        .options(joinedload(CertificateBatch.book), joinedload(CertificateBatch.making))
        .where(CertificateBatch.round_id == round_id)
    )
    return db.session.execute(query).scalar_one_or_none()


def get_batch(batch_id: int) -> CertificateBatch:
    """Return an issue by its number, freshly read.

    Raises:
        NotFound: when there is none.
    """
    return _found_batch(CertificateBatch.id == batch_id)


def get_batch_of_making(making_id: int) -> CertificateBatch:
    """Return the issue whose papers some work makes, freshly read.

    Raises:
        NotFound: when there is none.
    """
    return _found_batch(CertificateBatch.making_id == making_id)


def _found_batch(which: ColumnElement[bool]) -> CertificateBatch:
    query = (
        select(CertificateBatch)
        .options(joinedload(CertificateBatch.book), joinedload(CertificateBatch.making))
        .where(which)
        .execution_options(populate_existing=True)
    )
    batch = db.session.execute(query).scalar_one_or_none()
    if batch is None:
        raise NotFound
    return batch


def count_made(batch_id: int) -> int:
    """Return how many certificates of an issue have their paper."""
    query = select(func.count()).where(
        Certificate.batch_id == batch_id, Certificate.file_id.is_not(None)
    )
    return db.session.execute(query).scalar_one()


def certificates_to_make(ids: Sequence[int]) -> Sequence[Certificate]:
    """Return those of some certificates that have no paper yet, with whom to tell of it."""
    query = (
        select(Certificate)
        .options(
            joinedload(Certificate.person),
            joinedload(Certificate.award)
            .joinedload(Award.nomination)
            .options(selectinload(Nomination.people), joinedload(Nomination.round)),
        )
        .where(Certificate.id.in_(ids), Certificate.file_id.is_(None))
        .order_by(Certificate.number)
    )
    return db.session.execute(query).scalars().all()


def certificates_of_batch(batch_id: int) -> Sequence[Certificate]:
    """Return the certificates of an issue by number."""
    query = (
        select(Certificate)
        .options(joinedload(Certificate.file), joinedload(Certificate.award))
        .where(Certificate.batch_id == batch_id)
        .order_by(Certificate.number)
    )
    return db.session.execute(query).scalars().all()


def _rounds_to_choose(_about: object) -> list[tuple[int, str]]:
    return [(round_.id, round_.name) for round_ in rounds_with_certificates()]


def _of_reference(typed: str) -> ColumnElement[bool]:
    reference = typed_reference(typed)
    return or_(Certificate.register_no == reference, Certificate.verification_code == reference)


STATE_WORDS = {CertificateState.VALID: "Còn hiệu lực", CertificateState.REVOKED: "Đã thu hồi"}
REGISTER = Listing(
    key=Certificate.id,
    base=select(Certificate.id).join(Certificate.award),
    rows=select(
        Certificate.id,
        Certificate.register_no,
        Certificate.recipient,
        Certificate.state,
        Certificate.file_id,
        Certificate.issued_at,
        Award.level,
        Round.name.label("round"),
    )
    .join(Certificate.award)
    .join(Nomination, Nomination.id == Award.nomination_id)
    .join(Round, Round.id == Nomination.round_id),
    order=(
        Certificate.year.desc(),
        Certificate.series,
        Certificate.number.desc(),
        Certificate.id,
    ),
    columns=(
        ListColumn(name="register_no", label="Số", kind=Kind.CODE, width=24),
        ListColumn(name="recipient", label="Người nhận", heads_row=True, width=40),
        ListColumn(name="level", label="Danh hiệu, giải", width=32),
        ListColumn(name="round", label="Đợt", place=Place.FILE, width=48),
        ListColumn(
            name="state",
            label="Trạng thái",
            value=lambda row: STATE_WORDS[row.state],
            kind=Kind.CODE,
        ),
        ListColumn(name="issued_at", label="Ngày cấp", place=Place.FILE),
        ListColumn(name="paper", label="Tệp", kind=Kind.CODE, place=Place.PAGE),
    ),
    search=Search(
        "Số, mã xác minh hoặc tên",
        finds=Certificate.id,
        by=(FoundBy(Certificate, Certificate.id),),
        exactly=_of_reference,
    ),
    filters=(OneOf("dot", "Đợt", _rounds_to_choose, Award.round_id),),
    file_name="so-cap-giay-chung-nhan",
    sheet_name="Sổ cấp",
)
"""The register, newest first."""


def rounds_with_certificates() -> Sequence[Round]:
    """Return the rounds that certificates were issued for, newest first."""
    issued = select(CertificateBatch.round_id)
    query = select(Round).where(Round.id.in_(issued)).order_by(Round.year.desc(), Round.id.desc())
    return db.session.execute(query).scalars().all()


def get_certificate(certificate_id: int) -> Certificate:
    """Return a certificate with its award, its dossier and its paper.

    Raises:
        NotFound: when there is none.
    """
    query = (
        select(Certificate)
        .options(
            joinedload(Certificate.award).options(
                joinedload(Award.decision),
                joinedload(Award.nomination).options(
                    joinedload(Nomination.round), selectinload(Nomination.people)
                ),
            ),
            joinedload(Certificate.person),
            joinedload(Certificate.file),
        )
        .where(Certificate.id == min(certificate_id, LARGEST_ID))
    )
    found = db.session.execute(query).scalar_one_or_none()
    if found is None:
        raise NotFound
    return found


def find_by_reference(reference: str) -> Certificate | None:
    """Return the certificate of a verification code, or of a number in the register.

    A number that several rehearsals have too means the one of the real register.
    """
    query = (
        select(Certificate)
        .options(
            joinedload(Certificate.award).joinedload(Award.decision).joinedload(DecisionPaper.round)
        )
        .where(
            or_(
                Certificate.verification_code == reference,
                Certificate.register_no == reference,
            )
        )
        .order_by(Certificate.series.contains(REHEARSAL), Certificate.id.desc())
        .limit(1)
    )
    return db.session.execute(query).scalar_one_or_none()


def certificates_for(actor: Actor) -> Sequence[Certificate]:
    """Return the certificates that name somebody, and those of dossiers that they wrote."""
    query = (
        select(Certificate)
        .join(Certificate.award)
        .join(Award.nomination)
        .options(
            contains_eager(Certificate.award)
            .contains_eager(Award.nomination)
            .joinedload(Nomination.round),
            joinedload(Certificate.file),
        )
        .where(_concerns(actor))
        .order_by(Certificate.issued_at.desc(), Certificate.number, Certificate.id)
    )
    return db.session.execute(query).scalars().all()


def _concerns(actor: Actor) -> ColumnElement[bool]:
    """Return the condition that a certificate is somebody's; ids that are missing match nobody."""
    if actor.account_id is None or actor.person_id is None:
        return false()
    named = select(NominationPerson.id).where(NominationPerson.person_id == actor.person_id)
    groups = select(NominationPerson.nomination_id).where(
        NominationPerson.person_id == actor.person_id
    )
    return or_(
        Nomination.owner_id == actor.account_id,
        Certificate.nomination_person_id.in_(named),
        and_(Certificate.nomination_person_id.is_(None), Nomination.id.in_(groups)),
    )


def owners_of(nomination_ids: Collection[int]) -> dict[int, tuple[str, str]]:
    """Return address and name of the account that wrote each of some dossiers."""
    query = (
        select(Nomination.id, Account.email, Person.full_name)
        .join(Account, Account.id == Nomination.owner_id)
        .join(Person, Person.id == Account.person_id)
        .where(Nomination.id.in_(nomination_ids))
    )
    return {row[0]: (row[1], row[2]) for row in db.session.execute(query)}


def count_certificates_of_rounds(round_ids: tuple[int, ...]) -> Mapping[int, int]:
    """Return how many certificates each of some rounds issued; one without any is left out."""
    query = (
        select(CertificateBatch.round_id, func.count(Certificate.id))
        .join(Certificate, Certificate.batch_id == CertificateBatch.id)
        .where(CertificateBatch.round_id.in_(round_ids))
        .group_by(CertificateBatch.round_id)
    )
    return {row[0]: row[1] for row in db.session.execute(query)}
