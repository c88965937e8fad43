"""Whether a form can be asked as it was written down; every fault with its place."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from app.questions.rules.kinds import find_kind, spoken_kinds

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from app.questions.rules.plan import QuestionPlan, SectionPlan

CODE = re.compile(r"[a-z0-9][a-z0-9_-]*")
LIMITS = ("min_words", "max_words", "max_chars")

# Where it stands ("sections[0].questions[2].kind"), and what to do.
Named = tuple[str, str]


def faults_in_form(sections: Sequence[SectionPlan]) -> Iterator[Named]:
    """Name every fault of a form, in the order in which it is edited."""
    yield from faults_in_codes("sections", (section.code for section in sections))
    questions = [question for section in sections for question in section.questions]
    yield from repeated_in("questions", "code", (question.code for question in questions))
    for at, section in enumerate(sections):
        for index, question in enumerate(section.questions):
            yield from _question(f"sections[{at}].questions[{index}]", question)


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
