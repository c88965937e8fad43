"""Links: given for one thing to one subject, spent, and voided when that has passed.

Nothing here leaves an entry in the log: the operation that gives or uses a link records what
happened, and to which thing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

import sqlalchemy as sa

from app.accounts import notifications, queries
from app.accounts.models import Link
from app.accounts.rules.tokens import new_token, token_hash
from app.infra.db.engine import db
from app.infra.db.locks import lock_for_write
from app.kernel import clock

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from app.infra.orm import Base
    from app.kernel.links import LinkGrant, LinkKind

T = TypeVar("T", bound="Base | None")


@dataclass(frozen=True, slots=True)
class Holder:
    """Whom a link is given to; ``person_id`` names somebody whom the registry knows."""

    email: str = ""
    full_name: str = ""
    person_id: int | None = None


def grant_link(
    kind: LinkKind[T],
    subject: T,
    holder: Holder,
    *,
    until: datetime | None = None,
    grants: dict[str, Any] | None = None,
) -> tuple[Link, str]:
    """Return a new link to a thing and its token, which leaves by letter only.

    ``until`` is the last moment of its life, where the kind's own lifetime does not fit.

    Raises:
        TypeError: when the kind is about things of another table.
    """
    now, token = clock.now(), new_token()
    link = Link(
        kind=kind.key,
        subject=_table_of(kind, subject),
        subject_id=subject.id if subject is not None else None,
        token_hash=token_hash(token),
        email=holder.email,
        full_name=holder.full_name,
        person_id=holder.person_id,
        grants=grants or {},
        uses=kind.uses,
        made_at=now,
        until=until or now + kind.lifetime,
    )
    db.session.add(link)
    db.session.flush()
    return link, token


def _table_of(kind: LinkKind[Any], subject: Base | None) -> str:
    table = subject.__tablename__ if subject is not None else ""
    if table != kind.about:
        msg = f"a link “{kind.key}” is about “{kind.about}”, not about “{table}”"
        raise TypeError(msg)
    return table


def spend_link(grant: LinkGrant) -> bool:
    """Use a link once; tell whether there was a use left.

    One statement that locks its row: of many who come at once each waits for the one before, and
    as many as the link has uses get through.
    """
    query = (
        sa.update(Link)
        .where(Link.id == grant.link_id, queries.is_live())
        .values(used=Link.used + 1, last_used_at=clock.now())
        .returning(Link.uses - Link.used)
        .execution_options(synchronize_session=False)
    )
    left = db.session.execute(query).scalar_one_or_none()
    if left == 0:
        notifications.forget_letters_of([grant.link_id])
    return left is not None


def void_links(subject: Base) -> None:
    """Let every link to a thing be of no use any more: what it was for has passed."""
    lock_for_write(db.session())
    void(queries.live_links_to(subject.__tablename__, subject.id))


def void(links: Collection[Link]) -> None:
    """Let some links be of no use any more, and forget them where letters still hold them."""
    for link in links:
        link.voided_at = clock.now()
    db.session.flush()
    notifications.forget_letters_of(link.id for link in links)
