"""Every form and every address gets what nobody should send: no 500, nothing lost, nothing broken."""

from __future__ import annotations

import io
import re
from html import escape
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from app.infra.db.engine import db
from app.infra.orm import Base
from tests.architecture.test_access_matrix import Visit, visits
from tests.journeys.attacker import (
    ALWAYS_OURS,
    DEFECT,
    MARKED,
    TEXTS,
    UNSEEN,
    admitted,
    as_sent,
    entrances,
    filled,
    is_sound,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask

    from tests.architecture.world import World
    from tests.journeys.attacker import Attacker

pytestmark = pytest.mark.long

REFUSED = 400
REFUSALS = (409, 422)
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


def _stored_texts() -> Iterator[str]:
    """Yield every text of the database."""
    for table in Base.metadata.sorted_tables:
        columns = [c for c in table.c if isinstance(c.type, sa.String)]
        if columns:
            for row in db.session.execute(sa.select(*columns)):
                yield from (value for value in row if isinstance(value, str))


def test_forms_survive_every_text(app: Flask, world: World, attacker: Attacker) -> None:
    for entrance in entrances(app, world, "POST"):
        form = attacker.form_at(entrance)
        for what, text in TEXTS.items():
            answer = attacker.send(entrance, what, filled(form, as_sent(text)))
            if answer.status_code < REFUSED and not is_sound():
                attacker.wrong.append((entrance.visit.endpoint, what, "unsound"))
    assert attacker.wrong == []


def test_a_refused_form_shows_again_what_was_typed(
    app: Flask, world: World, attacker: Attacker
) -> None:
    lost = []
    for entrance in entrances(app, world, "POST"):
        form = attacker.form_at(entrance)
        boxes = {name: f"{MARKED} {place}" for place, name in enumerate(form.typed)}
        typed = {**filled(form, MARKED), **boxes}
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
    for entrance in entrances(app, world, "POST"):
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
    assert is_sound()


def test_files_that_lie_are_refused(app: Flask, world: World, attacker: Attacker) -> None:
    for entrance in entrances(app, world, "POST"):
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
    for entrance in entrances(app, world, "POST"):
        form = attacker.form_at(entrance)
        text = TEXTS["nfd"] + "\x00"
        answer = attacker.send(entrance, "nfd", {**form.values, **filled(form, text)})
        if answer.status_code >= DEFECT or answer.status_code in REFUSALS:
            continue
        db.session.remove()
        if any("\x00" in kept or "e\u0302\u0303" in kept for kept in _stored_texts()):
            unclean.add(entrance.visit.endpoint)
    assert unclean == set()


def test_absurd_numbers_lead_nowhere(app: Flask, world: World, attacker: Attacker) -> None:
    personas = admitted()
    addresses = {visit.endpoint: visit.address for visit in visits(app, world)}
    for rule in app.url_map.iter_rules():
        method = "POST" if "POST" in (rule.methods or ()) else "GET"
        if not rule.arguments or rule.endpoint not in addresses:
            continue
        browser = attacker.browser(personas.get((rule.endpoint, method), "secretary"))
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
    for entrance in entrances(app, world, "GET"):
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
