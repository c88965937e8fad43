"""How complete a dossier is, section by section, and what is missing before it is submitted."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from app.kernel.errors import RuleBroken
from app.kernel.numbers import format_decimal
from app.nominations.rules.answers import problem_with
from app.nominations.rules.people import (
    SPOKEN,
    PersonFault,
    is_somebody,
    problems_with_people,
    sum_of_shares,
)
from app.nominations.rules.sections import (
    DossierRules,
    Section,
    SectionKind,
    field_of,
    person_field,
    sections_for,
)
from app.programmes.enums import SubjectKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

LONGEST_TITLE = 500
LONGEST_SUMMARY = 5_000


class SectionStatus(StrEnum):
    """How far a section is; the words are those of the checklist component."""

    TODO = "todo"
    PARTIAL = "partial"
    PROBLEM = "problem"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing to do: the field's name on its page, and a sentence.

    ``label`` names the field where the sentence stands away from it; ``is_empty`` tells that
    nothing was written yet, which is no fault before the dossier is submitted.
    """

    field: str
    sentence: str
    label: str = ""
    is_empty: bool = False

    @property
    def text(self) -> str:
        """The sentence as it reads away from its field."""
        if not self.label:
            return self.sentence
        return f"{self.label.rstrip('?:. ')}: {self.sentence[:1].lower()}{self.sentence[1:]}"


@dataclass(frozen=True, slots=True)
class SectionReport:
    """A section of the dossier with what is done and what is missing.

    ``fact`` replaces the count of things done in the checklist.
    """

    section: Section
    done: int
    total: int
    missing: tuple[Missing, ...]
    fact: str = ""

    @property
    def code(self) -> str:
        """The word of the section in its address."""
        return self.section.code

    @property
    def title(self) -> str:
        """The name of the section."""
        return self.section.title

    @property
    def faults(self) -> tuple[Missing, ...]:
        """What was written and cannot stand; what is empty is no fault yet."""
        return tuple(item for item in self.missing if not item.is_empty)

    @property
    def status(self) -> SectionStatus:
        """Say in one word how far the section is."""
        if not self.missing:
            return SectionStatus.DONE
        if self.faults:
            return SectionStatus.PROBLEM
        return SectionStatus.PARTIAL if self.done else SectionStatus.TODO

    @property
    def note(self) -> str:
        """Say it in a few words, as the checklist does."""
        if self.status is SectionStatus.PROBLEM:
            return f"{len(self.faults)} chỗ cần sửa"
        if self.fact:
            return self.fact
        if self.status is SectionStatus.DONE:
            return f"Đủ {self.done}/{self.total} mục" if self.total else "Không bắt buộc"
        return "Chưa viết" if self.status is SectionStatus.TODO else f"{self.done}/{self.total} mục"


@dataclass(frozen=True, slots=True)
class DossierFacts:
    """What completeness asks of a dossier; ``people`` are rows as they were typed."""

    title: str
    summary: str
    has_category: bool
    has_unit: bool
    answers: Mapping[str, str]
    people: Sequence[Mapping[str, str]]
    files: Mapping[str, int]
    accepted_declaration: bool


def report_sections(facts: DossierFacts, rules: DossierRules) -> tuple[SectionReport, ...]:
    """Return every section in the order in which it is written."""
    return tuple(REPORTERS[section.kind](section, facts, rules) for section in sections_for(rules))


