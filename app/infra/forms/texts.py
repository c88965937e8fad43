"""Fields of text: lines, paragraphs, addresses, telephones and passwords."""

from __future__ import annotations

from typing import Any, ClassVar

from email_validator import EmailNotValidError, validate_email
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.widgets import EmailInput, PasswordInput, TelInput, TextArea, TextInput

from app.infra.forms.fields import OwnField, TypedField, first_text
from app.kernel.errors import RuleBroken
from app.kernel.numbers import format_decimal
from app.kernel.reasons import NO_REASON
from app.kernel.vietnamese.phones import format_phone, normalise_phone
from app.kernel.vietnamese.text import clean_line, clean_text, count_words, nfc

LINE = 500
PARAGRAPH = 100_000
REASON = 4000
EMAIL = 120
PASSWORD_MOST = 200


class TextField(OwnField):
    """Text of any kind; what is too long is refused and stays as it was typed."""

    def __init__(
        self, *args: Any, max_chars: int = LINE, min_chars: int = 0, **others: Any
    ) -> None:
        super().__init__(*args, **others)
        self.max_chars = max_chars
        self.min_chars = min_chars

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Clean what was sent; a form that does not send the field leaves it empty."""
        self.data = self.clean(first_text(valuelist))

    def clean(self, text: str) -> str:
        """Return the text as it will be stored."""
        return clean_line(text)

    def check(self, _form: Any) -> None:
        """Refuse text that is too long or too short."""
        length = len(self.data)
        if length > self.max_chars:
            raise RuleBroken(
                _(
                    "Mục này nhận nhiều nhất %(most)s ký tự, hiện có %(length)s. Hãy viết gọn lại.",
                    most=format_decimal(self.max_chars),
                    length=format_decimal(length),
                )
            )
        if length < self.min_chars:
            raise RuleBroken(
                _("Hãy viết ít nhất %(least)s ký tự.", least=format_decimal(self.min_chars))
            )

    def _value(self) -> str:
        return "" if self.data is None else str(self.data)


class LineField(TextField):
    """One line; ``max`` characters."""

    widget = TextInput()

    def __init__(self, *args: Any, max: int = LINE, **others: Any) -> None:  # noqa: A002  # reads best at the call
        super().__init__(*args, max_chars=max, **others)


class ParagraphField(TextField):
    """Several lines; limits in characters and in words, counted as word processors count."""

    widget = TextArea()
    drawn_as: ClassVar[str] = "TextAreaField"

    def __init__(
        self,
        *args: Any,
        max_chars: int = PARAGRAPH,
        max_words: int | None = None,
        min_words: int | None = None,
        **others: Any,
    ) -> None:
        super().__init__(*args, max_chars=max_chars, **others)
        self.max_words = max_words
        self.min_words = min_words

    def clean(self, text: str) -> str:
        """Keep the lines."""
        return clean_text(text)

    def check(self, form: Any) -> None:
        """Refuse too many characters, too many words, too few words."""
        super().check(form)
        words = count_words(self.data)
        if self.max_words is not None and words > self.max_words:
            raise RuleBroken(
                _(
                    "Mục này nhận nhiều nhất %(most)s từ, hiện có %(words)s từ. Hãy viết gọn lại.",
                    most=format_decimal(self.max_words),
                    words=format_decimal(words),
                )
            )
        if self.min_words is not None and words < self.min_words:
            raise RuleBroken(
                _(
                    "Mục này cần ít nhất %(least)s từ, hiện có %(words)s từ. Hãy viết thêm.",
                    least=format_decimal(self.min_words),
                    words=format_decimal(words),
                )
            )


class ReasonField(ParagraphField):
    """Why something is refused, undone or given back; it may not be empty."""

    def __init__(self, label: Any = None, *, max_chars: int = REASON, **others: Any) -> None:
        super().__init__(label or _l("Lý do"), missing=_l(NO_REASON), max_chars=max_chars, **others)


class EmailAddressField(TypedField):
    """An e-mail address; the domain is stored in lower case. No name server is asked."""

    widget = EmailInput()
    drawn_as: ClassVar[str] = "EmailField"
    longest: ClassVar[int] = EMAIL

    def read(self, typed: str) -> str:
        """Return the normal form of the address."""
        try:
            found = validate_email(
                typed,
                check_deliverability=False,
                allow_smtputf8=False,
                globally_deliverable=False,
                test_environment=True,
            )
        except EmailNotValidError as error:
            raise _wrong_address() from error
        if "." not in found.domain:
            raise _wrong_address()
        return str(found.normalized)

    def show(self, value: str) -> str:
        """Return the address."""
        return value


def _wrong_address() -> RuleBroken:
    return RuleBroken(
        _("Địa chỉ thư điện tử chưa đúng. Hãy nhập không dấu, có @, ví dụ ten@donvi.vn.")
    )


class PhoneField(TypedField):
    """A telephone number, stored as digits."""

    widget = TelInput()
    drawn_as: ClassVar[str] = "TelField"

    def read(self, typed: str) -> str:
        """Return the digits."""
        return normalise_phone(typed)

    def show(self, value: str) -> str:
        """Return the digits in groups."""
        return format_phone(value)


class PasswordField(OwnField):
    """The password of somebody who signs in: composed, otherwise exactly as typed."""

    widget = PasswordInput()
    drawn_as: ClassVar[str] = "PasswordField"

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Compose the letters, so that every keyboard types the same password."""
        self.data = nfc(first_text(valuelist))

    def check(self, _form: Any) -> None:
        """Refuse what would only keep the computer busy."""
        if len(self.data) > PASSWORD_MOST:
            raise RuleBroken(
                _("Mật khẩu dài nhất %(most)s ký tự. Hãy kiểm tra lại.", most=PASSWORD_MOST)
            )

    def _value(self) -> str:
        return ""
