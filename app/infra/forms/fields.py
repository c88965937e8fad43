"""The common ground of all fields: required or not, cleaned, kept as typed, never raising."""

from __future__ import annotations

from typing import Any, ClassVar

from flask_babel import gettext as _
from wtforms import Field
from wtforms.validators import StopValidation
from wtforms.widgets import TextInput

from app.kernel.errors import RuleBroken
from app.kernel.vietnamese.text import clean_line

LONGEST_TYPED = 200


class OwnField(Field):
    """A field that says itself whether it must be filled.

    ``drawn_as`` is the name by which the macros of templates know how to draw it;
    ``missing`` is the sentence for an empty field, where the usual one does not read well.
    """

    data: Any
    drawn_as: ClassVar[str] = "StringField"

    def __init__(
        self,
        label: Any = None,
        validators: Any = None,
        *,
        required: bool = True,
        missing: Any = None,
        **others: Any,
    ) -> None:
        super().__init__(label, validators, **others)
        self.type = self.drawn_as
        self.missing = missing
        if required:
            self.flags.required = True

    @property
    def is_required(self) -> bool:
        """Whether leaving it empty is a fault."""
        return bool(self.flags.required)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was typed or chosen."""
        return self.data is None or self.data == ""

    def pre_validate(self, form: Any) -> None:
        """Stop at the first fault; an empty field that may be empty is not examined further."""
        if self.process_errors:
            raise StopValidation
        if self.is_empty:
            raise StopValidation(self._missing_words() if self.is_required else "")
        try:
            self.check(form)
        except RuleBroken as refusal:
            raise StopValidation(refusal.message) from refusal

    def check(self, form: Any) -> None:
        """Raise RuleBroken for what is typed but cannot be accepted; each kind knows its own."""

    def _missing_words(self) -> str:
        return str(self.missing or _("Hãy nhập %(what)s.", what=self.spoken_label))

    @property
    def spoken_label(self) -> str:
        """The label as it stands inside a sentence: "họ và tên", but "CCCD"."""
        label = str(self.label.text)
        is_abbreviation = not (label[1:2].islower() or label[1:2].isspace())
        return label if is_abbreviation else label[:1].lower() + label[1:]


class TypedField(OwnField):
    """A field of one typed line that means a value; what was typed stays when it means none."""

    widget = TextInput()
    longest: ClassVar[int] = LONGEST_TYPED

    def __init__(self, *args: Any, **others: Any) -> None:
        self.typed: str | None = None
        super().__init__(*args, **others)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was typed; what means nothing is not empty, it is a fault."""
        return self.data is None and not self.typed

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the first text that was sent; a fault waits for the validation."""
        self.typed = first_text(valuelist)
        self.data = None
        line = clean_line(self.typed)
        if not line:
            self.typed = ""
            return
        try:
            self.data = self._understood(line)
        except RuleBroken as refusal:
            self.process_errors.append(refusal.message)

    def _understood(self, line: str) -> Any:
        if len(line) > self.longest:
            raise RuleBroken(
                _(
                    "Nội dung quá dài: mục này nhận nhiều nhất %(most)s ký tự. Hãy viết gọn lại.",
                    most=self.longest,
                )
            )
        return self.read(line)

    def read(self, typed: str) -> Any:
        """Return the value that a cleaned line means, or raise RuleBroken."""
        raise NotImplementedError

    def show(self, value: Any) -> str:
        """Return the line that means a value."""
        raise NotImplementedError

    def _value(self) -> str:
        if self.typed is not None:
            return self.typed
        return "" if self.data is None else self.show(self.data)


def first_text(valuelist: list[Any]) -> str:
    """Return the first value if it is text; a file sent in a text's place counts as nothing."""
    return valuelist[0] if valuelist and isinstance(valuelist[0], str) else ""
