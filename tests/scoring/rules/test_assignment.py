"""The deal: never a conflict, always even, found whenever there is one, repeatable."""

from __future__ import annotations

import random
import re
import time
from collections import Counter
from dataclasses import dataclass
from itertools import combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.kernel.errors import RuleBroken
from app.scoring.rules.assignment import (
    AssignableJudge,
    AssignableNomination,
    Pair,
    assign_evenly,
)


def nominations_of(
    count: int, category: str = "cntt", name: str = "CNTT"
) -> list[AssignableNomination]:
    return [AssignableNomination(f"{category}-{n:02}", category, name) for n in range(count)]


def judges_of(count: int, *specialities: str) -> list[AssignableJudge]:
    return [AssignableJudge(f"GK{n:02}", frozenset(specialities)) for n in range(count)]


def loads(pairs: frozenset[Pair], judges: list[AssignableJudge]) -> list[int]:
    counted = Counter(pair.judge for pair in pairs)
    return [counted[judge.code] for judge in judges]


def test_every_nomination_gets_its_number_of_different_judges() -> None:
    pairs = assign_evenly(nominations_of(7), judges_of(5), set(), 3)
    assert Counter(pair.nomination for pair in pairs) == {f"cntt-{n:02}": 3 for n in range(7)}


def test_the_same_seed_repeats_the_deal_and_another_changes_it() -> None:
    task = (nominations_of(20), judges_of(8), set[tuple[str, str]](), 3)
    assert assign_evenly(*task, seed=5) == assign_evenly(*task, seed=5)
    assert assign_evenly(*task, seed=5) != assign_evenly(*task, seed=6)


def test_the_order_in_which_things_are_given_does_not_matter() -> None:
    nominations, judges = nominations_of(12), judges_of(6, "cntt")
    forbidden = {("GK00", "cntt-03"), ("GK05", "cntt-11")}
    forward = assign_evenly(nominations, judges, forbidden, 3, seed=9)
    assert assign_evenly(nominations[::-1], judges[::-1], forbidden, 3, seed=9) == forward


def test_judges_are_mixed_rather_than_dealt_in_fixed_panels() -> None:
    pairs = assign_evenly(nominations_of(40), judges_of(10), set(), 3, seed=1)
    panels = {
        frozenset(pair.judge for pair in pairs if pair.nomination == nomination.code)
        for nomination in nominations_of(40)
    }
    assert len(panels) > 20


def test_kept_pairs_stay_and_count() -> None:
    kept = {("GK00", "cntt-00"), ("GK00", "cntt-01"), ("GK01", "cntt-00")}
    pairs = assign_evenly(nominations_of(4), judges_of(4), set(), 2, kept)
    assert kept <= pairs
    assert len(pairs) == 8
    assert loads(pairs, judges_of(4)) == [2, 2, 2, 2]


def test_a_nomination_may_keep_more_judges_than_it_needs() -> None:
    kept = {(f"GK{n:02}", "cntt-00") for n in range(4)}
    pairs = assign_evenly(nominations_of(2), judges_of(4), set(), 2, kept)
    assert kept <= pairs
    assert len(pairs) == 6


def test_a_judge_who_left_the_council_keeps_the_work_already_done() -> None:
    pairs = assign_evenly(nominations_of(2), judges_of(3), set(), 3, {("CU", "cntt-00")})
    assert Pair("CU", "cntt-00") in pairs
    assert len(pairs) == 6


def test_a_kept_pair_in_conflict_is_refused_by_name() -> None:
    with pytest.raises(RuleBroken) as refusal:
        assign_evenly(
            nominations_of(2), judges_of(4), {("GK01", "cntt-00")}, 2, {("GK01", "cntt-00")}
        )
    assert "GK01 – cntt-00" in refusal.value.message


def test_specialists_are_preferred_when_loads_stay_even() -> None:
    nominations = nominations_of(6) + nominations_of(6, "y", "Y dược")
    judges = [
        AssignableJudge(f"{category}{n}", frozenset({category}))
        for category, n in product(("cntt", "y"), range(3))
    ]
    pairs = assign_evenly(nominations, judges, set(), 3, seed=3)
    assert all(pair.nomination.startswith(pair.judge[:-1]) for pair in pairs)


