"""What the organiser, the chair and the decision-maker write about results."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.infra.forms.base import Form
from app.infra.forms.choices import ChoiceField
from app.infra.forms.moments import DayField
from app.infra.forms.numbers import ExactField, WholeField
from app.infra.forms.texts import LineField, ReasonField
from app.results.operations.decision import DecisionEntry

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from app.nominations.models import Nomination

SAME_PLACE = _l("Mỗi hồ sơ cần một thứ tự riêng, từ 1. Hãy sửa các thứ tự trùng nhau.")


class ReasonForm(Form):
    """A step that needs a reason."""

    reason = ReasonField()


class DecisionForm(Form):
    """The decision paper that approves the results."""

    number = LineField(_l("Số quyết định"), max=120)
    issued_on = DayField(_l("Ngày ban hành"))
    issuer = LineField(_l("Cơ quan ban hành"))
    signer = LineField(_l("Người ký"), required=False)

    def entry(self) -> DecisionEntry:
        """Return what was written about the paper."""
        return DecisionEntry(
            number=self.number.data,
            issued_on=self.issued_on.data,
            issuer=self.issuer.data,
            signer=self.signer.data or "",
        )


class TieForm(ReasonForm):
    """The order of tied nominations: a number for each; made anew for each tie."""

    places: tuple[tuple[Nomination, str], ...]

    @classmethod
    def of(cls, nominations: Sequence[Nomination]) -> TieForm:
        """Return a form that asks for a place for each of the nominations."""
        fields: dict[str, Any] = {
            f"place_{nomination.id}": WholeField(
                _("Thứ tự của hồ sơ %(code)s", code=nomination.code),
                min=1,
                max=len(nominations),
            )
            for nomination in nominations
        }
        form: TieForm = type("TieFormOfGroup", (cls,), fields)()
        form.places = tuple(zip(nominations, fields, strict=True))
        return form

    def validate(self, extra_validators: Mapping[str, Any] | None = None) -> bool:
        """Refuse two nominations on one place."""
        is_valid = super().validate(extra_validators)
        typed = [self[name].data for _nomination, name in self.places]
        if is_valid and len(set(typed)) < len(typed):
            self.form_errors.append(str(SAME_PLACE))
            return False
        return bool(is_valid)

    def order(self) -> list[Nomination]:
        """Return the nominations in the order that was written."""
        ordered = sorted(self.places, key=lambda pair: self[pair[1]].data)
        return [nomination for nomination, _name in ordered]


class _AboutOneForm(ReasonForm):
    """A ruling about one nomination."""

    nomination = ChoiceField(_l("Hồ sơ"), blank=_l("Chọn hồ sơ"))

    def offer(self, nominations: Iterable[Nomination]) -> None:
        """Say which nominations the ruling may be about."""
        self.nomination.choices = [
            (nomination.id, f"{nomination.code} – {nomination.title}") for nomination in nominations
        ]


class DowngradeForm(_AboutOneForm):
    """A lower prize than the ranking gives."""

    level = ChoiceField(_l("Mức giải đề nghị"), blank=_l("Chọn mức giải"))


class ScoreForm(_AboutOneForm):
    """A score where the rule gives none."""

    score = ExactField(_l("Điểm quyết định"), places=2, min=Decimal(0))
