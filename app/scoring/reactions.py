"""What judging does when conflicts, councils, people and rounds speak."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.accounts.enums import AccountEvent
from app.conflicts.enums import ConflictEvent
from app.conflicts.queries import conflict_table
from app.councils.enums import CouncilEvent
from app.councils.queries import seats_of_round
from app.kernel.errors import WrongState
from app.kernel.events import when
from app.programmes.enums import RoundEvent, RoundState, StageState
from app.programmes.queries import stages_of_round
from app.registry.enums import RegistryEvent
from app.scoring.enums import SheetState
from app.scoring.operations.assignments import stand_aside, unassign
from app.scoring.operations.stages import require_ready_stage
from app.scoring.queries.progress import (
    assignments_of_pair,
    assignments_of_seat,
    seats_at_work_of,
    stages_left_with_work,
    state_of_round,
)

if TYPE_CHECKING:
    from app.accounts.models import Account
    from app.conflicts.models import Conflict
    from app.councils.models import Council, Seat
    from app.kernel.access import Actor
    from app.programmes.models import Round
    from app.registry.models import Person

BEFORE_THE_RANKING = frozenset(
    {
        RoundState.DRAFT,
        RoundState.OPEN,
        RoundState.CLOSED,
        RoundState.SCREENING,
        RoundState.JUDGING,
    }
)
HAS_WORK = (
    "Thành viên hội đồng này đã được phân công ở vòng “{stage}” nên chưa bỏ vòng này ra được. "
    "Hãy gỡ phân công của họ ở vòng đó trước."
)
RANKED_ALREADY = (
    "Đợt này đã xếp hạng nên khai báo sẽ làm đổi kết quả. Hãy báo thư ký ban tổ chức: "
    "hội đồng cần nhận lại hồ sơ để chấm trước."
)


@when(ConflictEvent.DECLARED)
def leave_the_dossier(thing: Conflict, *, by: Actor) -> None:
    """Let the judge who declared a conflict stand aside at once, in every stage.

    Once there is a ranking, only a declaration that changes no result is taken: the chair who
    did not judge a dossier can still be kept from ruling about it.
    """
    found = assignments_of_pair(thing.seat_id, thing.nomination_id)
    counted = [assignment for assignment in found if assignment.stood_aside_at is None]
    if counted and state_of_round(thing.nomination_id) not in BEFORE_THE_RANKING:
        raise WrongState(RANKED_ALREADY)
    for assignment in counted:
        stand_aside(assignment, by=by)


@when(CouncilEvent.SEAT_CHANGED)
def leave_new_conflicts(thing: Seat, *, by: Actor) -> None:
    """Look again at what a judge may judge when their unit changed."""
    _leave_conflicts(thing.id, by)


@when(RegistryEvent.PERSON_CHANGED)
def look_again_at_person(thing: Person, *, by: Actor) -> None:
    """Look again at what somebody may judge when their name, e-mail or birthday changed."""
    for seat_id in seats_at_work_of(thing.id):
        _leave_conflicts(seat_id, by)


@when(AccountEvent.OPENED, AccountEvent.ROLES_CHANGED)
def look_again_at_contact(thing: Account, *, by: Actor) -> None:
    """Look again at what somebody may judge when they begin to speak for a unit."""
    for seat_id in seats_at_work_of(thing.person_id):
        _leave_conflicts(seat_id, by)


def _leave_conflicts(seat_id: int, by: Actor) -> None:
    open_ones = [
        each
        for each in assignments_of_seat(seat_id)
        if each.stood_aside_at is None and each.stage.state is not StageState.CLOSED
    ]
    if not open_ones:
        return
    table = conflict_table([seat_id], [each.nomination_id for each in open_ones])
    for assignment in open_ones:
        if (seat_id, assignment.nomination_id) in table:
            stand_aside(assignment, by=by)


@when(CouncilEvent.CHANGED)
def keep_work_of_council(thing: Council, *, by: Actor) -> None:  # noqa: ARG001  # a reaction's signature
    """Refuse to take a stage from a council whose members have dossiers there.

    Raises:
        WrongState: naming the stage.
    """
    for stage in stages_left_with_work(thing):
        raise WrongState(HAS_WORK.format(stage=stage.name))


@when(CouncilEvent.UNSEATED)
def take_work_back(thing: Seat, *, by: Actor) -> None:
    """Free the dossiers of somebody who left, so that others can take them; sent sheets stay."""
    for assignment in assignments_of_seat(thing.id):
        is_sent = assignment.sheet is not None and assignment.sheet.state is SheetState.SUBMITTED
        is_closed = assignment.stage.state is StageState.CLOSED
        if not is_sent and not is_closed and assignment.stood_aside_at is None:
            unassign(assignment, by=by)


@when(RoundEvent.JUDGING_STARTED)
def require_council(thing: Round, *, by: Actor) -> None:  # noqa: ARG001  # every reaction knows who acts
    """Refuse to begin judging without a council that has a chair and judges enough."""
    require_ready_stage(thing.first_stage)


@when(RoundEvent.JUDGING_STARTED)
def leave_conflicts_of_screening(thing: Round, *, by: Actor) -> None:
    """Look again at what was assigned before: a supplement may have named a judge since."""
    for seat in seats_of_round(thing.id):
        _leave_conflicts(seat.id, by)


@when(RoundEvent.RANKED)
def require_closed_stages(thing: Round, *, by: Actor) -> None:  # noqa: ARG001
    """Refuse to rank while a stage still takes sheets."""
    for stage in stages_of_round(thing.id):
        if stage.state is not StageState.CLOSED:
            raise WrongState(f"Hãy chốt vòng “{stage.name}” trước khi xếp hạng.")
