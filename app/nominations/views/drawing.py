"""What the fields of a section look like: for each the words, the kind of box, and its problem."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from flask import url_for
from flask_babel import gettext as _

from app.infra.files.kinds import accept_attribute, kind_words
from app.kernel.media import FileKind
from app.nominations.rules.answers import NO, YES, answer_in_words, picked_choices
from app.nominations.rules.completeness import title_label
from app.nominations.rules.people import FIELDS, sum_of_shares
from app.nominations.rules.plans import answers_of, document_plan, people_typed_in
from app.nominations.rules.sections import SectionKind, field_of, person_field
from app.programmes.enums import QuestionKind, SubjectKind
from app.registry.enums import Gender
from app.registry.queries import unit_choices

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.nominations.models import Attachment, Nomination
    from app.nominations.rules.completeness import Missing
    from app.nominations.rules.sections import Section
    from app.programmes.models import RequiredDocument
    from app.programmes.rules.plan import QuestionPlan

BOXES: dict[QuestionKind, str] = {
    QuestionKind.SHORT_TEXT: "text",
    QuestionKind.LONG_TEXT: "textarea",
    QuestionKind.NUMBER: "decimal",
    QuestionKind.DATE: "day",
    QuestionKind.MONTH: "text",
    QuestionKind.CHOICE: "radios",
    QuestionKind.CHOICES: "checkboxes",
    QuestionKind.YES_NO: "radios",
    QuestionKind.EMAIL: "email",
    QuestionKind.PHONE: "tel",
    QuestionKind.URL: "url",
}
# Short enough to stand side by side.
SHORT = frozenset({"text", "decimal", "day", "email", "tel"})
SHORTEST, LONG, LONGEST = 4, 8, 14
LARGEST_UPLOAD_MB = 200  # below what a request may carry (app.settings)
MANY_WORDS, VERY_MANY_WORDS = 250, 700


@dataclass(frozen=True, slots=True)
class Box:
    """One field: the arguments of the macro ``question``."""

    name: str
    label: str
    kind: str
    value: str
    help: str = ""
    required: bool = True
    errors: tuple[str, ...] = ()
    choices: tuple[tuple[str, str, bool], ...] = ()
    limits: dict[str, int | None] = field(default_factory=dict)
    rows: int = 6
    width: str | None = None
    attrs: dict[str, str] = field(default_factory=dict)


def drawing_of(
    nomination: Nomination, section: Section, problems: Sequence[Missing]
) -> dict[str, Any]:
    """Return what the template of a section needs besides the section itself."""
    by_field: dict[str, tuple[str, ...]] = {}
    for item in problems:
        by_field[item.field] = (*by_field.get(item.field, ()), item.sentence)
    return DRAWERS[section.kind](nomination, section, by_field)


Problems = dict[str, tuple[str, ...]]


# ── general facts ────────────────────────────────────────────────────────────────────────────


def _basics(nomination: Nomination, _section: Section, problems: Problems) -> dict[str, Any]:
    label = title_label(nomination.round.subject_kind)
    boxes = [
        Box("title", label, "text", nomination.title, errors=problems.get("title", ())),
        Box(
            "summary",
            _("Tóm tắt"),
            "textarea",
            nomination.summary,
            help=_("Hai đến bốn câu, để người ngoài ngành cũng hiểu."),
            errors=problems.get("summary", ()),
            limits={"max_chars": 5000},
            rows=SHORTEST,
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
        "select",
        "",
        help=helps.get(name, ""),
        errors=problems.get(name, ()),
        choices=tuple(choices),
    )


# ── questions of the form ────────────────────────────────────────────────────────────────────


def _answers(nomination: Nomination, section: Section, problems: Problems) -> dict[str, Any]:
    answers = answers_of(nomination)
    boxes = [_question(q, answers.get(q.code, ""), problems) for q in section.questions]
    return {"rows": _paired(boxes)}


def _question(question: QuestionPlan, answer: str, problems: Problems) -> Box:
    name = field_of(question.code)
    return Box(
        name=name,
        label=question.label,
        kind=BOXES[question.kind],
        value=answer,
        help=question.help,
        required=question.required,
        errors=problems.get(name, ()),
        choices=_offered(question, answer),
        limits={
            "min_words": question.min_words,
            "max_words": question.max_words,
            "max_chars": question.max_chars,
        },
        rows=_height(question),
    )


def _height(question: QuestionPlan) -> int:
    words = question.max_words or MANY_WORDS
    if words < MANY_WORDS:
        return SHORTEST
    return LONG if words < VERY_MANY_WORDS else LONGEST


def _offered(question: QuestionPlan, answer: str) -> tuple[tuple[str, str, bool], ...]:
    if question.kind is QuestionKind.YES_NO:
        return ((YES, _("Có"), answer == YES), (NO, _("Không"), answer == NO))
    chosen = picked_choices(answer)
    return tuple((c.code, c.label, c.code in chosen) for c in question.choices)


def _paired(boxes: Sequence[Box]) -> list[list[Box]]:
    """Put two short fields that follow each other side by side."""
    rows: list[list[Box]] = []
    for box in boxes:
        last = rows[-1] if rows else []
        fits = len(last) == 1 and box.kind in SHORT and last[0].kind in SHORT
        if fits:
            last.append(box)
        else:
            rows.append([box])
    return rows


# ── people ───────────────────────────────────────────────────────────────────────────────────


def _people(nomination: Nomination, _section: Section, problems: Problems) -> dict[str, Any]:
    rows = people_typed_in(nomination) or [{}]
    has_shares = nomination.round.subject_kind is not SubjectKind.PERSON
    total = sum_of_shares(rows)
    return {
        "people": [_person(row, place, problems) for place, row in enumerate(rows, 1)],
        "units": unit_choices(),
        "has_shares": has_shares,
        "shares": [_share(row, place, problems) for place, row in enumerate(rows, 1)],
        "total": total,
        "is_whole": total == Decimal(100),
        "may_add": len(rows) < nomination.round.max_people,
    }


def _share(row: dict[str, str], place: int, problems: Problems) -> dict[str, Any]:
    name = person_field(place, "contribution")
    return {
        "name": row.get("full_name") or _("Người thứ %(place)s", place=place),
        "note": row.get("unit_name", ""),
        "field_name": name,
        "share": None,
        "typed": row.get("contribution", ""),
        "errors": problems.get(name, ()),
        "state_label": " ".join(problems.get(name, ())) or None,
        "state_tone": "bad",
    }


def _person(row: dict[str, str], place: int, problems: Problems) -> dict[str, Any]:
    def box(name: str, label: str, kind: str = "text", **over: Any) -> Box:
        field_name = person_field(place, name)
        shown = {"required": False, "errors": problems.get(field_name, ()), **over}
        return Box(field_name, label, kind, row.get(name, ""), **shown)

    typed = row.get("gender", "")
    genders = (("", _("– Chọn –"), not typed), *_genders(typed))
    return {
        "place": place,
        "name": row.get("full_name", ""),
        "rows": [
            [
                box(
                    "full_name",
                    _("Họ và tên"),
                    required=True,
                    help=_("Viết đủ dấu, ví dụ: Lê Thuỵ Khuê"),
                    attrs=AS_NAME,
                ),
                box("role", _("Vai trò"), help=_("Ví dụ: tác giả chính, đồng tác giả")),
            ],
            [
                box("birth_date", _("Ngày sinh"), "day", help=_("Ngày/tháng/năm, ví dụ 05/3/1985")),
                box(
                    "gender",
                    _("Giới tính"),
                    "select",
                    choices=genders,
                    help=_("Như trong giấy tờ tùy thân"),
                ),
            ],
            [box("unit_name", _("Đơn vị công tác"), attrs={"list": "unit-names"})],
            [box("position_title", _("Chức vụ")), box("degree", _("Học hàm, học vị"))],
            [box("email", _("Thư điện tử"), "email"), box("phone", _("Điện thoại"), "tel")],
        ],
    }


AS_NAME = {"autocapitalize": "words", "spellcheck": "false"}


def _genders(typed: str) -> list[tuple[str, str, bool]]:
    words = {Gender.MALE: _("Nam"), Gender.FEMALE: _("Nữ")}
    return [(gender.value, label, typed == gender.value) for gender, label in words.items()]


# ── files and the pledge ─────────────────────────────────────────────────────────────────────


def _files(nomination: Nomination, _section: Section, problems: Problems) -> dict[str, Any]:
    return {"documents": [_document(nomination, d, problems) for d in nomination.round.documents]}


def _document(
    nomination: Nomination, document: RequiredDocument, problems: Problems
) -> dict[str, Any]:
    kinds = [FileKind(kind.value) for kind in document_plan(document).kinds]
    size = min(document.max_mb, LARGEST_UPLOAD_MB)
    held = [a for a in nomination.attachments if a.document == document.code]
    return {
        "code": document.code,
        "name": document.name,
        "words": document.help,
        "required": document.required,
        "limits": _(
            "Nhận %(kinds)s; mỗi tệp không quá %(size)s MB; nhiều nhất %(most)s tệp.",
            kinds=kind_words(kinds),
            size=size,
            most=document.max_files,
        ),
        "accept": accept_attribute(kinds),
        "max_mb": size,
        "multiple": document.max_files > 1,
        "is_full": len(held) >= document.max_files,
        "errors": problems.get(f"file_{document.code}", ()),
        "upload_url": url_for(
            "nominations.upload", nomination_id=nomination.id, code=document.code
        ),
        "files": [file_drawn(nomination, attachment) for attachment in held],
    }


def file_drawn(
    nomination: Nomination, attachment: Attachment, *, removable: bool = True
) -> dict[str, Any]:
    """Return a file as its row shows it."""
    ids: dict[str, Any] = {"nomination_id": nomination.id, "attachment_id": attachment.id}
    return {
        "name": attachment.file_name,
        "kind": attachment.file_name.rpartition(".")[2][:4].upper(),
        "size": attachment.stored.size,
        "pages": attachment.stored.pages,
        "url": url_for("nominations.attachment", **ids),
        "remove_url": url_for("nominations.remove_file", **ids) if removable else None,
    }


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
    labels = {field_of(q.code): q.label for q in section.questions} | {
        "title": _("Tên hồ sơ"),
        "summary": _("Tóm tắt"),
        "category": _("Lĩnh vực"),
        "unit": _("Đơn vị đề cử"),
        "accepted_declaration": _("Lời cam đoan"),
    }
    return {name: labels.get(name) or _label_of_person(name) for name in names}


def _label_of_person(name: str) -> str:
    head, _sign, field_name = name.partition("_")
    words = (
        _("họ và tên"),
        _("vai trò"),
        _("ngày sinh"),
        _("giới tính"),
        _("đơn vị"),
        _("chức vụ"),
        _("học hàm, học vị"),
        _("tỷ lệ"),
        _("thư điện tử"),
        _("điện thoại"),
    )
    what = dict(zip(FIELDS, words, strict=True)).get(field_name, field_name)
    return _("Người thứ %(place)s, %(what)s", place=head[1:], what=what)


def spoken(nomination: Nomination, section: Section, name: str, text: str) -> str:
    """Return what a field holds in words: choices by their labels."""
    if name == "category":
        return next((c.name for c in nomination.round.categories if str(c.id) == text), text)
    if name == "unit":
        return next((label for unit_id, label in unit_choices() if str(unit_id) == text), text)
    for question in section.questions:
        if field_of(question.code) == name:
            return answer_in_words(question, text)
    return {value: label for value, label, _c in _genders("")}.get(text, text)
