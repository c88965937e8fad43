from __future__ import annotations

import json
from dataclasses import replace

import pytest

from app.questions.rules.asked_form import AskedForm, AskedSection, plan_from_json, plan_to_json
from app.questions.rules.completeness import SectionReport, SectionStatus, report_answers
from app.questions.rules.plan import ChoicePlan, ConditionPlan, QuestionPlan, SectionPlan
from app.questions.rules.soundness import faults_in_form
from app.questions.views.boxes import WrittenForm, boxes_of

APPLIED = QuestionPlan("da_nop", "Đã nộp đơn?", kind="yes_no", required=True)
KINDS = QuestionPlan(
    "loai",
    "Loại đơn",
    kind="choices",
    choices=(ChoicePlan("sc", "Sáng chế"), ChoicePlan("gp", "Giải pháp"), ChoicePlan("kd", "Khác")),
    asked_if=ConditionPlan("da_nop", ("yes",)),
)
NUMBER = QuestionPlan(
    "so_don",
    "Số đơn",
    kind="short_text",
    required=True,
    max_chars=5,
    help="Ghi như trên đơn.",
    asked_if=ConditionPlan("loai", ("sc", "gp")),
)
PLAN = (
    SectionPlan("mot", "Một", questions=(APPLIED,)),
    SectionPlan("hai", "Hai", questions=(KINDS, NUMBER)),
)
FORM = AskedForm.of(PLAN)
LAST = FORM.questions["so_don"]


@pytest.mark.parametrize(
    ("answers", "is_asked"),
    [
        ({}, False),
        ({"da_nop": "no", "loai": "sc"}, False),
        ({"loai": "sc"}, False),
        ({"da_nop": "yes", "loai": ""}, False),
        ({"da_nop": "yes", "loai": "kd"}, False),
        ({"da_nop": "yes", "loai": "kd;gp"}, True),
        ({"da_nop": "yes", "loai": "sc"}, True),
        ({"da_nop": "lạ", "loai": "sc"}, False),
    ],
)
def test_question_is_asked_where_its_condition_and_that_of_its_source_hold(
    answers: dict[str, str], is_asked: bool
) -> None:
    assert FORM.asks(LAST, answers) is is_asked
    assert FORM.asks(FORM.questions["da_nop"], answers)


def test_condition_reads_as_a_sentence() -> None:
    assert FORM.condition_in_words(FORM.questions["da_nop"]) == ""
    assert FORM.condition_in_words(LAST) == (
        "Chỉ trả lời nếu câu “Loại đơn” được trả lời là “Sáng chế” hoặc “Giải pháp”."
    )


def test_questions_of_other_sections_that_decide_are_known() -> None:
    assert FORM.sources_outside(FORM.sections[1].questions) == {"da_nop"}
    assert FORM.sources_outside([LAST]) == {"loai", "da_nop"}
    assert FORM.sources_outside(FORM.sections[0].questions) == set()


def report(answers: dict[str, str]) -> SectionReport[AskedSection]:
    section = FORM.sections[1]
    return report_answers(section, section.questions, answers, FORM)


def test_required_answer_misses_only_where_it_is_asked() -> None:
    assert report({"da_nop": "no"}).status is SectionStatus.DONE
    assert report({"da_nop": "no"}).total == 0
    asked = report({"da_nop": "yes", "loai": "sc"})
    assert [item.field for item in asked.missing] == ["q_so_don"]
    assert (asked.done, asked.total) == (1, 2)


def test_answer_that_is_no_longer_asked_is_neither_counted_nor_wrong() -> None:
    stale = {"loai": "sc", "so_don": "dài quá năm chữ"}
    assert report({**stale, "da_nop": "no"}).missing == ()
    assert len(report({**stale, "da_nop": "yes"}).faults) == 1


def test_box_says_its_condition_and_is_required_only_where_it_holds() -> None:
    def box(answers: dict[str, str]) -> tuple[str, bool]:
        ((drawn,),) = boxes_of([LAST], WrittenForm(FORM, answers, {}, {}))
        return drawn.help, drawn.required

    condition = FORM.condition_in_words(LAST)
    assert box({}) == (f"{condition} Ghi như trên đơn.", False)
    assert box({"da_nop": "yes", "loai": "sc"}) == (f"{condition} Ghi như trên đơn.", True)


def test_condition_comes_back_from_what_is_kept() -> None:
    assert plan_from_json(json.loads(json.dumps(plan_to_json(PLAN)))) == PLAN


@pytest.mark.parametrize(
    ("condition", "part"),
    [
        (ConditionPlan("khong_co", ("yes",)), "đứng trước"),
        (ConditionPlan("so_don", ("yes",)), "đứng trước"),
        (ConditionPlan("da_nop", ("co",)), "“co” không phải là"),
        (ConditionPlan("da_nop", ()), "ít nhất một"),
    ],
)
def test_condition_that_can_never_be_met_is_a_fault(condition: ConditionPlan, part: str) -> None:
    last = replace(NUMBER, asked_if=condition)
    plan = (PLAN[0], SectionPlan("hai", "Hai", questions=(KINDS, last)))
    ((where, remedy),) = faults_in_form(plan)
    assert where == "sections[1].questions[1].asked_if"
    assert part in remedy


def test_condition_on_a_later_question_or_on_free_text_is_a_fault() -> None:
    assert list(faults_in_form(PLAN)) == []
    turned = (PLAN[1], PLAN[0])
    assert [where for where, _remedy in faults_in_form(turned)] == [
        "sections[0].questions[0].asked_if"
    ]
    text = QuestionPlan("ten", "Tên", kind="short_text")
    on_text = replace(NUMBER, asked_if=ConditionPlan("ten", ("a",)))
    ((_where, remedy),) = faults_in_form([SectionPlan("a", "A", questions=(text, on_text))])
    assert "không có phương án" in remedy