def test_specialities_never_cost_feasibility() -> None:
    judges = [AssignableJudge("A", frozenset({"cntt"})), AssignableJudge("B")]
    pairs = assign_evenly(nominations_of(4), judges, set(), 1, max_load=2)
    assert loads(pairs, judges) == [2, 2]


def test_work_is_handed_on_along_a_chain_when_the_direct_judge_is_full() -> None:
    """Only GK00 may take the third nomination, so GK00 must give up what others can take."""
    forbidden = {("GK01", "cntt-02"), ("GK02", "cntt-02"), ("GK02", "cntt-01")}
    for seed in range(20):
        pairs = assign_evenly(nominations_of(3), judges_of(3), forbidden, 1, seed=seed, max_load=1)
        assert pairs == {("GK00", "cntt-02"), ("GK01", "cntt-01"), ("GK02", "cntt-00")}


def test_too_few_judges_without_conflict_are_named_by_category() -> None:
    nominations = nominations_of(2) + nominations_of(4, "yd", "Y dược")
    forbidden = {(f"GK{n:02}", f"yd-{k:02}") for n in range(2, 5) for k in range(4)}
    with pytest.raises(RuleBroken) as refusal:
        assign_evenly(nominations, judges_of(5), forbidden, 3)
    assert refusal.value.message == (
        "4 hồ sơ lĩnh vực Y dược (yd-00, yd-01, yd-02, yd-03) cần 3 giám khảo mỗi hồ sơ, "
        "chỉ còn 2 giám khảo không vướng xung đột lợi ích."
    )


def test_no_judge_at_all_is_said_in_words() -> None:
    with pytest.raises(RuleBroken, match="không còn giám khảo nào"):
        assign_evenly(nominations_of(1), [], set(), 1)


def test_a_load_limit_that_is_too_low_is_named_with_both_numbers() -> None:
    with pytest.raises(RuleBroken) as refusal:
        assign_evenly(nominations_of(12), judges_of(4), set(), 3, max_load=8)
    assert refusal.value.field == "max_load"
    assert "còn cần 36 lượt chấm" in refusal.value.message
    assert "chỉ nhận thêm được 32 lượt khi mỗi người chấm nhiều nhất 8 hồ sơ" in (
        refusal.value.message
    )
    assert "và 2 trường hợp khác" in refusal.value.message


def test_a_bottleneck_names_only_the_nominations_that_clash() -> None:
    nominations = nominations_of(2) + nominations_of(3, "yd", "Y dược")
    forbidden = {(f"GK{n:02}", f"yd-{k:02}") for n, k in product((0, 1), range(3))}
    forbidden |= {(f"GK{n:02}", f"cntt-{k:02}") for n, k in product((2, 3), range(2))}
    with pytest.raises(RuleBroken) as refusal:
        assign_evenly(nominations, judges_of(4), forbidden, 2, max_load=2)
    assert "3 hồ sơ (yd-00, yd-01, yd-02) còn cần 6 lượt chấm" in refusal.value.message
    assert "chỉ nhận thêm được 4 lượt" in refusal.value.message


def test_two_hundred_nominations_and_forty_judges_take_well_under_a_second() -> None:
    rng = random.Random(1)
    nominations = [AssignableNomination(f"N{n}", f"c{n % 8}", "C") for n in range(200)]
    judges = [AssignableJudge(f"J{n}", frozenset({f"c{n % 8}"})) for n in range(40)]
    forbidden = {
        (judge.code, nomination.code)
        for judge, nomination in product(judges, nominations)
        if rng.random() < 0.3
    }
    started = time.perf_counter()
    pairs = assign_evenly(nominations, judges, forbidden, 5, max_load=25)
    assert time.perf_counter() - started < 1
    assert loads(pairs, judges) == [25] * 40


