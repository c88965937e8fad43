"""Who reads the templates of letters, and who changes their words.

Secretaries write to people all day, so the words of those letters are theirs. Letters of accounts
(invitations, passwords) and the frame around all letters are the administrators': whoever words
them could lead others to a page that takes their password.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.kernel.access import Permission, Policy, is_admin, is_secretary, predicate

if TYPE_CHECKING:
    from app.kernel.access import Actor
    from app.letters.queries import KeptLetter


class LetterPermission(Permission):
    """What can be done with the templates of letters."""

    LIST = "letters:list"
    CHANGE = "letters:change"


def _is_for_secretaries(_actor: Actor, letter: KeptLetter) -> bool:
    return not letter.template.for_administrators


is_for_secretaries = predicate(
    "is_for_secretaries",
    "Lời thư về tài khoản và khung chung của mọi thư do quản trị hệ thống sửa. "
    "Hãy nhờ quản trị hệ thống.",
    _is_for_secretaries,
)

policy = Policy(
    LetterPermission,
    {
        LetterPermission.LIST: is_admin | is_secretary,
        LetterPermission.CHANGE: is_admin | (is_secretary & is_for_secretaries),
    },
)
