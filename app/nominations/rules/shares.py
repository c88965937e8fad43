"""Shares that co-authors confirm: whom to ask, which answers no longer hold, what the pages say.

A claim is what a dossier said of somebody when they were asked. It holds while the dossier still
says the same of the same person; when it says something else, they are asked anew.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeVar

from app.kernel.errors import RuleBroken
from app.nominations.enums import ShareState
from app.nominations.rules.people import identity_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from decimal import Decimal

LONGEST_REASON = 1000


class Claimed(Protocol):
    """Somebody's share as it was claimed when they were asked."""

    @property
    def full_name(self) -> str: ...  # noqa: D102  # a protocol's plain attribute

    @property
    def email(self) -> str: ...  # noqa: D102  # a protocol's plain attribute

    @property
    def share(self) -> Decimal: ...  # noqa: D102  # a protocol's plain attribute

    @property
    def state(self) -> ShareState: ...  # noqa: D102  # a protocol's plain attribute


C = TypeVar("C", bound=Claimed)


@dataclass(frozen=True, slots=True)
class NamedShare:
    """What a dossier says of somebody's part in the work; ``share`` is in percent."""

    full_name: str
    email: str
    share: Decimal | None

    @property
    def key(self) -> ShareKey | None:
        """What an answer is about; None while there is nobody to ask, or nothing to ask about."""
        if self.share is None or not self.email.strip() or not self.full_name.strip():
            return None
        return ShareKey(*identity_of(self.full_name, self.email), self.share)


class ShareKey(NamedTuple):
    """The person, by name and address, and the share in percent."""

    name: str
    email: str
    share: Decimal


def key_of(claim: Claimed) -> ShareKey:
    """Return what a claim is about."""
    return ShareKey(*identity_of(claim.full_name, claim.email), claim.share)


def still_to_ask(named: Iterable[NamedShare], claims: Iterable[Claimed]) -> list[NamedShare]:
    """Return who of those named has to be asked: nobody twice about the same."""
    asked = {key_of(claim) for claim in claims if claim.state is not ShareState.VOID}
    return [each for each in named if each.key is not None and each.key not in asked]


def no_longer_said(named: Iterable[NamedShare], claims: Iterable[C]) -> list[C]:
    """Return the claims that the dossier does not make any more."""
    said = {each.key for each in named}
    return [
        claim
        for claim in claims
        if claim.state is not ShareState.VOID and key_of(claim) not in said
    ]


def clean_reason(typed: str) -> str:
    """Return why somebody denies a share, which they need not say.

    Raises:
        RuleBroken: beside ``reason``, when it is too long.
    """
    reason = typed.strip()
    if len(reason) > LONGEST_REASON:
        raise RuleBroken(
            f"Hãy rút gọn lý do còn {LONGEST_REASON} ký tự; hiện có {len(reason)} ký tự.",
            field="reason",
        )
    return reason


# ── what pages say ───────────────────────────────────────────────────────────────────────────


class ShareWord(NamedTuple):
    """How a page shows where somebody's answer stands."""

    label: str
    tone: str
    icon: str


ANSWERS: Mapping[ShareState, ShareWord] = {
    ShareState.AWAITING: ShareWord("Chờ trả lời", "warn", "hourglass-split"),
    ShareState.CONFIRMED: ShareWord("Đã xác nhận", "ok", "check-circle-fill"),
    ShareState.DENIED: ShareWord("Không đồng ý", "bad", "x-circle-fill"),
}
WRITER = ShareWord("Người lập hồ sơ", "idle", "person-check")
ASKED_WHEN_SENT = ShareWord("Sẽ hỏi khi nộp", "idle", "envelope")
NO_ADDRESS = ShareWord("Chưa có thư điện tử", "idle", "envelope-slash")


def claim_about(named: NamedShare, claims: Iterable[C]) -> C | None:
    """Return the claim that holds for what a dossier says of somebody now."""
    if named.key is None:
        return None
    held = (c for c in claims if c.state is not ShareState.VOID and key_of(c) == named.key)
    return next(held, None)


def word_of(named: NamedShare, claims: Iterable[Claimed], *, writer: tuple[str, str]) -> ShareWord:
    """Return where somebody's answer stands, or what becomes of the question.

    ``writer`` is the identity of who writes: two people may read one mailbox.
    """
    claim = claim_about(named, claims)
    if claim is not None:
        return ANSWERS[claim.state]
    if identity_of(named.full_name, named.email) == writer:
        return WRITER
    return ASKED_WHEN_SENT if named.email.strip() else NO_ADDRESS
