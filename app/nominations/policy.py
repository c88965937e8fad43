"""Who may do what to dossiers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from app.kernel.access import (
    InRound,
    Permission,
    Policy,
    is_secretary,
    is_signed_in,
    predicate,
    stands_apart,
)
from app.kernel.links import holds_link
from app.nominations.enums import CONFIRM_SHARE

if TYPE_CHECKING:
    from app.kernel.access import Actor
    from app.nominations.models import Nomination


class NominationPermission(Permission):
    """What can be done to dossiers."""

    BEGIN = "nominations:begin"
    LIST_OWN = "nominations:list_own"
    LIST_UNIT = "nominations:list_unit"
    LIST_ALL = "nominations:list_all"
    READ = "nominations:read"
    EDIT = "nominations:edit"
    SUBMIT = "nominations:submit"
    WITHDRAW = "nominations:withdraw"
    ENDORSE = "nominations:endorse"
    SCREEN = "nominations:screen"
    CONFIRM_SHARE = "nominations:confirm_share"


class OfDossier(InRound, Protocol):
    """A dossier, or something that belongs to one."""

    @property
    def nomination(self) -> Nomination:
        """The dossier."""
        ...


def _wrote(actor: Actor, thing: OfDossier) -> bool:
    return actor.is_signed_in and thing.nomination.owner_id == actor.account_id


def _is_named(actor: Actor, thing: OfDossier) -> bool:
    if actor.person_id is None:
        return False
    return any(row.person_id == actor.person_id for row in thing.nomination.people)


def _is_contact(actor: Actor, thing: OfDossier) -> bool:
    return thing.nomination.unit_id is not None and thing.nomination.unit_id in actor.units


def _was_sent(_actor: Actor, thing: OfDossier) -> bool:
    return thing.nomination.submitted_at is not None


is_author = predicate("is_author", "Chỉ người lập hồ sơ này làm được việc này.", _wrote)
is_named_in = predicate(
    "is_named_in", "Chỉ những người có tên trong hồ sơ xem được hồ sơ này.", _is_named
)
is_contact_of_unit = predicate(
    "is_contact_of_unit", "Chỉ đầu mối của đơn vị đề cử làm được việc này.", _is_contact
)
is_unit_contact = predicate(
    "is_unit_contact",
    "Chỉ đầu mối của một đơn vị làm được việc này.",
    lambda actor, _: bool(actor.units),
)
has_been_sent = predicate(
    "has_been_sent", "Hồ sơ này chưa nộp, chỉ người đang viết xem được.", _was_sent
)
is_not_about_oneself = (~(is_author | is_named_in)).because(
    "Không ai tự thẩm tra hồ sơ do mình lập hoặc có tên mình. Hãy nhờ thư ký khác."
)

policy = Policy(
    NominationPermission,
    {
        NominationPermission.BEGIN: is_signed_in,
        NominationPermission.LIST_OWN: is_signed_in,
        NominationPermission.LIST_UNIT: is_unit_contact,
        NominationPermission.LIST_ALL: is_secretary,
        NominationPermission.READ: (
            is_author | is_secretary | has_been_sent & (is_contact_of_unit | is_named_in)
        ),
        NominationPermission.EDIT: is_author,
        NominationPermission.SUBMIT: is_author,
        NominationPermission.WITHDRAW: is_author,
        NominationPermission.ENDORSE: is_contact_of_unit & has_been_sent,
        NominationPermission.SCREEN: (
            is_secretary & has_been_sent & is_not_about_oneself & stands_apart
        ),
        NominationPermission.CONFIRM_SHARE: holds_link(CONFIRM_SHARE),
    },
)
