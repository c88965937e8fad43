"""Who judges what: by hand, evenly at random, taken back, stood aside."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.audit.operations import operation, record
from app.conflicts.enums import CONFLICT_LABELS
from app.conflicts.queries import conflict_table
from app.councils.queries import councils_of_stage, seats_of_stage
from app.infra.db.engine import db
from app.kernel import clock
from app.kernel.errors import Duplicate, RuleBroken, WrongState
from app.nominations.enums import NominationState
from app.programmes.enums import StageState
from app.scoring.enums import ScoringEvent, SheetState
from app.scoring.models import Assignment
from app.scoring.queries.progress import find_assignment, marks_of_stage, nominations_in_stage
from app.scoring.rules.assignment import (
    AssignableJudge,
    AssignableNomination,
    Pair,
    assign_evenly,
)
from app.scoring.rules.progress import place_in_list

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from app.councils.models import Seat
    from app.kernel.access import Actor
    from app.nominations.models import Nomination
    from app.programmes.models import Stage

STAGE_CLOSED = "Vòng này đã chốt nên không phân công thêm được. Hãy mở lại vòng chấm nếu cần."
NO_NOMINATIONS = "Vòng này chưa có hồ sơ hợp lệ nào để phân công. Hãy thẩm định hồ sơ trước."
NOT_OF_STAGE = (
    "Hội đồng của người này không chấm vòng này. Hãy chọn giám khảo của hội đồng chấm vòng này."
)
NO_JUDGES = "Hãy chọn ít nhất một giám khảo."
SHEET_SENT = "Giám khảo đã gửi phiếu cho hồ sơ này nên không gỡ phân công được. Nếu cần, hãy mở lại phiếu trước."


@dataclass(frozen=True, slots=True)
class Proposal:
    """What an even assignment would do, before anything is written."""

    seats: Sequence[Seat]
    nominations: Sequence[Nomination]
    before: dict[int, int]
    new_pairs: tuple[tuple[int, int], ...]
    seed: int

    def added(self, seat_id: int) -> int:
        """Return how many dossiers a judge would gain."""
        return sum(pair[0] == seat_id for pair in self.new_pairs)


def propose_evenly(  # noqa: PLR0913  # the limits of one deal, as the secretary sets them
    stage: Stage,
    per_nomination: int,
    seed: int,
    *,
    max_load: int | None = None,
    seat_ids: Collection[int] | None = None,
    category_id: int | None = None,
) -> Proposal:
    """Return who would judge what; existing assignments stay, and no pair is in conflict.

    Args:
        stage: the stage to assign.
        per_nomination: judges that each dossier needs, those it has among them.
        seed: number that makes the deal repeatable.
        max_load: most dossiers of one judge.
        seat_ids: judges who take part; all active members when left out.
        category_id: only dossiers of this category.

    Raises:
        WrongState: when the stage is closed.
        RuleBroken: saying why the limits cannot be met.
    """
    _require_assignable(stage)
    seats = [s for s in seats_of_stage(stage.id) if seat_ids is None or s.id in seat_ids]
    nominations = [
        n
        for n in nominations_in_stage(stage.id)
        if category_id is None or n.category_id == category_id
    ]
    _require_something(seats, nominations)
    kept, aside = _existing(stage, seats, nominations)
    forbidden = set(conflict_table([s.id for s in seats], [n.id for n in nominations])) | aside
    new = _deal(seats, nominations, forbidden, kept, (per_nomination, seed, max_load))
    before = {seat.id: sum(pair[0] == seat.id for pair in kept) for seat in seats}
    return Proposal(seats, nominations, before, new, seed)


def _require_assignable(stage: Stage) -> None:
    if stage.state is StageState.CLOSED:
        raise WrongState(STAGE_CLOSED)


def _require_something(seats: Sequence[Seat], nominations: Sequence[Nomination]) -> None:
    if not nominations:
        raise RuleBroken(NO_NOMINATIONS)
    if not seats:
        raise RuleBroken(NO_JUDGES, field="seats")


def _existing(
    stage: Stage, seats: Sequence[Seat], nominations: Sequence[Nomination]
) -> tuple[set[tuple[int, int]], set[tuple[int, int]]]:
    """Return the pairs that stay, and those whose judge stood aside."""
    marks = marks_of_stage(stage.id)
    inside = {(s.id, n.id) for s in seats for n in nominations}
    kept = {(m.seat_id, m.nomination_id) for m in marks if not m.stood_aside} & inside
    aside = {(m.seat_id, m.nomination_id) for m in marks if m.stood_aside} & inside
    return kept, aside


def _deal(
    seats: Sequence[Seat],
    nominations: Sequence[Nomination],
    forbidden: set[tuple[int, int]],
    kept: set[tuple[int, int]],
    limits: tuple[int, int, int | None],
) -> tuple[tuple[int, int], ...]:
    """Deal by codes, which is what refusals name; return new pairs of ids."""
    seat_codes = {seat.id: seat.code for seat in seats}
    codes = {n.id: n.code or str(n.id) for n in nominations}

    def coded(pairs: set[tuple[int, int]]) -> set[tuple[str, str]]:
        return {(seat_codes[seat], codes[nomination]) for seat, nomination in pairs}

    per_nomination, seed, max_load = limits
    pairs = assign_evenly(
        [_assignable(n, codes[n.id]) for n in nominations],
        [_judge(seat) for seat in seats],
        coded(forbidden),
        per_nomination,
        coded(kept),
        seed,
        max_load,
    )
    ids = {code: number for number, code in seat_codes.items()}
    numbers = {code: number for number, code in codes.items()}
    new = pairs - {Pair(*pair) for pair in coded(kept)}
    return tuple(sorted((ids[pair.judge], numbers[pair.nomination]) for pair in new))


def _assignable(nomination: Nomination, code: str) -> AssignableNomination:
    category = nomination.category
    return AssignableNomination(
        code, category.code if category else "", category.name if category else "chung"
    )


def _judge(seat: Seat) -> AssignableJudge:
    return AssignableJudge(seat.code, frozenset(s.category.code for s in seat.specialities))


@operation
def assign_evenly_at_random(  # noqa: PLR0913  # the limits of one deal, as the secretary sets them
    stage: Stage,
    per_nomination: int,
    seed: int,
    *,
    max_load: int | None = None,
    seat_ids: Collection[int] | None = None,
    category_id: int | None = None,
    by: Actor,
) -> int:
    """Assign what `propose_evenly` shows; return how many assignments were made.

    The same limits and the same seed give the same deal, so what was previewed is what is done.

    Raises:
        WrongState: when the stage is closed.
        RuleBroken: saying why the limits cannot be met.
    """
    proposal = propose_evenly(
        stage,
        per_nomination,
        seed,
        max_load=max_load,
        seat_ids=seat_ids,
        category_id=category_id,
    )
    made = [_made(stage, seat, nomination) for seat, nomination in proposal.new_pairs]
    db.session.add_all(made)
    db.session.flush()
    record(
        ScoringEvent.ASSIGNED_EVENLY,
        stage,
        by=by,
        made=len(made),
        per_nomination=per_nomination,
        seed=seed,
    )
    return len(made)


def _made(stage: Stage, seat_id: int, nomination_id: int) -> Assignment:
    return Assignment(
        stage_id=stage.id,
        seat_id=seat_id,
        nomination_id=nomination_id,
        place=place_in_list(stage.id, seat_id, nomination_id),
        made_at=clock.now(),
    )


@operation
def assign_by_hand(stage: Stage, seat: Seat, nomination: Nomination, *, by: Actor) -> Assignment:
    """Assign one dossier to one judge; who stood aside and is free now judges again.

    Raises:
        WrongState: when the stage is closed or the judge has left.
        RuleBroken: when the judge is in conflict, or on a council of another stage.
        Duplicate: when it is assigned already.
    """
    _require_assignable(stage)
    _require_fit(stage, seat, nomination)
    assignment = find_assignment(stage.id, seat.id, nomination.id)
    if assignment is not None and assignment.stood_aside_at is None:
        raise Duplicate(
            "Hồ sơ này đã được phân công cho giám khảo đó rồi. Hãy tải lại trang để xem."
        )
    if assignment is None:
        assignment = _made(stage, seat.id, nomination.id)
        db.session.add(assignment)
    _take_up_again(assignment)
    db.session.flush()
    record(
        ScoringEvent.ASSIGNED,
        assignment,
        by=by,
        seat=seat.code,
        nomination_id=nomination.id,
        stage_id=stage.id,
    )
    return assignment


def _require_fit(stage: Stage, seat: Seat, nomination: Nomination) -> None:
    if not seat.is_active:
        raise WrongState("Người này đã thôi tham gia hội đồng. Hãy chọn giám khảo khác.")
    if seat.council_id not in councils_of_stage(stage.id):
        raise RuleBroken(NOT_OF_STAGE)
    eligible = nomination.state is NominationState.ELIGIBLE
    if nomination.round_id != stage.round_id or not eligible:
        raise RuleBroken("Chỉ phân công được hồ sơ hợp lệ của chính đợt này. Hãy chọn lại hồ sơ.")
    grounds = conflict_table([seat.id], [nomination.id]).get((seat.id, nomination.id), ())
    if grounds:
        why = ", ".join(CONFLICT_LABELS[kind].lower() for kind in grounds)
        raise RuleBroken(
            f"Không phân công được: giám khảo có xung đột lợi ích với hồ sơ này ({why}). "
            "Hãy chọn giám khảo khác."
        )


def _take_up_again(assignment: Assignment) -> None:
    if assignment.stood_aside_at is None:
        return
    assignment.stood_aside_at = None
    if assignment.sheet is not None and assignment.sheet.state is SheetState.VOID:
        assignment.sheet.state, assignment.sheet.total = SheetState.DRAFT, None


@operation
def unassign(assignment: Assignment, *, by: Actor) -> None:
    """Take an assignment back; a sheet that was begun is kept and no longer counts.

    Raises:
        WrongState: when the sheet was sent.
    """
    sheet = assignment.sheet
    if sheet is not None and sheet.state is SheetState.SUBMITTED:
        raise WrongState(SHEET_SENT)
    record(
        ScoringEvent.UNASSIGNED,
        assignment,
        by=by,
        seat_id=assignment.seat_id,
        nomination_id=assignment.nomination_id,
    )
    if sheet is None:
        db.session.delete(assignment)
    else:
        _leave(assignment)
    db.session.flush()


@operation
def stand_aside(assignment: Assignment, *, by: Actor) -> None:
    """Let a judge stand aside: they see the dossier no more, and their sheet does not count."""
    _leave(assignment)
    db.session.flush()
    record(
        ScoringEvent.STOOD_ASIDE,
        assignment,
        by=by,
        seat_id=assignment.seat_id,
        nomination_id=assignment.nomination_id,
    )


def _leave(assignment: Assignment) -> None:
    assignment.stood_aside_at = assignment.stood_aside_at or clock.now()
    if assignment.sheet is not None:
        assignment.sheet.state = SheetState.VOID
