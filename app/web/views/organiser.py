"""The organiser's desk: what waits today, and the dashboard of one round."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING

from flask import render_template, url_for

from app.audit.queries import history_of
from app.kernel import clock
from app.kernel.calendar import local
from app.kernel.vietnamese import short_date
from app.nominations.queries import counts_by_category
from app.programmes.queries import get_round
from app.programmes.rules.calls import STATE_WORDS
from app.web.policy import WebPermission as P
from app.web.queries.dashboard import Arrivals, arrivals_of, facts_of_rounds, running_rounds
from app.web.rules import Link, main_action, pipeline, todos
from app.web.views.doors import pages

if TYPE_CHECKING:
    from datetime import date

    from flask.typing import ResponseReturnValue

    from app.programmes.models import Round

MOST_BARS = 14


def address_of(link: Link) -> str:
    """Return the address of a page that the rules name by its endpoint."""
    return url_for(link.endpoint, **link.arguments)


@pages.get("/ban-to-chuc", P.RUN_ROUNDS)
def today() -> ResponseReturnValue:
    """Show what waits for the organiser in every running round, and where each round stands."""
    rounds = running_rounds()
    facts = facts_of_rounds(rounds)
    now = clock.now()
    work = [(item, todos(item, now)) for item in facts]
    return render_template(
        "web/today.html",
        work=[(item, waiting) for item, waiting in work if waiting],
        rounds=list(zip(rounds, facts, strict=True)),
        words=STATE_WORDS,
        address_of=address_of,
        day=local(now).date(),
    )


@pages.get("/ban-to-chuc/dot/<int:round_id>", P.WATCH_ROUND, load=get_round)
def round_(shown: Round) -> ResponseReturnValue:
    """Show where a round stands: its line of stages, what waits, what was received, its history."""
    (facts,) = facts_of_rounds([shown])
    days = arrivals_of(shown.id)
    return render_template(
        "web/round.html",
        round=shown,
        facts=facts,
        words=STATE_WORDS[shown.state],
        todos=todos(facts, clock.now()),
        cells=[
            {"url": address_of(cell.link), "figure": cell.figure, "label": cell.label}
            | {"note": cell.note, "status": cell.status}
            for cell in pipeline(facts)
        ],
        action=main_action(facts),
        address_of=address_of,
        arrivals=bars_of(days),
        categories=counts_by_category(shown.id),
        history=history_of(shown),
        day=local(clock.now()).date(),
    )


def bars_of(days: list[Arrivals]) -> list[dict[str, object]]:
    """Return the bars of the days, the busiest one marked; many days are drawn as their weeks."""
    grouped = days if len(days) <= MOST_BARS else _by_week(days)
    most = max((bar.count for bar in grouped), default=0)
    return [
        {
            "label": short_date(bar.day),
            "short": f"{bar.day.day}/{bar.day.month}",
            "value": bar.count,
            "is_marked": bar.count == most,
        }
        for bar in grouped
    ]


def _by_week(days: list[Arrivals]) -> list[Arrivals]:
    weeks: Counter[date] = Counter()
    for item in days:
        weeks[item.day - timedelta(days=item.day.weekday())] += item.count
    return [Arrivals(monday, count) for monday, count in weeks.items()]
