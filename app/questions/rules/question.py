"""What every kind of question knows about itself, and the list of the kinds.

A kind is one class, registered by `kind`: how it is asked, what an answer means, what is wrong
with one, how it reads, and how a spreadsheet holds it. Nothing outside these classes may ask of
which kind a question is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from app.kernel.errors import RuleBroken
from app.kernel.vietnamese.text import count_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from app.questions.rules.plan import QuestionPlan

LONGEST_LINE = 2_000
EMPTY = "Mục này bắt buộc, hãy điền."
SHORTEST, LONG, LONGEST = 4, 8, 14
MANY_WORDS, VERY_MANY_WORDS = 250, 700
WIDTH = 30

# A value that may be chosen, how it is called, and whether it is chosen.
Offer = tuple[str, str, bool]


@dataclass(frozen=True, slots=True)
class AnswerColumn:
    """The column of a question in a spreadsheet; `width` counts characters."""

    code: str
    heading: str
    width: int = WIDTH


@dataclass(frozen=True)
class Question:
    """One question as it is asked; each kind is a class below this one.

    `box` is the template that asks it, `input` the kind of line it types into where it does, and
    `is_short` tells that two such questions may stand side by side.
    """

    plan: QuestionPlan

    kind: ClassVar[str] = ""
    spoken: ClassVar[str] = ""
    box: ClassVar[str] = "questions/_line.html"
    input: ClassVar[str] = "text"
    is_short: ClassVar[bool] = False
    offers_choices: ClassVar[bool] = False
    longest: ClassVar[int] = LONGEST_LINE

    @property
    def code(self) -> str:
        """The word by which answers and conditions know the question."""
        return self.plan.code

    @property
    def label(self) -> str:
        """The question in words."""
        return self.plan.label

    @property
    def field(self) -> str:
        """The name of its field on a page; no question can take the name of another."""
        return f"q_{self.plan.code}"

    @property
    def height(self) -> int:
        """How many lines its box shows, by how much may be written."""
        words = self.plan.max_words or MANY_WORDS
        if words < MANY_WORDS:
            return SHORTEST
        return LONG if words < VERY_MANY_WORDS else LONGEST

    def sent(self, texts: Sequence[str]) -> str:
        """Return the answer that a page sent in the field."""
        return texts[0] if texts else ""

    def read(self, answer: str) -> Any:
        """Return what an answer means, which is filled and without spaces around it.

        Raises:
            RuleBroken: saying what to write instead.
        """
        return answer

    def check(self, answer: str) -> str | None:
        """Return what to do about an answer, as a sentence, or nothing when it is in order."""
        if not answer.strip():
            return EMPTY if self.plan.required else None
        return self._length_problem(answer) or self._meaning_problem(answer)

    def _length_problem(self, answer: str) -> str | None:
        plan, words = self.plan, count_words(answer)
        if plan.min_words and words < plan.min_words:
            return f"Hãy viết ít nhất {plan.min_words} từ; hiện có {words} từ."
        if plan.max_words and words > plan.max_words:
            return f"Hãy rút gọn còn {plan.max_words} từ; hiện có {words} từ."
        limit = plan.max_chars or self.longest
        if len(answer) > limit:
            return f"Hãy rút gọn còn {limit} ký tự; hiện có {len(answer)} ký tự."
        return None

    def _meaning_problem(self, answer: str) -> str | None:
        try:
            self.read(answer.strip())
        except RuleBroken as refusal:
            return refusal.message
        return None

    def words(self, answer: str) -> str:
        """Return an answer as people read it; what does not fit is shown as it was typed."""
        return answer

    def offers(self, _answer: str) -> tuple[Offer, ...]:
        """Return what can be chosen, and whether an answer chose it."""
        return ()

    def is_answered_by(self, answer: str, codes: Iterable[str]) -> bool:
        """Tell whether an answer chose one of some codes that can be chosen."""
        wanted = set(codes)
        return any(chosen and code in wanted for code, _label, chosen in self.offers(answer))

    @property
    def column(self) -> AnswerColumn:
        """How its answers stand in a spreadsheet."""
        return AnswerColumn(self.code, self.label)

    def cell(self, answer: str) -> str:
        """Return an answer as a file holds it; what does not fit stays as it is."""
        return answer

    def typed_in(self, cell: str) -> str:
        """Return what somebody would type for what a file holds.

        Raises:
            RuleBroken: saying how files write such an answer.
        """
        return cell

    def _if_it_fits(self, answer: str, written: Callable[[Any], str]) -> str:
        """Return what an answer means as `written` writes it, or the answer when it means nothing."""
        try:
            return written(self.read(answer.strip()))
        except RuleBroken:
            return answer


Q = TypeVar("Q", bound=type[Question])
KINDS: dict[str, type[Question]] = {}


def kind(code: str, spoken: str) -> Callable[[Q], Q]:
    """Register a class as a kind of question; `spoken` is how whoever writes a form chooses it.

    Raises:
        TypeError: when another kind has that code.
    """

    def register(written: Q) -> Q:
        if code in KINDS:
            message = f"two kinds of question are called {code}"
            raise TypeError(message)
        written.kind, written.spoken = code, spoken
        KINDS[code] = written
        return written

    return register
