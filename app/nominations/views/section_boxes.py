"""What the page of a section shows besides its frame, by the kind of the section."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import url_for
from flask_babel import gettext as _

from app.nominations.models import ANSWERS
from app.nominations.rules.completeness import LONGEST_SUMMARY, title_label
from app.nominations.rules.plans import answers_of
from app.nominations.rules.sections import SectionKind
from app.nominations.views.file_rows import document_drawn
from app.nominations.views.people_boxes import gender_words, label_of_person, people_drawn
from app.questions.queries import codes_with_earlier
from app.questions.views.boxes import (
    PARAGRAPHS,
    SELECT,
    Box,
    WrittenForm,
    boxes_of,
    problems_by_field,
)
from app.registry.queries import unit_choices

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.nominations.models import Nomination
    from app.nominations.rules.sections import Section
    from app.questions.rules.completeness import Missing
    from app.questions.views.boxes import Problems

LINES_OF_SUMMARY = 4


def drawing_of(
    nomination: Nomination, section: Section, problems: Sequence[Missing]
) -> dict[str, Any]:
    """Return what the template of a section needs besides the section itself."""
    return DRAWERS[section.kind](nomination, section, problems_by_field(problems))


def _basics(nomination: Nomination, _section: Section, problems: Problems) -> dict[str, Any]:
    label = title_label(nomination.round.subject_kind)
    boxes = [
        Box("title", label, nomination.title, errors=problems.get("title", ())),
        Box(
            "summary",
            _("Tóm tắt"),
            nomination.summary,
            PARAGRAPHS,
            help=_("Hai đến bốn câu, để người ngoài ngành cũng hiểu."),
            errors=problems.get("summary", ()),
            limits={"max_chars": LONGEST_SUMMARY},
            rows=LINES_OF_SUMMARY,
        ),
        *_choices_of_basics(nomination, problems),
    ]
    return {"rows": [[box] for box in boxes]}


def _choices_of_basics(nomination: Nomination, problems: Problems) -> list[Box]:
    round_, boxes = nomination.round, []
    if round_.categories:
        offered = [(c.id, c.name) for c in round_.categories]
        boxes.append(_select("category", _("Lĩnh vực"), offered, nomination.category_id, problems))
    if round_.needs_endorsement:
        unit = _select("unit", _("Đơn vị đề cử"), unit_choices(), nomination.unit_id, problems)
        boxes.append(unit)
    return boxes


def _select(
    name: str,
    label: str,
    offered: Sequence[tuple[int, str]],
    chosen: int | None,
    problems: Problems,
) -> Box:
    choices = [("", _("– Hãy chọn –"), chosen is None)]
    choices += [(str(value), words, value == chosen) for value, words in offered]
    helps = {"unit": _("Đơn vị đọc và xác nhận hồ sơ trước khi hồ sơ đến ban tổ chức.")}
    return Box(
        name,
        label,
        template=SELECT,
        help=helps.get(name, ""),
        errors=problems.get(name, ()),
        choices=tuple(choices),
    )


def _people(nomination: Nomination, _section: Section, problems: Problems) -> dict[str, Any]:
    return people_drawn(nomination, problems)


def _answers(nomination: Nomination, section: Section, problems: Problems) -> dict[str, Any]:
    place: dict[str, Any] = {"nomination_id": nomination.id, "code": section.code}
    urls = {
        code: url_for("nominations.earlier", question=code, **place)
        for code in codes_with_earlier(ANSWERS.of(nomination.id))
    }
    written = WrittenForm(nomination.form.asked, answers_of(nomination), problems, urls)
    return {"rows": boxes_of(section.questions, written)}


def _files(nomination: Nomination, _section: Section, problems: Problems) -> dict[str, Any]:
    documents = nomination.round.documents
    return {"documents": [document_drawn(nomination, d, problems) for d in documents]}


def _pledge(nomination: Nomination, _section: Section, problems: Problems) -> dict[str, Any]:
    return {
        "accepted": nomination.accepted_declaration,
        "errors": problems.get("accepted_declaration", ()),
    }


DRAWERS = {
    SectionKind.BASICS: _basics,
    SectionKind.PEOPLE: _people,
    SectionKind.ANSWERS: _answers,
    SectionKind.FILES: _files,
    SectionKind.PLEDGE: _pledge,
}


# ── words of fields, away from them ──────────────────────────────────────────────────────────


def labels_of(section: Section, names: Sequence[str]) -> dict[str, str]:
    """Return what fields of a section are called, by name."""
    labels = {q.field: q.label for q in section.questions} | {
        "title": _("Tên hồ sơ"),
        "summary": _("Tóm tắt"),
        "category": _("Lĩnh vực"),
        "unit": _("Đơn vị đề cử"),
        "accepted_declaration": _("Lời cam đoan"),
    }
    return {name: labels.get(name) or label_of_person(name) for name in names}


def spoken(nomination: Nomination, section: Section, name: str, text: str) -> str:
    """Return what a field holds in words: choices by their labels."""
    if name == "category":
        return next((c.name for c in nomination.round.categories if str(c.id) == text), text)
    if name == "unit":
        return next((label for unit_id, label in unit_choices() if str(unit_id) == text), text)
    for question in section.questions:
        if question.field == name:
            return question.words(text)
    return gender_words().get(text, text)
