"""A list as it is declared: from the declaration and the address to statements and a page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import render_template, request
from markupsafe import Markup, escape
from sqlalchemy import func, select

from app.infra.db.engine import db
from app.infra.db.reads import rows
from app.infra.lists.asked import FILE, ORDER, Asked, page_wanted, words_typed
from app.infra.lists.columns import Place
from app.infra.lists.pager import PAGE_SIZE, Page, last_page
from app.infra.lists.shown import ShownList
from app.infra.spreadsheets import KINDS, SheetHead, download
from app.infra.words import gettext as _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from flask.typing import ResponseReturnValue
    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.orm import InstrumentedAttribute

    from app.infra.lists.columns import ListColumn
    from app.infra.lists.narrowing import ListTabs, OneOf
    from app.infra.search.finding import Search

AT_ONCE = 1000
CODE = "%(code)s"
NO_BOX = "<td></td>"
BOX = Markup(
    '<td data-label="{}"><input class="form-check-input" type="checkbox" form="choose" '
    'name="{}" value="'
)


def count_rows(query: Select[*tuple[Any, ...]]) -> int:
    """Count what a query would return, without its order and without loading anything."""
    bare = query.order_by(None).with_only_columns(func.count(), maintain_column_froms=True)
    counted: int = rows(bare).scalar_one()
    return counted


@dataclass(frozen=True, slots=True)
class Bulk:
    """What can be done to chosen rows; its page shows first what would happen.

    ``takes`` tells of which rows, ``spoken`` names a row to whoever hears the page: "Chọn %(code)s".
    """

    endpoint: str
    label: str
    note: str
    field: str
    takes: Callable[[Any], bool]
    spoken: str

    def boxes(self) -> Callable[[Any], str]:
        """Return what prints the cell with the box that chooses a row, empty where it cannot be."""
        opening = BOX.format(_("Chọn"), self.field)
        before, after = escape(_(self.spoken)).split(CODE)

        def box(row: Any) -> str:
            if not self.takes(row):
                return NO_BOX
            return f'{opening}{row.id}" aria-label="{before}{escape(row.code)}{after}"></td>'

        return box


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A list: what a row shows, and how it is found, narrowed, ordered, paged and handed out.

    ``rows`` selects what is shown of a row, joined as its cells need it; with ``of_models`` it
    selects one model. ``make`` turns a row of columns into what its cells read. ``key`` is what rows are counted and paged by, out of ``base``, which joins
    only what conditions and orders name (to-one, or rows would be counted twice). Counting and
    ordering so touch what an index holds; the rest is read for the shown rows only.
    """

    key: InstrumentedAttribute[int]
    rows: Select[*tuple[Any, ...]]
    order: tuple[Any, ...]
    columns: tuple[ListColumn, ...] = ()
    base: Select[*tuple[Any, ...]] | None = None
    of_models: bool = False
    make: Callable[[Any], Any] | None = None
    search: Search | None = None
    tabs: ListTabs | None = None
    filters: tuple[OneOf, ...] = ()
    bulk: Bulk | None = None
    file_name: str = ""
    sheet_name: str = ""
    size: int = PAGE_SIZE

    # ── pages and files ──────────────────────────────────────────────────────────────────────

    def page(
        self,
        template: str,
        *where: ColumnElement[bool],
        about: Any = None,
        suffix: str = "",
        **given: Any,
    ) -> ResponseReturnValue:
        """Show the list, or hand it out as the file that the address asks for.

        ``where`` is what the actor may see, ``about`` what choices depend on; ``suffix`` tells
        the file of one round from that of another.
        """
        kind = request.args.get(FILE, "")
        if kind in KINDS and self.file_name:
            return self.file(kind, *where, about=about, suffix=suffix)
        return render_template(template, shown=self.shown(*where, about=about), **given)

    def shown(
        self,
        *where: ColumnElement[bool],
        about: Any = None,
        also: Mapping[str, Any] | None = None,
    ) -> ShownList:
        """Return what a page of the list shows; ``also`` is kept in its addresses."""
        options = {choice.word: list(choice.options(about)) for choice in self.filters}
        asked = self._asked(options, also or {})
        found = self._found(asked, where, about)
        counts = self._counts(found)
        total = sum(counts.values())
        if self.tabs is not None:
            total = sum(counts.get(state, 0) for state in self.tabs.states(asked.tab))
        number = min(asked.number, last_page(total, self.size))
        items = self._rows(found, asked, number) if total else []
        return ShownList(self, asked, Page(items, total, number, self.size), counts, options)

    def file(
        self, kind: str, *where: ColumnElement[bool], about: Any = None, suffix: str = ""
    ) -> ResponseReturnValue:
        """Hand out just what the list shows, all its pages, as a file of one of `KINDS`."""
        options = {choice.word: list(choice.options(about)) for choice in self.filters}
        asked = self._asked(options, {})
        columns = [column for column in self.columns if column.place is not Place.PAGE]
        head = SheetHead(
            _(self.sheet_name),
            tuple(_(column.label) for column in columns),
            tuple(column.width for column in columns),
        )
        cells = ([c.of(row) for c in columns] for row in self._every_row(asked, where, about))
        return download(head, cells, name=f"{self.file_name}{suffix}", kind=kind)

    def _every_row(
        self, asked: Asked, where: Sequence[ColumnElement[bool]], about: Any
    ) -> Iterator[Any]:
        """Yield every row that was asked for, some at a time, in the order of the list."""
        found = self._in_tab(self._found(asked, where, about), asked).with_only_columns(self.key)
        query = self.rows.where(self.key.in_(found)).order_by(*self._order(asked))
        answer = db.session.execute(query.execution_options(yield_per=AT_ONCE))
        for line in answer.scalars() if self.of_models else answer:
            yield line if self.make is None else self.make(line)

    # ── from the address to statements ───────────────────────────────────────────────────────

    def _asked(
        self, options: Mapping[str, list[tuple[Any, str]]], also: Mapping[str, Any]
    ) -> Asked:
        chosen = {
            word: value
            for word, choices in options.items()
            for value, _words in choices
            if str(value) == request.args.get(word)
        }
        return Asked(
            words=words_typed() if self.search else "",
            number=page_wanted(),
            order=self._order_wanted(),
            tab=self.tabs.chosen(request.args.get(self.tabs.word)) if self.tabs else None,
            chosen=chosen,
            also=also,
        )

    def _order_wanted(self) -> str:
        wanted = request.args.get(ORDER, "")
        known = {column.order.word for column in self.columns if column.order}
        return wanted if wanted.removeprefix("-") in known else ""

    def _found(
        self, asked: Asked, where: Sequence[ColumnElement[bool]], about: Any
    ) -> Select[*tuple[Any, ...]]:
        """Return the keys of all rows that were asked for, but for the tab."""
        query = (select(self.key) if self.base is None else self.base).where(*where)
        for choice in self.filters:
            if choice.word in asked.chosen:
                query = query.where(choice.condition(asked.chosen[choice.word], about))
        if self.search is not None and asked.words:
            query = query.where(*self.search.conditions(asked.words))
        return query

    def _in_tab(self, found: Select[*tuple[Any, ...]], asked: Asked) -> Select[Any]:
        if self.tabs is None:
            return found
        return found.where(self.tabs.column.in_(self.tabs.states(asked.tab)))

    def _counts(self, found: Select[*tuple[Any, ...]]) -> dict[Any, int]:
        """Count the rows in each tab by one statement, which answers for the pager too."""
        if self.tabs is None:
            return {None: count_rows(found)}
        column = self.tabs.column
        query = found.where(column.in_(tuple(self.tabs.labels)))
        query = query.with_only_columns(column, func.count(), maintain_column_froms=True)
        return {row[0]: row[1] for row in rows(query.group_by(column))}

    def _rows(self, found: Select[*tuple[Any, ...]], asked: Asked, number: int) -> Sequence[Any]:
        order = self._order(asked)
        keys = self._in_tab(found, asked).with_only_columns(self.key, maintain_column_froms=True)
        keys = keys.order_by(*order).limit(self.size).offset((number - 1) * self.size)
        query = self.rows.where(self.key.in_(keys)).order_by(*order)
        if self.of_models:
            return db.session.execute(query).scalars().unique().all()
        lines = rows(query).all()
        return lines if self.make is None else [self.make(line) for line in lines]

    def _order(self, asked: Asked) -> tuple[Any, ...]:
        """Return the total order: as asked, or the best hits first, then the list's own."""
        if asked.order:
            orders = {column.order.word: column.order for column in self.columns if column.order}
            wanted = orders[asked.order.removeprefix("-")].by
            first = tuple(by.desc() for by in wanted) if asked.order[0] == "-" else wanted
            return (*first, *self.order)
        if self.search is not None and asked.words:
            return (*self.search.best_first(asked.words), *self.order)
        return self.order
