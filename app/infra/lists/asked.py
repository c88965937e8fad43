"""What the address bar asks of a list, and addresses that keep it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from flask import request

from app.kernel.numbers import parse_count

if TYPE_CHECKING:
    from collections.abc import Mapping

PAGE, ORDER, SEARCH, FILE = "trang", "xep", "tim", "tai"
LONGEST_SEARCH = 200


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked: words, page, order; a tab and choices as values, and as the address says."""

    words: str
    number: int
    order: str
    tab: Any | None
    chosen: Mapping[str, Any]
    also: Mapping[str, Any]

    @property
    def is_narrowed(self) -> bool:
        """Whether something was asked that rows may fail to meet, the tab aside."""
        return bool(self.words or self.chosen)

    def words_of(self, tabs_word: str) -> dict[str, str]:
        """Return all that was asked but the page, as the address says it."""
        said = {
            **self.also,
            tabs_word: None if self.tab is None else self.tab.value,
            SEARCH: self.words,
            **self.chosen,
            ORDER: self.order,
        }
        return {word: str(value) for word, value in said.items() if value not in {None, ""}}


def words_typed() -> str:
    """Return what was typed into the search box; nobody searches with a whole page."""
    return " ".join(request.args.get(SEARCH, "").split())[:LONGEST_SEARCH]


def page_wanted() -> int:
    """Return the number of the page that the address asks for, from 1."""
    return max(1, request.args.get(PAGE, 1, type=parse_count))


def address(words: Mapping[str, Any], **over: Any) -> str:
    """Return the address of this page with some words; an empty one is left out."""
    said = {word: text for word, text in {**words, **over}.items() if text not in {None, ""}}
    here = f"{request.script_root}{request.path}"
    return f"{here}?{urlencode(said)}" if said else here
