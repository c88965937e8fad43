"""The decision-maker's desk: read what was frozen, approve it, or give it back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import render_template, request
from flask_babel import gettext as _

from app.infra.forms.base import done
from app.infra.guard import current_actor
from app.kernel.errors import NotFound
from app.kernel.vietnamese.money import money_words
from app.organiser.queries import get_organiser
from app.programmes.enums import RoundState as S
from app.programmes.queries import get_round_in_full
from app.programmes.workflow import round_workflow
from app.results.enums import FROZEN
from app.results.forms import DecisionForm, ReasonForm
from app.results.operations.decision import decide_results, return_results
from app.results.policy import ResultsPermission as P
from app.results.queries.decision import DECISIONS, find_decision, get_frozen, waiting_results
from app.results.views.doors import APPROVAL, pages
from app.results.views.tables import frozen_table
from app.results.views.visibility import shows_names

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from app.programmes.models import Round


@pages.get(APPROVAL, P.INBOX)
def inbox() -> ResponseReturnValue:
    """Show what waits for a decision first, then what was decided."""
    return render_template(
        "results/inbox.html",
        waiting=waiting_results(),
        shown=DECISIONS.shown(),
    )


def frozen_round(round_id: int) -> Round:
    """Return a round whose results were proposed.

    Raises:
        NotFound: while there is nothing to decide.
    """
    round_ = get_round_in_full(round_id)
    if round_.state not in FROZEN:
        raise NotFound
    return round_


@pages.form(f"{APPROVAL}/<int:round_id>", P.DECIDE, load=frozen_round)
def decide(round_: Round) -> ResponseReturnValue:
    """Show the frozen results, and take the decision that approves them while it is wanted."""
    if round_.state is not S.PROPOSED:
        if request.method == "POST":
            round_workflow.require("decide", round_.state)
        return render_template("results/decide.html", form=None, **_frozen(round_))
    form = DecisionForm(data={"version": round_.version, "issuer": _usual_issuer()})
    if form.sent(lambda: decide_results(round_, form.entry(), by=current_actor())):
        words = _("Đã ghi nhận quyết định số %(number)s.", number=form.number.data)
        return done(words, "results.decide", round_id=round_.id)
    return form.page("results/decide.html", **_frozen(round_))


@pages.form(f"{APPROVAL}/<int:round_id>/tra-lai", P.DECIDE, load=frozen_round)
def return_(round_: Round) -> ResponseReturnValue:
    """Give the results back to the organiser, with the reason."""
    round_workflow.require("return", round_.state)
    form = ReasonForm(obj=round_)
    if form.sent(lambda: return_results(round_, form.reason.data, by=current_actor())):
        return done(_("Đã trả lại kết quả cho ban tổ chức kèm lý do."), "results.inbox")
    return form.page("results/return.html", round=round_)


def _frozen(round_: Round) -> dict[str, Any]:
    found = get_frozen(round_.id)
    table = frozen_table(round_, found)
    return {
        "round": round_,
        "frozen": found,
        "table": table,
        "shows_names": shows_names(round_),
        "money_in_words": money_words(table.total_money) if table.total_money else "",
        "decision": find_decision(round_.id),
    }


def _usual_issuer() -> str:
    """Return who usually decides here, for the form to suggest."""
    organiser = get_organiser()
    return f"Ủy ban nhân dân {organiser.place_line}" if organiser.place_line else organiser.name
