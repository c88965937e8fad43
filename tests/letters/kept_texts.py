"""The whole text of each letter, as it stands in a file beside the tests of its package.

To rewrite the files on purpose, after reading what changed::

    REWRITE_LETTERS=1 pytest tests/accounts tests/nominations tests/certificates -k letter
"""

from __future__ import annotations

import os
from pathlib import Path

import sqlalchemy as sa

from app.infra.db.engine import db
from app.infra.mail.models import Mail

TESTS = Path(__file__).parents[1]
REWRITE = "REWRITE_LETTERS"


def file_of(kind: str) -> Path:
    """Return where the text of a kind of letter is kept."""
    package, _dot, name = kind.partition(".")
    return TESTS / package / "letters" / f"{name}.txt"


def letters_of(key: str) -> str:
    """Return every letter in the outbox whose key begins so, in the order of writing."""
    query = sa.select(Mail).where(Mail.dedupe.startswith(f"{key}:")).order_by(Mail.id)
    whole = [
        f"Gửi: {mail.to_name} <{mail.to_email}>\nTiêu đề: {mail.subject}\n\n{mail.body}"
        for mail in db.session.scalars(query)
    ]
    return "\n────────\n\n".join(whole)


def require_kept_text(kind: str, key: str = "") -> None:
    """Compare the letters of a kind with what is kept, whole; ``key`` is theirs if not the kind."""
    text = letters_of(key or kind)
    assert text, f"no letter of kind {kind} was written"
    if os.environ.get(REWRITE):
        file_of(kind).write_text(text, "utf-8")
    assert text == file_of(kind).read_text("utf-8")
