"""`scripts/test changed`: which tests a change asks for, and what is said where git cannot tell."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from test_parts.touched import ALWAYS, plan_for

ROOT = Path(__file__).resolve().parents[2]


def asked(*files: str) -> set[str]:
    """Return what files ask for on SQLite, besides what is always run."""
    return plan_for(list(files)).sqlite - set(ALWAYS)


def test_a_page_asks_for_its_own_package_alone() -> None:
    assert asked("app/conflicts/views.py") <= {"tests/conflicts", "tests/web", "tests/web/views"}
    assert "tests/conflicts" in asked("app/conflicts/views.py")


def test_a_rule_asks_for_everybody_who_counts_with_it() -> None:
    found = asked("app/conflicts/rules.py")
    assert "tests/conflicts" in found
    assert any(place.startswith("tests/scoring") for place in found)
    assert not any(place.startswith("tests/registry") for place in found)


def test_operations_and_queries_of_the_touched_package_run_on_postgresql_too() -> None:
    plan = plan_for(["app/conflicts/queries.py"])
    assert "tests/conflicts/test_operations.py" in plan.postgresql
    assert not any("scoring" in place for place in plan.postgresql)


def test_a_module_that_is_gone_asks_for_its_package() -> None:
    assert "tests/scoring" in asked("app/scoring/rules/that_was_removed.py")


def test_the_package_of_the_application_itself_asks_for_no_mirror() -> None:
    assert "tests/kernel" in asked("app/kernel/numbers.py")


@pytest.mark.parametrize(
    ("file", "place"),
    [
        ("templates/scoring/sheet.html", "tests/scoring/views"),
        ("static/css/base.css", "tests/infra/test_styles.py"),
        ("migrations/versions/0001_first.py", "tests/architecture/test_migrations.py"),
        ("scripts/start", "tests/architecture/test_scripts.py"),
        ("tests/results/rules/test_prizes.py", "tests/results/rules/test_prizes.py"),
        ("tests/factories/councils.py", "tests/councils"),
        ("tests/folders/runnable_folder.py", "tests/folders"),
        ("tests/conftest.py", "tests/nominations"),
    ],
)
def test_what_is_no_module_asks_for_the_tests_that_read_it(file: str, place: str) -> None:
    assert place in asked(file)


def test_what_nothing_reads_asks_for_nothing() -> None:
    assert asked("LICENSE") == set()


@pytest.mark.parametrize(
    ("environment", "sentence"),
    [({"PATH": "/nowhere"}, "Máy không có git"), ({"GIT_DIR": "/nowhere"}, "git không cho biết")],
)
def test_where_git_cannot_tell_the_command_says_so(
    environment: dict[str, str], sentence: str
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from test_parts.changes import changed_files; changed_files()"],
        cwd=ROOT / "scripts",
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    assert sentence in done.stderr
    assert "scripts/test fast" in done.stderr
