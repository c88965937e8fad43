"""What the chair rules, always with a written reason, while the ranking is not yet proposed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.audit.operations import operation, record
from app.councils.queries import councils_of_stage
from app.infra.db.engine import db
from app.kernel import clock
from app.kernel.errors import NotAllowed, RuleBroken, WrongState
from app.kernel.reasons import require_reason
from app.programmes.enums import RoundState
from app.results.enums import ResultsEvent, RulingKind
from app.results.models import Ruling
from app.results.queries.judgement import conflicts_of_actor
from app.results.queries.outcome import hold_round, outcome_of
from app.results.rules.downgrades import require_downgrade
from app.results.rules.prizes import Downgrade
from app.results.rules.scores import require_ruled_score

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from decimal import Decimal

    from app.kernel.access import Actor
    from app.nominations.models import Nomination
    from app.programmes.models import Round
    from app.results.rules.ranking import Standing

OPEN_STATES = (RoundState.RANKED, RoundState.PUBLIC_COMMENT)
NOT_NOW = "Chỉ quyết định được khi kết quả đã xếp hạng và chưa trình. Hãy tải lại trang để xem kết quả đang ở bước nào."
NOT_TIED = "Các hồ sơ này không đồng hạng với nhau. Hãy tải lại trang để xem xếp hạng mới nhất."
EARLIER_CHAIR = "Chỉ chủ tịch hội đồng của vòng cuối quyết định được về xếp hạng và giải."
TOO_CLOSE = (
    "Bạn có xung đột lợi ích với hồ sơ {code} nên không quyết định về hồ sơ này được. "
    "Hãy đề nghị ban tổ chức giao người khác chủ trì nội dung này."
)


@operation
def rule_tie(round_: Round, order: Sequence[Nomination], reason: str, *, by: Actor) -> Ruling:
    """Put tied nominations in order, the first one highest.

    Raises:
        RuleBroken: without a reason, or when they are not tied with each other.
    """
    _require_ruling(round_, order, reason, by)
    standings = outcome_of(round_).outcome.standings
    codes = [nomination.code or "" for nomination in order]
    if not _are_tied(codes, standings):
        raise RuleBroken(NOT_TIED, field="order")
    value = {"order": [nomination.id for nomination in order], "codes": codes}
    return _rule(round_, RulingKind.TIE, None, value, reason, by)


@operation
def rule_downgrade(
    round_: Round, nomination: Nomination, level: str, reason: str, *, by: Actor
) -> Ruling:
    """Give a nomination a lower prize than the ranking does, never a higher one.

    Raises:
        RuleBroken: without a reason, or for a level that is not lower.
    """
    _require_ruling(round_, [nomination], reason, by)
    computed = outcome_of(round_)
    require_downgrade(
        computed.outcome.standings,
        computed.rules.prizes,
        computed.facts,
        nomination.code or "",
        Downgrade(level, reason.strip()),
    )
    return _rule(round_, RulingKind.DOWNGRADE, nomination, {"level": level}, reason, by)


@operation
def rule_score(
    round_: Round, nomination: Nomination, score: Decimal, reason: str, *, by: Actor
) -> Ruling:
    """Give a score where the deviation rule leaves none and the council has discussed.

    Raises:
        RuleBroken: without a reason, out of range, or when there is a score.
    """
    _require_ruling(round_, [nomination], reason, by)
    computed = outcome_of(round_)
    require_ruled_score(
        computed.outcome.standings, nomination.code or "", score, computed.rules.largest_score
    )
    return _rule(round_, RulingKind.SCORE, nomination, {"score": str(score)}, reason, by)


@operation
def withdraw_ruling(round_: Round, ruling: Ruling, *, by: Actor) -> None:
    """Take a ruling back; the ranking is computed without it.

    Raises:
        WrongState: once the results are proposed.
        NotAllowed: about a dossier that is too close.
    """
    _require_open(round_)
    _require_apart(round_, _dossiers_of(ruling), by)
    record(
        ResultsEvent.RULING_WITHDRAWN,
        round_,
        by=by,
        kind=ruling.kind,
        value=ruling.value,
        why=ruling.reason,
    )
    db.session.delete(ruling)


def _require_open(round_: Round) -> None:
    """Refuse at the wrong time; who freezes the results waits until this is done."""
    if round_.state not in OPEN_STATES or hold_round(round_.id) not in OPEN_STATES:
        raise WrongState(NOT_NOW)


def _dossiers_of(ruling: Ruling) -> dict[int, str | None]:
    """Return the codes of the dossiers that a ruling is about, by their numbers."""
    if ruling.kind is RulingKind.TIE:
        return dict(zip(ruling.value["order"], ruling.value["codes"], strict=True))
    about = ruling.nomination
    return {about.id: about.code} if about else {}


def _require_apart(round_: Round, codes: Mapping[int, str | None], by: Actor) -> None:
    for nomination_id in sorted(conflicts_of_actor(by, round_.id, codes)):
        raise NotAllowed(TOO_CLOSE.format(code=codes[nomination_id]))


def _require_final_council(round_: Round, by: Actor) -> None:
    """Refuse the chair of a council that judged an earlier stage alone."""
    chaired = {s.council_id for s in by.seats if s.round_id == round_.id and s.role == "chair"}
    if chaired and not chaired & councils_of_stage(round_.final_stage.id):
        raise NotAllowed(EARLIER_CHAIR)


def _require_ruling(
    round_: Round, nominations: Sequence[Nomination], reason: str, by: Actor
) -> None:
    """Refuse at the wrong time, without a reason, and about what is too close to the ruler."""
    _require_open(round_)
    require_reason(reason)
    _require_final_council(round_, by)
    _require_apart(round_, {item.id: item.code for item in nominations}, by)


def _are_tied(codes: Sequence[str], standings: Sequence[Standing]) -> bool:
    """Tell whether several nominations, each named once, share a rank."""
    ranks = {standing.code: standing.rank for standing in standings}
    several = len(codes) == len(set(codes)) > 1
    return several and len({ranks.get(code) for code in codes}) == 1 and ranks[codes[0]] is not None


def _rule(  # noqa: PLR0913  # one row of the table
    round_: Round,
    kind: RulingKind,
    nomination: Nomination | None,
    value: dict[str, Any],
    reason: str,
    by: Actor,
) -> Ruling:
    ruling = Ruling(
        round_id=round_.id,
        kind=kind,
        nomination_id=nomination.id if nomination else None,
        nomination=nomination,
        value=value,
        reason=reason.strip(),
        ruled_at=clock.now(),
        ruled_by=by.name,
    )
    db.session.add(ruling)
    db.session.flush()
    record(ResultsEvent.RULED, round_, by=by, kind=kind, value=value, why=ruling.reason)
    return ruling
