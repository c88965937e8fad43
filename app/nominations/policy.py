"""Who may do what to dossiers."""

from __future__ import annotations

from typing import Any

from app.kernel.access import (
    Permission,
    Policy,
    is_secretary,
    is_signed_in,
    predicate,
    stands_apart,
)


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


def dossier_of(thing: Any) -> Any:
    """Return the dossier that a thing belongs to, or the thing itself when it is one."""
    return getattr(thing, "nomination", thing)


is_author = predicate(
    "is_author",
    "Chỉ người lập hồ sơ này làm được việc này.",
    lambda actor, thing: actor.is_signed_in and dossier_of(thing).owner_id == actor.account_id,
)
is_named_in = predicate(
    "is_named_in",
    "Chỉ những người có tên trong hồ sơ xem được hồ sơ này.",
    lambda actor, thing: (
        actor.person_id is not None
        and any(row.person_id == actor.person_id for row in dossier_of(thing).people)
    ),
)
is_contact_of_unit = predicate(
    "is_contact_of_unit",
    "Chỉ đầu mối của đơn vị đề cử làm được việc này.",
    lambda actor, thing: (
        dossier_of(thing).unit_id is not None and dossier_of(thing).unit_id in actor.units
    ),
)
is_unit_contact = predicate(
    "is_unit_contact",
    "Chỉ đầu mối của một đơn vị làm được việc này.",
    lambda actor, _: bool(actor.units),
)
has_been_sent = predicate(
    "has_been_sent",
    "Hồ sơ này chưa nộp, chỉ người đang viết xem được.",
    lambda _actor, thing: dossier_of(thing).submitted_at is not None,
)
is_not_about_oneself = (~(is_author | is_named_in)).because(
    "Không ai tự thẩm tra hồ sơ do mình lập hoặc có tên mình. Hãy nhờ thư ký khác."
)
stands_apart_from_round = stands_apart(lambda thing: dossier_of(thing).round_id)

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
            is_secretary & has_been_sent & is_not_about_oneself & stands_apart_from_round
        ),
    },
)
