from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import pytest
from flask import Flask
from flask_babel import Babel
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfWriter
from werkzeug.datastructures import FileStorage, MultiDict
from wtforms.validators import URL, InputRequired

from app.infra.forms.base import Form, refuse
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
from app.kernel.errors import Duplicate, RuleBroken
from app.kernel.media import FileKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wtforms import Field

MEGABYTE_OF_TEXT = "ă" * (1024 * 1024)


class Colour(StrEnum):
    RED = "red"
    GOLD = "gold"


COLOURS = [(Colour.RED, "Đỏ"), (Colour.GOLD, "Vàng")]


class Everything(Form):
    """Every kind of field, all of them required."""

    line = LineField("Họ và tên", max=100)
    text = ParagraphField("Tóm tắt", max_chars=2000, max_words=5, min_words=2)
    email = EmailAddressField("Thư điện tử")
    phone = PhoneField("Điện thoại")
    password = PasswordField("Mật khẩu")
    exact = ExactField("Điểm", places=2, min=0, max=100)
    whole = WholeField("Số thành viên", min=1, max=20)
    share = ShareField("Tỷ lệ đóng góp")
    money = MoneyField("Kinh phí")
    day = DayField("Ngày sinh", min=date(1900, 1, 1), max=date(2026, 12, 31))
    at = InstantField("Hạn nộp")
    choice = ChoiceField("Màu", choices=COLOURS)
    choices = ChoicesField("Các màu", choices=COLOURS)
    tick = TickField("Tôi cam đoan", required=True)
    upload = UploadField("Tệp báo cáo")


class Lenient(Form):
    """Every kind of field, none of them required."""

    line = LineField("Họ và tên", required=False)
    text = ParagraphField("Tóm tắt", required=False)
    email = EmailAddressField("Thư điện tử", required=False)
    phone = PhoneField("Điện thoại", required=False)
    password = PasswordField("Mật khẩu", required=False)
    exact = ExactField("Điểm", required=False)
    whole = WholeField("Số thành viên", required=False)
    share = ShareField("Tỷ lệ đóng góp", required=False)
    money = MoneyField("Kinh phí", required=False)
    day = DayField("Ngày sinh", required=False)
    at = InstantField("Hạn nộp", required=False)
    choice = ChoiceField("Màu", choices=COLOURS, required=False, blank="Chưa chọn")
    choices = ChoicesField("Các màu", choices=COLOURS, required=False)
    tick = TickField("Tôi cam đoan")
    upload = UploadField("Tệp báo cáo", required=False)


NAMES = [name for name in Everything.__dict__ if name not in {"__module__", "__doc__", "Meta"}]
NAMES = [name for name in NAMES if not name.startswith("_")]
TYPED = ["email", "phone", "exact", "whole", "share", "money", "day", "at"]


@pytest.fixture(scope="module")
def small() -> Flask:
    """An application that only speaks Vietnamese."""
    app = Flask("small")
    app.config.update(SECRET_KEY="only-for-tests", WTF_CSRF_ENABLED=False)
    Babel(app, default_locale="vi")
    return app


@pytest.fixture(autouse=True)
def _context(small: Flask, request: pytest.FixtureRequest) -> Iterator[None]:
    """Every form lives in a request, but those of tests that bring their own application."""
    if "app" in request.fixturenames:
        yield
        return
    with small.test_request_context(method="POST"):
        yield


def send(form: type[Form], *pairs: tuple[str, Any]) -> Any:
    return form(formdata=MultiDict(pairs))


