"""round.toml: the plan of the round, what it leaves out taken from a preset."""

# No postponed annotations here: the reader of tables follows the types while the program runs.

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from app.folders.rules.round_stages import SaidOfStages, stages_said
from app.kernel.tables.csv_text import decoded
from app.kernel.tables.faults import Faults, nearest
from app.programmes.rules.plan import (
    CategoryPlan,
    CertificatePlan,
    CriterionPlan,
    DocumentPlan,
    MilestonePlan,
    PrizePlan,
    RoundBasis,
    RoundPlan,
    RuleSection,
)
from app.programmes.rules.plan_tables import Path, Unreadable, read_table
from app.programmes.rules.soundness import faults_in
from app.programmes.rules.stage_tables import ScoringTable, StageTable, place_said

ROUND_FILE = "round.toml"
PRESET = "preset"
NO_BALLOT_YET = (
    "Thư mục này có bỏ phiếu kín, phần mềm chưa chạy được bước bỏ phiếu; hãy bỏ phần này ra."
)
BEYOND_TOML = "Tệp có một số quá dài hoặc các ngoặc lồng nhau quá sâu; hãy viết gọn lại."
NO_DATE = "Hãy ghi mục này, ví dụ 2026-01-05T08:00:00+07:00; đợt được chạy theo hai ngày này."
_HEADER = re.compile(r"\s*(\[\[?)\s*([\w.-]+)\s*\]")
_KEY = re.compile(r"\s*([\w-]+)\s*=")
_TRIPLE = re.compile(r'"""|' + "'''")
_STEP = re.compile(r"([^.\[\]]+)|\[(\d+)\]")


@dataclass(frozen=True, slots=True)
class RoundFile:
    """What round.toml may say; None means that the preset holds."""

    programme: str
    name: str
    year: int
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    form: str | None = None
    eligibility: str | None = None
    short_code: str | None = None
    ordinal_no: int | None = None
    year_from: int | None = None
    year_to: int | None = None
    summary: str | None = None
    grace_minutes: int | None = None
    needs_endorsement: bool | None = None
    is_blind: bool | None = None
    contact_name: str | None = None
    contact_phone: str | None = None
    contact_email: str | None = None
    max_people: int | None = None
    rules: tuple[RuleSection, ...] | None = None
    legal_bases: tuple[str, ...] | None = None
    categories: tuple[CategoryPlan, ...] | None = None
    documents: tuple[DocumentPlan, ...] | None = None
    criteria: tuple[CriterionPlan, ...] | None = None
    prizes: tuple[PrizePlan, ...] | None = None
    scoring: ScoringTable | None = None
    stages: tuple[StageTable, ...] | None = None
    milestones: tuple[MilestonePlan, ...] | None = None
    certificate: CertificatePlan | None = None


@dataclass(frozen=True, slots=True)
class RoundHead:
    """The plan that round.toml gives, before the form's questions are known."""

    plan: RoundPlan
    has_preset_form: bool
    has_preset_eligibility: bool


def read_round_file(
    content: bytes, presets: Mapping[str, RoundPlan], faults: Faults
) -> RoundHead | None:
    """Read round.toml; None, with faults noted, when no round can be made of it."""
    text = decoded(ROUND_FILE, content, faults)
    table = None if text is None else _parsed(text, faults)
    if text is None or table is None:
        return None
    lines = lines_of(text)
    if "ballot" in table:
        faults.add(ROUND_FILE, _line(lines, ("ballot",)), "ballot", NO_BALLOT_YET)
        del table["ballot"]
    try:
        said = read_table(RoundFile, table)
    except Unreadable as problem:
        for fault in problem.faults:
            _refuse(faults, lines, fault.path, fault.what_to_do)
        return None
    return _head(said, presets, lines, faults)


def _parsed(text: str, faults: Faults) -> dict[str, Any] | None:
    if not text.strip():
        faults.add(ROUND_FILE, 0, "", "Tệp trống; hãy ghi ít nhất programme, name và year.")
        return None
    try:
        return tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as problem:
        found = re.search(r"line (\d+)", str(problem))
        line = int(found[1]) if found else text.count("\n") + 1
        faults.add(ROUND_FILE, line, "", f"Tệp TOML viết sai cú pháp: {problem}.")
    except (ValueError, RecursionError):
        faults.add(ROUND_FILE, 0, "", BEYOND_TOML)
    return None


