"""A page of a list as its template sees it: rows, tabs, filters, heads, and all addresses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import request, url_for
from markupsafe import Markup

from app.infra.lists.asked import FILE, ORDER, PAGE, SEARCH, address
from app.infra.lists.columns import Place
from app.infra.lists.pager import pager_of
from app.infra.words import gettext as _

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from app.infra.lists.asked import Asked
    from app.infra.lists.columns import ListColumn
    from app.infra.lists.listing import Listing
    from app.infra.lists.pager import Page, Pager

DIRECTIONS = {False: "ascending", True: "descending"}


def _no_box(_row: Any) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class ShownList:
    """What a page of a list shows, and where it leads to."""

    listing: Listing
    asked: Asked
    page: Page[Any]
    counts: Mapping[Any, int]
    options: Mapping[str, Sequence[tuple[Any, str]]]

    @property
    def rows(self) -> Sequence[Any]:
        """The rows of this page."""
        return self.page.items

    @property
    def words(self) -> dict[str, str]:
        """All that was asked but the page, as the address says it."""
        return self.asked.words_of(self.listing.tabs.word if self.listing.tabs else "")

    @property
    def words_and_page(self) -> dict[str, str]:
        """All that was asked, for a form that comes back to this page."""
        number = self.page.number
        return {**self.words, PAGE: str(number)} if number > 1 else self.words

    @property
    def _columns(self) -> list[ListColumn]:
        return [column for column in self.listing.columns if column.place is not Place.FILE]

    def printed_rows(self, cells: Mapping[str, Callable[[Any], str]]) -> Markup:
        """Return the rows of the table; ``cells`` are the macros of columns, each given a row.

        Put together here, not by a loop in a template: fifty rows are a thousand pieces, and
        Jinja asks of each whether it is to be escaped.
        """
        columns = [(c.opening, c.printer(cells.get(c.name)), c.closing) for c in self._columns]
        choice = self.listing.bulk.boxes() if self.listing.bulk else _no_box
        parts: list[str] = []
        for row in self.rows:
            parts += ("<tr>", choice(row))
            for opening, cell, closing in columns:
                parts += (opening, cell(row), closing)
            parts.append("</tr>\n")
        return Markup("".join(parts))  # noqa: S704  # each part is markup already

    @property
    def heads(self) -> list[dict[str, Any]]:
        """The heads of the columns; one that the list can be ordered by is a link."""
        heads = [self._head(column) for column in self._columns]
        choosing = {"label": _("Chọn"), "spoken": True}
        return [choosing, *heads] if self.listing.bulk else heads

    def _head(self, column: ListColumn) -> dict[str, Any]:
        head: dict[str, Any] = {"label": _(column.label), "spoken": column.is_spoken}
        head["num"] = column.kind.name == "NUMBER"
        if column.order is None:
            return head
        word, is_current = column.order.word, self.asked.order.lstrip("-") == column.order.word
        is_down = is_current and self.asked.order.startswith("-")
        head["sorted"] = DIRECTIONS[is_down] if is_current else None
        turned = f"-{word}" if is_current and not is_down else word
        head["sort_url"] = address(self.words, **{ORDER: turned})
        return head

    @property
    def tabs(self) -> list[dict[str, Any]]:
        """A tab for all and one for each state; none vanishes because nothing is in it."""
        tabs = self.listing.tabs
        if tabs is None:
            return []
        everything = sum(self.counts.get(state, 0) for state in tabs.everything)
        return [
            self._tab(_("Tất cả"), None, everything),
            *(
                self._tab(_(label), state, self.counts.get(state, 0))
                for state, label in tabs.labels.items()
            ),
        ]

    def _tab(self, label: str, state: Any | None, count: int) -> dict[str, Any]:
        tabs = self.listing.tabs
        word = tabs.word if tabs else ""
        return {
            "label": label,
            "url": address(self.words, **{word: state.value if state else None}),
            "count": count,
            "is_current": self.asked.tab is state,
            "is_urgent": bool(tabs and state in tabs.urgent and count),
        }

    @property
    def choices(self) -> list[dict[str, Any]]:
        """The choices beside the search box; one without options is left out."""
        return [
            {
                "word": choice.word,
                "label": _(choice.label),
                "options": self.options[choice.word],
                "chosen": self.asked.chosen.get(choice.word, ""),
            }
            for choice in self.listing.filters
            if self.options[choice.word]
        ]

    @property
    def path(self) -> str:
        """The address without any words."""
        return address({})

    @property
    def here(self) -> str:
        """The address without anything asked."""
        return address(self.asked.also)

    @property
    def kept(self) -> dict[str, str]:
        """What the form of the filters sends along: what it has no field for."""
        fields = {SEARCH, *(choice.word for choice in self.listing.filters)}
        return {word: text for word, text in self.words.items() if word not in fields}

    @property
    def is_narrowed(self) -> bool:
        """Whether rows may be missing because of what was asked, by the tab too."""
        return self.asked.is_narrowed or self.asked.tab is not None

    @property
    def pager(self) -> Pager:
        """The way to the other pages."""
        words = self.words
        return pager_of(self.page, lambda number: address(words, **{PAGE: number}))

    @property
    def bulk_url(self) -> str:
        """Where the chosen rows are sent to."""
        bulk = self.listing.bulk
        return url_for(bulk.endpoint, **(request.view_args or {})) if bulk else ""

    @property
    def may_choose(self) -> bool:
        """Whether something can be done to some row of this page."""
        bulk = self.listing.bulk
        return bulk is not None and any(map(bulk.takes, self.rows))

    def file_url(self, kind: str) -> str:
        """Return where just this list is handed out as a file."""
        return address(self.words, **{FILE: kind})
