"""What narrows a list from the address bar: choices, and tabs with their counts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import InstrumentedAttribute


@dataclass(frozen=True, slots=True)
class OneOf:
    """A choice beside the search box.

    ``options`` gives the values with their words, of what the page is about (its round, say).
    ``where`` makes the condition of both where the column alone does not.
    """

    word: str
    label: str
    options: Callable[[Any], Iterable[tuple[Any, str]]]
    column: InstrumentedAttribute[Any] | None = None
    where: Callable[[Any, Any], ColumnElement[bool]] | None = None

    def condition(self, value: Any, about: Any) -> ColumnElement[bool]:
        """Return what a chosen value asks of a row of a page about something.

        Raises:
            TypeError: for a choice that was declared with neither a column nor a condition.
        """
        if self.where is not None:
            return self.where(value, about)
        if self.column is None:
            raise TypeError(self.word)
        wanted: ColumnElement[bool] = self.column == value
        return wanted


@dataclass(frozen=True, slots=True)
class ListTabs:
    """A tab for each state, whether it holds anything or not, and one for all.

    ``everything`` are the states of the tab for all: a withdrawn dossier has a tab, and is not
    one of those that were sent.
    """

    column: InstrumentedAttribute[Any]
    labels: Mapping[Any, str]
    caption: str
    everything: tuple[Any, ...]
    urgent: frozenset[Any] = field(default_factory=frozenset)
    word: str = "trang-thai"

    def chosen(self, text: str | None) -> Any | None:
        """Return the state that the address names; what means nothing asks nothing."""
        return next((state for state in self.labels if state.value == text), None)

    def states(self, chosen: Any | None) -> tuple[Any, ...]:
        """Return the states that a tab shows."""
        return self.everything if chosen is None else (chosen,)
