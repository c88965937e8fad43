"""Running a round from its folder, handing its results out as files, writing it into a folder."""

from __future__ import annotations

from app.folders.operations.course import Course, RowsRefused, StepDone, Watch
from app.folders.operations.kept_round import export_round
from app.folders.operations.result_files import require_place_for, write_results
from app.folders.operations.run import run_round

__all__ = [
    "Course",
    "RowsRefused",
    "StepDone",
    "Watch",
    "export_round",
    "require_place_for",
    "run_round",
    "write_results",
]
