"""Who judges what, dealt out evenly and at random.

The secretary may assign by hand, or let this deal: every nomination gets its judges, the loads are
as even as the conflicts allow, and the seed is written down so that the deal can be repeated.
It works by augmenting paths. A judge without a free place may hand a nomination on to another
judge, who may hand one on in turn, so an assignment is found whenever there is one. At the end
busy judges hand work on in the same way to idle ones; when no such chain is left, the sum of the
squared loads is minimal (N. Harvey et al., Semi-matchings for bipartite graphs and load balancing,
2006).
"""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from app.kernel.errors import RuleBroken

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from collections.abc import Set as AbstractSet

NAMED_AT_MOST = 10


class Pair(NamedTuple):
    """One judge on one nomination, by their codes."""

    judge: str
    nomination: str


@dataclass(frozen=True, slots=True)
class AssignableNomination:
    """A nomination that needs judges; the category's name is shown when the deal fails."""

    code: str
    category: str
    category_name: str


@dataclass(frozen=True, slots=True)
class AssignableJudge:
    """A judge with the codes of the categories that they are a specialist in."""

    code: str
    specialities: frozenset[str] = frozenset()


def assign_evenly(  # noqa: PLR0913  # the limits of one deal, as the secretary sets them
    nominations: Sequence[AssignableNomination],
    judges: Sequence[AssignableJudge],
    forbidden: AbstractSet[tuple[str, str]],
    per_nomination: int,
    kept: AbstractSet[tuple[str, str]] = frozenset(),
    seed: int = 0,
    max_load: int | None = None,
) -> frozenset[Pair]:
    """Give every nomination its judges, at random, with loads as even as can be.

    Even loads come before specialities, and both come after feasibility. The result depends on
    the seed and on what is given, not on the order in which it is given.

    Args:
        nominations: what is to be judged.
        judges: who may judge.
        forbidden: pairs (judge, nomination) in conflict; never part of the result.
        per_nomination: judges that each nomination needs, those kept among them.
        kept: pairs (judge, nomination) that stay; a nomination may keep more than it needs.
        seed: number that makes the deal repeatable.
        max_load: most nominations of one judge, those kept among them.

    Returns:
        All pairs, the kept ones included.

    Raises:
        RuleBroken: a kept pair is in conflict, or the limits clash; the sentence names which.
    """
    _require_no_kept_conflict(forbidden, kept)
    _require_judges_enough(nominations, judges, forbidden, per_nomination, kept)
    deal = _Deal(nominations, judges, forbidden, kept, seed, max_load)
    deal.fill(per_nomination, deal.specialists, min(deal.cap, deal.even_load(per_nomination)))
    short = deal.fill(per_nomination, deal.allowed, deal.cap)
    if short is not None:
        raise RuleBroken(_overload_message(deal, short, per_nomination), field="max_load")
    deal.level()
    return deal.pairs() | {Pair(*pair) for pair in kept}


