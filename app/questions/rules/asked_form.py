"""A form as it is asked: parsed once for each version, and kept.

A version never changes, and its digest says which it is, so what was parsed can be kept by it:
in every database and after every restart the same digest means the same questions.
"""

from __future__ import annotations

import hashlib
import json
from collections import OrderedDict
from dataclasses import asdict, dataclass
from threading import Lock
from typing import TYPE_CHECKING, Any

from app.questions.rules.kinds import question_of
from app.questions.rules.plan import ChoicePlan, QuestionPlan, SectionPlan

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
    """The sections of a form in their order, and its plan."""

    sections: tuple[AskedSection, ...]
    plan: tuple[SectionPlan, ...]

    @classmethod
    def of(cls, plan: Iterable[SectionPlan]) -> AskedForm:
        """Return the form that a sound plan describes."""
        sections = tuple(plan)
        return cls(tuple(map(_section, sections)), sections)


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
    return QuestionPlan(**{**kept, "choices": choices})


def digest_of(kept: Iterable[Mapping[str, Any]]) -> str:
    """Return the SHA-256 of a kept form, whatever order the database keeps its keys in."""
    text = json.dumps(list(kept), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
