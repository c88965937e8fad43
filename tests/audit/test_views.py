from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from app.audit.views import thing_words

if TYPE_CHECKING:
    from flask import Flask


@pytest.mark.parametrize(
    ("kind", "number", "words"),
    [
        ("Nomination", 65, "Hồ sơ 65"),
        ("AuditHead", None, "Đầu nhật ký"),
        ("Stranger", 3, "Stranger 3"),
    ],
)
def test_the_log_speaks_of_things_as_people_do(
    app: Flask, kind: str, number: int | None, words: str
) -> None:
    assert thing_words(kind, number) == words


def test_older_entries_are_understood_by_the_name_of_their_day(app: Flask) -> None:
    assert thing_words("MailedLink", 7) == "Liên kết gửi qua thư 7"
