"""The ranking as pages show it: from the computed outcome, or from what was frozen."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_babel import gettext as _

from app.nominations.queries.lists import eligible_nominations
from app.programmes.enums import PrizeScope
from app.results.queries.outcome import outcome_of
from app.results.rules.printed import Printed
from app.results.rules.ties import TiedGroup, tied_groups
from app.results.values import printed

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from decimal import Decimal

    from app.nominations.models import Nomination
    from app.programmes.models import Prize, Round
    from app.results.models import FrozenResults
    from app.results.queries.outcome import ComputedOutcome


@dataclass(frozen=True, slots=True)
class RankingLine:
    """One line of the ranking; ``barred`` says why it can take no prize.

    ``printed`` are the words that the line says of its dossier: today's while the ranking is
    computed, those of the freeze ever after.
    """

    nomination: Nomination
    printed: Printed
    score: Decimal | None
    rank: int | None
    used: int
    dropped: int
    note: str
    level: str | None
    money: int | None
    barred: str = ""
    is_waiting: bool = False


@dataclass(frozen=True, slots=True)
class PrizeLine:
    """A prize level: how many there may be, how many are given, what they cost."""

    level: str
    limit: str
    given: int
    money: int | None
    total: int | None


@dataclass(frozen=True, slots=True)
class NamedTie:
    """A tie with its dossiers, and what the chair is asked."""

    group: TiedGroup
    nominations: tuple[Nomination, ...]


@dataclass(frozen=True, slots=True)
class ResultsTable:
    """Everything about a ranking that a page shows."""

    rows: tuple[RankingLine, ...]
    prizes: tuple[PrizeLine, ...]
    ties: tuple[NamedTie, ...] = ()
    waiting: int = 0
    left_behind: tuple[Nomination, ...] = ()

    @property
    def total_money(self) -> int:
        """The money of all prizes, in đồng."""
        return sum(row.money or 0 for row in self.rows)

    @property
    def honoured(self) -> list[RankingLine]:
        """The lines that take a prize or a title."""
        return [row for row in self.rows if row.level]

    @property
    def barred(self) -> list[RankingLine]:
        """The lines that can take no prize whatever their rank."""
        return [row for row in self.rows if row.barred]

    @property
    def without_score(self) -> list[RankingLine]:
        """The lines that the rule gives no score."""
        return [row for row in self.rows if row.score is None]

    def of_category(self, category_id: int | None) -> list[RankingLine]:
        """Return the lines of one category, or all."""
        if category_id is None:
            return list(self.rows)
        return [row for row in self.rows if row.nomination.category_id == category_id]


def computed_table(round_: Round) -> ResultsTable:
    """Return the ranking as the sheets and rulings give it now."""
    computed = outcome_of(round_)
    eligible = eligible_nominations(round_.id)
    by_id = {nomination.id: nomination for nomination in eligible}
    rows = tuple(_computed_rows(computed, by_id))
    ranked = set(computed.ids.values())
    by_code = {nomination.code: nomination for nomination in eligible}
    return ResultsTable(
        rows=rows,
        prizes=prize_lines(round_.prizes, rows),
        ties=tuple(
            NamedTie(group, tuple(by_code[code] for code in group.codes))
            for group in tied_groups(computed.outcome)
        ),
        waiting=len(computed.outcome.allocation.unresolved),
        left_behind=tuple(n for n in eligible if n.id not in ranked),
    )


def _computed_rows(
    computed: ComputedOutcome, nominations: Mapping[int, Nomination]
) -> Iterable[RankingLine]:
    allocation = computed.outcome.allocation
    money = {award.code: award.money for award in allocation.awards}
    for standing in computed.outcome.standings:
        nomination = nominations[computed.ids[standing.code]]
        yield RankingLine(
            nomination=nomination,
            printed=printed(nomination),
            score=standing.score,
            rank=standing.rank,
            used=len(standing.sheets_used),
            dropped=len(standing.sheets_dropped),
            note=standing.note,
            level=allocation.levels.get(standing.code),
            money=money.get(standing.code),
            barred=allocation.barred.get(standing.code, ""),
            is_waiting=standing.code in allocation.unresolved,
        )


def frozen_table(round_: Round, frozen: FrozenResults) -> ResultsTable:
    """Return the ranking as it was frozen."""
    barred = frozen.content.get("barred", {})
    rows = tuple(
        RankingLine(
            nomination=line.nomination,
            printed=Printed.of_json(line.printed),
            score=line.score,
            rank=line.rank,
            used=line.sheets_used,
            dropped=line.sheets_dropped,
            note=line.note,
            level=line.level,
            money=line.money,
            barred=barred.get(line.printed["code"], ""),
        )
        for line in frozen.standings
    )
    return ResultsTable(rows=rows, prizes=prize_lines(round_.prizes, rows))


def prize_lines(prizes: Sequence[Prize], rows: Iterable[RankingLine]) -> tuple[PrizeLine, ...]:
    """Return the levels in their order with how many of each are given."""
    given = Counter(row.level for row in rows if row.level)
    return tuple(
        PrizeLine(
            level=prize.level,
            limit=limit_words(prize),
            given=given[prize.level],
            money=prize.money,
            total=prize.money * given[prize.level] if prize.money else None,
        )
        for prize in prizes
    )


def limit_words(prize: Prize) -> str:
    """Say how many prizes of a level there may be."""
    if prize.quantity is None:
        return _("Không giới hạn")
    if prize.scope is PrizeScope.CATEGORY:
        return _("Tối đa %(number)s mỗi lĩnh vực", number=prize.quantity)
    return _("Tối đa %(number)s", number=prize.quantity)
