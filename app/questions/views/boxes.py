"""The fields of a page of questions: for each its words, its box, and what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from app.questions.rules.asked_form import AskedForm
    from app.questions.rules.completeness import Missing
    from app.questions.rules.question import Offer, Question

LINE, PARAGRAPHS, SELECT = (
    "questions/_line.html",
    "questions/_paragraphs.html",
    "questions/_select.html",
)

# Sentences by the name of the field beside which they stand.
Problems = dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Box:
    """One field as `template` asks it; `input` is the kind of line, where it is one."""

    name: str
    label: str
    value: str = ""
    template: str = LINE
    input: str = "text"
    help: str = ""
    required: bool = True
    errors: tuple[str, ...] = ()
    choices: tuple[Offer, ...] = ()
    limits: Mapping[str, int | None] = field(default_factory=dict)
    rows: int = 6
    is_short: bool = False
    earlier_url: str = ""
    attrs: Mapping[str, str] = field(default_factory=dict)


def problems_by_field(missing: Iterable[Missing]) -> Problems:
    """Return what is to be mended, beside each field."""
    by_field: Problems = {}
    for item in missing:
        by_field[item.field] = (*by_field.get(item.field, ()), item.sentence)
    return by_field


@dataclass(frozen=True, slots=True)
class WrittenForm:
    """A form with what was written on it, by the codes of its questions.

    ``earlier_urls`` lead to the texts that some answers held before.
    """

    form: AskedForm
    answers: Mapping[str, str]
    problems: Problems
    earlier_urls: Mapping[str, str]


def boxes_of(questions: Iterable[Question], written: WrittenForm) -> list[list[Box]]:
    """Return the rows of boxes of some questions of a form.

    One that is asked under a condition says so, and must be answered only where it holds.
    """
    return paired([_box(question, written) for question in questions])


def _box(question: Question, written: WrittenForm) -> Box:
    plan, answer = question.plan, written.answers.get(question.code, "")
    condition = written.form.condition_in_words(question)
    return Box(
        name=question.field,
        label=plan.label,
        value=answer,
        template=question.box,
        input=question.input,
        help=" ".join(filter(None, (condition, plan.help))),
        required=plan.required and written.form.asks(question, written.answers),
        errors=written.problems.get(question.field, ()),
        choices=question.offers(answer),
        limits={
            "min_words": plan.min_words,
            "max_words": plan.max_words,
            "max_chars": plan.max_chars,
        },
        rows=question.height,
        is_short=question.is_short,
        earlier_url=written.earlier_urls.get(question.code, ""),
    )


def paired(boxes: Sequence[Box]) -> list[list[Box]]:
    """Put two short fields that follow each other side by side."""
    rows: list[list[Box]] = []
    for box in boxes:
        last = rows[-1] if rows else []
        if len(last) == 1 and box.is_short and last[0].is_short:
            last.append(box)
        else:
            rows.append([box])
    return rows
