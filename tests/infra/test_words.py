"""Sentences of templates and of Python: escaped where the template asks, and plain elsewhere."""

from __future__ import annotations

import pytest
from flask import Flask
from flask_babel import Babel
from jinja2 import DictLoader
from markupsafe import Markup

from app.infra import templating
from app.infra.words import gettext

TEMPLATES = {
    "page.html": "{{ _('Chào %(name)s & bạn', name=name) }}",
    "letter.txt": "{{ _('Chào %(name)s & bạn', name=name) }}",
    "share.html": "{{ _('100 %% & hơn') }}",
}


@pytest.fixture
def bare() -> Flask:
    app = Flask("bare")
    app.jinja_loader = DictLoader(TEMPLATES)
    Babel(app, default_locale="vi")
    templating.install(app)
    return app


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("page.html", "Chào &lt;b&gt; & bạn"),
        ("letter.txt", "Chào <b> & bạn"),
        ("share.html", "100 % & hơn"),
    ],
)
def test_values_are_escaped_in_pages_alone(bare: Flask, template: str, expected: str) -> None:
    with bare.test_request_context():
        page = bare.jinja_env.get_template(template)
        assert page.render(name="<b>") == expected
        assert page.render(name="<b>") == expected  # found again, not looked up


def test_sentences_of_python_are_plain_text(bare: Flask) -> None:
    with bare.test_request_context():
        text = gettext("Còn %(number)s chỗ", number="<2>")
        assert text == "Còn <2> chỗ"
        assert not isinstance(text, Markup)
        assert gettext("Đủ 100 %") == "Đủ 100 %"
