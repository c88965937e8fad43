"""Writing letters, and changing what they say."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from app.audit.models import AuditEntry
from app.infra.db.engine import db
from app.infra.db.units import unit_of_work
from app.infra.files.store import keep
from app.infra.mail.models import Enclosure, Mail
from app.infra.mail.outbox import Enclosed, forget_links
from app.kernel.access import Actor
from app.kernel.errors import RuleBroken, WrongState
from app.kernel.media import FileKind
from app.letters.operations import (
    Delivery,
    Recipient,
    change_wording,
    post,
    restore_wording,
)
from app.letters.queries import KeptLetter, all_letters, catalogue, get_letter
from app.letters.rules.composition import FRAME
from app.letters.rules.templates import Wording
from tests.factories.organiser import make_organiser
from tests.factories.registry import make_unit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask import Flask

    from app.registry.models import Unit

BY = Actor.of_system("Kiểm thử")
KEY = "nominations.accepted"
KHUE = Recipient("chung@vidu.vn", "Lê Thuỵ Khuê", "person:1")
HANH = Recipient("chung@vidu.vn", "Vũ Thị Hạnh", "person:2")
NOBODY = Recipient(" ", "Hà Thế Khuyến", "person:3")
OWN = Wording("Kết quả: {code}", "Hồ sơ {code} “{title}” đủ điều kiện.\n{address}")


@pytest.fixture
def unit(app: Flask) -> Unit:
    make_organiser(name="Liên hiệp Hội", phone="0203 3000 000")
    return make_unit(name="Trường Đại học Yên Lập")


def accepted(
    unit: Unit, to: Sequence[Recipient], event: int = 1, files: Sequence[Enclosed] = ()
) -> Delivery:
    fields = {"code": "STKT-1", "title": "Máy {code}", "address": "http://x/ho-so/1"}
    return post(KEY, unit, to=to, event=event, fields=fields, enclosed=files)


def mails() -> Sequence[Mail]:
    return db.session.scalars(sa.select(Mail).order_by(Mail.id)).all()


def entries() -> Sequence[AuditEntry]:
    return db.session.scalars(sa.select(AuditEntry).order_by(AuditEntry.number)).all()


def fresh(key: str = KEY) -> KeptLetter:
    db.session.commit()
    return get_letter(key)


# ── writing to people ────────────────────────────────────────────────────────────────────────


def test_a_letter_is_greeted_filled_and_signed(unit: Unit) -> None:
    assert accepted(unit, [KHUE]) == Delivery((KHUE,), ())
    (mail,) = mails()
    assert (mail.to_email, mail.to_name) == ("chung@vidu.vn", "Lê Thuỵ Khuê")
    assert mail.subject == "Hồ sơ STKT-1 hợp lệ"
    assert mail.body.startswith("Kính gửi ông/bà Lê Thuỵ Khuê,\n\nHồ sơ STKT-1 “Máy {code}” đã")
    assert mail.body.endswith("\n\nTrân trọng,\nBan tổ chức\nLiên hiệp Hội\n0203 3000 000\n")


def test_twice_is_once_and_two_happenings_or_two_people_are_two(unit: Unit) -> None:
    accepted(unit, [KHUE])
    assert accepted(unit, [KHUE]).told == (KHUE,)
    assert len(mails()) == 1
    accepted(unit, [KHUE], event=2)
    assert len(mails()) == 2
    accepted(unit, [KHUE, HANH], event=2)
    assert [mail.to_name for mail in mails()] == ["Lê Thuỵ Khuê", "Lê Thuỵ Khuê", "Vũ Thị Hạnh"]
    accepted(make_unit(name="Sở Y tế"), [KHUE], event=2)
    assert len(mails()) == 4


@pytest.mark.parametrize(
    ("to", "told", "without"),
    [((), (), ()), ((NOBODY,), (), (NOBODY,)), ((NOBODY, HANH), (HANH,), (NOBODY,))],
)
def test_the_writer_hears_who_was_not_reached(
    unit: Unit,
    to: tuple[Recipient, ...],
    told: tuple[Recipient, ...],
    without: tuple[Recipient, ...],
) -> None:
    delivery = accepted(unit, to)
    assert (delivery.told, delivery.without_address) == (told, without)
    assert delivery.reaches_nobody is not bool(told)
    assert len(mails()) == len(told)


def test_a_forgotten_field_is_a_defect(unit: Unit) -> None:
    with pytest.raises(TypeError, match="address"):
        post(KEY, unit, to=[KHUE], event=1, fields={"code": "1", "title": "2"})


def test_files_go_with_the_letter_to_each(unit: Unit) -> None:
    paper = Enclosed(keep(b"%PDF-1.4\n", FileKind.PDF), "Giấy.pdf")
    accepted(unit, [KHUE, HANH], files=[paper])
    names = db.session.scalars(sa.select(Enclosure.file_name)).all()
    assert names == ["Giấy.pdf", "Giấy.pdf"]


def test_a_one_time_link_stays_apart_from_the_kept_text_and_is_forgotten(unit: Unit) -> None:
    link = "http://x/lien-ket/abc"
    fields = {"address": link, "lifetime": "7 ngày"}
    post("accounts.invitation", unit, to=[KHUE], event="link:7", fields=fields)
    (mail,) = mails()
    assert link not in mail.body
    assert link in mail.text
    forget_links(["link:7"])
    db.session.refresh(mail)
    assert link not in mail.text


@pytest.mark.parametrize("to", [(), (KHUE, HANH)])
def test_a_one_time_link_is_one_persons(unit: Unit, to: tuple[Recipient, ...]) -> None:
    fields = {"address": "http://x/lien-ket/abc", "lifetime": "7 ngày"}
    with pytest.raises(TypeError, match="one person's"):
        post("accounts.invitation", unit, to=to, event="link:7", fields=fields)


# ── what letters say ─────────────────────────────────────────────────────────────────────────


def test_own_words_are_sent_until_the_shipped_ones_come_back(unit: Unit) -> None:
    with unit_of_work():
        change_wording(get_letter(KEY), OWN, by=BY)
    accepted(unit, [KHUE])
    with unit_of_work():
        restore_wording(fresh(), by=BY)
    accepted(unit, [KHUE], event=2)
    assert [mail.subject for mail in mails()] == ["Kết quả: STKT-1", "Hồ sơ STKT-1 hợp lệ"]
    assert fresh().wording == catalogue()[KEY].shipped


def test_changes_are_in_the_log_and_the_version_goes_on(unit: Unit) -> None:
    versions = [fresh().version]
    for wording in (OWN, Wording("Hồ sơ {code}", OWN.body)):
        change_wording(fresh(), wording, by=BY)
        versions.append(fresh().version)
    restore_wording(fresh(), by=BY)
    versions.append(fresh().version)
    change_wording(fresh(), OWN, by=BY)
    versions.append(fresh().version)
    assert versions == sorted(set(versions))
    changes = [entry.changes for entry in entries() if entry.thing == "LetterWording"]
    assert [change["subject"] for change in changes] == [
        OWN.subject,
        "Hồ sơ {code}",
        "Hồ sơ {code}",
        OWN.subject,
    ]
    assert {change["letter"] for change in changes} == {KEY}


def test_the_frame_is_changed_for_every_letter(unit: Unit) -> None:
    change_wording(
        get_letter(FRAME), Wording("[LHH] {subject}", "Chào {recipient}!\n{body}"), by=BY
    )
    accepted(unit, [Recipient("ai@vidu.vn", "", "ai")])
    (mail,) = mails()
    assert mail.subject == "[LHH] Hồ sơ STKT-1 hợp lệ"
    assert mail.body.startswith("Chào ông/bà!\nHồ sơ STKT-1")


@pytest.mark.parametrize("body", ["Không có địa chỉ {code} {title}", "{address} {sai}"])
def test_words_that_are_not_sound_are_refused_and_nothing_is_kept(unit: Unit, body: str) -> None:
    with pytest.raises(RuleBroken):
        change_wording(get_letter(KEY), Wording("{code}", body), by=BY)
    assert fresh().row is None


def test_shipped_words_cannot_be_restored(unit: Unit) -> None:
    with pytest.raises(WrongState, match="lời gốc"):
        restore_wording(get_letter(KEY), by=BY)
    change_wording(get_letter(KEY), OWN, by=BY)
    restore_wording(fresh(), by=BY)
    with pytest.raises(WrongState, match="lời gốc"):
        restore_wording(fresh(), by=BY)


def test_of_two_who_change_a_letter_first_the_second_is_refused(unit: Unit) -> None:
    first, second = get_letter(KEY), get_letter(KEY)
    change_wording(first, OWN, by=BY)
    with pytest.raises(WrongState, match="vừa được người khác sửa"):
        change_wording(second, Wording("{code}", OWN.body), by=BY)


def test_own_words_that_no_longer_fit_are_shown_and_not_sent(unit: Unit) -> None:
    change_wording(get_letter(KEY), OWN, by=BY)
    row = fresh().row
    assert row is not None
    row.body = "Mục của bản cũ: {so_cu} {address}"
    letter = fresh()
    assert letter.is_out_of_order
    accepted(unit, [KHUE])
    assert mails()[0].subject == "Hồ sơ STKT-1 hợp lệ"
    assert letter.own == Wording(OWN.subject, "Mục của bản cũ: {so_cu} {address}")


def test_each_letter_is_listed_once_with_what_is_kept_of_it_alone(unit: Unit) -> None:
    change_wording(get_letter(KEY), OWN, by=BY)
    db.session.commit()
    letters = all_letters()
    assert letters[0].template.key == FRAME
    assert sorted(letter.template.key for letter in letters) == sorted(catalogue())
    assert [letter.template.key for letter in letters if letter.own] == [KEY]
