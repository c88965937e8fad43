"""The rounds that somebody may watch, and what every package says of them."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from flask import current_app
from sqlalchemy import select

from app.infra.db.engine import db
from app.programmes.enums import RoundState
from app.programmes.models import Round
from app.web.policy import WebPermission as P
from app.web.policy import policy
from app.web.rules import together

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.kernel.access import Actor
    from app.kernel.waits import RoundNews

RUNNING = tuple(s for s in RoundState if s is not RoundState.ARCHIVED)


def rounds_to_watch(actor: Actor) -> list[Round]:
    """Return the rounds that are not archived and that somebody may watch, the newest first."""
    query = (
        select(Round).where(Round.state.in_(RUNNING)).order_by(Round.year.desc(), Round.id.desc())
    )
    running = db.session.execute(query).scalars()
    return [round_ for round_ in running if policy.allows(actor, P.WATCH_ROUND, round_)]


def news_of_rounds(rounds: Sequence[Round], actor: Actor) -> list[RoundNews]:
    """Return what the packages say of some rounds, in the order of the rounds.

    Each package is asked with the actor and tells only what that actor may know.
    """
    heard: dict[int, list[RoundNews]] = defaultdict(list)
    for ask in current_app.extensions["round_news"]:
        for number, news in ask(rounds, actor).items():
            heard[number].append(news)
    return [together(heard[round_.id]) for round_ in rounds]