@dataclass(frozen=True)
class Task:
    """A small assignment task, small enough to try every solution."""

    nominations: list[AssignableNomination]
    judges: list[AssignableJudge]
    forbidden: set[tuple[str, str]]
    per_nomination: int
    kept: set[tuple[str, str]]
    max_load: int | None
    seed: int

    def solve(self) -> frozenset[Pair]:
        return assign_evenly(
            self.nominations,
            self.judges,
            self.forbidden,
            self.per_nomination,
            self.kept,
            self.seed,
            self.max_load,
        )

    def solutions(self) -> list[list[int]]:
        """The loads of every assignment that keeps the limits."""
        per_nomination = [self._panels(nomination.code) for nomination in self.nominations]
        every = (
            sum((Counter(panel) for panel in panels), Counter())
            for panels in product(*per_nomination)
        )
        return [
            [load[judge.code] for judge in self.judges]
            for load in every
            if all(self._fits(judge.code, load[judge.code]) for judge in self.judges)
        ]

    def _fits(self, judge: str, load: int) -> bool:
        kept = sum(pair[0] == judge for pair in self.kept)
        return self.max_load is None or load <= max(self.max_load, kept)

    def _panels(self, nomination: str) -> list[tuple[str, ...]]:
        kept = tuple(judge for judge, code in sorted(self.kept) if code == nomination)
        able = [
            judge.code
            for judge in self.judges
            if (judge.code, nomination) not in self.forbidden and judge.code not in kept
        ]
        missing = max(0, self.per_nomination - len(kept))
        return [kept + panel for panel in combinations(able, missing)]


@st.composite
def tasks(draw: st.DrawFn) -> Task:
    nominations = [
        AssignableNomination(f"N{n}", draw(st.sampled_from("xy")), "Lĩnh vực")
        for n in range(draw(st.integers(0, 4)))
    ]
    judges = [
        AssignableJudge(f"J{n}", draw(st.frozensets(st.sampled_from("xy"))))
        for n in range(draw(st.integers(1, 4)))
    ]
    pairs = [(judge.code, nomination.code) for judge, nomination in product(judges, nominations)]
    some_pairs = st.sets(st.sampled_from(pairs)) if pairs else st.just(set())
    forbidden = draw(some_pairs)
    return Task(
        nominations,
        judges,
        forbidden,
        draw(st.integers(1, 3)),
        {pair for pair in draw(some_pairs) if pair not in forbidden},
        draw(st.none() | st.integers(1, 4)),
        draw(st.integers(0, 3)),
    )


@settings(max_examples=300, deadline=None)
@given(tasks())
def test_a_deal_is_found_exactly_when_one_exists_and_is_the_most_even_one(task: Task) -> None:
    solutions = task.solutions()
    if not solutions:
        with pytest.raises(RuleBroken) as refusal:
            task.solve()
        proof = re.search(r"cần (\d+) lượt .* được (\d+) lượt", refusal.value.message)
        assert proof is None or int(proof[1]) > int(proof[2])
        assert refusal.value.field == ("max_load" if proof else "per_nomination")
        return
    found = loads(task.solve(), task.judges)
    assert sum(load * load for load in found) == min(
        sum(load * load for load in solution) for solution in solutions
    )


@settings(deadline=None)
@given(tasks())
def test_no_deal_contains_a_conflict_or_loses_kept_work(task: Task) -> None:
    try:
        pairs = task.solve()
    except RuleBroken:
        return
    assert not pairs & task.forbidden
    assert task.kept <= pairs
    for nomination in task.nominations:
        kept = sum(code == nomination.code for _, code in task.kept)
        panel = [pair for pair in pairs if pair.nomination == nomination.code]
        assert len(panel) == max(kept, task.per_nomination)


@settings(deadline=None)
@given(st.integers(0, 25), st.integers(1, 9), st.integers(1, 5), st.integers())
def test_without_conflicts_loads_differ_by_at_most_one(
    nominations: int, judges: int, per_nomination: int, seed: int
) -> None:
    if judges < per_nomination:
        return
    council = judges_of(judges, "cntt")
    found = loads(
        assign_evenly(nominations_of(nominations), council, set(), per_nomination, seed=seed),
        council,
    )
    assert max(found) - min(found) <= 1
