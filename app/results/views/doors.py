"""The doors of results, and the round or dossier behind each of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_babel import gettext as _

from app.infra.guard import Doors, current_actor
from app.kernel.errors import NotAllowed, NotFound
from app.nominations.queries.lists import eligible_nominations
from app.programmes.enums import DECIDED
from app.programmes.enums import RoundState as S
from app.programmes.queries import get_round_in_full
from app.results.policy import policy
from app.results.queries import outcome
from app.results.queries.judgement import conflicts_of_actor

if TYPE_CHECKING:
    from app.nominations.models import Nomination
    from app.programmes.models import Round
    from app.results.models import Ruling

pages = Doors("results", policy)
OK, UNPROCESSABLE = 200, 422
DESK = "/ban-to-chuc/dot/<int:round_id>/ket-qua"
COUNCIL = "/hoi-dong/ket-qua/<int:round_id>"
APPROVAL = "/phe-duyet"

STILL_OPEN = frozenset({S.RANKED, S.PUBLIC_COMMENT})
FROZEN = DECIDED | {S.PROPOSED}


@dataclass(frozen=True, slots=True)
class ScoredNomination:
    """A dossier that went to the council, with its round."""

    round: Round
    nomination: Nomination

    @property
    def round_id(self) -> int:
        """The number of the round, which policies ask for."""
        return self.round.id


@dataclass(frozen=True, slots=True)
class Rank:
    """A place in the ranking of a round, which some dossiers may share."""

    round: Round
    rank: int

    @property
    def round_id(self) -> int:
        """The number of the round, which policies ask for."""
        return self.round.id


@dataclass(frozen=True, slots=True)
class RulingOfRound:
    """A ruling with its round."""

    round: Round
    ruling: Ruling

    @property
    def round_id(self) -> int:
        """The number of the round, which policies ask for."""
        return self.round.id


# What the outcome says is looked up behind the doors: whether an address is found must not tell a
# passer-by who came to the last stage, or who is tied.


def get_scored(round_id: int, nomination_id: int) -> ScoredNomination:
    """Return a dossier of a round that went to the council.

    Raises:
        NotFound: when the round has no such dossier.
    """
    round_ = get_round_in_full(round_id)
    found = {n.id: n for n in eligible_nominations(round_.id)}.get(nomination_id)
    if found is None:
        raise NotFound
    return ScoredNomination(round_, found)


def get_rank(round_id: int, rank: int) -> Rank:
    """Return a place in the ranking of a round, whether or not anybody stands there."""
    return Rank(get_round_in_full(round_id), rank)


def get_ruling(round_id: int, ruling_id: int) -> RulingOfRound:
    """Return a ruling of a round.

    Raises:
        NotFound: when the round has no such ruling.
    """
    round_ = get_round_in_full(round_id)
    return RulingOfRound(round_, outcome.get_ruling(round_.id, ruling_id))


def require_no_conflict(scored: ScoredNomination) -> None:
    """Refuse the sheets of a dossier to a member of the council who is too close to it.

    Raises:
        NotAllowed: for them, also after the decision.
    """
    number = scored.nomination.id
    if conflicts_of_actor(current_actor(), scored.round_id, [number]):
        raise NotAllowed(
            _(
                "Bạn có xung đột lợi ích với hồ sơ này nên không xem được phiếu chấm của hồ sơ. Hãy liên hệ thư ký hội đồng nếu thông tin này chưa đúng."
            )
        )


def shows_names(round_: Round) -> bool:
    """Tell whether people and units are named: in a blind round not to its council."""
    if not round_.is_blind or round_.state in DECIDED:
        return True
    return not any(seat.round_id == round_.id for seat in current_actor().seats)
