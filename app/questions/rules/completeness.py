"""How complete something is that is written in sections, and what is missing in each."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from app.questions.rules.asked_form import AskedForm
    from app.questions.rules.question import Question


class SectionStatus(StrEnum):
    """How far a section is; the words are those of the checklist component."""

    TODO = "todo"
    PARTIAL = "partial"
    PROBLEM = "problem"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing to do: the field's name on its page, and a sentence.

    ``label`` names the field where the sentence stands away from it; ``is_empty`` tells that
    nothing was written yet, which is no fault before the whole is sent.
    """

    field: str
    sentence: str
    label: str = ""
    is_empty: bool = False

    @property
    def text(self) -> str:
        """The sentence as it reads away from its field."""
        if not self.label:
            return self.sentence
        return f"{self.label.rstrip('?:. ')}: {self.sentence[:1].lower()}{self.sentence[1:]}"


class Titled(Protocol):
    """A section as far as a report knows it."""

    @property
    def code(self) -> str:
        """The word of the section in its address."""

    @property
    def title(self) -> str:
        """The name of the section."""


S = TypeVar("S", bound=Titled)


@dataclass(frozen=True, slots=True)
class SectionReport(Generic[S]):
    """A section with what is done and what is missing.

    ``fact`` replaces the count of things done in the checklist.
    """

    section: S
    done: int
    total: int
    missing: tuple[Missing, ...]
    fact: str = ""

    @property
    def code(self) -> str:
        """The word of the section in its address."""
        return self.section.code

    @property
    def title(self) -> str:
        """The name of the section."""
        return self.section.title

    @property
    def faults(self) -> tuple[Missing, ...]:
        """What was written and cannot stand; what is empty is no fault yet."""
        return tuple(item for item in self.missing if not item.is_empty)

    @property
    def status(self) -> SectionStatus:
        """Say in one word how far the section is."""
        if not self.missing:
            return SectionStatus.DONE
        if self.faults:
            return SectionStatus.PROBLEM
        return SectionStatus.PARTIAL if self.done else SectionStatus.TODO

    @property
    def note(self) -> str:
        """Say it in a few words, as the checklist does."""
        if self.status is SectionStatus.PROBLEM:
            return f"{len(self.faults)} chỗ cần sửa"
        if self.fact:
            return self.fact
        if self.status is SectionStatus.DONE:
            return f"Đủ {self.done}/{self.total} mục" if self.total else "Không bắt buộc"
        return "Chưa viết" if self.status is SectionStatus.TODO else f"{self.done}/{self.total} mục"


def section_report(
    section: S, total: int, missing: Sequence[Missing], fact: str = ""
) -> SectionReport[S]:
    """Return the report of a section of so many things, of which some fields are missing."""
    done = max(0, total - len({item.field for item in missing}))
    return SectionReport(section, done, total, tuple(missing), fact)


def report_answers(
    section: S, questions: Iterable[Question], answers: Mapping[str, str], form: AskedForm
) -> SectionReport[S]:
    """Return how complete the answers to the questions of a section are.

    ``answers`` stand by the codes of the questions, those to questions of other sections too, on
    which it may depend what is asked. What is not asked is neither missing nor wrong.
    """
    missing, total = [], 0
    for question in questions:
        if not form.asks(question, answers):
            continue
        answer = answers.get(question.code, "")
        is_filled = bool(answer.strip())
        total += question.plan.required or is_filled
        if problem := question.check(answer):
            missing.append(Missing(question.field, problem, question.label, is_empty=not is_filled))
    return section_report(section, total, missing)


def share_done(reports: Iterable[SectionReport[S]]) -> int:
    """Return how much of the whole is done, in percent, never 100 while a thing misses."""
    sections = tuple(reports)
    total = sum(section.total for section in sections)
    done = sum(section.done for section in sections)
    whole = all(not section.missing for section in sections)
    return 100 if whole else min(99, done * 100 // max(total, 1))