INSTANTS = st.datetimes(datetime(1950, 1, 1), datetime(2099, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis wants naive bounds


def field_of(name: str, *values: Any, form: type[Form] = Everything) -> Field:
    filled = send(form, *((name, value) for value in values))
    filled.validate()
    return filled[name]


# ── empty, hostile, wrong ────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("values", [(), ("",), (" \t\r\n ",)])
def test_required_field_left_empty_says_what_to_do(name: str, values: tuple[str, ...]) -> None:
    if name in {"password", "tick"} and values == (" \t\r\n ",):
        return
    [sentence] = field_of(name, *values).errors
    assert sentence.startswith("Hãy ")
    assert sentence.endswith(".")


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("values", [(), ("",), ("  ",)])
def test_optional_field_left_empty_is_accepted(name: str, values: tuple[str, ...]) -> None:
    if name == "password" and values == ("  ",):
        return
    field = field_of(name, *values, form=Lenient)
    assert field.errors == []
    assert not field.data


HOSTILE = [
    MEGABYTE_OF_TEXT,
    "\x00\x01\x7f",
    "a\x00b",
    "\ud800",
    "\u202e\u2066",
    "-1",
    "1e999999",
    "NaN",
    "Infinity",
    "9" * 5000,
    "٣",
    "0x10",
    "1_000",
    "31/02/2026",
    "99/99/9999",
    "2026-13-45T99:99",
    "25:61 01/01/2026",
    "<script>alert(1)</script>",
    "'; DROP TABLE jobs; --",
    "%(what)s {0} %s",
    "None",
]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("value", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_never_raises_and_is_shown_again(name: str, value: str) -> None:
    for form in (Everything, Lenient):
        field = field_of(name, value, form=form)
        assert all(isinstance(sentence, str) and sentence for sentence in field.errors)
        if hasattr(field, "_value"):
            assert isinstance(field._value(), str)


@pytest.mark.parametrize("name", NAMES)
def test_file_in_the_place_of_text_never_raises(name: str) -> None:
    upload = FileStorage(io.BytesIO(b"x"), "a.pdf", name)
    for form in (Everything, Lenient):
        field_of(name, upload, form=form)


@pytest.mark.parametrize("name", ["line", *TYPED])
def test_megabyte_in_a_line_is_refused_beside_it_and_stays(name: str) -> None:
    field = field_of(name, MEGABYTE_OF_TEXT)
    assert len(field.errors) == 1
    assert "nhiều nhất" in field.errors[0]
    assert field._value() == MEGABYTE_OF_TEXT


@given(text=st.text(max_size=60), name=st.sampled_from(NAMES))
def test_no_text_at_all_raises(text: str, name: str) -> None:
    app = Flask("given")
    app.config.update(SECRET_KEY="only-for-tests", WTF_CSRF_ENABLED=False)
    Babel(app, default_locale="vi")
    with app.test_request_context(method="POST"):
        field_of(name, text)


@pytest.mark.parametrize("name", TYPED)
def test_what_means_nothing_is_refused_and_stays_as_typed(name: str) -> None:
    for form in (Everything, Lenient):
        field = field_of(name, " không  phải ", form=form)
        assert len(field.errors) == 1
        assert field._value() == " không  phải "
        assert field.data is None


# ── text ─────────────────────────────────────────────────────────────────────────────────────


def test_line_is_composed_cleaned_and_single_spaced() -> None:
    assert (
        field_of("line", " Nguye\u0302\u0303n\x00\tVa\u0306n \r\n An\u200b ").data
        == "Nguyễn Văn An"
    )


def test_paragraph_keeps_its_lines() -> None:
    assert field_of("text", "Một\r\nhai\x07\n\nba ").data == "Một\nhai\n\nba"


@pytest.mark.parametrize(
    ("text", "word"), [("một", "ít nhất 2 từ"), ("a b c d e f", "nhiều nhất 5 từ, hiện có 6 từ")]
)
def test_paragraph_counts_words(text: str, word: str) -> None:
    assert word in field_of("text", text).errors[0]


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("An.Nguyen@DonVi.VN", "An.Nguyen@donvi.vn"),
        (" an@so.khcn.gov.vn\n", "an@so.khcn.gov.vn"),
        ("an@donvi.test", "an@donvi.test"),
    ],
)
def test_address_is_stored_with_its_domain_in_lower_case(typed: str, stored: str) -> None:
    assert field_of("email", typed).data == stored


@pytest.mark.parametrize(
    "typed", ["an", "an@", "@donvi.vn", "an@donvi", "ánh@donvi.vn", "a b@donvi.vn", "a@b@c.vn"]
)
def test_wrong_address_is_refused_with_an_example(typed: str) -> None:
    assert "ten@donvi.vn" in field_of("email", typed).errors[0]


def test_telephone_is_stored_as_digits() -> None:
    assert field_of("phone", "+84 912.345.678").data == "0912345678"


def test_endless_password_is_refused_and_never_shown() -> None:
    field = field_of("password", "x1y2" * 60)
    assert "dài nhất 200" in field.errors[0]
    assert field._value() == ""


def test_password_is_composed_and_otherwise_as_typed() -> None:
    assert field_of("password", " mu\u0300a xuân  chín ").data == " mùa xuân  chín "
    assert field_of("password", " mùa xuân  chín ").errors == []


# ── numbers ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("name", "typed", "value"),
    [
        ("exact", "87,25", Decimal("87.25")),
        ("exact", "87.25", Decimal("87.25")),
        ("exact", "87,250", Decimal("87.25")),
        ("exact", "100", Decimal(100)),
        ("whole", "12", 12),
        ("share", "33,33 %", Decimal("33.33")),
        ("money", "12.000.000 đồng", 12_000_000),
        ("money", "12 000 000", 12_000_000),
        ("money", "0", 0),
    ],
)
def test_number_is_read_as_vietnam_writes_it(name: str, typed: str, value: Any) -> None:
    field = field_of(name, typed)
    assert field.errors == []
    assert field.data == value
    assert type(field.data) is type(value)


