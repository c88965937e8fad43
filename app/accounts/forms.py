"""What people type about accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as lazy
from wtforms.validators import ValidationError

from app.accounts.operations.links import Invitation, Opening
from app.accounts.rules.grants import ROLE_LABELS, Grants
from app.accounts.rules.passwords import LONGEST
from app.infra.forms.base import Form
from app.infra.forms.choices import ChoiceField, ChoicesField
from app.infra.forms.numbers import WholeField
from app.infra.forms.texts import EmailAddressField, LineField, PasswordField, PhoneField
from app.registry.queries import unit_choices
from app.registry.rules import LARGEST_ID, LONGEST_NAME, PersonDetails

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.accounts.models import Account
    from app.registry.models import Person

ROLE_CHOICES = [(role, lazy(label)) for role, label in ROLE_LABELS.items()]


class SignInForm(Form):
    """Address and password."""

    email = EmailAddressField(lazy("Thư điện tử"))
    password = PasswordField(lazy("Mật khẩu"))


class RegisterForm(Form):
    """Who wants an account."""

    full_name = LineField(lazy("Họ và tên"), max=LONGEST_NAME)
    email = EmailAddressField(lazy("Thư điện tử"))


class ForgotForm(Form):
    """Whose password is forgotten."""

    email = EmailAddressField(lazy("Thư điện tử"))


class NewPasswordForm(Form):
    """A new password, typed twice since nobody sees it; what it must be like is in the rules."""

    new_password = PasswordField(lazy("Mật khẩu mới"))
    repeated_password = PasswordField(
        lazy("Nhập lại mật khẩu mới"), missing=lazy("Hãy nhập lại mật khẩu mới.")
    )

    def validate_repeated_password(self, field: PasswordField) -> None:
        """Refuse two different passwords."""
        if len(field.data) <= LONGEST and field.data != self.new_password.data:
            raise ValidationError(_("Hai lần nhập mật khẩu chưa giống nhau. Hãy nhập lại cả hai."))


class OpeningForm(NewPasswordForm):
    """What somebody types who uses a mailed link."""

    full_name = LineField(lazy("Họ và tên"), max=LONGEST_NAME)
    email = EmailAddressField(lazy("Thư điện tử"))

    def opening(self) -> Opening:
        """Return what was typed; what the link says already is not asked, and stays empty."""
        return Opening(
            password=self.new_password.data,
            full_name=self.full_name.data if "full_name" in self else "",
            email=self.email.data if "email" in self else "",
        )


class PasswordForm(NewPasswordForm):
    """A new password by somebody who knows the present one."""

    current_password = PasswordField(lazy("Mật khẩu hiện tại"))


class OwnProfileForm(Form):
    """What somebody may correct of themselves."""

    full_name = LineField(lazy("Họ và tên"), max=LONGEST_NAME)
    academic_rank = LineField(lazy("Học hàm"), required=False, max=40)
    academic_degree = LineField(lazy("Học vị"), required=False, max=40)
    position_title = LineField(lazy("Chức vụ"), required=False, max=LONGEST_NAME)
    unit_id = ChoiceField(
        lazy("Đơn vị công tác"),
        required=False,
        choices=unit_choices,
        blank=lazy("Chưa chọn đơn vị"),
    )
    phone = PhoneField(lazy("Điện thoại"), required=False)

    @classmethod
    def of(cls, person: Person) -> OwnProfileForm:
        """Return the form as it stands for a person; their unit is offered even if inactive."""
        form = cls(obj=person)
        if person.unit and person.unit_id not in dict(form.unit_id.choices):
            form.unit_id.choices.append((person.unit.id, person.unit.name))
        return form

    def details(self, person: Person) -> PersonDetails:
        """Return what is now known of the person; what this form does not ask stays."""
        return PersonDetails(
            full_name=self.full_name.data,
            birth_date=person.birth_date,
            gender=person.gender,
            academic_rank=self.academic_rank.data,
            academic_degree=self.academic_degree.data,
            position_title=self.position_title.data,
            email=person.email,
            phone=self.phone.data,
            unit_id=self.unit_id.data,
        )


class InviteForm(Form):
    """Whom to invite, and to what."""

    person_id = WholeField(required=False, min=1, max=LARGEST_ID)
    full_name = LineField(lazy("Họ và tên"), max=LONGEST_NAME)
    email = EmailAddressField(lazy("Thư điện tử"))
    roles = ChoicesField(lazy("Vai trò chung"), required=False, choices=ROLE_CHOICES)
    unit_id = ChoiceField(
        lazy("Đầu mối của đơn vị"),
        required=False,
        choices=unit_choices,
        blank=lazy("Không phải đầu mối"),
    )

    @classmethod
    def prefilled(cls, args: Mapping[str, str]) -> InviteForm:
        """Return the form with what the link to it says of the person."""
        number = args.get("nguoi", "")
        known: dict[str, Any] = {
            "full_name": args.get("ten", "")[:LONGEST_NAME],
            "email": args.get("email", "")[:LONGEST_NAME],
            "person_id": int(number) if number.isascii() and number.isdecimal() else None,
        }
        return cls(data=known)

    def invitation(self) -> Invitation:
        """Return whom to invite, to what."""
        return Invitation(
            email=self.email.data,
            full_name=self.full_name.data,
            grants=Grants(
                roles=frozenset(self.roles.data if "roles" in self else ()),
                units=frozenset({self.unit_id.data} - {None}),
            ),
            person_id=self.person_id.data,
        )


class GrantsForm(Form):
    """What an account may act as."""

    roles = ChoicesField(lazy("Vai trò chung"), required=False, choices=ROLE_CHOICES)
    units = ChoicesField(lazy("Đang là đầu mối của"), required=False)
    added_unit_id = ChoiceField(
        lazy("Thêm đơn vị làm đầu mối"),
        required=False,
        choices=unit_choices,
        blank=lazy("Không thêm"),
    )

    @classmethod
    def of(cls, account: Account) -> GrantsForm:
        """Return the form as it stands for an account."""
        held = [contact.unit for contact in account.unit_contacts]
        form = cls(
            data={
                "roles": [granted.role for granted in account.roles],
                "units": [unit.id for unit in held],
                "version": account.version,
            }
        )
        form.units.choices = [(unit.id, unit.name) for unit in held]
        return form

    def grants(self) -> Grants:
        """Return roles and units as they were ticked."""
        units = {*self.units.data, self.added_unit_id.data} - {None}
        return Grants(roles=frozenset(self.roles.data), units=frozenset(units))
