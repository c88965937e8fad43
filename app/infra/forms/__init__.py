"""Forms: what a person typed, cleaned and understood, or a sentence beside the field."""

from app.infra.forms.base import Fault, Form, VersionField, refuse, require_fresh
from app.infra.forms.choices import ChoiceField, ChoicesField, TickField
from app.infra.forms.moments import DayField, InstantField
from app.infra.forms.numbers import ExactField, MoneyField, ShareField, WholeField
from app.infra.forms.texts import (
    EmailAddressField,
    LineField,
    ParagraphField,
    PasswordField,
    PhoneField,
)
from app.infra.forms.uploads import UploadField

__all__ = [
    "ChoiceField",
    "ChoicesField",
    "DayField",
    "EmailAddressField",
    "ExactField",
    "Fault",
    "Form",
    "InstantField",
    "LineField",
    "MoneyField",
    "ParagraphField",
    "PasswordField",
    "PhoneField",
    "ShareField",
    "TickField",
    "UploadField",
    "VersionField",
    "WholeField",
    "refuse",
    "require_fresh",
]
