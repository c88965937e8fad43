"""How complete a dossier is, section by section, and what is missing before it is submitted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.kernel.errors import RuleBroken
from app.kernel.numbers import format_decimal
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
    person_field,
    sections_for,
)
from app.nominations.rules.texts import number_of, people_in
from app.programmes.enums import SubjectKind
from app.questions.rules.completeness import (
    Missing,
    SectionReport,
    report_answers,
    section_report,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

LONGEST_TITLE = 500
LONGEST_SUMMARY = 5_000


Report = SectionReport[Section]


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


def report_sections(facts: DossierFacts, rules: DossierRules) -> tuple[Report, ...]:
    """Return every section in the order in which it is written."""
    return tuple(REPORTERS[section.kind](section, facts, rules) for section in sections_for(rules))


def faults_of_texts(
    section: Section,
    texts: Mapping[str, str],
    rules: DossierRules,
    answers: Mapping[str, str],
) -> tuple[Missing, ...]:
    """Return what the fields of a section hold that cannot stand; what is empty is no fault yet.

    Args:
        section: the section.
        texts: all of it, by the names of the fields.
        rules: what the round asks.
        answers: those of other sections on which it depends what this one asks, by code.
    """
    facts = DossierFacts(
        title=texts.get("title", ""),
        summary=texts.get("summary", ""),
        has_category=bool(texts.get("category")),
        has_unit=bool(texts.get("unit")),
        answers={**answers, **{q.code: texts.get(q.field, "") for q in section.questions}},
        people=people_in(texts),
        files={},
        accepted_declaration=bool(texts.get("accepted_declaration")),
    )
    return REPORTERS[section.kind](section, facts, rules).faults


def require_complete(reports: Iterable[Report]) -> None:
    """Refuse to submit while a thing is missing.

    Raises:
        RuleBroken: naming the sections and how many places each has.
    """
    lacking = [section for section in reports if section.missing]
    if lacking:
        names = "; ".join(f"{s.title} ({len(s.missing)} chỗ)" for s in lacking)
        raise RuleBroken(f"Hồ sơ chưa nộp được vì còn thiếu: {names}.")


def _basics(section: Section, facts: DossierFacts, rules: DossierRules) -> Report:
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
    return section_report(section, len(wanted), [*missing, *_too_long(facts, rules)])


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


def _people(section: Section, facts: DossierFacts, rules: DossierRules) -> Report:
    faults = problems_with_people(facts.people, most=rules.max_people, subject=rules.subject)
    missing = [
        Missing(
            _field_of_fault(facts.people, fault),
            fault.sentence,
            _whose(facts.people, fault),
            is_empty=fault.is_empty,
        )
        for fault in faults
    ]
    named = sum(1 for row in facts.people if is_somebody(row))
    return section_report(section, max(1, named), missing, _people_fact(facts, rules, named))


def _field_of_fault(people: Sequence[Mapping[str, str]], fault: PersonFault) -> str:
    has_row = 0 < fault.place <= len(people)
    number = number_of(people[fault.place - 1], fault.place) if has_row else fault.place
    return person_field(number, fault.field)


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


def _answers(section: Section, facts: DossierFacts, rules: DossierRules) -> Report:
    return report_answers(section, section.questions, facts.answers, rules.form)


def _files(section: Section, facts: DossierFacts, rules: DossierRules) -> Report:
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
    return section_report(section, len(required), missing, fact)


def _pledge(section: Section, facts: DossierFacts, _rules: DossierRules) -> Report:
    if facts.accepted_declaration:
        return section_report(section, 1, [], "Đã cam đoan")
    missing = Missing("accepted_declaration", "Hãy đọc và đánh dấu lời cam đoan.", is_empty=True)
    return section_report(section, 1, [missing], "Chưa đánh dấu")


REPORTERS: dict[SectionKind, Callable[[Section, DossierFacts, DossierRules], Report]] = {
    SectionKind.BASICS: _basics,
    SectionKind.PEOPLE: _people,
    SectionKind.ANSWERS: _answers,
    SectionKind.FILES: _files,
    SectionKind.PLEDGE: _pledge,
}
