"""The calls, as anybody reads them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import render_template, request

from app.infra.guard import current_actor
from app.kernel import clock
from app.kernel.errors import NotFound
from app.kernel.numbers import parse_count
from app.kernel.vietnamese.text import clean_line
from app.programmes import queries
from app.programmes.policy import RoundPermission as P
from app.programmes.policy import policy
from app.programmes.rules.articles import articles_of
from app.programmes.rules.limits import FIRST_YEAR, LAST_YEAR
from app.programmes.values.calls import call_of, steps_of
from app.programmes.values.round_plan import stage_plan
from app.programmes.views.doors import pages

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from app.programmes.models import Round


@pages.get("/dot", P.BROWSE)
def calls() -> ResponseReturnValue:
    """Show all announced rounds: those that receive dossiers first, then by year."""
    programme, year = clean_line(request.args.get("chuong-trinh", "")), _year()
    rounds = queries.announced_rounds(programme, year)
    shown = [call_of(round_, clock.now()) for round_ in rounds]
    return render_template(
        "programmes/calls.html",
        waiting=[call for call in shown if call.remaining],
        over=[call for call in shown if not call.remaining],
        programmes=queries.announced_programmes(),
        years=queries.announced_years(),
        programme=programme,
        year=year,
    )


def _year() -> int | None:
    """Return the year asked for; anything that is no year asks for all."""
    year = request.args.get("nam", type=parse_count)
    return year if year is not None and FIRST_YEAR <= year <= LAST_YEAR else None


def announced_call(slug: str) -> Round:
    """Return a round by its public address; one that is not announced must not be known."""
    if not slug.isascii() or not slug.isprintable():
        raise NotFound
    round_ = queries.get_call(slug)
    if not policy.allows(current_actor(), P.READ_CALL, round_):
        raise NotFound
    return round_


@pages.get("/dot/<slug>", P.READ_CALL, load=announced_call)
def call(round_: Round) -> ResponseReturnValue:
    """Show who may enter until when, by which rules, judged by which criteria, for what prizes."""
    return render_template(
        "programmes/call.html",
        round=round_,
        call=call_of(round_, clock.now()),
        steps=steps_of(round_, clock.today()),
        articles=articles_of(round_.rules),
        stages=[stage_plan(stage) for stage in round_.stages],
    )
