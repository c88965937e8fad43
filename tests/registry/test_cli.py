"""Loading lists that are shipped or given."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.infra.db.engine import db
from app.registry.models import Locality, Unit

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask


def count(model: type) -> int:
    return db.session.execute(sa.select(sa.func.count()).select_from(model)).scalar_one()


def test_the_lists_of_a_preset_load_once_however_often(app: Flask) -> None:
    for _ in range(2):
        run = app.test_cli_runner().invoke(args=["registry", "load-preset", "quang-ninh"])
        assert run.exit_code == 0, run.output
    assert count(Unit) == 46
    assert count(Locality) == 54


def test_an_unknown_preset_is_refused_in_words(app: Flask) -> None:
    run = app.test_cli_runner().invoke(args=["registry", "load-preset", "../../etc"])
    assert run.exit_code == 1
    assert "quang-ninh" in run.output


def test_a_list_of_localities_is_loaded_from_a_file(app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("code,kind,name,province_code\n1,xã,Ba Chẽ,22\n", "utf-8-sig")
    run = app.test_cli_runner().invoke(args=["registry", "load-localities", str(file)])
    assert run.output == "Đã nạp 1 địa phương.\n"


def test_a_file_that_is_no_list_is_refused_in_words(app: Flask, tmp_path: Path) -> None:
    for content in (b"\xff\xfe\x00", b"a,b\n1,2\n"):
        file = tmp_path / "a.csv"
        file.write_bytes(content)
        run = app.test_cli_runner().invoke(args=["registry", "load-localities", str(file)])
        assert run.exit_code == 1
        assert run.output.startswith("Error: ")
