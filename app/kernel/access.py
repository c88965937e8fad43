"""Who may do what: actors, permissions, predicates that combine, and complete policies.

Nothing here asks a database. An `Actor` is a frozen value built once per request, and a
`Predicate` is a function of an actor and a thing that is already loaded, so every policy can
be tested as a truth table. Policy asks *who*; the workflow asks *when*; rules ask *whether*.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from app.kernel.links import LinkGrant


class Role(StrEnum):
    """Roles that hold over the whole installation; seats and units are granted apart."""

    ADMIN = "admin"
    SECRETARY = "secretary"
    LEADER = "leader"


@dataclass(frozen=True, slots=True)
class SeatGrant:
    """One seat that the person of an account holds on a council of a round."""

    seat_id: int
    council_id: int
    round_id: int
    role: str


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who acts: a signed-in account, a stranger, or the system itself.

    ``competes_in`` are the rounds that received a dossier which they wrote or are named in.
    ``link`` is set for who comes with a mailed link to a page that is for it: they act by the link
    and with nothing else, whatever account is signed in beside it.
    """

    account_id: int | None = None
    person_id: int | None = None
    name: str = ""
    email: str = ""
    roles: frozenset[Role] = frozenset()
    seats: frozenset[SeatGrant] = frozenset()
    units: frozenset[int] = frozenset()
    competes_in: frozenset[int] = frozenset()
    link: LinkGrant | None = None
    system: str | None = None

    @classmethod
    def stranger(cls) -> Actor:
        """Return the actor of a request that nobody signed in for."""
        return cls()

    @classmethod
    def of_system(cls, name: str) -> Actor:
        """Return the actor of a command or job; it has no roles, operations do not ask for any."""
        return cls(name=name, system=name)

    @property
    def is_signed_in(self) -> bool:
        """Tell whether an account stands behind this actor."""
        return self.account_id is not None

    def has_role(self, role: Role) -> bool:
        """Tell whether the account holds a role over the whole installation."""
        return role in self.roles

    def seat_on(self, council_id: int) -> SeatGrant | None:
        """Return the actor's seat on a council, if there is one."""
        return next((seat for seat in self.seats if seat.council_id == council_id), None)


class InRound(Protocol):
    """A guarded thing that tells its round itself: a round, or something that belongs to one."""

    @property
    def round_id(self) -> int:
        """The number of the round."""
        ...


def round_of(thing: InRound) -> int:
    """Return the number of the round of a thing; one that tells none is a defect, never a yes.

    Raises:
        AttributeError, TypeError: for something that belongs to no round.
    """
    number: int | None = thing.round_id
    if number is None:
        message = f"{type(thing).__name__} tells no round"
        raise TypeError(message)
    return number


class Permission(StrEnum):
    """Base of the permissions of a package, spelled ``package:action``."""


@dataclass(frozen=True, slots=True)
class Decision:
    """The answer of a policy, with the sentence to show when it is no."""

    allowed: bool
    sentence: str = ""


YES = Decision(allowed=True)


@dataclass(frozen=True, slots=True)
class Predicate:
    """A named condition on an actor and a thing; its decision carries the sentence of a no.

    ``admits_strangers`` says that the condition can hold for somebody who is not signed in;
    such doors do not answer 401.
    """

    name: str
    decide: Callable[[Actor, Any], Decision] = field(repr=False, compare=False)
    admits_strangers: bool = False

    def __call__(self, actor: Actor, thing: Any) -> bool:
        """Answer for an actor and a thing, without the sentence."""
        return self.decide(actor, thing).allowed

    def __and__(self, other: Predicate) -> Predicate:
        """Ask for both; the sentence is that of the first that fails."""

        def both(actor: Actor, thing: Any) -> Decision:
            first = self.decide(actor, thing)
            return other.decide(actor, thing) if first.allowed else first

        admits = self.admits_strangers and other.admits_strangers
        return Predicate(f"({self.name} & {other.name})", both, admits)

    def __or__(self, other: Predicate) -> Predicate:
        """Ask for one of the two; the sentence is that of the last."""

        def either(actor: Actor, thing: Any) -> Decision:
            first = self.decide(actor, thing)
            return first if first.allowed else other.decide(actor, thing)

        admits = self.admits_strangers or other.admits_strangers
        return Predicate(f"({self.name} | {other.name})", either, admits)

    def __invert__(self) -> Predicate:
        """Ask for the opposite; a sentence of its own comes with `because`."""

        def opposite(actor: Actor, thing: Any) -> Decision:
            return Decision(allowed=not self(actor, thing))

        return Predicate(f"~{self.name}", opposite)

    def because(self, sentence: str) -> Predicate:
        """Return the same condition with another sentence for its refusal."""

        def reworded(actor: Actor, thing: Any) -> Decision:
            return YES if self(actor, thing) else Decision(allowed=False, sentence=sentence)

        return Predicate(self.name, reworded, self.admits_strangers)


