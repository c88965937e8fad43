"""The way to one's desk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import redirect, url_for

from app.infra.guard import current_actor
from app.kernel.access import Actor, Role
from app.web.policy import WebPermission as P
from app.web.views.doors import pages

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue


@pages.get("/ban-lam-viec", P.OPEN_DESK)
def desk() -> ResponseReturnValue:
    """Lead somebody to the desk where most of their work waits."""
    return redirect(url_for(first_desk(current_actor())))


def first_desk(actor: Actor) -> str:
    """Return the endpoint of the desk that somebody sits at first."""
    by_role = {
        Role.SECRETARY: "web.today",
        Role.LEADER: "results.inbox",
        Role.ADMIN: "accounts.index",
    }
    for role, endpoint in by_role.items():
        if actor.has_role(role):
            return endpoint
    if actor.seats:
        return "scoring.mine"
    return "nominations.for_unit" if actor.units else "nominations.mine"
