from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from app.programmes.models import Round
from app.programmes.queries import preset_plans

if TYPE_CHECKING:
    from flask import Flask
    from sqlalchemy.orm import Session


def test_presets_are_listed_by_key_and_name(app: Flask) -> None:
    shown = app.test_cli_runner().invoke(args=["programmes", "presets"])
    assert shown.exit_code == 0
    assert shown.output.splitlines() == [f"{p.programme_key}\t{p.name}" for p in preset_plans()]


def test_round_is_drafted_from_a_preset_for_another_year(app: Flask, session: Session) -> None:
    key = "tri-thuc-tieu-bieu"
    words = ["programmes", "draft", key, "--name", "Trí thức tiêu biểu 2031", "--year", "2031"]
    result = app.test_cli_runner().invoke(args=words)
    assert result.exit_code == 0, result.output
    round_ = session.scalars(select(Round)).one()
    assert (round_.name, round_.year, round_.closes_at) == ("Trí thức tiêu biểu 2031", 2031, None)


def test_preset_that_does_not_exist_is_refused_with_those_that_do(
    app: Flask, session: Session
) -> None:
    result = app.test_cli_runner().invoke(args=["programmes", "draft", "khong-co"])
    assert result.exit_code == 1
    assert "tri-thuc-tieu-bieu" in result.output
    assert session.scalars(select(Round)).all() == []
