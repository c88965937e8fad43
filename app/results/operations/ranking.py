"""The ranking stands once every stage is closed; nothing is stored, all is computed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.audit.operations import operation
from app.kernel.errors import RuleBroken, WrongState
from app.programmes.enums import StageState
from app.programmes.operations.steps import judge_again, mark_ranked, publish_for_comment
from app.results.queries.outcome import outcome_of

if TYPE_CHECKING:
    from app.kernel.access import Actor
    from app.programmes.models import Round

UNRESOLVED = (
    "Còn {count} hồ sơ chờ Chủ tịch hội đồng quyết định thứ tự nên chưa công khai được. "
    "Danh sách công khai phải đủ mọi mức giải."
)
STAGES_OPEN = "Hãy chốt vòng “{stage}” trước khi tổng hợp và xếp hạng."


@operation
def rank_round(round_: Round, *, by: Actor) -> None:
    """Say that judging is over: from now on the ranking is what the sheets give.

    Raises:
        WrongState: while a stage is not closed.
    """
    for stage in round_.stages:
        if stage.state is not StageState.CLOSED:
            raise WrongState(STAGES_OPEN.format(stage=stage.name))
    mark_ranked(round_, by=by)


@operation
def return_to_judging(round_: Round, reason: str, *, by: Actor) -> None:
    """Give the dossiers back to the council; rulings stay and speak only if they still fit."""
    judge_again(round_, reason, by=by)


@operation
def publish_results(round_: Round, *, by: Actor) -> None:
    """Show the provisional list of laureates to the public, for comments.

    Raises:
        RuleBroken: while a tie waits for the chair, because the list would not be whole.
    """
    waiting = outcome_of(round_).outcome.allocation.unresolved
    if waiting:
        raise RuleBroken(UNRESOLVED.format(count=len(waiting)))
    publish_for_comment(round_, by=by)
