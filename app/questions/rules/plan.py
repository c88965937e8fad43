"""A form as somebody wrote it down: sections, questions and the answers they offer.

Presets, folders and the pages of settings make these values; what is asked from them, and how, is
said by the class of each question's kind (`app.questions.rules.kinds`).
"""

# No postponed annotations here: the reader of tables follows the types while the program runs.

from dataclasses import dataclass

PARAGRAPHS = "long_text"


@dataclass(frozen=True, slots=True)
class ChoicePlan:
    """One answer offered by a question that offers some."""

    code: str
    label: str


@dataclass(frozen=True, slots=True)
class ConditionPlan:
    """A question is asked only when an earlier one was answered by one of these codes."""

    question: str
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class QuestionPlan:
    """One question of the form; word limits count words, `max_chars` counts characters.

    `kind` names a class of `app.questions.rules.kinds`; without `asked_if` it is always asked.
    """

    code: str
    label: str
    help: str = ""
    kind: str = PARAGRAPHS
    required: bool = False
    min_words: int | None = None
    max_words: int | None = None
    max_chars: int | None = None
    choices: tuple[ChoicePlan, ...] = ()
    goes_to_judges: bool = True
    asked_if: ConditionPlan | None = None


@dataclass(frozen=True, slots=True)
class SectionPlan:
    """A page of the form."""

    code: str
    title: str
    help: str = ""
    questions: tuple[QuestionPlan, ...] = ()
