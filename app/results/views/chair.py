"""What the chair is asked: the order within a tie, a lower prize, a score where there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import render_template
from flask_babel import gettext as _

from app.infra.forms.base import done
from app.infra.guard import current_actor
from app.kernel.errors import NotFound, WrongState
from app.programmes.queries import get_round_in_full
from app.results.enums import STILL_OPEN, RulingKind
from app.results.forms import DowngradeForm, ScoreForm, TieForm
from app.results.operations import rulings
from app.results.operations.rulings import NOT_NOW
from app.results.policy import ResultsPermission as P
from app.results.queries.outcome import rulings_of
from app.results.views.doors import COUNCIL, pages
from app.results.views.loaders import Rank, RulingOfRound, get_rank, get_ruling
from app.results.views.manage import table_of
from app.results.views.tables import NamedTie, computed_table
from app.results.views.visibility import shows_names

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from app.nominations.models import Nomination
    from app.programmes.models import Round
    from app.results.models import Ruling


@pages.get(COUNCIL, P.RULE, load=get_round_in_full)
def chair(round_: Round) -> ResponseReturnValue:
    """Show what waits for the chair, the ranking, and what was ruled."""
    table, facts = table_of(round_)
    return render_template(
        "results/chair.html",
        round=round_,
        table=table,
        rows=table.rows if table else (),
        rulings=rulings_of(round_.id),
        kinds=RulingKind,
        is_open=round_.state in STILL_OPEN,
        shows_names=shows_names(round_),
        **facts,
    )


@pages.form(f"{COUNCIL}/dong-hang/<int:rank>", P.RULE, load=get_rank)
def rule_tie(place: Rank) -> ResponseReturnValue:
    """Put tied dossiers in order, with the reason."""
    round_ = place.round
    _require_open(round_)
    tie = _tie_at(place)
    form = TieForm.of(tie.nominations)

    def rule() -> Ruling:
        return rulings.rule_tie(round_, form.order(), form.reason.data, by=current_actor())

    if form.sent(rule):
        return _ruled(round_)
    names = shows_names(round_)
    return form.page("results/rule_tie.html", round=round_, tie=tie, shows_names=names)


def _tie_at(place: Rank) -> NamedTie:
    ties = computed_table(place.round).ties
    found = next((tie for tie in ties if tie.group.rank == place.rank), None)
    if found is None:
        raise NotFound
    return found


@pages.form(f"{COUNCIL}/ha-muc", P.RULE, load=get_round_in_full)
def rule_downgrade(round_: Round) -> ResponseReturnValue:
    """Give a dossier a lower prize than the ranking does, with the reason."""
    _require_open(round_)
    table = computed_table(round_)
    honoured = [row.nomination for row in table.honoured]
    form = DowngradeForm()
    form.offer(honoured)
    form.level.choices = [(prize.level, prize.level) for prize in round_.prizes]

    def rule() -> Ruling:
        chosen = _chosen(honoured, form.nomination.data)
        level, reason = form.level.data, form.reason.data
        return rulings.rule_downgrade(round_, chosen, level, reason, by=current_actor())

    if form.sent(rule):
        return _ruled(round_)
    return form.page("results/rule_downgrade.html", round=round_, table=table)


@pages.form(f"{COUNCIL}/quyet-dinh-diem", P.RULE, load=get_round_in_full)
def rule_score(round_: Round) -> ResponseReturnValue:
    """Give a score where the round's rule gives none, with the reason."""
    _require_open(round_)
    table = computed_table(round_)
    unscored = [row.nomination for row in table.without_score]
    form = ScoreForm()
    form.offer(unscored)

    def rule() -> Ruling:
        chosen = _chosen(unscored, form.nomination.data)
        score, reason = form.score.data, form.reason.data
        return rulings.rule_score(round_, chosen, score, reason, by=current_actor())

    if form.sent(rule):
        return _ruled(round_)
    return form.page("results/rule_score.html", round=round_, table=table)


@pages.post(f"{COUNCIL}/quyet-dinh/<int:ruling_id>/rut", P.RULE, load=get_ruling)
def withdraw_ruling(found: RulingOfRound) -> ResponseReturnValue:
    """Take a ruling back."""
    rulings.withdraw_ruling(found.round, found.ruling, by=current_actor())
    words = _("Đã rút quyết định. Kết quả được tính lại không có quyết định này.")
    return done(words, "results.chair", round_id=found.round.id)


def _require_open(round_: Round) -> None:
    if round_.state not in STILL_OPEN:
        raise WrongState(NOT_NOW)


def _chosen(nominations: list[Nomination], number: int) -> Nomination:
    return next(nomination for nomination in nominations if nomination.id == number)


def _ruled(round_: Round) -> ResponseReturnValue:
    words = _("Đã ghi quyết định. Kết quả đã được tính lại.")
    return done(words, "results.chair", round_id=round_.id)
