"""A round folder, given as file names with their bytes, as one value or as a list of its faults.

No disk is touched here: the command line reads a directory, the web an uploaded archive, and both
arrive as the same mapping.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from app.folders.rules.answers import (
    answers_of,
    further_columns,
    note_unreadable_answers,
    refuse_foreign_columns,
    with_questions_from,
)
from app.folders.rules.attachments import FILES, attachments_in, with_optional_documents
from app.folders.rules.decisions import note_unfit_decisions
from app.folders.rules.dossiers import note_unfit_dossiers
from app.folders.rules.folder import (
    FolderAssignment,
    FolderNomination,
    FolderPerson,
    RoundFolder,
)
from app.folders.rules.judgements import note_unfit_judgements, sheets_from
from app.folders.rules.references import note_broken_references
from app.folders.rules.round_file import NO_BALLOT_YET, ROUND_FILE, RoundHead, read_round_file
from app.folders.rules.rows import (
    ASSIGNMENTS,
    COMMENTS,
    CONFLICTS,
    COUNCIL,
    DECISIONS,
    NOMINATIONS,
    PEOPLE,
    SHEETS,
    UNITS,
    assignment_of,
    comment_of,
    conflict_of,
    decision_of,
    kept,
    nomination_of,
    person_of,
    point_of,
    seat_of,
    unit_of,
)
from app.folders.rules.stages import note_left_behind, note_unknown_stages, without_only_stage
from app.kernel.errors import RuleBroken
from app.kernel.tables.csv_text import read_table
from app.kernel.tables.faults import Faults, PlacedFault, nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from app.kernel.tables.rows import TableKind, TableRow
    from app.programmes.rules.plan import RoundPlan

R = TypeVar("R")

NEEDED = (UNITS, NOMINATIONS, PEOPLE, COUNCIL, SHEETS)
OPTIONAL = (CONFLICTS, ASSIGNMENTS, COMMENTS, DECISIONS)
BALLOT_FILES = ("ballots.csv", "attendance.csv", "written_opinions.csv")
KNOWN = (ROUND_FILE, *(table.file for table in NEEDED + OPTIONAL))
_MOST_SHOWN_FAULTS = 50


def read_folder(files: Mapping[str, bytes], presets: Mapping[str, RoundPlan]) -> RoundFolder:
    """Read a folder; `RuleBroken` names its faults, one per line.

    Args:
        files: contents by path, with "/" between the parts: "round.toml", "files/HS01/anh.png".
        presets: the preset programmes by their key.
    """
    folder, faults = _examined(files, presets)
    broken = [str(fault) for fault in faults if not fault.is_warning]
    if broken or folder is None:
        more = len(broken) - _MOST_SHOWN_FAULTS
        tail = [f"… và {more} lỗi nữa."] if more > 0 else []
        raise RuleBroken("\n".join(broken[:_MOST_SHOWN_FAULTS] + tail))
    return folder


def lint_folder(
    files: Mapping[str, bytes], presets: Mapping[str, RoundPlan]
) -> tuple[PlacedFault, ...]:
    """Name every fault of the folder by file, line and column; none means that it can be run."""
    return _examined(files, presets)[1]


@dataclass(frozen=True, slots=True)
class _Source:
    """The files of a folder and the faults found in them so far."""

    files: Mapping[str, bytes]
    faults: Faults

    def rows(self, kind: TableKind) -> list[TableRow]:
        """Give the records of a table, none when the file is absent."""
        return self.table(kind)[1]

    def table(self, kind: TableKind) -> tuple[tuple[str, ...], list[TableRow]]:
        """Give the header and the records of a table."""
        content = self.files.get(kind.file)
        return ((), []) if content is None else read_table(kind, content, self.faults)

    def has_unread_table(self) -> bool:
        """Tell whether a whole table is amiss: what others say of its rows would only follow."""
        return any(fault.line <= 1 and fault.file.endswith(".csv") for fault in self.faults.found)

    def values(self, kind: TableKind, reader: Callable[[TableRow], R | None]) -> tuple[R, ...]:
        """Give the readable records of a table as values."""
        return kept(self.rows(kind), reader)


def _examined(
    files: Mapping[str, bytes], presets: Mapping[str, RoundPlan]
) -> tuple[RoundFolder | None, tuple[PlacedFault, ...]]:
    source = _Source(
        {unicodedata.normalize("NFC", path): content for path, content in files.items()}, Faults()
    )
    _file_names(source)
    content = source.files.get(ROUND_FILE)
    head = None if content is None else read_round_file(content, presets, source.faults)
    folder = None if head is None else _folder(head, source)
    return folder, source.faults.in_order()


def _file_names(source: _Source) -> None:
    for name in KNOWN[: 1 + len(NEEDED)]:
        if name not in source.files:
            source.faults.add(name, 0, "", "Thiếu tệp này; hãy bổ sung vào thư mục.")
    for name in source.files:
        if name in BALLOT_FILES:
            source.faults.add(name, 0, "", NO_BALLOT_YET)
        elif not (name in KNOWN or name.startswith(f"{FILES}/") or _is_beside_the_point(name)):
            hint = nearest(name, KNOWN)
            source.faults.add(name, 0, "", f"Không dùng đến tệp này.{hint} Hãy đổi tên hoặc xóa.")


def _is_beside_the_point(name: str) -> bool:
    return name.startswith((".", "README")) or name.endswith("/")


def _folder(head: RoundHead, source: _Source) -> RoundFolder:
    plan, nominations = _form_and_nominations(head, source)
    people = source.values(PEOPLE, person_of)
    if not head.has_preset_eligibility:
        plan = replace(plan, max_people=max(plan.max_people, _largest_group(people)))
    points = without_only_stage(source.values(SHEETS, point_of), plan)
    folder = RoundFolder(
        plan=plan,
        has_preset_form=head.has_preset_form,
        has_preset_eligibility=head.has_preset_eligibility,
        units=source.values(UNITS, unit_of),
        nominations=nominations,
        people=people,
        council=without_only_stage(source.values(COUNCIL, seat_of), plan),
        conflicts=source.values(CONFLICTS, conflict_of),
        assignments=_assignments(source, plan),
        sheets=sheets_from(points, plan),
        comments=without_only_stage(source.values(COMMENTS, comment_of), plan),
        decisions=source.values(DECISIONS, decision_of),
    )
    if source.has_unread_table():
        return folder
    note_broken_references(folder, source.faults)
    note_unfit_dossiers(folder, source.faults)
    note_unknown_stages(folder, points, source.faults)
    note_unfit_judgements(folder, points, source.faults)
    note_left_behind(folder, source.faults)
    note_unfit_decisions(folder, source.faults)
    return folder


def _assignments(source: _Source, plan: RoundPlan) -> tuple[FolderAssignment, ...] | None:
    if ASSIGNMENTS.file not in source.files:
        return None
    return without_only_stage(source.values(ASSIGNMENTS, assignment_of), plan)


def _form_and_nominations(
    head: RoundHead, source: _Source
) -> tuple[RoundPlan, tuple[FolderNomination, ...]]:
    header, rows = source.table(NOMINATIONS)
    columns = further_columns(header)
    plan = with_optional_documents(head.plan, keeps_preset=head.has_preset_form)
    if head.has_preset_form:
        refuse_foreign_columns(plan, columns, source.faults)
        for row in rows:
            note_unreadable_answers(row, plan)
    else:
        plan = with_questions_from(plan, columns, source.faults)
    read = kept(rows, lambda row: _answered(row, columns))
    codes = frozenset(nomination.code for nomination in read)
    files = attachments_in(source.files, plan, codes, source.faults)
    return plan, tuple(replace(one, files=files.get(one.code, ())) for one in read)


def _answered(row: TableRow, columns: tuple[str, ...]) -> FolderNomination | None:
    nomination = nomination_of(row)
    return nomination and replace(nomination, answers=answers_of(row, columns))


def _largest_group(people: tuple[FolderPerson, ...]) -> int:
    named = [person.nomination for person in people]
    return max(Counter(named).values(), default=0)
