"""What a run carries from step to step, how it tells of itself, and how it names what it refuses."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from time import perf_counter
from typing import TYPE_CHECKING, Protocol, TypeVar

from app.kernel.access import Actor, SeatGrant
from app.kernel.errors import Refusal, RuleBroken
from app.kernel.tables.faults import Faults
from app.programmes.queries import get_round_in_full

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from app.councils.models import Seat
    from app.folders.rules.folder import FolderSheet, RoundFolder
    from app.folders.rules.moments import Moments
    from app.kernel.tables.faults import PlacedFault
    from app.programmes.models import Round, Stage
    from app.programmes.rules.plan import StagePlan

T = TypeVar("T")

FOLDER = Actor.of_system("Ban tổ chức (chạy từ thư mục)")


class Watch(Protocol):
    """Whoever follows a run."""

    def each(self, things: Sequence[T], title: str) -> Iterator[T]:
        """Yield the things of a step one by one, and show how far it is."""

    def done(self, step: StepDone) -> None:
        """Take note of a finished step."""


class Unwatched:
    """Nobody follows."""

    def each(self, things: Sequence[T], title: str) -> Iterator[T]:  # noqa: ARG002  # a Watch
        """Yield the things."""
        return iter(things)

    def done(self, step: StepDone) -> None:
        """Take no note."""


@dataclass(frozen=True, slots=True)
class StepDone:
    """A finished step: a word for files, words for people, how many things, how long."""

    code: str
    title: str
    count: int
    seconds: float


class RowsRefused(RuleBroken):
    """Rows of the folder that an operation refused, each with its file, line and column.

    ``left_nothing`` says that nothing of the round was written.
    """

    def __init__(self, faults: Sequence[PlacedFault], *, left_nothing: bool) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = tuple(faults)
        self.left_nothing = left_nothing


@dataclass(slots=True)
class Course:
    """One run of a folder: its round, who sits where, and what has been done so far.

    ``place`` counts the stages that are over: the next one is being judged.
    """

    folder: RoundFolder
    moments: Moments
    watch: Watch
    is_rehearsal: bool = True
    is_begun: bool = False
    round_id: int = 0
    units: dict[str, int] = field(default_factory=dict)
    seats: dict[str, Seat] = field(default_factory=dict)
    nomination_ids: dict[str, int] = field(default_factory=dict)
    place: int = 0
    unresolved: tuple[str, ...] = ()
    steps: list[StepDone] = field(default_factory=list)
    faults: Faults = field(default_factory=Faults)

    @property
    def round(self) -> Round:
        """The round, with everything that was set for it."""
        return get_round_in_full(self.round_id)

    @property
    def stage(self) -> Stage:
        """The stage that is being judged."""
        return self.round.stages[self.place]

    @property
    def stage_plan(self) -> StagePlan:
        """What the folder says of the stage that is being judged."""
        return self.folder.plan.stages[self.place]

    @property
    def stage_word(self) -> str:
        """How the rows of the folder name the stage that is being judged."""
        return self.folder.stage_words[self.place]

    @property
    def is_in_final_stage(self) -> bool:
        """Whether the stage that is being judged is the one that ranks."""
        return self.stage_plan == self.folder.plan.final_stage

    @property
    def sheets(self) -> tuple[FolderSheet, ...]:
        """The sheets of the stage that is being judged."""
        return tuple(sheet for sheet in self.folder.sheets if sheet.stage == self.stage_word)

    def perform(self, code: str, title: str, step: Callable[[Course], int]) -> int:
        """Do a step and note it; return how many things it was about.

        Raises:
            RowsRefused: naming every row that the step refused.
        """
        started = perf_counter()
        count = step(self)
        if self.faults.found:
            raise RowsRefused(self.faults.in_order(), left_nothing=not self.is_begun)
        done = StepDone(code, title, count, perf_counter() - started)
        self.steps.append(done)
        self.watch.done(done)
        return count

    @contextmanager
    def naming(self, file: str, line: int, columns: Mapping[str, str] | str = "") -> Iterator[None]:
        """Let a refusal become a fault of a row, and go on with the next one.

        ``columns`` is the column, or names it for each field that a refusal may stand beside.
        """
        try:
            yield
        except Refusal as refusal:
            where = columns if isinstance(columns, str) else columns.get(refusal.field or "", "")
            self.faults.add(file, line, where, refusal.message)

    def on_seat(self, code: str) -> Actor:
        """Return the actor of the run as it sits on a seat, which judging and ruling ask for."""
        seat = self.seats[code]
        grant = SeatGrant(seat.id, seat.council_id, self.round_id, seat.role.value)
        return replace(FOLDER, seats=frozenset({grant}))
