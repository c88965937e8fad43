"""For `scripts/harden posts`: forms are sent as no page would send them, any field in any way."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from tests.journeys.attacker import (
    ALWAYS_OURS,
    TEXTS,
    UNSEEN,
    Entrance,
    as_sent,
    entrances,
    is_sound,
)

if TYPE_CHECKING:
    from random import Random

    from flask import Flask

    from tests.architecture.world import World
    from tests.journeys.attacker import Attacker
    from tests.journeys.forms_of_pages import PageForm
    from tests.long_runs import LongRun

REFUSED = 400
HIGHEST_SIGN = 0x10FFFF
LONGEST_NOISE = 300


def test_forms_survive_whatever_is_sent(
    app: Flask, world: World, attacker: Attacker, long_run: LongRun
) -> None:
    places = entrances(app, world, "POST")
    forms: dict[Entrance, PageForm] = {}
    while long_run.goes_on():
        place = long_run.chance.choice(places)
        if place not in forms:
            forms[place] = attacker.form_at(place)
        typed = mutated(forms[place], long_run.chance)
        answer = attacker.send(place, f"step {long_run.steps}: {typed!r:.600}", typed)
        if answer.status_code < REFUSED and not is_sound():
            attacker.wrong.append((place.visit.endpoint, f"step {long_run.steps}", "unsound"))
        assert attacker.wrong == [], long_run.told


def mutated(form: PageForm, chance: Random) -> dict[str, Any]:
    """Return a form with some of its fields changed, some gone, and some that are not its own."""
    typed: dict[str, Any] = {}
    for name, kind in form.kinds.items():
        way = chance.choice(["kept", "kept", "changed", "changed", "gone", "doubled"])
        kept = way == "kept" or (name in ALWAYS_OURS and chance.random() < 0.8)
        if kept:
            typed[name] = form.values[name]
        elif way == "doubled":
            typed[name] = [form.values[name], any_text(chance)]
        elif way == "changed":
            typed[name] = any_file(chance) if kind == "file" else any_text(chance)
    for name in chance.sample(sorted(UNSEEN), chance.choice([0, 0, 1, 2])):
        typed[name] = UNSEEN[name]
    return typed


def any_text(chance: Random) -> str:
    """Return one of the known malices, a number at some edge, or noise."""
    noise = "".join(chr(chance.randint(0, HIGHEST_SIGN)) for _ in range(chance.randint(0, 40)))
    edge = str(chance.choice([-1, 0, 1]) + 2 ** chance.choice([0, 7, 15, 31, 63, 64]))
    day = f"{chance.randint(0, 99)}:{chance.randint(0, 99)} {chance.randint(0, 99)}/{chance.randint(0, 99)}/{chance.randint(0, 99999)}"
    return as_sent(chance.choice([*TEXTS.values(), noise, noise * chance.randint(1, 9), edge, day]))


def any_file(chance: Random) -> tuple[io.BytesIO, str]:
    """Return a file whose beginning may lie about the rest."""
    beginning = chance.choice(
        [b"%PDF-1.4\n", b"\x89PNG\r\n\x1a\n", b"PK\x03\x04", b"", b"\xff\xd8\xff"]
    )
    content = beginning + chance.randbytes(chance.randint(0, LONGEST_NOISE))
    return io.BytesIO(
        content
    ), f"tệp{chance.choice(['.pdf', '.png', '.docx', '.exe', '', '/../x.pdf'])}"
