"""Which rounds wait for a council."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.councils.policy import CouncilPermission as P
from app.councils.policy import policy
from app.councils.queries import rounds_with_council
from app.kernel.waits import RoundNews, Wait
from app.programmes.enums import RoundState as S
from app.programmes.values.line import round_page

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from app.kernel.access import Actor
    from app.programmes.models import Round

PREPARING = (S.CLOSED, S.SCREENING, S.JUDGING)


def news_of_rounds(rounds: Sequence[Round], actor: Actor) -> Mapping[int, RoundNews]:
    """Return which rounds lack a council, of those whose councils somebody may read."""
    known = [round_ for round_ in rounds if policy.allows(actor, P.READ, round_)]
    seated = rounds_with_council(tuple(round_.id for round_ in known))
    return {round_.id: news(round_, has_council=round_.id in seated) for round_ in known}


def news(round_: Round, *, has_council: bool) -> RoundNews:
    """Return what a round asks for that has, or has not, somebody on a council."""
    if has_council or round_.state not in PREPARING:
        return RoundNews()
    wait = Wait(
        "Chưa có hội đồng",
        "Hội đồng cần một chủ tịch và đủ giám khảo cho mỗi hồ sơ.",
        "Lập hội đồng",
        round_page("councils.create", round_),
        "bad",
    )
    return RoundNews(waits=(wait,))
