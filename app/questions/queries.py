"""Reading answers and their earlier texts, whoever is asked."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, select

from app.accounts.models import Account
from app.infra.db.reads import rows
from app.kernel.errors import NotFound
from app.questions.rules.answer import EarlierText, StoredAnswer
from app.registry.models import Person

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Select

    from app.questions.models import AnswerBook, AnswersOf

NOBODY = "không rõ"


def stored_answers(answers: AnswersOf, codes: Iterable[str]) -> dict[str, StoredAnswer]:
    """Return the answers to some questions, by their codes; a question without one is left out."""
    wanted = {"owner": answers.owner_id, "codes": sorted(codes)}
    return {code: StoredAnswer(*facts) for code, *facts in rows(_stored(answers.book), wanted)}


@lru_cache(maxsize=32)
def _stored(book: AnswerBook) -> Select[*tuple[Any, ...]]:
    """Build the query of a book once: it runs at every keystroke that rests."""
    answer = book.answers
    return select(
        answer.question,
        answer.value,
        answer.edition,
        answer.by_account,
        answer.begun_at,
        answer.written_at,
    ).where(
        getattr(answer, book.owner) == bindparam("owner"),
        answer.question.in_(bindparam("codes", expanding=True)),
    )


def earlier_texts(answers: AnswersOf, code: str) -> list[EarlierText]:
    """Return the texts that an answer held before, the newest first."""
    query = _earlier(answers, code).order_by(answers.book.earlier.id.desc())
    return [_earlier_text(row) for row in rows(query)]


def get_earlier_text(answers: AnswersOf, code: str, earlier_id: int) -> EarlierText:
    """Return one of the texts that an answer held before.

    Raises:
        NotFound: when the answer held no such text.
    """
    query = _earlier(answers, code).where(answers.book.earlier.id == earlier_id)
    row = rows(query).one_or_none()
    if row is None:
        raise NotFound
    return _earlier_text(row)


def codes_with_earlier(answers: AnswersOf) -> list[str]:
    """Return the codes of the questions whose answers held other texts before."""
    earlier, owner = answers.book.earlier, answers.book.owner
    query = select(earlier.question).where(getattr(earlier, owner) == answers.owner_id)
    return list(rows(query.distinct().order_by(earlier.question)).scalars())


def newest_earlier(answers: AnswersOf, code: str, number: int) -> Select[*tuple[Any, ...]]:
    """Return the query of the keys of so many earlier texts of an answer, the newest ones."""
    earlier, owner = answers.book.earlier, answers.book.owner
    here = (getattr(earlier, owner) == answers.owner_id, earlier.question == code)
    return select(earlier.id).where(*here).order_by(earlier.id.desc()).limit(number)


def _earlier(answers: AnswersOf, code: str) -> Select[*tuple[Any, ...]]:
    earlier, owner = answers.book.earlier, answers.book.owner
    return (
        select(earlier.id, earlier.value, Person.full_name, earlier.written_at)
        .outerjoin(Account, Account.id == earlier.by_account)
        .outerjoin(Person, Person.id == Account.person_id)
        .where(getattr(earlier, owner) == answers.owner_id, earlier.question == code)
    )


def _earlier_text(row: Any) -> EarlierText:
    number, text, who, written_at = row
    return EarlierText(number, text, who or NOBODY, written_at)
