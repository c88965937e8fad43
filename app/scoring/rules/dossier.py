"""What a judge may read of a dossier: the answers that go to judges, under neutral file names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.kernel.vietnamese.text import clean_line

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from app.questions.rules.asked_form import AskedForm
    from app.questions.rules.question import Question

LONGEST_ENDING = 5


@dataclass(frozen=True, slots=True)
class JudgedAnswer:
    """A question with its answer in paragraphs."""

    label: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class JudgedSection:
    """A part of the dossier with at least one answer."""

    code: str
    title: str
    answers: tuple[JudgedAnswer, ...]


def sections_for_judges(form: AskedForm, answers: Mapping[str, str]) -> tuple[JudgedSection, ...]:
    """Return what was answered to the questions that go to judges; empty sections are left out.

    What is not asked, for another answer than its condition names, is not shown either.
    """
    read = (
        JudgedSection(section.code, section.title, _answers(form, section.questions, answers))
        for section in form.sections
    )
    return tuple(section for section in read if section.answers)


def _answers(
    form: AskedForm, questions: Sequence[Question], answers: Mapping[str, str]
) -> tuple[JudgedAnswer, ...]:
    return tuple(
        JudgedAnswer(question.label, paragraphs)
        for question in questions
        if question.plan.goes_to_judges
        and form.asks(question, answers)
        and (paragraphs := _paragraphs(question, answers.get(question.code, "")))
    )


def _paragraphs(question: Question, answer: str) -> tuple[str, ...]:
    words = question.words(answer)
    return tuple(line for line in map(str.strip, words.splitlines()) if line)


def neutral_file_name(code: str, document_name: str, number: int, original: str) -> str:
    """Return the name of a file in a blind round: it tells the document and nothing of its author.

    The ending is the only thing taken from the name that the author gave.
    """
    ending = original.rpartition(".")[2].lower()
    tail = (
        f".{ending}"
        if ending.isascii() and ending.isalnum() and len(ending) <= LONGEST_ENDING
        else ""
    )
    return f"{clean_line(code)} {document_name} {number}{tail}"
