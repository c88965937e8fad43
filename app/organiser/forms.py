"""What administrators type about the organiser and those who sign for it."""

from __future__ import annotations

from flask_babel import lazy_gettext as lazy

from app.infra.forms.base import Form
from app.infra.forms.moments import DayField
from app.infra.forms.texts import EmailAddressField, LineField, ParagraphField
from app.infra.forms.uploads import UploadField
from app.kernel.media import FileKind
from app.organiser.rules import (
    LONGEST_INTRODUCTION,
    LONGEST_LINE,
    Profile,
    SignatoryDetails,
    profile_of,
)

EMBLEM_BYTES = 2 * 1024 * 1024


class OrganiserForm(Form):
    """What the organiser says of itself."""

    name = LineField(lazy("Tên đầy đủ"), max=LONGEST_LINE)
    short_name = LineField(lazy("Tên gọn"), max=LONGEST_LINE)
    place_line = LineField(lazy("Dòng địa phương dưới tên"), required=False, max=LONGEST_LINE)
    place = LineField(lazy("Địa danh ghi trước ngày tháng"), required=False, max=LONGEST_LINE)
    province_code = LineField(lazy("Mã tỉnh"), required=False, max=2)
    letterhead_parent = ParagraphField(
        lazy("Cơ quan chủ quản trên văn bản"), required=False, max_chars=LONGEST_LINE
    )
    letterhead_name = ParagraphField(
        lazy("Tên cơ quan trên văn bản"), required=False, max_chars=LONGEST_LINE
    )
    address = LineField(lazy("Địa chỉ"), required=False, max=LONGEST_LINE)
    phone = LineField(lazy("Điện thoại"), required=False, max=100)
    email = EmailAddressField(lazy("Thư điện tử"), required=False)
    slogan = LineField(lazy("Phương châm"), required=False, max=LONGEST_LINE)
    introduction = ParagraphField(
        lazy("Giới thiệu"), required=False, max_chars=LONGEST_INTRODUCTION
    )

    def profile(self) -> Profile:
        """Return the profile as it was typed."""
        return profile_of({field.name: field.data or "" for field in self if field.data})


class EmblemForm(Form):
    """A picture to take as the emblem."""

    emblem = UploadField(lazy("Tệp biểu trưng"), allowed=(FileKind.IMAGE,), max_bytes=EMBLEM_BYTES)


class SignatoryForm(Form):
    """Somebody who signs."""

    authority = ParagraphField(lazy("Thẩm quyền ký"), required=False, max_chars=LONGEST_LINE)
    office = LineField(lazy("Chức vụ"), max=LONGEST_LINE)
    full_name = LineField(lazy("Họ và tên"), max=LONGEST_LINE)
    valid_from = DayField(lazy("Ký từ ngày"), required=False)
    valid_until = DayField(lazy("Ký đến ngày"), required=False)

    def details(self) -> SignatoryDetails:
        """Return the signature as it was typed."""
        return SignatoryDetails(
            office=self.office.data,
            full_name=self.full_name.data,
            authority=self.authority.data,
            valid_from=self.valid_from.data,
            valid_until=self.valid_until.data,
        )
