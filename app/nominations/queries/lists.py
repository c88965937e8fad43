"""Lists of dossiers: filtered by what the actor may see, paged, in a total order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import exists, func, literal, or_, select, tuple_
from sqlalchemy.orm import joinedload, selectinload

from app.infra.db.engine import db
from app.infra.orm import Instant
from app.infra.tables import PAGE_SIZE, Page, paginate
from app.kernel.vietnamese.search import search_fold
from app.nominations.enums import NominationState as S
from app.nominations.models import Nomination, NominationPerson
from app.nominations.queries.counts import SENT, TO_SCREEN, count_to_screen, waits_for_screening
from app.nominations.queries.dossiers import WHOLE
from app.registry.models import Unit

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.orm.interfaces import ORMOption

    from app.kernel.access import Actor

LINE: tuple[ORMOption, ...] = (
    joinedload(Nomination.round),
    joinedload(Nomination.category),
    joinedload(Nomination.unit),
    selectinload(Nomination.people),
)
SHOWN = tuple(state for state in S if state is not S.DRAFT)
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
    has_been_sent = Nomination.submitted_at.is_not(None)
    base = select(Nomination).where(Nomination.unit_id.in_(actor.units), has_been_sent)
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

    The grouped counts answer for the pager too, so nothing is counted twice. Counting and
    ordering touch numbers that an index holds; texts and other tables are read for the shown
    rows only.
    """
    found = _filtered(base, chosen)
    counts = _counts(found)
    states = (chosen.state,) if chosen.state else SENT
    total, size = sum(counts.get(state, 0) for state in states), PAGE_SIZE
    number = min(max(1, number), max(1, -(-total // size)))
    shown = found.where(Nomination.state.in_(states)).with_only_columns(Nomination.id)
    shown = shown.order_by(*order).limit(size).offset((number - 1) * size)
    query = select(Nomination).where(Nomination.id.in_(shown)).options(*LINE).order_by(*order)
    rows = db.session.execute(query).scalars().unique().all()
    return ListPage(Page(rows, total, number, size), counts)


def _counts(found: Select[Nomination]) -> dict[S, int]:
    query = (
        found.where(Nomination.state.in_(SHOWN))
        .with_only_columns(Nomination.state, func.count(), maintain_column_froms=True)
        .group_by(Nomination.state)
    )
    return {row[0]: row[1] for row in db.session.execute(query)}


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


def neighbours_in_queue(nomination: Nomination, actor: Actor) -> Neighbours:
    """Return the dossiers before and after one in somebody's queue, the oldest first."""
    waiting = select(Nomination.id).where(
        waits_for_screening(actor), Nomination.id != nomination.id
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
        waiting=count_to_screen(actor),
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
    forward = exists().where(Nomination.unit_id == Unit.id, Nomination.round_id == round_id)
    query = select(Unit.id, Unit.name).where(forward).order_by(Unit.sort_key, Unit.id)
    return [(row.id, row.name) for row in db.session.execute(query)]


def eligible_nominations(round_id: int) -> Sequence[Nomination]:
    """Return the dossiers of a round that go to the council, by code, with their people."""
    query = (
        select(Nomination)
        .options(*LINE)
        .where(Nomination.round_id == round_id, Nomination.state == S.ELIGIBLE)
        .order_by(Nomination.code, Nomination.id)
    )
    return db.session.execute(query).scalars().all()
