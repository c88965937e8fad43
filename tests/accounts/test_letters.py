"""The letters of accounts, whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import time_machine

from app.accounts.notifications import post_password_changed
from app.accounts.operations.links import (
    Invitation,
    ask_password_reset,
    ask_registration,
    invite,
)
from app.accounts.rules.throttling import Guesser
from app.kernel.access import Actor
from tests.factories.accounts import make_account
from tests.factories.organiser import make_organiser
from tests.factories.registry import make_person
from tests.letters.kept_texts import require_kept_text

if TYPE_CHECKING:
    from flask import Flask

    from app.accounts.models import Account

BY = Actor.of_system("Kiểm thử")
LINK = "accounts.link"
VISITOR = Guesser("a", "b")


@pytest.fixture
def organiser(app: Flask) -> None:
    make_organiser(
        name="Liên hiệp các Hội Khoa học và Kỹ thuật",
        place_line="tỉnh Quảng Ninh",
        phone="0203 3835 000",
        email="btc@lienhiephoi.vn",
    )


def somebody(*, is_active: bool = True) -> Account:
    person = make_person(full_name="Lê Thuỵ Khuê", email="khue@vidu.vn")
    return make_account(email="khue@vidu.vn", person=person, is_active=is_active)


@pytest.mark.usefixtures("organiser")
def test_letter_that_invites() -> None:
    invite(Invitation("hanh@vidu.vn", "Vũ Thị Hạnh"), by=BY)
    require_kept_text("accounts.invitation", LINK)


@pytest.mark.usefixtures("organiser")
def test_letter_that_lets_somebody_open_an_account() -> None:
    ask_registration("hanh@vidu.vn", "Vũ Thị Hạnh", visitor=VISITOR, by=BY)
    require_kept_text("accounts.registration", LINK)


@pytest.mark.usefixtures("organiser")
def test_letter_to_whom_registers_again() -> None:
    somebody()
    ask_registration("khue@vidu.vn", "Lê Thuỵ Khuê", visitor=VISITOR, by=BY)
    require_kept_text("accounts.registered_already", LINK)


@pytest.mark.usefixtures("organiser")
def test_letter_with_a_link_for_a_new_password() -> None:
    somebody()
    ask_password_reset("khue@vidu.vn", visitor=VISITOR, by=BY)
    require_kept_text("accounts.reset", LINK)


@pytest.mark.usefixtures("organiser")
def test_letter_to_an_address_that_no_account_has() -> None:
    ask_password_reset("ai@vidu.vn", visitor=VISITOR, by=BY)
    require_kept_text("accounts.no_account")


@pytest.mark.usefixtures("organiser")
def test_letter_to_the_holder_of_a_closed_account() -> None:
    somebody(is_active=False)
    ask_password_reset("khue@vidu.vn", visitor=VISITOR, by=BY)
    require_kept_text("accounts.closed")


@pytest.mark.usefixtures("organiser")
def test_letter_that_tells_of_a_changed_password() -> None:
    holder = somebody()
    with time_machine.travel("2026-11-27T01:15:00+00:00", tick=False):
        post_password_changed(holder)
    require_kept_text("accounts.password_changed")
