"""What each device of speed saves: pages and a save with and without it, in turns; a line of JSON each.

Run as a program in the environment of ``scripts/bench`` (``BENCH_DATABASE_URL``), on an empty
database. The time is that of the processor for this process alone, which a busy machine changes
little; what the server of PostgreSQL does is not in it. Turns are short and many, and each turn
with a device is set beside the turn without it that follows at once.
"""

from __future__ import annotations

import gc
import json
import os
import sys
from contextlib import contextmanager
from functools import _lru_cache_wrapper, partial
from statistics import median
from time import process_time
from typing import TYPE_CHECKING, Any

import flask_babel
from flask_sqlalchemy.session import Session
from jinja2 import Environment

from app import create_app
from app.accounts.models import Account
from app.infra import templating
from app.infra.db import engine, reads
from app.infra.db.engine import UnitSession, db
from app.infra.db.units import unit_of_work
from app.infra.orm import Base
from app.organiser.operations import load_organiser_preset
from app.organiser.queries import get_preset
from app.settings import Settings
from bench_parts import world

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from flask import Flask
    from flask.testing import FlaskClient

PAIRS = int(os.environ.get("BENCH_PAIRS", "40"))
# Of devices and of acts only those whose names hold these words; all without.
ONLY = os.environ.get("BENCH_DEVICES", "")
ACTS = os.environ.get("BENCH_ACTS", "sheet list save").split()
PER_TURN = 6
OK = 200
# Kept answers that pages and saves ask for; the others belong to papers and commands.
ASKED_BY_PAGES = ("app.infra.", "app.scoring.", "app.web.")


def main() -> None:
    """Make the world, measure every device on every page, print the gains in percent, a line each."""
    world.MANY = 2 * world.FEW  # lists are measured by scripts/bench
    app = create_app(Settings.from_environment())
    app.config.update(WTF_CSRF_ENABLED=False)
    with app.app_context():
        Base.metadata.create_all(db.engine)
        with unit_of_work():
            load_organiser_preset(get_preset("quang-ninh"), by=world.BENCH)
        facts = world.make_world()
        stamps = {account.email: session_of(account) for account in db.session.query(Account)}
    acts = acts_of(app, facts, stamps)
    print(json.dumps({"milliseconds": costs(acts)}))
    for line in gains(app, acts):
        print(json.dumps(line), flush=True)


def session_of(account: Account) -> str:
    """Return what the cookie of an account holds."""
    return f"{account.id}.{account.session_stamp}"


def acts_of(
    app: Flask, facts: dict[str, Any], stamps: dict[str, str]
) -> dict[str, Callable[[int], None]]:
    """Return what is measured: a turn opens each of these some times."""
    judge, secretary = (signed_in(app, stamps[facts[who]]) for who in ("judge", "secretary"))
    sheets = facts["assignments"][:PER_TURN]
    listed = f"/ban-to-chuc/dot/{facts['lists'][str(world.FEW)]}/ho-so"

    versions = dict.fromkeys(sheets, 0)

    def save(turn: int) -> None:
        for number in sheets:
            typed = dict.fromkeys(facts["points"], f"{turn % 10},5")
            known = {"version": str(versions[number]), "comment": f"Nhận xét {versions[number]}."}
            expect(judge.post(f"/hoi-dong/phieu/{number}/luu", data=typed | known))
            versions[number] += 1

    found = {
        "sheet": lambda _turn: each(judge, [f"/hoi-dong/phieu/{number}" for number in sheets]),
        "list": lambda _turn: each(secretary, [listed] * PER_TURN),
        "save": save,
    }
    return {name: act for name, act in found.items() if name in ACTS}


def signed_in(app: Flask, session: str) -> FlaskClient:
    """Return a browser with the session of an account."""
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie["_user_id"], cookie["_fresh"] = session, True
    return client


def each(client: FlaskClient, addresses: list[str]) -> None:
    """Open some pages."""
    for address in addresses:
        expect(client.get(address))


def expect(answer: Any) -> None:
    """Refuse an answer that is none, or the time of a refusal would be measured.

    Raises:
        SystemExit: naming it.
    """
    if answer.status_code != OK:
        sys.exit(f"{answer.request.path}: {answer.status}")


# ── measuring ────────────────────────────────────────────────────────────────────────────────


def seconds(act: Callable[[int], None], turn: int) -> float:
    """Return the processor's time of one turn."""
    started = process_time()
    act(turn)
    return process_time() - started


def costs(acts: dict[str, Callable[[int], None]]) -> dict[str, float]:
    """Return the milliseconds of each act as the product stands."""
    found = {}
    for name, act in acts.items():
        times = [seconds(act, turn) for turn in range(PAIRS)]
        found[name] = round(1000 * median(times) / PER_TURN, 2)
    return found


def gains(app: Flask, acts: dict[str, Callable[[int], None]]) -> Iterator[dict[str, Any]]:
    """Yield by how many percent each act costs more without each device."""
    for device, without in devices(app).items():
        if ONLY in device:
            yield {"device": device} | {name: gain(act, without) for name, act in acts.items()}


