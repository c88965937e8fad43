"""One-time links: asked for, mailed, and used once."""

from __future__ import annotations

import re
import threading
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa
import time_machine

from app.accounts.enums import FIRST_ADMIN
from app.accounts.models import Account, Link
from app.accounts.operations import admin, links
from app.accounts.operations.links import Invitation, Opening
from app.accounts.operations.sessions import change_password
from app.accounts.queries import find_live_link, get_account
from app.accounts.rules.grants import Grants
from app.accounts.rules.throttling import LINKS, Guesser, TooMany, visitor
from app.infra.db.engine import db
from app.infra.mail.models import Mail
from app.kernel import clock
from app.kernel.access import Actor, Role
from app.kernel.errors import Duplicate, NotAllowed, NotFound, Refusal, RuleBroken, WrongState
from app.registry.models import Person
from tests.factories.accounts import PASSWORD, actor_for, make_account
from tests.factories.registry import SYSTEM, make_person, make_unit

if TYPE_CHECKING:
    from flask import Flask
    from sqlalchemy.orm import Session

STRANGER = Actor.stranger()
SOMEBODY = visitor(LINKS, "k", email="minhkhai@truong.vn", origin="203.0.113.7")


def last_mail() -> Mail:
    return db.session.execute(sa.select(Mail).order_by(Mail.id.desc()).limit(1)).scalar_one()


def last_token() -> str:
    found = re.search(r"/lien-ket/([\w-]+)", last_mail().text)
    assert found
    return found[1]


def count(model: type) -> int:
    return db.session.execute(sa.select(sa.func.count()).select_from(model)).scalar_one()


def register(email: str = "minhkhai@truong.vn", name: str = "Nguyễn Thị Minh Khai") -> str:
    links.ask_registration(email, name, visitor=SOMEBODY, by=STRANGER)
    db.session.commit()
    return last_token()


def test_a_registration_opens_an_account_with_a_person(session: Session) -> None:
    account = links.open_account_from_link(register(), Opening(PASSWORD))
    session.commit()
    assert account.email == "minhkhai@truong.vn"
    assert account.person.full_name == "Nguyễn Thị Minh Khai"
    assert get_account(account.id).roles == []


def test_the_token_itself_is_kept_nowhere_but_in_the_letter(session: Session) -> None:
    token = register()
    assert session.execute(sa.select(Link.token_hash)).scalar_one() != token
    changes = session.execute(sa.text("SELECT changes FROM audit_entries")).scalars().all()
    assert token not in str(changes)


def test_a_link_is_used_once(session: Session) -> None:
    token = register()
    links.open_account_from_link(token, Opening(PASSWORD))
    session.commit()
    with pytest.raises(WrongState):
        links.open_account_from_link(token, Opening("một mật khẩu khác hẳn"))


def test_an_expired_or_forged_link_is_refused(session: Session) -> None:
    token = register()
    with (
        time_machine.travel(clock.now() + timedelta(days=2, seconds=1)),
        pytest.raises(WrongState),
    ):
        links.open_account_from_link(token, Opening(PASSWORD))
    for forged in ("", "a", token[:-1], token + "a", "\x00", "%", "' OR 1=1 --", "đ" * 4000):
        with pytest.raises(WrongState):
            links.open_account_from_link(forged, Opening(PASSWORD))


def test_a_bad_password_does_not_use_the_link_up(session: Session) -> None:
    token = register()
    with pytest.raises(RuleBroken):
        links.open_account_from_link(token, Opening("ngắn"))
    session.rollback()
    assert find_live_link(token) is not None


def test_who_registers_twice_is_told_by_mail_only(session: Session) -> None:
    make_account(email="minhkhai@truong.vn")
    token = register()
    assert last_mail().subject == "Ông/bà đã có tài khoản Vinh Danh"
    links.open_account_from_link(token, Opening("mật khẩu mới của tôi"))
    session.commit()
    assert count(Account) == 1


