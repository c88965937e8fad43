"""The pages that packages put on people's desks, gathered for the navigation."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from app.kernel.access import Actor

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Count = Callable[[Actor], int]


class DeskKey(StrEnum):
    """Where somebody works; `app.web.desks` says who sits there."""

    PUBLIC = "public"
    AUTHOR = "author"
    UNIT = "unit"
    COUNCIL = "council"
    ORGANISER = "organiser"
    APPROVAL = "approval"
    ADMINISTRATION = "administration"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of navigation; it is current on its page and, unless ``alone``, on those below.

    Entries of a desk stand in the order of ``place``; ``count`` says how much waits there.
    """

    desk: DeskKey
    place: int
    label: str
    endpoint: str
    icon: str = ""
    count: Count | None = None
    is_urgent: bool = False
    alone: bool = False


class Desks:
    """The entries of all packages, as each `desk` rung declares them."""

    def __init__(self) -> None:
        self._entries: dict[DeskKey, list[Entry]] = defaultdict(list)

    def add(self, entries: Iterable[Entry]) -> None:
        """Take in the entries of a package; the same ones again change nothing."""
        for entry in entries:
            at_desk = self._entries[entry.desk]
            if entry not in at_desk:
                at_desk.append(entry)
                at_desk.sort(key=lambda one: (one.place, one.endpoint))

    def entries_at(self, desk: DeskKey) -> Sequence[Entry]:
        """Return the entries of a desk, whoever may open them, in their order."""
        return tuple(self._entries[desk])


desks = Desks()
