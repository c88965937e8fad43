"""What a finished run has to hand out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.certificates.queries import certificates_of_batch, find_batch
from app.folders.rules.results import UNRESOLVED, AwardRow, RankingRow
from app.nominations.queries.lists import eligible_nominations
from app.results.queries.outcome import outcome_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.certificates.models import Certificate, CertificateBatch
    from app.nominations.models import Nomination
    from app.programmes.models import Round
    from app.results.rules.outcome import Outcome

WAITS_FOR_CHAIR = "Chưa phân định: chờ Chủ tịch hội đồng quyết định."


def results_of(round_: Round) -> tuple[list[RankingRow], list[AwardRow]]:
    """Return the ranking and the awards of a round that is ranked or further."""
    outcome = outcome_of(round_).outcome
    dossiers = {dossier.code or "": dossier for dossier in eligible_nominations(round_.id)}
    numbers = _certificate_numbers(round_.id)
    ranking = _ranking(outcome, dossiers)
    levels = outcome.allocation.levels
    money = {award.code: award.money for award in outcome.allocation.awards}
    awards = [
        _award(
            dossiers[row.code],
            levels.get(row.code, UNRESOLVED),
            money.get(row.code),
            tuple(numbers.get(dossiers[row.code].id, ())),
        )
        for row in ranking
        if row.code in levels or row.code in outcome.allocation.unresolved
    ]
    return ranking, awards


def _ranking(outcome: Outcome, dossiers: dict[str, Nomination]) -> list[RankingRow]:
    rows = []
    for standing in outcome.standings:
        waits = WAITS_FOR_CHAIR if standing.code in outcome.allocation.unresolved else ""
        rows.append(
            RankingRow(
                code=standing.code,
                title=dossiers[standing.code].title,
                category=standing.category,
                score=standing.score,
                rank=standing.rank,
                sheets_used=len(standing.sheets_used),
                sheets_dropped=len(standing.sheets_dropped),
                note=" ".join(part for part in (standing.note, waits) if part),
            )
        )
    return rows


def _award(
    dossier: Nomination, level: str, money: int | None, numbers: tuple[str, ...]
) -> AwardRow:
    people = tuple(person.full_name for person in dossier.people)
    return AwardRow(dossier.code or "", dossier.title, level, money, people, numbers)


def _certificate_numbers(round_id: int) -> dict[int, list[str]]:
    numbers: dict[int, list[str]] = {}
    for certificate in issued_in(round_id)[1]:
        nomination_id = certificate.award.nomination_id
        numbers.setdefault(nomination_id, []).append(certificate.register_no)
    return numbers


def issued_in(round_id: int) -> tuple[CertificateBatch | None, Sequence[Certificate]]:
    """Return the issue of a round and its certificates by number; nothing before there is one."""
    batch = find_batch(round_id)
    return (batch, certificates_of_batch(batch.id)) if batch else (None, ())
