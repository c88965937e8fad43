"""Who may score, assign, watch and enter sheets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from app.kernel.access import (
    InRound,
    Permission,
    Policy,
    is_secretary,
    predicate,
    sits_on_round,
    stands_apart,
)

if TYPE_CHECKING:
    from app.kernel.access import Actor


class ScoringPermission(Permission):
    """What can be done in judging."""

    LIST_OWN = "scoring:list_own"
    READ_OWN = "scoring:read_own"
    SCORE = "scoring:score"
    ASSIGN = "scoring:assign"
    WATCH = "scoring:watch"
    READ_POINTS = "scoring:read_points"
    ENTER_PAPER = "scoring:enter_paper"
    REOPEN = "scoring:reopen"
    SET_DEADLINE = "scoring:set_deadline"
    CLOSE = "scoring:close"


class Assigned(InRound, Protocol):
    """Something that was assigned to one seat: a dossier to score, its sheet, its files."""

    @property
    def seat_id(self) -> int:
        """The seat."""
        ...


def _holds(actor: Actor, assigned: Assigned) -> bool:
    return any(seat.seat_id == assigned.seat_id for seat in actor.seats)


holds_a_seat = predicate(
    "holds_a_seat",
    "Chỉ thành viên hội đồng có trang chấm điểm.",
    lambda actor, _: bool(actor.seats),
)
holds_the_seat = predicate("holds_the_seat", "Hồ sơ này không được phân công cho bạn.", _holds)
is_outside_the_council = (~sits_on_round).because(
    "Bạn là thành viên hội đồng của đợt này nên không xem hoặc nhập điểm của thành viên khác."
)
# Of the judging of a round, whoever competes in it learns nothing and changes nothing.
runs_the_judging = is_secretary & stands_apart

policy = Policy(
    ScoringPermission,
    {
        ScoringPermission.LIST_OWN: holds_a_seat,
        ScoringPermission.READ_OWN: holds_the_seat,
        ScoringPermission.SCORE: holds_the_seat,
        ScoringPermission.ASSIGN: runs_the_judging,
        ScoringPermission.WATCH: runs_the_judging,
        ScoringPermission.READ_POINTS: runs_the_judging & is_outside_the_council,
        ScoringPermission.ENTER_PAPER: runs_the_judging & is_outside_the_council,
        ScoringPermission.REOPEN: runs_the_judging,
        ScoringPermission.SET_DEADLINE: runs_the_judging,
        ScoringPermission.CLOSE: runs_the_judging,
    },
)
