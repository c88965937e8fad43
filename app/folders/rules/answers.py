"""The form of a round folder: which columns are questions, and how their answers are written."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from typing import TYPE_CHECKING

from app.folders.rules.rows import NOMINATIONS
from app.kernel.errors import RuleBroken
from app.kernel.tables.faults import Faults, nearest
from app.programmes.rules.limits import LONGEST_CODE
from app.questions.rules.kinds import question_of
from app.questions.rules.plan import QuestionPlan, SectionPlan

if TYPE_CHECKING:
    from app.kernel.tables.rows import TableRow
    from app.programmes.rules.plan import RoundPlan

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
        if not code or code in questions or len(code) > LONGEST_CODE:
            faults.add(
                NOMINATIONS.file,
                1,
                column,
                f"Không đặt được mã câu hỏi từ tên cột “{column}”; hãy đặt một tên khác, ngắn hơn.",
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


def answers_of(row: TableRow, columns: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """Pair the codes of the questions with what the row answers, empty answers left out."""
    return tuple((code_from(column), row.text(column)) for column in columns if row.text(column))


def note_unreadable_answers(row: TableRow, plan: RoundPlan) -> None:
    """Note numbers and days that are not written as files write them.

    Whether an answer fits its question is asked by `app.folders.rules.dossiers`, as on the page.
    """
    for question in map(question_of, plan.questions):
        answer = row.text(question.code)
        try:
            question.typed_in(answer)
        except RuleBroken as refusal:
            if answer:
                row.refuse(question.code, refusal.message)
