"""Reactions run when a tag is announced, in order, and may refuse."""

from __future__ import annotations

import pytest

from app.kernel.access import Actor
from app.kernel.errors import RuleBroken
from app.kernel.events import EventTag, announce, label_of, when

ACTOR = Actor.of_system("test")


class BellEvent(EventTag):
    RUNG = "bell:bell:rung", "Rung chuông"
    CRACKED = "bell:bell:cracked", "Chuông nứt"


def test_a_reaction_sees_the_thing_and_the_actor() -> None:
    heard: list[tuple[str, Actor]] = []

    @when(BellEvent.RUNG)
    def listen(thing: str, *, by: Actor) -> None:
        heard.append((thing, by))

    when(BellEvent.RUNG)(listen)
    announce(BellEvent.RUNG, "chuông", by=ACTOR)
    assert heard == [("chuông", ACTOR)]


def test_a_reaction_may_refuse() -> None:
    @when(BellEvent.CRACKED)
    def refuse(thing: None, *, by: Actor) -> None:
        raise RuleBroken(f"{by.name} không được rung chuông nứt.")

    with pytest.raises(RuleBroken, match="chuông nứt"):
        announce(BellEvent.CRACKED, None, by=ACTOR)


def test_a_tag_reads_as_words() -> None:
    assert str(BellEvent.RUNG) == "bell:bell:rung"
    assert label_of("bell:bell:rung") == "Rung chuông"
    assert label_of("never:heard:of") == "never:heard:of"
