"""Rounds of the demonstration that receive dossiers now, with dossiers in every state."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from app.folders.operations.course import FOLDER, Unwatched
from app.folders.operations.demo.desks import AUTHOR, UNIT, actor_at
from app.folders.operations.dossiers import (
    open_for_dossiers,
    register_units,
    written_dossier,
)
from app.folders.operations.run import perform, prepared
from app.infra.db.units import unit_of_work
from app.kernel import clock
from app.nominations.operations.screening import (
    accept_nomination,
    ask_supplement,
    reject_nomination,
)
from app.nominations.operations.submission import (
    endorse_nomination,
    return_nomination,
    submit_nomination,
)
from app.nominations.operations.writing import begin_nomination

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from app.folders.operations.course import Course
    from app.folders.rules.folder import FolderNomination, RoundFolder
    from app.kernel.access import Actor
    from app.nominations.models import Nomination

RETURN = "Đề nghị ghi rõ nơi áp dụng và kèm xác nhận của nơi đã dùng trước khi đơn vị đề cử."
SUPPLEMENT = (
    "Đề nghị bổ sung:\n- Giấy xác nhận áp dụng có chữ ký và dấu của đơn vị sử dụng;\n"
    "- Số liệu trước và sau khi áp dụng, ghi rõ thời gian theo dõi."
)
REJECTION = "Hồ sơ đã được tôn vinh ở đợt trước với cùng thành tích (Điều 5 của thể lệ)."
PATIENCE = timedelta(days=5)


def open_now(folder: RoundFolder, parts: tuple[tuple[str, str], ...]) -> Course:
    """Open a round and write its dossiers; each part is how far a dossier comes, and whose it is.

    Nothing here takes a moment that has not come: the dossiers are spread from the opening until
    now.
    """
    course = prepared(folder, Unwatched(), is_rehearsal=False)
    perform(course, (("units", "Đơn vị", register_units), ("round", "Mở", open_for_dossiers)))
    now, opened = clock.now(), course.moments.opened
    rows = list(zip(folder.nominations, parts, strict=False))
    for place, (row, (state, owner)) in enumerate(rows):
        moment = opened + (now - opened) * (place + 1) / (len(rows) + 1)
        with clock.standing_at(moment.replace(microsecond=0)), unit_of_work():
            _bring(course, row, state, _actor(owner), now + PATIENCE)
    return course


def _actor(owner: str) -> Actor:
    desks = {"author": AUTHOR, "unit": UNIT}
    return actor_at(desks[owner]) if owner in desks else FOLDER


def _bring(course: Course, row: FolderNomination, state: str, by: Actor, due_at: datetime) -> None:
    """Write a dossier and bring it as far as a state; what is asked for is due at a time."""
    if state == "begun":
        begin_nomination(
            course.round, by=by, title=row.title, unit_id=course.units.get(row.unit or "")
        )
        return
    nomination = written_dossier(course, course.round, row, by=by)
    if state == "draft":
        return
    submit_nomination(nomination, by=by)
    if state == "supplement":
        endorse_nomination(nomination, by=FOLDER)
        ask_supplement(nomination, SUPPLEMENT, due_at, by=FOLDER)
    else:
        FURTHER[state](nomination)


def _leave(_nomination: Nomination) -> None:
    """Let the dossier wait for its unit."""


def _endorse(nomination: Nomination) -> None:
    endorse_nomination(nomination, by=FOLDER)


def _return(nomination: Nomination) -> None:
    return_nomination(nomination, RETURN, by=FOLDER)


def _accept(nomination: Nomination) -> None:
    _endorse(nomination)
    accept_nomination(nomination, by=FOLDER)


def _reject(nomination: Nomination) -> None:
    _endorse(nomination)
    reject_nomination(nomination, REJECTION, by=FOLDER)


FURTHER: dict[str, Callable[[Nomination], None]] = {
    "awaiting": _leave,
    "returned": _return,
    "submitted": _endorse,
    "eligible": _accept,
    "ineligible": _reject,
}
