"""Who may score, assign, watch and enter sheets."""

from __future__ import annotations

from app.kernel.access import Permission, Policy, is_secretary, predicate


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
    CLOSE = "scoring:close"


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
    lambda actor, thing: any(seat.round_id == thing.round_id for seat in actor.seats),
)
is_outside_the_council = (~sits_on_round).because(
    "Bạn là thành viên hội đồng của đợt này nên không xem hoặc nhập điểm của thành viên khác."
)

policy = Policy(
    ScoringPermission,
    {
        ScoringPermission.LIST_OWN: holds_a_seat,
        ScoringPermission.READ_OWN: holds_the_seat,
        ScoringPermission.SCORE: holds_the_seat,
        ScoringPermission.ASSIGN: is_secretary,
        ScoringPermission.WATCH: is_secretary,
        ScoringPermission.READ_POINTS: is_secretary & is_outside_the_council,
        ScoringPermission.ENTER_PAPER: is_secretary & is_outside_the_council,
        ScoringPermission.REOPEN: is_secretary,
        ScoringPermission.CLOSE: is_secretary,
    },
)
