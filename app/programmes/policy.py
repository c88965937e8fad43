"""Who may do what to programmes and rounds."""

from __future__ import annotations

from app.kernel.access import Permission, Policy, anyone, is_leader, is_secretary, predicate
from app.programmes.enums import RoundState


class RoundPermission(Permission):
    """What can be done to rounds."""

    BROWSE = "programmes:browse"
    READ_CALL = "programmes:read_call"
    LIST_ROUNDS = "programmes:list_rounds"
    READ = "programmes:read"
    PREPARE = "programmes:prepare"
    RUN = "programmes:run"
    DECIDE = "programmes:decide"


is_announced = predicate(
    "is_announced",
    "Đợt này chưa được công bố.",
    lambda _actor, round_: round_.state is not RoundState.DRAFT and not round_.is_rehearsal,
    admits_strangers=True,
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
