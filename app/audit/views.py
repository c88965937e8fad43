"""The log as the administrator reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import render_template, request

from app.audit.policy import AuditPermission as P
from app.audit.policy import policy
from app.audit.queries import entries_from, get_head
from app.infra.guard import Doors
from app.infra.orm import spoken_words
from app.kernel.numbers import parse_count

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

pages = Doors("audit", policy, url_prefix="/quan-tri/nhat-ky")
doors = (pages,)
PAGE = 50


@pages.get("", P.READ)
def index() -> ResponseReturnValue:
    """Show the log, newest first, from an entry downwards."""
    head = get_head()
    newest = min(request.args.get("tu", head.number, type=parse_count), head.number)
    entries = entries_from(newest, limit=PAGE)
    return render_template(
        "audit/index.html",
        head=head,
        entries=entries,
        named=thing_words,
        newer=min(newest + PAGE, head.number) if newest < head.number else None,
        older=newest - PAGE if newest > PAGE else None,
    )


def thing_words(kind: str, number: int | None) -> str:
    """Return "Hồ sơ 65" for what the log keeps as "Nomination" and 65."""
    words = spoken_words(kind)
    return words if number is None else f"{words} {number}"
