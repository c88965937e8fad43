"""What the page of a sheet shows, put together from the sheet and from what was typed."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from flask import url_for

from app.infra.guard import current_actor
from app.infra.words import gettext as _
from app.kernel import clock
from app.kernel.errors import RuleBroken
from app.kernel.numbers import format_decimal
from app.programmes.enums import RoundState, StageState
from app.questions.forms import written_editions
from app.questions.rules.editions import edition_of
from app.scoring.queries.worklist import authors_of, work_marks
from app.scoring.rules.dossier import neutral_file_name, sections_for_judges
from app.scoring.rules.gates import is_open
from app.scoring.rules.sheet import (
    anchors,
    largest_total,
    require_complete,
    sheet_total,
    unscored,
)
from app.scoring.rules.typed import COMMENT, texts_of_sheet

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from app.scoring.queries.sheet_page import JudgeFile, OwnSheet, SheetLine
    from app.scoring.queries.worklist import WorkMark
    from app.scoring.rules.sheet import CriterionRule

FIELD = "diem-{code}"


def field_name(code: str) -> str:
    """Return the name of the field of a criterion; no code can meet another field's name."""
    return FIELD.format(code=code) if code != COMMENT else "comment"


def editions_on_page(texts: Mapping[str, str]) -> dict[str, str]:
    """Return the editions of texts of a sheet by the names of their fields."""
    return {field_name(code): edition_of(text) for code, text in texts.items()}


@dataclass(slots=True)
class Typed:
    """What was typed and could not be kept: shown again, with what is wrong."""

    points: Mapping[str, str] = field(default_factory=dict)
    comment: str | None = None
    problems: Mapping[str, str] = field(default_factory=dict)
    refusal: str = ""
    theirs: list[tuple[str, str, str]] = field(default_factory=list)

    @property
    def status(self) -> int:
        """422 when something could not be kept."""
        is_refused = bool(self.problems or self.refusal)
        return HTTPStatus.UNPROCESSABLE_ENTITY if is_refused else HTTPStatus.OK


NOTHING_TYPED = Typed()


def page_of(sheet: OwnSheet, typed: Typed = NOTHING_TYPED) -> dict[str, Any]:
    """Return everything that the template of a sheet prints."""
    rules, points = sheet.rules, sheet.points
    work = work_of(sheet)
    lines = page_lines(sheet.lines, typed)
    return {
        "sheet": sheet,
        **_dossier(sheet),
        "lines": lines,
        "faults": page_faults(lines, typed),
        "steps": {rule.step for rule in rules},
        "total": sheet_total(rules, points),
        "maximum": largest_total(rules),
        "missing": _missing_words(rules, points),
        "editions": written_editions(editions_on_page(texts_of_sheet(points, sheet.comment))),
        "comment": typed.comment if typed.comment is not None else sheet.comment,
        "comment_limits": _comment_limits(sheet.comment_below, sheet.comment_above),
        "is_open": takes_sheets(sheet),
        "typed": typed,
        "work": work,
        "scored": sum(mark.is_done(len(rules)) for mark in work),
        "next_url": next_url(work, sheet),
    }


def _dossier(sheet: OwnSheet) -> dict[str, Any]:
    """Return what is read at the left of the sheet, and a tab for each part of it."""
    sections = sections_for_judges(sheet.form, sheet.answers)
    files = [(file, file_name(sheet, file)) for file in sheet.files]
    authors = None if sheet.is_blind else authors_of(sheet.nomination_id)
    tabs = [{"id": f"phan-{section.code}", "label": section.title} for section in sections]
    if files:
        tabs.append({"id": "phan-tep", "label": _("Tệp (%(number)s)", number=len(files))})
    if authors:
        tabs.append({"id": "phan-tac-gia", "label": _("Tác giả")})
    return {"sections": sections, "files": files, "authors": authors, "tabs": tabs}


def page_faults(lines: Sequence[Mapping[str, Any]], typed: Typed) -> list[dict[str, str]]:
    """Return what is to be mended on a sheet, each with the field where it stands."""
    faults = [
        {"id": line["name"], "text": f"{line['number']}. {line['label']}: {text}"}
        for line in lines
        for text in line["errors"]
    ]
    if "comment" in typed.problems:
        faults.append({"id": "comment", "text": typed.problems["comment"]})
    return faults


