from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.kernel.placeholders import faults_in, filled, names_in

TEXTS = st.text(alphabet="ab{} \nđ", max_size=30)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{title}, năm {year}", "Máy {year} sàng, năm 2026"),
        ("{year}{year}", "20262026"),
        ("{khác} {", "{khác} {"),
        ("{ year }", "{ year }"),
        ("{{year}}", "{2026}"),
        ("{ye\nar}", "{ye\nar}"),
        ("", ""),
    ],
)
def test_a_text_takes_the_values_and_leaves_other_braces(text: str, words: str) -> None:
    assert filled(text, {"title": "Máy {year} sàng", "year": "2026"}) == words


def test_names_are_listed_once_in_the_order_of_reading() -> None:
    assert names_in("{b} {a} {b} {} {Tên khác}") == ("b", "a", "", "Tên khác")


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("{title} {year}", ()),
        ("{title} {tac_gia}", ("Không có “{tac_gia}”; hãy dùng {title}, {year}.",)),
        ("{title} {}", ("Không có “{}”; hãy dùng {title}, {year}.",)),
        ("{year}", ("Thiếu {title}; hãy đặt vào chỗ thích hợp trong nội dung.",)),
        (
            "{title} {year",
            ("Có dấu ngoặc nhọn đứng lẻ; mỗi tên viết gọn trong một cặp, như {title}, {year}.",),
        ),
        (
            "{{title}}",
            ("Có dấu ngoặc nhọn đứng lẻ; mỗi tên viết gọn trong một cặp, như {title}, {year}.",),
        ),
    ],
)
def test_a_fault_says_what_to_do(text: str, faults: tuple[str, ...]) -> None:
    assert faults_in(text, ("title", "year"), required=("title",)) == faults


@given(TEXTS)
def test_a_text_without_faults_keeps_no_brace_once_it_is_filled(text: str) -> None:
    values = {"a": "1", "ab": "2"}
    if not faults_in(text, values):
        assert not set("{}") & set(filled(text, values))


@given(TEXTS, TEXTS)
def test_what_is_put_in_is_never_read_again(before: str, value: str) -> None:
    text = before.replace("{", "").replace("}", "") + "{a}"
    assert filled(text, {"a": value, "b": "…"}).endswith(value)
