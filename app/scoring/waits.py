"""What the judging of rounds waits for: judges for each dossier, sheets, the end of a stage."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.councils.queries import rounds_with_council
from app.kernel.waits import MainAction, RoundNews, Wait
from app.nominations.queries.counts import dossier_counts_of_rounds
from app.programmes.enums import RoundState as S
from app.programmes.values.line import Place, line_figure, round_page
from app.scoring.policy import ScoringPermission as P
from app.scoring.policy import policy
from app.scoring.queries.sheet_counts import SheetCounts, sheet_counts_of_rounds

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from app.kernel.access import Actor
    from app.kernel.waits import LineFigure
    from app.programmes.models import Round

PROGRESS = "scoring.progress"


def news_of_rounds(rounds: Sequence[Round], actor: Actor) -> Mapping[int, RoundNews]:
    """Return what the judging of rounds waits for, of those that somebody may watch."""
    known = [round_ for round_ in rounds if policy.allows(actor, P.WATCH, round_)]
    ids = tuple(round_.id for round_ in known)
    counts, dossiers = sheet_counts_of_rounds(ids), dossier_counts_of_rounds(ids)
    seated = rounds_with_council(ids)
    return {
        round_.id: news(
            round_,
            counts[round_.id],
            eligible=dossiers[round_.id].eligible,
            has_council=round_.id in seated,
        )
        for round_ in known
    }


def news(round_: Round, counts: SheetCounts, *, eligible: int, has_council: bool) -> RoundNews:
    """Return what the judging of a round waits for; without a council, councils ask for one."""
    judging = round_.state is S.JUDGING
    waits = tuple(_waits(round_, counts, eligible)) if judging and has_council else ()
    action = MainAction("Xem tiến độ chấm", round_page(PROGRESS, round_)) if judging else None
    return RoundNews(waits=waits, figures=(_figure(round_, counts),), action=action)


def _waits(round_: Round, counts: SheetCounts, eligible: int) -> Iterator[Wait]:
    if counts.dossiers < eligible:
        yield Wait(
            f"{eligible - counts.dossiers} hồ sơ chưa có giám khảo",
            "Phân công đều ngẫu nhiên hoặc chọn từng người.",
            "Phân công",
            round_page("scoring.assignments", round_),
            "bad",
        )
    if counts.judges_not_begun:
        yield Wait(
            f"{counts.judges_not_begun} giám khảo chưa bắt đầu",
            f"Đã có {counts.sent} trên {counts.wanted} phiếu.",
            "Xem tiến độ",
            round_page(PROGRESS, round_),
            "warn",
        )
    if counts.wanted and counts.sent == counts.wanted:
        yield Wait(
            "Đã đủ phiếu chấm",
            f"{counts.sent} phiếu đã gửi; có thể chốt vòng chấm.",
            "Chốt vòng chấm",
            round_page(PROGRESS, round_),
            "ok",
        )


def _figure(round_: Round, counts: SheetCounts) -> LineFigure:
    note = f"trên {counts.wanted} phiếu" if counts.wanted else "phiếu"
    place = Place("sheets", "Chấm điểm", note, PROGRESS, (S.JUDGING,))
    return line_figure(round_, place, counts.sent if counts.wanted else None, of=counts.wanted)
