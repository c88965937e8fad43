"""The organiser's desk: what waits today, and the dashboard of one round."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING

from flask import render_template, url_for

from app.audit.queries import history_of
from app.infra.guard import current_actor
from app.kernel import clock
from app.kernel.calendar import local
from app.kernel.vietnamese.dates import short_date, weekday_name
from app.nominations.queries.counts import counts_by_category
from app.programmes.queries import get_round
from app.programmes.values.calls import STATE_WORDS
from app.web.policy import WebPermission as P
from app.web.queries.dashboard import Arrivals, arrivals_of, facts_of_rounds, rounds_to_watch
from app.web.rules import Link, main_action, pipeline, todos
from app.web.views.doors import pages

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from flask.typing import ResponseReturnValue

    from app.programmes.models import Round

MOST_BARS = 12


def address_of(link: Link) -> str:
    """Return the address of a page that the rules name by its endpoint."""
    return url_for(link.endpoint, **link.arguments)


@pages.get("/ban-to-chuc", P.RUN_ROUNDS)
def today() -> ResponseReturnValue:
    """Show what waits for the organiser in the running rounds that they may watch, and where each stands."""
    rounds = rounds_to_watch(current_actor())
    facts = facts_of_rounds(rounds)
    now = clock.now()
    work = [(item, todos(item, now)) for item in facts]
    return render_template(
        "web/today.html",
        work=[(item, waiting) for item, waiting in work if waiting],
        rounds=list(zip(rounds, facts, strict=True)),
        words=STATE_WORDS,
        address_of=address_of,
        day=day_with_weekday(local(now).date()),
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
        day=day_with_weekday(local(clock.now()).date()),
    )


def day_with_weekday(day: date) -> str:
    """Return "thứ Bảy, 21/11/2026"."""
    return f"{weekday_name(day)}, {short_date(day)}"


def bars_of(days: list[Arrivals]) -> list[dict[str, object]]:
    """Return the bars of the days; many days are drawn as weeks, many weeks as months.

    The busiest one is marked when no other equals it.
    """
    grouped, words = _grouped(days)
    most = max((bar.count for bar in grouped), default=0)
    is_single = sum(bar.count == most for bar in grouped) == 1
    return [
        {"label": words(bar.day), "short": words(bar.day), "value": bar.count}
        | {"is_marked": is_single and bar.count == most}
        for bar in grouped
    ]


def _grouped(days: list[Arrivals]) -> tuple[list[Arrivals], Callable[[date], str]]:
    if len(days) <= MOST_BARS:
        return days, lambda day: f"{day.day}/{day.month}"
    weeks = _added_up(days, lambda day: day - timedelta(days=day.weekday()))
    if len(weeks) <= MOST_BARS:
        return weeks, lambda day: f"từ {day.day}/{day.month}"
    return _added_up(days, lambda day: day.replace(day=1)), lambda day: f"{day.month}/{day.year}"


def _added_up(days: list[Arrivals], first_of: Callable[[date], date]) -> list[Arrivals]:
    sums: Counter[date] = Counter()
    for item in days:
        sums[first_of(item.day)] += item.count
    return [Arrivals(day, count) for day, count in sums.items()]
