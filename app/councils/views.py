"""Councils as the secretary sees and changes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import render_template, request
from flask_babel import gettext as _

from app.audit.queries import history_of
from app.councils import queries
from app.councils.enums import SEAT_ROLE_LABELS, SeatRole
from app.councils.forms import CouncilForm, NewMemberForm, SeatForm
from app.councils.operations import (
    change_council,
    change_seat,
    form_council,
    invite_member,
    seat_member,
    seat_newcomer,
    unseat_member,
)
from app.councils.policy import CouncilPermission as P
from app.councils.policy import policy
from app.infra.forms.base import done
from app.infra.guard import Doors, current_actor
from app.kernel.numbers import parse_count
from app.programmes.queries import ROUNDS, get_round, stages_of_round
from app.registry.queries import get_person, people_found

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from app.councils.models import Council, Seat
    from app.programmes.models import Round
    from app.registry.models import Person

pages = Doors("councils", policy, url_prefix="/ban-to-chuc/hoi-dong")
doors = (pages,)


@pages.get("", P.LIST)
def index() -> ResponseReturnValue:
    """List the rounds with their councils."""
    shown = ROUNDS.shown()
    return render_template(
        "councils/index.html",
        shown=shown,
        councils=queries.councils_by_round([round_.id for round_ in shown.rows]),
        chair=SeatRole.CHAIR,
    )


@pages.form("/moi/<int:round_id>", P.FORM, load=get_round)
def create(round_: Round) -> ResponseReturnValue:
    """Form a council for a round."""
    form = CouncilForm.blank(stages_of_round(round_.id))
    if council := form.sent(lambda: form_council(round_, form.founding(), by=current_actor())):
        words = _("Đã thành lập %(name)s. Hãy thêm thành viên.", name=council.name)
        return done(words, "councils.detail", council_id=council.id)
    return form.page("councils/create.html", round=round_)


@pages.get("/<int:council_id>", P.READ, load=queries.get_council)
def detail(council: Council) -> ResponseReturnValue:
    """Show a council with its members."""
    people = [seat.person_id for seat in council.seats]
    return render_template(
        "councils/detail.html",
        council=council,
        active=[seat for seat in council.seats if seat.is_active],
        gone=[seat for seat in council.seats if not seat.is_active],
        has_chair=any(s.is_active and s.role is SeatRole.CHAIR for s in council.seats),
        role_labels=SEAT_ROLE_LABELS,
        with_account=queries.people_with_accounts(people),
        entries=history_of(council),
    )


@pages.form("/<int:council_id>/sua", P.FORM, load=queries.get_council)
def form(council: Council) -> ResponseReturnValue:
    """Correct the name or the decision of a council."""
    typed = CouncilForm.of(council)
    if typed.sent(lambda: change_council(council, typed.founding(), by=current_actor())):
        return done(_("Đã lưu thông tin hội đồng."), "councils.detail", council_id=council.id)
    return typed.page("councils/form.html", council=council)


@pages.form("/<int:council_id>/thanh-vien/them", P.SEAT, load=queries.get_council)
def add_seat(council: Council) -> ResponseReturnValue:
    """Seat a person of the registry, or somebody new."""
    person = _chosen_person()
    typed = (SeatForm if person else NewMemberForm).blank(council.round.categories, person)
    if seat := typed.sent(lambda: _seated(council, person, typed)):
        words = _("Đã thêm %(name)s, mã %(code)s.", name=seat.person.full_name, code=seat.code)
        return done(words, "councils.detail", council_id=council.id)
    text = request.args.get("tim", "")
    return typed.page(
        "councils/add_seat.html",
        council=council,
        person=person,
        text=text,
        found=people_found(text) if text and not person else (),
    )


def _chosen_person() -> Person | None:
    number = request.values.get("nguoi", type=parse_count)
    return get_person(number) if number else None


def _seated(council: Council, person: Person | None, form: SeatForm) -> Seat:
    if isinstance(form, NewMemberForm):
        return seat_newcomer(council, form.details(), *form.decided(), by=current_actor())
    assert person is not None  # noqa: S101  # whoever is new has the other form
    return seat_member(council, person, *form.decided(), by=current_actor())


@pages.form("/<int:council_id>/thanh-vien/<int:seat_id>", P.SEAT, load=queries.get_seat)
def seat(seat: Seat) -> ResponseReturnValue:
    """Correct role, unit, code and specialities of a member."""
    typed = SeatForm.of(seat)
    if typed.sent(lambda: change_seat(seat, *typed.decided(), by=current_actor())):
        words = _("Đã lưu thông tin của %(name)s.", name=seat.person.full_name)
        return done(words, "councils.detail", council_id=seat.council_id)
    return typed.page("councils/seat.html", seat=seat)


@pages.post("/<int:council_id>/thanh-vien/<int:seat_id>/thoi", P.SEAT, load=queries.get_seat)
def unseat(seat: Seat) -> ResponseReturnValue:
    """Let a member leave the council."""
    unseat_member(seat, by=current_actor())
    words = _("%(name)s đã thôi tham gia hội đồng.", name=seat.person.full_name)
    return done(words, "councils.detail", council_id=seat.council_id)


@pages.post("/<int:council_id>/thanh-vien/<int:seat_id>/moi", P.INVITE, load=queries.get_seat)
def invite(seat: Seat) -> ResponseReturnValue:
    """Mail a member the link to open an account."""
    invite_member(seat, by=current_actor())
    words = _("Đã gửi lời mời đến %(email)s.", email=seat.person.email)
    return done(words, "councils.detail", council_id=seat.council_id)
