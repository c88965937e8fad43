"""Loading the demonstration: what is there is left alone, so it may be called at every start."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.accounts.queries import find_account_by_email, has_accounts
from app.folders.operations.course import FOLDER
from app.folders.operations.demo.cast import (
    AWARDED,
    CALLED,
    HONOURED,
    JUDGED,
    PROPOSED,
    STAGED,
    contest,
    folder_for,
    name_of,
    title,
    two_stages,
    with_author,
    with_unit,
)
from app.folders.operations.demo.desks import (
    ADMIN,
    AUTHOR,
    CHAIR,
    JUDGE,
    open_desk,
    open_offices,
)
from app.folders.operations.demo.past import (
    CHAIR_SEAT,
    JUDGE_SEAT,
    award_round,
    judge_halfway,
    judge_into_final,
    propose_round,
)
from app.folders.operations.demo.present import open_now
from app.folders.queries.kept_round import round_named
from app.infra.db.units import unit_of_work
from app.infra.mail.outbox import letters_kept
from app.kernel.errors import RuleBroken
from app.organiser.operations import load_organiser_preset
from app.organiser.queries import get_preset, read_preset_list
from app.programmes.queries import has_rounds
from app.registry.operations import find_or_add_unit, load_localities
from app.registry.queries import find_unit_by_code, read_shipped_localities
from app.registry.rules import read_localities, read_units

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from app.folders.operations.course import Course, Watch
    from app.folders.operations.demo.cast import DemoRound
    from app.folders.rules.folder import RoundFolder

ORGANISER = "quang-ninh"
HOME_UNIT = "dh_bien_dong_bac"
WINNER, JUDGED_NOW = "STKT-002", "STKT-013"
IN_USE = (
    "Bản cài đặt này đã có tài khoản hoặc đợt xét của đơn vị, nên không nạp dữ liệu minh họa vào. "
    "Hãy dùng một thư mục khác, ví dụ: VINHDANH_INSTANCE=/tmp/dung-thu scripts/start --demo"
)
# How far each dossier of an open round comes, and at whose desk it was written.
OF_CONTEST = (
    ("begun", "author"),
    ("draft", "author"),
    ("submitted", "author"),
    ("awaiting", "author"),
    ("returned", "author"),
    ("supplement", "author"),
)
OF_TITLE = (
    ("draft", "unit"),
    ("submitted", ""),
    ("awaiting", ""),
    ("submitted", ""),
    ("supplement", ""),
    ("eligible", ""),
    ("awaiting", ""),
    ("submitted", ""),
    ("returned", ""),
    ("awaiting", ""),
    ("ineligible", ""),
    ("begun", "unit"),
)


def is_loaded() -> bool:
    """Tell whether the demonstration was loaded, or begun to be."""
    return find_account_by_email(ADMIN.email) is not None


def load_demo(watch: Watch) -> Iterator[str]:
    """Load what is not there yet; yield a sentence before each part.

    Raises:
        RuleBroken: when the installation is somebody's own.
    """
    if not is_loaded() and (has_accounts() or has_rounds()):
        raise RuleBroken(IN_USE)
    with letters_kept():
        yield "Đơn vị tổ chức, các đơn vị và tài khoản"
        _lay_ground()
        yield from _rounds(watch)


def _lay_ground() -> None:
    """Load the organiser with its units and localities, and open the offices."""
    if is_loaded():
        return
    preset = get_preset(ORGANISER)
    with unit_of_work():
        load_organiser_preset(preset, by=FOLDER)
        for details in read_units(read_preset_list(preset)):
            find_or_add_unit(details, by=FOLDER)
        rows = read_localities(read_shipped_localities(preset.localities_file))
        if rows:
            load_localities(rows, by=FOLDER)
        unit = find_unit_by_code(HOME_UNIT)
        open_offices(unit.id if unit else 0)
        open_desk(AUTHOR)


def _rounds(watch: Watch) -> Iterator[str]:
    """Make the rounds that are not there, from the oldest to those that are open."""
    parts: tuple[tuple[DemoRound, RoundFolder, Callable[[RoundFolder], object]], ...] = (
        (AWARDED, contest(), lambda folder: award_round(with_author(folder, WINNER), watch)),
        (PROPOSED, contest(), lambda folder: propose_round(folder, watch)),
        (JUDGED, contest(), lambda folder: _judge(with_author(folder, JUDGED_NOW), watch)),
        (STAGED, two_stages(), lambda folder: judge_into_final(folder, watch)),
        (HONOURED, title(), lambda folder: open_now(_at_home(folder, 2), OF_TITLE)),
        (CALLED, contest(), lambda folder: open_now(_authored(_at_home(folder, 1)), OF_CONTEST)),
    )
    for role, source, make in parts:
        if round_named(name_of(role)) is None:
            yield name_of(role)
            make(folder_for(role, source))


def _authored(folder: RoundFolder) -> RoundFolder:
    """Let the author have written every dossier."""
    for row in folder.nominations:
        folder = with_author(folder, row.code)
    return folder


def _at_home(folder: RoundFolder, every: int) -> RoundFolder:
    """Let the unit of the demonstration put every, or every second, dossier forward."""
    return with_unit(folder, HOME_UNIT, [row.code for row in folder.nominations[::every]])


def _judge(folder: RoundFolder, watch: Watch) -> Course:
    """Judge halfway, and open the desks of a judge and of the chair."""
    course = judge_halfway(folder, watch)
    with unit_of_work():
        open_desk(JUDGE, person=course.seats[JUDGE_SEAT].person)
        open_desk(CHAIR, person=course.seats[CHAIR_SEAT].person)
    return course
