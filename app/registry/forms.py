"""What secretaries type about units and people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import lazy_gettext as lazy

from app.infra.forms.base import Form
from app.infra.forms.choices import ChoiceField, TickField
from app.infra.forms.moments import DayField
from app.infra.forms.texts import EmailAddressField, LineField, PhoneField
from app.registry.enums import UNIT_KIND_LABELS, Gender
from app.registry.queries import unit_choices
from app.registry.rules import (
    LONGEST_CODE,
    LONGEST_NAME,
    LONGEST_UNIT_NAME,
    PersonDetails,
    UnitDetails,
)

if TYPE_CHECKING:
    from app.registry.models import Person

KIND_CHOICES = [(kind, lazy(label)) for kind, label in UNIT_KIND_LABELS.items()]
GENDER_CHOICES = [(Gender.MALE, lazy("Nam")), (Gender.FEMALE, lazy("Nữ"))]


class UnitForm(Form):
    """A unit."""

    name = LineField(lazy("Tên đơn vị"), max=LONGEST_UNIT_NAME)
    kind = ChoiceField(lazy("Loại đơn vị"), choices=KIND_CHOICES, blank=lazy("Chọn loại"))
    locality = LineField(lazy("Địa bàn"), required=False, max=LONGEST_NAME)
    code = LineField(lazy("Mã đơn vị"), required=False, max=LONGEST_CODE)
    is_active = TickField(lazy("Đang hoạt động"), default=True)

    def details(self) -> UnitDetails:
        """Return the unit as it was typed."""
        return UnitDetails(
            name=self.name.data,
            kind=self.kind.data,
            code=self.code.data if "code" in self else "",
            locality=self.locality.data,
            is_active=self.is_active.data if "is_active" in self else True,
        )


class PersonForm(Form):
    """A person."""

    full_name = LineField(lazy("Họ và tên"), max=LONGEST_NAME)
    birth_date = DayField(lazy("Ngày sinh"), required=False)
    gender = ChoiceField(
        lazy("Giới tính"), required=False, choices=GENDER_CHOICES, blank=lazy("Không ghi")
    )
    academic_rank = LineField(lazy("Học hàm"), required=False, max=40)
    academic_degree = LineField(lazy("Học vị"), required=False, max=40)
    position_title = LineField(lazy("Chức vụ"), required=False, max=LONGEST_NAME)
    unit_id = ChoiceField(
        lazy("Đơn vị công tác"),
        required=False,
        choices=unit_choices,
        blank=lazy("Chưa chọn đơn vị"),
    )
    email = EmailAddressField(lazy("Thư điện tử"), required=False)
    phone = PhoneField(lazy("Điện thoại"), required=False)

    @classmethod
    def of(cls, person: Person) -> PersonForm:
        """Return the form as it stands for a person; their unit is offered even if inactive."""
        form = cls(obj=person)
        if person.unit and person.unit_id not in dict(form.unit_id.choices):
            form.unit_id.choices.append((person.unit.id, person.unit.name))
        return form

    def details(self) -> PersonDetails:
        """Return the person as they were typed."""
        return PersonDetails(
            full_name=self.full_name.data,
            birth_date=self.birth_date.data,
            gender=self.gender.data,
            academic_rank=self.academic_rank.data,
            academic_degree=self.academic_degree.data,
            position_title=self.position_title.data,
            email=self.email.data.lower() if self.email.data else None,
            phone=self.phone.data,
            unit_id=self.unit_id.data,
        )
