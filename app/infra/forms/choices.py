"""Fields of choices; what was not offered is refused, however it was sent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from flask_babel import gettext as _
from wtforms.widgets import CheckboxInput, Select

from app.infra.forms.fields import OwnField, first_text
from app.kernel.errors import RuleBroken

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    Offered = Iterable[tuple[Any, Any]]

NO_VALUES = ("", "0", "n", "no", "false", "off")


class _OfferedField(OwnField):
    """Choices are pairs of value and label, or a function that returns them.

    A value keeps the type it is offered with: a number, a member of an enum, a text.
    """

    widget = Select()

    def __init__(
        self, *args: Any, choices: Offered | Callable[[], Offered] = (), **others: Any
    ) -> None:
        super().__init__(*args, **others)
        self.choices = list(choices() if callable(choices) else choices)

    def _offered(self, text: str) -> Any:
        """Return the offered value that a text stands for, or None."""
        return next((value for value, _label in self.choices if key_of(value) == text), None)

    def _missing_words(self) -> str:
        return str(self.missing or _("Hãy chọn %(what)s.", what=self.spoken_label))

    def iter_choices(self) -> Iterator[tuple[str, str, bool, dict[str, Any]]]:
        """Yield value, label, whether it is chosen, and no attributes."""
        for value, label in self.choices:
            yield key_of(value), str(label), self._is_chosen(value), {}

    def has_groups(self) -> bool:
        """Tell WTForms that the choices are one flat list."""
        return False

    def _is_chosen(self, value: Any) -> bool:
        raise NotImplementedError


class ChoiceField(_OfferedField):
    """One of the offered values; ``blank`` is the label of the empty choice of a list."""

    drawn_as: ClassVar[str] = "SelectField"

    def __init__(self, *args: Any, blank: Any = None, **others: Any) -> None:
        self.typed: str | None = None
        super().__init__(*args, **others)
        self.blank = blank

    def pre_validate(self, form: Any) -> None:
        """Look again: a view may have said what is offered after the form was made."""
        if self.typed:
            self.data = self._offered(self.typed)
        super().pre_validate(form)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was chosen; what was not offered is not empty, it is a fault."""
        return self.data is None and not self.typed

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Find the offered value."""
        self.typed = first_text(valuelist).strip()
        self.data = self._offered(self.typed) if self.typed else None

    def check(self, _form: Any) -> None:
        """Refuse what was not offered."""
        if self.data is None or self._offered(key_of(self.data)) is None:
            raise not_offered()

    def iter_choices(self) -> Iterator[tuple[str, str, bool, dict[str, Any]]]:
        """Yield the empty choice first, where there is one."""
        if self.blank is not None:
            yield "", str(self.blank), self.data is None, {}
        yield from super().iter_choices()

    def _is_chosen(self, value: Any) -> bool:
        return self.data is not None and key_of(value) == key_of(self.data)


class ChoicesField(_OfferedField):
    """Any number of the offered values, in the order they are offered."""

    widget = Select(multiple=True)
    drawn_as: ClassVar[str] = "SelectMultipleField"

    def __init__(self, *args: Any, **others: Any) -> None:
        self.typed: set[str] = set()
        super().__init__(*args, **others)

    def pre_validate(self, form: Any) -> None:
        """Look again: a view may have said what is offered after the form was made."""
        if self.typed:
            self.data = self._chosen()
        super().pre_validate(form)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was ticked."""
        return not self.data and not self.typed

    def process_data(self, value: Any) -> None:
        """Take a list, or nothing."""
        self.data = list(value or ())

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Find the offered values; each counts once."""
        texts = (text.strip() for text in valuelist if isinstance(text, str))
        self.typed = {text for text in texts if text}
        self.data = self._chosen()

    def check(self, _form: Any) -> None:
        """Refuse the whole when one of them was not offered."""
        if self.typed and len(self.data) != len(self.typed):
            raise not_offered()

    def _chosen(self) -> list[Any]:
        return [value for value, _label in self.choices if key_of(value) in self.typed]

    def _is_chosen(self, value: Any) -> bool:
        return key_of(value) in {key_of(chosen) for chosen in self.data or ()}


class TickField(OwnField):
    """A box to tick; a required one must be ticked."""

    widget = CheckboxInput()
    drawn_as: ClassVar[str] = "BooleanField"

    def __init__(self, *args: Any, required: bool = False, **others: Any) -> None:
        super().__init__(*args, required=required, **others)

    @property
    def is_empty(self) -> bool:
        """Whether it is not ticked."""
        return not self.data

    def process_data(self, value: Any) -> None:
        """Take the truth of a value."""
        self.data = bool(value)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Browsers send a ticked box and leave out another."""
        self.data = first_text(valuelist).strip().lower() not in NO_VALUES

    def _missing_words(self) -> str:
        return str(self.missing or _("Hãy đánh dấu vào ô này để tiếp tục."))

    def _value(self) -> str:
        return "y"


def key_of(value: Any) -> str:
    """Return the text that stands for a value on the page; members of enums by value."""
    return str(getattr(value, "value", value))


def not_offered() -> RuleBroken:
    """Return the refusal of a value that the page did not offer."""
    return RuleBroken(_("Mục đã chọn không có trong danh sách. Hãy chọn lại trong danh sách."))
