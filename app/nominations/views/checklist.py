"""The checklist of sections that stands beside every section and on the page of submission."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import url_for
from flask_babel import gettext as _

from app.kernel.vietnamese.money import number_words
from app.questions.rules.completeness import share_done

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.nominations.models import Nomination
    from app.nominations.rules.completeness import Report


@dataclass(frozen=True, slots=True)
class ChecklistLine:
    """One section as the checklist shows it."""

    label: str
    url: str
    note: str
    is_current: bool
    status: str


@dataclass(frozen=True, slots=True)
class Checklist:
    """All sections, and how much of the whole is done."""

    title: str
    lines: tuple[ChecklistLine, ...]
    percent: int


def checklist_of(nomination: Nomination, reports: Sequence[Report], current: str = "") -> Checklist:
    """Return the checklist of a dossier."""
    words = number_words(len(reports)).capitalize()
    lines = tuple(
        ChecklistLine(
            label=report.title,
            url=url_for("nominations.section", nomination_id=nomination.id, code=report.code),
            note=report.note,
            is_current=report.code == current,
            status=report.status.value,
        )
        for report in reports
    )
    return Checklist(_("%(count)s phần của hồ sơ", count=words), lines, share_done(reports))
