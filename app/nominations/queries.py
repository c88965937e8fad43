"""Reading dossiers; every list is filtered here by what the actor may see."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import exists, func, literal, or_, select, tuple_, update
from sqlalchemy.orm import joinedload, selectinload

from app.accounts.models import Account, UnitContact
from app.infra.db import db, lock_for_write
from app.infra.orm import Instant
from app.infra.tables import PAGE_SIZE, Page, count_rows, paginate
from app.kernel.errors import NotFound
from app.kernel.vietnamese import search_fold
from app.nominations.enums import NominationState as S
from app.nominations.models import Attachment, Nomination, NominationPerson
from app.nominations.rules.plans import sections_of
from app.programmes.models import Category, Round
from app.registry.models import Unit

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.orm.interfaces import ORMOption

    from app.kernel.access import Actor
    from app.nominations.rules.sections import Section
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
LINE: tuple[ORMOption, ...] = (
    joinedload(Nomination.round),
    joinedload(Nomination.category),
    joinedload(Nomination.unit),
    selectinload(Nomination.people),
)
SENT = tuple(state for state in S if state not in (S.DRAFT, S.WITHDRAWN))
SHOWN = tuple(state for state in S if state is not S.DRAFT)
TO_SCREEN = (S.SUBMITTED,)
LONGEST_SEARCH = 200
MOST_WORDS = 10


@dataclass(frozen=True, slots=True)
class Filter:
    """What the address bar asks of a list of dossiers."""

    state: S | None = None
    category: int | None = None
    unit: int | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class ListPage:
    """A page of a list and how many of its dossiers stand in each state."""

    page: Page[Nomination]
    counts: dict[S, int]


@dataclass(frozen=True, slots=True)
class SectionOfDossier:
    """A section together with the dossier that it belongs to."""

    nomination: Nomination
    section: Section


@dataclass(frozen=True, slots=True)
class DocumentOfDossier:
    """A kind of attachment together with the dossier that may carry it."""

    nomination: Nomination
    document: RequiredDocument


@dataclass(frozen=True, slots=True)
class FileOfDossier:
    """An attached file together with the dossier that carries it."""

    nomination: Nomination
    attachment: Attachment


# ── one dossier ──────────────────────────────────────────────────────────────────────────────


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


def section_in(nomination: Nomination, code: str) -> SectionOfDossier:
    """Return a section of a dossier.

    Raises:
        NotFound: when its form has no such section.
    """
    for section in sections_of(nomination):
        if section.code == code:
            return SectionOfDossier(nomination, section)
    raise NotFound


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


# ── lists ────────────────────────────────────────────────────────────────────────────────────


def nominations_of(actor: Actor) -> Sequence[Nomination]:
    """Return the dossiers that somebody writes or is named in, the last touched first.

    Somebody named sees a dossier from its submission on.
    """
    named = select(NominationPerson.nomination_id).where(
        NominationPerson.person_id == actor.person_id
    )
    is_named = Nomination.id.in_(named) & (Nomination.state != S.DRAFT)
    query = (
        select(Nomination)
        .options(*LINE)
        .where(or_(Nomination.owner_id == actor.account_id, is_named))
        .order_by(Nomination.saved_at.desc(), Nomination.id.desc())
    )
    return db.session.execute(query).scalars().unique().all()


def unit_page(actor: Actor, number: int, chosen: Filter) -> ListPage:
    """Return a page of the dossiers that await or had the word of the actor's units."""
    base = select(Nomination).where(Nomination.unit_id.in_(actor.units))
    waiting_first = Nomination.state != S.AWAITING_ENDORSEMENT
    return _list_page(base, number, chosen, (waiting_first, Nomination.id.desc()))


def round_page(round_id: int, number: int, chosen: Filter) -> ListPage:
    """Return a page of the dossiers that a round received, by receipt number."""
    base = select(Nomination).where(Nomination.round_id == round_id)
    return _list_page(base, number, chosen, (Nomination.receipt_no, Nomination.id))


