"""The doors of the scoring package."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.infra.guard import Doors, current_actor
from app.scoring import queries
from app.scoring.policy import policy

if TYPE_CHECKING:
    from app.infra.files import StoredFile
    from app.scoring.queries import JudgeFile, JudgeStage, OwnSheet, SheetToSave

OK, CONFLICT, UNPROCESSABLE = 200, 409, 422

pages = Doors("scoring", policy)


# What a judge must not see is looked for among what they may see, and so is not found.


def own_sheet(assignment_id: int) -> OwnSheet:
    """Load what the page of a sheet shows, of the judge who asks."""
    return queries.get_sheet_page(assignment_id, current_actor())


def own_sheet_to_save(assignment_id: int) -> SheetToSave:
    """Load what a save needs, of the judge who asks."""
    return queries.get_sheet_to_save(assignment_id, current_actor())


def own_stage(stage_id: int) -> JudgeStage:
    """Load a stage in which the judge who asks has dossiers."""
    return queries.get_own_stage(stage_id, current_actor())


@dataclass(frozen=True, slots=True)
class OwnFile:
    """A file of a dossier with the judge's sheet on it."""

    sheet: OwnSheet
    file: JudgeFile
    stored: StoredFile

    @property
    def seat_id(self) -> int:
        """The seat that the dossier is assigned to."""
        return self.sheet.seat_id


def own_file(assignment_id: int, attachment_id: int) -> OwnFile:
    """Load a file of a dossier that is assigned to the judge who asks."""
    return OwnFile(*queries.get_own_file(assignment_id, attachment_id, current_actor()))
