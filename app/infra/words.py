"""Sentences in the reader's language: Vietnamese is the source, others are looked up.

It does what Flask-Babel's own functions would. Those look for the language at each of the hundred
sentences of a page; here it is found once for a request, and a sentence once for a language.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from flask import g
from flask_babel import get_domain
from jinja2 import pass_eval_context
from markupsafe import Markup

if TYPE_CHECKING:
    from jinja2.nodes import EvalContext


@pass_eval_context
def words(how: EvalContext, message: str, /, **values: Any) -> str:
    """Return a sentence for a template, with its values put in and escaped as the template asks."""
    find = _marked if how.autoescape else _plain
    text = find(translations(), message)
    return text % values if "%" in text else text


def gettext(message: str, /, **values: Any) -> str:
    """Return a sentence as plain text, with its values put in."""
    text = _plain(translations(), message)
    return text % values if values else text


def translations() -> Any:
    """Return the sentences of the reader's language."""
    held = g._get_current_object()  # noqa: SLF001  # asked once, not at each attribute
    found = held.get("translations")
    if found is None:
        found = held.translations = get_domain().get_translations()
    return found


@lru_cache(maxsize=4096)
def _plain(language: Any, message: str) -> str:
    text: str = language.ugettext(message)
    return text


@lru_cache(maxsize=4096)
def _marked(language: Any, message: str) -> Markup:
    """Return our own sentence as markup; what is put in is escaped."""
    return Markup(language.ugettext(message))  # noqa: S704  # from our own templates
