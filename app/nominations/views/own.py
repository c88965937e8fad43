"""What somebody sees of their own dossiers, and how they begin one or take it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _

from app.infra.forms.base import done, pressed
from app.infra.guard import access, current_actor
from app.kernel import clock
from app.kernel.errors import NotFound
from app.nominations.forms import BeginForm
from app.nominations.operations.submission import withdraw_nomination
from app.nominations.operations.writing import begin_nomination, discard_draft
from app.nominations.policy import NominationPermission as P
from app.nominations.queries.dossiers import get_nomination
from app.nominations.queries.lists import nominations_of
from app.nominations.rules.completeness import title_label
from app.nominations.rules.sections import BASICS
from app.nominations.values.states import STATE_WORDS, due_of
from app.nominations.views.doors import pages
from app.nominations.views.loaders import dossier
from app.nominations.views.reading import reading_of
from app.programmes.enums import RoundState, SubjectKind
from app.programmes.queries import announced_rounds, get_round
from app.programmes.values.calls import call_of

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from app.nominations.models import Nomination
    from app.programmes.models import Round


@pages.get("/ho-so", P.LIST_OWN)
def mine() -> ResponseReturnValue:
    """Show somebody their dossiers, what waits for them first, and the calls that are open."""
    now, dossiers = clock.now(), nominations_of(current_actor())
    waiting = [n for n in dossiers if _waits_for_me(n)]
    calls = [call_of(round_, now) for round_ in announced_rounds()]
    return render_template(
        "nominations/mine.html",
        waiting=waiting,
        others=[n for n in dossiers if n not in waiting],
        calls=[call for call in calls if call.is_open],
        words=STATE_WORDS,
        dues={n.id: due_of(n, now) for n in waiting},
    )


def _waits_for_me(nomination: Nomination) -> bool:
    is_in_hands = due_of(nomination, clock.now()) is not None
    return is_in_hands and nomination.owner_id == current_actor().account_id


def open_call(round_id: int) -> Round:
    """Return a round that the public knows.

    Raises:
        NotFound: for one that was not announced, as if it were not there.
    """
    round_ = get_round(round_id)
    if round_.state is RoundState.DRAFT:
        raise NotFound
    return round_


@pages.form("/ho-so/moi/<int:round_id>", P.BEGIN, load=open_call)
def begin(round_: Round) -> ResponseReturnValue:
    """Begin a dossier in a round."""
    form = BeginForm.for_actor(current_actor())
    form.title.label.text = title_label(round_.subject_kind)
    if begun := form.sent(lambda: _begun(round_, form)):
        words = _("Đã mở hồ sơ. Mọi điều viết từ đây được lưu tự động.")
        return done(words, "nominations.section", nomination_id=begun.id, code=BASICS)
    return form.page(
        "nominations/begin.html",
        round=round_,
        call=call_of(round_, clock.now()),
        is_person=round_.subject_kind is SubjectKind.PERSON,
    )


def _begun(round_: Round, form: BeginForm) -> Nomination:
    actor = current_actor()
    title, unit_id, people = form.title.data, form.unit_id, form.people(actor)
    return begin_nomination(round_, by=actor, title=title, unit_id=unit_id, people=people)


@pages.get("/ho-so/<int:nomination_id>", P.READ, load=get_nomination)
def detail(nomination: Nomination) -> ResponseReturnValue:
    """Show a dossier: where it stands, everything written, its files, its people, its history."""
    return render_template(
        "nominations/detail.html",
        nomination=nomination,
        reading=reading_of(nomination),
        may_edit=access.may(P.EDIT, nomination),
        may_screen=access.may(P.SCREEN, nomination),
    )


@pages.form("/ho-so/<int:nomination_id>/rut", P.WITHDRAW, load=dossier)
def withdraw(nomination: Nomination) -> ResponseReturnValue:
    """Take a dossier back, after saying so twice."""
    if request.method == "POST":
        pressed(withdraw_nomination, nomination, by=current_actor())
        words = _("Đã rút hồ sơ. Hồ sơ vẫn được lưu để ông/bà xem lại.")
        return done(words, "nominations.detail", nomination_id=nomination.id)
    return render_template("nominations/withdraw.html", nomination=nomination)


@pages.form("/ho-so/<int:nomination_id>/xoa", P.EDIT, load=dossier)
def discard(nomination: Nomination) -> ResponseReturnValue:
    """Throw a draft away, after saying so twice."""
    if request.method == "POST":
        pressed(discard_draft, nomination, by=current_actor())
        return done(_("Đã xóa bản nháp."), "nominations.mine")
    return render_template("nominations/discard.html", nomination=nomination)


@pages.get("/ho-so/<int:nomination_id>/bien-nhan", P.READ, load=get_nomination)
def receipt(nomination: Nomination) -> ResponseReturnValue:
    """Show the receipt of a dossier that was sent."""
    if nomination.receipt_no is None:
        return redirect(url_for("nominations.detail", nomination_id=nomination.id))
    is_author = nomination.owner_id == current_actor().account_id
    return render_template(
        "nominations/receipt.html",
        nomination=nomination,
        reading=reading_of(nomination),
        is_author=is_author,
        just_sent=request.args.get("moi") == "1",
    )
