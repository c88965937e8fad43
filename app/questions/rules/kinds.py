"""The kinds of question, one class each; a new one is a class here and nothing else."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, ClassVar
from urllib.parse import urlsplit

from app.kernel.errors import RuleBroken
from app.kernel.numbers import format_decimal, parse_decimal
from app.kernel.tables.plain import day_in, number_in
from app.kernel.vietnamese.dates import parse_date, short_date
from app.kernel.vietnamese.phones import normalise_phone
from app.questions.rules.question import KINDS, Offer, Question, kind

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from app.questions.rules.plan import QuestionPlan

YES, NO = "yes", "no"
SEPARATOR = ";"
LONGEST_ANSWER = 200_000
_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")
_MONTHS = (
    re.compile(r"(?P<month>0?[1-9]|1[0-2])/(?P<year>(19|20)[0-9]{2})"),
    re.compile(r"(?P<year>(19|20)[0-9]{2})-(?P<month>0[1-9]|1[0-2])"),
)


def question_of(plan: QuestionPlan) -> Question:
    """Return a question as it is asked; a sound form names known kinds only."""
    return KINDS[plan.kind](plan)


def find_kind(code: str) -> type[Question] | None:
    """Return the class of a kind of question."""
    return KINDS.get(code)


def spoken_kinds() -> tuple[tuple[str, str], ...]:
    """Return the codes of the kinds and how they are called, in the order of their classes."""
    return tuple((code, written.spoken) for code, written in KINDS.items())


@kind("long_text", "Đoạn văn")
class LongText(Question):
    """Some paragraphs."""

    box = "questions/_paragraphs.html"
    longest: ClassVar[int] = LONGEST_ANSWER


@kind("short_text", "Một dòng")
class ShortText(Question):
    """One line."""

    is_short = True


@kind("number", "Con số")
class Number(Question):
    """A number as people write it: "1.250,5"; files write 1250.5."""

    input = "decimal"
    is_short = True

    def read(self, answer: str) -> Decimal:
        """Return the exact number."""
        return parse_decimal(answer)

    def cell(self, answer: str) -> str:
        """Return the number with a decimal point."""
        return self._if_it_fits(answer, lambda number: f"{number:f}")

    def typed_in(self, cell: str) -> str:
        """Return the number with a decimal comma."""
        number = number_in(cell)
        if number is None:
            raise RuleBroken("Hãy ghi một số, dùng dấu chấm cho phần thập phân.")
        return format_decimal(number)


@kind("date", "Ngày")
class Day(Question):
    """A day as people write it: "28/02/2026"; files write 2026-02-28."""

    input = "day"
    is_short = True

    def read(self, answer: str) -> date:
        """Return the day."""
        return parse_date(answer)

    def words(self, answer: str) -> str:
        """Return "05/3/2026"."""
        return self._if_it_fits(answer, short_date)

    def cell(self, answer: str) -> str:
        """Return the day in the order of ISO 8601."""
        return self._if_it_fits(answer, date.isoformat)

    def typed_in(self, cell: str) -> str:
        """Return the day in the order of Vietnam."""
        day = day_in(cell)
        if day is None:
            raise RuleBroken("Hãy ghi năm-tháng-ngày, ví dụ 2026-02-28.")
        return f"{day:%d/%m/%Y}"


@kind("month", "Tháng, năm")
class Month(Question):
    """A month: "3/2026", and "2026-03", which a browser's own field writes."""

    is_short = True

    def read(self, answer: str) -> tuple[int, int]:
        """Return month and year."""
        for form in _MONTHS:
            if found := form.fullmatch(answer):
                return int(found["month"]), int(found["year"])
        raise RuleBroken("Hãy ghi tháng và năm, ví dụ 3/2026.")

    def words(self, answer: str) -> str:
        """Return "3/2026"."""
        return self._if_it_fits(answer, lambda found: "{}/{}".format(*found))


class Offering(Question):
    """What the kinds have in common that let people choose among written answers."""

    offers_choices = True

    def words(self, answer: str) -> str:
        """Return what was chosen by its label."""
        labels = {choice.code: choice.label for choice in self.plan.choices}
        return "; ".join(labels.get(code, code) for code in picked(answer))

    def offers(self, answer: str) -> tuple[Offer, ...]:
        """Return the answers of the question."""
        chosen = picked(answer)
        return tuple((c.code, c.label, c.code in chosen) for c in self.plan.choices)

    @property
    def codes(self) -> set[str]:
        """The codes that can be chosen."""
        return {choice.code for choice in self.plan.choices}


@kind("choice", "Chọn một phương án")
class Choice(Offering):
    """One of the answers that the question offers, kept by its code."""

    box = "questions/_radios.html"

    def read(self, answer: str) -> str:
        """Return the code that was chosen."""
        if answer not in self.codes:
            raise RuleBroken("Hãy chọn một trong các phương án có sẵn.")
        return answer


@kind("choices", "Chọn nhiều phương án")
class Choices(Offering):
    """Any number of the answers that the question offers, kept by their codes."""

    box = "questions/_checkboxes.html"

    def sent(self, texts: Sequence[str]) -> str:
        """Return the codes that were ticked, as they are kept: "co;chua"."""
        return SEPARATOR.join(text for text in texts if text)

    def read(self, answer: str) -> list[str]:
        """Return the codes that were chosen."""
        codes = picked(answer)
        if not set(codes) <= self.codes:
            raise RuleBroken("Chỉ chọn trong các phương án có sẵn.")
        return codes


def picked(answer: str) -> list[str]:
    """Return the codes that an answer to a question of several choices names."""
    return [part.strip() for part in answer.split(SEPARATOR) if part.strip()]


@kind("yes_no", "Có hoặc không")
class YesNo(Question):
    """Yes or no."""

    box = "questions/_radios.html"

    def read(self, answer: str) -> bool:
        """Return whether it is yes."""
        if answer not in {YES, NO}:
            raise RuleBroken("Hãy chọn Có hoặc Không.")
        return answer == YES

    def words(self, answer: str) -> str:
        """Return "Có" or "Không"."""
        return self._if_it_fits(answer, lambda is_yes: "Có" if is_yes else "Không")

    def offers(self, answer: str) -> tuple[Offer, ...]:
        """Return both."""
        return ((YES, "Có", answer == YES), (NO, "Không", answer == NO))


@kind("email", "Thư điện tử")
class Email(Question):
    """An e-mail address."""

    input = "email"
    is_short = True

    def read(self, answer: str) -> str:
        """Return the address."""
        if not _EMAIL.fullmatch(answer):
            raise RuleBroken("Hãy ghi địa chỉ thư dạng ten@donvi.vn.")
        return answer


@kind("phone", "Số điện thoại")
class Phone(Question):
    """A telephone number."""

    input = "tel"
    is_short = True

    def read(self, answer: str) -> str:
        """Return the digits."""
        return normalise_phone(answer)


@kind("url", "Địa chỉ trang web")
class WebAddress(Question):
    """The address of a page of the web."""

    input = "url"

    def read(self, answer: str) -> str:
        """Return the address."""
        try:
            parts = urlsplit(answer)
        except ValueError:
            parts = urlsplit("")
        if parts.scheme in {"http", "https"} and parts.netloc:
            return answer
        raise RuleBroken("Hãy ghi đường dẫn đầy đủ, bắt đầu bằng https://.")