def share_done(reports: Iterable[SectionReport]) -> int:
    """Return how much of the dossier is done, in whole percent, never 100 while a thing misses."""
    sections = tuple(reports)
    total = sum(section.total for section in sections)
    done = sum(section.done for section in sections)
    whole = all(not section.missing for section in sections)
    return 100 if whole else min(99, done * 100 // max(total, 1))


def require_complete(reports: Iterable[SectionReport]) -> None:
    """Refuse to submit while a thing is missing.

    Raises:
        RuleBroken: naming the sections and how many places each has.
    """
    lacking = [section for section in reports if section.missing]
    if lacking:
        names = "; ".join(f"{s.title} ({len(s.missing)} chỗ)" for s in lacking)
        raise RuleBroken(f"Hồ sơ chưa nộp được vì còn thiếu: {names}.")


def _report(
    section: Section, total: int, missing: Sequence[Missing], fact: str = ""
) -> SectionReport:
    done = max(0, total - len({item.field for item in missing}))
    return SectionReport(section, done, total, tuple(missing), fact)


def _basics(section: Section, facts: DossierFacts, rules: DossierRules) -> SectionReport:
    wanted: list[tuple[str, object, str, str]] = [
        ("title", facts.title.strip(), title_label(rules.subject), "Hãy ghi mục này."),
        ("summary", facts.summary.strip(), "Tóm tắt", "Hãy tóm tắt trong vài câu."),
    ]
    if rules.needs_category:
        wanted.append(("category", facts.has_category, "Lĩnh vực", "Hãy chọn lĩnh vực."))
    if rules.needs_unit:
        wanted.append(("unit", facts.has_unit, "Đơn vị đề cử", "Hãy chọn đơn vị đề cử."))
    missing = [
        Missing(field, sentence, label, is_empty=True)
        for field, has, label, sentence in wanted
        if not has
    ]
    return _report(section, len(wanted), [*missing, *_too_long(facts, rules)])


def title_label(subject: SubjectKind) -> str:
    """Return what the title of a dossier is called in a round."""
    return "Danh hiệu đề nghị xét" if subject is SubjectKind.PERSON else "Tên giải pháp"


def _too_long(facts: DossierFacts, rules: DossierRules) -> list[Missing]:
    limits = (
        ("title", title_label(rules.subject), facts.title, LONGEST_TITLE),
        ("summary", "Tóm tắt", facts.summary, LONGEST_SUMMARY),
    )
    return [
        Missing(field, f"Hãy rút gọn còn {most} ký tự; hiện có {len(text)} ký tự.", label)
        for field, label, text, most in limits
        if len(text) > most
    ]


def _people(section: Section, facts: DossierFacts, rules: DossierRules) -> SectionReport:
    faults = problems_with_people(facts.people, most=rules.max_people, subject=rules.subject)
    missing = [
        Missing(
            person_field(fault.place, fault.field),
            fault.sentence,
            _whose(facts.people, fault),
            is_empty=fault.is_empty,
        )
        for fault in faults
    ]
    named = sum(1 for row in facts.people if is_somebody(row))
    return _report(section, max(1, named), missing, _people_fact(facts, rules, named))


def _whose(people: Sequence[Mapping[str, str]], fault: PersonFault) -> str:
    """Return whose field a fault is about: "Lê Thuỵ Khuê, tỷ lệ"."""
    if not 0 < fault.place <= len(people) or fault.is_about_all:
        return ""
    name = people[fault.place - 1].get("full_name", "").strip()[:80]
    who = name or f"Người thứ {fault.place}"
    return f"{who}, {SPOKEN[fault.field]}" if fault.field in SPOKEN else who


def _people_fact(facts: DossierFacts, rules: DossierRules, named: int) -> str:
    if not named:
        return ""
    if rules.subject is SubjectKind.PERSON:
        return f"{named} người"
    total = format_decimal(sum_of_shares(facts.people))
    return f"{named} người, đủ 100 %" if total == "100" else f"{named} người, tổng {total} %"


def _answers(section: Section, facts: DossierFacts, _rules: DossierRules) -> SectionReport:
    missing, total = [], 0
    for question in section.questions:
        answer = facts.answers.get(question.code, "")
        total += question.required or bool(answer.strip())
        problem = problem_with(question, answer)
        if problem:
            empty = not answer.strip()
            missing.append(
                Missing(field_of(question.code), problem, question.label, is_empty=empty)
            )
    return _report(section, total, missing)


def _files(section: Section, facts: DossierFacts, rules: DossierRules) -> SectionReport:
    required = [document for document in rules.documents if document.required]
    missing = [
        Missing(f"file_{document.code}", f"Hãy đính kèm: {document.name}.", is_empty=True)
        for document in required
        if not facts.files.get(document.code)
    ]
    count = sum(facts.files.values())
    lacking = f"Còn thiếu {len(missing)} loại" if missing else ""
    have = f"{count} tệp" if count else ""
    fact = ", ".join(filter(None, (have, lacking.lower() if have else lacking)))
    return _report(section, len(required), missing, fact)


def _pledge(section: Section, facts: DossierFacts, _rules: DossierRules) -> SectionReport:
    if facts.accepted_declaration:
        return _report(section, 1, [], "Đã cam đoan")
    missing = Missing("accepted_declaration", "Hãy đọc và đánh dấu lời cam đoan.", is_empty=True)
    return _report(section, 1, [missing], "Chưa đánh dấu")


REPORTERS: dict[SectionKind, Callable[[Section, DossierFacts, DossierRules], SectionReport]] = {
    SectionKind.BASICS: _basics,
    SectionKind.PEOPLE: _people,
    SectionKind.ANSWERS: _answers,
    SectionKind.FILES: _files,
    SectionKind.PLEDGE: _pledge,
}
