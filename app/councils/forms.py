"""Forms of councils and seats."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_babel import lazy_gettext as _

from app.councils.enums import SEAT_ROLE_LABELS, SeatRole
from app.councils.operations import Founding
from app.infra.forms.base import Form
from app.infra.forms.choices import ChoiceField, ChoicesField
from app.infra.forms.moments import DayField
from app.infra.forms.texts import EmailAddressField, LineField
from app.registry.queries import get_unit, unit_choices
from app.registry.rules import PersonDetails

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.councils.models import Council, Seat
    from app.programmes.models import Category, Stage
    from app.registry.models import Person, Unit


class CouncilForm(Form):
    """The name of a council and its founding decision."""

    name = LineField(_("Tên hội đồng"), max=300)
    decision_number = LineField(_("Số quyết định thành lập"), required=False, max=100)
    decided_on = DayField(_("Ngày quyết định"), required=False)
    stage_ids = ChoicesField(_("Chấm vòng"), required=False)

    def offer(self, stages: Sequence[Stage]) -> None:
        """Offer the stages of the round."""
        self.stage_ids.choices = [(stage.id, stage.name) for stage in stages]

    @classmethod
    def of(cls, council: Council) -> CouncilForm:
        """Return the form as the council stands."""
        form = cls(obj=council, data={"stage_ids": [stage.id for stage in council.stages]})
        form.offer(council.round.stages)
        return form

    @classmethod
    def blank(cls, stages: Sequence[Stage]) -> CouncilForm:
        """Return the form of a council that judges every stage, until somebody says otherwise."""
        form = cls(data={"stage_ids": [stage.id for stage in stages]})
        form.offer(stages)
        return form

    def founding(self) -> Founding:
        """Return what was typed; of a single stage there is nothing to choose."""
        is_asked = len(self.stage_ids.choices) > 1
        stages = frozenset(self.stage_ids.data or ()) if is_asked else None
        return Founding(
            self.name.data, self.decision_number.data or "", self.decided_on.data, stages
        )


class SeatForm(Form):
    """Role, unit, code and specialities of a member."""

    role = ChoiceField(_("Vai trò"), choices=SEAT_ROLE_LABELS.items(), default=SeatRole.MEMBER)
    unit_id = ChoiceField(
        _("Đơn vị công tác"),
        choices=unit_choices,
        required=False,
        blank=_("Không thuộc đơn vị nào"),
    )
    code = LineField(_("Mã thành viên"), required=False, max=20)
    specialities = ChoicesField(_("Lĩnh vực thông thạo"), required=False)

    def offer(self, categories: Sequence[Category]) -> None:
        """Offer the categories of the round."""
        self.categories = {category.id: category for category in categories}
        self.specialities.choices = [(c.id, c.name) for c in categories]

    def chosen_categories(self) -> list[Category]:
        """Return the categories that were ticked."""
        return [self.categories[number] for number in self.specialities.data or ()]

    def decided(self) -> tuple[SeatRole, Unit | None, str, list[Category]]:
        """Return role, unit, code and specialities."""
        return self.role.data, self.unit(), self.code.data or "", self.chosen_categories()

    def unit(self) -> Unit | None:
        """Return the chosen unit."""
        return get_unit(self.unit_id.data) if self.unit_id.data else None

    @classmethod
    def of(cls, seat: Seat) -> SeatForm:
        """Return the form as the seat stands."""
        kept: dict[str, Any] = {
            "role": seat.role,
            "unit_id": seat.unit_id,
            "code": seat.code,
            "specialities": [known.category_id for known in seat.specialities],
        }
        form = cls(data=kept)
        form.offer(seat.council.round.categories)
        return form

    @classmethod
    def blank(cls, categories: Sequence[Category], person: Person | None) -> SeatForm:
        """Return the form for a new member, with the unit that the person has now."""
        form = cls(data={"unit_id": person.unit_id if person else None, "role": SeatRole.MEMBER})
        form.offer(categories)
        return form


class NewMemberForm(SeatForm):
    """A member whom the registry does not know yet."""

    full_name = LineField(_("Họ và tên"), max=120)
    academic_rank = LineField(_("Học hàm"), required=False, max=40)
    academic_degree = LineField(_("Học vị"), required=False, max=40)
    email = EmailAddressField(_("Thư điện tử"), required=False)

    def details(self) -> PersonDetails:
        """Return what was typed about the person."""
        return PersonDetails(
            full_name=self.full_name.data,
            academic_rank=self.academic_rank.data or "",
            academic_degree=self.academic_degree.data or "",
            email=self.email.data or None,
            unit_id=self.unit_id.data,
        )
