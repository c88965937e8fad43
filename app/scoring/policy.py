"""Who may score, assign, watch and enter sheets."""

from __future__ import annotations

from typing import Any

from app.kernel.access import Permission, Policy, is_secretary, predicate, stands_apart


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


def round_number(thing: Any) -> int:
    """Return the number of the round that a thing is, or of that of a stage or an assignment."""
    stage = getattr(thing, "stage", thing)
    number: int = getattr(stage, "round_id", None) or stage.id
    return number


holds_a_seat = predicate(
    "holds_a_seat",
    "Chỉ thành viên hội đồng có trang chấm điểm.",
    lambda actor, _: bool(actor.seats),
)
holds_the_seat = predicate(
    "holds_the_seat",
    "Hồ sơ này không được phân công cho bạn.",
    lambda actor, assigned: any(seat.seat_id == assigned.seat_id for seat in actor.seats),
)
sits_on_round = predicate(
    "sits_on_round",
    "",
    lambda actor, thing: any(seat.round_id == round_number(thing) for seat in actor.seats),
)
is_outside_the_council = (~sits_on_round).because(
    "Bạn là thành viên hội đồng của đợt này nên không xem hoặc nhập điểm của thành viên khác."
)
# Of the judging of a round, whoever competes in it learns nothing and changes nothing.
runs_the_judging = is_secretary & stands_apart(round_number)

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
