"""Who ranks where: by score, then by the round's tie breakers, and openly tied otherwise.

The moment of submission, the database id and the name never decide; they only order what is shown
inside a tie (by code), and the rank stays shared.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING

from app.kernel.errors import RuleBroken
from app.scoring.rules.aggregation import CountedSheet, mean, median

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from decimal import Decimal


class TieBreakerKind(StrEnum):
    """What may decide between equal scores."""

    CRITERION = "criterion"
    VOTES = "votes"
    MEDIAN = "median"
    LOWEST_SHEET = "lowest_sheet"
    CHAIR = "chair"


@dataclass(frozen=True, slots=True)
class TieBreaker:
    """One tie breaker; `criterion` is the code when the kind is criterion."""

    kind: TieBreakerKind
    criterion: str = ""


@dataclass(frozen=True, slots=True)
class ChairDecision:
    """A recorded order of tied nominations: code → place, 1 first; equal places stay tied."""

    places: Mapping[str, int]
    reason: str


@dataclass(frozen=True, slots=True)
class RankInput:
    """One nomination to be ranked.

    Attributes:
        code: the nomination's code.
        category: code of its category.
        score: the official score, or None when there is none.
        sheets: all counted sheets, before any trimming or exclusion.
        sheets_used: judges whose sheets made the score.
        sheets_dropped: judges whose sheets were trimmed or excluded.
        note: what the stage score says about itself.
    """

    code: str
    category: str
    score: Decimal | None
    sheets: tuple[CountedSheet, ...]
    sheets_used: tuple[str, ...] = ()
    sheets_dropped: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """One line of the ranking; `rank` is None for a nomination without a score."""

    code: str
    category: str
    score: Decimal | None
    rank: int | None
    sheets_used: tuple[str, ...] = ()
    sheets_dropped: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class RankingRule:
    """What decides between equal scores, in order, and the facts that it needs.

    Attributes:
        tie_breakers: the round's tie breakers in their order.
        votes: yes votes by nomination; a nomination without any counts as 0.
        decisions: the chair's decisions, oldest first; they speak where `chair` stands among the
            tie breakers, or after all of them when it does not.
    """

    tie_breakers: tuple[TieBreaker, ...] = ()
    votes: Mapping[str, int] = field(default_factory=dict)
    decisions: tuple[ChairDecision, ...] = ()


def parse_tie_breaker(text: str, criteria: Collection[str] | None = None) -> TieBreaker:
    """Read one entry of the round's tie breakers, such as "criterion:tinh_moi" or "median".

    Args:
        text: the entry.
        criteria: codes of the criterion set, when the code is to be checked too.
    """
    kind, colon, criterion = text.strip().partition(":")
    if kind not in set(TieBreakerKind):
        msg = (
            f"Tiêu chí phân định “{text}” không có. Xin chọn một trong: criterion:<mã tiêu chí>, "
            "votes, median, lowest_sheet, chair."
        )
        raise _bad_tie_breaker(msg)
    if kind != TieBreakerKind.CRITERION and colon:
        msg = f"Tiêu chí phân định “{kind}” không đi kèm mã: “{text}”."
        raise _bad_tie_breaker(msg)
    if kind == TieBreakerKind.CRITERION and not criterion:
        msg = "Tiêu chí phân định “criterion” cần mã tiêu chí, ví dụ “criterion:tinh_moi”."
        raise _bad_tie_breaker(msg)
    if criterion and criteria is not None and criterion not in criteria:
        msg = (
            f"Tiêu chí phân định “{text}” nhắc đến tiêu chí “{criterion}” "
            "không có trong bộ tiêu chí của đợt."
        )
        raise _bad_tie_breaker(msg)
    return TieBreaker(TieBreakerKind(kind), criterion)


def _bad_tie_breaker(message: str) -> RuleBroken:
    return RuleBroken(message, field="tie_breakers")


def ranking(inputs: Iterable[RankInput], rule: RankingRule | None = None) -> tuple[Standing, ...]:
    """Rank nominations over the whole round, highest first.

    Those who are still tied share a rank and the next rank is skipped (1, 2, 2, 4); those without
    a score come last, without a rank.
    """
    listed = sorted(inputs, key=lambda item: item.code)
    scored = [item for item in listed if item.score is not None]
    standings: list[Standing] = []
    for group in _tied_groups(scored, rule or RankingRule()):
        rank = len(standings) + 1
        standings += [_standing(item, rank, group) for item in group]
    return (*standings, *(_standing(item, None, ()) for item in listed if item.score is None))


def ranking_by_category(
    inputs: Iterable[RankInput], rule: RankingRule | None = None
) -> dict[str, tuple[Standing, ...]]:
    """Rank nominations within each category; the categories come in the order of their codes."""
    listed = list(inputs)
    return {
        category: ranking((item for item in listed if item.category == category), rule)
        for category in sorted({item.category for item in listed})
    }


def _standing(item: RankInput, rank: int | None, group: Sequence[RankInput]) -> Standing:
    return Standing(
        item.code,
        item.category,
        item.score,
        rank,
        item.sheets_used,
        item.sheets_dropped,
        " ".join(sentence for sentence in (item.note, _tie_note(item, group)) if sentence),
    )


def _tie_note(item: RankInput, group: Sequence[RankInput]) -> str:
    others = ", ".join(other.code for other in group if other is not item)
    return f"Đồng hạng với {others}." if others else ""


def _tied_groups(scored: Sequence[RankInput], rule: RankingRule) -> list[list[RankInput]]:
    """Split into groups of equals, best first; a group of several is a tie that stays."""
    by_score = _split(scored, {item.code: Fraction(item.score or 0) for item in scored})
    chair = TieBreaker(TieBreakerKind.CHAIR)
    order = rule.tie_breakers if chair in rule.tie_breakers else (*rule.tie_breakers, chair)
    groups = by_score
    for breaker in order:
        groups = [part for group in groups for part in _break_tie(group, breaker, rule)]
    return groups


def _break_tie(
    group: list[RankInput], breaker: TieBreaker, rule: RankingRule
) -> list[list[RankInput]]:
    if len(group) == 1:
        return [group]
    if breaker.kind is TieBreakerKind.CHAIR:
        places = chair_places([item.code for item in group], rule.decisions)
        return _split(group, {code: Fraction(-place) for code, place in places.items()})
    return _split(group, {item.code: _worth(item, breaker, rule.votes) for item in group})


def _worth(item: RankInput, breaker: TieBreaker, votes: Mapping[str, int]) -> Fraction:
    """Return what the tie breaker compares, exactly; the higher one goes first."""
    if breaker.kind is TieBreakerKind.VOTES:
        return Fraction(votes.get(item.code, 0))
    if not item.sheets:
        return Fraction(0)
    if breaker.kind is TieBreakerKind.CRITERION:
        return mean(sheet.points[breaker.criterion] for sheet in item.sheets)
    totals = [sheet.total for sheet in item.sheets]
    return median(totals) if breaker.kind is TieBreakerKind.MEDIAN else Fraction(min(totals))


def _split(group: Sequence[RankInput], worth: Mapping[str, Fraction]) -> list[list[RankInput]]:
    values = sorted(set(worth.values()), reverse=True)
    return [[item for item in group if worth[item.code] == value] for value in values]


def chair_places(codes: Collection[str], decisions: Sequence[ChairDecision]) -> dict[str, int]:
    """Return the place that the chair gave to each of the tied nominations.

    Only a decision that names them all speaks, the latest first. One that was made about another
    tie, before the scores changed, must not decide this one by accident: then all places are 1.
    """
    for decision in reversed(decisions):
        if all(code in decision.places for code in codes):
            return {code: decision.places[code] for code in codes}
    return dict.fromkeys(codes, 1)
