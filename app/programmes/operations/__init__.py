"""Writes on programmes and rounds: drafting from a plan, editing, and the steps of its life."""

from __future__ import annotations

from app.programmes.operations.drafts import draft_round
from app.programmes.operations.settings import (
    close_rounds_past_deadline,
    edit_round,
    move_deadline,
)
from app.programmes.operations.steps import (
    archive_round,
    close_round,
    close_stage,
    judge_again,
    mark_awarded,
    mark_decided,
    mark_proposed,
    mark_ranked,
    mark_returned,
    open_round,
    open_stage,
    publish_for_comment,
    reopen_round,
    set_stage_deadline,
    start_judging,
    start_screening,
    withdraw_call,
)

__all__ = [
    "archive_round",
    "close_round",
    "close_rounds_past_deadline",
    "close_stage",
    "draft_round",
    "edit_round",
    "judge_again",
    "mark_awarded",
    "mark_decided",
    "mark_proposed",
    "mark_ranked",
    "mark_returned",
    "move_deadline",
    "open_round",
    "open_stage",
    "publish_for_comment",
    "reopen_round",
    "set_stage_deadline",
    "start_judging",
    "start_screening",
    "withdraw_call",
]
