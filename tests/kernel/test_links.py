from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import pytest

from app.kernel.access import Actor
from app.kernel.links import LinkGrant, LinkKind, holds_link


@dataclass
class Thing:
    id: int


WEEK = timedelta(days=7)
CONFIRM: LinkKind[Thing] = LinkKind("confirm", WEEK, "things")
OTHER: LinkKind[Thing] = LinkKind("other", WEEK, "things")


def holder(kind: LinkKind[Thing], subject_id: int) -> Actor:
    return Actor(name="Lê Văn Tám", link=LinkGrant(kind, 1, subject_id))


@pytest.mark.parametrize(
    ("actor", "thing", "may"),
    [
        (holder(CONFIRM, 5), Thing(5), True),
        (holder(CONFIRM, 5), Thing(6), False),
        (holder(CONFIRM, 5), None, False),
        (holder(OTHER, 5), Thing(5), False),
        (Actor(account_id=5, person_id=5), Thing(5), False),
        (Actor.stranger(), Thing(5), False),
        (Actor.of_system("test"), Thing(5), False),
    ],
)
def test_link_admits_its_holder_to_its_own_subject_alone(
    actor: Actor, thing: Thing | None, may: bool
) -> None:
    condition = holds_link(CONFIRM)
    assert condition.decide(actor, thing).allowed is may
    assert condition.admits_strangers


@pytest.mark.parametrize(
    ("lifetime", "words"),
    [(timedelta(days=1), "1 ngày"), (WEEK, "7 ngày"), (timedelta(hours=2), "2 giờ")],
)
def test_lifetime_is_said_in_days_or_hours(lifetime: timedelta, words: str) -> None:
    assert LinkKind("any", lifetime).words == words
