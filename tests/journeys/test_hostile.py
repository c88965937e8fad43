"""Every form and every address gets what nobody should send: no 500, nothing lost, nothing broken."""

from __future__ import annotations

import csv
import io
import re
from functools import cache
from html import escape
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote_plus

import pytest
import sqlalchemy as sa

from app.audit.cli import first_fault
from app.infra.db import db
from app.infra.orm import Base
from tests.architecture.snapshots import Snapshot, keep_database
from tests.architecture.test_access_matrix import TABLE, Visit, visits
from tests.architecture.world import PERSONAS, World, make_world
from tests.journeys.forms_of_pages import PageForm, forms_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from flask import Flask
    from flask.testing import FlaskClient

pytestmark = pytest.mark.long

MEGABYTE = 1 << 20
LONG = 10_000
REFUSED = 400
HEALTH = "web.health"  # says so itself when no worker lives
DEFECT, REFUSALS = 500, (409, 422)
ALWAYS_OURS = frozenset({"csrf_token", "version"})
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
LIES = {
    "a program": ("ảnh.pdf", b"MZ\x90\x00" + b"\x00" * 64),
    "a page": ("phiếu.pdf", b"<html><script>alert(1)</script></html>"),
    "nothing": ("rỗng.pdf", b""),
    "no name": ("../../\x00etc/passwd", b"%PDF-1.4"),
    "a picture that is none": ("ảnh.png", b"\x89PNG\r\n\x1a\n" + b"\xff" * 40),
}
ABSURD = (0, 2**31 - 1, 2**31, 2**63, 10**30, "-1", "abc", "1e3", "0x1", "１", "%00", "1%00", "1.0")
STRANGE_WORDS = ("x" * 4000, "%00", "%ff%fe", "..%2f..%2fetc", "' OR '1'='1", "😀", "a\u0302")
QUERIES = (
    "trang=-1&tim=%00&trang-thai=zzz&linh-vuc=x&don-vi=99999999999999999999&vong=0",
    "trang=99999999999999999999&tim=%25_%5C%27%22&dot=x&vai-tro=x&nam=99999&nguoi=-1",
    "trang=x&tim=" + "ă" * 3000 + "&chuong-trinh=%00&tu=round:99999999999999999999&ho-so=x&ma=%00",
    "dot=9223372036854775808&tu=-99999999999999999999&trang=-1&nam=-9223372036854775809",
    "tu=preset:..%2f..%2fetc&vong=99999999999999999999&linh-vuc=-1&loc=x&phieu=x&next=//evil.vn",
)


class Entrance(NamedTuple):
    """A place that takes forms, and somebody whom it lets in."""

    visit: Visit
    persona: str


@pytest.fixture
def world(app: Flask) -> World:
    return make_world()


@pytest.fixture
def kept(world: World) -> Iterator[Snapshot]:
    snapshot = keep_database()
    yield snapshot
    snapshot.forget()


def _admitted() -> dict[tuple[str, str], str]:
    """Return for each endpoint and method somebody whom the table of access lets in."""
    found = {}
    for row in csv.DictReader(io.StringIO(TABLE.read_text("utf-8"))):
        inside = [persona for persona in reversed(PERSONAS) if row[persona] == "yes"]
        if inside:
            preferred = [name for name in ("author", "judge", "secretary") if name in inside]
            found[row["endpoint"], row["method"]] = (preferred or inside)[0]
    return found


