"""What a folder says, as somebody would have typed it into the form, and back to its place."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from app.folders.rules.rows import NOMINATIONS, PEOPLE
from app.kernel.errors import RuleBroken

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.folders.rules.folder import FolderNomination, FolderPerson
    from app.questions.rules.question import Question

PERSON_COLUMNS = {
    "contribution": "contribution_percent",
    "position_title": "position",
    "unit_name": "unit",
}


class Place(NamedTuple):
    """Where in the folder something stands that a form would show beside a field."""

    file: str
    line: int
    column: str


def answer_as_typed(question: Question, answer: str) -> str:
    """Return an answer as the form takes it: files write 12.5 and 2026-02-28, people do not.

    What is written otherwise stays as it is; that it is, is noted when the folder is read.
    """
    try:
        return question.typed_in(answer)
    except RuleBroken:
        return answer


def place_of(field: str, nomination: FolderNomination, people: Sequence[FolderPerson]) -> Place:
    """Return where the field of a dossier's form stands in the folder."""
    kind, _, name = field.partition("_")
    if kind == "q":
        return Place(NOMINATIONS.file, nomination.line, name)
    if kind == "file":
        return Place(f"files/{nomination.code}", 0, name)
    person = _person_at(kind, people)
    if person is not None:
        return Place(PEOPLE.file, person.line, PERSON_COLUMNS.get(name, name))
    column = field if field in NOMINATIONS.columns + NOMINATIONS.optional else "code"
    return Place(NOMINATIONS.file, nomination.line, column)


def _person_at(kind: str, people: Sequence[FolderPerson]) -> FolderPerson | None:
    """Return who stands at a place such as "p2"."""
    figures = kind.removeprefix("p")
    if not kind.startswith("p") or not figures.isdecimal():
        return None
    place = int(figures)
    return people[place - 1] if 1 <= place <= len(people) else None
