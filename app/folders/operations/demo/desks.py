"""The accounts of the demonstration, one for every desk, opened as invited people open theirs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.accounts.enums import INVITATION
from app.accounts.operations.links import Opening, open_account_from_link
from app.accounts.operations.sessions import actor_of
from app.accounts.operations.tokens import Holder, grant_link
from app.accounts.queries import find_account_by_email, get_account
from app.accounts.rules.grants import Grants
from app.kernel.access import Role

if TYPE_CHECKING:
    from app.accounts.models import Account
    from app.kernel.access import Actor
    from app.registry.models import Person

# Known to everybody on purpose: nobody may use the demonstration for anything real.
PASSWORD = "vinhdanh-demo"  # noqa: S105  # printed by the command that makes the accounts
DOMAIN = "vinhdanh.example.vn"


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """An account that is printed for whoever tries the demonstration."""

    desk: str
    local: str
    full_name: str

    @property
    def email(self) -> str:
        """The address to sign in with."""
        return f"{self.local}@{DOMAIN}"


ADMIN = DemoAccount("Quản trị hệ thống", "quantri", "Phùng Gia Khánh")
SECRETARY = DemoAccount("Thư ký ban tổ chức", "thuky", "Bế Thị Ngân Hà")
LEADER = DemoAccount("Lãnh đạo phê duyệt", "lanhdao", "Vũ Đình Khải Minh")
UNIT = DemoAccount("Đầu mối đơn vị đề cử", "donvi", "Ngụy Thị Thu Trà")
AUTHOR = DemoAccount("Tác giả", "tacgia", "Ninh Thị Sao Mai")
JUDGE = DemoAccount("Giám khảo", "giamkhao", "Nghiêm Xuân Trọng")
CHAIR = DemoAccount("Chủ tịch hội đồng", "chutich", "Vi Thị Hoàng Anh")
ACCOUNTS = (ADMIN, SECRETARY, LEADER, UNIT, AUTHOR, JUDGE, CHAIR)


def open_desk(
    desk: DemoAccount, grants: Grants | None = None, person: Person | None = None
) -> None:
    """Open the account of a desk, unless it is open already."""
    if find_account_by_email(desk.email) is not None:
        return
    holder = Holder(desk.email, desk.full_name, person.id if person else None)
    brought = (grants or Grants()).as_json()
    _made, token = grant_link(INVITATION, None, holder, grants=brought)
    open_account_from_link(token, Opening(PASSWORD))


def open_offices(unit_id: int) -> None:
    """Open the accounts of the organiser and of a unit."""
    open_desk(ADMIN, Grants(roles=frozenset({Role.ADMIN})))
    open_desk(SECRETARY, Grants(roles=frozenset({Role.SECRETARY})))
    open_desk(LEADER, Grants(roles=frozenset({Role.LEADER})))
    open_desk(UNIT, Grants(units=frozenset({unit_id})))


def actor_at(desk: DemoAccount) -> Actor:
    """Return who sits at a desk, to whom a dossier may belong."""
    return actor_of(account_at(desk))


def account_at(desk: DemoAccount) -> Account:
    """Return the account of a desk."""
    found = find_account_by_email(desk.email)
    if found is None:
        msg = f"no account at {desk.email}"
        raise LookupError(msg)
    return get_account(found.id)
