"""What a page of questions sends: the texts of its fields, and the editions they were drawn from."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from werkzeug.datastructures import MultiDict

    from app.questions.rules.question import Question

EDITIONS = "editions"
LONGEST = 100_000


def answers_in(questions: Iterable[Question], sent: MultiDict[str, str]) -> dict[str, str]:
    """Return what was typed at some questions, word for word, by the name of the field."""
    return {question.field: question.sent(sent.getlist(question.field)) for question in questions}


def editions_in(sent: Mapping[str, str]) -> dict[str, str] | None:
    """Return the editions from which a page was drawn, by the name of the field.

    None for a page that tells none: one that was opened before pages told them, or that something
    else than a page of ours sent.
    """
    text = sent.get(EDITIONS, "")
    try:
        read: Any = json.loads(text) if len(text) <= LONGEST else None
    except (ValueError, RecursionError):
        return None
    if not isinstance(read, dict) or not all(isinstance(one, str) for one in read.values()):
        return None
    return read


def written_editions(editions: Mapping[str, str]) -> str:
    """Return editions as a page carries them in its hidden field."""
    return json.dumps(editions, ensure_ascii=False, separators=(",", ":"))
