"""What stands behind the doors of scoring, loaded for the judge who asks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.infra.guard import current_actor
from app.scoring.queries.sheet_page import get_own_file, get_sheet_page
from app.scoring.queries.sheet_to_save import get_sheet_to_save
from app.scoring.queries.worklist import get_own_stage

if TYPE_CHECKING:
    from app.infra.files.models import StoredFile
    from app.scoring.queries.sheet_page import JudgeFile, OwnSheet
    from app.scoring.queries.sheet_to_save import SheetToSave
    from app.scoring.queries.worklist import JudgeStage


# What a judge must not see is looked for among what they may see, and so is not found.


def own_sheet(assignment_id: int) -> OwnSheet:
    """Load what the page of a sheet shows, of the judge who asks."""
    return get_sheet_page(assignment_id, current_actor())


def own_sheet_to_save(assignment_id: int) -> SheetToSave:
    """Load what a save needs, of the judge who asks."""
    return get_sheet_to_save(assignment_id, current_actor())


def own_stage(stage_id: int) -> JudgeStage:
    """Load a stage in which the judge who asks has dossiers."""
    return get_own_stage(stage_id, current_actor())


@dataclass(frozen=True, slots=True)
class OwnFile:
    """A file of a dossier with the judge's sheet on it."""

    sheet: OwnSheet
    file: JudgeFile
    stored: StoredFile

    @property
    def round_id(self) -> int:
        """The number of the round, which policies ask for."""
        return self.sheet.round_id

    @property
    def seat_id(self) -> int:
        """The seat that the dossier is assigned to."""
        return self.sheet.seat_id


def own_file(assignment_id: int, attachment_id: int) -> OwnFile:
    """Load a file of a dossier that is assigned to the judge who asks."""
    return OwnFile(*get_own_file(assignment_id, attachment_id, current_actor()))
