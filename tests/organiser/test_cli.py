"""Loading a profile that is shipped."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from flask import Flask


def test_the_preset_of_a_province_is_loaded(app: Flask) -> None:
    run = app.test_cli_runner().invoke(args=["organiser", "load-preset", "quang-ninh"])
    assert run.exit_code == 0
    assert "Liên hiệp các Hội" in run.output


@pytest.mark.parametrize("key", ["", "nowhere", "../presets/quang-ninh", "/etc/passwd"])
def test_an_unknown_preset_is_refused_with_those_there_are(app: Flask, key: str) -> None:
    run = app.test_cli_runner().invoke(args=["organiser", "load-preset", key])
    assert run.exit_code == 1
    assert "quang-ninh" in run.output
