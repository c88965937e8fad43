"""What the results of rounds wait for: the chair's word on ties, the decision."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.kernel.waits import MainAction, RoundNews, Wait
from app.programmes.enums import RoundState as S
from app.programmes.queries import get_round_in_full
from app.programmes.values.line import Place, line_figure, round_page
from app.results.enums import STILL_OPEN
from app.results.policy import ResultsPermission as P
from app.results.policy import policy
from app.results.queries.decision import count_awards_of_rounds
from app.results.queries.outcome import outcome_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from app.kernel.access import Actor
    from app.kernel.waits import LineFigure
    from app.programmes.models import Round

INDEX = "results.index"
RANKING = Place("ranking", "Xếp hạng", "tổng hợp điểm", INDEX, (S.RANKED,))
COMMENT = Place("comment", "Công khai", "lấy ý kiến", INDEX, (S.PUBLIC_COMMENT,))
DECISION = Place("awards", "Quyết định", "giải", INDEX, (S.PROPOSED, S.DECIDED))
TO_READ = STILL_OPEN | {S.PROPOSED}


def news_of_rounds(rounds: Sequence[Round], actor: Actor) -> Mapping[int, RoundNews]:
    """Return what the results of rounds wait for, of those whose results somebody may read."""
    known = [round_ for round_ in rounds if policy.allows(actor, P.READ, round_)]
    awards = count_awards_of_rounds(tuple(round_.id for round_ in known))
    return {
        round_.id: news(round_, awards=awards.get(round_.id, 0), unresolved=_unresolved(round_))
        for round_ in known
    }


def news(round_: Round, *, awards: int, unresolved: int) -> RoundNews:
    """Return what the results of a round wait for; ``unresolved`` are dossiers of open ties."""
    reads = round_.state in TO_READ
    return RoundNews(
        waits=tuple(_waits(round_, unresolved)),
        figures=tuple(_figures(round_, awards)),
        action=MainAction("Xem kết quả", round_page(INDEX, round_)) if reads else None,
    )


def _unresolved(round_: Round) -> int:
    """Count the dossiers that wait for the chair; only results that are open can have any."""
    if round_.state not in STILL_OPEN:
        return 0
    return len(outcome_of(get_round_in_full(round_.id)).outcome.allocation.unresolved)


def _waits(round_: Round, unresolved: int) -> Iterator[Wait]:
    if unresolved:
        yield Wait(
            f"{unresolved} hồ sơ đồng hạng ở ranh giới giải",
            "Chủ tịch hội đồng cần quyết định thứ tự, có lý do.",
            "Xem kết quả",
            round_page(INDEX, round_),
            "bad",
        )
    if round_.state is S.PROPOSED:
        yield Wait(
            "Kết quả đang chờ quyết định",
            "Kết quả đã chốt, không thay đổi cho đến khi có quyết định hoặc bị trả lại.",
            "Xem kết quả",
            round_page(INDEX, round_),
        )


def _figures(round_: Round, awards: int) -> Iterator[LineFigure]:
    yield line_figure(round_, RANKING)
    yield line_figure(round_, COMMENT)
    yield line_figure(round_, DECISION, awards or None)
