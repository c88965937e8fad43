"""Somebody whom the doors let in, and who sends what nobody should: the forms, the texts, the judge."""

from __future__ import annotations

import csv
import io
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote_plus

import sqlalchemy as sa

from app.audit.cli import first_fault
from app.infra.db.engine import db
from tests.architecture.test_access_matrix import TABLE, Visit, visits
from tests.architecture.world import PERSONAS, World
from tests.journeys.forms_of_pages import PageForm, forms_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask
    from flask.testing import FlaskClient

    from tests.architecture.snapshots import Snapshot

MEGABYTE = 1 << 20
LONG = 10_000
HEALTH = "web.health"  # says so itself when no worker lives
DEFECT = 500
ALWAYS_OURS = frozenset({"csrf_token", "version", "editions"})
MARKED = "\"><script>alert(1)</script>' OR 1=1;-- {{ 7*7 }} ${7*7} %s"
# What a box of a page is filled with, one kind of malice after the other.
TEXTS = {
    "html and sql": MARKED,
    "a megabyte in a line": "ă" * (MEGABYTE // 2),
    "nfd": "Nguye\u0302\u0303n Thi\u0323 Ho\u0300a",
    "control characters": "một\x00hai\x08ba\x1b[31m\u202ebốn\u200b\ufeff",
    "half of a pair": "chữ \ud83d hỏng",
    "a huge number": "9" * 400,
    "a number that is none": "1e309",
    "a negative number": "-1",
    "nothing but spaces": " \t\r\n\u00a0 ",
}
# Fields that have a door of their own in the program, whatever the page offers.
UNSEEN = {
    "id": "1",
    "owner_id": "1",
    "roles": "admin",
    "state": "awarded",
    "units": ["1", "x", "-5", "9" * 30],
    "nguoi": "99999999999999999999",
    "vong": "x",
    "seat": "9" * 30,
    "nomination": "-1",
    "so": "99",
    "do": "accept\x00",
    "viec": "lam",
    "add": "criteria",
    "ho-so": ["1", "x", "9" * 30],
    "confirmed_number": "1e9",
}


class Entrance(NamedTuple):
    """A place that takes forms, and somebody whom it lets in."""

    visit: Visit
    persona: str


def admitted() -> dict[tuple[str, str], str]:
    """Return for each endpoint and method somebody whom the table of access lets in."""
    found = {}
    for row in csv.DictReader(io.StringIO(TABLE.read_text("utf-8"))):
        inside = [persona for persona in reversed(PERSONAS) if row[persona] == "yes"]
        if inside:
            preferred = [name for name in ("author", "judge", "secretary") if name in inside]
            found[row["endpoint"], row["method"]] = (preferred or inside)[0]
    return found


def entrances(app: Flask, world: World, method: str) -> list[Entrance]:
    """Return every page that takes this method, with somebody who may open it."""
    persona = admitted()
    return [
        Entrance(visit, persona[visit.endpoint, method])
        for visit in visits(app, world)
        if visit.method == method and (visit.endpoint, method) in persona
    ]


class Attacker:
    """Somebody who is let in and sends what should not be sent; notes what went wrong."""

    def __init__(
        self, world: World, kept: Snapshot, sign_in: Callable[..., FlaskClient], app: Flask
    ) -> None:
        self.world, self.kept, self.sign_in, self.app = world, kept, sign_in, app
        self.wrong: list[tuple[str, ...]] = []

    def browser(self, persona: str) -> FlaskClient:
        """Return a browser of somebody, on the database as it was."""
        self.kept.restore()
        account = self.world.accounts.get(persona)
        return self.sign_in(account) if account else self.app.test_client()

    def form_at(self, entrance: Entrance) -> PageForm:
        """Return the form that is sent to an address, or one of the usual fields."""
        page = self.browser(entrance.persona).get(entrance.visit.address)
        if page.mimetype == "text/html":
            for form in forms_of(page.text):
                if form.action in ("", entrance.visit.address):
                    return form
        return PageForm(entrance.visit.address, {"version": "hidden"}, {"version": "1"})

    def send(self, entrance: Entrance, what: str, typed: dict[str, Any]) -> Any:
        """Send a form; note an answer that is a defect or that shows our insides."""
        answer = self.browser(entrance.persona).post(entrance.visit.address, **_body(typed))
        self.judge(entrance.visit, what, answer)
        return answer

    def judge(self, visit: Visit, what: str, answer: Any) -> None:
        """Note a defect."""
        if answer.status_code >= DEFECT and visit.endpoint != HEALTH:
            self.wrong.append((visit.endpoint, visit.address[:80], what, str(answer.status_code)))
        if answer.mimetype == "text/html" and "Traceback" in answer.text:
            self.wrong.append((visit.endpoint, visit.address[:80], what, "traceback"))
        answer.close()


def _body(typed: dict[str, Any]) -> dict[str, Any]:
    """Return the body of a form; what is long is written in its code once, not at every sending."""
    texts = {name: [text] if isinstance(text, str) else text for name, text in typed.items()}
    if not all(isinstance(texts_of, list) for texts_of in texts.values()):
        return {"data": typed}
    pairs = [f"{_coded(name)}={_coded(text)}" for name in texts for text in texts[name]]
    return {"data": "&".join(pairs).encode(), "content_type": "application/x-www-form-urlencoded"}


@lru_cache(maxsize=64)
def _coded(text: str) -> str:
    return quote_plus(text)


def filled(form: PageForm, text: str) -> dict[str, Any]:
    """Return a form with the same text in every field that is not ours."""
    return {
        name: form.values[name] if name in ALWAYS_OURS else _sent(kind, text)
        for name, kind in form.kinds.items()
    }


def _sent(kind: str, text: str) -> Any:
    if kind == "file" and len(text) < LONG:
        return (io.BytesIO(b"%PDF-1.4 " + text[:200].encode("utf-8", "replace")), "tệp.pdf")
    return text


def as_sent(text: str) -> str:
    """Return a text as it can be sent: half of a pair becomes what a browser makes of it."""
    return text.encode("utf-8", "surrogatepass").decode("utf-8", "replace")


def is_sound() -> bool:
    """Tell whether the log is whole and every reference leads somewhere."""
    db.session.remove()
    if first_fault() is not None:
        return False
    if db.engine.dialect.name != "sqlite":
        return True  # PostgreSQL lets no broken reference in
    with db.engine.connect() as connection:
        broken = connection.execute(sa.text("PRAGMA foreign_key_check")).all()
        whole = connection.execute(sa.text("PRAGMA integrity_check")).scalar_one()
    return not broken and whole == "ok"
