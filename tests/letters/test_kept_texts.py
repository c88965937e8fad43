"""No letter is shipped without its whole text being kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.letters.queries import catalogue
from app.letters.rules.composition import FRAME
from tests.letters.kept_texts import TESTS, file_of

if TYPE_CHECKING:
    from flask import Flask


def test_each_kind_of_letter_has_its_text_and_each_text_its_letter(app: Flask) -> None:
    kinds = {file_of(key) for key in catalogue() if key != FRAME}
    assert set(TESTS.glob("*/letters/*.txt")) == kinds
