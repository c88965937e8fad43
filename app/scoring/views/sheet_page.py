"""What the page of a sheet shows, put together from the assignment and from what was typed."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from flask import url_for
from flask_babel import gettext as _

from app.infra.guard import current_actor
from app.kernel import clock
from app.kernel.errors import RuleBroken
from app.kernel.numbers import format_decimal
from app.programmes.enums import RoundState
from app.programmes.rules.codec import sections_from_json
from app.scoring import queries
from app.scoring.enums import Progress, SheetState
from app.scoring.rules.dossier import neutral_file_name, sections_for_judges
from app.scoring.rules.gates import is_open
from app.scoring.rules.plans import criterion_rule, criterion_rules
from app.scoring.rules.sheet import (
    anchors,
    largest_total,
    require_complete,
    sheet_total,
    unscored,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from decimal import Decimal

    from app.nominations.models import Attachment
    from app.programmes.models import Criterion
    from app.programmes.rules.plan import SectionPlan
    from app.scoring.models import Assignment
    from app.scoring.queries import WorkItem

FIELD = "diem-{code}"
DONE = (Progress.READY, Progress.SENT)


def field_name(code: str) -> str:
    """Return the name of the field of a criterion; no code can meet another field's name."""
    return FIELD.format(code=code)


@dataclass(slots=True)
class Typed:
    """What was typed and could not be kept: shown again, with what is wrong."""

    points: Mapping[str, str] = field(default_factory=dict)
    comment: str | None = None
    problems: Mapping[str, str] = field(default_factory=dict)
    refusal: str = ""
    theirs: list[tuple[str, str, str]] = field(default_factory=list)


NOTHING_TYPED = Typed()


def page_of(assignment: Assignment, typed: Typed = NOTHING_TYPED) -> dict[str, Any]:
    """Return everything that the template of a sheet prints."""
    stage, round_ = assignment.stage, assignment.stage.round
    work = queries.worklist(stage.id, current_actor())
    points = points_of(assignment)
    rules = criterion_rules(round_.criteria)
    missing = unscored(rules, points)
    return {
        "assignment": assignment,
        "round": round_,
        "stage": stage,
        "sheet": assignment.sheet,
        "code": code_of(assignment),
        "authors": None if round_.is_blind else queries.authors_of(assignment.nomination_id),
        "sections": _sections(assignment),
        "files": _files(assignment),
        "lines": page_lines(assignment, typed),
        "steps": {rule.step for rule in rules},
        "total": sheet_total(rules, points),
        "maximum": largest_total(rules),
        "missing": _missing_words([rules.index(rule) + 1 for rule in missing]),
        "comment": typed.comment if typed.comment is not None else comment_of(assignment),
        "comment_limits": _comment_limits(round_.comment_below, round_.comment_above),
        "version": assignment.sheet.version if assignment.sheet else 0,
        "is_open": takes_sheets(assignment),
        "is_sent": is_sent(assignment),
        "typed": typed,
        "work": work,
        "scored": sum(item.progress in DONE for item in work),
        "next_url": next_url(work, assignment),
    }


def page_lines(assignment: Assignment, typed: Typed = NOTHING_TYPED) -> list[dict[str, Any]]:
    """Return the lines of the sheet as they are drawn, with what was typed last."""
    points = points_of(assignment)
    criteria = assignment.stage.round.criteria
    return [_line(number, each, points, typed) for number, each in enumerate(criteria, 1)]


def code_of(assignment: Assignment) -> str:
    """Return the code by which judges know a dossier."""
    nomination = assignment.nomination
    blind = assignment.stage.round.is_blind
    return (nomination.blind_code if blind else nomination.code) or ""


def points_of(assignment: Assignment) -> dict[str, Decimal | None]:
    """Return the kept points by criterion code, None where there are none."""
    kept = (
        {row.criterion_id: row.points for row in assignment.sheet.points}
        if assignment.sheet
        else {}
    )
    return {c.code: kept.get(c.id) for c in assignment.stage.round.criteria}


def comment_of(assignment: Assignment) -> str:
    """Return the kept comment."""
    return assignment.sheet.comment if assignment.sheet else ""


def is_sent(assignment: Assignment) -> bool:
    """Tell whether the sheet was sent."""
    return assignment.sheet is not None and assignment.sheet.state is SheetState.SUBMITTED


def takes_sheets(assignment: Assignment) -> bool:
    """Tell whether this sheet can be written now."""
    stage = assignment.stage
    in_judging = stage.round.state is RoundState.JUDGING
    return in_judging and is_open(stage.state, stage.closes_at, clock.now())


