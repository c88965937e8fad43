"""The documentation shows the workflows as they are."""

from __future__ import annotations

from pathlib import Path

from app.web.cli import drawn

PAGE = Path(__file__).parents[2] / "docs" / "architecture.md"
BEGIN, END = "<!-- diagrams:begin -->", "<!-- diagrams:end -->"


def test_the_architecture_page_draws_todays_workflows() -> None:
    text = PAGE.read_text("utf-8")
    between = text[text.index(BEGIN) + len(BEGIN) : text.index(END)]
    assert between.strip() == drawn()