class _Deal:
    """The working state: judges and nominations are numbers, in an order shuffled by the seed."""

    def __init__(  # noqa: PLR0913  # what `assign_evenly` was given
        self,
        nominations: Sequence[AssignableNomination],
        judges: Sequence[AssignableJudge],
        forbidden: AbstractSet[tuple[str, str]],
        kept: AbstractSet[tuple[str, str]],
        seed: int,
        max_load: int | None,
    ) -> None:
        self.rng = random.Random(seed)  # noqa: S311 - a repeatable deal, not a secret
        self.nominations = sorted(nominations, key=lambda nomination: nomination.code)
        self.judges = sorted(judges, key=lambda judge: judge.code)
        self.rng.shuffle(self.nominations)
        self.rng.shuffle(self.judges)
        self.max_load = max_load
        self.cap = len(self.nominations) + len(kept) if max_load is None else max_load
        taboo = forbidden | kept
        self.allowed = [self._open_judges(n.code, taboo) for n in self.nominations]
        self.specialists = [self._specialists(number) for number in range(len(self.nominations))]
        kept_by_judge = Counter(judge for judge, _ in kept)
        kept_by_nomination = Counter(nomination for _, nomination in kept)
        self.kept_count = [kept_by_nomination[n.code] for n in self.nominations]
        self.kept_load = [kept_by_judge[j.code] for j in self.judges]
        self.load = list(self.kept_load)
        self.given: list[set[int]] = [set() for _ in self.nominations]
        self.held: list[set[int]] = [set() for _ in self.judges]

    def _open_judges(self, nomination: str, taboo: AbstractSet[tuple[str, str]]) -> set[int]:
        return {
            number
            for number, judge in enumerate(self.judges)
            if (judge.code, nomination) not in taboo
        }

    def _specialists(self, nomination: int) -> set[int]:
        category = self.nominations[nomination].category
        return {j for j in self.allowed[nomination] if category in self.judges[j].specialities}

    def missing(self, nomination: int, per_nomination: int) -> int:
        """Count the judges that the nomination still needs."""
        return per_nomination - self.kept_count[nomination] - len(self.given[nomination])

    def even_load(self, per_nomination: int) -> int:
        """Return the load that every judge reaches when all work is spread evenly."""
        slots = sum(max(per_nomination, kept) for kept in self.kept_count)
        return slots // max(1, len(self.judges))

    def fill(self, per_nomination: int, graph: Sequence[set[int]], cap: int) -> int | None:
        """Give judges in rounds, one to each nomination at a time, within the graph and the cap.

        Returns:
            The first nomination that did not get its number, or None.
        """
        short = None
        for wanted in range(1, per_nomination + 1):
            for number in range(len(self.nominations)):
                if self.missing(number, per_nomination) <= per_nomination - wanted:
                    continue
                if not self._give(number, graph, cap) and short is None:
                    short = number
        return short

    def _give(self, nomination: int, graph: Sequence[set[int]], cap: int) -> bool:
        starts = graph[nomination] - self.given[nomination]
        direct = [judge for judge in starts if self.load[judge] < cap]
        steps = dict.fromkeys(direct, _START) if direct else self._reach(starts, graph)
        end = self._least_loaded(nomination, (judge for judge in steps if self.load[judge] < cap))
        if end is None:
            return False
        self._shift(end, steps, nomination)
        return True

    def _least_loaded(self, nomination: int, judges: Iterable[int]) -> int | None:
        """Choose the least loaded judge, among equals a specialist, among those by lot."""
        specialists = self.specialists[nomination]
        return min(
            judges,
            key=lambda judge: (self.load[judge], judge not in specialists, self.rng.random()),
            default=None,
        )

    def _reach(self, starts: Iterable[int], graph: Sequence[set[int]]) -> dict[int, _Step]:
        """Find, breadth first, every judge to whom work can be handed on, and by which step."""
        steps = dict.fromkeys(sorted(starts), _START)
        queue = list(steps)
        for judge in queue:
            for nomination in sorted(self.held[judge]):
                for other in sorted(graph[nomination] - self.given[nomination] - steps.keys()):
                    steps[other] = _Step(judge, nomination)
                    queue.append(other)
        return steps

    def _shift(self, end: int, steps: dict[int, _Step], nomination: int | None) -> None:
        """Hand work on along the path that ends at a judge; its first judge gets the nomination."""
        judge, self.load[end] = end, self.load[end] + 1
        while (step := steps[judge]) is not _START:
            self._move(step.nomination, judge, step.judge)
            judge = step.judge
        if nomination is None:
            self.load[judge] -= 1
        else:
            self._move(nomination, judge, None)

    def _move(self, nomination: int, receiver: int, giver: int | None) -> None:
        self.given[nomination].add(receiver)
        self.held[receiver].add(nomination)
        if giver is not None:
            self.given[nomination].discard(giver)
            self.held[giver].discard(nomination)

    def level(self) -> None:
        """Hand work on from busy judges to idle ones until no chain makes the loads more even."""
        while self._level_once():
            pass

    def _level_once(self) -> bool:
        idle = min(self.load, default=0)
        for judge in sorted(range(len(self.judges)), key=lambda j: -self.load[j]):
            if self.load[judge] <= idle + 1:
                break
            steps = self._reach([judge], self.allowed)
            end = min(steps, key=lambda j: self.load[j])
            if self.load[end] <= self.load[judge] - 2:
                self._shift(end, steps, None)
                return True
        return False

    def blocked_by(self, short: int) -> tuple[set[int], set[int]]:
        """Return the nominations and the full judges that together keep one nomination short."""
        full = set(self._reach(self.allowed[short] - self.given[short], self.allowed))
        return {short}.union(*(self.held[judge] for judge in full)), full

    def room_for(self, nominations: Iterable[int], full: AbstractSet[int]) -> int:
        """Count the sheets that the nominations can get at most.

        Full judges take what their limit leaves; any other judge takes each nomination once.
        """
        by_limit = sum(max(0, self.cap - self.kept_load[judge]) for judge in full)
        return by_limit + sum(len(self.allowed[number] - full) for number in nominations)

    def pairs(self) -> frozenset[Pair]:
        """Return what was dealt, by codes."""
        return frozenset(
            Pair(self.judges[judge].code, self.nominations[number].code)
            for number, judges in enumerate(self.given)
            for judge in judges
        )


