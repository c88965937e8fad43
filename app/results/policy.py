"""Who may see and decide results; until the decision nobody whose own dossier is among them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from app.kernel.access import (
    InRound,
    Permission,
    Policy,
    anyone,
    is_leader,
    is_secretary,
    predicate,
    round_of,
    sits_on_round,
    stands_apart,
)
from app.nominations.policy import is_author, is_named_in
from app.programmes.enums import DECIDED

if TYPE_CHECKING:
    from app.kernel.access import Actor
    from app.nominations.policy import OfDossier
    from app.programmes.enums import RoundState


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


class OfRound(InRound, Protocol):
    """A round, or something of it that knows how far the round is."""

    @property
    def round_state(self) -> RoundState:
        """Where the round stands."""
        ...


def _chairs(actor: Actor, thing: InRound) -> bool:
    number = round_of(thing)
    return any(seat.round_id == number and seat.role == "chair" for seat in actor.seats)


def _stands_behind(actor: Actor, thing: OfDossier) -> bool:
    return is_author(actor, thing) or is_named_in(actor, thing)


def _is_decided(_actor: Actor, thing: OfRound) -> bool:
    return thing.round_state in DECIDED


chairs_round = predicate(
    "chairs_round", "Chỉ chủ tịch hội đồng của đợt này quyết định được.", _chairs
)
stands_behind = predicate("stands_behind", "", _stands_behind)
is_not_about_oneself = (~stands_behind).because(
    "Bạn đứng tên trong hồ sơ này nên không xem được phiếu chấm của hồ sơ. Hãy liên hệ thư ký hội đồng nếu thông tin này chưa đúng."
)
is_outside_the_council = (~sits_on_round).because(
    "Thành viên hội đồng chỉ thấy mã của giám khảo, không thấy tên."
)
is_decided = predicate("is_decided", "", _is_decided)
has_no_stake = (is_decided | stands_apart).because(
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
