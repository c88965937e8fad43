"""What higher floors do when a lower one speaks: event tags, subscriptions, announcements.

A lower package never imports a higher one. It announces what happened; the higher package
subscribes in its ``reactions.py``. Reactions run at once, in the same unit of work, and may
refuse, so that nothing half happens.
"""

from __future__ import annotations

from collections import defaultdict
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Protocol, Self, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.kernel.access import Actor


class EventTag(StrEnum):
    """Base of the tags of a package: ``package:thing:happening`` and the words of the history."""

    label: str

    def __new__(cls, value: str, label: str) -> Self:
        """Make a member whose value is the tag and whose label a person can read."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member


def label_of(tag: str) -> str:
    """Return the words of a tag as the log keeps it; the tag itself when no package knows it."""
    tags = (member for kind in EventTag.__subclasses__() for member in kind)
    return next((member.label for member in tags if member.value == tag), tag)


class Reaction(Protocol):
    """Something to do when an event is announced."""

    def __call__(self, thing: Any, *, by: Actor) -> None:
        """React to what happened to a thing, or refuse."""


R = TypeVar("R", bound=Reaction)

_reactions: dict[EventTag, list[Reaction]] = defaultdict(list)


def when(*tags: EventTag) -> Callable[[R], R]:
    """Subscribe the decorated function to events; subscribing twice changes nothing."""

    def subscribe(reaction: R) -> R:
        for tag in tags:
            if reaction not in _reactions[tag]:
                _reactions[tag].append(reaction)
        return reaction

    return subscribe


def announce(tag: EventTag, thing: Any, *, by: Actor) -> None:
    """Run the reactions to an event, in the order of subscription."""
    for reaction in tuple(_reactions[tag]):
        reaction(thing, by=by)
