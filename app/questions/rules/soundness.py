"""Whether a form can be asked as it was written down; every fault with its place."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from app.questions.rules.kinds import find_kind, question_of, spoken_kinds

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from app.questions.rules.plan import ConditionPlan, QuestionPlan, SectionPlan

CODE = re.compile(r"[a-z0-9][a-z0-9_-]*")
NOT_BEFORE = (
    "Không có câu hỏi “{code}” đứng trước câu này. Điều kiện phải nêu một câu hỏi đứng trước."
)
LIMITS = ("min_words", "max_words", "max_chars")

# Where it stands ("sections[0].questions[2].kind"), and what to do.
Named = tuple[str, str]


def faults_in_form(sections: Sequence[SectionPlan]) -> Iterator[Named]:
    """Name every fault of a form, in the order in which it is edited."""
    yield from faults_in_codes("sections", (section.code for section in sections))
    questions = [question for section in sections for question in section.questions]
    yield from repeated_in("questions", "code", (question.code for question in questions))
    before: dict[str, QuestionPlan] = {}
    for at, section in enumerate(sections):
        for index, question in enumerate(section.questions):
            where = f"sections[{at}].questions[{index}]"
            yield from _question(where, question)
            if question.asked_if is not None:
                yield from _condition(f"{where}.asked_if", question.asked_if, before)
            before[question.code] = question


def _condition(
    where: str, condition: ConditionPlan, before: Mapping[str, QuestionPlan]
) -> Iterator[Named]:
    source = before.get(condition.question)
    if source is None:
        yield where, NOT_BEFORE.format(code=condition.question)
        return
    offered = offered_codes(source)
    if not offered:
        yield (
            where,
            f"Câu hỏi “{source.label}” không có phương án để chọn nên không làm điều kiện được.",
        )
        return
    unknown = [code for code in condition.answers if code not in offered]
    if unknown or not condition.answers:
        wrong = f"“{unknown[0]}” không phải là" if unknown else "Hãy nêu ít nhất một"
        yield where, f"{wrong} phương án của câu “{source.label}”; có: {', '.join(offered)}."


def offered_codes(question: QuestionPlan) -> dict[str, str]:
    """Return what can be chosen as an answer, by code, with its label."""
    if find_kind(question.kind) is None:
        return {}
    return {code: label for code, label, _chosen in question_of(question).offers("")}


def _question(where: str, question: QuestionPlan) -> Iterator[Named]:
    if not CODE.fullmatch(question.code):
        yield f"{where}.code", _code_remedy(question.code)
    if not question.label.strip():
        yield f"{where}.label", "Hãy ghi câu hỏi bằng lời."
    for field in LIMITS:
        limit = getattr(question, field)
        if limit is not None and limit < 1:
            yield f"{where}.{field}", "Giới hạn độ dài phải là số nguyên từ 1."
    if question.min_words and question.max_words and question.min_words > question.max_words:
        yield f"{where}.max_words", "Số từ tối đa phải bằng hoặc lớn hơn số từ tối thiểu."
    yield from _kind(where, question)


def _kind(where: str, question: QuestionPlan) -> Iterator[Named]:
    found = find_kind(question.kind)
    if found is not None:
        yield from _choices(where, question, needs=found.offers_choices)
        return
    allowed = ", ".join(code for code, _spoken in spoken_kinds())
    yield f"{where}.kind", f"“{question.kind}” không dùng được; hãy chọn một trong: {allowed}."


def _choices(where: str, question: QuestionPlan, *, needs: bool) -> Iterator[Named]:
    offers = len(question.choices)
    if needs and offers < 2:  # noqa: PLR2004  a choice between fewer than two is none
        yield f"{where}.choices", "Câu hỏi lựa chọn cần ít nhất hai phương án."
    if offers and not needs:
        yield (
            f"{where}.choices",
            "Hãy bỏ các phương án, hoặc đổi kind thành choice hay choices.",
        )
    yield from faults_in_codes(f"{where}.choices", (choice.code for choice in question.choices))


def faults_in_codes(where: str, codes: Iterable[str]) -> Iterator[Named]:
    """Name the codes of a list that cannot be one, and those that stand twice."""
    listed = list(codes)
    for index, code in enumerate(listed):
        if not CODE.fullmatch(code):
            yield f"{where}[{index}].code", _code_remedy(code)
    yield from repeated_in(where, "code", listed)


def _code_remedy(code: str) -> str:
    return f"Mã “{code}” chỉ được gồm chữ thường không dấu, chữ số, gạch nối và gạch dưới."


def repeated_in(where: str, field: str, values: Iterable[str]) -> Iterator[Named]:
    """Name the values of a list that stood in it before."""
    listed = list(values)
    repeated = {value for value, count in Counter(listed).items() if count > 1}
    for index, value in enumerate(listed):
        if value in repeated and value in listed[:index]:
            place = f"{where}[{index}].{field}" if field else f"{where}[{index}]"
            yield place, f"“{value}” đã có ở trên; mỗi giá trị chỉ được dùng một lần."
