"""The rules of the house that no linter knows."""

from __future__ import annotations

import ast
import importlib
import re
from pathlib import Path

import pytest

from app.infra.orm import Base
from app.infra.search.columns import Searchable

ROOT = Path(__file__).parents[2]
APP = ROOT / "app"
SOURCES = sorted(APP.rglob("*.py"))
LONGEST_FILE = 400
LONGEST_FUNCTION = 40

# Writes of work that nobody has submitted yet; see docs/decisions/0002.
UNFINISHED_WORK = {
    # A failed attempt has no account that the log may name; throttling keeps its own table.
    "app/accounts/operations/links.py": {"_takes_on"},
    "app/accounts/operations/sessions.py": {"note_attempt"},
    "app/scoring/operations/autosave.py": {"restore_comment", "save_points"},
    "app/nominations/operations/writing.py": {
        "accept_declaration",
        "save_answers",
        "save_basics",
        "save_people",
    },
    "app/nominations/operations/sections.py": {"restore_text"},
    "app/questions/operations.py": {"keep_answers", "restore_answer"},
}

# Writes that are made of marked operations, or are a step inside one.
COMPOSED = {
    "ask_password_reset",
    "ask_registration",
    "ask_shares",
    "accept_many",
    "close_rounds_past_deadline",
    "edit_round",
    "invite_member",
    "link_people",
    "make_first_administrator",
    "save_section",
    "seat_newcomer",
    "written_dossier",
}

# Only a folder's run lets the clock stand; see docs/decisions/0003.
CLOCK_STOPPERS = ("app/folders/", "app/kernel/clock.py")


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _functions(path: Path) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    tree = ast.parse(path.read_text("utf-8"))
    return [
        node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]


def test_no_file_is_longer_than_one_room() -> None:
    long = {_name(p): n for p in SOURCES if (n := p.read_text("utf-8").count("\n")) > LONGEST_FILE}
    assert long == {}


def test_no_function_is_longer_than_a_page() -> None:
    long = {
        f"{_name(path)}:{node.name}": node.end_lineno - node.lineno + 1
        for path in SOURCES
        for node in _functions(path)
        if node.end_lineno is not None and node.end_lineno - node.lineno >= LONGEST_FUNCTION
    }
    assert long == {}


def test_there_is_no_drawer() -> None:
    drawers = {"utils", "helpers", "common", "misc"}
    assert [_name(p) for p in APP.rglob("*") if p.stem in drawers] == []


def test_a_package_passes_nothing_on() -> None:
    """What something is called and where it lies are one: an `__init__` only says what its room is.

    Views and commands gather what the factory registers.
    """
    passing = {
        _name(path)
        for path in APP.rglob("*/__init__.py")
        if path.parent.name not in {"views", "cli"} and len(ast.parse(path.read_text()).body) > 1
    }
    assert passing == set()


def test_nothing_commits_but_the_unit_of_work() -> None:
    homes = {
        "app/infra/db/units.py",
        "app/infra/guard.py",
        "app/infra/jobs/leases.py",
        "app/infra/mail/delivery.py",
    }
    committing = {
        _name(path) for path in SOURCES if re.search(r"\.commit\(\)", path.read_text("utf-8"))
    }
    assert committing <= homes


def test_the_list_of_unfinished_work_is_closed() -> None:
    marked: dict[str, set[str]] = {}
    for path in SOURCES:
        for node in _functions(path):
            names = {d.id for d in node.decorator_list if isinstance(d, ast.Name)}
            if "unfinished_work" in names:
                marked.setdefault(_name(path), set()).add(node.name)
    assert marked == UNFINISHED_WORK


def test_numbers_of_an_address_are_read_within_bounds() -> None:
    """`int` reads numbers that no database takes; `parse_count` takes them for nothing."""
    assert [_name(path) for path in SOURCES if "type=int" in path.read_text("utf-8")] == []


def test_only_a_folder_lets_the_clock_stand() -> None:
    users = [
        _name(path)
        for path in SOURCES
        if "standing_at" in path.read_text("utf-8") and not _name(path).startswith(CLOCK_STOPPERS)
    ]
    assert users == []


