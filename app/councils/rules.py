"""What a council must be before it judges, and how its seats are called."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from app.accounts.rules.grants import ROLE_LABELS
from app.councils.enums import SeatRole
from app.kernel.access import Role
from app.kernel.errors import Duplicate, RuleBroken, WrongState
from app.kernel.vietnamese.search import search_fold
from app.kernel.vietnamese.text import clean_line

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

LONGEST_CODE = 20
MEMBER_CODE = "GK{number:02d}"
# How seats of office are called when nobody says otherwise.
OFFICE_CODES = {
    SeatRole.CHAIR: "CT",
    SeatRole.VICE_CHAIR: "PCT",
    SeatRole.SECRETARY_MEMBER: "TK",
}
# These read who wrote which dossier at their desks: in the lists, in the letters, in the log.
SEES_AUTHORS = frozenset({Role.SECRETARY, Role.ADMIN})
HAS_INSIDERS = (
    "Hội đồng của đợt có người đang giữ vai trò thư ký hoặc quản trị ({names}) nên chưa chuyển "
    "sang chấm kín được. Hãy cho họ thôi hội đồng, hoặc thôi vai trò đó, rồi chuyển."
)
_CODE = re.compile(r"[0-9A-Za-zĐđ][0-9A-Za-zĐđ._-]*")


def require_room_for_chair(others: Iterable[SeatRole], wanted: SeatRole) -> None:
    """Refuse a second chair.

    Raises:
        RuleBroken: beside ``role``.
    """
    if wanted is SeatRole.CHAIR and SeatRole.CHAIR in others:
        raise RuleBroken(
            "Hội đồng đã có chủ tịch, và chỉ có một chủ tịch. "
            "Hãy đổi vai trò của chủ tịch hiện nay trước.",
            field="role",
        )


def require_chair(roles: Iterable[SeatRole]) -> None:
    """Refuse a council that is not led by exactly one chair.

    Raises:
        RuleBroken: saying whether there is none or more than one.
    """
    chairs = sum(role is SeatRole.CHAIR for role in roles)
    if chairs == 0:
        raise RuleBroken("Hội đồng chưa có chủ tịch. Hãy chọn một người làm chủ tịch hội đồng.")
    if chairs > 1:
        raise RuleBroken(f"Hội đồng có {chairs} chủ tịch. Hãy giữ lại đúng một người.")


def require_blind_judge(name: str, roles: Collection[Role]) -> None:
    """Refuse somebody whose own desk names the authors that a blind council must not know.

    Raises:
        RuleBroken: beside ``person_id``, naming the role.
    """
    for role in sorted(SEES_AUTHORS.intersection(roles)):
        raise RuleBroken(
            f"{name} đang giữ vai trò {ROLE_LABELS[role]} nên đọc được tên tác giả, "
            "vì vậy không tham gia hội đồng của đợt chấm kín. "
            "Hãy chọn người khác, hoặc đề nghị quản trị thôi vai trò đó trước.",
            field="person_id",
        )


def require_no_insiders(names: Sequence[str]) -> None:
    """Refuse to judge blind while members read the authors at another desk.

    Raises:
        WrongState: naming them.
    """
    if names:
        raise WrongState(HAS_INSIDERS.format(names=", ".join(names)))


def seat_code(typed: str, role: SeatRole, taken: Collection[str]) -> str:
    """Return the code of a seat: the one typed, or the next free one for the role.

    Raises:
        RuleBroken: beside ``code``, for signs that do not fit into a file name.
        Duplicate: beside ``code``, when another seat of the round has it.
    """
    code = clean_line(typed)
    if not code:
        return _free_code(role, taken)
    if len(code) > LONGEST_CODE or not _CODE.fullmatch(code):
        raise RuleBroken(
            f"Mã gồm chữ không dấu, chữ số, dấu chấm hoặc gạch nối, dài nhất {LONGEST_CODE} "
            "ký tự, ví dụ GK03.",
            field="code",
        )
    if search_fold(code) in {search_fold(other) for other in taken}:
        raise Duplicate(f"Mã {code} đã dùng cho thành viên khác của đợt này.", field="code")
    return code


def _free_code(role: SeatRole, taken: Collection[str]) -> str:
    office = OFFICE_CODES.get(role)
    if office and office not in taken:
        return office
    codes = (MEMBER_CODE.format(number=number) for number in range(1, len(taken) + 2))
    return next(code for code in codes if code not in taken)
