"""Which nomination takes which prize: one walk down the ranking, computed anew on every change.

Nobody moves a prize by hand. What people decide (the order within a tie, a lower prize) are facts
that the walk takes into account, so the list of prizes always follows from the rules.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import groupby
from typing import TYPE_CHECKING

from app.kernel.numbers import format_decimal
from app.programmes.enums import PrizeScope
from app.results.rules.ranking import ChairDecision, Standing, chair_places
from app.scoring.rules.aggregation import CountedSheet, mean

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from app.scoring.rules.sheet import CriterionRule


@dataclass(frozen=True, slots=True)
class PrizeRule:
    """One prize level.

    Attributes:
        level: its name, such as "Giải Nhất".
        order: its place among the levels, 1 for the highest.
        quantity: how many there are in the scope; None means no limit.
        min_score: the lowest score that may take it.
        scope: whether the quantity counts in the whole round or in each category.
        money: đồng for each prize.
        criterion_minima: criterion code → lowest mean points over all counted sheets.
    """

    level: str
    order: int
    quantity: int | None = None
    min_score: Decimal | None = None
    scope: PrizeScope = PrizeScope.ROUND
    money: int | None = None
    criterion_minima: Mapping[str, Decimal] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Downgrade:
    """The council's proposal of a lower prize than the ranking gives, with its reason."""

    level: str
    reason: str


