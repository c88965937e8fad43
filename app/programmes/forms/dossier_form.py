"""What a dossier holds: the sections of questions, and the papers to attach."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.infra.forms.choices import ChoiceField, ChoicesField, TickField
from app.infra.forms.numbers import WholeField
from app.infra.forms.texts import LineField, ParagraphField
from app.kernel.errors import RuleBroken
from app.kernel.media import FileKind
from app.programmes.forms.announcement import PlainForm
from app.programmes.forms.condition import ConditionField, written_condition
from app.programmes.forms.rows import RowForm, Rows, free_codes, numbered, with_codes
from app.programmes.forms.texts import LinesField
from app.programmes.rules.parts import Part
from app.programmes.rules.plan import (
    DocumentPlan,
    RoundPlan,
)
from app.programmes.rules.soundness import LARGEST_FILE_MB
from app.questions.rules.kinds import find_kind, spoken_kinds
from app.questions.rules.plan import (
    PARAGRAPHS,
    ChoicePlan,
    QuestionPlan,
    SectionPlan,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_FILES = 100
MOST_WORDS = 100_000
KIND_LABELS = tuple((code, _l(spoken)) for code, spoken in spoken_kinds())
FILE_LABELS = (
    (FileKind.PDF, "PDF"),
    (FileKind.IMAGE, _l("Ảnh (JPG, PNG)")),
    (FileKind.DOCX, "Word (DOCX)"),
    (FileKind.XLSX, "Excel (XLSX)"),
    (FileKind.VIDEO, _l("Phim (MP4)")),
)


class OffersField(LinesField):
    """The answers offered by a question: a line each, and only where one is chosen."""

    def check(self, form: Any) -> None:
        """Refuse answers to choose from where nothing is chosen."""
        super().check(form)
        kind = find_kind(form.kind.data)
        if kind is None or not kind.offers_choices:
            raise RuleBroken(
                _(
                    "Chỉ câu hỏi lựa chọn mới có phương án. "
                    "Hãy đổi kiểu trả lời, hoặc xóa các phương án."
                )
            )


class QuestionRow(RowForm):
    """A question."""

    label = LineField(_l("Câu hỏi"), max=500)
    help = ParagraphField(_l("Hướng dẫn trả lời"), required=False, max_chars=2000)
    kind = ChoiceField(_l("Kiểu trả lời"), choices=KIND_LABELS, default=PARAGRAPHS)
    required = TickField(_l("Bắt buộc trả lời"))
    goes_to_judges = TickField(_l("Giám khảo được đọc câu trả lời"), default=True)
    min_words = WholeField(_l("Ít nhất"), required=False, min=1, max=MOST_WORDS)
    max_words = WholeField(_l("Nhiều nhất"), required=False, min=1, max=MOST_WORDS)
    max_chars = WholeField(_l("Số ký tự nhiều nhất"), required=False, min=1, max=MOST_WORDS)
    choices = OffersField(_l("Các phương án"), required=False, max_chars=5000)
    choice_codes = LinesField(required=False, max_chars=10_000)
    asked_if = ConditionField(_l("Chỉ hỏi khi"), required=False, max=1000)

    def plan(self, code: str, before: Sequence[QuestionPlan]) -> QuestionPlan:
        """Return the question that was typed; ``before`` are those that stand before it."""
        return QuestionPlan(
            code=code,
            label=self.label.data,
            help=self.help.data or "",
            kind=self.kind.data,
            required=self.required.data,
            min_words=self.min_words.data,
            max_words=self.max_words.data,
            max_chars=self.max_chars.data,
            choices=self._offers(),
            goes_to_judges=self.goes_to_judges.data,
            asked_if=self.asked_if.condition(before),
        )

    def _offers(self) -> tuple[ChoicePlan, ...]:
        """Return the answers; one whose words are the same keeps its code."""
        pairs = (line.partition("=") for line in self.choice_codes.lines)
        known = {label: code for code, _sign, label in pairs}
        return tuple(
            ChoicePlan(code, label) for code, label in free_codes(self.choices.lines, known)
        )


class SectionRow(RowForm):
    """A page of the form."""

    title = LineField(_l("Tên phần"), max=200)
    help = ParagraphField(_l("Lời dẫn của phần"), required=False, max_chars=2000)
    questions = Rows(QuestionRow, _l("Câu hỏi"))


class QuestionsForm(PlainForm):
    """The form that nominees fill; saving it makes a new version."""

    PART = Part.FORM

    sections = Rows(SectionRow, _l("Các phần"))

    @classmethod
    def values(cls, plan: RoundPlan) -> dict[str, Any]:
        """Return a row for each section, with a row for each of its questions."""
        sections = (_section_values(section, plan.questions) for section in plan.sections)
        return {"sections": numbered(sections)}

    def applied(self, plan: RoundPlan) -> RoundPlan:
        """Return the plan with the questions that were typed; a code serves once in the form."""
        rows = [row for section in self.sections.kept for row in section.questions.kept]
        planned: dict[int, QuestionPlan] = {}
        for row, code in with_codes(rows, "label"):
            planned[id(row)] = row.plan(code, tuple(planned.values()))
        sections = tuple(
            SectionPlan(
                code=code,
                title=section.title.data,
                help=section.help.data or "",
                questions=tuple(planned[id(row)] for row in section.questions.kept),
            )
            for section, code in with_codes(self.sections.kept, "title")
        )
        return replace(plan, sections=sections)


def _section_values(section: SectionPlan, all_: Sequence[QuestionPlan]) -> dict[str, Any]:
    questions = numbered(_question_values(question, all_) for question in section.questions)
    return {**asdict(section), "questions": questions}


def _question_values(question: QuestionPlan, all_: Sequence[QuestionPlan]) -> dict[str, Any]:
    return {
        **asdict(question),
        "choices": "\n".join(choice.label for choice in question.choices),
        "choice_codes": "\n".join(f"{c.code}={c.label}" for c in question.choices),
        "asked_if": written_condition(question.asked_if, all_),
    }


class DocumentRow(RowForm):
    """A kind of attachment."""

    name = LineField(_l("Tên tài liệu"), max=200)
    help = ParagraphField(_l("Hướng dẫn"), required=False, max_chars=2000)
    required = TickField(_l("Bắt buộc có"))
    goes_to_judges = TickField(_l("Giám khảo được xem tài liệu này"), default=True)
    max_files = WholeField(_l("Số tệp nhiều nhất"), min=1, max=MOST_FILES, default=1)
    max_mb = WholeField(_l("Dung lượng mỗi tệp"), min=1, max=LARGEST_FILE_MB, default=20)
    kinds = ChoicesField(
        _l("Loại tệp được nhận"),
        choices=FILE_LABELS,
        default=[FileKind.PDF],
        missing=_l("Hãy chọn ít nhất một loại tệp."),
    )


class DocumentsForm(PlainForm):
    """The papers to attach."""

    PART = Part.DOCUMENTS

    documents = Rows(DocumentRow, _l("Tài liệu"))

    @classmethod
    def values(cls, plan: RoundPlan) -> dict[str, Any]:
        """Return a row for each kind."""
        return {"documents": numbered(asdict(row) for row in plan.documents)}

    def applied(self, plan: RoundPlan) -> RoundPlan:
        """Return the plan with the kinds that were typed."""
        documents = tuple(
            DocumentPlan(
                code=code,
                name=row["name"].data,
                help=row.help.data or "",
                required=row.required.data,
                max_files=row.max_files.data,
                max_mb=row.max_mb.data,
                kinds=tuple(row.kinds.data),
                goes_to_judges=row.goes_to_judges.data,
            )
            for row, code in with_codes(self.documents.kept, "name")
        )
        return replace(plan, documents=documents)
