"""A form as it is asked: parsed once for each version, and kept.

A version never changes, and its digest says which it is, so what was parsed can be kept by it:
in every database and after every restart the same digest means the same questions.
"""

from __future__ import annotations

import hashlib
import json
from collections import OrderedDict
from dataclasses import asdict, dataclass, field
from threading import Lock
from typing import TYPE_CHECKING, Any

from app.questions.rules.kinds import question_of
from app.questions.rules.plan import ChoicePlan, ConditionPlan, QuestionPlan, SectionPlan

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from app.questions.rules.question import Question

MOST_KEPT = 64
_kept: OrderedDict[str, AskedForm] = OrderedDict()
_lock = Lock()


@dataclass(frozen=True, slots=True)
class AskedSection:
    """A page of questions."""

    code: str
    title: str
    help: str = ""
    questions: tuple[Question, ...] = ()


@dataclass(frozen=True, slots=True)
class AskedForm:
    """The sections of a form in their order, its plan, and its questions by their codes."""

    sections: tuple[AskedSection, ...]
    plan: tuple[SectionPlan, ...]
    questions: Mapping[str, Question] = field(compare=False)

    @classmethod
    def of(cls, plan: Iterable[SectionPlan]) -> AskedForm:
        """Return the form that a sound plan describes."""
        planned = tuple(plan)
        sections = tuple(map(_section, planned))
        questions = {q.code: q for section in sections for q in section.questions}
        return cls(sections, planned, questions)

    def asks(self, question: Question, answers: Mapping[str, str]) -> bool:
        """Tell whether a question is asked of somebody who gave these answers, by their codes.

        A condition names an earlier question, so that this ends; one that is not asked itself
        was not answered, whatever was written there before.
        """
        condition = question.plan.asked_if
        if condition is None:
            return True
        source = self.questions[condition.question]
        is_met = source.is_answered_by(answers.get(source.code, ""), condition.answers)
        return is_met and self.asks(source, answers)

    def condition_in_words(self, question: Question) -> str:
        """Return when a question is asked, as a sentence, or nothing when it always is."""
        condition = question.plan.asked_if
        if condition is None:
            return ""
        source = self.questions[condition.question]
        labels = [
            f"“{label}”" for code, label, _c in source.offers("") if code in condition.answers
        ]
        return f"Chỉ trả lời nếu câu “{source.label}” được trả lời là {' hoặc '.join(labels)}."

    def sources_outside(self, questions: Iterable[Question]) -> set[str]:
        """Return the codes of other questions that decide whether some questions are asked."""
        here = {question.code for question in questions}
        found: set[str] = set()
        waiting = [self.questions[code] for code in here if code in self.questions]
        while waiting:
            condition = waiting.pop().plan.asked_if
            if condition is not None and condition.question not in found:
                found.add(condition.question)
                waiting.append(self.questions[condition.question])
        return found - here


def _section(plan: SectionPlan) -> AskedSection:
    questions = tuple(map(question_of, plan.questions))
    return AskedSection(plan.code, plan.title, plan.help, questions)


def asked_form(digest: str, read: Callable[[], Iterable[Mapping[str, Any]]]) -> AskedForm:
    """Return the form of a version, parsed at most once while it is among the last ones asked for.

    ``read`` returns what is kept of the version; it is asked only where it must be parsed.
    """
    with _lock:
        if digest in _kept:
            _kept.move_to_end(digest)
            return _kept[digest]
    form = AskedForm.of(plan_from_json(read()))
    with _lock:
        _kept[digest] = form
        if len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)
    return form


# ── between a plan and the JSON that is kept ─────────────────────────────────────────────────


def plan_to_json(sections: Iterable[SectionPlan]) -> list[dict[str, Any]]:
    """Return the sections as what JSON can hold; empty limits are left out."""
    return [_without_nothing(asdict(section)) for section in sections]


def _without_nothing(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_nothing(item) for key, item in value.items() if item is not None}
    if isinstance(value, list | tuple):
        return [_without_nothing(item) for item in value]
    return value


def plan_from_json(kept: Iterable[Mapping[str, Any]]) -> tuple[SectionPlan, ...]:
    """Return the sections of a kept form."""
    return tuple(
        SectionPlan(**{**section, "questions": tuple(map(_question, section["questions"]))})
        for section in kept
    )


def _question(kept: Mapping[str, Any]) -> QuestionPlan:
    choices = tuple(ChoicePlan(**choice) for choice in kept.get("choices", ()))
    condition = kept.get("asked_if")
    if condition is not None:
        condition = ConditionPlan(condition["question"], tuple(condition["answers"]))
    return QuestionPlan(**{**kept, "choices": choices, "asked_if": condition})


def digest_of(kept: Iterable[Mapping[str, Any]]) -> str:
    """Return the SHA-256 of a kept form, whatever order the database keeps its keys in."""
    text = json.dumps(list(kept), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