@dataclass(frozen=True, slots=True)
class StageFacts:
    """What the sheets of one stage say of criteria.

    Attributes:
        criteria: the criterion set, for the minima that bar from every prize.
        sheets: nomination → all counted sheets, before any trimming or exclusion.
    """

    criteria: tuple[CriterionRule, ...] = ()
    sheets: Mapping[str, Sequence[CountedSheet]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PrizeFacts:
    """What the allocation must know besides the ranking and the levels.

    Attributes:
        stages: what the sheets of each stage say; a criterion bars in whichever stage it stands,
            and the minima of a level are asked of the final one.
        adopted: nominations that the ballot adopted; None when the round has no ballot.
        decisions: the chair's decisions on ties, oldest first.
        downgrades: nomination → lower prize.
    """

    stages: tuple[StageFacts, ...] = (StageFacts(),)
    adopted: frozenset[str] | None = None
    decisions: tuple[ChairDecision, ...] = ()
    downgrades: Mapping[str, Downgrade] = field(default_factory=dict)

    @property
    def final_sheets(self) -> Mapping[str, Sequence[CountedSheet]]:
        """The sheets of the final stage."""
        return self.stages[-1].sheets


@dataclass(frozen=True, slots=True)
class PrizeTaken:
    """One prize taken by one nomination."""

    code: str
    level: str
    money: int | None = None


@dataclass(frozen=True, slots=True)
class PrizeTie:
    """Tied nominations that want more places of a level than are left: the chair must decide.

    `category` is None when the level counts in the whole round.
    """

    level: str
    category: str | None
    places: int
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Allocation:
    """The outcome of the walk.

    Attributes:
        awards: prizes in the order of the walk.
        unresolved: nominations whose prize is open until the chair has decided, by rank.
        ties: what the chair is asked.
        barred: nomination → Vietnamese sentence why it can take no prize at all.
    """

    awards: tuple[PrizeTaken, ...]
    unresolved: tuple[str, ...]
    ties: tuple[PrizeTie, ...]
    barred: Mapping[str, str]

    @property
    def levels(self) -> dict[str, str]:
        """Map each nomination that takes a prize to its level."""
        return {award.code: award.level for award in self.awards}

    @property
    def total_money(self) -> int:
        """Add up the money of all prizes, in đồng."""
        return sum(award.money or 0 for award in self.awards)


def allocate(
    standings: Iterable[Standing], prizes: Iterable[PrizeRule], facts: PrizeFacts | None = None
) -> Allocation:
    """Walk the ranking from the top; each nomination takes the highest level it can have.

    That is the highest level that it qualifies for and that has a place left. Levels may stay
    empty. When a tie straddles the last place of a level, the walk stops there, and the tied
    nominations and everybody ranked below them are unresolved.

    Where some levels count in the round and others in each category, how far a stop reaches:

    - A tie for a level of the *round* concerns everybody, so the walk ends for all.
    - A tie for a level of a *category* ends the walk for that category alone. The other
      categories have places of their own, which this tie cannot touch, and go on.
    - The loser of that tie, and those ranked below it in its category, may still come to a level
      of the round. So each unresolved nomination keeps a claim on every level that it qualifies
      for: somebody of another category, ranked below, takes a place of the round only when one is
      left over even if all claims come true; otherwise that nomination is unresolved as well.

    Hence a prize that is given stays the same whatever the chair decides.
    A place that a downgrade sets free goes to the next nomination that qualifies.

    Args:
        standings: the ranking over the whole round (not by category).
        prizes: all levels, in any order.
        facts: what bars, decides and lowers; left out when there is nothing of the kind.
    """
    known = facts or PrizeFacts()
    ranked = sorted(standings, key=lambda item: (item.rank is None, item.rank or 0, item.code))
    barred = _barred(ranked, known)
    walk = _Walk(sorted(prizes, key=lambda prize: prize.order), known)
    eligible = (standing for standing in ranked if standing.code not in barred)
    for _, group in groupby(eligible, key=lambda standing: standing.rank):
        walk.place(list(group))
    return Allocation(
        tuple(walk.awards),
        tuple(standing.code for standing in walk.waiting),
        tuple(walk.ties),
        barred,
    )


class _Walk:
    """Places taken so far, and who is waiting for the chair."""

    def __init__(self, prizes: Sequence[PrizeRule], facts: PrizeFacts) -> None:
        self.prizes = prizes
        self.facts = facts
        self.order = {prize.level: prize.order for prize in prizes}
        self.taken: Counter[tuple[str, str | None]] = Counter()
        self.awards: list[PrizeTaken] = []
        self.waiting: list[Standing] = []
        self.ties: list[PrizeTie] = []
        self.is_stopped = False
        self.stopped_categories: set[str] = set()

    def place(self, group: Sequence[Standing]) -> None:
        """Serve nominations of one rank together, level by level, since none goes before another.

        Whoever comes to wait on the way leaves the group and holds claims on the levels below.
        """
        still_open = self._hold_stopped(group)
        for prize in self.prizes:
            for pool in _pools(prize, still_open):
                contenders = [s for s in still_open if self._wants(s, prize, pool)]
                settled = self._serve(prize, pool, contenders)
                still_open = self._hold_stopped([s for s in still_open if s not in settled])

    def _hold_stopped(self, group: Iterable[Standing]) -> list[Standing]:
        """Let those wait whose walk has ended, and return the others."""
        going: list[Standing] = []
        for standing in group:
            stopped = self.is_stopped or standing.category in self.stopped_categories
            (self.waiting if stopped else going).append(standing)
        return going

    def _wants(self, standing: Standing, prize: PrizeRule, pool: str | None) -> bool:
        in_pool = pool is None or standing.category == pool
        return (
            in_pool and self._may_have(standing, prize) and qualifies(standing, prize, self.facts)
        )

    def _may_have(self, standing: Standing, prize: PrizeRule) -> bool:
        downgrade = self.facts.downgrades.get(standing.code)
        return downgrade is None or prize.order >= self.order[downgrade.level]

    def _serve(
        self, prize: PrizeRule, pool: str | None, contenders: Sequence[Standing]
    ) -> list[Standing]:
        """Return those of the contenders who need not look at lower levels."""
        if prize.quantity is None:
            return self._give(prize, pool, contenders)
        left = prize.quantity - self.taken[prize.level, pool]
        if left <= 0 or not contenders:
            return []
        claims = sum(self._wants(standing, prize, pool) for standing in self.waiting)
        if len(contenders) <= left - claims:
            return self._give(prize, pool, contenders)
        if claims:
            self.waiting += contenders
            return list(contenders)
        return self._break_tie(prize, pool, contenders, left)

    def _break_tie(
        self, prize: PrizeRule, pool: str | None, contenders: Sequence[Standing], left: int
    ) -> list[Standing]:
        """Let the chair's decision choose; where it leaves the last place open, stop the walk."""
        places = chair_places([standing.code for standing in contenders], self.facts.decisions)
        last_in, first_out = sorted(places.values())[left - 1 : left + 1]
        if last_in < first_out:
            return self._give(prize, pool, [s for s in contenders if places[s.code] <= last_in])
        winners = [s for s in contenders if places[s.code] < last_in]
        tied = tuple(s.code for s in contenders if places[s.code] == last_in)
        self.ties.append(PrizeTie(prize.level, pool, left - len(winners), tied))
        self._stop(pool)
        return self._give(prize, pool, winners)

    def _stop(self, pool: str | None) -> None:
        if pool is None:
            self.is_stopped = True
        else:
            self.stopped_categories.add(pool)

    def _give(
        self, prize: PrizeRule, pool: str | None, winners: Sequence[Standing]
    ) -> list[Standing]:
        self.taken[prize.level, pool] += len(winners)
        self.awards += [PrizeTaken(standing.code, prize.level, prize.money) for standing in winners]
        return list(winners)


def _pools(prize: PrizeRule, group: Iterable[Standing]) -> list[str | None]:
    """Return what the places are counted in: the categories of the group, or None, the round."""
    if prize.scope is PrizeScope.ROUND:
        return [None]
    return [*sorted({standing.category for standing in group})]


def qualifies(standing: Standing, prize: PrizeRule, facts: PrizeFacts) -> bool:
    """Tell whether score and criterion minima admit a nomination to a level."""
    if standing.score is None:
        return False
    if prize.min_score is not None and standing.score < prize.min_score:
        return False
    return all(
        mean(sheet.points[criterion] for sheet in facts.final_sheets[standing.code]) >= minimum
        for criterion, minimum in prize.criterion_minima.items()
    )


def _barred(standings: Iterable[Standing], facts: PrizeFacts) -> dict[str, str]:
    reasons = ((standing.code, _bar_reason(standing, facts)) for standing in standings)
    return {code: reason for code, reason in reasons if reason}


def _bar_reason(standing: Standing, facts: PrizeFacts) -> str | None:
    if standing.rank is None:
        return standing.note or "Hồ sơ chưa có điểm nên chưa được xét giải."
    if facts.adopted is not None and standing.code not in facts.adopted:
        return "Hồ sơ không được hội đồng thông qua khi bỏ phiếu."
    reasons = (
        _criterion_bar(criterion, stage.sheets.get(standing.code, ()))
        for stage in facts.stages
        for criterion in stage.criteria
    )
    return next((reason for reason in reasons if reason), None)


def _criterion_bar(criterion: CriterionRule, sheets: Sequence[CountedSheet]) -> str | None:
    """Apply the criterion's minimum, and the limit on sheets with 0 (TT 20/2023/TT-BKHCN)."""
    if criterion.min_points is None and criterion.zero_share_max is None:
        return None
    points = [sheet.points[criterion.code] for sheet in sheets]
    if not points:
        return None
    if criterion.min_points is not None and mean(points) < criterion.min_points:
        minimum = format_decimal(criterion.min_points)
        return f"Điểm trung bình của tiêu chí “{criterion.name}” dưới mức tối thiểu {minimum}."
    limit = criterion.zero_share_max
    if limit is not None and points.count(Decimal(0)) > limit * len(points):
        return f"Quá {limit} số phiếu cho điểm 0 ở tiêu chí “{criterion.name}”."
    return None
