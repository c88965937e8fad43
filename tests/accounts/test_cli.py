"""The commands for whoever runs the server."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.infra.db.engine import db
from app.kernel.access import Role
from app.organiser.models import Organiser
from tests.factories.accounts import make_account

if TYPE_CHECKING:
    from flask import Flask

LINK = re.compile(r"http://localhost/lien-ket/[\w-]{43}\n")


def test_a_new_installation_prints_one_link_and_has_an_organiser(app: Flask) -> None:
    run = app.test_cli_runner().invoke(args=["accounts", "first-admin"])
    assert run.exit_code == 0
    assert LINK.fullmatch(run.output)
    assert db.session.execute(sa.select(Organiser.name)).scalar_one()


def test_with_an_administrator_nothing_is_printed(app: Flask) -> None:
    make_account(Role.ADMIN)
    run = app.test_cli_runner().invoke(args=["accounts", "first-admin"])
    assert (run.exit_code, run.output) == (0, "")


def test_a_wrong_address_is_refused_in_words(app: Flask) -> None:
    run = app.test_cli_runner().invoke(args=["accounts", "first-admin", "--email", "a b"])
    assert run.exit_code == 1
    assert "Địa chỉ thư điện tử chưa đúng" in run.output


def test_a_reset_link_is_printed_for_an_account(app: Flask) -> None:
    make_account(email="tam@so.vn")
    runner = app.test_cli_runner()
    assert LINK.fullmatch(runner.invoke(args=["accounts", "reset-link", "tam@so.vn"]).output)
    missing = runner.invoke(args=["accounts", "reset-link", "ai@do.vn"])
    assert missing.exit_code == 1
    assert "Không có tài khoản" in missing.output
