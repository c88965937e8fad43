"""Writing a round into a folder from which it can be run again."""

from __future__ import annotations

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from app.audit.operations import operation, record
from app.folders.enums import FolderEvent
from app.folders.queries.disk import presets_by_key
from app.folders.queries.kept_round import results_as_ranked, round_as_folder
from app.folders.rules.decisions import outcome_of_folder
from app.folders.rules.folder_files import files_of
from app.folders.rules.parsed_folder import lint_folder, read_folder
from app.infra.files.store import open_stored
from app.kernel.errors import RuleBroken

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.folders.queries.kept_round import ExportedRound
    from app.kernel.access import Actor
    from app.kernel.tables.faults import PlacedFault
    from app.programmes.models import Round
    from app.results.rules.outcome import Outcome

# The folder holds birth dates, telephones and open scores.
FOR_THE_OWNER_ALONE = 0o700
TAKEN = "“{out}” đã có tệp bên trong. Hãy chọn một thư mục mới để không lẫn dữ liệu cũ."
OTHER_RESULTS = (
    "Chạy lại thư mục này sẽ không ra đúng kết quả của đợt, nên chưa xuất: có quyết định của Chủ "
    "tịch hội đồng mà tệp decisions.csv không ghi được. Hồ sơ liên quan: {codes}."
)


@operation
def export_round(round_: Round, out: Path, *, by: Actor) -> tuple[PlacedFault, ...]:
    """Write a round that is loaded in full into a new folder, which only its owner may open.

    Returns what would keep the folder from being run as it is: a round that nobody judged yet
    has no council, for example.

    Raises:
        RuleBroken: when the folder is taken or cannot be written, or when running it would give
            other results than the round has.
    """
    presets = presets_by_key()
    exported = round_as_folder(round_, presets.get(round_.programme.key))
    files = files_of(exported.folder)
    faults = lint_folder(files, presets)
    ranked = results_as_ranked(round_)
    if ranked is not None and all(fault.is_warning for fault in faults):
        _require_same(ranked, outcome_of_folder(read_folder(files, presets)))
    record(
        FolderEvent.EXPORTED,
        round_,
        by=by,
        dossiers=len(exported.folder.nominations),
        people=len(exported.folder.people),
        sheets=len(exported.folder.sheets),
        files=len(exported.stored),
    )
    _write_folder(out, files, exported)
    return faults


def _require_same(ranked: Outcome, again: Outcome) -> None:
    before, after = _results(ranked), _results(again)
    if before != after:
        codes = sorted(code for code in before if before[code] != after.get(code))
        raise RuleBroken(OTHER_RESULTS.format(codes=", ".join(codes)))


def _results(outcome: Outcome) -> dict[str, tuple[object, ...]]:
    levels, waiting = outcome.allocation.levels, set(outcome.allocation.unresolved)
    return {
        row.code: (row.score, row.rank, levels.get(row.code), row.code in waiting)
        for row in outcome.standings
    }


def _write_folder(out: Path, files: Mapping[str, bytes], exported: ExportedRound) -> None:
    """Write beside the place, and move there when everything is whole."""
    try:
        if out.exists() and (not out.is_dir() or any(out.iterdir())):
            raise RuleBroken(TAKEN.format(out=out))
        out.parent.mkdir(parents=True, exist_ok=True)
        # A folder for ourselves alone, which only its owner may open: mode 0700.
        with TemporaryDirectory(prefix=f".{out.name}-", dir=out.parent) as waiting:
            unfinished = Path(waiting, out.name)
            unfinished.mkdir(mode=FOR_THE_OWNER_ALONE)
            _fill(unfinished, files, exported)
            unfinished.replace(out)
    except OSError as error:
        raise RuleBroken(f"Không ghi được vào “{out}”: {error.strerror}.") from error


def _fill(folder: Path, files: Mapping[str, bytes], exported: ExportedRound) -> None:
    for name, content in files.items():
        (folder / name).write_bytes(content)
    for name, sha256 in exported.stored.items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        with open_stored(sha256) as stored, target.open("wb") as copy:
            shutil.copyfileobj(stored, copy)
