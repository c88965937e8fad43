"""Writes on dossiers: writing them, sending them, the unit's word, the screening."""

from __future__ import annotations

from app.nominations.operations.screening import (
    accept_many,
    accept_nomination,
    ask_supplement,
    reject_nomination,
    screen_again,
)
from app.nominations.operations.submission import (
    endorse_nomination,
    return_nomination,
    submit_nomination,
    withdraw_nomination,
)
from app.nominations.operations.writing import (
    accept_declaration,
    attach_file,
    begin_nomination,
    discard_draft,
    remove_attachment,
    save_answers,
    save_basics,
    save_people,
    save_typed_people,
)

__all__ = [
    "accept_declaration",
    "accept_many",
    "accept_nomination",
    "ask_supplement",
    "attach_file",
    "begin_nomination",
    "discard_draft",
    "endorse_nomination",
    "reject_nomination",
    "remove_attachment",
    "return_nomination",
    "save_answers",
    "save_basics",
    "save_people",
    "save_typed_people",
    "screen_again",
    "submit_nomination",
    "withdraw_nomination",
]
