"""Lists of dossiers: what a row shows, how it is found, and what the actor may see of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import exists, literal, or_, select, tuple_
from sqlalchemy.orm import joinedload, selectinload

from app.infra.db.engine import db
from app.infra.db.reads import rows
from app.infra.gather import gathered
from app.infra.lists.columns import Kind, ListColumn, ListOrder, Place
from app.infra.lists.listing import Bulk, Listing
from app.infra.lists.narrowing import ListTabs, OneOf
from app.infra.orm import Instant
from app.infra.search.finding import FoundBy, Search
from app.kernel.numbers import format_decimal
from app.nominations.enums import STATE_LABELS
from app.nominations.enums import NominationState as S
from app.nominations.models import Nomination, NominationPerson
from app.nominations.queries.counts import SENT, TO_SCREEN, count_to_screen, waits_for_screening
from app.nominations.queries.dossiers import WHOLE
from app.programmes.models import Category
from app.registry.models import Unit

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime
    from decimal import Decimal

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm.interfaces import ORMOption

    from app.kernel.access import Actor
    from app.programmes.models import Round

LINE: tuple[ORMOption, ...] = (
    joinedload(Nomination.round),
    joinedload(Nomination.category),
    joinedload(Nomination.unit),
    selectinload(Nomination.people),
)
SHOWN = tuple(state for state in S if state is not S.DRAFT)


# ── what a row shows ─────────────────────────────────────────────────────────────────────────

PEOPLE = select(
    NominationPerson.position, NominationPerson.full_name, NominationPerson.contribution
).where(NominationPerson.nomination_id == Nomination.id)
ROWS = (
    select(
        Nomination.id,
        Nomination.code,
        Nomination.receipt_no,
        Nomination.title,
        Nomination.state,
        Nomination.submitted_at,
        Nomination.ineligible_reason,
        Category.name.label("category"),
        Unit.name.label("unit"),
        gathered(PEOPLE).label("people"),
    )
    .outerjoin(Category, Category.id == Nomination.category_id)
    .outerjoin(Unit, Unit.id == Nomination.unit_id)
)


class DossierLine(NamedTuple):
    """What a list shows of a dossier; ``people`` are their places, names and shares."""

    id: int
    code: str | None
    receipt_no: int | None
    title: str
    state: S
    submitted_at: datetime | None
    ineligible_reason: str
    category: str | None
    unit: str | None
    people: list[tuple[int, str, Decimal | None]]

    @property
    def names(self) -> str:
        """The people named in it, in their order."""
        if len(self.people) == 1:
            return self.people[0][1]
        return ", ".join(name for _place, name, _share in sorted(self.people, key=_place) if name)


def _place(person: tuple[int, str, Decimal | None]) -> int:
    return person[0]


def _names_and_shares(line: DossierLine) -> str:
    people = sorted(line.people, key=_place)
    return "; ".join(_person(name, share) for _position, name, share in people)


def _person(name: str, share: Any) -> str:
    return name if share is None else f"{name} ({format_decimal(share)} %)"


COLUMNS = (
    ListColumn(
        name="receipt_no",
        label="Số tiếp nhận",
        kind=Kind.NUMBER,
        place=Place.FILE,
        width=12,
    ),
    ListColumn(name="code", label="Mã", kind=Kind.CODE, width=18),
    ListColumn(name="title", label="Hồ sơ", width=60),
    ListColumn(name="category", label="Lĩnh vực", place=Place.FILE, width=28),
    ListColumn(name="unit", label="Đơn vị đề cử", place=Place.FILE, width=36),
    ListColumn(
        name="category_unit",
        label="Lĩnh vực, đơn vị",
        place=Place.PAGE,
        alike=lambda line: (line.category, line.unit),
    ),
    ListColumn(
        name="people",
        label="Tác giả, người được đề cử",
        value=_names_and_shares,
        place=Place.FILE,
        width=44,
    ),
    ListColumn(
        name="submitted_on",
        label="Nộp ngày",
        value=lambda row: row.submitted_at,
        kind=Kind.DAY,
        place=Place.PAGE,
        order=ListOrder("nop", (Nomination.submitted_at,)),
    ),
    ListColumn(
        name="state",
        label="Trạng thái",
        value=lambda line: STATE_LABELS[line.state],
        alike=lambda line: line.state,
    ),
    ListColumn(name="submitted_at", label="Thời điểm nộp", place=Place.FILE, width=22),
    ListColumn(name="ineligible_reason", label="Lý do không hợp lệ", place=Place.FILE, width=22),
)
SEARCH = Search(
    "Tên, mã hoặc người",
    finds=Nomination.id,
    by=(
        FoundBy(Nomination, Nomination.id),
        FoundBy(NominationPerson, NominationPerson.nomination_id),
    ),
)
TABS = ListTabs(
    Nomination.state,
    labels={state: STATE_LABELS[state] for state in SHOWN},
    caption="Hồ sơ theo trạng thái",
    everything=SENT,
)


# ── the lists ────────────────────────────────────────────────────────────────────────────────


def _categories(round_: Round) -> list[tuple[int, str]]:
    query = select(Category.id, Category.name).where(Category.round_id == round_.id)
    return [(row[0], row[1]) for row in rows(query.order_by(Category.position, Category.id))]


def _units(round_: Round) -> list[tuple[int, str]]:
    return units_in_round(round_.id)


def _own_units(units: Sequence[Unit]) -> list[tuple[int, str]]:
    """Return the units of a contact to choose from, where there are several."""
    return [(unit.id, unit.name) for unit in units] if len(units) > 1 else []


OF_ROUND = Listing(
    key=Nomination.id,
    rows=ROWS,
    make=DossierLine._make,
    order=(Nomination.receipt_no, Nomination.id),
    columns=COLUMNS,
    search=SEARCH,
    tabs=TABS,
    filters=(
        OneOf("linh-vuc", "Lĩnh vực", _categories, Nomination.category_id),
        OneOf("don-vi", "Đơn vị", _units, Nomination.unit_id),
    ),
    bulk=Bulk(
        "nominations.accept_chosen",
        label="Công nhận hợp lệ các hồ sơ đã chọn",
        note="Trang sau cho xem trước danh sách, chưa ghi gì.",
        field="ho-so",
        takes=lambda row: row.state is S.SUBMITTED,
        spoken="Chọn hồ sơ %(code)s",
    ),
    file_name="ho-so",
    sheet_name="Hồ sơ",
)
"""The dossiers that a round received, by receipt number; the round is what it is about."""

OF_UNITS = Listing(
    key=Nomination.id,
    rows=ROWS,
    make=DossierLine._make,
    order=(Nomination.state != S.AWAITING_ENDORSEMENT, Nomination.id.desc()),
    columns=COLUMNS,
    search=SEARCH,
    tabs=TABS,
    filters=(OneOf("don-vi", "Đơn vị", _own_units, Nomination.unit_id),),
    file_name="ho-so-don-vi",
    sheet_name="Hồ sơ",
)
"""The dossiers that await or had the word of units, which it is about; those first that await it."""

TO_BE_SCREENED = Listing(
    key=Nomination.id,
    rows=ROWS,
    make=DossierLine._make,
    order=(Nomination.submitted_at, Nomination.id),
    columns=COLUMNS,
    search=SEARCH,
)
"""The dossiers that wait for the secretary, the oldest first."""


def in_round(round_: Round) -> ColumnElement[bool]:
    """Return what makes a dossier one of a round."""
    return Nomination.round_id == round_.id


def seen_by_units_of(actor: Actor) -> ColumnElement[bool]:
    """Return what the contact of units sees: what was sent through one of them."""
    return Nomination.unit_id.in_(actor.units) & Nomination.submitted_at.is_not(None)


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


def units_in_round(round_id: int) -> list[tuple[int, str]]:
    """Return the units that put dossiers of a round forward, in Vietnamese order."""
    forward = exists().where(Nomination.unit_id == Unit.id, Nomination.round_id == round_id)
    query = select(Unit.id, Unit.name).where(forward).order_by(Unit.sort_key, Unit.id)
    return [(row[0], row[1]) for row in rows(query)]


def eligible_nominations(round_id: int) -> Sequence[Nomination]:
    """Return the dossiers of a round that go to the council, by code, with their people."""
    query = (
        select(Nomination)
        .options(*LINE)
        .where(Nomination.round_id == round_id, Nomination.state == S.ELIGIBLE)
        .order_by(Nomination.code, Nomination.id)
    )
    return db.session.execute(query).scalars().all()