def test_the_holder_of_a_closed_account_is_told_whom_to_ask(session: Session) -> None:
    make_account(email="minhkhai@truong.vn", is_active=False)
    links.ask_password_reset("minhkhai@truong.vn", visitor=SOMEBODY, by=STRANGER)
    assert last_mail().subject == "Tài khoản Vinh Danh đã khóa"
    assert "/lien-ket/" not in last_mail().text


def test_a_reset_for_an_unknown_address_writes_a_letter_without_a_link(session: Session) -> None:
    links.ask_password_reset("ai@do.vn", visitor=SOMEBODY, by=STRANGER)
    assert last_mail().to_email == "ai@do.vn"
    assert "/lien-ket/" not in last_mail().text
    assert count(Link) == 0


def test_a_reset_ends_every_session_and_voids_its_brothers(session: Session) -> None:
    account = make_account(email="minhkhai@truong.vn")
    stamp, old_hash = account.session_stamp, account.password_hash
    links.ask_password_reset(account.email, visitor=SOMEBODY, by=STRANGER)
    first = last_token()
    links.ask_password_reset(account.email, visitor=SOMEBODY, by=STRANGER)
    second = last_token()
    links.open_account_from_link(first, Opening("một mật khẩu mới tinh"))
    session.commit()
    assert account.session_stamp != stamp
    assert account.password_hash != old_hash
    with pytest.raises(WrongState):
        links.open_account_from_link(second, Opening("một mật khẩu mới tinh"))


def test_the_fourth_wish_in_a_quarter_of_an_hour_writes_no_letter(session: Session) -> None:
    for _ in range(5):
        links.ask_password_reset("ai@do.vn", visitor=SOMEBODY, by=STRANGER)
    assert count(Mail) == 3


def test_one_origin_cannot_write_to_the_whole_province(session: Session) -> None:
    for number in range(60):
        who = Guesser(f"{number}", SOMEBODY.origin_hash)
        links.ask_password_reset(f"a{number}@do.vn", visitor=who, by=STRANGER)
    with pytest.raises(TooMany):
        links.ask_password_reset("b@do.vn", visitor=Guesser("b", SOMEBODY.origin_hash), by=STRANGER)


def test_an_account_is_attached_to_the_person_of_the_address(session: Session) -> None:
    make_person(full_name="Văn phòng", email="minhkhai@truong.vn")
    known = make_person(full_name="NGUYEN THI MINH KHAI", email="minhkhai@truong.vn")
    account = links.open_account_from_link(register(), Opening(PASSWORD))
    session.commit()
    assert account.person_id == known.id
    assert count(Person) == 2


def test_who_shares_an_address_with_several_others_is_none_of_them(session: Session) -> None:
    for name in ("Lê Thuỵ Khuê", "Hoàng Đình Ngữ"):
        make_person(full_name=name, email="minhkhai@truong.vn")
    account = links.open_account_from_link(register(), Opening(PASSWORD))
    session.commit()
    assert account.person.full_name == "Nguyễn Thị Minh Khai"


def test_a_person_who_has_an_account_is_not_taken_over(session: Session) -> None:
    shared = make_person(full_name="Nguyễn Thị Minh Khai", email="minhkhai@truong.vn")
    make_account(email="khac@truong.vn", person=shared)
    account = links.open_account_from_link(register(), Opening(PASSWORD))
    session.commit()
    assert account.person_id != shared.id


def test_an_invitation_brings_roles_and_units(session: Session) -> None:
    unit = make_unit()
    boss = actor_for(make_account(Role.ADMIN))
    grants = Grants(frozenset({Role.SECRETARY}), frozenset({unit.id}))
    links.invite(Invitation("tam@so.vn", "Lê Văn Tám", grants), by=boss)
    session.commit()
    account = links.open_account_from_link(last_token(), Opening(PASSWORD))
    session.commit()
    session.expunge_all()
    again = get_account(account.id)
    assert [granted.role for granted in again.roles] == [Role.SECRETARY]
    assert [contact.unit_id for contact in again.unit_contacts] == [unit.id]


