"""One command sets the database up; the documentation shows the workflows as they are."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from app import create_app
from app.infra.db.engine import db
from app.kernel.access import Role
from app.settings import Settings, database_url
from app.web.cli import drawn
from tests.factories.accounts import make_account

if TYPE_CHECKING:
    from flask import Flask

PAGE = Path(__file__).parents[2] / "docs" / "architecture.md"
BEGIN, END = "<!-- diagrams:begin -->", "<!-- diagrams:end -->"


def test_the_architecture_page_draws_todays_workflows() -> None:
    text = PAGE.read_text("utf-8")
    between = text[text.index(BEGIN) + len(BEGIN) : text.index(END)]
    assert between.strip() == drawn()


@pytest.fixture(params=["sqlite", "postgresql"])
def bare(request: pytest.FixtureRequest, tmp_path: Path) -> Flask:
    """The application on a database without a single table."""
    is_postgres = request.param == "postgresql"
    given = request.getfixturevalue("fresh_postgres") if is_postgres else None
    url = database_url(given, tmp_path)
    return create_app(Settings(instance=tmp_path, secret_key="test", database_url=url))


def test_preparing_migrates_and_prints_a_link_until_there_is_an_administrator(bare: Flask) -> None:
    runner = bare.test_cli_runner()
    for _ in range(2):
        run = runner.invoke(args=["house", "prepare"])
        assert run.exit_code == 0
        assert re.fullmatch(r"http://\S+/lien-ket/[\w-]{43}\n", run.stdout)
    with bare.app_context():
        make_account(Role.ADMIN)
        db.session.commit()
        db.session.remove()
    run = runner.invoke(args=["house", "prepare"])
    assert (run.exit_code, run.stdout) == (0, "")
    with bare.app_context():
        db.engine.dispose()


def test_a_database_that_does_not_answer_is_named(tmp_path: Path) -> None:
    url = database_url("postgresql://nobody@127.0.0.1:1/none", tmp_path)
    app = create_app(Settings(instance=tmp_path, secret_key="test", database_url=url))
    run = app.test_cli_runner().invoke(args=["house", "prepare"])
    assert run.exit_code == 1
    assert "Không kết nối được cơ sở dữ liệu: connection failed" in run.output
