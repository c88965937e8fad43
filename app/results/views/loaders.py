"""The round, dossier, rank or ruling behind each door of results."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.kernel.errors import NotFound
from app.nominations.queries.lists import eligible_nominations
from app.programmes.queries import get_round_in_full
from app.results.queries import outcome

if TYPE_CHECKING:
    from app.nominations.models import Nomination
    from app.programmes.enums import RoundState
    from app.programmes.models import Round
    from app.results.models import Ruling


@dataclass(frozen=True, slots=True)
class PartOfRound:
    """Something of a round, with the round."""

    round: Round

    @property
    def round_id(self) -> int:
        """The number of the round, which policies ask for."""
        return self.round.id

    @property
    def round_state(self) -> RoundState:
        """Where the round stands, which policies ask for."""
        return self.round.state


@dataclass(frozen=True, slots=True)
class ScoredNomination(PartOfRound):
    """A dossier that went to the council, with its round."""

    nomination: Nomination


@dataclass(frozen=True, slots=True)
class Rank(PartOfRound):
    """A place in the ranking of a round, which some dossiers may share."""

    rank: int


@dataclass(frozen=True, slots=True)
class RulingOfRound(PartOfRound):
    """A ruling with its round."""

    ruling: Ruling


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
