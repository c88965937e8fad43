"""Writes of judging: who judges what, sheets, stages."""

from __future__ import annotations

from app.scoring.operations.assignments import (
    Proposal,
    assign_by_hand,
    assign_evenly_at_random,
    propose_evenly,
    stand_aside,
    unassign,
)
from app.scoring.operations.autosave import Saved, restore_comment, save_points
from app.scoring.operations.sheets import (
    enter_paper_sheet,
    reopen_sheet,
    submit_sheet,
)
from app.scoring.operations.stages import pass_on, propose_passing

__all__ = [
    "Proposal",
    "Saved",
    "assign_by_hand",
    "assign_evenly_at_random",
    "enter_paper_sheet",
    "pass_on",
    "propose_evenly",
    "propose_passing",
    "reopen_sheet",
    "restore_comment",
    "save_points",
    "stand_aside",
    "submit_sheet",
    "unassign",
]