def _entrances(app: Flask, world: World, method: str) -> list[Entrance]:
    admitted = _admitted()
    return [
        Entrance(visit, admitted[visit.endpoint, method])
        for visit in visits(app, world)
        if visit.method == method and (visit.endpoint, method) in admitted
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


@cache
def _coded(text: str) -> str:
    return quote_plus(text)


@pytest.fixture
def attacker(
    app: Flask, world: World, kept: Snapshot, sign_in: Callable[..., FlaskClient]
) -> Attacker:
    return Attacker(world, kept, sign_in, app)


def _filled(form: PageForm, text: str) -> dict[str, Any]:
    """Return a form with the same text in every field that is not ours."""
    return {
        name: form.values[name] if name in ALWAYS_OURS else _sent(kind, text)
        for name, kind in form.kinds.items()
    }


def _sent(kind: str, text: str) -> Any:
    if kind == "file" and len(text) < LONG:
        return (io.BytesIO(b"%PDF-1.4 " + text[:200].encode("utf-8", "replace")), "tệp.pdf")
    return text


def _is_sound() -> bool:
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


def _stored_texts() -> Iterator[str]:
    """Yield every text of the database."""
    for table in Base.metadata.sorted_tables:
        columns = [c for c in table.c if isinstance(c.type, sa.String)]
        if columns:
            for row in db.session.execute(sa.select(*columns)):
                yield from (value for value in row if isinstance(value, str))


def test_forms_survive_every_text(app: Flask, world: World, attacker: Attacker) -> None:
    for entrance in _entrances(app, world, "POST"):
        form = attacker.form_at(entrance)
        for what, text in TEXTS.items():
            sendable = text.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
            answer = attacker.send(entrance, what, _filled(form, sendable))
            if answer.status_code < REFUSED and not _is_sound():
                attacker.wrong.append((entrance.visit.endpoint, what, "unsound"))
    assert attacker.wrong == []


def test_a_refused_form_shows_again_what_was_typed(
    app: Flask, world: World, attacker: Attacker
) -> None:
    lost = []
    for entrance in _entrances(app, world, "POST"):
        form = attacker.form_at(entrance)
        boxes = {name: f"{MARKED} {place}" for place, name in enumerate(form.typed)}
        typed = {**_filled(form, MARKED), **boxes}
        answer = attacker.send(entrance, "marked", typed)
        if answer.status_code not in REFUSALS or answer.mimetype != "text/html":
            continue
        page = re.sub(r"&#0?34;|&#x22;", "&quot;", answer.text).replace("&#x27;", "&#39;")
        lost += [
            (entrance.visit.endpoint, name)
            for name, text in boxes.items()
            if escape(text).replace("&#x27;", "&#39;") not in page and text not in page
        ]
        assert "<script>alert(1)" not in page, entrance.visit.endpoint
        assert "49" not in re.findall(r"OR 1=1;-- (\S+)", page), entrance.visit.endpoint
    assert attacker.wrong == []
    assert lost == []


def test_forms_survive_missing_doubled_and_foreign_fields(
    app: Flask, world: World, attacker: Attacker
) -> None:
    for entrance in _entrances(app, world, "POST"):
        form = attacker.form_at(entrance)
        versions = {name: form.values[name] for name in form.kinds if name in ALWAYS_OURS}
        doubled = {
            name: [value or "a", f"{value}b"]
            for name, value in form.values.items()
            if form.kinds[name] != "file"
        }
        as_files = {name: (io.BytesIO(b"words"), "words.txt") for name in form.kinds}
        attacker.send(entrance, "nothing", {})
        attacker.send(entrance, "nothing but the version", versions)
        attacker.send(entrance, "doubled", doubled)
        attacker.send(entrance, "files for words", as_files)
        attacker.send(entrance, "foreign", {**versions, **UNSEEN})
        attacker.send(entrance, "foreign only", UNSEEN)
        attacker.send(entrance, "stale", {**form.values, "version": "0"} | {"x": "y"})
        attacker.send(entrance, "absurd version", {**form.values, "version": "9" * 40})
    assert attacker.wrong == []
    assert _is_sound()


def test_files_that_lie_are_refused(app: Flask, world: World, attacker: Attacker) -> None:
    for entrance in _entrances(app, world, "POST"):
        form = attacker.form_at(entrance)
        names = [name for name, kind in form.kinds.items() if kind == "file"]
        if entrance.visit.endpoint == "nominations.upload":
            names = ["file"]
        for what, (file_name, content) in LIES.items() if names else ():
            files = {name: (io.BytesIO(content), file_name) for name in names}
            attacker.send(entrance, what, {**form.values, **files})
    assert attacker.wrong == []


def test_nothing_that_was_kept_is_unclean(app: Flask, world: World, attacker: Attacker) -> None:
    """What is admitted is kept without NUL and as NFC."""
    unclean = set()
    for entrance in _entrances(app, world, "POST"):
        form = attacker.form_at(entrance)
        text = TEXTS["nfd"] + "\x00"
        answer = attacker.send(entrance, "nfd", {**form.values, **_filled(form, text)})
        if answer.status_code >= DEFECT or answer.status_code in REFUSALS:
            continue
        db.session.remove()
        if any("\x00" in kept or "e\u0302\u0303" in kept for kept in _stored_texts()):
            unclean.add(entrance.visit.endpoint)
    assert unclean == set()


def test_absurd_numbers_lead_nowhere(app: Flask, world: World, attacker: Attacker) -> None:
    admitted = _admitted()
    addresses = {visit.endpoint: visit.address for visit in visits(app, world)}
    for rule in app.url_map.iter_rules():
        method = "POST" if "POST" in (rule.methods or ()) else "GET"
        if not rule.arguments or rule.endpoint not in addresses:
            continue
        browser = attacker.browser(admitted.get((rule.endpoint, method), "secretary"))
        for address in _absurd_addresses(rule.rule, addresses[rule.endpoint]):
            visit = Visit(rule.endpoint, method, address)
            for used in {"GET", method}:
                attacker.judge(visit, used, browser.open(address, method=used))
    assert attacker.wrong == []


def _absurd_addresses(pattern: str, address: str) -> Iterator[str]:
    """Yield an address with one part after the other made absurd."""
    parts, given = pattern.split("/"), address.partition("?")[0].split("/")
    for place, part in enumerate(parts):
        if "<" not in part:
            continue
        strange = ABSURD if "<int" in part else STRANGE_WORDS
        for word in strange:
            ending = part.partition(">")[2]
            yield "/".join([*given[:place], f"{word}{ending}", *given[place + 1 :]])


def test_pages_survive_strange_questions(app: Flask, world: World, attacker: Attacker) -> None:
    for entrance in _entrances(app, world, "GET"):
        for question in QUERIES:
            browser = attacker.browser(entrance.persona)
            answer = browser.get(f"{entrance.visit.address}?{question}")
            attacker.judge(entrance.visit, question[:30], answer)
    assert attacker.wrong == []


def test_things_of_others_are_not_found_under_ones_own(world: World, attacker: Attacker) -> None:
    """A nested address checks that one thing belongs to the other."""
    names = world.names
    crossed = {
        "author": [
            f"/ho-so/{names['nomination_draft']}/tep-da-nop/{names['attachment_submitted']}",
        ],
        "secretary": [
            f"/ban-to-chuc/hoi-dong/{names['council']}/thanh-vien/{names['seat_ranked']}",
            f"/ban-to-chuc/dot/{names['round_ranked']}/xung-dot/{names['conflict']}/go",
            f"/ban-to-chuc/dot/{names['round_ranked']}/ket-qua/ho-so/{names['nomination_judged']}",
            f"/ban-to-chuc/dot/{names['round_judging']}/phan-cong?vong=9999",
        ],
        "judge": [
            f"/hoi-dong/phieu/{names['assignment_drafted']}/tep/{names['attachment_submitted']}",
        ],
        "chair": [f"/hoi-dong/phieu/{names['assignment_drafted']}"],
    }
    answers = {
        address: attacker.browser(persona).get(address).status_code
        for persona, addresses in crossed.items()
        for address in addresses
    }
    assert set(answers.values()) == {404}, answers
