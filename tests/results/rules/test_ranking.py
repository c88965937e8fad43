"""The ranking: scores, then the round's tie breakers, then openly shared ranks."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.kernel.errors import RuleBroken
from app.results.rules.ranking import (
    ChairDecision,
    RankingRule,
    RankInput,
    TieBreaker,
    TieBreakerKind,
    parse_tie_breaker,
    ranking,
    ranking_by_category,
)
from app.scoring.rules.aggregation import CountedSheet

if TYPE_CHECKING:
    from random import Random


def sheet(judge: int, novelty: int, total: int) -> CountedSheet:
    points = {"tinh_moi": Decimal(novelty), "khac": Decimal(total - novelty)}
    return CountedSheet(f"J{judge}", points, Decimal(total))


def entry(
    code: str, score: str | None, *pairs: tuple[int, int], category: str = "cntt"
) -> RankInput:
    """Make a ranked nomination; each pair is (points for novelty, total) of one sheet."""
    sheets = tuple(sheet(number, *pair) for number, pair in enumerate(pairs))
    return RankInput(code, category, None if score is None else Decimal(score), sheets)


def rule(*breakers: str, **facts: object) -> RankingRule:
    return RankingRule(tuple(map(parse_tie_breaker, breakers)), **facts)  # type: ignore[arg-type]


def ranks(inputs: list[RankInput], by: RankingRule | None = None) -> dict[str, int | None]:
    return {standing.code: standing.rank for standing in ranking(inputs, by)}


def test_equal_scores_share_a_rank_and_the_next_is_skipped() -> None:
    inputs = [entry("D", "70.00"), entry("C", "80"), entry("B", "80.00"), entry("A", "90.00")]
    assert ranks(inputs) == {"A": 1, "B": 2, "C": 2, "D": 4}


def test_a_shared_rank_is_said_in_the_note() -> None:
    standings = ranking([entry("A", "80.00"), entry("B", "80.00"), entry("C", "70.00")])
    assert [standing.note for standing in standings] == [
        "Đồng hạng với B.",
        "Đồng hạng với A.",
        "",
    ]


def test_a_nomination_without_a_score_is_listed_last_without_a_rank() -> None:
    standings = ranking([entry("A", None), entry("B", "10.00")])
    assert [(standing.code, standing.rank) for standing in standings] == [("B", 1), ("A", None)]


def test_what_the_stage_score_says_is_handed_through() -> None:
    item = RankInput("A", "y", None, (), ("J1",), ("J2",), "Chưa đủ phiếu chấm.")
    (standing,) = ranking([item])
    assert (standing.sheets_used, standing.sheets_dropped) == (("J1",), ("J2",))
    assert standing.note == "Chưa đủ phiếu chấm."


def test_the_criterion_with_more_mean_points_goes_first() -> None:
    inputs = [
        entry("A", "80.00", (30, 80), (31, 80)),
        entry("B", "80.00", (35, 80), (27, 80)),
        entry("C", "80.00", (31, 80), (31, 80)),
        entry("D", "80.00", (30, 80), (32, 80)),
    ]
    assert ranks(inputs, rule("criterion:tinh_moi")) == {"B": 1, "C": 1, "D": 1, "A": 4}


def test_more_yes_votes_go_first() -> None:
    inputs = [entry("A", "80.00"), entry("B", "80.00"), entry("C", "80.00")]
    assert ranks(inputs, rule("votes", votes={"A": 5, "B": 7})) == {"B": 1, "A": 2, "C": 3}


def test_the_higher_median_and_the_higher_lowest_sheet_go_first() -> None:
    inputs = [
        entry("A", "80.00", (0, 60), (0, 90), (0, 90)),
        entry("B", "80.00", (0, 70), (0, 80), (0, 90)),
    ]
    assert ranks(inputs, rule("median")) == {"A": 1, "B": 2}
    assert ranks(inputs, rule("lowest_sheet")) == {"B": 1, "A": 2}


def test_tie_breakers_look_at_all_sheets_also_those_dropped_from_the_score() -> None:
    inputs = [
        RankInput("A", "y", Decimal(80), (sheet(1, 0, 10), sheet(2, 0, 80)), ("J2",), ("J1",)),
        RankInput("B", "y", Decimal(80), (sheet(1, 0, 20), sheet(2, 0, 80)), ("J2",), ("J1",)),
    ]
    assert ranks(inputs, rule("lowest_sheet")) == {"B": 1, "A": 2}


def test_a_later_tie_breaker_decides_only_what_the_earlier_left_open() -> None:
    inputs = [
        entry("A", "80.00", (30, 80)),
        entry("B", "80.00", (30, 85)),
        entry("C", "80.00", (20, 99)),
    ]
    by = rule("criterion:tinh_moi", "median")
    assert ranks(inputs, by) == {"B": 1, "A": 2, "C": 3}


def test_the_chair_orders_what_is_still_tied() -> None:
    inputs = [entry("A", "80.00"), entry("B", "80.00"), entry("C", "80.00")]
    decision = ChairDecision({"B": 1, "A": 2, "C": 2}, "Hiệu quả kinh tế cao hơn.")
    by = rule("chair", decisions=(decision,))
    assert ranks(inputs, by) == {"B": 1, "A": 2, "C": 2}


def test_a_decision_speaks_also_when_chair_is_not_among_the_tie_breakers() -> None:
    inputs = [entry("A", "80.00", (1, 80)), entry("B", "80.00", (1, 80))]
    decision = ChairDecision({"B": 1, "A": 2}, "Lý do.")
    assert ranks(inputs, rule("median", decisions=(decision,))) == {"B": 1, "A": 2}


def test_a_decision_about_another_tie_decides_nothing() -> None:
    inputs = [entry("A", "80.00"), entry("B", "80.00")]
    stale = ChairDecision({"A": 1, "C": 2}, "Khi A và C bằng điểm.")
    assert ranks(inputs, rule("chair", decisions=(stale,))) == {"A": 1, "B": 1}


def test_the_latest_decision_on_a_tie_holds() -> None:
    inputs = [entry("A", "80.00"), entry("B", "80.00")]
    first, second = ChairDecision({"A": 1, "B": 2}, "x"), ChairDecision({"A": 2, "B": 1}, "y")
    assert ranks(inputs, rule(decisions=(first, second))) == {"B": 1, "A": 2}


def test_the_chair_never_lifts_a_nomination_above_a_higher_score() -> None:
    inputs = [entry("A", "80.01"), entry("B", "80.00")]
    decision = ChairDecision({"B": 1, "A": 2}, "Lý do.")
    assert ranks(inputs, rule("chair", decisions=(decision,))) == {"A": 1, "B": 2}


def test_each_category_has_a_ranking_of_its_own() -> None:
    inputs = [
        entry("A", "90.00"),
        entry("B", "80.00", category="y"),
        entry("C", "70.00", category="y"),
        entry("D", "80.00"),
    ]
    by_category = ranking_by_category(inputs)
    assert list(by_category) == ["cntt", "y"]
    assert [(s.code, s.rank) for s in by_category["y"]] == [("B", 1), ("C", 2)]
    assert ranks(inputs) == {"A": 1, "B": 2, "D": 2, "C": 4}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("criterion:tinh_moi", TieBreaker(TieBreakerKind.CRITERION, "tinh_moi")),
        (" median ", TieBreaker(TieBreakerKind.MEDIAN)),
        ("lowest_sheet", TieBreaker(TieBreakerKind.LOWEST_SHEET)),
        ("votes", TieBreaker(TieBreakerKind.VOTES)),
        ("chair", TieBreaker(TieBreakerKind.CHAIR)),
    ],
)
def test_tie_breakers_are_read(text: str, expected: TieBreaker) -> None:
    assert parse_tie_breaker(text, {"tinh_moi"}) == expected


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("age", "“age” không có"),
        ("", "không có"),
        ("criterion", "cần mã tiêu chí"),
        ("criterion:", "cần mã tiêu chí"),
        ("criterion:la", "“la” không có trong bộ tiêu chí"),
        ("median:a", "không đi kèm mã"),
    ],
)
def test_a_faulty_tie_breaker_is_named(text: str, words: str) -> None:
    with pytest.raises(RuleBroken) as refusal:
        parse_tie_breaker(text, {"tinh_moi"})
    assert refusal.value.field == "tie_breakers"
    assert words in refusal.value.message


@st.composite
def rank_inputs(draw: st.DrawFn) -> list[RankInput]:
    codes = draw(st.lists(st.sampled_from("ABCDEFGH"), unique=True, max_size=8))
    pairs = st.tuples(st.integers(0, 3), st.integers(3, 6))
    return [
        entry(
            code,
            draw(st.none() | st.sampled_from(["70.00", "80.00"])),
            *draw(st.lists(pairs, min_size=1, max_size=4)),
            category=draw(st.sampled_from(["cntt", "y"])),
        )
        for code in codes
    ]


breakers = st.lists(
    st.sampled_from(["criterion:tinh_moi", "votes", "median", "lowest_sheet", "chair"]),
    unique=True,
).map(lambda texts: rule(*texts, votes={"A": 1, "B": 2, "C": 1}))


@given(rank_inputs(), breakers, st.randoms(use_true_random=False))
def test_the_order_of_the_input_does_not_matter(
    inputs: list[RankInput], by: RankingRule, random: Random
) -> None:
    shuffled = list(inputs)
    random.shuffle(shuffled)
    assert ranking(shuffled, by) == ranking(inputs, by)


@given(rank_inputs(), breakers)
def test_a_rank_is_one_more_than_the_number_of_those_before(
    inputs: list[RankInput], by: RankingRule
) -> None:
    standings = [standing for standing in ranking(inputs, by) if standing.rank is not None]
    for standing in standings:
        better = [s for s in standings if s.rank is not None and s.rank < (standing.rank or 0)]
        assert standing.rank == len(better) + 1
        assert all((s.score or 0) >= (standing.score or 0) for s in better)


@given(rank_inputs(), breakers, st.permutations("ABCDEFGH"))
def test_renaming_never_breaks_a_tie(
    inputs: list[RankInput], by: RankingRule, names: list[str]
) -> None:
    new_name = dict(zip("ABCDEFGH", names, strict=True))
    renamed = [
        RankInput(new_name[item.code], item.category, item.score, item.sheets) for item in inputs
    ]
    votes = {new_name[code]: count for code, count in by.votes.items()}
    before, after = ranks(inputs, by), ranks(renamed, RankingRule(by.tie_breakers, votes))
    assert {new_name[code]: rank for code, rank in before.items()} == after


@given(rank_inputs(), breakers)
def test_within_a_category_the_order_is_that_of_the_round(
    inputs: list[RankInput], by: RankingRule
) -> None:
    whole = ranks(inputs, by)
    for standings in ranking_by_category(inputs, by).values():
        ranked = [s for s in standings if s.rank is not None]
        for better, worse in pairwise(ranked):
            is_tied = better.rank == worse.rank
            assert (whole[better.code] == whole[worse.code]) == is_tied
            assert (whole[better.code] or 0) <= (whole[worse.code] or 0)