@pytest.mark.parametrize(
    ("name", "typed", "word"),
    [
        ("exact", "100,01", "từ 0 đến 100"),
        ("exact", "-0,5", "từ 0 đến 100"),
        ("exact", "1,234", "2 chữ số sau dấu phẩy"),
        ("whole", "0", "từ 1 đến 20"),
        ("whole", "1,5", "số nguyên"),
        ("share", "101", "từ 0 đến 100"),
        ("money", "-5", "từ 0 đến"),
        ("money", "mười triệu", "12.000.000"),
    ],
)
def test_number_that_cannot_be_is_refused(name: str, typed: str, word: str) -> None:
    assert word in field_of(name, typed).errors[0]


def test_numbers_are_shown_with_a_comma() -> None:
    form = Everything(
        formdata=None, data={"exact": Decimal("1234.50"), "money": 5_000_000, "whole": 3}
    )
    assert [form.exact._value(), form.money._value(), form.whole._value()] == [
        "1.234,5",
        "5.000.000",
        "3",
    ]


# ── moments ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("typed", ["5/3/1976", "05-03-1976", "05.03.1976", "1976-03-05"])
def test_day_is_read_day_first(typed: str) -> None:
    assert field_of("day", typed).data == date(1976, 3, 5)


@pytest.mark.parametrize(("typed", "word"), [("31/02/2026", "ngày"), ("1/1/2030", "31/12/2026")])
def test_day_that_cannot_be_is_refused(typed: str, word: str) -> None:
    assert word in field_of("day", typed).errors[0]


@pytest.mark.parametrize(
    "typed",
    [
        "2026-11-30T17:00",
        "17:00 30/11/2026",
        "30/11/2026 17:00",
        "17h 30/11/2026",
        "17h00 30/11/2026",
        "17:00:00, 30/11/2026",
        "17 giờ 30/11/2026",
        "17 giờ 00 ngày 30/11/2026",
        "17 Giờ 00 phút 00 giây, ngày 30/11/2026",
        "ngày 30/11/2026 lúc 17 giờ",
        "30/11/2026, 17:00:00",
    ],
)
def test_instant_is_read_in_vietnamese_time(typed: str) -> None:
    assert field_of("at", typed).data == datetime(2026, 11, 30, 10, tzinfo=UTC)


