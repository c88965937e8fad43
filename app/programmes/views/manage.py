"""The settings of a round, a page for each part."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from app.audit.queries import history_of
from app.infra.forms.base import done
from app.infra.guard import current_actor
from app.kernel import clock
from app.kernel.errors import NotFound, WrongState
from app.programmes import queries
from app.programmes.enums import RoundState
from app.programmes.forms.by_part import FORMS
from app.programmes.forms.rounds import DeadlineForm
from app.programmes.forms.stages import breaker_choices
from app.programmes.operations.settings import ONLY_WHEN_OPEN, edit_round, move_deadline
from app.programmes.policy import RoundPermission as P
from app.programmes.rules.parts import (
    PARTS,
    STAGE_PARTS,
    Part,
    frozen_sentence,
    is_changeable,
)
from app.programmes.rules.summaries import summary_of
from app.programmes.values.calls import call_of
from app.programmes.views.doors import DESK, pages

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from app.programmes.forms.part import PartForm
    from app.programmes.models import Round
    from app.programmes.queries import PartOfSetup, RoundSetup
    from app.programmes.rules.plan import StagePlan

SETTINGS = f"{DESK}/<int:round_id>/thiet-lap"


@dataclass(frozen=True, slots=True)
class PartLine:
    """A part as the list of parts shows it."""

    label: str
    url: str
    note: str
    status: str
    is_current: bool
    is_frozen: bool


def parts_of(setup: RoundSetup, current: Part | None = None) -> list[PartLine]:
    """Return the parts with what each says in a few words."""
    plan, round_ = setup.plan, setup.round
    lines = []
    for part, facts in PARTS.items():
        summary = summary_of(part, plan)
        line = PartLine(
            label=_(facts.title),
            url=url_for("programmes.edit_part", round_id=round_.id, part=part.value),
            note=summary.words,
            status="todo" if summary.is_wanting else "done",
            is_current=part is current,
            is_frozen=not is_changeable(part, round_.state),
        )
        lines.append(line)
    return lines


@pages.get(SETTINGS, P.READ, load=queries.get_setup)
def manage(setup: RoundSetup) -> ResponseReturnValue:
    """Show what the round says, part by part, and what can be done with it now."""
    return render_template(
        "programmes/manage.html",
        round=setup.round,
        plan=setup.plan,
        form_number=setup.form.number,
        call=call_of(setup.round, clock.now()),
        parts=parts_of(setup),
        history=history_of(setup.round, limit=12),
    )


@pages.form(f"{SETTINGS}/<part>", P.PREPARE, load=queries.get_setup_part)
def edit_part(thing: PartOfSetup) -> ResponseReturnValue:
    """Show one part to be edited, add rows to it, or save it."""
    setup, part = thing.setup, thing.part
    form = FORMS[part].of(setup.plan, setup.round.version, _stage_of(thing))
    if not form.is_submitted():
        return _part_page(thing, form)
    if "add" in request.form:
        return _part_page(thing, form, new_row=form.add_row(request.form["add"]))
    form.require_fresh()
    if not is_changeable(part, setup.round.state):
        raise WrongState(frozen_sentence(part, setup.round.state))
    if not _saved(setup, form):
        return _part_page(thing, form), form.status
    flash(_("Đã lưu mục “%(part)s”.", part=_(PARTS[part].title)), "ok")
    return redirect(_after_saving(thing), 303)


def _stage_of(thing: PartOfSetup) -> StagePlan:
    """Return the stage that the address names, or the first one.

    Raises:
        NotFound: when the round has no such stage.
    """
    stage = thing.find_stage(request.args.get("vong"))
    if stage is None:
        raise NotFound
    return stage


def _saved(setup: RoundSetup, form: PartForm) -> bool:
    plan = form.accepted(setup.plan)
    if plan is None:
        return False
    edit_round(setup, plan, by=current_actor())
    return True


def _after_saving(thing: PartOfSetup) -> str:
    """Return the list of parts, or for "save and stay" the same page."""
    round_id = thing.setup.round.id
    if "stay" in request.form:
        vong = request.args.get("vong")
        return url_for("programmes.edit_part", round_id=round_id, part=thing.part.value, vong=vong)
    return url_for("programmes.manage", round_id=round_id)


def _part_page(thing: PartOfSetup, form: PartForm, new_row: str | None = None) -> str:
    setup, part, stage = thing.setup, thing.part, _stage_of(thing)
    is_frozen = not is_changeable(part, setup.round.state)
    return render_template(
        "programmes/edit_part.html",
        round=setup.round,
        plan=setup.plan,
        call=call_of(setup.round, clock.now()),
        part=part,
        title=_(PARTS[part].title),
        form=form,
        form_number=setup.form.number,
        parts=parts_of(setup, part),
        new_row=new_row,
        frozen=frozen_sentence(part, setup.round.state) if is_frozen else None,
        stage=stage if part in STAGE_PARTS.values() else None,
        breakers=list(breaker_choices(stage)) if part is Part.SCORING else [],
    )


@pages.form(f"{DESK}/<int:round_id>/han-nop", P.PREPARE, load=queries.get_round)
def deadline(round_: Round) -> ResponseReturnValue:
    """Give more time to submit, with the reason."""
    if round_.state is not RoundState.OPEN:
        raise WrongState(ONLY_WHEN_OPEN)
    form = DeadlineForm(obj=round_)
    closes_at, why = form.closes_at, form.reason
    if form.sent(lambda: move_deadline(round_, closes_at.data, why.data, by=current_actor())):
        words = _("Đã lùi hạn nộp. Mọi trang hiện hạn mới ngay từ bây giờ.")
        return done(words, "programmes.manage", round_id=round_.id)
    return form.page("programmes/deadline.html", round=round_)
