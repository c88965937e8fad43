"""Finding rows by words: all of them must be there, and those with the same marks come first.

Search is never identity: who somebody is, is asked of numbers and whole names elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy import case, select
from sqlalchemy.orm import aliased

from app.infra.db.engine import db
from app.infra.search.columns import FOLDED, PREFIX, TEXT
from app.infra.search.words import sought, typed_words

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.orm import InstrumentedAttribute


@dataclass(frozen=True, slots=True)
class FoundBy:
    """A searchable table, and its column that names the row of the list."""

    model: Any
    names: InstrumentedAttribute[Any]


@dataclass(frozen=True, slots=True)
class Search:
    """The box above a list: its label, what it finds by which tables, and references as a whole.

    ``finds`` is the column of the list that the tables name; ``exactly`` makes a condition of all
    that was typed, for numbers and codes that people write in several ways.
    """

    label: str
    finds: InstrumentedAttribute[Any]
    by: tuple[FoundBy, ...]
    exactly: Callable[[str], ColumnElement[bool]] | None = None

    def conditions(self, typed: str) -> list[ColumnElement[bool]]:
        """Return what a row must meet: every word stands somewhere in what it is found by."""
        parts = [sought(folded) for folded, _marked in typed_words(typed)]
        if not parts:
            return []
        words = self._holding(sorted(parts, key=_rarest_first))
        if self.exactly is None:
            return words
        return [sa.or_(sa.and_(*words), self.exactly(typed))]

    def best_first(self, typed: str) -> list[Any]:
        """Return the order of hits: most words that stand there just as they were typed."""
        agreeing = [self._in_any(TEXT, f" {marked} ") for _folded, marked in typed_words(typed)]
        if not agreeing:
            return []
        return [sum(case((agrees, 0), else_=1) for agrees in agreeing)]

    def _holding(self, parts: list[str]) -> list[ColumnElement[bool]]:
        """Return that all parts are there: by one table's index, or by the index for the rarest.

        With several tables each word may stand in another one. Rows that hold a frequent word are
        many, so it is looked for only in those that hold the rarest.
        """
        if len(self.by) == 1:
            return [self.finds.in_(_rows_with(self.by[0], parts))]
        rarest, *others = parts
        found = sa.union(*(_rows_with(source, [rarest]) for source in self.by))
        return [self.finds.in_(found), *(self._in_any(FOLDED, part) for part in others)]

    def _in_any(self, column: str, part: str) -> ColumnElement[bool]:
        return sa.or_(*(self._stands_in(source, column, part) for source in self.by))

    def _stands_in(self, source: FoundBy, column: str, part: str) -> ColumnElement[bool]:
        if source.model is self.finds.class_:
            own: ColumnElement[bool] = getattr(source.model, column).contains(part, autoescape=True)
            return own
        beside = aliased(source.model)
        names_it = getattr(beside, source.names.key) == self.finds
        return sa.exists().where(names_it, getattr(beside, column).contains(part, autoescape=True))


def _rarest_first(part: str) -> tuple[bool, int]:
    """Return what puts the word first that probably the fewest rows hold: figures, then length."""
    return not any(sign.isdigit() for sign in part), -len(part.strip())


def _rows_with(source: FoundBy, parts: list[str]) -> Select[Any]:
    """Select the rows of the list that a table names for parts of words, by its index."""
    model = source.model
    if db.engine.dialect.name != "sqlite":
        held = [model.search_folded.contains(part, autoescape=True) for part in parts]
        return select(source.names).where(*held).correlate(None)
    name = f"{PREFIX}{model.__tablename__}"
    index = sa.table(name, sa.column("rowid"), sa.column(name))
    quoted = " AND ".join('"' + part.replace('"', '""') + '"' for part in parts)
    hits = select(index.c.rowid).where(index.c[name].op("MATCH", is_comparison=True)(quoted))
    return select(source.names).where(model.id.in_(hits)).correlate(None)