def faults_of(
    assignment: Assignment, points: Mapping[str, Decimal | None], comment: str
) -> dict[str, str]:
    """Return what keeps a sheet from being sent, by field: every empty criterion, or a rule."""
    round_ = assignment.stage.round
    rules = criterion_rules(round_.criteria)
    empty = unscored(rules, points)
    if empty:
        return {rule.code: _("Tiêu chí này chưa có điểm.") for rule in empty}
    try:
        require_complete(rules, points, comment, round_.comment_below, round_.comment_above)
    except RuleBroken as refusal:
        return {refusal.field or "comment": refusal.message}
    return {}


def next_url(work: Sequence[WorkItem], assignment: Assignment) -> str:
    """Return the next dossier of the judge's own order that is not done, or the list."""
    place = next((n for n, item in enumerate(work) if item.assignment_id == assignment.id), -1)
    following = [*work[place + 1 :], *work[: max(place, 0)]]
    waiting = next((item for item in following if item.progress not in DONE), None)
    if waiting is None:
        return url_for("scoring.mine", vong=assignment.stage_id)
    return url_for("scoring.sheet", assignment_id=waiting.assignment_id)


def _sections(assignment: Assignment) -> Any:
    nomination = assignment.nomination
    answers = {answer.question: answer.value for answer in nomination.answers}
    return sections_for_judges(_read_form(json.dumps(nomination.form.sections)), answers)


@lru_cache(maxsize=32)
def _read_form(kept: str) -> tuple[SectionPlan, ...]:
    """Read a form once for all the dossiers that were written on it."""
    return sections_from_json(json.loads(kept))


def _files(assignment: Assignment) -> list[dict[str, Any]]:
    names = {doc.code: doc.name for doc in assignment.stage.round.documents}
    counted: dict[str, int] = {}
    rows = []
    for attachment in queries.attachments_for_judges(assignment):
        number = counted[attachment.document] = counted.get(attachment.document, 0) + 1
        rows.append(
            {
                "id": attachment.id,
                "name": file_name(assignment, attachment, number),
                "document": names[attachment.document],
                "stored": attachment.stored,
            }
        )
    return rows


def file_name(assignment: Assignment, attachment: Attachment, number: int) -> str:
    """Return the name of a file for judges: neutral in a blind round."""
    round_ = assignment.stage.round
    if not round_.is_blind:
        return attachment.file_name
    names = {doc.code: doc.name for doc in round_.documents}
    document = names.get(attachment.document, attachment.document)
    return neutral_file_name(code_of(assignment), document, number, attachment.file_name)


def number_of(assignment: Assignment, attachment: Attachment) -> int:
    """Return the place of a file among those of its document, counted from 1."""
    same = [
        each.id
        for each in queries.attachments_for_judges(assignment)
        if each.document == attachment.document
    ]
    return same.index(attachment.id) + 1


def _line(
    number: int, criterion: Criterion, points: Mapping[str, Decimal | None], typed: Typed
) -> dict[str, Any]:
    problem = typed.problems.get(criterion.code)
    return {
        "number": number,
        "group": criterion.group,
        "name": field_name(criterion.code),
        "label": criterion.name,
        "looks_at": criterion.looks_at,
        "maximum": criterion.max_points,
        "step": criterion.step,
        "anchors": anchors(criterion_rule(criterion)),
        "guidance": [(_range(level), level["text"]) for level in criterion.guidance],
        "value": points.get(criterion.code),
        "typed": typed.points.get(criterion.code),
        "errors": (problem,) if problem else (),
    }


def _range(level: Mapping[str, str]) -> str:
    ends = [level["from"].rstrip("0").rstrip(".") if "." in level["from"] else level["from"]]
    ends.append(level["to"].rstrip("0").rstrip(".") if "." in level["to"] else level["to"])
    return "–".join(end.replace(".", ",") for end in dict.fromkeys(ends))


def _missing_words(numbers: Sequence[int]) -> str:
    if not numbers:
        return ""
    return _("Còn tiêu chí %(numbers)s chưa chấm", numbers=", ".join(map(str, numbers)))


def _comment_limits(below: Decimal | None, above: Decimal | None) -> str:
    if below is not None and above is not None:
        return _(
            "Bắt buộc khi tổng điểm dưới %(below)s hoặc trên %(above)s.",
            below=format_decimal(below),
            above=format_decimal(above),
        )
    if below is not None:
        return _("Bắt buộc khi tổng điểm dưới %(below)s.", below=format_decimal(below))
    if above is not None:
        return _("Bắt buộc khi tổng điểm trên %(above)s.", above=format_decimal(above))
    return _("Không bắt buộc. Hội đồng đọc khi thảo luận.")