def _list_page(
    base: Select[Nomination],
    number: int,
    chosen: Filter,
    order: tuple[Any, ...],
) -> ListPage:
    """Return one page and the counts of its tabs: two statements and one for the people shown.

    The grouped counts answer for the pager too, so nothing is counted twice. They run over the
    bare table, where an index holds all they ask for; rows of other tables join the shown page
    only.
    """
    found = _filtered(base, chosen)
    counts = _counts(found)
    states = (chosen.state,) if chosen.state else SENT
    total, size = sum(counts.get(state, 0) for state in states), PAGE_SIZE
    number = min(max(1, number), max(1, -(-total // size)))
    query = found.where(Nomination.state.in_(states)).options(*LINE).order_by(*order)
    query = query.limit(size).offset((number - 1) * size)
    rows = db.session.execute(query).scalars().unique().all()
    return ListPage(Page(rows, total, number, size), counts)


def _counts(found: Select[Nomination]) -> dict[S, int]:
    query = (
        found.where(Nomination.state.in_(SHOWN))
        .with_only_columns(Nomination.state, func.count(), maintain_column_froms=True)
        .group_by(Nomination.state)
    )
    return dict(db.session.execute(query).tuples().all())


def rows_to_download(round_id: int, chosen: Filter) -> Iterator[Nomination]:
    """Yield every dossier of a filtered list, a thousand at a time, by receipt number."""
    query = _filtered(select(Nomination).where(Nomination.round_id == round_id), chosen)
    query = query.where(Nomination.state.in_((chosen.state,) if chosen.state else SENT))
    query = query.options(*LINE).order_by(Nomination.receipt_no, Nomination.id)
    yield from db.session.execute(query.execution_options(yield_per=1000)).scalars()


def screening_page(number: int) -> Page[Nomination]:
    """Return a page of the dossiers that wait for the secretary, the oldest first."""
    query = (
        select(Nomination)
        .options(*LINE)
        .where(Nomination.state.in_(TO_SCREEN))
        .order_by(Nomination.submitted_at, Nomination.id)
    )
    return paginate(query, number)


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Where a dossier stands in the queue of the screening."""

    before: int | None
    after: int | None
    waiting: int


def neighbours_in_queue(nomination: Nomination) -> Neighbours:
    """Return the dossiers before and after one in the queue, the oldest first."""
    waiting = select(Nomination.id).where(
        Nomination.state.in_(TO_SCREEN), Nomination.id != nomination.id
    )
    place = tuple_(Nomination.submitted_at, Nomination.id)
    here = tuple_(literal(nomination.submitted_at, Instant()), literal(nomination.id))
    before = waiting.where(place < here).order_by(
        Nomination.submitted_at.desc(), Nomination.id.desc()
    )
    after = waiting.where(place > here).order_by(Nomination.submitted_at, Nomination.id)
    return Neighbours(
        before=db.session.execute(before.limit(1)).scalar_one_or_none(),
        after=db.session.execute(after.limit(1)).scalar_one_or_none(),
        waiting=count_to_screen(),
    )


def nominations_to_accept(round_id: int, ids: Collection[int]) -> Sequence[Nomination]:
    """Return the dossiers of a round that wait for a verdict, of those chosen, in full."""
    query = (
        select(Nomination)
        .options(*WHOLE)
        .where(
            Nomination.round_id == round_id,
            Nomination.state.in_(TO_SCREEN),
            Nomination.id.in_(ids),
        )
        .order_by(Nomination.receipt_no, Nomination.id)
    )
    return db.session.execute(query).scalars().unique().all()


def _filtered(query: Select[Nomination], chosen: Filter) -> Select[Nomination]:
    """Narrow a list by everything but the state, which the tabs choose."""
    if chosen.category is not None:
        query = query.where(Nomination.category_id == chosen.category)
    if chosen.unit is not None:
        query = query.where(Nomination.unit_id == chosen.unit)
    for word in search_fold(chosen.words[:LONGEST_SEARCH]).split()[:MOST_WORDS]:
        query = query.where(_has(word))
    return query


def _has(word: str) -> ColumnElement[bool]:
    return or_(
        Nomination.title_folded.contains(word, autoescape=True),
        func.lower(Nomination.code).contains(word, autoescape=True),
    )


def units_in_round(round_id: int) -> list[tuple[int, str]]:
    """Return the units that put dossiers of a round forward, in Vietnamese order."""
    forward = select(Nomination.unit_id).where(
        Nomination.round_id == round_id, Nomination.unit_id.is_not(None)
    )
    query = select(Unit.id, Unit.name).where(Unit.id.in_(forward)).order_by(Unit.sort_key, Unit.id)
    return [(row.id, row.name) for row in db.session.execute(query)]


# ── counts, and what other packages ask ──────────────────────────────────────────────────────


def counts_by_state(round_id: int) -> dict[S, int]:
    """Return how many dossiers of a round stand in each state."""
    query = (
        select(Nomination.state, func.count())
        .where(Nomination.round_id == round_id)
        .group_by(Nomination.state)
    )
    return dict(db.session.execute(query).tuples().all())


def counts_by_category(round_id: int) -> list[tuple[str, int]]:
    """Return how many dossiers a round received in each category, in the round's order."""
    query = (
        select(Category.name, func.count(Nomination.id))
        .outerjoin(Nomination, (Nomination.category_id == Category.id) & Nomination.state.in_(SENT))
        .where(Category.round_id == round_id)
        .group_by(Category.id, Category.name, Category.position)
        .order_by(Category.position)
    )
    return [(name, count) for name, count in db.session.execute(query)]


def count_to_screen() -> int:
    """Return how many dossiers wait for the secretary."""
    return count_rows(select(Nomination).where(Nomination.state.in_(TO_SCREEN)))


def count_to_endorse(actor: Actor) -> int:
    """Return how many dossiers wait for the word of the actor's units."""
    return count_rows(
        select(Nomination).where(
            Nomination.unit_id.in_(actor.units), Nomination.state == S.AWAITING_ENDORSEMENT
        )
    )


def eligible_nominations(round_id: int) -> Sequence[Nomination]:
    """Return the dossiers of a round that go to the council, by code, with their people."""
    query = (
        select(Nomination)
        .options(*LINE)
        .where(Nomination.round_id == round_id, Nomination.state == S.ELIGIBLE)
        .order_by(Nomination.code, Nomination.id)
    )
    return db.session.execute(query).scalars().all()


def count_undecided(round_id: int) -> int:
    """Return how many dossiers of a round still have no verdict of the screening.

    One that its unit returned is back in its author's hands, like a draft.
    """
    states = (S.SUBMITTED, S.AWAITING_ENDORSEMENT, S.SUPPLEMENT_WANTED)
    return count_rows(
        select(Nomination).where(Nomination.round_id == round_id, Nomination.state.in_(states))
    )


def count_dossiers(round_id: int) -> int:
    """Return how many dossiers of a round exist, drafts included."""
    return count_rows(select(Nomination).where(Nomination.round_id == round_id))


def is_blind_code_taken(round_id: int, code: str) -> bool:
    """Tell whether a round has given a blind code already."""
    query = select(exists().where(Nomination.round_id == round_id, Nomination.blind_code == code))
    return bool(db.session.execute(query).scalar_one())


def take_receipt_number(round_id: int) -> int:
    """Return the next receipt number of a round; its row stays locked until the commit.

    One UPDATE, so that two submissions at the same instant cannot take one number, and a
    submission that is rolled back leaves no gap.
    """
    query = (
        update(Round)
        .where(Round.id == round_id)
        .values(last_receipt_no=Round.last_receipt_no + 1)
        .returning(Round.last_receipt_no)
        .execution_options(synchronize_session=False)
    )
    return db.session.execute(query).scalar_one()
