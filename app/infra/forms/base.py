"""The form itself: what it reads, which words it speaks, and how a refusal gets into it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar, overload

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from flask_wtf.form import _Auto
from werkzeug.datastructures import CombinedMultiDict
from wtforms import Field
from wtforms.widgets import HiddenInput

from app.kernel.errors import Duplicate, RuleBroken, WrongState

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.typing import ResponseReturnValue
    from werkzeug import Response

    from app.kernel.errors import Refusal

P = ParamSpec("P")
T = TypeVar("T")
UNSAFE_METHODS = frozenset({"POST", "PUT", "PATCH", "DELETE"})
VERSION = re.compile(r"[0-9]{1,9}")

# What WTForms says by itself, where a page uses one of its own validators. Read at each use.
WORDS = {
    "This field is required.": "Hãy điền mục này.",
    "Not a valid choice.": "Hãy chọn một trong các mục đã cho.",
    "Not a valid choice": "Hãy chọn một trong các mục đã cho.",
    "Invalid input.": "Nội dung này chưa đúng. Hãy kiểm tra lại.",
    "Invalid email address.": "Địa chỉ thư chưa đúng. Ví dụ: ten@donvi.vn.",
    "Invalid URL.": "Địa chỉ trang web chưa đúng. Ví dụ: https://donvi.vn.",
    "Field must be equal to %(other_name)s.": "Nội dung ở đây phải trùng với mục %(other_name)s.",
    "CSRF token missing.": "Trang đã mở quá lâu. Hãy bấm gửi lần nữa.",
    "CSRF failed.": "Trang đã mở quá lâu. Hãy bấm gửi lần nữa.",
}
ANYTHING_ELSE = "Nội dung này chưa đúng. Hãy kiểm tra lại."


class _Words:
    """The translations of WTForms, which publishes none for Vietnamese."""

    @staticmethod
    def gettext(words: str) -> str:
        return WORDS.get(words, ANYTHING_ELSE)

    @staticmethod
    def ngettext(_one: str, _many: str, _number: int) -> str:
        return ANYTHING_ELSE


@dataclass(frozen=True, slots=True)
class FormFault:
    """One thing to mend; ``id`` is the field's place on the page, None for the whole form."""

    id: str | None
    text: str


class VersionField(Field):
    """The version of the thing that the page was made from; hidden, and never written back."""

    widget = HiddenInput()

    def __init__(self, *args: Any, **others: Any) -> None:
        super().__init__(*args, **others)
        self.type = "HiddenField"

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the number; anything else counts as a page that is too old."""
        typed = valuelist[0] if valuelist else None
        is_number = isinstance(typed, str) and VERSION.fullmatch(typed)
        self.data = int(typed) if typed and is_number else None

    def populate_obj(self, _obj: Any, _name: str) -> None:
        """Leave the thing's own version alone: the database counts it."""

    def _value(self) -> str:
        return "" if self.data is None else str(self.data)


class Form(FlaskForm):
    """The base of every form, and the frame in which a page takes what was sent.

    It reads fields of forms and files, never JSON; every field that the product uses cleans
    what it reads, keeps what was typed, and never raises for it. A form that is made of a thing
    with a version (``obj=thing`` or ``data={"version": …}``) carries it to the page, and takes
    nothing back from a page that is older than the thing.
    """

    class Meta(FlaskForm.Meta):
        """How WTForms reads a request, and in which language it speaks."""

        def wrap_formdata(self, _form: FlaskForm, formdata: Any) -> Any:
            """Return what was sent with an unsafe method; files and fields, never JSON."""
            if formdata is not _Auto:
                return formdata
            if request.method not in UNSAFE_METHODS:
                return None
            return CombinedMultiDict((request.files, request.form))

        def get_translations(self, _form: FlaskForm) -> _Words:
            """Return our words for what WTForms says by itself."""
            return _Words()

    version = VersionField()
    refusal: Refusal | None = None
    is_taken: bool = False

    @overload
    def sent(self, write: Callable[[], None]) -> bool: ...

    @overload
    def sent(self, write: Callable[[], T]) -> T | None: ...

    def sent(self, write: Callable[[], T]) -> T | bool | None:
        """Take the form: validate it, ask whether its page is fresh, then write.

        Returns:
            What ``write`` returned, or True when that is nothing; None while the form was not
            sent, is not valid, or a rule was broken: then each sentence stands beside its field.

        Raises:
            WrongState: for a stale page, and whatever else ``write`` refuses with.
        """
        if not self.validate_on_submit():
            return None
        self.require_fresh()
        try:
            written = write()
        except (RuleBroken, Duplicate) as refusal:
            refuse(self, refusal)
            return None
        self.is_taken = True
        return True if written is None else written

    def require_fresh(self) -> None:
        """Refuse what was typed on a page that somebody's newer text has made old.

        Raises:
            WrongState: for another version than the thing has now, or none.
        """
        now = self.version.object_data
        if now is not None and self.version.data != now:
            raise WrongState(
                _(
                    "Trang này đã cũ: nội dung đã được sửa ở nơi khác sau khi trang được mở. "
                    "Hãy chép lại phần vừa viết, tải lại trang rồi sửa trên bản mới."
                )
            )

    def page(self, template: str, **shown: Any) -> ResponseReturnValue:
        """Return the page of the form, with all that was typed; its status is `status`."""
        return render_template(template, form=self, **shown), self.status

    @property
    def status(self) -> int:
        """200 while the form is only shown or was taken; else 422, or what the rule says (429)."""
        if self.is_taken or not self.is_submitted():
            return HTTPStatus.OK
        is_rule = isinstance(self.refusal, RuleBroken)
        return self.refusal.status if self.refusal and is_rule else HTTPStatus.UNPROCESSABLE_ENTITY

    @property
    def error_list(self) -> list[FormFault]:
        """What is to be mended, in the order of the fields, the whole form first."""
        return [FormFault(None, text) for text in self.form_errors] + [
            FormFault(field.id, f"{field.label.text}: {text}")
            for field in self
            for text in field.errors
        ]


def refuse(form: Form, refusal: Refusal, *, field: str | None = None) -> None:
    """Put a refusal beside its field, or on top of the form when it has none there."""
    form.refusal = refusal
    name = field or refusal.field
    if name is not None and name in form:
        form[name].errors = [*form[name].errors, refusal.message]
    else:
        form.form_errors.append(refusal.message)


def pressed(step: Callable[P, T], *args: P.args, **others: P.kwargs) -> T:
    """Take a step for which somebody pressed a button on a page of its first argument.

    Raises:
        WrongState: for a stale page, and whatever else the step refuses with.
    """
    Form(obj=args[0]).require_fresh()
    return step(*args, **others)


def done(message: str, endpoint: str, **values: Any) -> Response:
    """Say that something was done, and lead on to a page (303)."""
    flash(message, "ok")
    return redirect(url_for(endpoint, **values), HTTPStatus.SEE_OTHER)
