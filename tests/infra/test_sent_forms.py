"""The frame of a sent form: validate, fresh, write, refuse beside the field, 200/303/422."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
from flask import Flask, get_flashed_messages
from flask_babel import Babel

from app.infra.forms.base import Form, done, pressed
from app.infra.forms.confirmed import Confirmed
from app.infra.forms.texts import LineField, ReasonField
from app.kernel.errors import Duplicate, NotAllowed, RuleBroken, WrongState
from app.kernel.reasons import NO_REASON, require_reason

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from flask import Request

VERSION_GONE = "đã cũ"


@dataclass
class Thing:
    version: int
    name: str = "cũ"


class NameForm(Form):
    name = LineField("Tên")


class WhyForm(Form):
    reason = ReasonField()


class TooFast(RuleBroken):
    status = 429


@pytest.fixture
def bare() -> Flask:
    app = Flask(__name__)
    app.config.update(SECRET_KEY="x", WTF_CSRF_ENABLED=False)
    Babel(app, default_locale="vi")
    app.add_url_rule("/ghi/<int:number>", "kept", str)
    return app


@pytest.fixture
def post(bare: Flask) -> Iterator[Callable[..., Any]]:
    contexts: list[Any] = []

    def sent(**data: str) -> Request:
        context = bare.test_request_context(method="POST", data=data)
        context.push()
        contexts.append(context)
        return context.request

    yield sent
    for context in reversed(contexts):
        context.pop()


def _refusing(refusal: Exception) -> Callable[[], None]:
    def write() -> None:
        raise refusal

    return write


def _forbidden() -> None:
    pytest.fail("nothing may be written")


def test_form_that_is_only_shown_writes_nothing(bare: Flask) -> None:
    with bare.test_request_context():
        form = NameForm(obj=Thing(3))
        assert not form.sent(_forbidden)
        assert form.status == 200
        assert form.error_list == []


def test_form_that_is_not_valid_writes_nothing(post: Callable[..., Any]) -> None:
    post(name="", version="2")
    form = NameForm(obj=Thing(3))
    assert not form.sent(_forbidden)
    assert form.status == 422
    assert form.name.errors == ["Hãy nhập tên."]


def test_what_was_written_comes_back(post: Callable[..., Any]) -> None:
    post(name="mới", version="3")
    form = NameForm(obj=Thing(3))
    assert form.sent(lambda: form.name.data) == "mới"
    assert form.status == 200


def test_nothing_to_return_is_still_a_yes_and_zero_is_no_refusal(post: Callable[..., Any]) -> None:
    post(name="mới")
    seen: list[str] = []
    form = NameForm()
    assert form.sent(lambda: seen.append(form.name.data)) is True
    assert seen == ["mới"]
    assert NameForm().sent(lambda: 0) == 0


@pytest.mark.parametrize("sent", [{"version": "2"}, {"version": "x"}, {}])
def test_stale_page_is_refused_and_writes_nothing(
    post: Callable[..., Any], sent: dict[str, str]
) -> None:
    post(name="mới", **sent)
    with pytest.raises(WrongState, match=VERSION_GONE):
        NameForm(obj=Thing(3)).sent(_forbidden)
    with pytest.raises(WrongState, match=VERSION_GONE):
        NameForm(data={"version": 3}).sent(_forbidden)


def test_thing_without_a_version_is_always_fresh(post: Callable[..., Any]) -> None:
    post(name="mới", version="2")
    assert NameForm(data={"name": "cũ"}).sent(lambda: None) is True


@pytest.mark.parametrize(
    ("refusal", "status"),
    [
        (RuleBroken("Tên này không được.", field="name"), 422),
        (Duplicate("Tên này đã có.", field="name"), 422),
        (TooFast("Hãy chờ.", field="name"), 429),
    ],
)
def test_refusal_stands_beside_its_field_with_what_was_typed(
    post: Callable[..., Any], refusal: RuleBroken, status: int
) -> None:
    post(name="mới")
    form = NameForm()
    assert form.sent(_refusing(refusal)) is None
    assert form.name.errors == [refusal.message]
    assert form.name.data == "mới"
    assert form.status == status


def test_refusal_of_no_field_stands_on_top(post: Callable[..., Any]) -> None:
    post(name="mới")
    form = NameForm()
    assert form.sent(_refusing(RuleBroken("Đợt đã đóng."))) is None
    assert form.form_errors == ["Đợt đã đóng."]


@pytest.mark.parametrize("refusal", [WrongState(), NotAllowed()])
def test_what_no_field_can_mend_is_refused_on_its_own_page(
    post: Callable[..., Any], refusal: Exception
) -> None:
    post(name="mới")
    with pytest.raises(type(refusal)):
        NameForm().sent(_refusing(refusal))


def test_button_is_pressed_on_a_fresh_page_only(post: Callable[..., Any]) -> None:
    def step(thing: Thing, *, by: str) -> str:
        return f"{thing.name} {by}"

    post(version="3")
    assert pressed(step, Thing(3), by="An") == "cũ An"
    with pytest.raises(WrongState, match=VERSION_GONE):
        pressed(step, Thing(4), by="An")


def test_what_is_done_is_said_and_leads_on(bare: Flask) -> None:
    with bare.test_request_context():
        answer = done("Đã ghi.", "kept", number=7, _anchor="day")
        assert (answer.status_code, answer.location) == (303, "/ghi/7#day")
        assert get_flashed_messages(with_categories=True) == [("ok", "Đã ghi.")]


@pytest.mark.parametrize("typed", ["", "3", "hai", "2.5", "-2", "02x", "9" * 300])
def test_another_number_confirms_nothing(post: Callable[..., Any], typed: str) -> None:
    post(confirmed_number=typed)
    form = Confirmed(2)
    assert not form.sent(_forbidden)
    assert form.status == 422
    assert form.confirmed_number._value() == typed
    assert len(form.confirmed_number.errors) == 1


def test_number_that_was_shown_confirms(post: Callable[..., Any]) -> None:
    post(confirmed_number=" 1.234 ")
    assert Confirmed(1234).sent(lambda: None) is True


def test_sentence_names_the_number(post: Callable[..., Any]) -> None:
    post(confirmed_number="3")
    form = Confirmed(2)
    assert not form.sent(_forbidden)
    assert form.confirmed_number.errors == ["Hãy gõ đúng số 2 để xác nhận."]


def test_nothing_is_confirmed_only_where_nothing_may_change(post: Callable[..., Any]) -> None:
    post(confirmed_number="0")
    assert not Confirmed(0).sent(_forbidden)
    assert Confirmed(0, least=0).sent(lambda: None) is True


@pytest.mark.parametrize("typed", ["", " \n\t "])
def test_reason_may_not_be_empty(post: Callable[..., Any], typed: str) -> None:
    post(reason=typed)
    form = WhyForm()
    assert not form.sent(_forbidden)
    assert form.reason.errors == [NO_REASON]
    with pytest.raises(RuleBroken) as refused:
        require_reason(typed)
    assert (refused.value.message, refused.value.field) == (NO_REASON, "reason")


def test_reason_is_kept_without_blanks_around_it() -> None:
    assert require_reason("  Ghi nhầm.\n") == "Ghi nhầm."
