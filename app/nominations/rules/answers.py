"""Whether an answer fits its question. What does not fit is kept all the same, and named."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from app.kernel.errors import RuleBroken
from app.kernel.numbers import parse_decimal
from app.kernel.vietnamese.dates import parse_date, short_date
from app.kernel.vietnamese.phones import normalise_phone
from app.kernel.vietnamese.text import count_words
from app.programmes.enums import QuestionKind

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.programmes.rules.plan import QuestionPlan

YES, NO = "yes", "no"
CHOICE_SEPARATOR = ";"
LONGEST_ANSWER = 200_000
LONGEST_LINE = 2_000
_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")
_MONTHS = (
    re.compile(r"(0?[1-9]|1[0-2])/(19|20)[0-9]{2}"),
    re.compile(r"(19|20)[0-9]{2}-(0[1-9]|1[0-2])"),
)


def problem_with(question: QuestionPlan, answer: str) -> str | None:
    """Return what to do about an answer, as a sentence, or nothing when it is in order."""
    if not answer.strip():
        return "Mục này bắt buộc, hãy điền." if question.required else None
    return _length_problem(question, answer) or _kind_problem(question, answer)


def picked_choices(answer: str) -> list[str]:
    """Return the codes that an answer to a question of several choices names."""
    return [part.strip() for part in answer.split(CHOICE_SEPARATOR) if part.strip()]


def _length_problem(question: QuestionPlan, answer: str) -> str | None:
    words = count_words(answer)
    if question.min_words and words < question.min_words:
        return f"Hãy viết ít nhất {question.min_words} từ; hiện có {words} từ."
    if question.max_words and words > question.max_words:
        return f"Hãy rút gọn còn {question.max_words} từ; hiện có {words} từ."
    limit = question.max_chars or longest(question.kind)
    if len(answer) > limit:
        return f"Hãy rút gọn còn {limit} ký tự; hiện có {len(answer)} ký tự."
    return None


def longest(kind: QuestionKind) -> int:
    """Return how many characters an answer of a kind may have when the question sets no limit."""
    return LONGEST_ANSWER if kind is QuestionKind.LONG_TEXT else LONGEST_LINE


def _kind_problem(question: QuestionPlan, answer: str) -> str | None:
    check = _CHECKS.get(question.kind)
    return check(question, answer.strip()) if check else None


def _number(_question: QuestionPlan, answer: str) -> str | None:
    return _refusal_of(lambda: parse_decimal(answer))


def _date(_question: QuestionPlan, answer: str) -> str | None:
    return _refusal_of(lambda: parse_date(answer))


def _phone(_question: QuestionPlan, answer: str) -> str | None:
    return _refusal_of(lambda: normalise_phone(answer))


def _refusal_of(read: Callable[[], object]) -> str | None:
    try:
        read()
    except RuleBroken as refusal:
        return refusal.message
    return None


def _month(_question: QuestionPlan, answer: str) -> str | None:
    if any(form.fullmatch(answer) for form in _MONTHS):
        return None
    return "Hãy ghi tháng và năm, ví dụ 3/2026."


def _email(_question: QuestionPlan, answer: str) -> str | None:
    return None if _EMAIL.fullmatch(answer) else "Hãy ghi địa chỉ thư dạng ten@donvi.vn."


def _url(_question: QuestionPlan, answer: str) -> str | None:
    try:
        parts = urlsplit(answer)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme in ("http", "https") and parts.netloc:
        return None
    return "Hãy ghi đường dẫn đầy đủ, bắt đầu bằng https://."


def _yes_no(_question: QuestionPlan, answer: str) -> str | None:
    return None if answer in (YES, NO) else "Hãy chọn Có hoặc Không."


def _choice(question: QuestionPlan, answer: str) -> str | None:
    offered = {choice.code for choice in question.choices}
    return None if answer in offered else "Hãy chọn một trong các phương án có sẵn."


def _choices(question: QuestionPlan, answer: str) -> str | None:
    offered = {choice.code for choice in question.choices}
    if set(picked_choices(answer)) <= offered:
        return None
    return "Chỉ chọn trong các phương án có sẵn."


_CHECKS: dict[QuestionKind, Callable[[QuestionPlan, str], str | None]] = {
    QuestionKind.NUMBER: _number,
    QuestionKind.DATE: _date,
    QuestionKind.MONTH: _month,
    QuestionKind.EMAIL: _email,
    QuestionKind.PHONE: _phone,
    QuestionKind.URL: _url,
    QuestionKind.YES_NO: _yes_no,
    QuestionKind.CHOICE: _choice,
    QuestionKind.CHOICES: _choices,
}


def answer_in_words(question: QuestionPlan, answer: str) -> str:
    """Return an answer as people read it: choices by their labels, dates as Vietnam writes them.

    What does not fit its question is shown as it was typed.
    """
    if question.kind in (QuestionKind.CHOICE, QuestionKind.CHOICES):
        labels = {choice.code: choice.label for choice in question.choices}
        return "; ".join(labels.get(code, code) for code in picked_choices(answer))
    words = _WORDS.get(question.kind)
    fits = answer.strip() and _kind_problem(question, answer) is None
    return words(answer.strip()) if words and fits else answer


def _month_in_words(answer: str) -> str:
    """Return "3/2026", also for what a browser's own field writes ("2026-03")."""
    first, second = re.split(r"[/-]", answer)
    month, year = (second, first) if len(first) > len(second) else (first, second)
    return f"{int(month)}/{year}"


_WORDS: dict[QuestionKind, Callable[[str], str]] = {
    QuestionKind.YES_NO: lambda answer: {YES: "Có", NO: "Không"}[answer],
    QuestionKind.DATE: lambda answer: short_date(parse_date(answer)),
    QuestionKind.MONTH: _month_in_words,
}
