"""Tabs and pages of a list, as links that keep the rest of the address."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import url_for
from flask_babel import gettext as _

from app.nominations.enums import STATE_LABELS
from app.nominations.enums import NominationState as S
from app.nominations.forms import filter_to
from app.nominations.queries.counts import SENT
from app.nominations.queries.lists import SHOWN

if TYPE_CHECKING:
    from app.infra.tables import Page
    from app.nominations.queries.lists import Filter

AROUND = 2
URGENT = frozenset({S.AWAITING_ENDORSEMENT, S.SUBMITTED})


@dataclass(frozen=True, slots=True)
class Pager:
    """The way to the other pages of a list."""

    previous_url: str | None
    next_url: str | None
    numbers: tuple[dict[str, Any], ...]


def tabs_of(
    endpoint: str, chosen: Filter, counts: dict[S, int], **ids: Any
) -> list[dict[str, Any]]:
    """Return a tab for each state that has dossiers, and one for all that were sent."""

    def tab(label: str, state: S | None, count: int) -> dict[str, Any]:
        words = filter_to(chosen, **{"trang-thai": state.value if state else ""})
        return {
            "label": label,
            "url": url_for(endpoint, **ids, **{k: v for k, v in words.items() if v != ""}),
            "count": count,
            "is_current": chosen.state is state,
        }

    everything = sum(counts.get(state, 0) for state in SENT)
    shown = [state for state in SHOWN if counts.get(state) or state is chosen.state]
    return [
        tab(_("Tất cả"), None, everything),
        *(tab(_(STATE_LABELS[state]), state, counts.get(state, 0)) for state in shown),
    ]


def pager_of(endpoint: str, chosen: Filter, page: Page[Any], **ids: Any) -> Pager:
    """Return links to the pages around the shown one, and to the first and the last."""

    def address(number: int) -> str:
        return url_for(endpoint, **ids, **filter_to(chosen, trang=number))

    near = range(max(1, page.number - AROUND), min(page.last, page.number + AROUND) + 1)
    numbers: list[dict[str, Any]] = []
    for number in sorted({1, *near, page.last}):
        if numbers and number - numbers[-1]["label"] > 1:
            numbers.append({"label": number - 1, "url": None, "is_current": False, "gap": True})
        is_current = number == page.number
        numbers.append({"label": number, "url": address(number), "is_current": is_current})
    shown = tuple({**n, "label": "…"} if n.get("gap") else n for n in numbers)
    return Pager(
        previous_url=address(page.number - 1) if page.number > 1 else None,
        next_url=address(page.number + 1) if page.number < page.last else None,
        numbers=shown,
    )
