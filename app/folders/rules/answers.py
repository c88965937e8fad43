"""The form of a round folder: which columns are questions, and whether the answers fit them."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from app.folders.rules.faults import Faults, nearest
from app.folders.rules.rows import NOMINATIONS
from app.programmes.enums import QuestionKind
from app.programmes.rules.plan import QuestionPlan, RoundPlan, SectionPlan
from app.programmes.rules.soundness import CHOICE_KINDS

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.folders.rules.tables import Row

YES_NO = ("yes", "no")
_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")
_NOT_CODE = re.compile(r"[^a-z0-9]+")


def further_columns(header: tuple[str, ...]) -> tuple[str, ...]:
    """Give the columns of nominations.csv that are questions."""
    known = NOMINATIONS.columns + NOMINATIONS.optional
    return tuple(column for column in header if column not in known)


def with_questions_from(plan: RoundPlan, columns: tuple[str, ...], faults: Faults) -> RoundPlan:
    """Give the plan a form whose questions are the columns, none of them required."""
    questions: dict[str, QuestionPlan] = {}
    for column in columns:
        code = code_from(column)
        if not code or code in questions:
            faults.add(
                NOMINATIONS.file,
                1,
                column,
                f"Không đặt được mã câu hỏi từ tên cột “{column}”; hãy đổi tên cột.",
            )
        else:
            questions[code] = QuestionPlan(code, column)
    form = SectionPlan("noi_dung", "Nội dung hồ sơ", questions=tuple(questions.values()))
    return replace(plan, sections=(form,) if questions else ())


def code_from(column: str) -> str:
    """Make a question code of a column's name: "Tính mới" becomes tinh_moi."""
    plain = column.lower().replace("đ", "d")
    letters = unicodedata.normalize("NFD", plain)
    return _NOT_CODE.sub("_", "".join(c for c in letters if not unicodedata.combining(c))).strip(
        "_"
    )


def refuse_foreign_columns(plan: RoundPlan, columns: tuple[str, ...], faults: Faults) -> None:
    """Refuse each column that is no question of the preset's form."""
    codes = [question.code for question in plan.questions]
    for column in columns:
        if column not in codes:
            hint = nearest(column, codes)
            faults.add(
                NOMINATIONS.file,
                1,
                column,
                f"Mẫu hồ sơ không có câu hỏi “{column}”.{hint} Hãy đổi tên hoặc xóa cột này.",
            )


def answers_of(row: Row, columns: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """Pair the codes of the questions with what the row answers, empty answers left out."""
    return tuple((code_from(column), row.text(column)) for column in columns if row.text(column))


def require_fitting_answers(row: Row, plan: RoundPlan) -> None:
    """Note each answer that the preset's form would not accept on submission."""
    for question in plan.questions:
        answer = row.text(question.code)
        if answer:
            _require_fitting(row, question, answer)
        elif question.required:
            row.refuse(question.code, f"Câu hỏi “{question.label}” bắt buộc trả lời; hãy điền.")


def _require_fitting(row: Row, question: QuestionPlan, answer: str) -> None:
    remedy = _length_remedy(question, answer) or _kind_remedy(question, answer)
    if remedy:
        row.refuse(question.code, remedy)


def _length_remedy(question: QuestionPlan, answer: str) -> str:
    words = len(answer.split())
    if question.min_words and words < question.min_words:
        return f"Câu trả lời có {words} từ, cần ít nhất {question.min_words} từ; hãy viết thêm."
    if question.max_words and words > question.max_words:
        return f"Câu trả lời có {words} từ, chỉ được {question.max_words} từ; hãy rút gọn."
    if question.max_chars and len(answer) > question.max_chars:
        return f"Câu trả lời dài hơn {question.max_chars} ký tự; hãy rút gọn."
    return ""


def _kind_remedy(question: QuestionPlan, answer: str) -> str:
    if question.kind in CHOICE_KINDS:
        return _choice_remedy(question, answer)
    fits, remedy = _FITS.get(question.kind, (None, ""))
    return "" if fits is None or fits(answer) else remedy


def _choice_remedy(question: QuestionPlan, answer: str) -> str:
    known = [choice.code for choice in question.choices]
    picked = [answer]
    if question.kind is QuestionKind.CHOICES:
        picked = [part.strip() for part in answer.split(";")]
    if all(choice in known for choice in picked):
        return ""
    return f"“{answer}” không có trong các phương án; hãy ghi: {', '.join(known)}."


def _is_number(answer: str) -> bool:
    try:
        return Decimal(answer).is_finite()
    except InvalidOperation:
        return False


def _is_day(answer: str) -> bool:
    try:
        date.fromisoformat(answer)
    except ValueError:
        return False
    return True


_FITS: dict[QuestionKind, tuple[Callable[[str], object], str]] = {
    QuestionKind.NUMBER: (_is_number, "Hãy ghi một số, dùng dấu chấm cho phần thập phân."),
    QuestionKind.DATE: (_is_day, "Hãy ghi năm-tháng-ngày, ví dụ 2026-02-28."),
    QuestionKind.MONTH: (_MONTH.fullmatch, "Hãy ghi năm-tháng, ví dụ 2025-09."),
    QuestionKind.YES_NO: (YES_NO.__contains__, "Hãy ghi yes hoặc no."),
    QuestionKind.EMAIL: (lambda text: "@" in text.strip("@"), "Hãy ghi một địa chỉ thư điện tử."),
    QuestionKind.URL: (
        lambda text: text.startswith("https://"),
        "Hãy ghi địa chỉ bắt đầu bằng https://.",
    ),
    QuestionKind.PHONE: (
        lambda text: text.lstrip("+").replace(" ", "").replace(".", "").isdigit(),
        "Hãy ghi số điện thoại chỉ gồm chữ số.",
    ),
}
