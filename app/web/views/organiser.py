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
from app.nominations.queries.counts import Arrivals, arrivals_of, counts_by_category
from app.programmes.queries import get_round
from app.programmes.values.calls import STATE_WORDS
from app.web.policy import WebPermission as P
from app.web.queries.dashboard import news_of_rounds, rounds_to_watch
from app.web.views.doors import pages

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from flask.typing import ResponseReturnValue

    from app.kernel.waits import LineFigure, Link
    from app.programmes.models import Round

MOST_BARS = 12


def address_of(link: Link) -> str:
    """Return the address of a page that the rules name by its endpoint."""
    return url_for(link.endpoint, **link.arguments)


@pages.get("/ban-to-chuc", P.RUN_ROUNDS)
def today() -> ResponseReturnValue:
    """Show what waits for the organiser in the running rounds that they may watch, and where each stands."""
    rounds = rounds_to_watch(current_actor())
    news = list(zip(rounds, news_of_rounds(rounds, current_actor()), strict=True))
    return render_template(
        "web/today.html",
        news=news,
        figures=[{place.key: place for place in said.figures} for _round, said in news],
        words=STATE_WORDS,
        address_of=address_of,
        day=day_with_weekday(local(clock.now()).date()),
    )


@pages.get("/ban-to-chuc/dot/<int:round_id>", P.WATCH_ROUND, load=get_round)
def round_(shown: Round) -> ResponseReturnValue:
    """Show where a round stands: its line of stages, what waits, what was received, its history."""
    (news,) = news_of_rounds([shown], current_actor())
    days = arrivals_of(shown.id)
    return render_template(
        "web/round.html",
        round=shown,
        news=news,
        cells=[cell_of(figure) for figure in news.figures],
        words=STATE_WORDS[shown.state],
        address_of=address_of,
        arrivals=bars_of(days),
        arrived=sum(day.count for day in days),
        categories=counts_by_category(shown.id),
        history=history_of(shown),
        day=day_with_weekday(local(clock.now()).date()),
    )


def cell_of(figure: LineFigure) -> dict[str, object]:
    """Return a place on the line as its component takes it."""
    shown = str(figure.count) if figure.is_shown and figure.count is not None else None
    return {
        "url": address_of(figure.link),
        "figure": shown,
        "label": figure.label,
        "note": figure.note,
        "status": figure.status,
    }


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
