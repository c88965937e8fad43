"""Keeping answers while they are written: one field at a time, nobody overwritten, nothing lost.

A save reads first and locks late: it reads the answers of the page, puts the page and what is
stored together (`app.questions.rules.editions`), and writes each changed answer by an UPDATE that
names the edition it replaces. Whoever was faster is met by reading again.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, delete, insert, update

from app.audit.operations import unfinished_work
from app.infra.db.engine import db
from app.infra.inserts import insert_once
from app.kernel import clock
from app.kernel.errors import WrongState
from app.questions.queries import newest_earlier, stored_answers
from app.questions.rules.answer import StoredAnswer, kept_as_typed
from app.questions.rules.editions import Merged, merged
from app.questions.rules.history import MOST_EARLIER, is_kept_as_earlier

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy import Executable, Update

    from app.kernel.access import Actor
    from app.questions.models import AnswerBook, AnswersOf
    from app.questions.rules.answer import EarlierText

TRIES = 5
TOO_BUSY = "Mục này đang được ghi ở nhiều nơi cùng lúc. Những gì vừa gõ vẫn còn trên trang; hãy bấm lưu lần nữa."
NEVER = StoredAnswer("", 0, None, None, None)


@unfinished_work
def keep_answers(
    answers: AnswersOf, typed: Mapping[str, str], known: Mapping[str, str] | None, *, by: Actor
) -> Merged:
    """Keep what was typed at some questions, in order or not; tell what became of each.

    Args:
        answers: of a thing that the caller has made sure may be written.
        typed: by the code of the question.
        known: the editions from which the page was drawn, by code; None when it tells none.
        by: who writes.

    Raises:
        RuleBroken: for a text that no field holds.
        WrongState: when others keep writing the same field at the same moment.
    """
    outcome, pending = Merged(), {code: kept_as_typed(text) for code, text in typed.items()}
    for _try in range(TRIES):
        stored = stored_answers(answers, pending)
        found = merged(pending, {code: row.value for code, row in stored.items()}, known)
        raced = [
            code
            for code, text in found.kept.items()
            if not _write(answers, code, text, stored.get(code, NEVER), by=by)
        ]
        pending = {code: found.kept.pop(code) for code in raced}
        outcome.add(found)
        if not pending:
            return outcome
    raise WrongState(TOO_BUSY)


@unfinished_work
def restore_answer(answers: AnswersOf, code: str, earlier: EarlierText, *, by: Actor) -> None:
    """Make an earlier text the answer again; the present one becomes an earlier text.

    Raises:
        WrongState: when somebody writes the answer at the same moment.
    """
    before = stored_answers(answers, [code]).get(code, NEVER)
    # As if nobody had been writing it just now, so that the present text is kept in any case.
    resting = replace(before, begun_at=None)
    if before.value != earlier.text and not _write(answers, code, earlier.text, resting, by=by):
        raise WrongState(TOO_BUSY)


def _write(answers: AnswersOf, code: str, text: str, before: StoredAnswer, *, by: Actor) -> bool:
    """Write an answer over the edition that was read; tell whether it was still that one."""
    now, account = clock.now(), by.account_id
    begins = is_kept_as_earlier(before, text, account, now)
    since = now if begins or before.begun_at is None else before.begun_at
    if not before.edition:
        return _begin(answers, code, text, account, now)
    written = {"text": text, "account": account, "since": since, "now": now}
    place = {"owner": answers.owner_id, "code": code, "read": before.edition}
    if _execute(_update(answers.book), written | place) != 1:
        return False
    if begins:
        _keep_earlier(answers, code, before)
    return True


def _begin(answers: AnswersOf, code: str, text: str, account: int | None, now: datetime) -> bool:
    book = answers.book
    values = {
        book.owner: answers.owner_id,
        "question": code,
        "value": text,
        "edition": 1,
        "by_account": account,
        "begun_at": now,
        "written_at": now,
    }
    return insert_once(book.answers, values, unique=(book.owner, "question")) is not None


@lru_cache(maxsize=32)
def _update(book: AnswerBook) -> Update:
    """Build the UPDATE of a book once, like the query that reads it."""
    answer = book.answers
    return (
        update(answer)
        .where(
            getattr(answer, book.owner) == bindparam("owner"),
            answer.question == bindparam("code"),
            answer.edition == bindparam("read"),
        )
        .values(
            value=bindparam("text"),
            edition=answer.edition + 1,
            by_account=bindparam("account"),
            begun_at=bindparam("since"),
            written_at=bindparam("now"),
        )
    )


def _execute(statement: Executable, values: dict[str, Any] | None = None) -> int:
    """Run a statement past the identity map; return how many rows it met."""
    return db.session.connection().execute(statement, values).rowcount


def _keep_earlier(answers: AnswersOf, code: str, before: StoredAnswer) -> None:
    """Put a text among the earlier ones, of which the oldest go."""
    earlier, owner = answers.book.earlier, answers.book.owner
    values = {
        owner: answers.owner_id,
        "question": code,
        "value": before.value,
        "edition": before.edition,
        "by_account": before.by_account,
        "written_at": before.written_at,
    }
    _execute(insert(earlier).values(**values))
    surplus = delete(earlier).where(
        getattr(earlier, owner) == answers.owner_id,
        earlier.question == code,
        earlier.id.not_in(newest_earlier(answers, code, MOST_EARLIER)),
    )
    _execute(surplus)