def test_every_public_write_is_marked() -> None:
    """In operations, what takes `by` and is not private is an operation or unfinished work."""
    marks = {"operation", "unfinished_work"}
    bare = []
    for path in SOURCES:
        skipped = "audit/" in path.as_posix() or path.name == "__init__.py"
        if "operations" not in path.as_posix() or skipped:
            continue
        for node in ast.parse(path.read_text("utf-8")).body:
            if not isinstance(node, ast.FunctionDef) or node.name.startswith("_"):
                continue
            takes_actor = any(arg.arg == "by" for arg in node.args.kwonlyargs)
            names = {d.id for d in node.decorator_list if isinstance(d, ast.Name)}
            delegates = node.name in COMPOSED or node.name.startswith(("find_or_", "ensure_"))
            if takes_actor and not names & marks and not delegates:
                bare.append(f"{_name(path)}:{node.name}")
    assert bare == []


@pytest.mark.parametrize("folder", ["app", "templates", "scripts", "docs", "static/js"])
def test_text_is_nfc(folder: str) -> None:
    import unicodedata

    wrong = [
        _name(path)
        for path in (ROOT / folder).rglob("*")
        if path.suffix in {".py", ".html", ".md", ".js", ".toml", ".csv"}
        and not unicodedata.is_normalized("NFC", path.read_text("utf-8"))
    ]
    assert wrong == []


def test_every_model_says_what_people_call_it() -> None:
    silent = [
        f"{_name(path)}:{node.name}"
        for path in SOURCES
        if path.name == "models.py" or path.parent.name == "models"
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ClassDef)
        and "__tablename__" in (body := ast.unparse(node))
        and "spoken = " not in body
    ]
    assert silent == []


def test_what_rows_are_found_by_is_changed_through_their_models_only() -> None:
    for path in APP.glob("*/models.py"):
        importlib.import_module(f"app.{path.parent.name}.models")
    searched = {
        mapper.class_.__name__: set(mapper.class_.searched_by)
        for mapper in Base.registry.mappers
        if issubclass(mapper.class_, Searchable)
    }
    blind = [
        f"{_name(path)}:{call.lineno}"
        for path in SOURCES
        for call in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and call.func.attr == "values"
        for model in [_updated_by(call.func.value)]
        if {word.arg for word in call.keywords} & searched.get(model, set())
    ]
    assert searched
    assert blind == []


def _updated_by(expression: ast.expr) -> str:
    """Return the model of `update(Model)` that a chain of calls begins with."""
    while isinstance(expression, ast.Call):
        name = expression.func.attr if isinstance(expression.func, ast.Attribute) else ""
        if (name or getattr(expression.func, "id", "")) == "update" and expression.args:
            return getattr(expression.args[0], "id", "")
        expression = getattr(expression.func, "value", expression.func)
    return ""


QUOTE = re.compile(r"<!-- quote: (\S+)(?: (\w+))? -->\n```\w+\n(.*?)```", re.DOTALL)
QUOTES = QUOTE.findall((ROOT / "CONTRIBUTING.md").read_text("utf-8"))


def _definition(source: str, name: str) -> str:
    """Return a function, class or value of a module as it is written, with its decorators."""
    for node in ast.parse(source).body:
        decorators = node.decorator_list if isinstance(node, ast.FunctionDef) else []
        targets = node.targets if isinstance(node, ast.Assign) else [node]
        if name in {getattr(target, "name", getattr(target, "id", None)) for target in targets}:
            first = min([node.lineno, *(part.lineno for part in decorators)])
            return "\n".join(source.splitlines()[first - 1 : node.end_lineno])
    pytest.fail(f"{name} is no longer there: quote what took its place")


def test_contributing_shows_a_page_from_the_workflow_to_its_test() -> None:
    files = [file for file, _name, _text in QUOTES]
    assert files[0].endswith("workflow.py")
    assert files[-1].startswith("tests/")


@pytest.mark.parametrize(("file", "name", "text"), QUOTES, ids=[f"{q[0]} {q[1]}" for q in QUOTES])
def test_what_contributing_quotes_stands_in_the_code(file: str, name: str, text: str) -> None:
    source = (ROOT / file).read_text("utf-8")
    if name:
        assert text.rstrip("\n") == _definition(source, name)
    else:
        quoted, written = (
            "\n".join(line.strip() for line in part.splitlines()) for part in (text, source)
        )
        assert f"\n{quoted}\n" in f"\n{written}\n"
