from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from app.programmes.enums import ScoringMethod as M
from app.results.rules.explanation import combination_steps, exact_words, stage_account
from app.scoring.rules.aggregation import (
    CountedSheet,
    ScoringRule,
    parse_deviation_limit,
    stage_score,
)
from app.scoring.rules.sheet import CriterionRule

CRITERIA = (CriterionRule("moi", "Tính mới", Decimal(100)),)


def sheets(*totals: str) -> list[CountedSheet]:
    return [
        CountedSheet(f"J{number}", {"moi": Decimal(total)}, Decimal(total))
        for number, total in enumerate(totals, 1)
    ]


def steps(rule: ScoringRule, *totals: str) -> tuple[str, ...]:
    return stage_account(sheets(*totals), CRITERIA, rule).steps


def test_the_mean_is_added_divided_and_rounded_once() -> None:
    assert steps(ScoringRule(M.MEAN), "80", "81,5".replace(",", "."), "83") == (
        "Cộng điểm các phiếu được tính: 83 + 81,5 + 80 = 244,5.",
        "Chia cho số phiếu được tính: 244,5 : 3 = 81,5.",
        "Làm tròn một lần đến hai chữ số thập phân, từ nửa trở lên làm tròn lên: 81,50 điểm.",
    )


def test_a_trimmed_mean_names_the_highest_and_the_lowest_sheet() -> None:
    account = stage_account(
        sheets("80", "90", "85", "70", "80"), CRITERIA, ScoringRule(M.TRIMMED_MEAN)
    )
    dropped = {sheet.judge: sheet.why for sheet in account.sheets if not sheet.is_used}
    assert dropped == {
        "J2": "Phiếu có tổng điểm cao nhất.",
        "J4": "Phiếu có tổng điểm thấp nhất.",
    }
    assert account.steps[0].startswith("Có 5 phiếu, từ 5 trở lên, nên bỏ một phiếu cao nhất")


def test_trimming_is_told_even_when_the_highest_and_the_lowest_are_equal() -> None:
    account = stage_account(sheets(*["80"] * 5), CRITERIA, ScoringRule(M.TRIMMED_MEAN))
    assert [sheet.why for sheet in account.sheets if not sheet.is_used] == [
        "Phiếu có tổng điểm thấp nhất.",
        "Phiếu có tổng điểm cao nhất.",
    ]


def test_a_sheet_too_far_from_the_others_says_how_far() -> None:
    rule = ScoringRule(M.DEVIATION_EXCLUSION, deviation_limit=parse_deviation_limit("20%"))
    account = stage_account(sheets("80", "80", "80", "40"), CRITERIA, rule)
    assert account.steps[:2] == (
        "Điểm trung bình của tất cả 4 phiếu: 70.",
        "Phiếu lệch quá 20% của điểm trung bình, tức 14 điểm, không được tính.",
    )
    far = next(sheet for sheet in account.sheets if not sheet.is_used)
    assert far.why == "Lệch 30 điểm so với điểm trung bình của các phiếu."


def test_the_median_of_an_even_number_is_between_the_two_in_the_middle() -> None:
    told = steps(ScoringRule(M.MEDIAN), "80", "90", "70", "85")
    assert told[0] == (
        "Xếp các phiếu từ thấp đến cao: 70, 80, 85, 90. Trung bình của hai phiếu ở giữa: 82,5."
    )


def test_too_few_sheets_are_the_whole_story() -> None:
    assert steps(ScoringRule(M.MEAN, min_sheets=3), "80", "90") == (
        "Chưa đủ phiếu chấm: có 2 phiếu, cần ít nhất 3 phiếu.",
    )


def test_no_sheet_at_all_is_told_too() -> None:
    account = stage_account([], CRITERIA, ScoringRule(M.MEAN))
    assert (account.score, account.criteria[0].mean) == (None, "–")


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (Fraction(1, 3), "0,333333…"),
        (Fraction(259, 3), "86,333333…"),
        (Fraction(1, 2), "0,5"),
        (Decimal("87.25"), "87,25"),
    ],
)
def test_an_exact_value_is_cut_and_never_rounded(value: Fraction | Decimal, words: str) -> None:
    assert exact_words(value) == words


def test_weighted_stages_show_their_products() -> None:
    rule = ScoringRule(M.MEAN, min_sheets=1)
    stages = [
        ("Sơ khảo", stage_score(sheets("80"), rule)),
        ("Chung khảo", stage_score(sheets("90"), rule)),
    ]
    told = combination_steps(stages, (Decimal(1), Decimal(2)), Decimal("86.67"))
    words = "(80 × 1 + 90 × 2) : 3, làm tròn thành 86,67."
    assert told == [f"Nhân điểm các vòng với trọng số rồi chia cho tổng trọng số: {words}"]
