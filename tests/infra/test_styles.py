"""The style sheets of the components, handed out as one."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from app.infra.styles import SHEETS, joined_styles

if TYPE_CHECKING:
    from flask import Flask

STATIC = Path(__file__).parents[2] / "static"
# Linked by themselves: for paper alone, and for the page that shows the components.
APART = {"css/print.css", "css/components/style_page.css"}


def test_every_sheet_that_we_wrote_is_handed_out_once() -> None:
    written = {str(path.relative_to(STATIC)) for path in (STATIC / "css").rglob("*.css")}
    assert set(SHEETS) == written - APART
    assert len(SHEETS) == len(set(SHEETS))


def test_the_joined_sheet_holds_each_rule_and_addresses_pictures_that_are_there(app: Flask) -> None:
    client = app.test_client()
    page = client.get("/").text
    found = re.search(r'href="(/kieu-dang\.css\?v=[0-9a-f]{12})"', page)
    assert found is not None
    answer = client.get(found[1])
    assert answer.mimetype == "text/css"
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    pictures = re.findall(r'url\("?([^")]+)"?\)', answer.text)
    assert pictures
    for picture in pictures:
        if not picture.startswith("data:"):
            with client.get(urlsplit(urljoin(found[1], picture)).path) as shown:
                assert shown.status_code == 200
    for name in SHEETS:
        last = (STATIC / name).read_text("utf-8").rstrip().splitlines()[-1]
        assert "url(" in last or last in answer.text


def test_another_content_has_another_address(tmp_path: Path) -> None:
    for name in SHEETS:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(f"/* {name} */")
    first = joined_styles(str(tmp_path))
    joined_styles.cache_clear()
    (tmp_path / SHEETS[0]).write_text("a{}")
    assert joined_styles(str(tmp_path)).version != first.version
    joined_styles.cache_clear()
