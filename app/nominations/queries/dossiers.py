"""Reading one dossier, its parts, and who stands around it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.accounts.models import Account, UnitContact
from app.infra.db.engine import db
from app.infra.db.locks import lock_for_write
from app.kernel.errors import NotFound
from app.nominations.models import Attachment, Nomination
from app.programmes.models import Category, Round
from app.registry.models import Unit

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from sqlalchemy import Select
    from sqlalchemy.orm.interfaces import ORMOption

    from app.programmes.models import RequiredDocument

LARGEST_ID = 2**31 - 1
WHOLE: tuple[ORMOption, ...] = (
    joinedload(Nomination.round).options(
        joinedload(Round.programme), selectinload(Round.documents), selectinload(Round.categories)
    ),
    joinedload(Nomination.form),
    joinedload(Nomination.category),
    joinedload(Nomination.unit),
    selectinload(Nomination.answers),
    selectinload(Nomination.people),
    selectinload(Nomination.attachments).joinedload(Attachment.stored),
)


@dataclass(frozen=True, slots=True)
class DocumentOfDossier:
    """A kind of attachment together with the dossier that may carry it."""

    nomination: Nomination
    document: RequiredDocument

    @property
    def round_id(self) -> int:
        """The number of the round, which policies ask for."""
        return self.nomination.round_id


@dataclass(frozen=True, slots=True)
class FileOfDossier:
    """An attached file together with the dossier that carries it."""

    nomination: Nomination
    attachment: Attachment

    @property
    def round_id(self) -> int:
        """The number of the round, which policies ask for."""
        return self.nomination.round_id


def get_nomination(nomination_id: int) -> Nomination:
    """Return a dossier with everything on its page.

    Raises:
        NotFound: when there is none.
    """
    return _one(_whole(nomination_id))


def get_nomination_to_change(nomination_id: int) -> Nomination:
    """Return a dossier as `get_nomination`, locked until the unit of work ends.

    Two tabs that save at the same instant stand in line: the second one sees what the first wrote.

    Raises:
        NotFound: when there is none.
    """
    lock_for_write(db.session())
    query = _whole(nomination_id).with_for_update(of=Nomination)
    return _one(query.execution_options(populate_existing=True))


def _whole(nomination_id: int) -> Select[Nomination]:
    return select(Nomination).options(*WHOLE).where(Nomination.id == min(nomination_id, LARGEST_ID))


def _one(query: Select[Nomination]) -> Nomination:
    found = db.session.execute(query).unique().scalar_one_or_none()
    if found is None:
        raise NotFound
    return found


def get_document(nomination_id: int, code: str) -> DocumentOfDossier:
    """Return a kind of attachment that a dossier may carry.

    Raises:
        NotFound: when its round asks for no such document.
    """
    nomination = get_nomination(nomination_id)
    for document in nomination.round.documents:
        if document.code == code:
            return DocumentOfDossier(nomination, document)
    raise NotFound


def get_attachment(nomination_id: int, attachment_id: int) -> FileOfDossier:
    """Return a file together with the dossier that it belongs to.

    Raises:
        NotFound: when the dossier has no such file.
    """
    return file_in(get_nomination(nomination_id), attachment_id)


def file_in(nomination: Nomination, attachment_id: int) -> FileOfDossier:
    """Return a file of a dossier.

    Raises:
        NotFound: when the dossier has no such file.
    """
    for attachment in nomination.attachments:
        if attachment.id == attachment_id:
            return FileOfDossier(nomination, attachment)
    raise NotFound


def find_owner(nomination: Nomination) -> Account | None:
    """Return the account that writes a dossier, with its person."""
    query = select(Account).options(joinedload(Account.person))
    return db.session.execute(query.where(Account.id == nomination.owner_id)).scalar_one_or_none()


def contacts_of_unit(unit_id: int) -> Sequence[Account]:
    """Return the active accounts that speak for a unit, with their people."""
    query = (
        select(Account)
        .join(UnitContact, UnitContact.account_id == Account.id)
        .where(UnitContact.unit_id == unit_id, Account.is_active)
        .options(joinedload(Account.person))
        .order_by(Account.id)
    )
    return db.session.execute(query).scalars().all()


def find_category(round_id: int, category_id: int) -> Category | None:
    """Return a category of a round."""
    query = select(Category).where(Category.round_id == round_id, Category.id == category_id)
    return db.session.execute(query).scalar_one_or_none()


def unit_ids_by_name(names: Collection[str]) -> dict[str, int]:
    """Return the numbers of units by their folded names; a name of two units names neither."""
    if not names:
        return {}
    query = select(Unit.name_folded, Unit.id).where(Unit.name_folded.in_(names))
    found: dict[str, set[int]] = {}
    for name, unit_id in db.session.execute(query):
        found.setdefault(name, set()).add(unit_id)
    return {name: ids.pop() for name, ids in found.items() if len(ids) == 1}
