"""Which parts of the shipped folders play in which round of the demonstration."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from functools import cache
from typing import TYPE_CHECKING

from app.folders.operations.demo.desks import AUTHOR
from app.folders.queries.disk import CONTEST, TITLE, TWO_STAGES, presets_by_key, read_files
from app.folders.rules.parsed_folder import read_folder
from app.kernel import clock
from app.kernel.calendar import VIETNAM
from app.programmes.rules.plan import MilestonePlan

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from app.folders.rules.folder import RoundFolder

TURN = 30


@dataclass(frozen=True, slots=True)
class DemoRound:
    """A round of the demonstration: its name, its dates from today on, which dossiers play.

    ``seats`` are the remainders of a dossier's place divided by `TURN`.
    """

    name: str
    ordinal_no: int | None
    opens_in: int
    closes_in: int
    seats: range = range(TURN)


PROVINCE = "Hội thi Sáng tạo kỹ thuật tỉnh Quảng Ninh lần thứ"
AWARDED = DemoRound(f"{PROVINCE} X", 10, -960, -760, range(12))
JUDGED = DemoRound(f"{PROVINCE} XI", 11, -200, -32, range(12, 22))
PROPOSED = DemoRound(
    "Hội thi Sáng tạo kỹ thuật đặc khu Vân Đồn lần thứ II", 2, -180, -45, range(25, 30)
)
STAGED = DemoRound("Hội thi Sáng tạo kỹ thuật tuổi trẻ tỉnh Quảng Ninh lần thứ III", 3, -120, -40)
CALLED = DemoRound("Hội thi Sáng tạo kỹ thuật ngành Than lần thứ IV", 4, -30, 75, range(22, 25))
HONOURED = DemoRound(
    "Xét chọn, tôn vinh “Trí thức khoa học và công nghệ tiêu biểu” tỉnh Quảng Ninh năm",
    None,
    -20,
    6,
)


@cache
def contest() -> RoundFolder:
    """Return the shipped contest."""
    return read_folder(read_files(CONTEST), presets_by_key())


@cache
def title() -> RoundFolder:
    """Return the shipped round of a title."""
    return read_folder(read_files(TITLE), presets_by_key())


@cache
def two_stages() -> RoundFolder:
    """Return the shipped contest in two stages."""
    return read_folder(read_files(TWO_STAGES), presets_by_key())


def name_of(role: DemoRound) -> str:
    """Return the name of a round; the title is given every year."""
    return role.name if role.ordinal_no else f"{role.name} {clock.today().year}"


def folder_for(role: DemoRound, source: RoundFolder) -> RoundFolder:
    """Return the dossiers of a role with their judges and sheets, under the role's own dates."""
    rows = [row for place, row in enumerate(source.nominations) if place % TURN in role.seats]
    codes = {row.code for row in rows}
    opens, closes = at_hour(role.opens_in, 8), at_hour(role.closes_in, 17)
    plan = replace(
        source.plan,
        name=name_of(role),
        ordinal_no=role.ordinal_no,
        year=opens.year,
        opens_at=opens,
        closes_at=closes,
        milestones=_milestones(closes.date()),
    )
    assignments = source.assignments
    return replace(
        source,
        plan=plan,
        nominations=tuple(rows),
        people=tuple(person for person in source.people if person.nomination in codes),
        conflicts=tuple(row for row in source.conflicts if row.nomination in codes),
        assignments=assignments and tuple(row for row in assignments if row.nomination in codes),
        sheets=tuple(row for row in source.sheets if row.nomination in codes),
        comments=tuple(row for row in source.comments if row.nomination in codes),
        decisions=(),
    )


def at_hour(days: int, hour: int) -> datetime:
    """Return an hour of a Vietnamese day, counted from today."""
    return datetime.combine(clock.today() + timedelta(days=days), time(hour), VIETNAM)


def _milestones(closes_on: date) -> tuple[MilestonePlan, ...]:
    """Return what the public calendar says of the steps after the deadline."""
    spans = (
        ("tham_tra", "Thẩm tra hồ sơ", 1, 7),
        ("cham_diem", "Hội đồng chấm điểm", 10, 30),
        ("cong_bo", "Công bố kết quả, trao giấy chứng nhận", 40, 45),
    )
    return tuple(
        MilestonePlan(
            code, label, closes_on + timedelta(days=first), closes_on + timedelta(days=last)
        )
        for code, label, first, last in spans
    )


def with_author(folder: RoundFolder, code: str) -> RoundFolder:
    """Let the author of the demonstration be the first one named in a dossier."""
    people = tuple(
        replace(person, full_name=AUTHOR.full_name, email=AUTHOR.email, birth_date=None)
        if person.nomination == code and person.order == 1
        else person
        for person in folder.people
    )
    return replace(folder, people=people)


def with_unit(folder: RoundFolder, unit: str, codes: Collection[str]) -> RoundFolder:
    """Let one unit put some dossiers forward."""
    rows = tuple(
        replace(row, unit=unit) if row.code in codes else row for row in folder.nominations
    )
    return replace(folder, nominations=rows)
