"""The changes that `scripts/harden mutants` makes: one place each, still a program, another one."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from harden_parts.mutants import packages, runs_for
from harden_parts.mutations import mutants_of

APP = Path(__file__).parents[2] / "app"


def changes(source: str) -> set[str]:
    """Return what a small program becomes, one change at a time."""
    made = [m.written_into(source.encode()).decode() for m in mutants_of("x.py", source.encode())]
    assert len(set(made)) == len(made)
    return set(made)


@pytest.mark.parametrize(
    ("source", "become"),
    [
        ("ok = a < b", {"ok = (a <= b)"}),
        ("ok = a is not b", {"ok = (a is b)"}),
        ("ok = a < b == c", {"ok = (a <= b == c)", "ok = (a < b != c)"}),
        ("ok = a and b", {"ok = (a or b)", "ok = (a)", "ok = (b)"}),
        ("ok = not a", {"ok = (a)"}),
        ("ok = True", {"ok = (False)"}),
        ("n = 3", {"n = (4)"}),
        ("n = a - b", {"n = (a + b)"}),
        ("def f():\n    return g", {"def f():\n    return None"}),
        ("def f():\n    raise Wrong", {"def f():\n    pass"}),
        ("record(a)", {"pass"}),
        ("if a:\n    b = c", {"if (not a):\n    b = c"}),
        ("x = [a for a in b if a.c]", {"x = ([a for a in b])"}),
        ("q = s.where(a)", {"q = (s)"}),
        ("q = s.where(a, b)", {"q = (s.where(b))", "q = (s.where(a))"}),
        ("q = s.order_by(a, b.id)", {"q = (s.order_by(b.id))", "q = (s.order_by(a))"}),
        ("q = s.with_for_update(of=T)", {"q = (s)"}),
        ("ấ = 'ơ'; n = 1", {"ấ = 'ơ'; n = (2)"}),
    ],
)
def test_each_place_is_changed_alone(source: str, become: set[str]) -> None:
    assert changes(source) == become


@pytest.mark.parametrize(
    "source",
    [
        '"""Text."""',
        "x: Literal[1] | None",
        "if TYPE_CHECKING:\n    import a",
        "@when(TAG, order=3)\ndef f(n: int = 2): ...",
        "s = f'{a < b} {1}'",
        "from a import b",
    ],
)
def test_what_does_not_decide_anything_stays(source: str) -> None:
    assert changes(source) == set()


def test_every_mutant_of_the_house_is_a_program_and_another_one() -> None:
    for path in sorted(APP.glob("*/rules/*.py"))[::20]:
        source = path.read_bytes()
        whole = ast.dump(ast.parse(source))
        for mutant in mutants_of(str(path), source):
            assert ast.dump(ast.parse(mutant.written_into(source))) != whole, mutant


def test_rules_are_tried_on_one_database_and_queries_on_both() -> None:
    assert "programmes" in packages()
    (rules,) = runs_for("app/programmes/rules/limits.py")
    assert rules[:2] == ["tests/programmes/rules/test_limits.py", "tests/programmes"]
    databases = [words[-1] for words in runs_for("app/conflicts/queries.py")]
    assert databases == ["sqlite", "postgresql"]
