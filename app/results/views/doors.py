"""The doors of results, and the round or dossier behind each of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_babel import gettext as _

from app.infra.guard import Doors, current_actor
from app.kernel.errors import NotAllowed, NotFound
from app.nominations.queries import eligible_nominations
from app.programmes.enums import RoundState as S
from app.programmes.queries import get_round_in_full
from app.results import queries
from app.results.policy import policy
from app.results.rules.rulings import TiedGroup, tied_groups

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.nominations.models import Nomination
    from app.programmes.models import Round
    from app.results.models import Ruling
    from app.results.queries import ComputedOutcome

pages = Doors("results", policy)
OK, UNPROCESSABLE = 200, 422
DESK = "/ban-to-chuc/dot/<int:round_id>/ket-qua"
COUNCIL = "/hoi-dong/ket-qua/<int:round_id>"
APPROVAL = "/phe-duyet"

STILL_OPEN = frozenset({S.RANKED, S.PUBLIC_COMMENT})
FROZEN = frozenset({S.PROPOSED, S.DECIDED, S.AWARDED, S.ARCHIVED})
DECIDED = frozenset({S.DECIDED, S.AWARDED, S.ARCHIVED})


@dataclass(frozen=True, slots=True)
class ScoredNomination:
    """A dossier of the last stage within the outcome of its round."""

    round: Round
    nomination: Nomination
    computed: ComputedOutcome

    @property
    def round_id(self) -> int:
        """The number of the round, which policies ask for."""
        return self.round.id


@dataclass(frozen=True, slots=True)
class Tie:
    """A tie that stands, with the dossiers in it."""

    round: Round
    group: TiedGroup
    nominations: Sequence[Nomination]

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


def get_scored(round_id: int, nomination_id: int) -> ScoredNomination:
    """Return a dossier of a round whose judging is over.

    Raises:
        NotFound: when it did not come to the last stage, or the council is still judging.
    """
    round_ = get_round_in_full(round_id)
    found = {n.id: n for n in eligible_nominations(round_.id)}.get(nomination_id)
    if found is None or round_.state not in STILL_OPEN | FROZEN:
        raise NotFound
    computed = queries.outcome_of(round_)
    if found.code not in computed.ids:
        raise NotFound
    return ScoredNomination(round_, found, computed)


def get_tie(round_id: int, rank: int) -> Tie:
    """Return the dossiers that share a rank.

    Raises:
        NotFound: when no dossiers share it.
    """
    round_ = get_round_in_full(round_id)
    groups = {group.rank: group for group in tied_groups(queries.outcome_of(round_).outcome)}
    if rank not in groups:
        raise NotFound
    codes = groups[rank].codes
    tied = [n for n in eligible_nominations(round_.id) if n.code in codes]
    return Tie(round_, groups[rank], tied)


def get_ruling(round_id: int, ruling_id: int) -> RulingOfRound:
    """Return a ruling of a round.

    Raises:
        NotFound: when the round has no such ruling.
    """
    round_ = get_round_in_full(round_id)
    return RulingOfRound(round_, queries.get_ruling(round_.id, ruling_id))


def require_apart(round_: Round) -> None:
    """Refuse who stands behind a dossier of the round: until the decision they learn nothing.

    Raises:
        NotAllowed: for them.
    """
    if round_.state in DECIDED:
        return
    if queries.hidden_dossiers(round_.id, current_actor()):
        raise NotAllowed(
            _(
                "Bạn đứng tên trong một hồ sơ của đợt này nên chưa xem được kết quả "
                "cho đến khi có quyết định. Việc này do người khác trong ban tổ chức làm."
            )
        )
