"""The doors of the scoring package."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.infra.guard import Doors, current_actor
from app.scoring import queries
from app.scoring.policy import policy

if TYPE_CHECKING:
    from app.nominations.models import Attachment
    from app.scoring.models import Assignment
    from app.scoring.queries import JudgeStage, SheetToSave

OK, CONFLICT, UNPROCESSABLE = 200, 409, 422

pages = Doors("scoring", policy)


# What a judge must not see is looked for among what they may see, and so is not found.


def own_sheet(assignment_id: int) -> Assignment:
    """Load a sheet of the judge who asks."""
    return queries.get_own_sheet(assignment_id, current_actor())


def own_sheet_to_save(assignment_id: int) -> SheetToSave:
    """Load what a save needs, of the judge who asks."""
    return queries.get_sheet_to_save(assignment_id, current_actor())


def own_stage(stage_id: int) -> JudgeStage:
    """Load a stage in which the judge who asks has dossiers."""
    return queries.get_own_stage(stage_id, current_actor())


class OwnFile:
    """A file of a dossier with the seat it was assigned to."""

    def __init__(self, assignment: Assignment, attachment: Attachment) -> None:
        self.assignment = assignment
        self.attachment = attachment
        self.seat_id = assignment.seat_id


def own_file(assignment_id: int, attachment_id: int) -> OwnFile:
    """Load a file of a dossier that is assigned to the judge who asks."""
    return OwnFile(*queries.get_own_attachment(assignment_id, attachment_id, current_actor()))
