"""The desks, as data: who sits there, which pages it has, what waits at each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app.kernel.access import Actor, Role
from app.nominations.queries.counts import count_to_endorse, count_to_screen
from app.results.queries.decision import count_proposed
from app.scoring.queries.worklist import count_waiting

Count = Callable[[Actor], int]


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of navigation; it is current on its page and, unless ``alone``, on those below."""

    label: str
    endpoint: str
    icon: str = ""
    count: Count | None = None
    is_urgent: bool = False
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Desk:
    """A place of work and who sits there."""

    label: str
    belongs_to: Callable[[Actor], bool]
    entries: tuple[Entry, ...]


PUBLIC = (
    Entry("Trang chủ", "web.home", alone=True),
    Entry("Cuộc thi, xét chọn", "programmes.calls"),
    Entry("Xác minh", "certificates.lookup"),
)


def _everybody(actor: Actor) -> bool:
    return actor.is_signed_in


def _contacts(actor: Actor) -> bool:
    return bool(actor.units)


def _members(actor: Actor) -> bool:
    return bool(actor.seats)


def _holders(role: Role) -> Callable[[Actor], bool]:
    return lambda actor: actor.has_role(role)


DESKS = (
    Desk(
        "Hồ sơ của tôi",
        _everybody,
        (
            Entry("Hồ sơ", "nominations.mine", "folder2-open"),
            Entry("Giấy chứng nhận", "certificates.mine", "award"),
        ),
    ),
    Desk(
        "Đơn vị",
        _contacts,
        (
            Entry(
                "Hồ sơ của đơn vị",
                "nominations.for_unit",
                "building",
                count=count_to_endorse,
                is_urgent=True,
            ),
        ),
    ),
    Desk(
        "Hội đồng",
        _members,
        (Entry("Hồ sơ chấm", "scoring.mine", "ui-checks", count=count_waiting, is_urgent=True),),
    ),
    Desk(
        "Ban tổ chức",
        _holders(Role.SECRETARY),
        (
            Entry("Việc hôm nay", "web.today", "house", alone=True),
            Entry("Các đợt", "programmes.manage_index", "flag"),
            Entry("Thẩm tra", "nominations.screening", "inbox", count=count_to_screen),
            Entry("Hội đồng", "councils.index", "people"),
            Entry("Giấy chứng nhận", "certificates.register", "award"),
            Entry("Đơn vị", "registry.units", "building"),
            Entry("Trí thức", "registry.people", "person-vcard"),
            Entry("Mời mở tài khoản", "accounts.invite", "person-plus"),
        ),
    ),
    Desk(
        "Phê duyệt",
        _holders(Role.LEADER),
        (
            Entry(
                "Kết quả trình duyệt", "results.inbox", "pen", count=count_proposed, is_urgent=True
            ),
        ),
    ),
    Desk(
        "Quản trị",
        _holders(Role.ADMIN),
        (
            Entry("Tài khoản", "accounts.index", "person-gear"),
            Entry("Đơn vị tổ chức", "organiser.profile", "bank"),
            Entry("Thư đi", "accounts.mails", "envelope"),
            Entry("Nhật ký", "audit.index", "journal-text"),
        ),
    ),
)
