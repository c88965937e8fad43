from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from flask import Flask, render_template_string
from flask_babel import Babel
from jinja2 import UndefinedError

from app.infra import templating

if TYPE_CHECKING:
    from pathlib import Path

EVENING = datetime(2026, 11, 30, 17, 30, 5, tzinfo=UTC)


@pytest.fixture
def bare(tmp_path: Path) -> Flask:
    """An application of templates alone."""
    (tmp_path / "css").mkdir()
    (tmp_path / "css" / "a.css").write_text("a{}")
    app = Flask("bare", static_folder=str(tmp_path), static_url_path="/static")
    app.config["SECRET_KEY"] = "only-for-tests"
    Babel(app, default_locale="vi")
    templating.install(app)
    return app


def render(app: Flask, source: str, **names: Any) -> str:
    with app.test_request_context():
        return render_template_string(source, **names)


@pytest.mark.parametrize(
    ("source", "value", "expected"),
    [
        ("{{ x|instant }}", EVENING, "00 giờ 30, thứ Ba 01/12/2026"),
        ("{{ x|clock }}", EVENING, "00:30:05"),
        ("{{ x|day }}", EVENING, "01/12/2026"),
        ("{{ x|day }}", date(2026, 3, 5), "05/3/2026"),
        ("{{ x|day_words }}", EVENING, "ngày 01 tháng 12 năm 2026"),
        ("{{ x|iso }}", EVENING, "2026-12-01T00:30:05+07:00"),
        ("{{ x|iso }}", date(2026, 3, 5), "2026-03-05"),
        ("{{ x|decimal }}", Decimal("1234.50"), "1.234,5"),
        ("{{ x|decimal(2) }}", Decimal("87.5"), "87,50"),
        ("{{ x|money }}", 12_000_000, "12.000.000 đồng"),
        ("{{ x|initials }}", "Nguyễn Văn Ánh", "NÁ"),
    ],
)
def test_filters_print_as_vietnam_reads(
    bare: Flask, source: str, value: Any, expected: str
) -> None:
    assert render(bare, source, x=value) == expected


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        (0, "0 byte"),
        (1023, "1023 byte"),
        (1024, "1 KB"),
        (1536, "1,5 KB"),
        (20 * 1024**2, "20 MB"),
        (3 * 1024**3 // 2, "1,5 GB"),
        (5 * 1024**5, "5120 TB"),
    ],
)
def test_sizes_have_a_unit_and_one_decimal(size: int, expected: str) -> None:
    assert templating.filesize(size) == expected


def test_undefined_name_is_an_error(bare: Flask) -> None:
    with pytest.raises(UndefinedError):
        render(bare, "{{ nobody }}")


def test_pages_escape_what_they_print(bare: Flask) -> None:
    assert render(bare, "{{ x }}", x="<script>") == "&lt;script&gt;"


def test_sentences_pass_through_gettext_and_are_vietnamese(bare: Flask) -> None:
    source = "{{ _('Xin chào %(name)s', name=x) }} {{ ngettext('%(num)s tệp', '%(num)s tệp', 2) }}"
    assert render(bare, source, x="<An>") == "Xin chào &lt;An&gt; 2 tệp"


def test_static_address_changes_with_the_content(bare: Flask, tmp_path: Path) -> None:
    first = render(bare, "{{ static_url('css/a.css') }}")
    assert first.startswith("/static/css/a.css?v=")
    file = tmp_path / "css" / "a.css"
    file.write_text("b{}")
    second = render(bare, "{{ static_url('css/a.css') }}")
    assert first != second
    assert len(second) == len("/static/css/a.css?v=") + 12


def test_static_file_that_is_missing_has_a_plain_address(bare: Flask) -> None:
    assert render(bare, "{{ static_url('css/none.css') }}") == "/static/css/none.css"


def test_macros_see_the_globals(bare: Flask) -> None:
    source = "{% macro m() %}{{ csrf_token()|length > 20 }}{{ _('a') }}{% endmacro %}{{ m() }}"
    assert render(bare, source) == "Truea"
