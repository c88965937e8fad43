"""Under which condition a question is asked, as somebody types it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.infra.forms.texts import LineField
from app.questions.rules.plan import ConditionPlan
from app.questions.rules.soundness import offered_codes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.questions.rules.plan import QuestionPlan

IS, OR = " = ", ";"


class ConditionField(LineField):
    """An earlier question and the answers to it, by their words: "Đã bảo hộ chưa? = Có; Đang chờ"."""

    def condition(self, before: Sequence[QuestionPlan]) -> ConditionPlan | None:
        """Return the condition, by the codes of the questions that stand before.

        What no question or answer is called stays as it was typed; soundness names it.
        """
        if not self.data:
            return None
        label, _sign, typed = self.data.rpartition(IS)
        source = next((q for q in before if q.label == label.strip()), None)
        codes = {} if source is None else {v: k for k, v in offered_codes(source).items()}
        parts = [typed.strip()] if typed.strip() in codes else typed.split(OR)
        words = [word.strip() for word in parts if word.strip()]
        answers = tuple(codes.get(word, word) for word in words)
        return ConditionPlan(source.code if source else label.strip() or self.data, answers)


def written_condition(condition: ConditionPlan | None, questions: Sequence[QuestionPlan]) -> str:
    """Return a condition as it is typed, for the questions of its form."""
    if condition is None:
        return ""
    source = next((q for q in questions if q.code == condition.question), None)
    labels = {} if source is None else offered_codes(source)
    answers = f"{OR} ".join(labels.get(code, code) for code in condition.answers)
    return f"{source.label if source else condition.question}{IS}{answers}"
