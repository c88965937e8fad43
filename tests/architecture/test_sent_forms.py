"""Rules of the house about forms: one frame takes them, and no refusal is silent."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
APP = ROOT / "app"
TEMPLATES = ROOT / "templates"
# What prints the sentences of a form that was not taken; a confirmation prints its own.
PRINTERS = ("form_errors(form)", "form_errors(form,", "confirm_block(form,")


def _form_pages() -> list[str]:
    """Return the templates that views hand to `Form.page`; lists, whose names are constants, not."""
    return sorted(
        {
            argument.value
            for file in APP.rglob("*.py")
            for call in ast.walk(ast.parse(file.read_text("utf-8")))
            if isinstance(call, ast.Call)
            and isinstance(call.func, ast.Attribute)
            and call.func.attr == "page"
            and not ast.unparse(call.func.value).rpartition(".")[2].isupper()
            for argument in call.args[:1]
            if isinstance(argument, ast.Constant)
            and isinstance(argument.value, str)
            and argument.value.endswith(".html")
        }
    )


def test_the_frame_is_used() -> None:
    assert len(_form_pages()) > 20


@pytest.mark.parametrize("name", _form_pages())
def test_page_of_a_form_prints_what_refused_it(name: str) -> None:
    text = (TEMPLATES / name).read_text("utf-8")
    assert any(printer in text for printer in PRINTERS)


def test_no_view_puts_a_refusal_into_a_form_by_itself() -> None:
    users = [
        file.relative_to(ROOT).as_posix()
        for file in APP.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.ImportFrom)
        and node.module == "app.infra.forms.base"
        and any(alias.name == "refuse" for alias in node.names)
    ]
    assert users == []


def test_no_view_names_a_status_by_itself() -> None:
    own = {"OK", "UNPROCESSABLE", "CONFLICT"}
    named = [
        f"{file.relative_to(ROOT).as_posix()}:{node.lineno}"
        for file in APP.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store) and node.id in own
    ]
    assert named == []