def test_moments_are_shown_as_they_are_typed() -> None:
    moment = datetime(2026, 11, 30, 10, tzinfo=UTC)
    form = Everything(formdata=None, data={"day": date(1976, 3, 5), "at": moment})
    assert form.day._value() == "05/03/1976"
    assert form.at._value() == "17:00 30/11/2026"


@given(INSTANTS)
def test_instant_that_is_shown_reads_back(moment: datetime) -> None:
    whole = moment.replace(microsecond=0)
    shown = Everything(formdata=None, data={"at": whole}).at._value()
    assert field_of("at", shown).data == whole


@pytest.mark.parametrize("typed", ["25:00 30/11/2026", "17:60 30/11/2026", "17:00:60 30/11/2026"])
def test_hour_that_no_clock_shows_is_refused(typed: str) -> None:
    assert "23:59" in field_of("at", typed).errors[0]


@pytest.mark.parametrize("typed", ["30/11/2026", "17:00", "17:00 11/30/2026", "chiều thứ Hai"])
def test_half_an_instant_is_refused(typed: str) -> None:
    assert field_of("at", typed).errors


# ── choices ──────────────────────────────────────────────────────────────────────────────────


def test_choice_is_a_member_of_what_was_offered() -> None:
    assert field_of("choice", "gold").data is Colour.GOLD
    assert field_of("choices", "gold", "red", "gold").data == [Colour.RED, Colour.GOLD]


@pytest.mark.parametrize("name", ["choice", "choices"])
def test_choice_that_was_not_offered_is_refused_even_where_none_is_needed(name: str) -> None:
    for form in (Everything, Lenient):
        assert "không có trong danh sách" in field_of(name, "green", form=form).errors[0]
    assert field_of("choices", "red", "green").errors


def test_choices_may_be_said_after_the_form_was_made() -> None:
    form = send(Everything, ("choice", "3"), ("choices", "2"), ("choices", "3"))
    form.choice.choices = form.choices.choices = [(2, "Hai"), (3, "Ba")]
    form.validate()
    assert (form.choice.data, form.choice.errors) == (3, [])
    assert (form.choices.data, form.choices.errors) == ([2, 3], [])


def test_choices_are_drawn_with_the_chosen_one_marked() -> None:
    form = Lenient(formdata=None, data={"choice": Colour.GOLD, "choices": [Colour.RED]})
    assert [option[:3] for option in form.choice.iter_choices()] == [
        ("", "Chưa chọn", False),
        ("red", "Đỏ", False),
        ("gold", "Vàng", True),
    ]
    assert [option[2] for option in form.choices.iter_choices()] == [True, False]


@pytest.mark.parametrize(("sent", "ticked"), [("y", True), ("on", True), ("", False), ("0", False)])
def test_tick_is_true_or_false(sent: str, ticked: bool) -> None:
    assert field_of("tick", sent, form=Lenient).data is ticked
    assert field_of("tick", form=Lenient).data is False


# ── files ────────────────────────────────────────────────────────────────────────────────────


def test_chosen_file_is_received_or_refused_beside_its_field(app: Flask) -> None:
    writer, out = PdfWriter(), io.BytesIO()
    writer.add_blank_page(100, 100)
    writer.write(out)
    with app.test_request_context(method="POST"):
        good = field_of("upload", FileStorage(io.BytesIO(out.getvalue()), "Báo cáo.pdf"))
        stored, name = good.receive()
        assert (stored.kind, stored.pages, name) == (FileKind.PDF, 1, "Báo cáo.pdf")
        bad = field_of("upload", FileStorage(io.BytesIO(b"x"), "a.pdf"))
        assert bad.errors == []
        with pytest.raises(RuleBroken) as caught:
            bad.receive()
        assert caught.value.field == "upload"


