"""Who may see and decide results; until the decision nobody whose own dossier is among them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.kernel.access import (
    Permission,
    Policy,
    anyone,
    is_leader,
    is_secretary,
    predicate,
    stands_apart,
)
from app.nominations.policy import is_author, is_named_in
from app.programmes.enums import DECIDED

if TYPE_CHECKING:
    from app.kernel.access import Actor


class ResultsPermission(Permission):
    """What can be done with results."""

    READ = "results:read"
    READ_SCORE = "results:read_score"
    READ_JUDGES = "results:read_judges"
    RANK = "results:rank"
    RULE = "results:rule"
    PROPOSE = "results:propose"
    INBOX = "results:inbox"
    DECIDE = "results:decide"
    READ_PUBLISHED = "results:read_published"


def round_number(thing: Any) -> int:
    """Return the number of the round that a thing is, or belongs to."""
    number: int = getattr(thing, "round_id", None) or thing.id
    return number


def _is_chair(actor: Actor, thing: Any) -> bool:
    number = round_number(thing)
    return any(seat.round_id == number and seat.role == "chair" for seat in actor.seats)


def _sits(actor: Actor, thing: Any) -> bool:
    return any(seat.round_id == round_number(thing) for seat in actor.seats)


chairs_round = predicate(
    "chairs_round", "Chỉ chủ tịch hội đồng của đợt này quyết định được.", _is_chair
)
sits_on_council = predicate("sits_on_council", "", _sits)
stands_behind = predicate(
    "stands_behind",
    "",
    lambda actor, thing: is_author(actor, thing.nomination) or is_named_in(actor, thing.nomination),
)
is_not_about_oneself = (~stands_behind).because(
    "Bạn đứng tên trong hồ sơ này nên không xem được phiếu chấm của hồ sơ. Hãy liên hệ thư ký hội đồng nếu thông tin này chưa đúng."
)
is_outside_the_council = (~sits_on_council).because(
    "Thành viên hội đồng chỉ thấy mã của giám khảo, không thấy tên."
)
is_decided = predicate(
    "is_decided",
    "",
    lambda _actor, thing: getattr(thing, "round", thing).state in DECIDED,
)
has_no_stake = (is_decided | stands_apart(round_number)).because(
    "Bạn lập hoặc có tên trong một hồ sơ của đợt này nên chưa xem được kết quả cho đến khi có "
    "quyết định. Hãy nhờ người khác cùng vai trò làm việc này."
)

policy = Policy(
    ResultsPermission,
    {
        ResultsPermission.READ: (is_secretary | chairs_round) & has_no_stake,
        ResultsPermission.READ_SCORE: (
            (is_secretary | chairs_round) & is_not_about_oneself & has_no_stake
        ),
        ResultsPermission.READ_JUDGES: is_secretary & is_outside_the_council,
        ResultsPermission.RANK: is_secretary & has_no_stake,
        ResultsPermission.RULE: chairs_round & has_no_stake,
        ResultsPermission.PROPOSE: is_secretary & has_no_stake,
        ResultsPermission.INBOX: is_leader,
        ResultsPermission.DECIDE: is_leader & has_no_stake,
        ResultsPermission.READ_PUBLISHED: anyone,
    },
)
