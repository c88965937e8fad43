from __future__ import annotations

from dataclasses import replace

import pytest

from app.kernel.errors import RuleBroken
from app.nominations.rules.completeness import (
    DossierFacts,
    report_sections,
    require_complete,
)
from app.nominations.rules.sections import FILES, PEOPLE, DossierRules
from app.programmes.enums import SubjectKind
from app.programmes.rules.plan import DocumentPlan
from app.questions.rules.asked_form import AskedForm
from app.questions.rules.completeness import SectionStatus, share_done
from app.questions.rules.plan import QuestionPlan, SectionPlan

EMPTY = DossierFacts(
    title="",
    summary="",
    has_category=False,
    has_unit=False,
    answers={},
    people=[],
    files={},
    accepted_declaration=False,
)
RULES = DossierRules(
    subject=SubjectKind.SOLUTION,
    max_people=3,
    needs_unit=True,
    needs_category=True,
    form=AskedForm.of(
        (
            SectionPlan(
                "noi_dung",
                "II. Nội dung",
                questions=(
                    QuestionPlan("moi", "Có gì mới?", required=True, min_words=3),
                    QuestionPlan("them", "Thêm"),
                ),
            ),
        )
    ),
    documents=(DocumentPlan("phieu", "Phiếu", required=True), DocumentPlan("anh", "Ảnh")),
)
FULL = DossierFacts(
    title="Máy sàng ngao",
    summary="Nhanh.",
    has_category=True,
    has_unit=True,
    answers={"moi": "hai tầng lưới"},
    people=[{"full_name": "Lê Thuỵ Khuê", "contribution": "100"}],
    files={"phieu": 1},
    accepted_declaration=True,
)


def test_whole_dossier_is_complete() -> None:
    reports = report_sections(FULL, RULES)
    require_complete(reports)
    assert share_done(reports) == 100
    assert {report.status for report in reports} == {SectionStatus.DONE}


def test_empty_dossier_has_nothing_done_and_no_faults() -> None:
    reports = report_sections(EMPTY, RULES)
    assert share_done(reports) == 0
    assert not any(report.faults for report in reports)
    with pytest.raises(RuleBroken, match="Hồ sơ chưa nộp được"):
        require_complete(reports)


def test_percent_is_below_hundred_while_a_thing_misses() -> None:
    assert share_done(report_sections(replace(FULL, accepted_declaration=False), RULES)) < 100


def test_answer_too_short_is_a_fault_with_its_question_named() -> None:
    report = report_sections(replace(FULL, answers={"moi": "lưới"}), RULES)[2]
    assert report.status is SectionStatus.PROBLEM
    assert report.missing[0].field == "q_moi"
    assert report.missing[0].text == "Có gì mới: hãy viết ít nhất 3 từ; hiện có 1 từ."


def test_numeral_of_the_form_does_not_stand_beside_our_own() -> None:
    assert report_sections(FULL, RULES)[2].title == "Nội dung"


@pytest.mark.parametrize(("code", "fact"), [(PEOPLE, "1 người, đủ 100 %"), (FILES, "1 tệp")])
def test_checklist_says_a_fact(code: str, fact: str) -> None:
    reports = {report.code: report for report in report_sections(FULL, RULES)}
    assert reports[code].note == fact
