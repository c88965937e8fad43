"""Doors: a page can only be made by naming its permission, and receives the authorised thing.

The path of a request: door → sign-in (unless the policy admits strangers) → ``load(**ids)``
or 404 → ``policy.decide(actor, permission, thing)`` or 403 → ``view(thing)`` → commit for an
unsafe method, rollback otherwise. A stranger is refused before anything is loaded, so that
existence does not leak.

A page for who holds a mailed link has its token in the address instead: token → the link's holder,
who is all the actor there is → ``load(subject)`` → policy → view. Looking uses nothing up; what is
sent spends one use first, in the same unit of work, and a refused form gives it back.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from functools import wraps
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, TypeVar, cast

from flask import Blueprint, current_app, g, request

from app.infra.db.engine import db
from app.infra.db.units import is_half_written, reading_only
from app.kernel.errors import LinkSpent, NotAllowed, NotFound, NotSignedIn

if TYPE_CHECKING:
    from flask import Flask
    from flask.typing import ResponseReturnValue

    from app.kernel.access import Actor, Permission, Policy
    from app.kernel.links import LinkGrant, LinkKind
    from app.kernel.workflow import Transition, Workflow

View = Callable[..., Any]
T = TypeVar("T")
V = TypeVar("V", bound=View)
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
# The only endpoint without a door: Flask's own static files, which are public by their nature.
OPEN_ENDPOINTS = frozenset({"static"})


@dataclass(frozen=True, slots=True)
class Door:
    """What stands before a page: the permission, whose policy, and how the thing is loaded.

    ``link`` is the kind of mailed link that the page is for, if it is for one.
    """

    permission: Permission
    policy: Policy
    load: Callable[..., Any] | None
    link: LinkKind[Any] | None = None


@dataclass(frozen=True, slots=True)
class LinkDesk:
    """How links are looked up and spent; the package that keeps them hands it in.

    ``holder`` returns who comes with a token of a kind, None when it leads nowhere; ``spend`` uses
    it once and tells whether there was a use left.
    """

    holder: Callable[[str, LinkKind[Any]], Actor | None]
    spend: Callable[[LinkGrant], bool]


class Doors:
    """The guarded pages of one package, gathered on a blueprint."""

    def __init__(self, name: str, policy: Policy, url_prefix: str = "") -> None:
        self.policy = policy
        self.blueprint = Blueprint(name, f"app.{name}", url_prefix=url_prefix or None)

    def page(
        self,
        rule: str,
        permission: Permission,
        *,
        load: Callable[..., Any] | None = None,
        methods: tuple[str, ...] = ("GET",),
    ) -> Callable[[V], V]:
        """Register a view behind a door; with ``load`` the view receives the thing, else nothing.

        ``load`` receives every number and word of the URL by name and returns the thing or
        raises `NotFound`; nested URLs are checked there, where one belongs to the other.
        """
        door = Door(permission, self.policy, load)

        def register(view: V) -> V:
            guarded = _guard(view, door)
            self.blueprint.add_url_rule(
                rule, endpoint=view.__name__.rstrip("_"), view_func=guarded, methods=list(methods)
            )
            return view

        return register

    def get(
        self, rule: str, permission: Permission, *, load: Callable[..., Any] | None = None
    ) -> Callable[[V], V]:
        """Register a page that only reads."""
        return self.page(rule, permission, load=load)

    def post(
        self, rule: str, permission: Permission, *, load: Callable[..., Any] | None = None
    ) -> Callable[[V], V]:
        """Register a page that only writes."""
        return self.page(rule, permission, load=load, methods=("POST",))

    def form(
        self, rule: str, permission: Permission, *, load: Callable[..., Any] | None = None
    ) -> Callable[[V], V]:
        """Register a form: shown by GET, sent by POST."""
        return self.page(rule, permission, load=load, methods=("GET", "POST"))

    def linked(
        self, rule: str, kind: LinkKind[T], permission: Permission, *, load: Callable[[int], T]
    ) -> Callable[[V], V]:
        """Register a form for who holds a mailed link of a kind; ``rule`` names its ``<token>``.

        ``load`` receives the number of the link's subject, and the view what it returns.
        """
        door = Door(permission, self.policy, load, kind)

        def register(view: V) -> V:
            self.blueprint.add_url_rule(
                rule,
                endpoint=view.__name__,
                view_func=_guard_linked(view, door),
                methods=["GET", "POST"],
            )
            return view

        return register


def _guard(view: View, door: Door) -> View:
    @wraps(view)
    def guarded(**ids: Any) -> ResponseReturnValue:
        with reading_only() if request.method in SAFE_METHODS else nullcontext():
            response = _answer(view, door, ids)
            _close_unit_of_work(response)
        return response

    guarded.door = door  # type: ignore[attr-defined]  # read by the start-up check and tests
    return guarded


def _answer(view: View, door: Door, ids: dict[str, Any]) -> ResponseReturnValue:
    """Ask who comes, load the thing, ask whether they may, and show the view."""
    actor = current_actor()
    if not actor.is_signed_in and not door.policy.admits_strangers(door.permission):
        raise NotSignedIn
    thing = door.load(**ids) if door.load else None
    decision = door.policy.decide(actor, door.permission, thing)
    if not decision.allowed:
        raise NotAllowed(decision.sentence) if actor.is_signed_in else NotSignedIn
    response: ResponseReturnValue = view(thing) if door.load else view()
    return response


def _guard_linked(view: View, door: Door) -> View:
    @wraps(view)
    def guarded(token: str) -> ResponseReturnValue:
        with reading_only() if request.method in SAFE_METHODS else nullcontext():
            response = current_app.make_response(_answer_holder(view, door, token))
            if response.status_code < HTTPStatus.BAD_REQUEST:
                _close_unit_of_work(response)
            else:
                db.session.rollback()
        return response

    guarded.door = door  # type: ignore[attr-defined]  # read by the start-up check and tests
    return guarded


def _answer_holder(view: View, door: Door, token: str) -> ResponseReturnValue:
    """Let who holds a link act by it alone; one answer for every link that leads nowhere.

    Raises:
        LinkSpent: for a wrong, used, expired or voided token, and when its subject is gone.
    """
    desk: LinkDesk = current_app.extensions["links"]
    actor = desk.holder(token, door.link) if door.link else None
    if actor is None or actor.link is None:
        raise LinkSpent
    if request.method not in SAFE_METHODS and not desk.spend(actor.link):
        raise LinkSpent
    g.actor = actor
    response: ResponseReturnValue = view(_subject(door, actor, actor.link))
    return response


def _subject(door: Door, actor: Actor, link: LinkGrant) -> Any:
    try:
        thing = door.load(link.subject_id) if door.load else None
    except NotFound as gone:
        raise LinkSpent from gone
    if not door.policy.allows(actor, door.permission, thing):
        raise LinkSpent
    return thing


def _close_unit_of_work(response: ResponseReturnValue) -> None:
    """Keep what an unsafe method wrote; an operation that refused half-way leaves nothing behind.

    Raises:
        RuntimeError: when the answer would tell people that what was undone was done.
    """
    if request.method in SAFE_METHODS:
        db.session.rollback()
    elif not is_half_written():
        db.session.commit()
    else:
        db.session.rollback()
        if current_app.make_response(response).status_code < HTTPStatus.BAD_REQUEST:
            message = "an operation refused half-way, and the page says that all is well"
            raise RuntimeError(message)


def current_actor() -> Actor:
    """Return who acts in this request; `app.web.identity` tells how to find out."""
    if "actor" not in g:
        g.actor = current_app.extensions["identify"]()
    return cast("Actor", g.actor)


def door_of(app: Flask, endpoint: str) -> Door | None:
    """Return the door before an endpoint."""
    return getattr(app.view_functions[endpoint], "door", None)


def require_doors(app: Flask) -> None:
    """Refuse to start with an endpoint that has no door.

    Raises:
        TypeError: naming the endpoints.
    """
    bare = [
        endpoint
        for endpoint in app.view_functions
        if endpoint not in OPEN_ENDPOINTS and door_of(app, endpoint) is None
    ]
    if bare:
        msg = f"endpoints without a door: {', '.join(sorted(bare))}"
        raise TypeError(msg)


class Access:
    """The tables of all packages, as templates ask them: ``may`` and ``steps_for``."""

    def __init__(self) -> None:
        self._policies: dict[type[Permission], Policy] = {}
        self._workflows: dict[type[Any], tuple[Workflow[Any], Policy]] = {}

    def add_policy(self, policy: Policy) -> None:
        """Make a policy known to templates."""
        self._policies[policy.permissions] = policy

    def add_workflow(self, model: type[Any], workflow: Workflow[Any], policy: Policy) -> None:
        """Say which diagram and which policy hold for a kind of thing with a ``state``."""
        self._workflows[model] = (workflow, policy)

    def may(self, permission: Permission, thing: Any = None) -> bool:
        """Answer whether the current actor may do this."""
        return self._policies[type(permission)].allows(current_actor(), permission, thing)

    def require(self, permission: Permission, thing: Any = None) -> None:
        """Refuse the current actor a second thing that a page does, beside what its door admits to.

        Raises:
            NotAllowed: with the sentence of the policy.
        """
        decision = self._policies[type(permission)].decide(current_actor(), permission, thing)
        if not decision.allowed:
            raise NotAllowed(decision.sentence)

    def steps_for(self, thing: Any) -> list[Transition[Any]]:
        """Return the transitions that the thing's state offers and the actor may take."""
        workflow, policy = self._workflows[type(thing)]
        actor = current_actor()
        return [
            step
            for step in workflow.steps_from(thing.state)
            if policy.allows(actor, step.permission, thing)
        ]


access = Access()
