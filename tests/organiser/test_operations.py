"""Writing the organiser's profile."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.organiser import operations
from app.organiser.models import Organiser, Signatory
from app.organiser.queries import get_organiser, get_organiser_to_change, get_preset, signatories
from app.organiser.rules import Profile
from tests.factories.organiser import SYSTEM, make_organiser, make_signatory

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def names() -> list[str]:
    return [signatory.full_name for signatory in signatories()]


def test_pages_work_before_there_is_an_organiser(session: Session) -> None:
    organiser = get_organiser()
    assert organiser.name == "Liên hiệp các Hội Khoa học và Kỹ thuật"
    assert organiser.emblem_sha256 is None
    assert session.execute(sa.select(sa.func.count()).select_from(Organiser)).scalar_one() == 0


def test_there_is_one_organiser_however_often_it_is_ensured(session: Session) -> None:
    first = operations.ensure_organiser(by=SYSTEM)
    assert operations.ensure_organiser(by=SYSTEM) is first


def test_a_profile_is_changed(session: Session) -> None:
    organiser = make_organiser()
    operations.change_profile(organiser, Profile(name="Liên hiệp Hội A"), by=SYSTEM)
    session.commit()
    assert get_organiser().name == "Liên hiệp Hội A"


def test_the_shipped_preset_loads_twice(session: Session) -> None:
    preset = get_preset("quang-ninh")
    for _ in range(2):
        operations.load_organiser_preset(preset, by=SYSTEM)
        session.commit()
    organiser = get_organiser_to_change()
    assert organiser.place == "Quảng Ninh"
    assert [row.position for row in organiser.signatories] == [1, 2, 3, 4]


def test_signatories_change_places(session: Session) -> None:
    organiser = make_organiser()
    for name in ("Một", "Hai", "Ba"):
        make_signatory(organiser, name)
    last = signatories()[-1]
    operations.move_signatory_up(last, by=SYSTEM)
    session.commit()
    assert names() == ["Một", "Ba", "Hai"]
    operations.move_signatory_up(last, by=SYSTEM)
    operations.move_signatory_up(last, by=SYSTEM)
    session.commit()
    assert names() == ["Ba", "Một", "Hai"]


def test_a_signatory_is_removed_and_another_takes_a_place_after_the_rest(
    session: Session,
) -> None:
    organiser = make_organiser()
    first, second = make_signatory(organiser, "Một"), make_signatory(organiser, "Hai")
    operations.remove_signatory(first, by=SYSTEM)
    session.commit()
    third = make_signatory(organiser, "Ba")
    assert third.position == second.position + 1
    assert session.execute(sa.select(sa.func.count()).select_from(Signatory)).scalar_one() == 2
