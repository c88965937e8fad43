"""What a round asks of the organiser by its own state and dates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.kernel import clock
from app.kernel.calendar import format_instant, remaining_words
from app.kernel.waits import Link, MainAction, RoundNews, Wait
from app.programmes.enums import RoundState as S
from app.programmes.policy import RoundPermission as P
from app.programmes.policy import policy
from app.programmes.values.line import round_page, round_step
from app.programmes.workflow import round_workflow

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from app.kernel.access import Actor
    from app.programmes.models import Round

FULL_DAYS = 3
# The steps that are the main thing to do in a state; their words are those of the workflow.
MAIN_STEPS = {S.CLOSED: "screen", S.SCREENING: "judge"}


def news_of_rounds(rounds: Sequence[Round], actor: Actor) -> Mapping[int, RoundNews]:
    """Return what rounds ask for, of those that somebody may read."""
    now = clock.now()
    return {
        round_.id: RoundNews(waits=tuple(_waits(round_, now)), action=_action(round_))
        for round_ in rounds
        if policy.allows(actor, P.READ, round_)
    }


def _waits(round_: Round, now: datetime) -> Iterator[Wait]:
    if round_.state is S.DRAFT:
        yield Wait(
            "Đợt chưa được công bố",
            "Kiểm tra thể lệ, tiêu chí và ngày giờ rồi công bố.",
            "Hoàn thiện đợt",
            round_page("programmes.manage", round_),
            "idle",
        )
    if round_.state is S.OPEN and round_.closes_at is not None:
        yield from _of_deadline(round_, round_.closes_at, now)


def _of_deadline(round_: Round, closes_at: datetime, now: datetime) -> Iterator[Wait]:
    if closes_at <= now:
        yield Wait(
            "Đã hết hạn nộp hồ sơ",
            f"Hạn nộp là {format_instant(closes_at)}.",
            "Khóa nhận hồ sơ",
            round_step("programmes.close", round_),
            "bad",
        )
    elif (closes_at - now).days < FULL_DAYS:
        yield Wait(
            f"Còn {remaining_words(closes_at, now)} đến hạn nộp",
            f"Hạn nộp là {format_instant(closes_at)}.",
            "Xem hồ sơ đã nhận",
            round_page("nominations.of_round", round_),
            "warn",
        )


def _action(round_: Round) -> MainAction | None:
    if round_.state is S.DRAFT:
        return MainAction("Hoàn thiện và công bố", round_page("programmes.manage", round_))
    name = MAIN_STEPS.get(round_.state)
    step = round_workflow.step(name, round_.state) if name else None
    return MainAction(step.label, _sent(round_, step.name)) if step else None


def _sent(round_: Round, name: str) -> Link:
    return round_step(f"programmes.{name}", round_)
