"""Which rounds wait for their certificates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.certificates.policy import CertificatePermission as P
from app.certificates.policy import policy
from app.certificates.queries import count_certificates_of_rounds
from app.kernel.waits import MainAction, RoundNews, Wait
from app.programmes.enums import DECIDED
from app.programmes.enums import RoundState as S
from app.programmes.values.line import Place, line_figure, round_page
from app.results.queries.decision import count_awards_of_rounds

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from app.kernel.access import Actor
    from app.programmes.models import Round

ISSUE = "certificates.issue"
ISSUED = Place("issued", "Giấy chứng nhận", "đã cấp", ISSUE, (S.AWARDED, S.ARCHIVED))


def news_of_rounds(rounds: Sequence[Round], actor: Actor) -> Mapping[int, RoundNews]:
    """Return which rounds wait for certificates, of those whose register somebody may read."""
    known = [round_ for round_ in rounds if policy.allows(actor, P.READ_REGISTER, round_)]
    ids = tuple(round_.id for round_ in known)
    awards, issued = count_awards_of_rounds(ids), count_certificates_of_rounds(ids)
    return {
        round_.id: news(round_, awards=awards.get(round_.id, 0), issued=issued.get(round_.id, 0))
        for round_ in known
    }


def news(round_: Round, *, awards: int, issued: int) -> RoundNews:
    """Return what a round waits for that gave so many awards and issued so many certificates."""
    figure = line_figure(round_, ISSUED, issued or None)
    decided = round_.state in DECIDED
    action = MainAction("Giấy chứng nhận", round_page(ISSUE, round_)) if decided else None
    waits = (_to_issue(round_, awards),) if round_.state is S.DECIDED else ()
    return RoundNews(waits=waits, figures=(figure,), action=action)


def _to_issue(round_: Round, awards: int) -> Wait:
    return Wait(
        f"{awards} giải chờ cấp giấy chứng nhận",
        "Đã có quyết định; mỗi người có tên nhận một giấy có mã QR.",
        "Cấp giấy chứng nhận",
        round_page(ISSUE, round_),
        "warn",
    )
