"""Who may do what to programmes and rounds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.kernel.access import Permission, Policy, anyone, is_leader, is_secretary, predicate
from app.programmes.enums import RoundState

if TYPE_CHECKING:
    from app.kernel.access import Actor
    from app.programmes.models import Round


class RoundPermission(Permission):
    """What can be done to rounds."""

    BROWSE = "programmes:browse"
    READ_CALL = "programmes:read_call"
    LIST_ROUNDS = "programmes:list_rounds"
    READ = "programmes:read"
    PREPARE = "programmes:prepare"
    RUN = "programmes:run"
    DECIDE = "programmes:decide"


def _is_announced(_actor: Actor, round_: Round) -> bool:
    return round_.state is not RoundState.DRAFT and not round_.is_rehearsal


is_announced = predicate(
    "is_announced", "Đợt này chưa được công bố.", _is_announced, admits_strangers=True
)

policy = Policy(
    RoundPermission,
    {
        RoundPermission.BROWSE: anyone,
        RoundPermission.READ_CALL: is_secretary | is_announced,
        RoundPermission.LIST_ROUNDS: is_secretary | is_leader,
        RoundPermission.READ: is_secretary | is_leader,
        RoundPermission.PREPARE: is_secretary,
        RoundPermission.RUN: is_secretary,
        RoundPermission.DECIDE: is_leader,
    },
)
