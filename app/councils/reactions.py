"""What councils have to say when accounts and rounds change: a blind judge knows no author."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.accounts.enums import AccountEvent
from app.councils import queries
from app.councils.rules import SEES_AUTHORS, require_no_insiders
from app.kernel.errors import WrongState
from app.kernel.events import when
from app.programmes.enums import RoundEvent

if TYPE_CHECKING:
    from app.accounts.models import Account
    from app.kernel.access import Actor
    from app.programmes.models import Round

JUDGES_BLIND = (
    "{name} là thành viên hội đồng của đợt chấm kín “{round}” nên chưa giữ được vai trò thư ký "
    "hay quản trị, vì các vai trò này đọc được tên tác giả. Hãy chờ đợt có quyết định, hoặc cho "
    "người này thôi hội đồng trước."
)


@when(AccountEvent.OPENED, AccountEvent.ROLES_CHANGED)
def keep_authors_from_blind_judges(thing: Account, *, by: Actor) -> None:  # noqa: ARG001  # a reaction's signature
    """Refuse a role that reads the authors to somebody who judges a round blind.

    Raises:
        WrongState: naming the round.
    """
    queries.hold_person(thing.person_id)
    if not SEES_AUTHORS & queries.roles_of_person(thing.person_id):
        return
    for name in queries.blind_rounds_judged_by(thing.person_id):
        raise WrongState(JUDGES_BLIND.format(name=thing.person.full_name, round=name))


@when(RoundEvent.EDITED)
def keep_blind_councils_from_insiders(thing: Round, *, by: Actor) -> None:  # noqa: ARG001  # a reaction's signature
    """Refuse to make a stage blind when its council holds somebody who reads the authors.

    Raises:
        WrongState: naming them.
    """
    require_no_insiders(queries.blind_members_with_roles(thing.id, SEES_AUTHORS))