def predicate(
    name: str,
    sentence: str,
    test: Callable[[Actor, Any], bool],
    *,
    admits_strangers: bool = False,
) -> Predicate:
    """Make a condition from a test and the sentence shown when it says no."""

    def decide(actor: Actor, thing: Any) -> Decision:
        return YES if test(actor, thing) else Decision(allowed=False, sentence=sentence)

    return Predicate(name, decide, admits_strangers)


class Policy:
    """The answers of one package for *all* its permissions.

    Raises:
        TypeError: when a permission has no answer or an answer has no permission.
    """

    def __init__(
        self, permissions: type[Permission], table: Mapping[Permission, Predicate]
    ) -> None:
        missing = [p.value for p in permissions if p not in table]
        foreign = [str(p) for p in table if not isinstance(p, permissions)]
        if missing or foreign:
            msg = f"{permissions.__name__}: no answer for {missing}, strangers {foreign}"
            raise TypeError(msg)
        self.permissions = permissions
        self._table = dict(table)

    def decide(self, actor: Actor, permission: Permission, thing: Any = None) -> Decision:
        """Answer whether the actor may do this to the thing, and the sentence if not."""
        return self._table[permission].decide(actor, thing)

    def allows(self, actor: Actor, permission: Permission, thing: Any = None) -> bool:
        """Answer whether the actor may do this to the thing."""
        return self._table[permission](actor, thing)

    def admits_strangers(self, permission: Permission) -> bool:
        """Tell whether somebody who is not signed in may be admitted at all."""
        return self._table[permission].admits_strangers

    def rows(self) -> list[tuple[Permission, Predicate]]:
        """Return the table, in the order of the permissions, for documentation and tests."""
        return [(permission, self._table[permission]) for permission in self.permissions]


def _always(_actor: Actor, _thing: Any) -> bool:
    return True


anyone = predicate("anyone", "", _always, admits_strangers=True)
is_signed_in = predicate(
    "is_signed_in", "Bạn cần đăng nhập để xem trang này.", lambda actor, _: actor.is_signed_in
)
is_admin = predicate(
    "is_admin",
    "Chỉ quản trị hệ thống làm được việc này.",
    lambda actor, _: actor.has_role(Role.ADMIN),
)
is_secretary = predicate(
    "is_secretary",
    "Chỉ thư ký ban tổ chức làm được việc này.",
    lambda actor, _: actor.has_role(Role.SECRETARY),
)
is_leader = predicate(
    "is_leader",
    "Chỉ người có thẩm quyền quyết định làm được việc này.",
    lambda actor, _: actor.has_role(Role.LEADER),
)


def _competes(actor: Actor, thing: InRound) -> bool:
    return round_of(thing) in actor.competes_in


# Whoever competes in a round neither runs nor decides it, whatever roles they hold.
stands_apart = predicate(
    "stands_apart",
    "Bạn lập hoặc có tên trong một hồ sơ của đợt này nên không được làm việc này. "
    "Hãy nhờ người khác cùng vai trò; nếu hồ sơ ghi nhầm tên bạn, hãy báo người lập hồ sơ.",
    lambda actor, thing: not _competes(actor, thing),
)


def _sits(actor: Actor, thing: InRound) -> bool:
    number = round_of(thing)
    return any(seat.round_id == number for seat in actor.seats)


sits_on_round = predicate(
    "sits_on_round", "Chỉ thành viên hội đồng của đợt này làm được việc này.", _sits
)
