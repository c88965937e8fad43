"""A form in which one question decides whether another one is asked, in another section."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from app.infra.db.engine import db
from app.nominations.operations.writing import save_answers
from app.questions.rules.plan import ConditionPlan, QuestionPlan, SectionPlan
from tests.nominations.conftest import make_stage

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask
    from flask.testing import FlaskClient

SECTIONS = (
    SectionPlan("mot", "Một", questions=(QuestionPlan("da_nop", "Đã nộp đơn?", kind="yes_no"),)),
    SectionPlan(
        "hai",
        "Hai",
        questions=(
            QuestionPlan(
                "so_don",
                "Số đơn",
                required=True,
                min_words=2,
                asked_if=ConditionPlan("da_nop", ("yes",)),
            ),
        ),
    ),
)
FETCH = {"X-Requested-With": "fetch"}


@pytest.fixture
def written(
    app: Flask, sign_in: Callable[..., FlaskClient]
) -> Callable[..., tuple[FlaskClient, str]]:
    def write(**answers: str) -> tuple[FlaskClient, str]:
        stage = make_stage(sections=SECTIONS)
        nomination = stage.begin(mo_ta="")
        save_answers(nomination, answers)
        address = f"/ho-so/{nomination.id}"
        db.session.commit()
        return sign_in(stage.author), address

    return write


def test_page_says_the_condition_in_words_and_asks_for_no_answer(
    written: Callable[..., tuple[FlaskClient, str]],
) -> None:
    writer, address = written(da_nop="no")
    page = writer.get(f"{address}/phan/hai?kiem-tra=1").text
    assert "Chỉ trả lời nếu câu “Đã nộp đơn?” được trả lời là “Có”." in page
    assert "(không bắt buộc)" in page
    assert "Mục này bắt buộc" not in page
    assert "Số đơn" not in writer.get(address).text
    assert "Mục này bắt buộc" not in writer.get(f"{address}/nop").text


def test_answer_is_asked_for_where_the_condition_holds(
    written: Callable[..., tuple[FlaskClient, str]],
) -> None:
    writer, address = written(da_nop="yes")
    page = writer.get(f"{address}/phan/hai?kiem-tra=1").text
    assert "Mục này bắt buộc" in page
    assert "Số đơn" in writer.get(address).text


@pytest.mark.parametrize(("decision", "faults"), [("yes", ["q_so_don"]), ("no", [])])
def test_save_asks_the_section_that_decides(
    written: Callable[..., tuple[FlaskClient, str]], decision: str, faults: list[str]
) -> None:
    writer, address = written(da_nop=decision)
    typed = {"editions": '{"q_so_don":""}', "q_so_don": "12345"}
    reply = writer.post(f"{address}/phan/hai/tu-luu", data=typed, headers=FETCH)
    assert reply.status_code == 200
    assert list(reply.get_json()["problems"]) == faults
