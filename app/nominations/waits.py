"""Which dossiers wait for the organiser, and how many a round holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.kernel.waits import Link, MainAction, RoundNews, Wait
from app.nominations.policy import NominationPermission as P
from app.nominations.policy import policy
from app.nominations.queries.counts import DossierCounts, dossier_counts_of_rounds
from app.programmes.enums import RoundState as S
from app.programmes.values.line import Place, line_figure, round_page

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from app.kernel.access import Actor
    from app.kernel.waits import LineFigure
    from app.programmes.models import Round

OF_ROUND = "nominations.of_round"
RECEIVED = Place("received", "Nộp", "hồ sơ", OF_ROUND, (S.OPEN, S.CLOSED))
ELIGIBLE = Place("eligible", "Hợp lệ", "qua thẩm tra", OF_ROUND, (S.SCREENING,))


def news_of_rounds(rounds: Sequence[Round], actor: Actor) -> Mapping[int, RoundNews]:
    """Return what the dossiers of rounds ask for, of those whose dossiers somebody may list."""
    known = [round_ for round_ in rounds if policy.allows(actor, P.LIST_ALL, round_)]
    counts = dossier_counts_of_rounds(tuple(round_.id for round_ in known))
    return {round_.id: news(round_, counts[round_.id]) for round_ in known}


def news(round_: Round, counts: DossierCounts) -> RoundNews:
    """Return what the dossiers of a round ask for."""
    return RoundNews(
        waits=tuple(_waits(counts)),
        figures=tuple(_figures(round_, counts)),
        action=_action(round_, counts),
    )


def _waits(counts: DossierCounts) -> Iterator[Wait]:
    if counts.to_screen:
        yield Wait(
            f"{counts.to_screen} hồ sơ chờ thẩm tra",
            "Hồ sơ nộp trước được xem trước.",
            f"Thẩm tra {counts.to_screen} hồ sơ",
            Link("nominations.screening"),
            "warn",
        )


def _figures(round_: Round, counts: DossierCounts) -> Iterator[LineFigure]:
    yield line_figure(round_, RECEIVED, counts.received)
    yield line_figure(round_, ELIGIBLE, counts.eligible)


def _action(round_: Round, counts: DossierCounts) -> MainAction | None:
    if round_.state is S.OPEN:
        return MainAction("Xem hồ sơ đã nhận", round_page(OF_ROUND, round_))
    if round_.state is S.SCREENING and counts.undecided:
        return MainAction(f"Thẩm tra {counts.undecided} hồ sơ", Link("nominations.screening"))
    return None