def test_file_box_without_a_choice_is_empty() -> None:
    assert field_of("upload", FileStorage(io.BytesIO(), "")).errors == ["Hãy chọn tệp để tải lên."]
    assert field_of("upload").accept == ".pdf"


# ── the form ─────────────────────────────────────────────────────────────────────────────────


@dataclass
class Thing:
    version: int
    line: str = "cũ"


def test_form_reads_fields_of_a_request_and_never_json(small: Flask) -> None:
    with small.test_request_context(method="POST", json=["a"]):
        assert Lenient().validate() is True
    with small.test_request_context(method="POST", data={"line": "An"}):
        assert Lenient().line.data == "An"
    with small.test_request_context("/?line=An"):
        assert not Lenient().line.data


@pytest.mark.parametrize(
    ("sent", "read"), [("7", 7), ("", None), ("x", None), ("-1", None), ("9" * 40, None)]
)
def test_version_is_a_number_or_nothing(sent: str, read: int | None) -> None:
    form = send(Lenient, ("version", sent))
    assert form.validate() is True
    assert form.version.data == read


def test_version_is_shown_but_never_written_into_the_thing() -> None:
    thing = Thing(version=3)
    assert Lenient(formdata=None, obj=thing).version._value() == "3"
    form = send(Lenient, ("version", "9"), ("line", "mới"))
    form.version.populate_obj(thing, "version")
    form.line.populate_obj(thing, "line")
    assert thing == Thing(version=3, line="mới")


def test_refusal_stands_beside_its_field_or_on_top() -> None:
    form = send(Lenient, ("line", "An"))
    assert form.validate() is True
    refuse(form, Duplicate("Tên này đã có.", field="line"))
    refuse(form, RuleBroken("Đợt đã đóng.", field="nowhere"))
    refuse(form, RuleBroken("Hồ sơ chưa đủ."))
    refuse(form, RuleBroken("Tệp hỏng."), field="upload")
    assert form.line.errors == ["Tên này đã có."]
    assert form.upload.errors == ["Tệp hỏng."]
    assert form.form_errors == ["Đợt đã đóng.", "Hồ sơ chưa đủ."]
    assert [(fault.id, fault.text) for fault in form.error_list] == [
        (None, "Đợt đã đóng."),
        (None, "Hồ sơ chưa đủ."),
        ("line", "Họ và tên: Tên này đã có."),
        ("upload", "Tệp báo cáo: Tệp hỏng."),
    ]


def test_sentence_names_the_field_as_it_reads_inside() -> None:
    class Labels(Form):
        one = LineField("Họ và tên")
        two = LineField("CCCD")
        three = LineField("Ý tưởng", missing="Hãy nêu ý tưởng.")

    form = send(Labels)
    form.validate()
    assert form.one.errors == ["Hãy nhập họ và tên."]
    assert form.two.errors == ["Hãy nhập CCCD."]
    assert form.three.errors == ["Hãy nêu ý tưởng."]


def test_own_words_of_wtforms_are_vietnamese() -> None:
    class Foreign(Form):
        line = LineField("Trang", [InputRequired(), URL()])

    form = send(Foreign, ("line", "không phải"))
    form.validate()
    assert form.line.errors == ["Địa chỉ trang web chưa đúng. Ví dụ: https://donvi.vn."]


def test_fields_say_how_the_macros_draw_them() -> None:
    form = Everything(formdata=None)
    assert {
        name: form[name].type for name in ("line", "text", "exact", "choice", "tick", "at")
    } == {
        "line": "StringField",
        "text": "TextAreaField",
        "exact": "DecimalField",
        "choice": "SelectField",
        "tick": "BooleanField",
        "at": "InstantField",
    }
    assert form.line.flags.required
    assert not Lenient(formdata=None).line.flags.required