def _head(
    said: RoundFile, presets: Mapping[str, RoundPlan], lines: Mapping[Path, int], faults: Faults
) -> RoundHead | None:
    preset = presets.get(said.programme)
    if preset is None:
        hint = nearest(said.programme, presets)
        known = ", ".join(sorted(presets))
        remedy = f"Không có chương trình “{said.programme}”.{hint} Hãy chọn: {known}."
        _refuse(faults, lines, ("programme",), remedy)
        return None
    for key in ("form", "eligibility"):
        if getattr(said, key) not in {None, PRESET}:
            _refuse(faults, lines, (key,), 'Hãy ghi "preset" hoặc bỏ dòng này.')
    for key in ("opens_at", "closes_at"):
        if getattr(said, key) is None:
            _refuse(faults, lines, (key,), NO_DATE)
    plan = _merged(said, preset)
    for where, what_to_do in _unsound(plan, said.stages or ()):
        _refuse(faults, lines, _path(where), what_to_do)
    return RoundHead(plan, said.form == PRESET, said.eligibility == PRESET)


def _unsound(plan: RoundPlan, said: Sequence[StageTable]) -> dict[tuple[str, str], None]:
    """Return what is wrong with a plan, once for all stages that it holds for."""
    found = ((place_said(fault.where, said), fault.what_to_do) for fault in faults_in(plan))
    return dict.fromkeys(found)


def _merged(said: RoundFile, preset: RoundPlan) -> RoundPlan:
    own = {field.name for field in fields(RoundBasis)}
    given = {
        field.name: getattr(said, field.name)
        for field in fields(RoundFile)
        if field.name in own and getattr(said, field.name) is not None
    }
    # The dates and the ordinal of the preset are examples, never those of this round.
    fresh: dict[str, Any] = {"opens_at": None, "closes_at": None, "ordinal_no": None}
    if said.milestones is None:
        fresh["milestones"] = ()
    common = SaidOfStages(said.is_blind, said.scoring, said.criteria)
    stages = stages_said(said.stages or (), common, preset.final_stage)
    return replace(preset, **(fresh | given | {"stages": stages}))


def lines_of(text: str) -> dict[Path, int]:
    """Give the line on which each table and key of a TOML text is written."""
    lines: dict[Path, int] = {}
    here: Path = ()
    is_inside_text = False
    for number, line in enumerate(text.split("\n"), start=1):
        if not is_inside_text:
            if header := _HEADER.match(line):
                here = _table_path(header[1], header[2], lines)
                lines.setdefault(here, number)
            elif key := _KEY.match(line):
                lines.setdefault((*here, key[1]), number)
        if len(_TRIPLE.findall(line)) % 2:
            is_inside_text = not is_inside_text
    return lines


def _table_path(brackets: str, name: str, lines: Mapping[Path, int]) -> Path:
    path: Path = ()
    steps = name.split(".")
    for step in steps[:-1]:
        path = (*path, step)
        count = _count(path, lines)
        path = (*path, count - 1) if count else path
    path = (*path, steps[-1])
    return (*path, _count(path, lines)) if brackets == "[[" else path


def _count(path: Path, lines: Mapping[Path, int]) -> int:
    count = 0
    while (*path, count) in lines:
        count += 1
    return count


def _path(where: str) -> Path:
    return tuple(name or int(index) for name, index in _STEP.findall(where))


def _line(lines: Mapping[Path, int], path: Path) -> int:
    while path:
        # Of a list where a single table belongs the first one is shown.
        for place in (path, (*path, 0)):
            if place in lines:
                return lines[place]
        path = path[:-1]
    return 0


def _refuse(faults: Faults, lines: Mapping[Path, int], path: Path, what_to_do: str) -> None:
    names = [step for step in path if isinstance(step, str)]
    faults.add(ROUND_FILE, _line(lines, path), names[-1] if names else "", what_to_do)