def test_an_invitation_of_a_person_is_attached_to_them(session: Session) -> None:
    person = make_person(full_name="Lê Văn Tám")
    links.invite(Invitation("tam@so.vn", "Lê Văn Tám", person_id=person.id), by=SYSTEM)
    session.commit()
    assert links.open_account_from_link(last_token(), Opening(PASSWORD)).person_id == person.id


def test_an_invitation_needs_a_person_who_exists_and_has_no_account(session: Session) -> None:
    with pytest.raises(NotFound):
        links.invite(Invitation("tam@so.vn", "Lê Văn Tám", person_id=999), by=SYSTEM)
    holder = make_account()
    with pytest.raises(Duplicate):
        links.invite(Invitation("tam@so.vn", "Lê", person_id=holder.person_id), by=SYSTEM)


def test_an_invitation_answered_after_registration_adds_its_grants(session: Session) -> None:
    links.invite(Invitation("tam@so.vn", "Lê Văn Tám", Grants(frozenset({Role.LEADER}))), by=SYSTEM)
    invitation = last_token()
    links.open_account_from_link(register("tam@so.vn", "Lê Văn Tám"), Opening(PASSWORD))
    session.commit()
    account = links.open_account_from_link(invitation, Opening(PASSWORD))
    session.commit()
    assert count(Account) == 1
    assert [granted.role for granted in get_account(account.id).roles] == [Role.LEADER]


def test_a_secretary_invites_unit_contacts_but_gives_no_roles(session: Session) -> None:
    secretary = actor_for(make_account(Role.SECRETARY))
    units = frozenset({make_unit().id})
    links.invite(Invitation("a@so.vn", "Lê Văn An", Grants(units=units)), by=secretary)
    grants = Grants(roles=frozenset({Role.ADMIN}))
    with pytest.raises(NotAllowed):
        links.invite(Invitation("b@so.vn", "Lê Văn Ba", grants), by=secretary)


def test_who_has_an_account_is_not_invited(session: Session) -> None:
    make_account(email="tam@so.vn")
    with pytest.raises(Duplicate) as refusal:
        links.invite(Invitation("TAM@so.vn", "Lê Văn Tám"), by=SYSTEM)
    assert refusal.value.field == "email"


def test_a_second_invitation_voids_the_first(session: Session) -> None:
    links.invite(Invitation("tam@so.vn", "Lê Văn Tám"), by=SYSTEM)
    first = last_token()
    links.invite(Invitation("tam@so.vn", "Lê Văn Tám"), by=SYSTEM)
    session.commit()
    assert find_live_link(first) is None
    assert find_live_link(last_token()) is not None


def test_a_name_cannot_write_a_header(session: Session) -> None:
    register(name="Nguyễn Văn A\r\nBcc: moi-nguoi@do.vn")
    assert last_mail().to_name == "Nguyễn Văn A Bcc: moi-nguoi@do.vn"
    assert "\n" not in last_mail().subject


@pytest.mark.parametrize(
    "email", ["a@b", "a b@c.vn", "a@b.vn\nBcc: x@y.vn", "<a@b.vn>", "a" * 200 + "@b.vn", "a@@b.vn"]
)
def test_what_is_no_address_is_refused_beside_its_field(session: Session, email: str) -> None:
    with pytest.raises(RuleBroken) as refusal:
        links.ask_registration(email, "Lê Văn Tám", visitor=SOMEBODY, by=STRANGER)
    assert refusal.value.field == "email"


def test_the_first_administrator_says_name_and_address(session: Session) -> None:
    token = admin.make_first_administrator(by=SYSTEM)
    assert token
    opening = Opening(PASSWORD, full_name="Vũ Đình Khải Minh", email="Admin@LHH.vn")
    account = links.open_account_from_link(token, opening)
    session.commit()
    assert account.email == "admin@lhh.vn"
    roles = {granted.role for granted in get_account(account.id).roles}
    assert roles == {Role.ADMIN, Role.SECRETARY}
    assert admin.make_first_administrator(by=SYSTEM) is None


