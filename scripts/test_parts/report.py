"""What a run tells at its end: every step, minutes by package, the slowest tests, the budget."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from environment import ROOT, say
from test_parts.steps import verdict

if TYPE_CHECKING:
    from collections.abc import Sequence

    from test_parts.steps import Outcome, Test

MINUTE = 60
SLOWEST = 20


@dataclass(frozen=True)
class Budget:
    """How many minutes a whole run may take: what stood first, and each body of work since."""

    minutes: float
    minutes_of_each: float
    bodies_of_work: tuple[str, ...]

    @property
    def whole(self) -> float:
        """The minutes that all of it may take."""
        return self.minutes + self.minutes_of_each * len(self.bodies_of_work)


def read_budget() -> Budget:
    """Read the budget from pyproject.toml, where it is raised with each body of work."""
    facts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["vinhdanh"]["tests"]
    return Budget(facts["minutes"], facts["minutes_of_each"], tuple(facts["bodies_of_work"]))


def summarise(outcomes: Sequence[Outcome]) -> None:
    """Print the table of all steps and the total."""
    tell_packages(outcomes)
    tell_slowest(outcomes)
    say("\n══ Tổng kết " + "═" * 66)
    for outcome in outcomes:
        say(
            f"{verdict(outcome.passed)}  {outcome.title:<44} {outcome.seconds:>7.1f} giây  {tally(outcome)}"
        )
    passed, failed, skipped = (
        sum(outcome.count(word) for outcome in outcomes) for word in ("passed", "failed", "skipped")
    )
    broken = sum(not outcome.passed for outcome in outcomes)
    say(
        f"\nBài kiểm thử: {passed} đạt, {failed} hỏng, {skipped} bỏ qua. "
        f"Bước: {len(outcomes) - broken} đạt, {broken} hỏng."
    )


def tally(outcome: Outcome) -> str:
    """Say how many tests a step ran, when it ran any."""
    return f"{outcome.count('passed')}/{len(outcome.tests)} bài đạt" if outcome.tests else ""


def tell_packages(outcomes: Sequence[Outcome]) -> None:
    """Print how long the tests of each package took, on all processors together."""
    seconds: dict[str, list[float]] = {}
    for test in all_tests(outcomes):
        seconds.setdefault(test.package, []).append(test.seconds)
    if not seconds:
        return
    say("\n══ Phút của từng gói (cộng các tiến trình) " + "═" * 35)
    for package, each in sorted(seconds.items(), key=lambda entry: -sum(entry[1])):
        say(f"{package:<16} {sum(each) / MINUTE:>6.2f} phút  {len(each):>6} bài")


def tell_slowest(outcomes: Sequence[Outcome]) -> None:
    """Print the tests that took longest."""
    slowest = sorted(all_tests(outcomes), key=lambda test: -test.seconds)[:SLOWEST]
    if not slowest:
        return
    say(f"\n══ {len(slowest)} bài chậm nhất " + "═" * 56)
    for test in slowest:
        say(f"{test.seconds:>7.2f} giây  {test.place.removeprefix('tests.')}::{test.name}")


def all_tests(outcomes: Sequence[Outcome]) -> list[Test]:
    """Return the tests of all steps."""
    return [test for outcome in outcomes for test in outcome.tests]


def tell_budget(outcomes: Sequence[Outcome]) -> None:
    """Say whether the run stayed within its minutes; a busy machine fails nobody."""
    budget, taken = read_budget(), sum(outcome.seconds for outcome in outcomes) / MINUTE
    allowed = f"{taken:.1f} phút trên {budget.whole:g} phút được dùng"
    if taken <= budget.whole:
        say(f"Thời gian: {allowed}.")
    else:
        say(
            f"! QUÁ THỜI GIAN: {allowed}. Nếu máy không bận việc khác, hãy xem các bài chậm nhất "
            "ở trên và làm cho chúng nhanh hơn."
        )
