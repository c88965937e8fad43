"""The dossiers of a stage as a list: who judges each, and which still lack judges."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import select

from app.infra.lists.listing import Listing
from app.infra.lists.narrowing import OneOf
from app.infra.words import gettext as _
from app.nominations.models import Nomination
from app.nominations.queries.lists import SEARCH
from app.programmes.models import Category

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy import ColumnElement

    from app.programmes.models import Round

PER_PAGE = 25


class StageList(NamedTuple):
    """What the list is about: the round, and the dossiers that have too few judges."""

    round: Round
    short: Collection[int]


def _categories(about: StageList) -> list[tuple[int, str]]:
    return [(category.id, category.name) for category in about.round.categories]


def _shortage(_about: StageList) -> list[tuple[int, str]]:
    return [(1, _("Còn thiếu giám khảo"))]


def _is_short(_value: Any, about: StageList) -> ColumnElement[bool]:
    return Nomination.id.in_(about.short)


OF_STAGE = Listing(
    key=Nomination.id,
    rows=select(
        Nomination.id, Nomination.code, Nomination.title, Category.name.label("category")
    ).outerjoin(Category, Category.id == Nomination.category_id),
    order=(Nomination.code, Nomination.id),
    search=SEARCH,
    filters=(
        OneOf("linh-vuc", "Lĩnh vực", _categories, Nomination.category_id),
        OneOf("thieu", "Số giám khảo", _shortage, where=_is_short),
    ),
    size=PER_PAGE,
)
"""The dossiers that a stage judges, by code; it is about a `StageList`."""