class _Step(NamedTuple):
    """How a path came to a judge: that other judge hands them this nomination."""

    judge: int
    nomination: int


_START = _Step(-1, -1)


def _require_no_kept_conflict(
    forbidden: AbstractSet[tuple[str, str]], kept: AbstractSet[tuple[str, str]]
) -> None:
    clash = sorted(Pair(*pair) for pair in kept & forbidden)
    if clash:
        pairs = _listed([f"{pair.judge} – {pair.nomination}" for pair in clash])
        message = (
            f"Phân công đang giữ có xung đột lợi ích (giám khảo – hồ sơ): {pairs}. "
            "Xin gỡ các phân công này trước khi phân công tiếp."
        )
        raise RuleBroken(message, field="kept")


def _require_judges_enough(
    nominations: Sequence[AssignableNomination],
    judges: Sequence[AssignableJudge],
    forbidden: AbstractSet[tuple[str, str]],
    per_nomination: int,
    kept: AbstractSet[tuple[str, str]],
) -> None:
    """Name each group of nominations for which too few judges are free of conflicts."""
    groups: defaultdict[tuple[str, int], list[str]] = defaultdict(list)
    for nomination in sorted(nominations, key=lambda item: item.code):
        able = {judge.code for judge in judges if (judge.code, nomination.code) not in forbidden}
        able |= {judge for judge, code in kept if code == nomination.code}
        if len(able) < per_nomination:
            groups[nomination.category_name, len(able)].append(nomination.code)
    if groups:
        sentences = (
            _shortage(name, left, codes, per_nomination) for (name, left), codes in groups.items()
        )
        raise RuleBroken(" ".join(sentences), field="per_nomination")


def _shortage(category_name: str, left: int, codes: Sequence[str], per_nomination: int) -> str:
    able = f"chỉ còn {left} giám khảo" if left else "không còn giám khảo nào"
    return (
        f"{len(codes)} hồ sơ lĩnh vực {category_name} ({_listed(codes)}) cần {per_nomination} "
        f"giám khảo mỗi hồ sơ, {able} không vướng xung đột lợi ích."
    )


def _overload_message(deal: _Deal, short: int, per_nomination: int) -> str:
    """Say which nominations need more work than the judges they may have can still take.

    They are the cut at which the search for a path got stuck, so the two numbers in the sentence
    prove that no assignment exists.
    """
    blocked, full = deal.blocked_by(short)
    needed = sum(per_nomination - deal.kept_count[number] for number in blocked)
    room = deal.room_for(blocked, full)
    names = _listed(sorted(deal.nominations[number].code for number in blocked))
    return (
        f"{len(blocked)} hồ sơ ({names}) còn cần {needed} lượt chấm, nhưng các giám khảo không "
        f"vướng xung đột lợi ích chỉ nhận thêm được {room} lượt khi mỗi người chấm nhiều nhất "
        f"{deal.max_load} hồ sơ. Xin thêm giám khảo hoặc nâng giới hạn này."
    )


def _listed(names: Sequence[str]) -> str:
    shown = ", ".join(names[:NAMED_AT_MOST])
    rest = len(names) - NAMED_AT_MOST
    return f"{shown} và {rest} trường hợp khác" if rest > 0 else shown