def page_lines(lines: Iterable[SheetLine], typed: Typed = NOTHING_TYPED) -> list[dict[str, Any]]:
    """Return the lines of a sheet as they are drawn, with what was typed last."""
    return [_line(number, line, typed) for number, line in enumerate(lines, 1)]


def work_of(sheet: OwnSheet) -> list[WorkMark]:
    """Return how far the judge is with each dossier of the sheet's stage."""
    closed = None if sheet.stage_state is StageState.OPEN else sheet.stage_id
    marks = work_marks(current_actor(), closed)
    return [mark for mark in marks if mark.stage_id == sheet.stage_id]


def takes_sheets(sheet: OwnSheet) -> bool:
    """Tell whether this sheet can be written now."""
    in_judging = sheet.round_state is RoundState.JUDGING
    return in_judging and is_open(sheet.stage_state, sheet.closes_at, clock.now())


def faults_of(
    rules: Sequence[CriterionRule],
    points: Mapping[str, Decimal | None],
    comment: str,
    limits: tuple[Decimal | None, Decimal | None],
) -> dict[str, str]:
    """Return what keeps a sheet from being sent, by field: every empty criterion, or a rule.

    ``limits`` are the totals below and above which the round asks for a comment.
    """
    empty = unscored(rules, points)
    if empty:
        return {rule.code: _("Tiêu chí này chưa có điểm.") for rule in empty}
    try:
        require_complete(rules, points, comment, *limits)
    except RuleBroken as refusal:
        return {refusal.field or "comment": refusal.message}
    return {}


def limits_of(sheet: OwnSheet) -> tuple[Decimal | None, Decimal | None]:
    """Return the totals below and above which the round asks for a comment."""
    return sheet.comment_below, sheet.comment_above


def next_url(work: Sequence[WorkMark], sheet: OwnSheet) -> str:
    """Return the next dossier of the judge's own order that is not done, or the list."""
    place = next(
        (n for n, mark in enumerate(work) if mark.assignment_id == sheet.assignment_id), -1
    )
    following = [*work[place + 1 :], *work[: max(place, 0)]]
    waiting = next((mark for mark in following if not mark.is_done(len(sheet.lines))), None)
    if waiting is None:
        return url_for("scoring.mine", vong=sheet.stage_id)
    return url_for("scoring.sheet", assignment_id=waiting.assignment_id)


def file_name(sheet: OwnSheet, file: JudgeFile) -> str:
    """Return the name of a file for judges: neutral in a blind round."""
    if not sheet.is_blind:
        return file.original_name
    return neutral_file_name(sheet.code, file.document, file.number, file.original_name)


def _line(number: int, line: SheetLine, typed: Typed) -> dict[str, Any]:
    """Return a criterion as it is drawn; what `score` is given for it stands by itself, too."""
    rule = line.rule
    problem = typed.problems.get(rule.code)
    criterion = {
        "number": number,
        "name": field_name(rule.code),
        "label": rule.name,
        "looks_at": line.looks_at,
        **_printed(rule),
        "guidance": tuple(
            (_range(level["from"], level["to"]), level["text"]) for level in line.guidance
        ),
        "value": None if line.points is None else format_decimal(line.points),
    }
    return {
        **criterion,
        "criterion": criterion,
        "group": line.group,
        "typed": typed.points.get(rule.code),
        "errors": (problem,) if problem else (),
    }


@lru_cache(maxsize=512)
def _printed(rule: CriterionRule) -> dict[str, Any]:
    """Return the numbers of a criterion as every sheet prints them."""
    return {
        "maximum": format_decimal(rule.max_points),
        "step": format_decimal(rule.step),
        "anchors": tuple(map(format_decimal, anchors(rule))),
    }


def _range(low: str, high: str) -> str:
    """Return "18–24,5" for points as a plan keeps them, and "25" for a level of one step."""
    return "–".join(dict.fromkeys(format_decimal(Decimal(end)) for end in (low, high)))


def _missing_words(rules: Sequence[CriterionRule], points: Mapping[str, Decimal | None]) -> str:
    numbers = [n for n, rule in enumerate(rules, 1) if points.get(rule.code) is None]
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
