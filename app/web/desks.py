"""The desks, as data: who sits there, which pages it has, what waits at each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app.kernel.access import Actor, Role

Count = Callable[[Actor], int]


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of navigation; ``also`` names the endpoints of pages below it."""

    label: str
    endpoint: str
    icon: str = ""
    count: Count | None = None
    is_urgent: bool = False
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Desk:
    """A place of work and who sits there."""

    label: str
    belongs_to: Callable[[Actor], bool]
    entries: tuple[Entry, ...]


PUBLIC = (
    Entry("Trang chủ", "web.home"),
    Entry("Cuộc thi, xét chọn", "programmes.calls", also=("programmes.call",)),
    Entry("Xác minh", "certificates.lookup", also=("certificates.verify",)),
)

DESKS = (
    Desk(
        "Hồ sơ của tôi",
        lambda actor: actor.is_signed_in,
        (
            Entry("Hồ sơ", "nominations.mine", "folder2-open"),
            Entry("Giấy chứng nhận", "certificates.mine", "award"),
        ),
    ),
    Desk(
        "Đơn vị",
        lambda actor: bool(actor.units),
        (Entry("Hồ sơ của đơn vị", "nominations.for_unit", "building"),),
    ),
    Desk(
        "Hội đồng",
        lambda actor: bool(actor.seats),
        (Entry("Hồ sơ chấm", "scoring.mine", "ui-checks"),),
    ),
    Desk(
        "Ban tổ chức",
        lambda actor: actor.has_role(Role.SECRETARY),
        (
            Entry("Việc hôm nay", "web.today", "house"),
            Entry("Các đợt", "programmes.manage_index", "flag"),
            Entry("Thẩm tra", "nominations.screening", "inbox"),
            Entry("Hội đồng", "councils.index", "people"),
            Entry("Giấy chứng nhận", "certificates.register", "award"),
            Entry(
                "Đơn vị",
                "registry.units",
                "building",
                also=("registry.new_unit", "registry.edit_unit"),
            ),
            Entry(
                "Trí thức",
                "registry.people",
                "person-vcard",
                also=("registry.person", "registry.new_person", "registry.edit_person"),
            ),
            Entry("Mời mở tài khoản", "accounts.invite", "person-plus"),
        ),
    ),
    Desk(
        "Phê duyệt",
        lambda actor: actor.has_role(Role.LEADER),
        (Entry("Kết quả trình duyệt", "results.inbox", "pen"),),
    ),
    Desk(
        "Quản trị",
        lambda actor: actor.has_role(Role.ADMIN),
        (
            Entry("Tài khoản", "accounts.index", "people", also=("accounts.detail",)),
            Entry(
                "Đơn vị tổ chức",
                "organiser.profile",
                "bank",
                also=(
                    "organiser.change_emblem",
                    "organiser.new_signatory",
                    "organiser.edit_signatory",
                ),
            ),
            Entry("Thư đi", "accounts.mails", "envelope", also=("accounts.mail",)),
            Entry("Nhật ký", "audit.index", "journal-text"),
        ),
    ),
)
