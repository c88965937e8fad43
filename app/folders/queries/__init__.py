"""Reading: a folder from the disk, a round to write into one, what a run has to hand out."""

from __future__ import annotations

from app.folders.queries.disk import CONTEST, EXAMPLES, TITLE, presets_by_key, read_files
from app.folders.queries.kept_round import (
    ExportedRound,
    find_round,
    results_as_ranked,
    round_as_folder,
    round_named,
)
from app.folders.queries.results import issued_in, results_of

__all__ = [
    "CONTEST",
    "EXAMPLES",
    "TITLE",
    "ExportedRound",
    "find_round",
    "issued_in",
    "presets_by_key",
    "read_files",
    "results_as_ranked",
    "results_of",
    "round_as_folder",
    "round_named",
]
