"""What is announced: name and dates, contact, calendar, rules, fields, words of the certificate."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

from flask_babel import lazy_gettext as _l

from app.infra.forms.choices import ChoiceField, TickField
from app.infra.forms.moments import DayField, InstantField
from app.infra.forms.numbers import WholeField
from app.infra.forms.texts import EmailAddressField, LineField, ParagraphField
from app.programmes.enums import CertificateRecipient, SubjectKind
from app.programmes.forms.part import PartForm
from app.programmes.forms.rows import RowForm, Rows, numbered, with_codes
from app.programmes.forms.texts import LinesField, YearField
from app.programmes.rules.parts import PARTS, Part
from app.programmes.rules.plan import (
    CategoryPlan,
    CertificatePlan,
    MilestonePlan,
    RoundPlan,
    RuleSection,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

LONGEST_GRACE = 1440
MOST_PEOPLE = 100
SUBJECT_LABELS = (
    (SubjectKind.SOLUTION, _l("Giải pháp, công trình (có một hay nhiều tác giả)")),
    (SubjectKind.PERSON, _l("Con người (xét thành tích của người được đề cử)")),
)
RECIPIENT_LABELS = (
    (CertificateRecipient.PERSON, _l("Mỗi người có tên trong hồ sơ nhận một giấy")),
    (CertificateRecipient.GROUP, _l("Cả nhóm nhận chung một giấy")),
)


class PlainForm(PartForm):
    """A part whose fields are called as in the plan."""

    @classmethod
    def edits(cls) -> tuple[str, ...]:
        """Return the fields of the part."""
        return PARTS[cls.PART].fields

    @classmethod
    def values(cls, plan: RoundPlan) -> dict[str, Any]:
        """Return the fields of the part as the plan has them."""
        return {name: getattr(plan, name) for name in cls.edits()}

    def applied(self, plan: RoundPlan) -> RoundPlan:
        """Return the plan with each field of the part."""
        return replace(plan, **{name: self._typed(name) for name in self.edits()})

    def _typed(self, name: str) -> Any:
        value = self[name].data
        return 0 if value is None and name == "grace_minutes" else value


class FactsForm(PlainForm):
    """Name, scope and dates."""

    PART = Part.FACTS

    name = LineField(_l("Tên của đợt"), max=300)
    short_code = LineField(_l("Tên viết tắt"), max=20)
    year = YearField(_l("Năm"))
    ordinal_no = WholeField(_l("Lần thứ"), required=False, min=1, max=999)
    year_from = YearField(_l("Giai đoạn từ năm"), required=False)
    year_to = YearField(_l("Đến năm"), required=False)
    opens_at = InstantField(_l("Bắt đầu nhận hồ sơ"), required=False)
    closes_at = InstantField(_l("Hạn nộp hồ sơ"), required=False)
    grace_minutes = WholeField(_l("Thời gian gia hạn"), required=False, max=LONGEST_GRACE)
    subject_kind = ChoiceField(_l("Hồ sơ xét"), choices=SUBJECT_LABELS)
    max_people = WholeField(_l("Số người nhiều nhất trong một hồ sơ"), min=1, max=MOST_PEOPLE)
    needs_endorsement = TickField(_l("Đơn vị phải xác nhận thì hồ sơ mới được xét"))


class ContactForm(PlainForm):
    """What introduces the round, and who answers."""

    PART = Part.CONTACT

    summary = ParagraphField(_l("Lời giới thiệu"), required=False, max_chars=2000)
    contact_name = LineField(_l("Người hoặc bộ phận trả lời"), required=False, max=200)
    contact_phone = LineField(_l("Điện thoại"), required=False, max=60)
    contact_email = EmailAddressField(_l("Thư điện tử"), required=False)

    def _typed(self, name: str) -> Any:
        return super()._typed(name) or ""


class MilestoneRow(RowForm):
    """A date of the calendar."""

    label = LineField(_l("Việc"), max=200)
    starts_on = DayField(_l("Từ ngày"), required=False)
    ends_on = DayField(_l("Đến ngày"), required=False)
    note = LineField(_l("Ghi chú"), required=False, max=300)


class CalendarForm(PlainForm):
    """The dates that people should know."""

    PART = Part.CALENDAR

    milestones = Rows(MilestoneRow, _l("Các mốc"))

    @classmethod
    def values(cls, plan: RoundPlan) -> dict[str, Any]:
        """Return a row for each date."""
        return {"milestones": numbered(asdict(row) for row in plan.milestones)}

    def applied(self, plan: RoundPlan) -> RoundPlan:
        """Return the plan with the dates that were typed."""
        milestones = tuple(
            MilestonePlan(
                code, row.label.data, row.starts_on.data, row.ends_on.data, row.note.data or ""
            )
            for row, code in with_codes(self.milestones.kept, "label")
        )
        return replace(plan, milestones=milestones)


class RuleRow(RowForm):
    """An article of the rules."""

    article = LineField(_l("Điều, khoản"), required=False, max=60)
    title = LineField(_l("Tên điều"), max=200)
    body = ParagraphField(_l("Nội dung"), max_chars=10_000)


class RulesForm(PlainForm):
    """The rules and what they rest on."""

    PART = Part.RULES

    rules = Rows(RuleRow, _l("Các điều"))
    legal_bases = LinesField(_l("Căn cứ"), required=False, max_chars=10_000)

    @classmethod
    def values(cls, plan: RoundPlan) -> dict[str, Any]:
        """Return a row for each article."""
        return {
            "rules": numbered(asdict(row) for row in plan.rules),
            "legal_bases": "\n".join(plan.legal_bases),
        }

    def applied(self, plan: RoundPlan) -> RoundPlan:
        """Return the plan with the articles that were typed."""
        articles = (
            RuleSection(row.title.data, row.body.data, row.article.data or "")
            for row in self.rules.kept
        )
        bases = self.legal_bases.lines
        return replace(plan, rules=tuple(articles), legal_bases=tuple(bases))


class CategoryRow(RowForm):
    """A field in which dossiers compete."""

    name = LineField(_l("Tên lĩnh vực"), max=200)


class CategoriesForm(PlainForm):
    """The fields."""

    PART = Part.CATEGORIES

    categories = Rows(CategoryRow, _l("Lĩnh vực"))

    @classmethod
    def values(cls, plan: RoundPlan) -> dict[str, Any]:
        """Return a row for each field."""
        return {"categories": numbered(asdict(row) for row in plan.categories)}

    def applied(self, plan: RoundPlan) -> RoundPlan:
        """Return the plan with the fields that were typed."""
        rows: Iterable[tuple[Any, str]] = with_codes(self.categories.kept, "name")
        return replace(plan, categories=tuple(CategoryPlan(c, row.name.data) for row, c in rows))


class CertificateForm(PlainForm):
    """The words of the certificate."""

    PART = Part.CERTIFICATE

    honour_intro = LineField(_l("Lời mở đầu"), max=120)
    honour_title_template = LineField(_l("Danh hiệu, giải"), max=200)
    purpose_template = LineField(_l("Thành tích"), max=300)
    recipient = ChoiceField(_l("Người nhận"), choices=RECIPIENT_LABELS)
    series = LineField(_l("Ký hiệu sau số"), max=40)

    @classmethod
    def values(cls, plan: RoundPlan) -> dict[str, Any]:
        """Return the words."""
        return asdict(plan.certificate)

    def applied(self, plan: RoundPlan) -> RoundPlan:
        """Return the plan with the words that were typed."""
        words = {name: self[name].data for name in asdict(plan.certificate)}
        return replace(plan, certificate=CertificatePlan(**words))