def gain(act: Callable[[int], None], without: Callable[[], Any]) -> float:
    """Return the median of the pairs; a turn of each that is not counted fills what is empty."""
    ratios = []
    for turn in range(PAIRS):
        act(turn)
        with_it = seconds(act, turn)
        with without():
            act(turn)
            ratios.append(seconds(act, turn) / with_it)
    return round(100 * (median(ratios) - 1), 1)


# ── the devices, and how each is done without ────────────────────────────────────────────────


def devices(app: Flask) -> dict[str, Callable[[], Any]]:
    """Return what does without each device for a while."""
    found = {
        "infra.words": lambda: replaced_words(app),
        "printed_once": lambda: replaced_globals(app, printed_once=print_anew),
        "PageEnvironment": lambda: without_shared_globals(app),
        "UnitSession.get_bind": lambda: patched(UnitSession, get_bind=found_each_time),
        "reads without a transaction": lambda: patched(engine, _reading=lambda bound: bound),
        "connections not asked each time": lambda: patched(engine, SECONDS_OF_REST=-1.0),
        "rows": lambda: recoded(reads.rows, through_the_session),
        "asked_once": lambda: patched(reads, READS_ONLY="nowhere"),
        "cached statements": lambda: uncached(statements()),
    }
    for cache in other_caches():
        found[f"cache {cache.__module__}.{cache.__qualname__}"] = partial(uncached, [cache])
    return found


@contextmanager
def patched(owner: Any, **values: Any) -> Iterator[None]:
    """Set attributes of a module or class for a while."""
    before = {name: vars(owner)[name] for name in values}
    for name, value in values.items():
        setattr(owner, name, value)
    try:
        yield
    finally:
        for name, value in before.items():
            setattr(owner, name, value)


@contextmanager
def recoded(function: Any, other: Any) -> Iterator[None]:
    """Let a function, which others hold by name, do what another does."""
    before = function.__code__
    function.__code__ = other.__code__
    try:
        yield
    finally:
        function.__code__ = before


def through_the_session(statement: Any, wanted: Any = None) -> Any:
    """Run a statement of plain columns as one of models is run."""
    return db.session.execute(statement, wanted)


def found_each_time(session: Any, *args: Any, **named: Any) -> Any:
    """Find the engine as Flask-SQLAlchemy does, through tables and models."""
    found = Session.get_bind(session, *args, **named)
    return engine._reading(found) if engine.READS_ONLY in session.info else found  # noqa: SLF001  # the same answer


def print_anew(component: Any, **given: Any) -> Any:
    """Print a component each time."""
    return component(**given)


@contextmanager
def replaced_globals(app: Flask, **values: Any) -> Iterator[None]:
    """Give templates other globals for a while, and let them be made anew."""
    names = app.jinja_env.globals
    before = {name: names[name] for name in values}
    names.update(values)
    make_templates_anew(app)
    try:
        yield
    finally:
        names.update(before)
        make_templates_anew(app)


def make_templates_anew(app: Flask) -> None:
    """Forget the templates, which hold the globals that they were made with."""
    if app.jinja_env.cache is not None:
        app.jinja_env.cache.clear()


def replaced_words(app: Flask) -> Any:
    """Let templates ask Flask-Babel for each sentence."""
    return replaced_globals(app, _=flask_babel.gettext, gettext=flask_babel.gettext)


@contextmanager
def without_shared_globals(app: Flask) -> Iterator[None]:
    """Give each template a chain of globals of its own, as Jinja does."""
    with patched(templating.PageEnvironment, make_globals=Environment.make_globals):
        make_templates_anew(app)
        yield
    make_templates_anew(app)


def all_caches() -> list[Any]:
    """Return the caches of functions of the product."""
    held = (thing for thing in gc.get_objects() if isinstance(thing, _lru_cache_wrapper))
    ours = {id(cache): cache for cache in held if (cache.__module__ or "").startswith("app.")}
    return sorted(ours.values(), key=lambda cache: (cache.__module__, cache.__qualname__))


def statements() -> list[Any]:
    """Return the caches that hold a statement: the functions that make one."""
    return [cache for cache in all_caches() if makes_statement(cache)]


def makes_statement(cache: Any) -> bool:
    """Tell whether a cached function returns a statement."""
    kind = str(cache.__wrapped__.__annotations__.get("return", ""))
    return any(word in kind for word in ("Select", "Insert", "Update"))


def other_caches() -> list[Any]:
    """Return the caches that hold something else."""
    return [
        cache
        for cache in all_caches()
        if cache.__module__.startswith(ASKED_BY_PAGES)
        and not cache.__module__.startswith("app.infra.paper")
        and not makes_statement(cache)
    ]


@contextmanager
def uncached(caches: list[Any]) -> Iterator[None]:
    """Let functions do anew what they keep, by whatever name a module of the product holds them."""
    plain = {id(cache): cache.__wrapped__ for cache in caches}
    held = [
        (module, name, value)
        for key, module in list(sys.modules.items())
        if key.startswith("app.")
        for name, value in list(vars(module).items())
        if id(value) in plain
    ]
    for module, name, value in held:
        setattr(module, name, plain[id(value)])
    try:
        yield
    finally:
        for module, name, value in held:
            setattr(module, name, value)


if __name__ == "__main__":
    main()
