"""Templates: one view, one template, one name; links lead somewhere; nothing is inline."""

from __future__ import annotations

import ast
import re
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from app import create_app
from app.settings import Settings

if TYPE_CHECKING:
    from flask import Flask

ROOT = Path(__file__).parents[2]
TEMPLATES = ROOT / "templates"
ALL = sorted(path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.html"))
LINK = re.compile(r"""url_for\(\s*["']([\w.]+)["']""")
INLINE = re.compile(
    r"""\sstyle=|<style|<script(?![^>]*\bsrc=)|\son[a-z]+=["']|javascript:""", re.IGNORECASE
)
# The beginning of a name that a template completes: {% include "nominations/_section_" ~ … %}
PREFIX = re.compile(r'"([\w./]+/[\w.]*)"\s*~')
SHARED = ("layouts/", "components/")


@lru_cache
def _rendered() -> frozenset[str]:
    """Return every template that some code names."""
    named = set()
    for path in (ROOT / "app").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and str(node.value).endswith(".html"):
                named.add(str(node.value))
    return frozenset(named)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The application alone: links and templates need no database."""
    instance = tmp_path_factory.mktemp("house")
    url = f"sqlite:///{instance / 'never-made.sqlite3'}"
    return create_app(Settings(instance=instance, secret_key="test", database_url=url))


@pytest.mark.parametrize("name", ALL)
def test_a_template_compiles(house: Flask, name: str) -> None:
    house.jinja_env.get_template(name)


@pytest.mark.parametrize("name", ALL)
def test_every_link_of_a_template_leads_to_an_endpoint(house: Flask, name: str) -> None:
    text = (TEMPLATES / name).read_text("utf-8")
    unknown = [endpoint for endpoint in LINK.findall(text) if endpoint not in house.view_functions]
    assert unknown == []


@pytest.mark.parametrize("name", ALL)
def test_a_template_holds_no_inline_code_or_style(name: str) -> None:
    assert INLINE.findall((TEMPLATES / name).read_text("utf-8")) == []


def test_every_rendered_template_exists() -> None:
    assert sorted(name for name in _rendered() if name not in ALL) == []


def test_every_template_is_used() -> None:
    text = "\n".join((TEMPLATES / name).read_text("utf-8") for name in ALL)
    composed = tuple(PREFIX.findall(text))
    unused = [
        name
        for name in ALL
        if name not in _rendered()
        and not name.startswith(("layouts/", *composed))
        and f'"{name}"' not in text
    ]
    assert unused == []


def test_pages_stand_in_the_folder_of_their_package() -> None:
    packages = {path.name for path in (ROOT / "app").iterdir() if path.is_dir()}
    strangers = [
        name for name in ALL if not name.startswith(SHARED) and name.split("/")[0] not in packages
    ]
    assert strangers == []
