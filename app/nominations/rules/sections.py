"""The sections of a dossier: those every dossier has, and between them those of the round's form."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from app.programmes.enums import SubjectKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from app.programmes.rules.plan import DocumentPlan
    from app.questions.rules.asked_form import AskedForm
    from app.questions.rules.question import Question

# Long on purpose: forms name their own sections, and these must not meet them in an address.
BASICS, PEOPLE, FILES, PLEDGE = (
    "thong-tin-ho-so",
    "nguoi-trong-ho-so",
    "tep-dinh-kem-ho-so",
    "loi-cam-doan-ho-so",
)
_NUMERAL = re.compile(r"^(?:[IVX]+|[0-9]+)[.)]\s+")


class SectionKind(StrEnum):
    """What a section holds."""

    BASICS = "basics"
    PEOPLE = "people"
    ANSWERS = "answers"
    FILES = "files"
    PLEDGE = "pledge"


@dataclass(frozen=True, slots=True)
class Section:
    """One page of the dossier."""

    code: str
    title: str
    kind: SectionKind
    help: str = ""
    questions: tuple[Question, ...] = ()


@dataclass(frozen=True, slots=True)
class DossierRules:
    """What the round asks of a dossier."""

    subject: SubjectKind
    max_people: int
    needs_unit: bool
    needs_category: bool
    form: AskedForm
    documents: Sequence[DocumentPlan]


def sections_for(rules: DossierRules) -> tuple[Section, ...]:
    """Return every section in the order in which it is written."""
    person = rules.subject is SubjectKind.PERSON
    return (
        Section(BASICS, "Giới thiệu hồ sơ", SectionKind.BASICS),
        Section(
            PEOPLE,
            "Người được đề cử" if person else "Tác giả và tỷ lệ đóng góp",
            SectionKind.PEOPLE,
            _people_help(rules, person=person),
        ),
        *(
            Section(
                asked.code,
                _NUMERAL.sub("", asked.title),
                SectionKind.ANSWERS,
                asked.help,
                asked.questions,
            )
            for asked in rules.form.sections
        ),
        Section(FILES, "Tệp đính kèm", SectionKind.FILES),
        Section(PLEDGE, "Lời cam đoan", SectionKind.PLEDGE),
    )


def _people_help(rules: DossierRules, *, person: bool) -> str:
    if person:
        return "Ghi đúng như giấy tờ tùy thân, vì tên sẽ in trên giấy chứng nhận."
    return (
        f"Tối đa {rules.max_people} người, tổng tỷ lệ đúng 100 %. "
        "Ghi tên đúng như giấy tờ tùy thân, vì tên sẽ in trên giấy chứng nhận."
    )


def person_field(number: int, name: str) -> str:
    """Return the name of a field in the row of somebody, by the number of the row."""
    return f"p{number}_{name}" if name else "people"


def neighbours(
    sections: Iterable[Section], code: str
) -> tuple[int, Section | None, Section | None]:
    """Return the number of a section, from 1, and the ones before and after it."""
    row = list(sections)
    at = next(place for place, section in enumerate(row) if section.code == code)
    before = row[at - 1] if at else None
    after = row[at + 1] if at + 1 < len(row) else None
    return at + 1, before, after
