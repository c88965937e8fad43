"""The prizes: one walk down the ranking, and what stops it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from app.programmes.enums import PrizeScope
from app.results.rules.prizes import (
    Allocation,
    Downgrade,
    PrizeFacts,
    PrizeRule,
    PrizeTaken,
    PrizeTie,
    StageFacts,
    allocate,
)
from app.results.rules.ranking import ChairDecision, Standing
from app.scoring.rules.aggregation import CountedSheet
from app.scoring.rules.sheet import CriterionRule

if TYPE_CHECKING:
    from random import Random

FIRST = PrizeRule("Giải Nhất", 1, 1, Decimal(85), money=12_000_000)
SECOND = PrizeRule("Giải Nhì", 2, 2, Decimal(75), money=8_000_000)
CONSOLATION = PrizeRule("Giải Khuyến khích", 3, None, Decimal(50), money=4_000_000)
LEVELS = (FIRST, SECOND, CONSOLATION)
NOVELTY = CriterionRule("tinh_moi", "Tính mới", Decimal(40))


def per_category(prize: PrizeRule) -> PrizeRule:
    return replace(prize, scope=PrizeScope.CATEGORY)


def standings_of(*lines: str) -> list[Standing]:
    """Read "A 90" or "A 90 y": code, score, category; the rank follows from the scores."""
    parts = [line.split() for line in lines]
    scores = [Decimal(part[1]) for part in parts]
    return [
        Standing(
            part[0],
            part[2] if len(part) > 2 else "cntt",
            score,
            1 + sum(other > score for other in scores),
        )
        for part, score in zip(parts, scores, strict=True)
    ]


def sheets_with(*novelty: int) -> list[CountedSheet]:
    return [
        CountedSheet(f"J{n}", {"tinh_moi": Decimal(value)}, Decimal(80))
        for n, value in enumerate(novelty)
    ]


def levels(allocation: Allocation) -> dict[str, str]:
    return {code: level.removeprefix("Giải ") for code, level in allocation.levels.items()}


def test_each_takes_the_highest_level_with_a_place_left() -> None:
    allocation = allocate(standings_of("A 95", "B 90", "C 86", "D 80", "E 40"), LEVELS)
    assert levels(allocation) == {"A": "Nhất", "B": "Nhì", "C": "Nhì", "D": "Khuyến khích"}
    assert allocation.unresolved == ()
    assert allocation.awards[0] == PrizeTaken("A", "Giải Nhất", 12_000_000)


def test_nobody_is_promoted_when_no_score_reaches_the_first_prize() -> None:
    first = replace(FIRST, min_score=Decimal(90))
    allocation = allocate(standings_of("A 89.99", "B 80"), (first, SECOND, CONSOLATION))
    assert levels(allocation) == {"A": "Nhì", "B": "Nhì"}


def test_a_score_on_the_limit_qualifies() -> None:
    assert levels(allocate(standings_of("A 85.00"), LEVELS)) == {"A": "Nhất"}


def test_prize_money_of_lam_dong_21_adds_up_to_310_million() -> None:
    prizes = [
        PrizeRule(name, order, count, None, money=million * 1_000_000)
        for order, (name, count, million) in enumerate(
            [("Nhất", 5, 12), ("Nhì", 10, 8), ("Ba", 15, 6), ("Khuyến khích", 20, 4)], start=1
        )
    ]
    allocation = allocate(standings_of(*(f"N{n} {100 - n}" for n in range(60))), prizes)
    assert len(allocation.awards) == 50
    assert allocation.total_money == 310_000_000


def test_a_tie_that_fits_into_the_places_is_no_tie() -> None:
    allocation = allocate(standings_of("A 95", "B 90", "C 90", "D 80"), LEVELS)
    assert levels(allocation) == {"A": "Nhất", "B": "Nhì", "C": "Nhì", "D": "Khuyến khích"}
    assert allocation.ties == ()


def test_a_tie_over_the_last_place_stops_the_walk_and_is_named() -> None:
    allocation = allocate(standings_of("A 95", "B 90", "C 80", "D 80", "E 60"), LEVELS)
    assert levels(allocation) == {"A": "Nhất", "B": "Nhì"}
    assert allocation.ties == (PrizeTie("Giải Nhì", None, 1, ("C", "D")),)
    assert allocation.unresolved == ("C", "D", "E")


def test_a_tie_where_no_place_is_left_goes_on_to_the_next_level() -> None:
    allocation = allocate(standings_of("A 95", "B 90", "C 89", "D 80", "E 80"), LEVELS)
    assert levels(allocation)["D"] == levels(allocation)["E"] == "Khuyến khích"


def test_a_tied_nomination_that_cannot_have_the_level_does_not_make_a_tie() -> None:
    first = replace(FIRST, criterion_minima={"tinh_moi": Decimal(30)})
    facts = PrizeFacts((StageFacts(sheets={"A": sheets_with(30, 30), "B": sheets_with(30, 29)}),))
    allocation = allocate(standings_of("A 90", "B 90"), (first, SECOND), facts)
    assert levels(allocation) == {"A": "Nhất", "B": "Nhì"}


def test_the_chairs_decision_lets_the_walk_go_on() -> None:
    decision = ChairDecision({"D": 1, "C": 2}, "Phạm vi áp dụng rộng hơn.")
    allocation = allocate(
        standings_of("A 95", "B 90", "C 80", "D 80", "E 60"),
        LEVELS,
        PrizeFacts(decisions=(decision,)),
    )
    assert levels(allocation) == {
        "A": "Nhất",
        "B": "Nhì",
        "D": "Nhì",
        "C": "Khuyến khích",
        "E": "Khuyến khích",
    }
    assert (allocation.ties, allocation.unresolved) == ((), ())


def test_a_decision_that_leaves_the_last_place_open_asks_again_about_the_rest() -> None:
    decision = ChairDecision({"A": 1, "B": 2, "C": 2}, "Lý do.")
    allocation = allocate(
        standings_of("A 80", "B 80", "C 80"), (SECOND,), PrizeFacts(decisions=(decision,))
    )
    assert levels(allocation) == {"A": "Nhì"}
    assert allocation.ties == (PrizeTie("Giải Nhì", None, 1, ("B", "C")),)


def test_a_level_of_a_category_counts_in_each_category() -> None:
    prizes = (per_category(FIRST), CONSOLATION)
    allocation = allocate(standings_of("A 95 y", "B 94", "C 93 y", "D 92"), prizes)
    assert levels(allocation) == {
        "A": "Nhất",
        "B": "Nhất",
        "C": "Khuyến khích",
        "D": "Khuyến khích",
    }


def test_equal_scores_in_two_categories_do_not_compete_for_a_level_of_the_category() -> None:
    allocation = allocate(standings_of("A 95 y", "B 95"), (per_category(FIRST),))
    assert levels(allocation) == {"A": "Nhất", "B": "Nhất"}


def test_a_tie_in_one_category_does_not_stop_another() -> None:
    prizes = (per_category(FIRST), per_category(SECOND))
    allocation = allocate(standings_of("A 95 y", "B 95 y", "C 90", "D 80", "E 80 y"), prizes)
    assert levels(allocation) == {"C": "Nhất", "D": "Nhì"}
    assert allocation.ties == (PrizeTie("Giải Nhất", "y", 1, ("A", "B")),)
    assert allocation.unresolved == ("A", "B", "E")


def test_a_place_of_the_round_is_kept_for_the_loser_of_a_tie_in_a_category() -> None:
    """B or A will take the single consolation prize, so D of another category cannot have it."""
    prizes = (per_category(FIRST), replace(CONSOLATION, quantity=1))
    allocation = allocate(standings_of("A 95 y", "B 95 y", "C 90", "D 60"), prizes)
    assert levels(allocation) == {"C": "Nhất"}
    assert allocation.unresolved == ("A", "B", "D")


def test_a_place_of_the_round_that_no_claim_can_reach_is_given() -> None:
    prizes = (per_category(FIRST), replace(CONSOLATION, quantity=3))
    allocation = allocate(standings_of("A 95 y", "B 95 y", "C 90", "D 60"), prizes)
    assert levels(allocation) == {"C": "Nhất", "D": "Khuyến khích"}
    assert allocation.unresolved == ("A", "B")


def test_a_tie_for_a_level_of_the_round_stops_every_category() -> None:
    prizes = (replace(FIRST, min_score=None), per_category(SECOND))
    allocation = allocate(standings_of("A 95 y", "B 95", "C 80", "D 76 y"), prizes)
    assert allocation.awards == ()
    assert allocation.unresolved == ("A", "B", "C", "D")
    assert [tie.codes for tie in allocation.ties] == [("A", "B")]


def test_two_categories_may_each_have_a_tie() -> None:
    allocation = allocate(standings_of("A 95 y", "B 95 y", "C 90", "D 90"), (per_category(FIRST),))
    assert [(tie.category, tie.codes) for tie in allocation.ties] == [
        ("y", ("A", "B")),
        ("cntt", ("C", "D")),
    ]


def test_only_adopted_nominations_take_prizes_when_there_is_a_ballot() -> None:
    facts = PrizeFacts(adopted=frozenset({"B"}))
    allocation = allocate(standings_of("A 95", "B 90"), LEVELS, facts)
    assert levels(allocation) == {"B": "Nhất"}
    assert allocation.barred == {"A": "Hồ sơ không được hội đồng thông qua khi bỏ phiếu."}


def test_a_ballot_that_adopts_nobody_gives_no_prize() -> None:
    assert allocate(standings_of("A 95"), LEVELS, PrizeFacts(adopted=frozenset())).awards == ()


def test_a_nomination_without_a_score_takes_no_prize() -> None:
    standing = Standing("A", "y", None, None, note="Chưa đủ phiếu chấm.")
    allocation = allocate([standing], (replace(CONSOLATION, min_score=None),))
    assert allocation.awards == ()
    assert allocation.barred == {"A": "Chưa đủ phiếu chấm."}


def test_a_mean_below_the_criterion_minimum_bars_from_every_prize() -> None:
    criterion = replace(NOVELTY, min_points=Decimal(20))
    sheets = {"A": sheets_with(20, 20, 19), "B": sheets_with(20, 20, 20)}
    allocation = allocate(
        standings_of("A 95", "B 90"), LEVELS, PrizeFacts((StageFacts((criterion,), sheets),))
    )
    assert levels(allocation) == {"B": "Nhất"}
    assert allocation.barred == {
        "A": "Điểm trung bình của tiêu chí “Tính mới” dưới mức tối thiểu 20."
    }


def test_more_zeros_than_the_share_bar_and_exactly_the_share_does_not() -> None:
    criterion = replace(NOVELTY, zero_share_max=Fraction(1, 4))
    sheets = {"A": sheets_with(0, 0, 40, 40, 40, 40, 40), "B": sheets_with(0, 40, 40, 40)}
    allocation = allocate(
        standings_of("A 95", "B 90"), LEVELS, PrizeFacts((StageFacts((criterion,), sheets),))
    )
    assert levels(allocation) == {"B": "Nhất"}
    assert allocation.barred == {"A": "Quá 1/4 số phiếu cho điểm 0 ở tiêu chí “Tính mới”."}


def test_a_level_with_a_criterion_minimum_passes_on_to_the_next_level() -> None:
    first = replace(FIRST, criterion_minima={"tinh_moi": Decimal(30)})
    facts = PrizeFacts((StageFacts(sheets={"A": sheets_with(29, 30), "B": sheets_with(30, 30)}),))
    allocation = allocate(standings_of("A 95", "B 90"), (first, SECOND), facts)
    assert levels(allocation) == {"A": "Nhì", "B": "Nhất"}


def test_a_downgrade_frees_the_place_for_the_next_that_qualifies() -> None:
    facts = PrizeFacts(downgrades={"A": Downgrade("Giải Nhì", "Chưa áp dụng rộng rãi.")})
    allocation = allocate(standings_of("A 95", "B 90", "C 80"), LEVELS, facts)
    assert levels(allocation) == {"A": "Nhì", "B": "Nhất", "C": "Nhì"}


CODES = [f"N{n}" for n in range(9)]
some_points = st.integers(0, 4)


@st.composite
def prize_rules(draw: st.DrawFn) -> list[PrizeRule]:
    return [
        PrizeRule(
            f"Mức {order}",
            order,
            draw(st.none() | st.integers(0, 3)),
            draw(st.none() | st.integers(0, 4).map(Decimal)),
            draw(st.sampled_from(PrizeScope)),
            criterion_minima=draw(
                st.just({}) | st.integers(1, 3).map(lambda low: {"tinh_moi": Decimal(low)})
            ),
        )
        for order in range(1, draw(st.integers(1, 4)) + 1)
    ]


@st.composite
def scenarios(draw: st.DrawFn) -> tuple[list[Standing], list[PrizeRule], PrizeFacts]:
    lines = [
        f"{code} {draw(some_points)} {draw(st.sampled_from('xy'))}"
        for code in draw(st.lists(st.sampled_from(CODES), unique=True))
    ]
    standings, prizes = standings_of(*lines), draw(prize_rules())
    sheets = {
        code: sheets_with(*draw(st.lists(some_points, min_size=1, max_size=3))) for code in CODES
    }
    lowered = st.builds(Downgrade, st.sampled_from([prize.level for prize in prizes]), st.just("x"))
    facts = PrizeFacts(
        (
            StageFacts(
                (replace(NOVELTY, min_points=draw(st.none() | st.just(Decimal(1)))),), sheets
            ),
        ),
        draw(st.none() | st.frozensets(st.sampled_from(CODES), min_size=4)),
        downgrades=draw(st.dictionaries(st.sampled_from(CODES), lowered, max_size=2)),
    )
    return standings, prizes, facts


@st.composite
def mixed_scenarios(draw: st.DrawFn) -> tuple[list[Standing], list[PrizeRule], PrizeFacts]:
    """Few places, many ties, and levels of a category above or below levels of the round."""
    prizes = [
        PrizeRule(f"Mức {order}", order, draw(st.integers(1, 2)), scope=scope)
        for order, scope in enumerate(draw(st.permutations([*PrizeScope, *PrizeScope])), start=1)
    ]
    lines = [
        f"{code} {draw(st.integers(0, 2))} {draw(st.sampled_from('xy'))}"
        for code in CODES[: draw(st.integers(3, 9))]
    ]
    sheets = {code: sheets_with(draw(st.integers(0, 1))) for code in CODES}
    prizes[-1] = replace(prizes[-1], criterion_minima={"tinh_moi": Decimal(1)})
    return standings_of(*lines), prizes, PrizeFacts((StageFacts(sheets=sheets),))


Scenario = tuple[list[Standing], list[PrizeRule], PrizeFacts]


@given(scenarios())
def test_no_level_is_given_more_often_than_its_quantity(scenario: Scenario) -> None:
    standings, prizes, facts = scenario
    given_levels = allocate(standings, prizes, facts).levels
    for prize in prizes:
        takers = [s.category for s in standings if given_levels.get(s.code) == prize.level]
        in_category = prize.scope is PrizeScope.CATEGORY
        counts = [takers.count(name) for name in "xy"] if in_category else [len(takers)]
        assert prize.quantity is None or max(counts) <= prize.quantity


@given(scenarios(), st.randoms(use_true_random=False))
def test_the_order_of_the_input_does_not_matter(scenario: Scenario, random: Random) -> None:
    standings, prizes, facts = scenario
    shuffled, levels_shuffled = list(standings), list(prizes)
    random.shuffle(shuffled)
    random.shuffle(levels_shuffled)
    assert allocate(shuffled, levels_shuffled, facts) == allocate(standings, prizes, facts)


@given(scenarios())
def test_everybody_is_in_exactly_one_place(scenario: Scenario) -> None:
    standings, prizes, facts = scenario
    allocation = allocate(standings, prizes, facts)
    codes = [*allocation.levels, *allocation.unresolved, *allocation.barred]
    assert len(codes) == len(set(codes)) <= len(standings)
    assert len(allocation.awards) == len(allocation.levels)
    assert bool(allocation.ties) == bool(allocation.unresolved)


@given(scenarios())
def test_nobody_better_ranked_in_the_category_takes_less_without_a_ground(
    scenario: Scenario,
) -> None:
    standings, prizes, facts = scenario
    plain = [replace(prize, criterion_minima={}) for prize in prizes]
    allocation = allocate(standings, plain, replace(facts, downgrades={}))
    order = {prize.level: prize.order for prize in plain}
    place = {code: order[level] for code, level in allocation.levels.items()}
    without = set(allocation.barred) | set(allocation.unresolved)
    fixed = [standing for standing in standings if standing.code not in without]
    for better in fixed:
        for worse in fixed:
            if better.category == worse.category and (better.rank or 0) < (worse.rank or 0):
                assert place.get(better.code, 99) <= place.get(worse.code, 99)


@given(scenarios())
def test_below_a_tie_for_a_level_of_the_round_nobody_has_a_prize(scenario: Scenario) -> None:
    standings, prizes, facts = scenario
    allocation = allocate(standings, prizes, facts)
    rank = {s.code: s.rank or 0 for s in standings}
    for tie in allocation.ties:
        below = [
            s.code
            for s in standings
            if (s.rank or 0) > rank[tie.codes[0]] and tie.category in {None, s.category}
        ]
        assert not allocation.levels.keys() & set(below)
        assert len(tie.codes) > tie.places > 0


@settings(max_examples=300)
@given(scenarios() | mixed_scenarios(), st.permutations(CODES))
def test_a_prize_once_given_stays_the_same_whatever_the_chair_decides(
    scenario: Scenario, favour: list[str]
) -> None:
    standings, prizes, facts = scenario
    allocation = first = allocate(standings, prizes, facts)
    while allocation.ties:
        decided = tuple(
            ChairDecision({code: favour.index(code) for code in tie.codes}, "Lý do.")
            for tie in allocation.ties
        )
        facts = replace(facts, decisions=facts.decisions + decided)
        allocation = allocate(standings, prizes, facts)
    assert first.levels.items() <= allocation.levels.items()
    assert allocation.unresolved == ()
    taken = set(allocation.levels) | set(allocation.barred)
    untouched = {s.code for s in standings} - set(first.unresolved) - set(first.levels)
    assert untouched & taken == set(first.barred)