def test_the_first_administrator_cannot_take_somebodys_account(session: Session) -> None:
    make_account(email="tam@so.vn")
    token = admin.make_first_administrator(by=SYSTEM)
    assert token
    with pytest.raises(Duplicate):
        links.open_account_from_link(token, Opening(PASSWORD, "Lê Văn Tám", "tam@so.vn"))


def test_a_fresh_link_for_the_first_administrator_voids_the_old_one(session: Session) -> None:
    old = admin.make_first_administrator(by=SYSTEM)
    new = admin.make_first_administrator(by=SYSTEM)
    session.commit()
    assert old
    assert new
    assert find_live_link(old) is None
    link = find_live_link(new)
    assert link is not None
    assert link.kind == FIRST_ADMIN.key


def test_two_who_use_one_link_at_once_open_one_account(app: Flask) -> None:
    token = register()
    start = threading.Barrier(2)
    ends: list[str] = []

    def use() -> None:
        with app.app_context():
            start.wait(10)
            try:
                links.open_account_from_link(token, Opening(PASSWORD))
                db.session.commit()
                ends.append("opened")
            except Refusal as refusal:
                db.session.rollback()
                ends.append(type(refusal).__name__)

    threads = [threading.Thread(target=use) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(ends) == ["WrongState", "opened"]
    assert count(Account) == 1


def test_two_links_of_one_address_used_at_once_open_one_account(app: Flask) -> None:
    tokens = [register(), register()]
    start = threading.Barrier(2)
    ends: list[str] = []

    def use(token: str) -> None:
        with app.app_context():
            start.wait(10)
            try:
                links.open_account_from_link(token, Opening(PASSWORD))
                db.session.commit()
                ends.append("opened")
            except (Refusal, sa.exc.IntegrityError):
                db.session.rollback()
                ends.append("refused")

    threads = [threading.Thread(target=use, args=(token,)) for token in tokens]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert "opened" in ends
    assert count(Account) == 1
    assert count(Person) == 1


def test_a_refused_name_does_not_use_the_link_up(session: Session) -> None:
    token = register()
    with pytest.raises(RuleBroken):
        links.open_account_from_link(token, Opening(PASSWORD, full_name="12345"))
    session.commit()
    assert find_live_link(token) is not None


def letters_to(email: str) -> list[Mail]:
    query = sa.select(Mail).where(Mail.to_email == email).order_by(Mail.id)
    return list(db.session.scalars(query.execution_options(populate_existing=True)))


def test_a_used_link_is_read_nowhere_any_more(session: Session) -> None:
    token = register()
    links.open_account_from_link(token, Opening(PASSWORD))
    session.commit()
    [letter] = letters_to("minhkhai@truong.vn")
    assert token not in letter.text
    assert letter.has_lost_its_link


def test_a_replaced_link_is_read_nowhere_any_more(session: Session) -> None:
    admin_ = actor_for(make_account(Role.ADMIN))
    tokens = []
    for _ in range(2):
        links.invite(Invitation("moi@so.vn", "Lê Văn Tám"), by=admin_)
        session.commit()
        tokens.append(last_token())
    first, second = letters_to("moi@so.vn")
    assert tokens[0] not in first.text
    assert tokens[1] in second.text


def test_a_changed_password_voids_the_links_for_a_new_one(session: Session) -> None:
    account = make_account(email="minhkhai@truong.vn")
    links.ask_password_reset(account.email, visitor=SOMEBODY, by=STRANGER)
    session.commit()
    token = last_token()
    change_password(account, PASSWORD, "một câu khác hẳn", by=actor_for(account))
    session.commit()
    assert find_live_link(token) is None
    assert all(token not in letter.text for letter in letters_to(account.email))
