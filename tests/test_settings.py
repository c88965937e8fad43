"""Settings are read from the environment; one that means nothing is refused with a sentence."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.settings import Settings, WrongSetting

ROOT = Path(__file__).parents[1]


def test_what_is_not_set_has_a_default_fit_for_production(tmp_path: Path) -> None:
    settings = Settings.from_environment({"VINHDANH_INSTANCE": str(tmp_path), "MAIL_PORT": ""})
    assert settings.mail_port == 25
    assert settings.trusted_proxies == 0
    assert settings.database_url == f"sqlite:///{tmp_path / 'vinhdanh.sqlite3'}"


@pytest.mark.parametrize("given", ["postgres://a:b@c/d", "postgresql://a:b@c/d"])
def test_postgresql_is_reached_by_its_own_driver(tmp_path: Path, given: str) -> None:
    env = {"VINHDANH_INSTANCE": str(tmp_path), "DATABASE_URL": given}
    assert Settings.from_environment(env).database_url == "postgresql+psycopg://a:b@c/d"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("MAIL_PORT", "hai mươi lăm"),
        ("MAIL_PORT", "-1"),
        ("MAIL_PORT", "99999"),
        ("VINHDANH_TRUSTED_PROXIES", "1e3"),
        ("VINHDANH_TRUSTED_PROXIES", "９"),
        ("DATABASE_URL", "mysql://a@b/c"),
        ("DATABASE_URL", "vinhdanh.sqlite3"),
        ("DATABASE_URL", "postgresql://a:b@c:port/d"),
        ("DATABASE_URL", "postgresql://[a/d"),
    ],
)
def test_what_means_nothing_is_refused_by_name(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(WrongSetting, match=name):
        Settings.from_environment({"VINHDANH_INSTANCE": str(tmp_path), name: value})


def test_a_command_says_it_in_one_line(tmp_path: Path) -> None:
    environment = {**os.environ, "VINHDANH_INSTANCE": str(tmp_path), "MAIL_PORT": "x"}
    done = subprocess.run(
        [sys.executable, "-m", "flask", "--app", "wsgi", "house", "diagrams"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.strip() == "✗ MAIL_PORT phải là một số từ 0 đến 65535, không phải “x”."
