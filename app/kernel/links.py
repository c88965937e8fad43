"""Mailed links: what each kind is for, and what somebody may do who comes with one.

A link lets a person without an account do one thing to one subject. A kind is declared by the
package whose thing it is about; `app.accounts` keeps the links, and knows none of those things.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from app.kernel.access import Predicate, predicate

if TYPE_CHECKING:
    from datetime import timedelta

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class LinkKind(Generic[T]):
    """What a mailed link is for, and of which kind the one thing is that it leads to.

    ``key`` is kept with each link. ``about`` is the table of the thing, as ``T`` is its class; it
    is empty, and ``T`` None, for a kind that leads to nothing that is there already. ``lifetime``
    and ``uses`` hold for a link that says nothing else.
    """

    key: str
    lifetime: timedelta
    about: str = ""
    uses: int = 1

    @property
    def words(self) -> str:
        """Return the lifetime as a letter says it: "7 ngày", "2 giờ"."""
        days, seconds = self.lifetime.days, self.lifetime.seconds
        return f"{days} ngày" if days else f"{seconds // 3600} giờ"


@dataclass(frozen=True, slots=True)
class LinkGrant:
    """What the link allows with which somebody comes: one kind of act, to one subject."""

    kind: LinkKind[Any]
    link_id: int
    subject_id: int


def holds_link(kind: LinkKind[Any]) -> Predicate:
    """Return the condition that somebody comes with a link of a kind to the very thing it is for."""
    return predicate(
        f"holds_link({kind.key})",
        "Việc này chỉ làm được từ liên kết trong thư gửi cho ông/bà.",
        lambda actor, thing: (
            actor.link is not None
            and actor.link.kind == kind
            and thing is not None
            and thing.id == actor.link.subject_id
        ),
        admits_strangers=True,
    )
